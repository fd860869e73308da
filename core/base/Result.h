#pragma once

#include <core/base/ErrorCode.h>

#include <QString>

#include <tl/expected.hpp>

#include <utility>

namespace satchel {

// The code is for deciding, the message for people: what happened and why, and what to do now where that is known.
// Code never parses the message, and it never holds a secret.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString message;
    QString file = {}; // empty where no file is concerned
    QString item = {}; // item id, likewise

    // Prefixes the message as it crosses a layer: "part 3: not a PKCS #10 request".
    [[nodiscard]] Error withContext(const QString& context) &&
    {
        message.prepend(context + QStringLiteral(": "));
        return std::move(*this);
    }

    // Names the file concerned, unless a lower layer has named one already.
    [[nodiscard]] Error withFile(const QString& path) &&
    {
        if (file.isEmpty()) {
            file = path;
        }
        return std::move(*this);
    }
};

template <typename T> using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>{std::move(error)};
}

[[nodiscard]] inline tl::unexpected<Error> fail(ErrorCode code, QString message)
{
    return fail(Error{code, std::move(message)});
}

} // namespace satchel

// Returns the error of a Result<void> expression to the caller, whose own Result may be of another type.
#define SATCHEL_TRY(expression)                                                                                        \
    do {                                                                                                               \
        if (auto satchelResult = (expression); !satchelResult) {                                                       \
            return tl::unexpected<satchel::Error>{std::move(satchelResult).error()};                                   \
        }                                                                                                              \
    } while (false)
