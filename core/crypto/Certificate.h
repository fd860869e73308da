#pragma once

#include <core/base/Result.h>
#include <core/base/HexId.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>
#include <QString>

#include <openssl/types.h>

#include <memory>
#include <optional>

namespace satchel {

// No name that anybody has given is as long (X.520 has some 64 characters for each attribute), and what compares and
// shows names takes its time with each octet of them. In DER.
inline constexpr qsizetype LongestName = 16 * 1024;
// Nor has a certificate as many: there is one of each kind (RFC 5280 section 4.2), and OpenSSL makes an object of each.
inline constexpr int MostExtensions = 256;

// SHA-256 of a SubjectPublicKeyInfo. A station's id is that of its first signing key, for life.
using KeyFingerprint = HexId<struct KeyFingerprintTag, 32>;

// id-kp-cmcRA (RFC 6402 section 2.10), which RFC 8995 section 5.5.4 looks for in a registrar's certificate.
inline constexpr const char* RegistrationAuthorityUsage = "1.3.6.1.5.5.7.3.28";

// An X.509 certificate (RFC 5280, or version 1). Immutable, cheap to copy, safe to share between threads.
//
// Decoding a certificate costs little, decoding its key a lot (docs/architecture.md), so the key and OpenSSL's full
// object are made when they are first asked for and kept.
class Certificate final {
public:
    // Exactly one certificate; TrailingData if bytes follow, Malformed if it is none or is not DER.
    [[nodiscard]] static Result<Certificate> fromDer(const QByteArray& der);
    // One DER certificate or any number of PEM ones (at most 64).
    [[nodiscard]] static Result<QList<Certificate>> fromPemOrDer(const QByteArray& bytes);

    [[nodiscard]] const QByteArray& der() const;
    [[nodiscard]] Sha256Digest sha256() const; // of the DER
    [[nodiscard]] QString subject() const; // RFC 2253 form, UTF-8
    [[nodiscard]] QString issuer() const;
    [[nodiscard]] QByteArray subjectDer() const; // Name, to compare
    [[nodiscard]] QByteArray issuerDer() const;
    // The X520 serialNumber attribute of the subject (2.5.4.5): an IDevID's device serial. Empty if there is none, and
    // if there are several that differ: nobody can tell which of them the device is.
    [[nodiscard]] QString subjectSerialNumber() const;
    [[nodiscard]] QStringList subjectSerialNumbers() const; // all of them, in their order
    [[nodiscard]] QString commonName() const; // the last CN, empty if none
    [[nodiscard]] QByteArray serialNumber() const; // of the certificate, big-endian
    [[nodiscard]] QByteArray serialNumberDer() const; // INTEGER, to compare
    [[nodiscard]] QByteArray issuerAndSerial() const; // IssuerAndSerialNumber (RFC 5652 section 10.2.4), DER
    [[nodiscard]] QByteArray subjectKeyIdentifier() const; // empty if absent
    [[nodiscard]] QDateTime notBefore() const;
    [[nodiscard]] QDateTime notAfter() const;
    [[nodiscard]] QByteArray publicKeyInfo() const; // SubjectPublicKeyInfo, DER
    [[nodiscard]] KeyFingerprint keyFingerprint() const; // SHA-256 of it
    [[nodiscard]] bool isCertificateAuthority() const; // basicConstraints cA; false for version 1
    [[nodiscard]] bool isSelfIssued() const;
    // keyUsage digitalSignature, or no keyUsage at all.
    [[nodiscard]] bool maySign() const;
    // Likewise keyAgreement and keyEncipherment.
    [[nodiscard]] bool mayAgreeOnKeys() const;
    [[nodiscard]] bool mayEncipherKeys() const;
    [[nodiscard]] bool hasExtendedKeyUsage(const char* dottedOid) const;
    [[nodiscard]] bool isRegistrationAuthority() const { return hasExtendedKeyUsage(RegistrationAuthorityUsage); }
    // id-pe-masa-url 1.3.6.1.5.5.7.1.32 (RFC 8995 section 2.3.2); empty if absent.
    [[nodiscard]] QString masaUrl() const;
    // The value of an extension (the OCTET STRING's content), nullopt if absent.
    [[nodiscard]] std::optional<QByteArray> extension(const char* dottedOid) const;

    // For core/crypto and core/objects. All stay this object's; nullptr if the key is of a kind OpenSSL cannot read.
    // Without its key the object is cheap, and no algorithm can be used through it.
    [[nodiscard]] const X509* x509WithoutKey() const;
    [[nodiscard]] X509* x509() const;
    [[nodiscard]] EVP_PKEY* publicKey() const;

    friend bool operator==(const Certificate& a, const Certificate& b) { return a.der() == b.der(); }

private:
    struct Data;
    class Recent;
    explicit Certificate(std::shared_ptr<const Data> data);
    [[nodiscard]] bool allowsKeyUsage(int bit) const;

    std::shared_ptr<const Data> m_data;
};

} // namespace satchel
