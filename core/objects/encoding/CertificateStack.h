#pragma once

#include <core/crypto/Certificate.h>
#include <core/crypto/OpenSslHandle.h>

#include <QList>

namespace satchel {

// Lends the certificates to OpenSSL; the list must outlive the stack.
[[nodiscard]] inline X509StackViewHandle lentStack(const QList<Certificate>& certificates)
{
    X509StackViewHandle stack{sk_X509_new_null()};
    for (const auto& certificate : certificates) {
        sk_X509_push(stack.get(), certificate.x509());
    }
    return stack;
}

} // namespace satchel
