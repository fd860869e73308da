#pragma once

#include <core/crypto/Certificate.h>
#include <core/objects/EnrolmentObject.h>

#include <QList>

namespace satchel {

// The CA certificates of a domain: what EST gives out as cacerts (RFC 7030 section 4.1.3), or bare certificates of CAs.
// For a whole station and not for a device. A device believes none of them for their own sake, and neither does the
// station: an anchor is what a person has added.
class CaCertificates final : public EnrolmentObject {
public:
    // Can these certificates be nothing but a CA's own? Every one is a CA's, and a self-issued one is among them, as
    // RFC 7030 section 4.1.3 wants it. A certificate without the CA flag is a CA's if a CA's certificate among them has
    // its key: so do those that carry a CA over to a new key (RFC 4210 section 4.4) look in RFC 7030's own example.
    [[nodiscard]] static bool areAuthorities(const QList<Certificate>& certificates);
    // Is every one a CA's, in that sense?
    [[nodiscard]] static bool areOfAuthorities(const QList<Certificate>& certificates);

    // At least one certificate.
    CaCertificates(QList<Certificate> certificates, bool isCms);

    [[nodiscard]] Kind kind() const override { return Kind::CaCertificates; }
    [[nodiscard]] Protocol protocol() const override { return m_isCms ? Protocol::Est : Protocol::X509; }
    [[nodiscard]] QString extension() const override { return m_isCms ? QStringLiteral("p7c") : QStringLiteral("cer"); }
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] QString series() const override;
    // At least one certificate is a domain anchor or chains to one; each that does not is named.
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a request for CA certificates, whichever.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const QList<Certificate>& certificates() const { return m_certificates; }
    [[nodiscard]] bool isCms() const { return m_isCms; }

private:
    QList<Certificate> m_certificates;
    bool m_isCms = false;
};

} // namespace satchel
