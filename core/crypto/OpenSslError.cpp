#include "OpenSslError.h"

#include <QStringList>

#include <openssl/err.h>

namespace satchel {

Error takeOpenSslError(const QString& action, ErrorCode code)
{
    QStringList reasons;
    while (const unsigned long error = ERR_get_error()) {
        const char* text = ERR_reason_error_string(error);
        const QString reason = text ? QString::fromLatin1(text) : QStringLiteral("OpenSSL reason %1").arg(error);
        if (!reasons.contains(reason)) {
            reasons.append(reason);
        }
    }
    if (reasons.isEmpty()) {
        return Error{code, action};
    }
    return Error{code, QStringLiteral("%1 (OpenSSL: %2)").arg(action, reasons.join(QStringLiteral(", ")))};
}

OpenSslErrorScope::OpenSslErrorScope()
{
    ERR_set_mark();
}

OpenSslErrorScope::~OpenSslErrorScope()
{
    ERR_pop_to_mark();
}

} // namespace satchel
