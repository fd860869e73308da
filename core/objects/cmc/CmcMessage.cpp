#include "CmcMessage.h"

#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/CheckNames.h>
#include <core/objects/TrustChecks.h>

#include <algorithm>

namespace satchel {

namespace {

constexpr QByteArrayView PkiDataOid = "1.3.6.1.5.5.7.12.2";
constexpr QByteArrayView PkiResponseOid = "1.3.6.1.5.5.7.12.3";
constexpr int MostCmcNesting = 2;

tl::unexpected<Error> notCarried(const QString& what)
{
    return fail(ErrorCode::NotRecognised, QStringLiteral("nothing that is carried: ") + what);
}

} // namespace

bool CmcMessage::isContentType(const QByteArray& dottedOid)
{
    return dottedOid == PkiDataOid || dottedOid == PkiResponseOid;
}

CmcMessage::CmcMessage(SignedData cms, bool isResponse)
    : m_cms{std::move(cms)}
    , m_isResponse{isResponse}
{
}

Result<std::shared_ptr<const CmcMessage>> CmcMessage::parse(SignedData cms)
{
    return parse(std::move(cms), 0);
}

Result<std::shared_ptr<const CmcMessage>> CmcMessage::parse(SignedData cms, int depth)
{
    if (!cms.content()) {
        return fail(ErrorCode::Malformed, QStringLiteral("a CMC message without its content"));
    }
    const bool isResponse = cms.contentType() == PkiResponseOid;
    auto content = isResponse ? CmcContent::readResponse(*cms.content()) : CmcContent::readRequest(*cms.content());
    if (!content) {
        return fail(std::move(content).error());
    }
    const std::shared_ptr<CmcMessage> message{new CmcMessage{std::move(cms), isResponse}};
    message->m_content = *std::move(content);
    message->m_signature = CmcSignature{message->m_cms, message->m_content.keysAskedFor()};
    SATCHEL_TRY(message->readInner(depth));
    SATCHEL_TRY(message->checkCarried());
    return message;
}

// What a registration authority passes on lies whole in its own message (RFC 5272 section 5).
Result<void> CmcMessage::readInner(int depth)
{
    if (m_isResponse || m_content.messages.size() != 1) {
        return {};
    }
    auto cms = SignedData::parse(m_content.messages.first());
    if (!cms || cms->contentType() != PkiDataOid) {
        return {}; // data of another kind, which controls refer to
    }
    if (depth + 1 >= MostCmcNesting) {
        return fail(ErrorCode::Malformed, QStringLiteral("CMC messages are nested deeper than %1").arg(MostCmcNesting));
    }
    auto inner = parse(*std::move(cms), depth + 1);
    if (!inner) {
        return fail(std::move(inner).error().withContext(QStringLiteral("the message inside")));
    }
    m_inner = *std::move(inner);
    return {};
}

Result<void> CmcMessage::checkCarried() const
{
    const CmcControls& controls = m_content.controls;
    if (m_isResponse) {
        return controls.statuses.isEmpty() && issued().isEmpty()
            ? notCarried(QStringLiteral("a CMC response with neither a status nor a certificate"))
            : Result<void>{};
    }
    const bool asks = m_content.asksForCertificates() || controls.asksAgain || controls.revokes || controls.isBatch;
    if (!asks && !m_inner && m_content.messages.isEmpty()) {
        return notCarried(controls.confirms ? QStringLiteral("a CMC confirmation of certificates")
                                            : QStringLiteral("a CMC request that asks for no certificate (%1)")
                                                  .arg(controls.names.mid(0, 4).join(QStringLiteral(", "))));
    }
    return {};
}

bool CmcMessage::has(CmcStatus::Status status) const
{
    return std::ranges::any_of(
        m_content.controls.statuses, [status](const CmcStatus& each) { return each.status == status; });
}

Kind CmcMessage::kind() const
{
    if (!m_isResponse) {
        return Kind::CertificationRequest;
    }
    if (has(CmcStatus::Status::Pending)) {
        return Kind::Waiting;
    }
    return isRefused() ? Kind::Rejection : Kind::CertificationResponse;
}

// Decided, and nothing granted.
bool CmcMessage::isRefused() const
{
    const auto& statuses = m_content.controls.statuses;
    return !statuses.isEmpty() && std::ranges::all_of(statuses, [](const CmcStatus& each) {
        return each.status == CmcStatus::Status::Failed || each.status == CmcStatus::Status::NoSupport;
    });
}

QString CmcMessage::extension() const
{
    return m_isResponse ? QStringLiteral("crp") : QStringLiteral("crq"); // RFC 5273 section 2
}

QString CmcMessage::device() const
{
    if (m_inner) {
        return m_inner->device();
    }
    if (m_isResponse) {
        const QList<Certificate> certificates = issued();
        if (certificates.isEmpty()) {
            return {};
        }
        const QString serial = certificates.first().subjectSerialNumber();
        return serial.isEmpty() ? certificates.first().commonName() : serial;
    }
    const QString signer = signerSerial();
    const DistinguishedName subject = m_content.subjectAskedFor();
    const QString serial = signer.isEmpty() ? subject.serialNumber() : signer;
    return serial.isEmpty() ? subject.commonName() : serial;
}

QString CmcMessage::signerSerial() const
{
    const auto& signer = m_signature.signer();
    return signer && !m_signature.isByRegistrationAuthority() ? signer->subjectSerialNumber() : QString{};
}

bool CmcMessage::isSelfContained() const
{
    return m_isResponse || m_signature.provesWhoAsked();
}

QString CmcMessage::transaction() const
{
    const QByteArray& own = m_content.controls.transactionId;
    const QByteArray& id = own.isEmpty() ? core().m_content.controls.transactionId : own;
    return id.isEmpty() ? QString{} : QStringLiteral("cmc:") + hexText(id);
}

QList<QByteArray> CmcMessage::keysAskedFor() const
{
    return m_inner ? m_content.keysAskedFor() + m_inner->keysAskedFor() : m_content.keysAskedFor();
}

QString CmcMessage::correlation() const
{
    if (m_isResponse) {
        return {};
    }
    const QString id = transaction();
    const QList<QByteArray> keys = keysAskedFor();
    return id.isEmpty() && !keys.isEmpty() ? keyCorrelation(keys.first()) : id;
}

QStringList CmcMessage::lookups() const
{
    QStringList marks;
    if (!m_isResponse) {
        return marks;
    }
    if (const QString id = transaction(); !id.isEmpty()) {
        marks.append(id);
    }
    for (const Certificate& certificate : issued()) {
        marks.append(keyCorrelation(certificate.publicKeyInfo()));
    }
    marks.removeDuplicates();
    return marks;
}

std::optional<TransactionStep> CmcMessage::transactionStep() const
{
    if (m_isResponse) {
        return std::nullopt;
    }
    // Whose transaction it is, the one tells who named it: a registration authority wraps those of many devices.
    const bool isNamedInside = m_content.controls.transactionId.isEmpty();
    return TransactionStep{.transaction = transaction(),
        .requester = (isNamedInside ? core() : *this).m_signature.key(),
        .isPoll = core().m_content.controls.asksAgain && !core().m_content.asksForCertificates()};
}

// A response brings certificates of authorities too, and that of its signer.
QList<Certificate> CmcMessage::issued() const
{
    if (!m_isResponse || isRefused()) {
        return {};
    }
    QList<Certificate> certificates = m_cms.certificates();
    certificates.removeIf([this](const Certificate& certificate) {
        return certificate.isCertificateAuthority() || certificate.isRegistrationAuthority()
            || certificate == m_signature.signer();
    });
    return certificates;
}

Assessment CmcMessage::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    checkStanding(builder);
    if (m_isResponse) {
        checkResponse(builder, context);
    } else {
        checkRequest(builder, context);
    }
    if (m_inner) {
        builder.include(m_inner->assess(context), QStringLiteral("inside"));
    }
    if (!m_isResponse && m_cms.unreadableCertificates() > 0) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("%1 of the certificates inside cannot be read").arg(m_cms.unreadableCertificates()));
    }
    return builder.take();
}

