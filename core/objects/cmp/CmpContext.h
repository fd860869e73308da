#pragma once

#include <core/crypto/OpenSslBytes.h>
#include <core/objects/encoding/CertificateStack.h>

#include <QDateTime>

namespace satchel {

// What a CMP client and a CMP responder set up alike in OpenSSL's context.

// Null if OpenSSL cannot read it.
[[nodiscard]] inline CmpMessageHandle decodedCmpMessage(const QByteArray& message)
{
    const auto source = readingBio(message);
    return CmpMessageHandle{d2i_OSSL_CMP_MSG_bio(source.get(), nullptr)};
}

// OpenSSL writes complaints to stderr unless it is told not to; this way the reasons stay in its error queue, where the
// caller finds them.
[[nodiscard]] inline bool keepQuiet(OSSL_CMP_CTX* context)
{
    return OSSL_CMP_CTX_set_log_verbosity(context, OSSL_CMP_LOG_EMERG) == 1;
}

// The other side's signature must chain to one of `anchors`, at the instant `at`.
[[nodiscard]] inline bool trustAnchors(OSSL_CMP_CTX* context, const QList<Certificate>& anchors, const QDateTime& at)
{
    StoreHandle store{X509_STORE_new()};
    for (const auto& anchor : anchors) {
        X509_STORE_add_cert(store.get(), anchor.x509());
    }
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at.toSecsSinceEpoch());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
    if (OSSL_CMP_CTX_set0_trustedStore(context, store.get()) != 1) {
        return false;
    }
    static_cast<void>(store.release()); // the context's now
    return true;
}

} // namespace satchel
