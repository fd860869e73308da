#pragma once

#include <core/base/Result.h>
#include <core/base/Secret.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QString>

#include <openssl/types.h>

#include <memory>
#include <optional>

namespace satchel {

enum class KeyType { P256, P384, Rsa3072 };

// A private key that can be used and not seen. Cheap to copy, safe to share between threads.
class PrivateKey final {
public:
    [[nodiscard]] static Result<PrivateKey> generate(KeyType type);

    [[nodiscard]] QByteArray publicKeyInfo() const; // SubjectPublicKeyInfo of its public half, DER
    [[nodiscard]] KeyFingerprint fingerprint() const; // SHA-256 of it
    [[nodiscard]] bool matches(const Certificate& certificate) const;
    // PKCS #8 PEM; encrypted (RFC 8018 PBES2, AES-256-CBC, scrypt) unless the passphrase is empty.
    [[nodiscard]] Result<Secret> toPkcs8Pem(const Secret& passphrase) const;

    // What it makes of the bytes with this digest: ECDSA-Sig-Value (RFC 3279 section 2.2.3), RSA PKCS #1 1.5.
    // KeyUnavailable if it cannot.
    [[nodiscard]] Result<QByteArray> sign(QByteArrayView bytes, const EVP_MD* digest) const;

    // For core/crypto, core/objects and core/issuer's signatures through them; stays this object's.
    [[nodiscard]] EVP_PKEY* handle() const;

    // Takes over one reference. For core/crypto only.
    explicit PrivateKey(EVP_PKEY* owned);

private:
    std::shared_ptr<EVP_PKEY> m_key;
};

// The one door through which keys come in: `file:` URIs (or a plain path) through OSSL_STORE today; `pkcs11:` and TPM
// later, behind this same call. KeyUnavailable names the URI and why; WrongPassphrase if the passphrase does not open
// it or none was given for an encrypted key.
[[nodiscard]] Result<PrivateKey> loadKey(const QString& uri, const Secret& passphrase);

// Certificates through the same door (`file:` URI or plain path).
[[nodiscard]] Result<QList<Certificate>> loadCertificates(const QString& uri);

// What a new certificate says. Times are inclusive.
struct CertificateTemplate {
    QString commonName;
    QString organization = {};
    QString serialNumber = {}; // X520 serialNumber of the subject
    QDateTime notBefore = {};
    QDateTime notAfter = {};
    enum class Use { Signing, Decryption, Authority, EndEntity, Registrar } use = Use::EndEntity;
    QString masaUrl = {}; // adds id-pe-masa-url
};

// The instants between which the certificates that a station issues to itself are valid (docs/bundle-format.md).
[[nodiscard]] QDateTime beginningOfTime(); // 2000-01-01T00:00:00Z
[[nodiscard]] QDateTime endOfTime(); // 9999-12-31T23:59:59Z (RFC 5280 section 4.1.2.5)

struct IssuerIdentity {
    Certificate certificate;
    PrivateKey key;
};

// Version 3, a random serial number, basicConstraints, keyUsage, key identifiers and what the use asks for besides.
// Malformed if the facts make no certificate.
[[nodiscard]] Result<Certificate> issueSelfSigned(const CertificateTemplate& facts, const PrivateKey& key);
// For `subjectPublicKeyInfo` (DER). `subjectDer`, if not empty, is the subject Name to use as it is, instead of the
// template's texts. KeyMismatch if the issuer's two halves are of different keys.
[[nodiscard]] Result<Certificate> issueCertificate(const CertificateTemplate& facts,
    const QByteArray& subjectPublicKeyInfo, const IssuerIdentity& issuer, const QByteArray& subjectDer = {});

} // namespace satchel