// Sound messages that cannot go on their way all the same.
void CmcMessage::checkStanding(AssessmentBuilder& builder) const
{
    if (kind() == Kind::Waiting) {
        builder.hold(QStringLiteral("direction"), ErrorCode::Held,
            QStringLiteral("a CMC response that says pending is not carried: the registrar on site tells its devices "
                           "to wait"));
    }
    if (m_content.controls.isBatch || (!m_isResponse && m_content.messages.size() > 1)) {
        builder.hold(QStringLiteral("form"), ErrorCode::Held,
            QStringLiteral("a batch of CMC messages in one is not carried yet; gather each by itself"));
    }
    if (!m_isResponse && transaction().isEmpty() && keysAskedFor().isEmpty()) {
        builder.hold(QStringLiteral("transaction"), ErrorCode::NoTransactionId,
            QStringLiteral("the request has neither a transactionId nor a key, so no answer could be found for it"));
    }
}

void CmcMessage::checkRequest(AssessmentBuilder& builder, const CheckContext& context) const
{
    switch (m_signature.kind()) {
    case CmcSignature::Kind::Several:
        builder.hold(signatureCheck(), ErrorCode::Held,
            QStringLiteral("unchecked: %1 signatures, and which of them counts is for a person to say")
                .arg(m_cms.signerCount()));
        break;
    case CmcSignature::Kind::Unknown:
        builder.hold(signatureCheck(), ErrorCode::UntrustedIssuer,
            QStringLiteral("unchecked: the message does not bring the certificate of its signer"));
        break;
    case CmcSignature::Kind::None:
    case CmcSignature::Kind::OwnKey:
    case CmcSignature::Kind::SelfMade:
        checkUnproven(builder, context);
        break;
    case CmcSignature::Kind::Certificate:
        checkSigner(builder, context);
        break;
    }
    checkWhatIsAskedFor(builder, context);
}

