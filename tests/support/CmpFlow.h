#pragma once

#include <tests/support/MessageForge.h>
#include <tests/support/TestWorld.h>

#include <QByteArray>
#include <QHash>
#include <QString>

namespace satchel::test {

// One device's CMP transaction in a TestWorld, with all four messages of it: ir, ip, certConf, pkiconf. What is asked
// for twice is made once: a signature of the same bytes would be another one.
class CmpFlow final {
public:
    CmpFlow(const TestWorld& world, const QString& serial);

    [[nodiscard]] QByteArray ir() const;
    // What the RA answers; `generalInfo` as makeInfo() makes it, `status` as PKIStatus.
    [[nodiscard]] QByteArray ip(const QByteArray& generalInfo = {}, int status = 0) const;
    [[nodiscard]] QByteArray certConf() const; // of the certificate in ip()
    [[nodiscard]] QByteArray certConfOf(
        const QByteArray& certHash, const QByteArray& nonce = "nonce of the certConf") const;
    [[nodiscard]] QByteArray pkiconf() const;
    [[nodiscard]] QByteArray error(const QByteArray& recipientNonce) const;

    QString serial;
    QByteArray transaction;
    IssuerIdentity device;
    IssuerIdentity ra;
    PrivateKey newKey;
    Certificate certificate; // for newKey

private:
    [[nodiscard]] CmpDraft byDevice(unsigned tag, const QByteArray& body, const QByteArray& nonce) const;
    [[nodiscard]] CmpDraft byAuthority(unsigned tag, const QByteArray& body, const QByteArray& nonce) const;
    [[nodiscard]] QByteArray once(const CmpDraft& draft) const;

    QByteArray m_crmf;
    mutable QHash<QByteArray, QByteArray> m_made;
};

} // namespace satchel::test
