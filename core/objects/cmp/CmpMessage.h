#pragma once

#include "CmpBody.h"
#include "CmpHeader.h"

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>

#include <memory>
#include <optional>
#include <vector>

namespace satchel {

// A CMP PKIMessage (RFC 4210, 9480, 9810), carried opaque. Read by a strict DER reader of our own, because OpenSSL 3.0
// refuses some valid messages and re-encoding would break the protection.
class CmpMessage final : public EnrolmentObject {
public:
    // UnsupportedVersion for anything but pvno 2 and 3; NotRecognised, saying why, for bodies that are not carried
    // (announcements, key recovery, cross-certification, challenges about keys).
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
    // For an ir that shows the serial of its device.
    [[nodiscard]] QString supersedingMark() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Same transaction, the pair of body types of RFC 9810 section 5.1.2, recipNonce the request's senderNonce,
    // certificates for the keys that were asked for.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    // The answers that an authority has put into one nested message (RFC 9810 section 5.1.3.5), one or several: a
    // device never gets to see the nested message itself.
    [[nodiscard]] QList<QByteArray> enclosed() const override;
    [[nodiscard]] QList<Certificate> issuedCertificates() const override { return core().m_body.issued(); }
    // A kur: what oldCertID names, else the certificate that signs it (RFC 9483 section 4.1.3).
    [[nodiscard]] std::optional<RenewedCertificate> renews(const CheckContext& context) const override;
    [[nodiscard]] JsonValue describe() const override;

    // Of a certConf: what is odd about it beside the answer that it confirms, which has the certificates (RFC 9810
    // section 5.3.18). One sentence each; a person may know why.
    [[nodiscard]] QStringList remarksBeside(const CmpMessage& answer) const;

    [[nodiscard]] const CmpHeader& header() const { return m_header; }
    [[nodiscard]] const CmpBody& body() const { return m_body; }
    // The message that this one, being nested, carries alone; null otherwise.
    [[nodiscard]] const CmpMessage* inner() const { return m_nested.size() == 1 ? m_nested.front().get() : nullptr; }
    // It goes from device to authority; a nested message, if any inside does.
    [[nodiscard]] bool isByDevice() const;

private:
    enum class Protection { None, Mac, Signature };

    CmpMessage() = default;
    [[nodiscard]] static Result<std::shared_ptr<const CmpMessage>> parse(const QByteArray& der, int depth);
    void readExtraCertificates(DerFields& fields);
    [[nodiscard]] Result<void> checkCarried() const;
    [[nodiscard]] Result<void> readNested(int depth);

    [[nodiscard]] bool isBatch() const { return m_nested.size() > 1; }
    [[nodiscard]] const CmpMessage& core() const { return inner() != nullptr ? *inner() : *this; }
    [[nodiscard]] Protection protection() const;
    [[nodiscard]] QString protectionName() const; // for people
    [[nodiscard]] QString transaction() const;
    [[nodiscard]] QString deviceSerial() const;
    [[nodiscard]] bool showsItsDevice() const;

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
    void checkNamelessSigner(AssessmentBuilder& builder, const CheckContext& context,
        const std::optional<Certificate>& signer, const QString& proven) const;
    void checkRequest(
        AssessmentBuilder& builder, const CheckContext& context, const std::optional<Certificate>& signer) const;
    void checkStatuses(AssessmentBuilder& builder) const;
    void checkAnswer(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] Result<void> matchKeys(const CmpMessage& request) const;

    CmpHeader m_header;
    CmpBody m_body;
    QByteArray m_protectedPart; // DER of SEQUENCE { header, body }
    std::optional<QByteArray> m_protection;
    QList<Certificate> m_extraCertificates;
    int m_unreadableCertificates = 0;
    std::vector<std::shared_ptr<const CmpMessage>> m_nested;
};

} // namespace satchel
