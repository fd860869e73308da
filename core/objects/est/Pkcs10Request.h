#pragma once

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/encoding/DistinguishedName.h>

#include <QByteArray>

namespace satchel {

// A PKCS #10 certification request (RFC 2986), as EST's simpleenroll brings it. Its signature proves that somebody
// holds the key, not who: that is the requester record's part.
class Pkcs10Request final : public EnrolmentObject {
public:
    [[nodiscard]] static Result<std::shared_ptr<const Pkcs10Request>> parse(const QByteArray& der);

    [[nodiscard]] Kind kind() const override { return Kind::CertificationRequest; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Est; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("p10"); }
    // The subject's serialNumber, else its common name.
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override { return false; }
    [[nodiscard]] QString correlation() const override;
    // Only where the subject has a serialNumber: two devices may well share a common name, and neither may push the
    // other's request out.
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] QString sameRequestMark() const override { return correlation(); }
    // EST's simplereenroll: asked for by a certificate of our domain that has the very subject asked for (RFC 7030
    // section 4.2.2). A manufacturer's is not replaced by what a first enrolment brings, whatever its subject is.
    [[nodiscard]] std::optional<RenewedCertificate> renews(const CheckContext& context) const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const DistinguishedName& subject() const { return m_subject; }
    [[nodiscard]] const QByteArray& publicKeyInfo() const { return m_publicKeyInfo; }
    // The signature over the request by its own key, and a warning of all that is odd about its form; for the request
    // inside a CMP p10cr too.
    void checkProofOfPossession(AssessmentBuilder& builder) const;

private:
    Pkcs10Request() = default;
    [[nodiscard]] JsonArray describeAttributes() const;
    [[nodiscard]] QStringList deviations() const;

    QByteArray m_signedInfo; // CertificationRequestInfo
    DistinguishedName m_subject;
    QByteArray m_publicKeyInfo;
    QByteArray m_attributes; // [0] as it stands, empty if absent
    QByteArray m_algorithm;
    QByteArray m_signature;
};

// "key:<SHA-256 of the SubjectPublicKeyInfo>", by which certificates find the request for their key.
[[nodiscard]] QString keyCorrelation(QByteArrayView publicKeyInfo);

} // namespace satchel
