#pragma once

#include "CmcContent.h"
#include "CmcSignature.h"

#include <core/objects/AssessmentBuilder.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/encoding/SignedData.h>

#include <memory>
#include <optional>

namespace satchel {

// A full CMC request or response (RFC 5272, 6402): a PKIData or a PKIResponse in SignedData. The simple forms are a
// PKCS #10 and a certs-only CMS.
class CmcMessage final : public EnrolmentObject {
public:
    // id-cct-PKIData or id-cct-PKIResponse?
    [[nodiscard]] static bool isContentType(const QByteArray& dottedOid);
    // NotRecognised for requests that ask for no certificate and responses that say nothing of one; Malformed.
    [[nodiscard]] static Result<std::shared_ptr<const CmcMessage>> parse(SignedData cms);

    [[nodiscard]] Kind kind() const override;
    [[nodiscard]] Protocol protocol() const override { return Protocol::Cmc; }
    [[nodiscard]] QString extension() const override;
    // Requests: the serial of the signer's certificate unless a registration authority signed, else that of the
    // subject asked for, else its common name. Responses: that of the certificate issued.
    [[nodiscard]] QString device() const override;
    // Not if nobody signed, or only the key that is asked for, or a certificate of the device's own making.
    [[nodiscard]] bool isSelfContained() const override;
    // By the transactionId, where there is none by the first key asked for.
    [[nodiscard]] QString correlation() const override;
    [[nodiscard]] QStringList lookups() const override;
    [[nodiscard]] std::optional<TransactionStep> transactionStep() const override;
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // What both have of transactionId, nonce and keys must agree, and one of them must be there.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] QList<Certificate> issuedCertificates() const override { return issued(); }
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] const CmcContent& content() const { return m_content; }
    [[nodiscard]] bool isResponse() const { return m_isResponse; }
    // Of the message inside too.
    [[nodiscard]] QList<QByteArray> keysAskedFor() const;
    // Certificates that a response brings besides those of authorities.
    [[nodiscard]] QList<Certificate> issued() const;
    // The request that this one, made by a registration authority, carries alone; null otherwise.
    [[nodiscard]] const std::shared_ptr<const CmcMessage>& inner() const { return m_inner; }

private:
    CmcMessage(SignedData cms, bool isResponse);
    [[nodiscard]] static Result<std::shared_ptr<const CmcMessage>> parse(SignedData cms, int depth);
    [[nodiscard]] Result<void> readInner(int depth);
    [[nodiscard]] Result<void> checkCarried() const;

    [[nodiscard]] QString signerSerial() const; // empty if a registration authority signed
    [[nodiscard]] bool has(CmcStatus::Status status) const;
    [[nodiscard]] bool isRefused() const;
    [[nodiscard]] QString transaction() const;
    [[nodiscard]] const CmcMessage& core() const { return m_inner ? *m_inner : *this; }

    void checkStanding(AssessmentBuilder& builder) const;
    void checkRequest(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkUnproven(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkSigner(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkWhatIsAskedFor(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkResponse(AssessmentBuilder& builder, const CheckContext& context) const;
    void checkResponder(AssessmentBuilder& builder, const CheckContext& context) const;
    [[nodiscard]] Result<bool> matchMarks(const CmcMessage& request) const;
    [[nodiscard]] Result<bool> matchKeys(const CmcMessage& request) const;

    SignedData m_cms;
    CmcContent m_content;
    bool m_isResponse;
    CmcSignature m_signature;
    std::shared_ptr<const CmcMessage> m_inner;
};

} // namespace satchel
