#pragma once

#include "AssessmentBuilder.h"
#include "CmpBody.h"
#include "CmpHeader.h"

#include <core/objects/EnrolmentObject.h>

#include <memory>
#include <optional>

namespace satchel {

// A CMP PKIMessage (RFC 4210, 9480, 9810), carried opaque. Read by a strict DER reader of our own, because OpenSSL 3.0
// refuses some valid messages and re-encoding would break the protection.
class CmpMessage final : public EnrolmentObject {
public:
    // UnsupportedVersion for anything but pvno 2 and 3; NotRecognised for bodies that are not carried (general
    // messages, announcements, key recovery, cross-certification).
    [[nodiscard]] static Result<std::shared_ptr<const CmpMessage>> parse(const QByteArray& der);

    [[nodiscard]] Kind kind() const override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Cmp; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("pki"); }
    // Requests: the serial of the signer's IDevID, else that of the sender, else what the certificate asked for says.
    // Answers: the recipient's serial, else the issued certificate's.
    [[nodiscard]] QString device() const override;
    [[nodiscard]] bool isSelfContained() const override;
    [[nodiscard]] QString correlation() const override;
    [[nodiscard]] QStringList lookups() const override;
    // For an ir of a device that has a serial.
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Same transaction, the pair of body types of RFC 9810 section 5.1.2, recipNonce the request's senderNonce,
    // certificates for the keys that were asked for.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const CmpHeader& header() const { return m_header; }
    [[nodiscard]] const CmpBody& body() const { return m_body; }
    // The message that this one, being nested, carries alone; null otherwise.
    [[nodiscard]] const std::shared_ptr<const CmpMessage>& inner() const { return m_inner; }
    [[nodiscard]] bool isByDevice() const; // it, or the one inside, goes from device to authority

private:
    enum class Protection { None, Mac, Signature };

    CmpMessage() = default;
    [[nodiscard]] static Result<std::shared_ptr<const CmpMessage>> parse(const QByteArray& der, int depth);
    void readExtraCertificates(DerFields& fields);
    [[nodiscard]] Result<void> checkCarried() const;
    [[nodiscard]] Result<void> readInner(int depth);

    [[nodiscard]] bool isBatch() const { return m_body.nested.size() > 1; }
    [[nodiscard]] const CmpMessage& core() const { return m_inner ? *m_inner : *this; }
    [[nodiscard]] Protection protection() const;
    [[nodiscard]] QString transaction() const;
    [[nodiscard]] QString deviceSerial() const;

    [[nodiscard]] QList<Certificate> signersInside() const;
    [[nodiscard]] QList<Certificate> signerCandidates(const TrustStore& trust) const;
    [[nodiscard]] std::optional<Certificate> verifyProtection(
        AssessmentBuilder& builder, const QList<Certificate>& candidates) const;
    void checkStanding(AssessmentBuilder& builder) const;
    [[nodiscard]] std::optional<Certificate> checkProtection(
        AssessmentBuilder& builder, const CheckContext& context) const;
    void checkUnprotected(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] std::optional<Certificate> checkSignature(
        AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] QString provenSerial(const CheckContext& context, const std::optional<Certificate>& signer) const;
    void checkRequest(
        AssessmentBuilder& builder, const CheckContext& context, const std::optional<Certificate>& signer) const;
    void checkAnswer(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] Result<void> matchKeys(const CmpMessage& request) const;

    CmpHeader m_header;
    CmpBody m_body;
    QByteArray m_protectedPart; // DER of SEQUENCE { header, body }
    std::optional<QByteArray> m_protection;
    QList<Certificate> m_extraCertificates;
    int m_unreadableCertificates = 0;
    std::shared_ptr<const CmpMessage> m_inner;
};

} // namespace satchel
