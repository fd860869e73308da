#include "ScepMessage.h"

#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/CheckNames.h>
#include <core/objects/encoding/CmsTypes.h>
#include <core/objects/TrustChecks.h>

namespace satchel {

namespace {

} // namespace

ScepMessage::ScepMessage(SignedData cms, ScepAttributes attributes)
    : m_cms{std::move(cms)}
    , m_attributes{std::move(attributes)}
    , m_signer{m_cms.signer()}
{
}

Result<std::shared_ptr<const ScepMessage>> ScepMessage::parse(SignedData cms)
{
    auto attributes = ScepAttributes::read(cms);
    if (!attributes) {
        return fail(std::move(attributes).error());
    }
    if (attributes->type == ScepMessageType::GetCert || attributes->type == ScepMessageType::GetCrl) {
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("nothing that is carried: a SCEP %1, which asks for what the authority publishes")
                .arg(scepMessageName(attributes->type)));
    }
    const std::shared_ptr<ScepMessage> message{new ScepMessage{std::move(cms), *std::move(attributes)}};
    SATCHEL_TRY(message->readContent());
    return message;
}

// RFC 8894 section 3.2.2: only PENDING and FAILURE have none.
Result<void> ScepMessage::readContent()
{
    const bool mayBeEmpty = isAnswer() && m_attributes.status != ScepStatus::Success;
    const QByteArray content = m_cms.content().value_or(QByteArray{});
    if (mayBeEmpty) {
        if (!content.isEmpty()) {
            m_attributes.deviations.append(
                QStringLiteral("a %1 should have no content").arg(scepStatusName(*m_attributes.status)));
        }
        return {};
    }
    if (content.isEmpty()) {
        return fail(ErrorCode::Malformed, QStringLiteral("a SCEP %1 without its content").arg(formName()));
    }
    if (m_cms.contentType() != DataOid) {
        return fail(ErrorCode::Malformed, QStringLiteral("the content of the SCEP message is not of the type id-data"));
    }
    auto sealed = SealedContent::look(content);
    if (!sealed) {
        return fail(std::move(sealed).error());
    }
    m_sealed = *std::move(sealed);
    return {};
}

Kind ScepMessage::kind() const
{
    if (!isAnswer()) {
        return Kind::CertificationRequest;
    }
    switch (*m_attributes.status) {
    case ScepStatus::Failure:
        return Kind::Rejection;
    case ScepStatus::Pending:
        return Kind::Waiting;
    case ScepStatus::Success:
        break;
    }
    return Kind::CertificationResponse;
}

QString ScepMessage::device() const
{
    if (isAnswer() || !m_signer) {
        return {};
    }
    const QString serial = m_signer->subjectSerialNumber();
    return serial.isEmpty() ? m_signer->commonName() : serial;
}

bool ScepMessage::isSignedByItself() const
{
    return m_signer && m_signer->isSelfIssued();
}

bool ScepMessage::isSelfContained() const
{
    // A renewal says that it is signed with a certificate that somebody has issued (RFC 8894 section 2.5).
    return isAnswer() || m_attributes.type == ScepMessageType::RenewalReq || !isSignedByItself();
}

QString ScepMessage::transaction() const
{
    return m_attributes.transactionId.isEmpty() ? QString{} : QStringLiteral("scep:") + m_attributes.transactionId;
}

QString ScepMessage::correlation() const
{
    return isAnswer() ? QString{} : transaction();
}

std::optional<RenewedCertificate> ScepMessage::renews(const CheckContext&) const
{
    const bool isRenewal = m_attributes.type == ScepMessageType::RenewalReq && m_signer;
    return isRenewal ? std::optional{RenewedCertificate::of(*m_signer)} : std::nullopt;
}

QStringList ScepMessage::lookups() const
{
    return isAnswer() && !transaction().isEmpty() ? QStringList{transaction()} : QStringList{};
}

QString ScepMessage::supersedingMark() const
{
    const bool begins = m_attributes.type == ScepMessageType::PkcsReq;
    return begins && m_signer && !m_signer->subjectSerialNumber().isEmpty() ? transaction() : QString{};
}

std::optional<TransactionStep> ScepMessage::transactionStep() const
{
    if (isAnswer()) {
        return std::nullopt;
    }
    return TransactionStep{.transaction = transaction(),
        .requester = m_signer ? m_signer->publicKeyInfo() : QByteArray{},
        .isPoll = m_attributes.type == ScepMessageType::CertPoll};
}

Assessment ScepMessage::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    checkStanding(builder);
    const auto signer = checkSignature(builder, context);
    if (signer && isAnswer()) {
        checkAnswer(builder, context, *signer);
    } else if (signer) {
        checkRequest(builder, context, *signer);
    }
    for (const QString& deviation : m_attributes.deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    if (m_cms.unreadableCertificates() > 0) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("%1 of the certificates inside cannot be read").arg(m_cms.unreadableCertificates()));
    }
    return builder.take();
}

