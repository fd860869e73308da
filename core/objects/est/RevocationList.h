#pragma once

#include <core/objects/EnrolmentObject.h>
#include <core/objects/encoding/DistinguishedName.h>

#include <QByteArray>
#include <QDateTime>

namespace satchel {

// A certificate revocation list (RFC 5280 section 5; version 1 too), for a whole station and not for a device. The
// station carries it for those who use it and revokes nothing by it.
class RevocationList final : public EnrolmentObject {
public:
    // CertificateList in DER; Malformed if it is anything else.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const QByteArray& der);

    [[nodiscard]] Kind kind() const override { return Kind::Crl; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::X509; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("crl"); }
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] QString series() const override;
    // By thisUpdate, and of one second by cRLNumber (RFC 5280 section 5.2.3).
    [[nodiscard]] QByteArray editionOrder() const override;
    // The signature by a domain anchor of the issuer's name; thisUpdate and nextUpdate.
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    [[nodiscard]] JsonValue describe() const override;

private:
    RevocationList() = default;
    void readList(class DerFields fields);
    void readExtensions(class DerFields fields);
    void checkSignature(class AssessmentBuilder& builder, const CheckContext& context) const;

    DistinguishedName m_issuer;
    QDateTime m_thisUpdate;
    QDateTime m_nextUpdate; // invalid if absent
    qint64 m_revoked = 0; // how many certificates
    QByteArray m_number; // cRLNumber, big-endian; empty if absent
    QByteArray m_distributionPoint; // issuingDistributionPoint as it stands; empty if absent
    bool m_isDelta = false;
    bool m_isVersion1 = false;
    QByteArray m_signedList;
    QByteArray m_algorithm;
    QByteArray m_signature;
};

} // namespace satchel
