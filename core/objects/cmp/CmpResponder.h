#pragma once

#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <functional>
#include <map>
#include <optional>

namespace satchel {

// Who answers CMP requests (RFC 4210), and whose requests are answered.
struct CmpAuthority {
    IssuerIdentity ra; // protects the answers to signed requests
    QList<Certificate> raChain; // above the RA's certificate, sent along
    QList<Certificate> deviceAnchors; // a signed request must chain to one of these
    std::map<QByteArray, Secret> secrets; // by reference value, for requests protected by a MAC
};

// What a CMP request asks for, once its protection and its proof of possession have been found good.
struct CmpWish {
    QByteArray subjectDer; // Name; empty if none is asked for
    QString subjectSerialNumber; // X520 serialNumber in it, empty if there is none
    QByteArray publicKeyInfo;
    std::optional<Certificate> signer; // whose key protects the request; none for a MAC
    bool isKeyUpdate = false;
    bool acceptsImplicitConfirm = false; // else the device will send a certConf, which nobody here can answer
};

struct CmpGrant {
    Certificate certificate;
    QList<Certificate> chain; // above it, for the device to build its chain with
};

// The server side of one CMP exchange, run by OpenSSL on a message that came as a file. Holds no transaction: what it
// answers is final for those who accept an implicit confirmation. Use by one thread.
class CmpResponder final {
public:
    using Decide = std::function<Result<CmpGrant>(const CmpWish&)>;

    explicit CmpResponder(CmpAuthority authority)
        : m_authority{std::move(authority)}
    {
    }

    // The ip, cp or kup for an ir, cr, p10cr or kur (DER). `decide` is asked once, after all checks of the protocol;
    // its error is returned as it is. BadSignature (protection), UntrustedIssuer (no chain from the signer to an
    // anchor, or an unknown reference value), BadProofOfPossession, Malformed.
    [[nodiscard]] Result<QByteArray> answer(const QByteArray& request, const QDateTime& at, const Decide& decide) const;

    // The pkiconf for a certConf (DER) of the transaction that `request` began. Which certificate it is about nobody
    // looks at: for demonstrations. Errors as above, for either message.
    [[nodiscard]] Result<QByteArray> acknowledge(
        const QByteArray& request, const QByteArray& confirmation, const QDateTime& at) const;

private:
    CmpAuthority m_authority;
};

} // namespace satchel
