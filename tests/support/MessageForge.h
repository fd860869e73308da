#pragma once

#include <core/crypto/OpenSslHandle.h>
#include <core/crypto/PrivateKey.h>
#include <core/objects/Assessment.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/voucher/VoucherEnvelope.h>
#include <core/station/TrustStore.h>

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace satchel::test {

// A CMS SignedData to be made, good or bad: OpenSSL makes it as told.
struct CmsDraft {
    QByteArray content;
    IssuerIdentity signer;
    QList<Certificate> certificates = {}; // besides the signer's
    bool includesSigner = true;
    bool signsAttributes = true;
    bool isDetached = false;
    bool streams = false; // indefinite lengths, BER
    bool usesPss = false;
    const char* contentType = nullptr; // dotted; id-data if null
    const EVP_MD* digest = EVP_sha256();
    std::optional<IssuerIdentity> secondSigner = {};
};

[[nodiscard]] QByteArray makeCms(const CmsDraft& draft);

// A PKCS #10 to be made, put together by hand.
struct Pkcs10Draft {
    QString commonName = QStringLiteral("pledge");
    QString serialNumber = {};
    QString secondSerialNumber = {}; // after the other
    PrivateKey key;
    std::optional<PrivateKey> signedBy = {}; // another key than the one inside
    const EVP_MD* digest = EVP_sha256();
    bool hasAttributes = true;
};

[[nodiscard]] QByteArray makePkcs10(const Pkcs10Draft& draft);

// How the requester of a certificate shows that it holds the key.
enum class CrmfProof { Signature, BadSignature, WeakSignature, WithInput, ForeignInput, SeenByAuthority, Later, None };

// A CertReqMessages with one request.
[[nodiscard]] QByteArray makeCrmf(
    const PrivateKey& key, const QByteArray& subjectDer, CrmfProof proof, const QByteArray& controls = {});
// The control oldCertID (RFC 4211 section 6.5).
[[nodiscard]] QByteArray oldCertificateControl(const Certificate& old);
// A CertRepMessage with one answer; without a certificate, the status alone.
[[nodiscard]] QByteArray makeCertRep(int status, const std::optional<Certificate>& certificate);

// A PKIMessage to be made, put together by hand, so that it may break any rule.
struct CmpDraft {
    int version = 2;
    QByteArray senderDer = {}; // Name; the signer's subject if empty
    QByteArray senderKeyId = {};
    QByteArray transactionId = QByteArray("transaction-0001");
    QByteArray senderNonce = QByteArray("sender-nonce-001");
    QByteArray recipientNonce = {};
    QByteArray generalInfo = {}; // InfoTypeAndValues one after the other (makeInfo)
    unsigned bodyTag = 0;
    QByteArray body; // content of the explicit tag
    std::optional<IssuerIdentity> signer = {}; // none: unprotected
    const EVP_MD* digest = EVP_sha256();
    QByteArray claimedAlgorithm = {}; // AlgorithmIdentifier to name instead of the right one
    bool omitsProtection = false; // names the algorithm only
    bool omitsAlgorithm = false; // has the protection only
    bool includesSigner = true;
    QList<Certificate> extraCertificates = {};
};

[[nodiscard]] QByteArray makeCmp(const CmpDraft& draft);

// An InfoTypeAndValue of the type id-it `number` (1.3.6.1.5.5.7.4), the value as it is.
[[nodiscard]] QByteArray makeInfo(char number, const QByteArray& value = {});
// A CertStatus that accepts: hash, certReqId 0; `more` follows (statusInfo, hashAlg).
[[nodiscard]] QByteArray makeCertStatus(const QByteArray& hash, const QByteArray& more = {});

[[nodiscard]] QByteArray makeName(
    const QString& commonName, const QString& serialNumber = {}, const QString& secondSerialNumber = {});
[[nodiscard]] QByteArray publicKeyInfoOf(const PrivateKey& key);
[[nodiscard]] PrivateKey makeRsaKey(unsigned bits);
[[nodiscard]] PrivateKey makeEd25519Key();
[[nodiscard]] PrivateKey makeEd448Key();
[[nodiscard]] PrivateKey makeEcKey(const char* curve); // "P-192"

// The AlgorithmIdentifier of a signature by this key with this digest, and such a signature.
[[nodiscard]] QByteArray signatureAlgorithmOf(const PrivateKey& key, const EVP_MD* digest);
[[nodiscard]] QByteArray signBytes(const QByteArray& bytes, const PrivateKey& key, const EVP_MD* digest);

// A manufacturer, its devices and its MASA; an operator, its registrars and its CA; and somebody else's of each. Every
// certificate is good at now().
class MessageForge final {
public:
    MessageForge();

    [[nodiscard]] static QDateTime now(); // 2026-06-01T12:00:00Z
    [[nodiscard]] static IssuerIdentity issue(
        const CertificateTemplate& facts, const IssuerIdentity& issuer, KeyType type = KeyType::P256);
    [[nodiscard]] static Certificate certify(
        const QByteArray& publicKeyInfo, const QString& serialNumber, const IssuerIdentity& issuer);
    [[nodiscard]] IssuerIdentity device(const QString& serialNumber) const;

    // All three anchors; the context of a site or a backend that has them.
    [[nodiscard]] const TrustStore& trust() const { return m_trust; }
    [[nodiscard]] CheckContext context(StationRole here = StationRole::Site) const;
    [[nodiscard]] RequesterRecord requester() const; // of `idevid`

    // The usual content, with `changes` laid over it; null takes a member away.
    [[nodiscard]] QByteArray pledgeJson(const QJsonObject& changes = {}) const;
    [[nodiscard]] QByteArray registrarJson(const QByteArray& prior, const QJsonObject& changes = {}) const;
    [[nodiscard]] QByteArray voucherJson(const QJsonObject& changes = {}) const;
    [[nodiscard]] QByteArray pledgeRequest(const QJsonObject& changes = {}) const;
    [[nodiscard]] QByteArray registrarRequest(const QJsonObject& changes = {}) const;
    [[nodiscard]] QByteArray voucher(const QJsonObject& changes = {}) const;
    // Such content in JWS or COSE, with the signer's certificate inside, or without any.
    [[nodiscard]] static QByteArray signedIn(
        VoucherForm form, const QByteArray& json, const IssuerIdentity& signer, bool includesSigner = true);
    // An ir for `newKey`, signed by `idevid`.
    [[nodiscard]] CmpDraft initialRequest() const;
    // The ip that goes with it.
    [[nodiscard]] CmpDraft initialAnswer() const;

    IssuerIdentity manufacturer;
    IssuerIdentity idevid; // serial "device-1"
    IssuerIdentity masa;
    IssuerIdentity domainCa;
    IssuerIdentity registrar; // id-kp-cmcRA
    IssuerIdentity stranger; // a CA that nobody knows
    PrivateKey newKey; // of the device, for its LDevID
    Certificate ldevid; // for newKey

private:
    TrustStore m_trust;
};

// Recognises and gives the object; ends the test's run if it is none.
[[nodiscard]] EnrolmentObjectPtr recognised(const QByteArray& bytes);

} // namespace satchel::test
