#pragma once

#include <core/base/Result.h>

#include <QByteArray>

#include <stop_token>

namespace satchel {

// Reads stdin without a buffer of its own, so that a passphrase on its first line leaves the rest to others, and ends
// with Cancelled soon after a stop is requested.
class StandardInput final {
public:
    // Up to the next line feed, without it; TooLarge beyond `limit` bytes. Empty at the end.
    [[nodiscard]] static Result<QByteArray> readLine(qsizetype limit, const std::stop_token& stop);
    // All that is left; TooLarge beyond `limit` bytes.
    [[nodiscard]] static Result<QByteArray> readAll(qsizetype limit, const std::stop_token& stop);
};

} // namespace satchel
