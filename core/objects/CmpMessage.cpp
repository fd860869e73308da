#include "CmpMessage.h"

#include "CertificateAnswer.h"
#include "SignatureAlgorithm.h"
#include "TrustChecks.h"

#include <core/base/Time.h>
#include <core/crypto/DerWriter.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr const char* RegistrationAuthorityUsage = "1.3.6.1.5.5.7.3.28"; // id-kp-cmcRA
constexpr int MostNesting = 2;
constexpr std::array<QByteArrayView, 4> MacOids{
    "1.2.840.113533.7.66.13", // PasswordBasedMac
    "1.2.840.113533.7.66.16", // KemBasedMac
    "1.2.840.113533.7.66.30", // DHBasedMac
    "1.2.840.113549.1.5.14", // PBMAC1
};

bool isAuthority(const Certificate& certificate)
{
    return certificate.hasExtendedKeyUsage(RegistrationAuthorityUsage);
}

// RFC 9810 section 5.1.2 and the sections of the bodies.
bool answersBody(CmpBodyType answer, CmpBodyType request)
{
    switch (answer) {
    case CmpBodyType::Ip:
        return request == CmpBodyType::Ir;
    case CmpBodyType::Cp:
        return request == CmpBodyType::Cr || request == CmpBodyType::P10cr;
    case CmpBodyType::Kup:
        return request == CmpBodyType::Kur;
    case CmpBodyType::Rp:
        return request == CmpBodyType::Rr;
    case CmpBodyType::Pkiconf:
        return request == CmpBodyType::CertConf;
    case CmpBodyType::Error:
        return true;
    default:
        return false;
    }
}

QString hex(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

} // namespace

Result<std::shared_ptr<const CmpMessage>> CmpMessage::parse(const QByteArray& der)
{
    return parse(der, 0);
}

Result<std::shared_ptr<const CmpMessage>> CmpMessage::parse(const QByteArray& der, int depth)
{
    SATCHEL_TRY(checkDer(der));
    const std::shared_ptr<CmpMessage> message{new CmpMessage};
    DerFields outer{der, QStringLiteral("the CMP message")};
    DerFields fields = outer.enter(der::Sequence);
    const DerElement header = fields.take(der::Sequence);
    const DerElement body = fields.take();
    if (auto protection = fields.enterIf(der::contextConstructed(0))) {
        message->m_protection = protection->takeBitString().toByteArray();
        protection->end();
    }
    message->m_header = CmpHeader::read(fields.inside(header));
    SATCHEL_TRY(outer.result());
    if (message->m_header.version < 2 || message->m_header.version > 3) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("a CMP message of version %1; 2 and 3 are known").arg(message->m_header.version));
    }
    message->m_body = CmpBody::read(fields, body);
    message->readExtraCertificates(fields);
    fields.end();
    outer.end();
    SATCHEL_TRY(outer.result());
    message->m_protectedPart = derElement(der::Sequence, header.whole.toByteArray() + body.whole.toByteArray());
    SATCHEL_TRY(message->checkCarried());
    SATCHEL_TRY(message->readInner(depth));
    return message;
}

void CmpMessage::readExtraCertificates(DerFields& fields)
{
    if (auto wrapper = fields.enterIf(der::contextConstructed(1))) {
        m_extraCertificates = readCmpCertificates(wrapper->enter(der::Sequence), m_unreadableCertificates);
        wrapper->end();
    }
}

Result<void> CmpMessage::checkCarried() const
{
    switch (m_body.type) {
    case CmpBodyType::Popdecc:
    case CmpBodyType::Popdecr:
    case CmpBodyType::Krr:
    case CmpBodyType::Krp:
    case CmpBodyType::Ccr:
    case CmpBodyType::Ccp:
    case CmpBodyType::Ckuann:
    case CmpBodyType::Cann:
    case CmpBodyType::Rann:
    case CmpBodyType::Crlann:
    case CmpBodyType::Genm:
    case CmpBodyType::Genp:
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("nothing that is carried: a CMP message with the body %1").arg(cmpBodyName(m_body.type)));
    default:
        return {};
    }
}

