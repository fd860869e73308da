#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace satchel {

class DerFields;

// A CMS SignedData (RFC 5652) that a third party made, taken apart and nothing verified yet. Reads DER only; verifies
// with OpenSSL's primitives, because CMS_verify lets too much pass (docs/objects.md, "Signatures").
class SignedData final {
public:
    [[nodiscard]] static Result<SignedData> parse(const QByteArray& der);
    // The same for one that may be in BER (indefinite lengths, as streaming writers do), which is turned into DER
    // first. Malformed if it is none, TrailingData if bytes follow it.
    [[nodiscard]] static Result<SignedData> read(const QByteArray& bytes);

    [[nodiscard]] const QByteArray& contentType() const { return m_contentType; } // dotted
    [[nodiscard]] const std::optional<QByteArray>& content() const { return m_content; } // nullopt: detached
    [[nodiscard]] const QList<Certificate>& certificates() const { return m_certificates; }
    // Certificates inside that are no DER certificates; the others are usable all the same.
    [[nodiscard]] int unreadableCertificates() const { return m_unreadableCertificates; }
    [[nodiscard]] std::size_t signerCount() const { return m_signers.size(); }
    [[nodiscard]] bool hasSignedAttribute(const QByteArray& dottedOid) const;
    // Content of the SET of this attribute's values; nullopt if the one SignerInfo does not have it, or there is not
    // one.
    [[nodiscard]] std::optional<QByteArray> signedAttribute(const QByteArray& dottedOid) const;
    // By what the one SignerInfo names its signer, if not by issuer and serial number; empty otherwise.
    [[nodiscard]] QByteArray signerKeyIdentifier() const;
    // Of the one SignerInfo's signature, dotted; empty if there is not one or it cannot be read.
    [[nodiscard]] QByteArray signatureAlgorithm() const;
    // The certificate that the one SignerInfo names, from inside or from `others`; nullopt if neither has it.
    [[nodiscard]] std::optional<Certificate> signer(const QList<Certificate>& others = {}) const;
    [[nodiscard]] QList<Certificate> certificatesBesides(const Certificate& signer) const;

    // One SignerInfo, signed attributes unless the content is id-data, contentType and messageDigest equal to the
    // content, the signature good by `signer`'s key. Errors as of SignatureAlgorithm::verify. Time and chain are not
    // judged.
    [[nodiscard]] Result<void> verify(const Certificate& signer) const;
    // The same with content that may be none at all (RFC 8894 section 3.2: it is then digested as no bytes), and with a
    // key that may come without a certificate (RFC 2797 section 4.2).
    [[nodiscard]] Result<void> verify(EVP_PKEY* key, const QByteArray& content) const;

private:
    struct Attribute {
        QByteArray type; // dotted
        QByteArray values; // content of the SET
    };

    struct Signer {
        QByteArray issuer; // Name, empty if named by key identifier
        QByteArray serialNumber;
        QByteArray keyIdentifier;
        QByteArray digestAlgorithm;
        QByteArray signatureAlgorithm;
        QByteArray signature;
        std::optional<QByteArray> signedAttributes; // as they are signed: DER of the SET
        std::vector<Attribute> attributes;
    };

    SignedData() = default;
    [[nodiscard]] const Signer* onlySigner() const; // null unless there is exactly one
    void readCertificates(DerFields fields);
    static Signer readSigner(DerFields fields);
    static std::vector<Attribute> readAttributes(DerFields fields);
    [[nodiscard]] static bool names(const Signer& signer, const Certificate& certificate);
    [[nodiscard]] Result<void> checkAttributes(const Signer& signer, const QByteArray& digest) const;

    QByteArray m_contentType;
    std::optional<QByteArray> m_content;
    QList<Certificate> m_certificates;
    int m_unreadableCertificates = 0;
    std::vector<Signer> m_signers;
};

// A CMS message of any content type in DER: as it is, or turned from BER (indefinite lengths). Malformed if it is none,
// TrailingData if bytes follow it.
[[nodiscard]] Result<QByteArray> cmsInDer(const QByteArray& bytes);

} // namespace satchel
