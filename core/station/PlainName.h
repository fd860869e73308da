#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

inline constexpr qsizetype LongestPlainName = 64; // characters; what a certificate's commonName may hold (RFC 5280)

// A name that screens, logs and certificates show: 1 to 64 printable characters, the only white space among them the
// plain space and not at an end. Nothing invisible, nothing that turns the direction of writing: two names that look
// alike in a terminal would be two stations. Malformed otherwise; `what` begins the message.
[[nodiscard]] Result<void> requirePlainName(const QString& name, const QString& what);

} // namespace satchel
