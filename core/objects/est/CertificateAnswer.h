#pragma once

#include <core/crypto/Certificate.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QList>

namespace satchel {

class SignedData;

// The answer to a PKCS #10: a certs-only CMS as EST gives it, or bare certificates from a CA (DER, or PEM with its
// chain).
class CertificateAnswer final : public EnrolmentObject {
public:
    // At least one certificate.
    CertificateAnswer(QList<Certificate> certificates, bool isCms);
    // These two give CaCertificates instead if the certificates can be nothing else, as far as they themselves tell.
    [[nodiscard]] static Result<EnrolmentObjectPtr> fromCertificates(const QList<Certificate>& certificates);
    // A degenerate SignedData: no content, no signer (RFC 5652 section 5.2).
    [[nodiscard]] static Result<EnrolmentObjectPtr> fromCertsOnly(const SignedData& cms);

    [[nodiscard]] Kind kind() const override { return Kind::CertificationResponse; }
    [[nodiscard]] Protocol protocol() const override { return m_isCms ? Protocol::Est : Protocol::X509; }
    [[nodiscard]] QString extension() const override { return m_isCms ? QStringLiteral("p7c") : QStringLiteral("cer"); }
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] QStringList lookups() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a PKCS #10 or a CMC request only: an issued certificate has its key, and none has another device's.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] QList<Certificate> issuedCertificates() const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const QList<Certificate>& certificates() const { return m_certificates; }
    // Those that may be what was asked for: the end entities', or all if there are none.
    [[nodiscard]] QList<Certificate> issued() const;
    [[nodiscard]] bool isCms() const { return m_isCms; }

private:
    QList<Certificate> m_certificates; // at least one
    bool m_isCms = false;
};

// What a person wants to know of a certificate.
[[nodiscard]] JsonValue describeCertificate(const Certificate& certificate);

} // namespace satchel