void CmcMessage::checkSigner(AssessmentBuilder& builder, const CheckContext& context) const
{
    const Certificate& signer = *m_signature.signer();
    if (m_signature.check(builder, m_cms, signer)) {
        checkDeviceChain(builder, context, signer, m_cms.certificatesBesides(signer), QStringLiteral("chain"));
    }
}

// Somebody holds a key; who that is, the registrar's record says.
void CmcMessage::checkUnproven(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_signature.kind() == CmcSignature::Kind::OwnKey) {
        m_signature.checkOwnKey(builder, m_cms);
    } else if (m_signature.kind() == CmcSignature::Kind::SelfMade) {
        static_cast<void>(m_signature.check(builder, m_cms, *m_signature.signer()));
    } else {
        builder.skip(signatureCheck(), QStringLiteral("nobody has signed the message"));
    }
    checkRequester(builder, context);
}

void CmcMessage::checkWhatIsAskedFor(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString told = context.requester ? context.requester->device() : QString{};
    const QString proven = m_signature.provesWhoAsked() ? signerSerial() : told;
    for (const auto& request : m_content.pkcs10) {
        request->checkProofOfPossession(builder);
        checkSerialAskedFor(builder, context, request->subject().serialNumbers(), proven);
    }
    for (const CrmfRequest& request : m_content.crmf) {
        request.checkProofOfPossession(builder, m_signature.isByRegistrationAuthority());
        checkSerialAskedFor(builder, context, request.subject().serialNumbers(), proven);
    }
    if (m_content.otherRequests > 0) {
        builder.warn(QStringLiteral("proof-of-possession"),
            QStringLiteral("unchecked: %1 requests are of a form that is unknown here").arg(m_content.otherRequests));
    }
}

void CmcMessage::checkResponse(AssessmentBuilder& builder, const CheckContext& context) const
{
    checkResponder(builder, context);
    if (m_cms.unreadableCertificates() > 0) {
        builder.hold(QStringLiteral("issued"), ErrorCode::Held,
            QStringLiteral("%1 of the certificates inside cannot be read, and one may be what was asked for")
                .arg(m_cms.unreadableCertificates()));
    }
    for (const Certificate& certificate : issued()) {
        checkChain(builder, context, AnchorUse::Domain, certificate, m_cms.certificatesBesides(certificate),
            QStringLiteral("issued"));
        checkIssuedForm(builder, certificate);
    }
    if (has(CmcStatus::Status::ConfirmRequired)) {
        builder.warn(QStringLiteral("status"),
            QStringLiteral("the authority wants the certificate confirmed, and such a confirmation is not carried"));
    }
    if (has(CmcStatus::Status::Partial)) {
        builder.warn(QStringLiteral("status"), QStringLiteral("only a part of what was asked for is granted"));
    }
}

void CmcMessage::checkResponder(AssessmentBuilder& builder, const CheckContext& context) const
{
    const auto kind = m_signature.kind();
    if (kind == CmcSignature::Kind::None || kind == CmcSignature::Kind::Several) {
        builder.hold(signatureCheck(), ErrorCode::Held,
            kind == CmcSignature::Kind::None
                ? QStringLiteral("nobody has signed the response")
                : QStringLiteral("unchecked: %1 signatures where one is due").arg(m_cms.signerCount()));
        return;
    }
    const auto signer = m_cms.signer(context.trust.anchorsFor(AnchorUse::Domain).certificates());
    if (!signer) {
        builder.hold(signatureCheck(), ErrorCode::UntrustedIssuer,
            QStringLiteral("unchecked: the response does not bring the certificate of its signer, and it is no domain "
                           "anchor here"));
        return;
    }
    if (m_signature.check(builder, m_cms, *signer)) {
        checkChain(
            builder, context, AnchorUse::Domain, *signer, m_cms.certificatesBesides(*signer), QStringLiteral("chain"));
    }
}