// Sound messages that cannot go on their way all the same.
void ScepMessage::checkStanding(AssessmentBuilder& builder) const
{
    if (m_attributes.transactionId.isEmpty()) {
        builder.hold(QStringLiteral("transaction"), ErrorCode::NoTransactionId,
            QStringLiteral("the message has no transactionID, so no answer could be found for it"));
    }
    if (kind() == Kind::Waiting) {
        builder.hold(QStringLiteral("direction"), ErrorCode::Held,
            QStringLiteral("a SCEP answer PENDING is not carried: the registration authority on site answers its "
                           "devices PENDING itself"));
    }
}

// A device knows the authority's certificate beforehand, so that an answer need not bring it.
std::optional<Certificate> ScepMessage::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    const auto signer
        = isAnswer() ? m_cms.signer(context.trust.anchorsFor(AnchorUse::Domain).certificates()) : m_signer;
    if (!signer && isAnswer()) {
        builder.hold(signatureCheck(), ErrorCode::UntrustedIssuer,
            QStringLiteral("unchecked: the answer does not bring the certificate of its signer, and it is no domain "
                           "anchor here"));
        return std::nullopt;
    }
    if (!signer) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("the signer's certificate is not inside, so nobody can check the signature"));
        return std::nullopt;
    }
    recordSignature(builder, signatureCheck(),
        m_cms.verify(signer->publicKey(), m_cms.content().value_or(QByteArray{})), ErrorCode::BadSignature,
        QStringLiteral("\"%1\"").arg(signer->subject()));
    return builder.isRefused() ? std::nullopt : signer;
}

void ScepMessage::checkRequest(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const
{
    if (isSelfContained()) {
        checkDeviceChain(builder, context, signer, m_cms.certificatesBesides(signer), QStringLiteral("chain"));
    } else {
        builder.skip(QStringLiteral("chain"),
            QStringLiteral("the device has made its certificate itself, which proves nothing about who asked"));
        checkRequester(builder, context);
        checkSerialAskedFor(builder, context, signer.subjectSerialNumbers(),
            context.requester ? context.requester->device() : QString{});
    }
    builder.skip(QStringLiteral("content"),
        QStringLiteral("unchecked: what is asked for is sealed for the authority, the proof of possession too"));
}

void ScepMessage::checkAnswer(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const
{
    checkChain(builder, context, AnchorUse::Domain, signer, m_cms.certificatesBesides(signer), QStringLiteral("chain"));
    if (m_sealed) {
        builder.skip(
            QStringLiteral("issued"), QStringLiteral("unchecked: the issued certificate is sealed for the device"));
    }
}

Result<void> ScepMessage::matches(const EnrolmentObject& request) const
{
    if (!isAnswer()) {
        return EnrolmentObject::matches(request);
    }
    const auto* const asked = dynamic_cast<const ScepMessage*>(&request);
    if (asked == nullptr || asked->isAnswer()) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("a SCEP answer answers a SCEP request only"));
    }
    if (transaction().isEmpty() || transaction() != asked->transaction()) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("the answer belongs to another SCEP transaction"));
    }
    // Without a nonce the answer could be one to an earlier message, which no device would take.
    const QByteArray& nonce = asked->m_attributes.senderNonce;
    if (!nonce.isEmpty() && nonce != m_attributes.recipientNonce) {
        return fail(ErrorCode::NonceMismatch,
            QStringLiteral("the answer does not repeat the nonce of this %1 of its transaction")
                .arg(scepMessageName(asked->m_attributes.type)));
    }
    const bool isForAnother
        = m_sealed && m_sealed->isForCertificates() && asked->m_signer && !m_sealed->isFor(*asked->m_signer);
    if (isForAnother) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the answer is sealed for another certificate than that of the request's signer"));
    }
    return {};
}

QString ScepMessage::formName() const
{
    const QString name = scepMessageName(m_attributes.type);
    return m_attributes.status ? name + QLatin1Char(' ') + scepStatusName(*m_attributes.status) : name;
}

JsonValue ScepMessage::describe() const
{
    JsonMembers members{{QStringLiteral("form"), JsonValue{QStringLiteral("SCEP ") + formName()}}};
    const auto add = [&members](const char16_t* name, const QString& text) {
        if (!text.isEmpty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{text});
        }
    };
    add(u"transactionId", m_attributes.transactionId);
    add(u"senderNonce", hexText(m_attributes.senderNonce));
    add(u"recipientNonce", hexText(m_attributes.recipientNonce));
    add(u"failInfo", m_attributes.failInfo);
    add(u"failInfoText", m_attributes.failInfoText);
    if (m_signer) {
        members.emplace_back(QStringLiteral("signer"), describeCertificate(*m_signer));
    }
    if (m_sealed) {
        members.emplace_back(QStringLiteral("sealedFor"), JsonValue{m_sealed->describeRecipients()});
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
