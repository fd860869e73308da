#pragma once

#include "VoucherContent.h"
#include "VoucherEnvelope.h"

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>

#include <memory>

namespace satchel {

// A voucher request, of a pledge or of a registrar, or a voucher (RFC 8366, RFC 8995 section 3), whichever way it is
// signed. Which of the three it is, its content says.
class Voucher final : public EnrolmentObject {
public:
    // A prior request inside is parsed as well; Malformed if it is signed and broken.
    [[nodiscard]] static Result<std::shared_ptr<const Voucher>> parse(OpenedVoucher opened);

    [[nodiscard]] Kind kind() const override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Brski; }
    [[nodiscard]] QString extension() const override { return voucherFormExtension(form()); }
    // serial-number; where that is missing, the serial of the pledge's IDevID.
    [[nodiscard]] QString device() const override;
    // Not without the signer's certificate: whoever knows the device must say which key is its.
    [[nodiscard]] bool isSelfContained() const override { return m_signer.has_value() || m_envelope->mustHoldSigner(); }
    [[nodiscard]] QString correlation() const override;
    [[nodiscard]] QStringList lookups() const override;
    [[nodiscard]] bool lapses() const override;
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // The same device and the same nonce. A voucher without a nonce answers only a request without one: it can be used
    // at any time, which nobody who sent a nonce has asked for.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    // An idevid-issuer that is not that of the device's certificate in the request.
    [[nodiscard]] QStringList warningsBeside(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] VoucherForm form() const { return m_envelope->form(); }
    [[nodiscard]] const VoucherContent& content() const { return m_content; }
    // Made by a registrar for the MASA, and not by a pledge (RFC 8995 section 5.5).
    [[nodiscard]] bool isRegistrarRequest() const;
    [[nodiscard]] const std::shared_ptr<const Voucher>& priorRequest() const { return m_prior; }
    // nullopt if its certificate is not inside.
    [[nodiscard]] const std::optional<Certificate>& signer() const { return m_signer; }

private:
    using OptionalSigner = std::optional<Certificate>;

    Voucher(std::shared_ptr<const VoucherEnvelope> envelope, VoucherContent content);
    [[nodiscard]] static Result<std::shared_ptr<const Voucher>> parse(OpenedVoucher opened, int depth);
    [[nodiscard]] Result<void> readPrior(int depth);
    [[nodiscard]] QString marks() const;
    [[nodiscard]] QString formName() const;

    // `registrar`: who signed the request that this one lies in, if it lies in one.
    [[nodiscard]] Assessment assessWithin(const CheckContext& context, const OptionalSigner& registrar) const;
    [[nodiscard]] AnchorUse signerUse() const;
    [[nodiscard]] bool mayLackSigner() const;
    [[nodiscard]] bool mayHaveFurtherSignatures() const;
    [[nodiscard]] QList<Certificate> othersThan(const Certificate& signer) const;
    [[nodiscard]] QList<Certificate> signersElsewhere(const CheckContext& context) const;
    [[nodiscard]] OptionalSigner checkSignature(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] OptionalSigner checkSignatureElsewhere(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] OptionalSigner findSignerElsewhere(const CheckContext& context) const;
    void checkFurtherSignatures(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkSignerChain(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const;
    void checkPledgeSerial(AssessmentBuilder& builder, const Certificate& signer) const;
    void checkRegistrarRequest(
        AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& signer) const;
    void checkPriorRequest(AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& signer) const;
    void checkProximity(AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& registrar) const;
    void checkPinnedCertificate(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkPinnedKey(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkProximityKey(
        AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& registrar) const;
    void checkDomainCertificate(AssessmentBuilder& builder, const CheckContext& context, const QString& check,
        const Certificate& certificate, const QString& what) const;
    void checkExpiry(AssessmentBuilder& builder, const CheckContext& context) const;
    // The device's certificate, of a request that it has signed or that has such a one inside.
    [[nodiscard]] std::optional<Certificate> idevid() const;
    void checkIdevidIssuer(AssessmentBuilder& builder) const;

    std::shared_ptr<const VoucherEnvelope> m_envelope;
    VoucherContent m_content;
    OptionalSigner m_signer; // nullopt: its certificate is not inside
    std::shared_ptr<const Voucher> m_prior;
};

} // namespace satchel
