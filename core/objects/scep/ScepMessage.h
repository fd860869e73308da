#pragma once

#include "ScepAttributes.h"

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/encoding/SealedContent.h>
#include <core/objects/encoding/SignedData.h>

#include <memory>
#include <optional>

namespace satchel {

// A SCEP pkiMessage (RFC 8894 section 3.2): SignedData whose attributes say what it is, around an EnvelopedData that
// only its recipient opens. Carried: PKCSReq, RenewalReq, CertPoll and CertRep.
class ScepMessage final : public EnrolmentObject {
public:
    // NotRecognised for GetCert, GetCRL and unknown types; Malformed if an attribute is not as it must be, or if there
    // is no sealed content where there must be; BadSignature unless there is exactly one SignerInfo.
    [[nodiscard]] static Result<std::shared_ptr<const ScepMessage>> parse(SignedData cms);

    [[nodiscard]] Kind kind() const override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Scep; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("scep"); }
    // Requests: the serial in the signer's certificate, which the device may have made itself, else its common name.
    // Answers do not say.
    [[nodiscard]] QString device() const override;
    // A request that is signed with a certificate of the device's own making is not: the record of who asked counts.
    [[nodiscard]] bool isSelfContained() const override;
    [[nodiscard]] QString correlation() const override;
    [[nodiscard]] QStringList lookups() const override;
    // For a PKCSReq of a device that has a serial: it begins a transaction, and the one before is worthless.
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] std::optional<TransactionStep> transactionStep() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // The same transaction, the recipientNonce is the request's senderNonce, and what it brings is sealed for the
    // request's signer (RFC 8894 sections 3.2.1 and 3.3.2).
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    // A RenewalReq is signed with the certificate that it is to replace (RFC 8894 section 3.3.1.2).
    [[nodiscard]] std::optional<RenewedCertificate> renews(const CheckContext& context) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const ScepAttributes& attributes() const { return m_attributes; }

private:
    ScepMessage(SignedData cms, ScepAttributes attributes);
    [[nodiscard]] Result<void> readContent();

    [[nodiscard]] bool isAnswer() const { return m_attributes.type == ScepMessageType::CertRep; }
    [[nodiscard]] bool isSignedByItself() const;
    [[nodiscard]] QString transaction() const;
    [[nodiscard]] QString formName() const;

    [[nodiscard]] std::optional<Certificate> checkSignature(
        AssessmentBuilder& builder, const CheckContext& context) const;
    void checkStanding(AssessmentBuilder& builder) const;
    void checkRequest(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const;
    void checkAnswer(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const;

    SignedData m_cms;
    ScepAttributes m_attributes;
    std::optional<Certificate> m_signer; // nullopt: its certificate is not inside
    std::optional<SealedContent> m_sealed; // nullopt: there is none, as in PENDING and FAILURE
};

} // namespace satchel