Result<void> CmpMessage::readInner(int depth)
{
    if (m_body.nested.size() != 1) {
        return {};
    }
    if (depth + 1 >= MostNesting) {
        return fail(ErrorCode::Malformed, QStringLiteral("CMP messages are nested deeper than %1").arg(MostNesting));
    }
    auto inner = parse(m_body.nested.front(), depth + 1);
    if (!inner) {
        return fail(std::move(inner).error().withContext(QStringLiteral("the nested message")));
    }
    m_inner = *std::move(inner);
    return {};
}

Kind CmpMessage::kind() const
{
    switch (m_body.type) {
    case CmpBodyType::CertConf:
        return Kind::Confirmation;
    case CmpBodyType::Pkiconf:
        return Kind::ConfirmationResponse;
    case CmpBodyType::PollReq:
    case CmpBodyType::PollRep:
        return Kind::Waiting;
    case CmpBodyType::Nested:
        return m_inner ? m_inner->kind() : Kind::CertificationRequest;
    case CmpBodyType::Ip:
    case CmpBodyType::Cp:
    case CmpBodyType::Kup:
    case CmpBodyType::Rp:
        if (m_body.isWaiting()) {
            return Kind::Waiting;
        }
        return m_body.isRejected() ? Kind::Rejection : Kind::CertificationResponse;
    case CmpBodyType::Error:
        return m_body.isWaiting() ? Kind::Waiting : Kind::Rejection;
    default:
        return Kind::CertificationRequest;
    }
}

bool CmpMessage::isByDevice() const
{
    switch (core().m_body.type) {
    case CmpBodyType::Ip:
    case CmpBodyType::Cp:
    case CmpBodyType::Kup:
    case CmpBodyType::Rp:
    case CmpBodyType::Pkiconf:
    case CmpBodyType::PollRep:
    case CmpBodyType::Error:
        return false;
    default:
        return true;
    }
}

CmpMessage::Protection CmpMessage::protection() const
{
    if (m_header.protectionAlgorithm.isEmpty() && !m_protection) {
        return Protection::None;
    }
    DerFields outer{m_header.protectionAlgorithm, QStringLiteral("the protection algorithm")};
    const QByteArray oid = outer.enter(der::Sequence).takeOid();
    return std::ranges::find(MacOids, QByteArrayView{oid}) != MacOids.end() ? Protection::Mac : Protection::Signature;
}

bool CmpMessage::isSelfContained() const
{
    return !isByDevice() || core().protection() != Protection::None;
}

QString CmpMessage::transaction() const
{
    const QByteArray& id = core().m_header.transactionId;
    return id.isEmpty() || isBatch() ? QString{} : QStringLiteral("cmp:") + hex(id);
}

QString CmpMessage::deviceSerial() const
{
    if (m_inner) {
        return m_inner->deviceSerial();
    }
    if (!isByDevice()) {
        const QString recipient = m_header.recipient.serialNumber();
        const QList<Certificate> issued = m_body.issued();
        return recipient.isEmpty() && !issued.isEmpty() ? issued.first().subjectSerialNumber() : recipient;
    }
    const QList<Certificate> signers = signersInside();
    if (!signers.isEmpty() && isAuthority(signers.first())) {
        return m_body.subjectAskedFor().serialNumber(); // a registrar asks for somebody else
    }
    const QString signer = signers.isEmpty() ? QString{} : signers.first().subjectSerialNumber();
    const QString sender = signer.isEmpty() ? m_header.sender.serialNumber() : signer;
    return sender.isEmpty() ? m_body.subjectAskedFor().serialNumber() : sender;
}

QString CmpMessage::device() const
{
    const QString serial = deviceSerial();
    if (!serial.isEmpty() || isBatch()) {
        return serial;
    }
    const QList<Certificate> issued = core().m_body.issued();
    return issued.isEmpty() ? core().m_body.subjectAskedFor().commonName() : issued.first().commonName();
}

