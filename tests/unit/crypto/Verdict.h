#pragma once

#include <core/base/Result.h>

namespace satchel::test {

// The code's name, or "good": asking a good result for its error would answer with the first code.
template <typename T> QString verdict(const Result<T>& result)
{
    return result ? QStringLiteral("good") : errorCodeName(result.error().code);
}

} // namespace satchel::test
