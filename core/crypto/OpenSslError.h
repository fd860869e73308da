#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// The error of the OpenSSL call that just failed: `action`, then OpenSSL's reasons, if it gave any. Empties this
// thread's error queue.
[[nodiscard]] Error takeOpenSslError(const QString& action, ErrorCode code);

// Leaves this thread's error queue as it found it, for calls whose failure is an answer and not an error.
class OpenSslErrorScope final {
public:
    OpenSslErrorScope();
    ~OpenSslErrorScope();
    OpenSslErrorScope(const OpenSslErrorScope&) = delete;
    OpenSslErrorScope& operator=(const OpenSslErrorScope&) = delete;
};

} // namespace satchel