QString CmpMessage::correlation() const
{
    const Kind is = kind();
    return is == Kind::CertificationRequest || is == Kind::Confirmation ? transaction() : QString{};
}

QStringList CmpMessage::lookups() const
{
    const QString id = transaction();
    return isByDevice() || id.isEmpty() ? QStringList{} : QStringList{id};
}

QString CmpMessage::supersedingMark() const
{
    return core().m_body.type == CmpBodyType::Ir && !deviceSerial().isEmpty() ? transaction() : QString{};
}

// The signer's certificate as sender and senderKID name it. Both, if any has both, so that nobody slips in another one
// that only looks like it; then the sender's name; then, one only, the key identifier.
QList<Certificate> CmpMessage::signersInside() const
{
    QList<Certificate> both;
    QList<Certificate> named;
    QList<Certificate> identified;
    for (const Certificate& candidate : m_extraCertificates) {
        const bool hasName = !m_header.sender.isEmpty() && candidate.subjectDer() == m_header.sender.der();
        const bool hasKey = !m_header.senderKeyId.isEmpty() && candidate.subjectKeyIdentifier() == m_header.senderKeyId;
        if (hasName && hasKey) {
            both.append(candidate);
        } else if (hasName) {
            named.append(candidate);
        } else if (hasKey && identified.isEmpty()) {
            identified.append(candidate);
        }
    }
    if (!both.isEmpty()) {
        return both;
    }
    return named.isEmpty() ? identified : named;
}

QList<Certificate> CmpMessage::signerCandidates(const TrustStore& trust) const
{
    QList<Certificate> candidates = signersInside();
    if (candidates.isEmpty()) {
        candidates = trust.deviceAnchors().findByName(
            m_header.sender.isEmpty() ? QByteArray{} : m_header.sender.der(), m_header.senderKeyId);
    }
    return candidates;
}

Assessment CmpMessage::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    checkStanding(builder);
    const auto signer = checkProtection(builder, context);
    if (m_inner) {
        builder.include(m_inner->assess(context), QStringLiteral("nested"));
    } else if (isByDevice()) {
        checkRequest(builder, context, signer);
    } else {
        checkAnswer(builder, context);
    }
    if (m_unreadableCertificates > 0) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("%1 of the certificates inside cannot be read").arg(m_unreadableCertificates));
    }
    return builder.take();
}

// Sound messages that cannot go on their way all the same.
void CmpMessage::checkStanding(AssessmentBuilder& builder) const
{
    if (m_header.transactionId.isEmpty()) {
        builder.hold(QStringLiteral("transaction"), ErrorCode::NoTransactionId,
            QStringLiteral("the message has no transactionID, so no answer could be found for it"));
    }
    if (kind() == Kind::Waiting) {
        builder.hold(QStringLiteral("direction"), ErrorCode::Held,
            QStringLiteral("a CMP message about waiting is not carried: the registrar on site answers its devices "
                           "\"waiting\" itself"));
    }
    if (isBatch()) {
        builder.hold(QStringLiteral("form"), ErrorCode::Held,
            QStringLiteral("a batch of %1 CMP messages in one is not carried yet; gather each by itself")
                .arg(m_body.nested.size()));
    }
}

std::optional<Certificate> CmpMessage::checkProtection(AssessmentBuilder& builder, const CheckContext& context) const
{
    switch (protection()) {
    case Protection::None:
        checkUnprotected(builder, context);
        return std::nullopt;
    case Protection::Mac:
        builder.skip(QStringLiteral("protection"),
            QStringLiteral("unchecked: it rests on a secret that only the device and its authority know"));
        return std::nullopt;
    case Protection::Signature:
        return checkSignature(builder, context);
    }
    return std::nullopt;
}

void CmpMessage::checkUnprotected(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (kind() == Kind::CertificationRequest && !m_inner) {
        checkRequester(builder, context);
        return;
    }
    builder.warn(QStringLiteral("protection"), QStringLiteral("nobody has protected this CMP message"));
}

