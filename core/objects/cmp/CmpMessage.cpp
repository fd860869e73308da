#include "CmpMessage.h"

#include <core/crypto/DerWriter.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr int MostCmpNesting = 2;
constexpr std::array<QByteArrayView, 4> MacOids{
    "1.2.840.113533.7.66.13", // PasswordBasedMac
    "1.2.840.113533.7.66.16", // KemBasedMac
    "1.2.840.113533.7.66.30", // DHBasedMac
    "1.2.840.113549.1.5.14", // PBMAC1
};

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
    case CmpBodyType::Genp:
        return request == CmpBodyType::Genm;
    case CmpBodyType::Error:
        return true;
    default:
        return false;
    }
}

// Why messages of a type are not carried; null if they are.
const char16_t* whyNotCarried(CmpBodyType type)
{
    switch (type) {
    case CmpBodyType::Popdecc:
    case CmpBodyType::Popdecr:
        return u"a challenge about a key is for a device and an authority that talk to each other";
    case CmpBodyType::Krr:
    case CmpBodyType::Krp:
        return u"key recovery would carry private keys";
    case CmpBodyType::Ccr:
    case CmpBodyType::Ccp:
        return u"cross-certification is between authorities, and no device asks for it";
    case CmpBodyType::Ckuann:
    case CmpBodyType::Cann:
    case CmpBodyType::Rann:
    case CmpBodyType::Crlann:
        return u"an announcement answers nobody's request";
    default:
        return nullptr;
    }
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
    SATCHEL_TRY(message->readNested(depth));
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
    if (const char16_t* const why = whyNotCarried(m_body.type)) {
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("nothing that is carried: a CMP message with the body %1; %2")
                .arg(cmpBodyName(m_body.type), QString::fromUtf16(why)));
    }
    return {};
}

Result<void> CmpMessage::readNested(int depth)
{
    if (!m_body.nested.empty() && depth + 1 >= MostCmpNesting) {
        return fail(ErrorCode::Malformed, QStringLiteral("CMP messages are nested deeper than %1").arg(MostCmpNesting));
    }
    for (const QByteArray& bytes : m_body.nested) {
        auto message = parse(bytes, depth + 1);
        if (!message) {
            return fail(std::move(message).error().withContext(
                QStringLiteral("the nested message %1 of %2").arg(m_nested.size() + 1).arg(m_body.nested.size())));
        }
        m_nested.push_back(*std::move(message));
    }
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
        if (inner() != nullptr) {
            return inner()->kind();
        }
        return isByDevice() ? Kind::CertificationRequest : Kind::CertificationResponse;
    case CmpBodyType::Genp:
        return Kind::CertificationResponse;
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
    switch (m_body.type) {
    case CmpBodyType::Ip:
    case CmpBodyType::Cp:
    case CmpBodyType::Kup:
    case CmpBodyType::Rp:
    case CmpBodyType::Genp:
    case CmpBodyType::Pkiconf:
    case CmpBodyType::PollRep:
    case CmpBodyType::Error:
        return false;
    case CmpBodyType::Nested:
        return std::ranges::any_of(m_nested, [](const auto& message) { return message->isByDevice(); });
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
    return id.isEmpty() || isBatch() ? QString{} : QStringLiteral("cmp:") + hexText(id);
}

QString CmpMessage::deviceSerial() const
{
    if (inner() != nullptr) {
        return inner()->deviceSerial();
    }
    if (!isByDevice()) {
        const QString recipient = m_header.recipient.serialNumber();
        const QList<Certificate> issued = m_body.issued();
        return recipient.isEmpty() && !issued.isEmpty() ? issued.first().subjectSerialNumber() : recipient;
    }
    const QList<Certificate> signers = signersInside();
    if (!signers.isEmpty() && signers.first().isRegistrationAuthority()) {
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
    const CmpMessage& message = core();
    return message.m_body.type == CmpBodyType::Ir && message.showsItsDevice() ? transaction() : QString{};
}

// Does the message itself name the device that its protection shows, or none that it could show? A MAC shows nothing to
// anybody on the way, and a certificate without a serial number does not say whose it is.
bool CmpMessage::showsItsDevice() const
{
    const QString serial = deviceSerial();
    if (serial.isEmpty() || protection() == Protection::Mac) {
        return false;
    }
    if (protection() == Protection::None) {
        return true; // the record of who asked shows it, or nothing
    }
    const auto signers = signersInside();
    return !signers.isEmpty()
        && (signers.first().isRegistrationAuthority() || signers.first().subjectSerialNumber() == serial);
}

// The signer's certificate as sender and senderKID name it. Both, if any has both, so that nobody slips in another one
// that only looks like it; then the sender's name; then, one only, the key identifier.
std::optional<RenewedCertificate> CmpMessage::renews(const CheckContext&) const
{
    const CmpMessage& message = core();
    // Whoever only writes a certificate beside a message has not shown that it is the device's.
    if (message.m_body.type != CmpBodyType::Kur || message.protection() != Protection::Signature) {
        return std::nullopt;
    }
    const auto& requests = message.m_body.requests;
    const QByteArray named = requests.empty() ? QByteArray{} : requests.front().oldCertificate();
    const auto signers = message.signersInside();
    if (!signers.isEmpty() && !signers.first().isRegistrationAuthority()) {
        const auto signer = RenewedCertificate::of(signers.first());
        if (named.isEmpty() || signer.issuerAndSerial == named) {
            return signer;
        }
    }
    return named.isEmpty() ? std::nullopt : std::optional<RenewedCertificate>{{named, std::nullopt}};
}

QList<Certificate> CmpMessage::signersInside() const
{
    QList<Certificate> both;
    QList<Certificate> named;
    QList<Certificate> identified;
    for (const Certificate& candidate : m_extraCertificates) {
        const bool hasName = !m_header.sender.isEmpty() && m_header.sender.isSameAs(candidate.subjectDer());
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

QList<QByteArray> CmpMessage::enclosed() const
{
    return m_nested.empty() || isByDevice() ? QList<QByteArray>{}
                                            : QList<QByteArray>{m_body.nested.begin(), m_body.nested.end()};
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
            QStringLiteral("of CMP messages %1 does not answer %2")
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

QStringList CmpMessage::remarksBeside(const CmpMessage& answer) const
{
    QStringList remarks;
    const QByteArray& nonce = core().m_header.recipientNonce;
    if (!nonce.isEmpty() && !answer.m_header.senderNonce.isEmpty() && nonce != answer.m_header.senderNonce) {
        remarks.append(QStringLiteral("the confirmation repeats another nonce than that of the answer it confirms"));
    }
    for (const CmpCertStatus& status : core().m_body.statuses) {
        const auto decision = std::ranges::find_if(
            answer.m_body.decisions, [&status](const CmpDecision& each) { return each.requestId == status.requestId; });
        if (decision == answer.m_body.decisions.end()) {
            remarks.append(QStringLiteral("the device confirms a certificate that its answer does not have"));
        } else if (decision->certificate) {
            const auto isOf = status.isOf(*decision->certificate);
            if (!isOf) {
                remarks.append(QStringLiteral("which certificate the device confirms cannot be told: %1")
                        .arg(isOf.error().message));
            } else if (!*isOf) {
                remarks.append(
                    QStringLiteral("the device confirms another certificate than the one issued in its transaction"));
            }
        }
    }
    return remarks;
}

} // namespace satchel
