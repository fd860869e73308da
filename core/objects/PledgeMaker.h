#pragma once

#include <core/base/Result.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

namespace satchel {

// The messages that a device makes, for the demonstration and for tests: by OpenSSL, with the device's own keys.

// A PKCS #10 (RFC 2986) for `key`, its subject CN=`commonName`, serialNumber=`serialNumber`.
[[nodiscard]] Result<QByteArray> makePkcs10(
    const PrivateKey& key, const QString& commonName, const QString& serialNumber);

// A device as CMP client: what it signs with and what it wants.
struct CmpClient {
    IssuerIdentity identity; // IDevID; for a key update, the certificate to be renewed and its key
    QList<Certificate> chain; // above it, sent along
    PrivateKey newKey;
    QString commonName; // of the subject asked for; a key update asks for that of the certificate it renews
    QString serialNumber;
    bool confirms = false; // by a certConf of its own; else an implicit confirmation will do
};

// An ir (RFC 4210 section 5.3.1), protected by the IDevID's signature.
[[nodiscard]] Result<QByteArray> makeCmpInitialRequest(const CmpClient& client);

// A kur (RFC 4210 section 5.3.5 and appendix D.6, RFC 9483 section 4.1.3): signed with the key of the certificate to be
// renewed, which its oldCertID names, for a new key; accepts an implicit confirmation.
[[nodiscard]] Result<QByteArray> makeCmpKeyUpdate(const CmpClient& client);

// Goes on from `request` with the answer that came: OpenSSL's client checks protection, transaction, nonce and status.
// `anchors`: by whom the RA must be vouched for. Returns the certificate, which is for `newKey`.
[[nodiscard]] Result<Certificate> finishCmpEnrolment(const CmpClient& client, const QByteArray& request,
    const QByteArray& answer, const QList<Certificate>& anchors, const QDateTime& at);

// The certConf (RFC 4210 section 5.3.18) that a client who confirms goes on with, once it has judged the answer as
// finishCmpEnrolment() does.
[[nodiscard]] Result<QByteArray> makeCmpConfirmation(const CmpClient& client, const QByteArray& request,
    const QByteArray& answer, const QList<Certificate>& anchors, const QDateTime& at);

} // namespace satchel