std::optional<Certificate> CmpMessage::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("protection");
    if (!m_protection || m_header.protectionAlgorithm.isEmpty()) {
        builder.refuse(check, ErrorCode::BadSignature,
            QStringLiteral("the protection of the CMP message is there by half: somebody has taken a part of it away"));
        return std::nullopt;
    }
    const QList<Certificate> candidates = signerCandidates(context.trust);
    if (candidates.isEmpty()) {
        builder.hold(check, ErrorCode::UntrustedIssuer,
            QStringLiteral("unchecked: the message does not bring the certificate of its signer \"%1\", and no anchor "
                           "has that name")
                .arg(m_header.sender.text()));
        return std::nullopt;
    }
    const auto signer = verifyProtection(builder, candidates);
    if (!signer) {
        return std::nullopt;
    }
    QList<Certificate> others = m_extraCertificates;
    others.removeAll(*signer);
    const QString sender = m_header.sender.serialNumber();
    if (!sender.isEmpty() && sender != signer->subjectSerialNumber()) {
        builder.hold(QStringLiteral("sender"), ErrorCode::SerialMismatch,
            QStringLiteral("the message says that device %1 sent it, but \"%2\" signed it")
                .arg(sender, signer->subject()));
    }
    if (isByDevice()) {
        checkDeviceChain(builder, context, *signer, others, QStringLiteral("chain"));
    } else {
        checkChain(builder, context, AnchorUse::Domain, *signer, others, QStringLiteral("chain"));
    }
    return signer;
}

std::optional<Certificate> CmpMessage::verifyProtection(
    AssessmentBuilder& builder, const QList<Certificate>& candidates) const
{
    const QString check = QStringLiteral("protection");
    const auto verify = [this](const Certificate& candidate) -> Result<void> {
        const auto algorithm = SignatureAlgorithm::parse(m_header.protectionAlgorithm);
        if (!algorithm) {
            return fail(algorithm.error());
        }
        return algorithm->verify(candidate.publicKey(), m_protectedPart, *m_protection);
    };
    Result<void> outcome = verify(candidates.first());
    Certificate signer = candidates.first();
    const auto isGood = [&outcome] { return outcome || outcome.error().code == ErrorCode::WeakAlgorithm; };
    for (qsizetype i = 1; !isGood() && i < candidates.size(); ++i) {
        signer = candidates[i];
        outcome = verify(signer);
    }
    recordSignature(builder, check, outcome, ErrorCode::BadSignature, QStringLiteral("\"%1\"").arg(signer.subject()));
    return isGood() ? std::optional{signer} : std::nullopt;
}

// Who asks, by the signature or, where nobody signed, by the registrar's record; empty if nobody can tell.
QString CmpMessage::provenSerial(const CheckContext& context, const std::optional<Certificate>& signer) const
{
    if (signer) {
        return signer->subjectSerialNumber();
    }
    return protection() == Protection::None && context.requester ? context.requester->device() : QString{};
}

void CmpMessage::checkRequest(
    AssessmentBuilder& builder, const CheckContext& context, const std::optional<Certificate>& signer) const
{
    const bool byAuthority = signer && isAuthority(*signer);
    const QString proven = byAuthority ? QString{} : provenSerial(context, signer);
    for (const CrmfRequest& request : m_body.requests) {
        request.checkProofOfPossession(builder, byAuthority);
        checkSerialAskedFor(builder, context, request.subject().serialNumber(), proven);
    }
    if (m_body.pkcs10) {
        m_body.pkcs10->checkProofOfPossession(builder);
        checkSerialAskedFor(builder, context, m_body.pkcs10->subject().serialNumber(), proven);
    }
}

