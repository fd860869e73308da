#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QList>
#include <QString>

// JWS and COSE_Sign1 as anybody would verify them with Qt's readers of JSON and CBOR and OpenSSL's EVP_DigestVerify:
// nothing of core's own readers, and no form is looked at. For PlainChecks.h's purpose.
namespace satchel::plain {

struct JoseSignature {
    QString algorithm; // by its name in JOSE (RFC 7518 section 3.1, RFC 8037 section 3.1)
    QByteArray signedBytes;
    QByteArray value;
    QList<QByteArray> certificates; // DER, as they stand; the signer's first, if it is there
};

// General, flattened and compact serialization (RFC 7515 section 7); nothing of what cannot be read.
[[nodiscard]] QList<JoseSignature> readJws(const QByteArray& bytes);
// One signature (RFC 9052 section 4.2), or none if it cannot be read.
[[nodiscard]] QList<JoseSignature> readCose(const QByteArray& bytes);

// By the key in a certificate. Malformed if that cannot be read or the algorithm is unknown; BadSignature.
[[nodiscard]] Result<void> verifyJose(const JoseSignature& signature, const QByteArray& certificate);

} // namespace satchel::plain
