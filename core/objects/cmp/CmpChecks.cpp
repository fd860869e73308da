#include "CmpMessage.h"

#include <core/objects/encoding/SignatureAlgorithm.h>
#include <core/objects/TrustChecks.h>

// What is checked of a CMP message: CmpMessage::assess().

namespace satchel {

namespace {

// Each costs a verification, a message may bring 64 certificates of one name, and 32 messages may lie in one. A device
// has one, and perhaps its predecessor of the same name.
constexpr qsizetype MostCandidates = 2;

} // namespace

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
    if (builder.isRefused()) {
        return builder.take(); // what else it says, nobody vouches for
    }
    if (m_body.type == CmpBodyType::Nested && !isByDevice()) {
        // Each answer inside is checked by itself.
    } else if (inner() != nullptr) {
        builder.include(inner()->assess(context), QStringLiteral("nested"));
    } else if (isByDevice()) {
        checkRequest(builder, context, signer);
    } else {
        checkAnswer(builder, context);
    }
    for (const QString& remark : m_header.remarks) {
        builder.warn(QStringLiteral("header"), remark);
    }
    for (const QString& remark : m_body.remarks()) {
        builder.warn(QStringLiteral("body"), remark);
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
    if (!isBatch() && core().m_header.transactionId.isEmpty()) {
        builder.hold(QStringLiteral("transaction"), ErrorCode::NoTransactionId,
            QStringLiteral("the message has no transactionID, so no answer could be found for it"));
    }
    if (kind() == Kind::Waiting) {
        builder.hold(QStringLiteral("direction"), ErrorCode::Held,
            QStringLiteral("a CMP message about waiting is not carried: the registrar on site answers its devices "
                           "\"waiting\" itself"));
    }
    if (isBatch() && isByDevice()) {
        builder.hold(QStringLiteral("form"), ErrorCode::Held,
            QStringLiteral("a batch of %1 CMP messages from devices has no answer of its own; gather each by itself, "
                           "the backend makes batches for its RA")
                .arg(m_body.nested.size()));
    }
}

std::optional<Certificate> CmpMessage::checkProtection(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (protection() != Protection::None && (!m_protection || m_header.protectionAlgorithm.isEmpty())) {
        builder.refuse(QStringLiteral("protection"), ErrorCode::BadSignature,
            QStringLiteral("the protection of the CMP message is there by half: somebody has taken a part of it away"));
        return std::nullopt;
    }
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
    // A confirmation that nobody signed may be anybody's, and it may make the authority revoke what it gave.
    const bool isOfDevice = kind() == Kind::CertificationRequest || kind() == Kind::Confirmation;
    if (isOfDevice && inner() == nullptr) {
        checkRequester(builder, context);
        return;
    }
    builder.warn(QStringLiteral("protection"), QStringLiteral("nobody has protected this CMP message"));
}

std::optional<Certificate> CmpMessage::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("protection");
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
    for (qsizetype i = 1; !isGood() && i < qMin(candidates.size(), MostCandidates); ++i) {
        signer = candidates[i];
        outcome = verify(signer);
    }
    if (!isGood() && candidates.size() > MostCandidates) {
        builder.hold(check, ErrorCode::Held,
            QStringLiteral("unchecked: %1 certificates have the name of the signer \"%2\", and none of the first %3 "
                           "has made the signature")
                .arg(candidates.size())
                .arg(m_header.sender.text())
                .arg(MostCandidates));
        return std::nullopt;
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

// A device whose certificate says no serial number cannot show that the one it asks for is its own.
void CmpMessage::checkNamelessSigner(AssessmentBuilder& builder, const CheckContext& context,
    const std::optional<Certificate>& signer, const QString& proven) const
{
    const QString askedFor = m_body.subjectAskedFor().serialNumber();
    if (!signer || signer->isRegistrationAuthority() || !proven.isEmpty() || askedFor.isEmpty()) {
        return;
    }
    const QString check = QStringLiteral("serial");
    const QString text
        = QStringLiteral("\"%1\" asks for a certificate in the name of device %2, and its own names none")
              .arg(signer->subject(), askedFor);
    if (context.here == StationRole::Site) {
        builder.warn(check, text);
    } else {
        builder.hold(check, ErrorCode::SerialMismatch, text);
    }
}

void CmpMessage::checkRequest(
    AssessmentBuilder& builder, const CheckContext& context, const std::optional<Certificate>& signer) const
{
    const bool byAuthority = signer && signer->isRegistrationAuthority();
    const QString proven = byAuthority ? QString{} : provenSerial(context, signer);
    checkNamelessSigner(builder, context, signer, proven);
    for (const CrmfRequest& request : m_body.requests) {
        request.checkProofOfPossession(builder, byAuthority);
        checkSerialAskedFor(builder, context, request.subject().serialNumbers(), proven);
    }
    if (m_body.pkcs10) {
        m_body.pkcs10->checkProofOfPossession(builder);
        checkSerialAskedFor(builder, context, m_body.pkcs10->subject().serialNumbers(), proven);
    }
    if (m_body.type == CmpBodyType::CertConf) {
        checkStatuses(builder);
    }
}

// What a device thinks of what it got. That it does not like it goes its way like any other word of it.
void CmpMessage::checkStatuses(AssessmentBuilder& builder) const
{
    const QString check = QStringLiteral("confirmation");
    if (m_body.statuses.empty()) {
        builder.warn(check, QStringLiteral("the device accepts none of the certificates: its certConf is empty"));
    }
    for (const CmpCertStatus& status : m_body.statuses) {
        if (status.isAccepted()) {
            builder.pass(check, QStringLiteral("the device accepts a certificate"));
        } else {
            const QString reasons = status.info->reasons();
            builder.warn(check,
                QStringLiteral("the device does not accept the certificate (%1)%2")
                    .arg(status.info->name(), reasons.isEmpty() ? QString{} : QStringLiteral(": ") + reasons));
        }
    }
}

void CmpMessage::checkAnswer(AssessmentBuilder& builder, const CheckContext& context) const
{
    for (const Certificate& certificate : m_body.issued()) {
        QList<Certificate> others = m_extraCertificates + m_body.caCertificates;
        others.removeAll(certificate);
        checkChain(builder, context, AnchorUse::Domain, certificate, others, QStringLiteral("issued"));
        checkIssuedForm(builder, certificate);
    }
    for (const CmpDecision& decision : m_body.decisions) {
        if (decision.isEncrypted) {
            builder.skip(QStringLiteral("issued"),
                QStringLiteral("unchecked: the issued certificate is encrypted for the device"));
        }
        if (decision.info.status == CmpStatusInfo::Status::GrantedWithChanges) {
            builder.warn(QStringLiteral("issued"), QStringLiteral("the certificate differs from what was asked for"));
        }
    }
    if (m_header.recipientNonce.isEmpty()) {
        builder.warn(QStringLiteral("nonce"),
            QStringLiteral("the answer does not repeat the request's nonce (recipNonce is missing)"));
    }
}

} // namespace satchel