void CmpMessage::checkAnswer(AssessmentBuilder& builder, const CheckContext& context) const
{
    for (const Certificate& certificate : m_body.issued()) {
        QList<Certificate> others = m_extraCertificates + m_body.caCertificates;
        others.removeAll(certificate);
        checkChain(builder, context, AnchorUse::Domain, certificate, others, QStringLiteral("issued"));
    }
    for (const CmpDecision& decision : m_body.decisions) {
        if (decision.isEncrypted) {
            builder.skip(QStringLiteral("issued"),
                QStringLiteral("unchecked: the issued certificate is encrypted for the device"));
        }
        if (decision.status == CmpDecision::Status::GrantedWithChanges) {
            builder.warn(QStringLiteral("issued"), QStringLiteral("the certificate differs from what was asked for"));
        }
    }
    if (m_header.recipientNonce.isEmpty()) {
        builder.warn(QStringLiteral("nonce"),
            QStringLiteral("the answer does not repeat the request's nonce (recipNonce is missing)"));
    }
}

Result<void> CmpMessage::matches(const EnrolmentObject& request) const
{
    const auto* const outer = dynamic_cast<const CmpMessage*>(&request);
    if (isByDevice()) {
        return EnrolmentObject::matches(request);
    }
    if (outer == nullptr || !outer->isByDevice()) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("a CMP answer answers a CMP request only"));
    }
    const CmpMessage& asked = outer->core();
    if (transaction().isEmpty() || transaction() != outer->transaction()) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("the answer belongs to another CMP transaction"));
    }
    if (!answersBody(m_body.type, asked.m_body.type)) {
        return fail(ErrorCode::NoMatchingRequest,
            QStringLiteral("a CMP %1 is no answer to a %2")
                .arg(cmpBodyName(m_body.type), cmpBodyName(asked.m_body.type)));
    }
    const QByteArray& nonce = m_header.recipientNonce;
    const auto isNonceOf = [&nonce](const CmpMessage& message) { return message.m_header.senderNonce == nonce; };
    const bool isComparable = !nonce.isEmpty() && !asked.m_header.senderNonce.isEmpty();
    if (isComparable && !isNonceOf(asked) && !isNonceOf(*outer)) {
        return fail(ErrorCode::NonceMismatch,
            QStringLiteral("the answer repeats another nonce (recipNonce) than the request's"));
    }
    return matchKeys(asked);
}

Result<void> CmpMessage::matchKeys(const CmpMessage& request) const
{
    const QList<QByteArray> keys = request.m_body.keysAskedFor();
    for (const Certificate& certificate : m_body.issued()) {
        if (!keys.isEmpty() && !keys.contains(certificate.publicKeyInfo())) {
            return fail(ErrorCode::KeyMismatch,
                QStringLiteral("the certificate for \"%1\" is for another key than the request's")
                    .arg(certificate.subject()));
        }
    }
    return {};
}

JsonValue CmpMessage::describe() const
{
    JsonMembers members{
        {QStringLiteral("form"), JsonValue{QStringLiteral("CMP ") + cmpBodyName(m_body.type)}},
        {QStringLiteral("version"), JsonValue{m_header.version}},
    };
    const auto add = [&members](const char16_t* name, const QString& text) {
        if (!text.isEmpty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{text});
        }
    };
    add(u"sender", m_header.sender.text());
    add(u"recipient", m_header.recipient.text());
    add(u"messageTime", m_header.messageTime.isValid() ? toUtcText(m_header.messageTime) : QString{});
    add(u"transactionId", hex(m_header.transactionId));
    add(u"senderNonce", hex(m_header.senderNonce));
    add(u"recipientNonce", hex(m_header.recipientNonce));
    add(u"subject", m_body.subjectAskedFor().text());
    for (const CmpDecision& decision : m_body.decisions) {
        add(u"statusText", decision.texts.join(QLatin1Char(' ')));
    }
    JsonArray certificates;
    for (const Certificate& certificate : m_body.issued()) {
        certificates.push_back(describeCertificate(certificate));
    }
    if (!certificates.empty()) {
        members.emplace_back(QStringLiteral("issued"), JsonValue{std::move(certificates)});
    }
    if (m_inner) {
        members.emplace_back(QStringLiteral("nested"), m_inner->describe());
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
