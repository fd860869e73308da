#pragma once

#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QList>

// What plain OpenSSL is to judge, cut out of messages as they came.
namespace satchel::vectors {

// DER or BER out of PEM or base64, or as it is; empty if it is none of them.
[[nodiscard]] QByteArray unwrapped(const QByteArray& bytes);

// The requests inside a message; empty if there is none of that kind.
struct RawRequests {
    QList<QByteArray> pkcs10;
    QByteArray crmf; // CertReqMessages
};

// The certificates that a PKIMessage brings, and what it asks for: ir, cr, kur or p10cr.
struct CmpParts {
    QList<Certificate> certificates;
    RawRequests requests;
};

[[nodiscard]] CmpParts partsOfCmp(const QByteArray& der);
// What a PKIData asks for (RFC 5272 section 3.2.1).
[[nodiscard]] RawRequests requestsInCmc(const QByteArray& pkiData);
// The certificates in EST's answer to serverkeygen.
[[nodiscard]] QList<Certificate> certificatesBesideKey(const QByteArray& multipart);

[[nodiscard]] QList<QByteArray> dersOf(const QList<Certificate>& certificates);

} // namespace satchel::vectors
