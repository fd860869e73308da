#pragma once

#include "AssessmentBuilder.h"
#include "SignedData.h"
#include "VoucherContent.h"

#include <core/objects/EnrolmentObject.h>

#include <memory>

namespace satchel {

// A voucher request, of a pledge or of a registrar, or a voucher: JSON in CMS SignedData (RFC 8366 section 5.4, RFC
// 8995 section 3). Which of the three it is, its content says.
class CmsVoucher final : public EnrolmentObject {
public:
    // The content types in which such JSON comes: id-ct-animaJSONVoucher and, in nearly all implementations, id-data.
    [[nodiscard]] static bool isContentType(const QByteArray& dottedOid);
    // `json` is the parsed content of `cms`. A prior request inside is parsed as well; Malformed if it is CMS and
    // broken.
    [[nodiscard]] static Result<std::shared_ptr<const CmsVoucher>> parse(SignedData cms, const JsonValue& json);

    [[nodiscard]] Kind kind() const override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Brski; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("vcj"); }
    // serial-number; where that is missing, the serial of the pledge's IDevID.
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override;
    [[nodiscard]] QStringList lookups() const override;
    [[nodiscard]] bool lapses() const override;
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // The same device and the same nonce. A voucher without a nonce answers only a request without one: it can be used
    // at any time, which nobody who sent a nonce has asked for.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const VoucherContent& content() const { return m_content; }
    // Made by a registrar for the MASA, and not by a pledge (RFC 8995 section 5.5).
    [[nodiscard]] bool isRegistrarRequest() const;
    [[nodiscard]] const std::shared_ptr<const CmsVoucher>& priorRequest() const { return m_prior; }
    // nullopt if its certificate is not inside.
    [[nodiscard]] const std::optional<Certificate>& signer() const { return m_signer; }

private:
    CmsVoucher(SignedData cms, VoucherContent content);
    [[nodiscard]] static Result<std::shared_ptr<const CmsVoucher>> parse(
        SignedData cms, const JsonValue& json, int depth);
    [[nodiscard]] Result<void> readPrior(int depth);
    [[nodiscard]] QString marks() const;
    [[nodiscard]] QString formName() const;

    [[nodiscard]] bool checkSignature(AssessmentBuilder& builder) const;
    void checkPledgeRequest(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkPledgeSerial(AssessmentBuilder& builder) const;
    void checkRegistrarRequest(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkPriorRequest(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkVoucher(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkProximity(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkPinnedCertificate(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkDomainCertificate(AssessmentBuilder& builder, const CheckContext& context, const QString& check,
        const Certificate& certificate, const QString& what) const;
    void checkExpiry(AssessmentBuilder& builder, const CheckContext& context) const;

    SignedData m_cms;
    VoucherContent m_content;
    std::optional<Certificate> m_signer; // nullopt: its certificate is not inside
    std::shared_ptr<const CmsVoucher> m_prior;
};

} // namespace satchel
