#pragma once

#include <core/base/Result.h>

#include <QString>
#include <QtGlobal>

namespace satchel::bench {

// Whoever measures after something went wrong measures something else, so the program ends.
inline void demand(bool isTrue, const QString& what)
{
    if (!isTrue) {
        qFatal("satchel-bench: %s", qPrintable(what));
    }
}

template <typename T> T demanded(Result<T> result)
{
    demand(result.has_value(), result ? QString{} : result.error().message);
    return *std::move(result);
}

inline void demanded(const Result<void>& result)
{
    demand(result.has_value(), result ? QString{} : result.error().message);
}

} // namespace satchel::bench