Result<void> CmcMessage::matches(const EnrolmentObject& request) const
{
    if (!m_isResponse) {
        return EnrolmentObject::matches(request);
    }
    const auto* const asked = dynamic_cast<const CmcMessage*>(&request);
    if (asked == nullptr || asked->m_isResponse) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("a CMC response answers a CMC request only"));
    }
    const auto byMarks = matchMarks(*asked);
    if (!byMarks) {
        return fail(byMarks.error());
    }
    const auto byKeys = matchKeys(*asked);
    if (!byKeys) {
        return fail(byKeys.error());
    }
    if (!*byMarks && !*byKeys) {
        return fail(ErrorCode::NoMatchingRequest,
            QStringLiteral("neither transactionId nor nonce nor key ties the response to this request"));
    }
    return {};
}

// RFC 5272 section 6.6: a response repeats what the request had. True if anything did.
Result<bool> CmcMessage::matchMarks(const CmcMessage& request) const
{
    const bool areComparable = !transaction().isEmpty() && !request.transaction().isEmpty();
    if (areComparable && transaction() != request.transaction()) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("the response belongs to another CMC transaction"));
    }
    const QByteArray& nonce = m_content.controls.recipientNonce;
    const QByteArray& asked = request.m_content.controls.senderNonce;
    const QByteArray& askedInside = request.core().m_content.controls.senderNonce;
    const bool hasNonces = !nonce.isEmpty() && (!asked.isEmpty() || !askedInside.isEmpty());
    if (hasNonces && nonce != asked && nonce != askedInside) {
        return fail(ErrorCode::NonceMismatch,
            QStringLiteral("the response repeats another nonce (recipientNonce) than the request's"));
    }
    return areComparable || hasNonces;
}

Result<bool> CmcMessage::matchKeys(const CmcMessage& request) const
{
    const QList<QByteArray> keys = request.keysAskedFor();
    const QList<Certificate> certificates = issued();
    for (const Certificate& certificate : certificates) {
        if (!keys.isEmpty() && !keys.contains(certificate.publicKeyInfo())) {
            return fail(ErrorCode::KeyMismatch,
                QStringLiteral("the certificate for \"%1\" is for another key than the request's")
                    .arg(certificate.subject()));
        }
    }
    // The signature does not cover the certificates: one may have been taken out.
    const bool shouldBring = kind() == Kind::CertificationResponse && has(CmcStatus::Status::Success);
    if (!keys.isEmpty() && certificates.isEmpty() && shouldBring) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the response says success, but brings no certificate for the request's key"));
    }
    return !keys.isEmpty() && !certificates.isEmpty();
}

JsonValue CmcMessage::describe() const
{
    const CmcControls& controls = m_content.controls;
    JsonMembers members{{QStringLiteral("form"),
        JsonValue{m_isResponse ? QStringLiteral("CMC full response") : QStringLiteral("CMC full request")}}};
    const auto add = [&members](const char16_t* name, const QString& text) {
        if (!text.isEmpty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{text});
        }
    };
    add(u"transactionId", hexText(controls.transactionId));
    add(u"senderNonce", hexText(controls.senderNonce));
    add(u"recipientNonce", hexText(controls.recipientNonce));
    add(u"identification", controls.identification);
    add(u"pendToken", hexText(controls.pendToken));
    add(u"controls", controls.names.join(QStringLiteral(", ")));
    if (const auto& signer = m_signature.signer()) {
        members.emplace_back(QStringLiteral("signer"), describeCertificate(*signer));
    }
    const auto addList = [&members](const char16_t* name, JsonArray list) {
        if (!list.empty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{std::move(list)});
        }
    };
    addList(u"requests", m_content.describeRequests());
    addList(u"statuses", controls.describeStatuses());
    JsonArray certificates;
    for (const Certificate& certificate : issued()) {
        certificates.push_back(describeCertificate(certificate));
    }
    addList(u"issued", std::move(certificates));
    if (m_inner) {
        members.emplace_back(QStringLiteral("inside"), m_inner->describe());
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
