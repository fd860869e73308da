#include "Voucher.h"

#include "CertificateAnswer.h"
#include "TrustChecks.h"

#include <core/base/Time.h>

#include <QCryptographicHash>

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostPriorRequests = 2;

QString signatureCheck()
{
    return QStringLiteral("signature");
}

// With a line end after it or without: whoever put a file into a request has meant nothing by it.
std::optional<Result<OpenedVoucher>> openPrior(const QByteArray& bytes, QStringList& deviations)
{
    auto opened = openVoucher(bytes);
    const bool hasTail = opened && !opened->has_value() && opened->error().code == ErrorCode::TrailingData;
    if (!hasTail || !bytes.endsWith('\n')) {
        return opened;
    }
    deviations.append(QStringLiteral("a line end follows the prior request inside"));
    return openVoucher(bytes.chopped(bytes.endsWith("\r\n") ? 2 : 1));
}

} // namespace

Voucher::Voucher(std::shared_ptr<const VoucherEnvelope> envelope, VoucherContent content)
    : m_envelope{std::move(envelope)}
    , m_content{std::move(content)}
    , m_signer{m_envelope->signer(0)}
{
}

Result<std::shared_ptr<const Voucher>> Voucher::parse(OpenedVoucher opened)
{
    return parse(std::move(opened), 0);
}

Result<std::shared_ptr<const Voucher>> Voucher::parse(OpenedVoucher opened, int depth)
{
    auto content = VoucherContent::read(opened.content);
    if (!content) {
        return fail(std::move(content).error());
    }
    const std::shared_ptr<Voucher> voucher{new Voucher{std::move(opened.envelope), *std::move(content)}};
    SATCHEL_TRY(voucher->readPrior(depth));
    return voucher;
}

Result<void> Voucher::readPrior(int depth)
{
    if (!m_content.hasPriorRequest) {
        return {};
    }
    auto opened = openPrior(m_content.priorRequest, m_content.deviations);
    if (!opened) {
        m_content.deviations.append(
            QStringLiteral("the prior request inside is not signed, so nothing shows that the device asked"));
        return {};
    }
    const QString place = QStringLiteral("the prior request inside");
    if (depth >= MostPriorRequests) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" holds yet another, and that is one too many"));
    }
    if (!*opened) {
        return fail(std::move(*opened).error().withContext(place));
    }
    auto prior = parse(**std::move(opened), depth + 1);
    if (!prior) {
        return fail(std::move(prior).error().withContext(place));
    }
    if (!(*prior)->m_content.isRequest) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" is a voucher"));
    }
    m_prior = *std::move(prior);
    return {};
}

Kind Voucher::kind() const
{
    return m_content.isRequest ? Kind::VoucherRequest : Kind::Voucher;
}

bool Voucher::isRegistrarRequest() const
{
    if (!m_content.isRequest) {
        return false;
    }
    if (m_content.hasPriorRequest || (m_signer && m_signer->isRegistrationAuthority())) {
        return true;
    }
    // A registrar may ask without a pledge, and then without a nonce. An IDevID has a serial, a registrar has none.
    return m_content.nonce.isEmpty() && m_signer && m_signer->subjectSerialNumber().isEmpty();
}

QString Voucher::device() const
{
    if (!m_content.serialNumber.isEmpty()) {
        return m_content.serialNumber;
    }
    if (m_prior) {
        return m_prior->device();
    }
    const bool byPledge = m_content.isRequest && !isRegistrarRequest() && m_signer;
    return byPledge ? m_signer->subjectSerialNumber() : QString{};
}

QString Voucher::marks() const
{
    return QStringLiteral("voucher:%1:%2").arg(device(), m_content.comparableNonce());
}

QString Voucher::correlation() const
{
    return m_content.isRequest ? marks() : QString{};
}

QStringList Voucher::lookups() const
{
    return m_content.isRequest ? QStringList{} : QStringList{marks()};
}

bool Voucher::lapses() const
{
    return m_content.isRequest && !m_content.nonce.isEmpty();
}

QString Voucher::supersedingMark() const
{
    return m_content.isRequest ? m_content.comparableNonce() : QString{};
}

Assessment Voucher::assess(const CheckContext& context) const
{
    return assessWithin(context, std::nullopt);
}

Assessment Voucher::assessWithin(const CheckContext& context, const OptionalSigner& registrar) const
{
    AssessmentBuilder builder;
    const auto signer = checkSignature(builder, context);
    if (builder.isRefused()) {
        return builder.take();
    }
    checkFurtherSignatures(builder, context);
    if (signer) {
        checkSignerChain(builder, context, *signer);
    }
    if (!m_content.isRequest) {
        checkPinnedCertificate(builder, context);
        checkExpiry(builder, context);
    } else if (isRegistrarRequest()) {
        checkRegistrarRequest(builder, context, signer);
    } else {
        if (signer) {
            checkPledgeSerial(builder, *signer);
        }
        checkProximity(builder, context, registrar);
    }
    checkIdevidIssuer(builder);
    for (const QString& deviation : m_content.deviations + m_envelope->deviations()) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    return builder.take();
}

// Who signs such a thing, as the anchors know it.
AnchorUse Voucher::signerUse() const
{
    if (!m_content.isRequest) {
        return AnchorUse::Masa;
    }
    return isRegistrarRequest() ? AnchorUse::Domain : AnchorUse::Manufacturer;
}

QList<Certificate> Voucher::othersThan(const Certificate& signer) const
{
    QList<Certificate> others = m_envelope->certificates();
    others.removeAll(signer);
    return others;
}

void Voucher::checkSignerChain(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const
{
    QList<Certificate> intermediates = othersThan(signer);
    if (!m_signer && context.requester) {
        intermediates += context.requester->idevid;
        intermediates.removeAll(signer);
    }
    checkChain(builder, context, signerUse(), signer, intermediates, QStringLiteral("chain"));
}

// Whoever takes vouchers has the MASA's certificate beforehand (RFC 8366 section 5.4 wants it inside, SHOULD). Of those
// who ask nobody has.
bool Voucher::mayLackSigner() const
{
    return !m_envelope->mustHoldSigner() || (form() == VoucherForm::Cms && !m_content.isRequest);
}

// The certificate by which the signature was found good; nullopt if it could not be looked at, which then holds the
// object, or if it is bad, which refuses it.
Voucher::OptionalSigner Voucher::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_envelope->signerCount() == 0 || (m_envelope->signerCount() > 1 && !mayHaveFurtherSignatures())) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("%1 signatures where exactly one is due").arg(m_envelope->signerCount()));
        return std::nullopt;
    }
    if (const QString why = m_envelope->whyUnverifiable(); !why.isEmpty()) {
        builder.hold(signatureCheck(), ErrorCode::Held, QStringLiteral("unchecked: ") + why);
        return std::nullopt;
    }
    if (m_signer) {
        recordSignature(builder, signatureCheck(), m_envelope->verify(0, *m_signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(m_signer->subject()));
        return m_signer;
    }
    if (!mayLackSigner()) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("the signer's certificate is not inside, so nobody can check the signature; ask its maker "
                           "to include it"));
        return std::nullopt;
    }
    return checkSignatureElsewhere(builder, context);
}

// By whose key it may be signed, where no certificate inside tells: the device that the registrar saw, or an anchor.
QList<Certificate> Voucher::signersElsewhere(const CheckContext& context) const
{
    QList<Certificate> candidates = context.trust.anchorsFor(signerUse()).certificates();
    if (m_content.isRequest && context.requester && !context.requester->idevid.isEmpty()) {
        candidates.prepend(context.requester->idevid.first());
    }
    return candidates;
}

// The one that the signature names, good or bad; else, because one may be renewed or name nobody, whose key has made
// it.
Voucher::OptionalSigner Voucher::findSignerElsewhere(const CheckContext& context) const
{
    const auto candidates = signersElsewhere(context);
    if (const auto named = m_envelope->signerNamedAmong(candidates)) {
        return named;
    }
    const auto found = std::ranges::find_if(candidates, [this](const Certificate& candidate) {
        const auto outcome = m_envelope->verify(0, candidate);
        return outcome || outcome.error().code == ErrorCode::WeakAlgorithm;
    });
    return found == candidates.end() ? std::nullopt : OptionalSigner{*found};
}

Voucher::OptionalSigner Voucher::checkSignatureElsewhere(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_envelope->mustHoldSigner()) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("the certificate of its MASA is not inside (RFC 8366 section 5.4); a device that does not "
                           "have it cannot check the voucher"));
    }
    if (const auto signer = findSignerElsewhere(context)) {
        recordSignature(builder, signatureCheck(), m_envelope->verify(0, *signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(signer->subject()));
        return signer;
    }
    builder.hold(signatureCheck(), ErrorCode::UntrustedIssuer,
        m_content.isRequest
            ? QStringLiteral(
                  "the signer's certificate is not inside, and neither the record of who asked nor an anchor "
                  "has the key that made the signature; release it if you know the device")
            : QStringLiteral("the signer's certificate is not inside, and no anchor for vouchers has the key that made "
                             "the signature; add the MASA's certificate with `satchel trust add`, or release it"));
    return std::nullopt;
}

// A registrar may add its own to a voucher (BRSKI-PRM), as a proof that it holds the key of the certificate pinned.
bool Voucher::mayHaveFurtherSignatures() const
{
    return !m_content.isRequest && form() == VoucherForm::Jws;
}

void Voucher::checkFurtherSignatures(AssessmentBuilder& builder, const CheckContext& context) const
{
    for (std::size_t index = 1; index < m_envelope->signerCount(); ++index) {
        const QString check = QStringLiteral("further-signature");
        const auto signer = m_envelope->signer(index);
        if (!signer) {
            builder.hold(check, ErrorCode::UntrustedIssuer,
                QStringLiteral("a further signature comes without its signer's certificate"));
            continue;
        }
        recordSignature(builder, check, m_envelope->verify(index, *signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(signer->subject()));
        checkChain(builder, context, AnchorUse::Domain, *signer, othersThan(*signer), check);
    }
}

// RFC 8995 section 5.2: a device may speak for itself only.
void Voucher::checkPledgeSerial(AssessmentBuilder& builder, const Certificate& certificate) const
{
    const QString check = QStringLiteral("serial");
    const QString signer = certificate.subjectSerialNumber();
    if (signer.isEmpty() && !device().isEmpty() && certificate.commonName() == device()) {
        builder.warn(check,
            QStringLiteral("the IDevID names device %1 by its common name, not by a serial number").arg(device()));
    } else if (signer.isEmpty()) {
        builder.hold(check, ErrorCode::SerialMismatch,
            QStringLiteral("the signer \"%1\" has no serial number in its certificate, so nothing shows that it is "
                           "device %2; release the request if you know that it is")
                .arg(certificate.subject(), m_content.serialNumber));
    } else if (device() != signer) {
        builder.hold(check, ErrorCode::SerialMismatch,
            QStringLiteral("the request is for device %1, but device %2 signed it").arg(device(), signer));
    } else {
        builder.pass(check, signer);
    }
}

void Voucher::checkRegistrarRequest(
    AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& signer) const
{
    const QString check = QStringLiteral("registrar");
    if (!signer) {
        builder.skip(check, QStringLiteral("who signed is not known"));
    } else if (signer->isRegistrationAuthority()) {
        builder.pass(check, QStringLiteral("the signer is a registration authority (id-kp-cmcRA)"));
    } else if (!m_prior && (m_content.hasPriorRequest || !signer->subjectSerialNumber().isEmpty())) {
        // Any device of the domain could ask so for another one.
        builder.hold(check, ErrorCode::Held,
            QStringLiteral(
                "\"%1\" asks for device %2, is not said to be a registration authority (id-kp-cmcRA), and no "
                "signed request of the device is inside; release it if you know the registrar")
                .arg(signer->subject(), device()));
    } else {
        builder.warn(check,
            QStringLiteral("the registrar's certificate does not say that it is a registration authority "
                           "(id-kp-cmcRA), as older ones do not"));
    }
    if (m_prior) {
        checkPriorRequest(builder, context, signer);
    } else {
        builder.skip(QStringLiteral("prior-request"), QStringLiteral("no signed request of the device is inside"));
    }
}

void Voucher::checkPriorRequest(
    AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& signer) const
{
    builder.include(m_prior->assessWithin(context, signer), QStringLiteral("prior-request"));
    if (m_prior->device() != device()) {
        builder.hold(QStringLiteral("serial"), ErrorCode::SerialMismatch,
            QStringLiteral("the registrar asks for device %1, but the request inside is for device %2")
                .arg(device(), m_prior->device()));
    } else {
        builder.pass(QStringLiteral("serial"), device());
    }
    if (m_prior->m_content.comparableNonce() != m_content.comparableNonce()) {
        builder.hold(QStringLiteral("nonce"), ErrorCode::NonceMismatch,
            QStringLiteral("the registrar's nonce \"%1\" is not the device's \"%2\"")
                .arg(m_content.nonce, m_prior->m_content.nonce));
    } else {
        builder.pass(QStringLiteral("nonce"), QStringLiteral("the device's"));
    }
}

// RFC 8995 section 3.3: "proximity" rests on the registrar's certificate that the pledge saw in TLS.
void Voucher::checkProximity(
    AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& registrar) const
{
    if (m_content.assertion != u"proximity" && m_content.assertion != u"agent-proximity") {
        return;
    }
    const auto& seen = m_content.proximityRegistrarCertificate;
    if (!seen.isThere && m_content.proximityRegistrarKey.isThere()) {
        checkProximityKey(builder, context, registrar);
        return;
    }
    const QString check = QStringLiteral("proximity");
    if (!seen.certificate) {
        builder.hold(check, ErrorCode::DomainMismatch,
            seen.isThere ? QStringLiteral("the registrar's certificate that the device saw cannot be read")
                         : QStringLiteral("the device claims proximity but does not say which registrar it saw"));
        return;
    }
    const QString subject = seen.certificate->subject();
    if (context.trust.anchorsFor(AnchorUse::Domain).isEmpty()) {
        builder.warn(check,
            QStringLiteral("whether the registrar \"%1\" that the device saw is ours cannot be told: this station has "
                           "no domain anchor")
                .arg(subject));
        return;
    }
    checkDomainCertificate(
        builder, context, check, *seen.certificate, QStringLiteral("the device saw the registrar \"%1\"").arg(subject));
}

// Is it of our domain: an anchor of it, or below one?
void Voucher::checkDomainCertificate(AssessmentBuilder& builder, const CheckContext& context, const QString& check,
    const Certificate& certificate, const QString& what) const
{
    const TrustAnchors& domain = context.trust.anchorsFor(AnchorUse::Domain);
    if (domain.contains(certificate)) {
        builder.pass(check, QStringLiteral("%1, an anchor of our domain").arg(what));
        return;
    }
    const auto chain = domain.verify(certificate, m_envelope->certificates(), context.at);
    if (chain) {
        builder.pass(check, QStringLiteral("%1, which is of our domain").arg(what));
        return;
    }
    const bool isTime = chain.error().code == ErrorCode::Expired || chain.error().code == ErrorCode::NotYetValid;
    builder.hold(check, isTime ? chain.error().code : ErrorCode::DomainMismatch,
        QStringLiteral("%1, which is not of our domain as far as our domain anchors tell: %2")
            .arg(what, chain.error().message));
}

// A bare key has no chain: whose it is, only a certificate with that key can tell. That of the registrar that asks is
// held against the anchors of our domain as the signer's.
void Voucher::checkProximityKey(
    AssessmentBuilder& builder, const CheckContext& context, const OptionalSigner& registrar) const
{
    const QString check = QStringLiteral("proximity");
    if (registrar && m_content.proximityRegistrarKey.names(*registrar)) {
        builder.pass(check,
            QStringLiteral("the device saw the key of \"%1\", the registrar that asks").arg(registrar->subject()));
        return;
    }
    const QList<Certificate>& domain = context.trust.anchorsFor(AnchorUse::Domain).certificates();
    const auto found = std::ranges::find_if(
        domain, [this](const Certificate& anchor) { return m_content.proximityRegistrarKey.names(anchor); });
    if (found != domain.end()) {
        builder.pass(
            check, QStringLiteral("the device saw the key of \"%1\", an anchor of our domain").arg(found->subject()));
    } else {
        builder.warn(check,
            QStringLiteral(
                "whether the registrar that the device saw is ours cannot be told: it names a bare key, and neither "
                "a domain anchor nor the registrar that asks has it"));
    }
}

void Voucher::checkPinnedCertificate(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("pinned-domain-cert");
    const auto& pinned = m_content.pinnedDomainCertificate.certificate;
    if (!m_content.pinnedDomainCertificate.isThere && m_content.pinnedDomainKey.isThere()) {
        checkPinnedKey(builder, context);
        return;
    }
    if (!pinned) {
        builder.hold(check, ErrorCode::DomainMismatch,
            QStringLiteral("the voucher pins no certificate that can be read, so it leads the device to nobody"));
        return;
    }
    if (context.trust.anchorsFor(AnchorUse::Domain).isEmpty() && context.here == StationRole::Backend) {
        builder.warn(check,
            QStringLiteral("whether \"%1\" is the site's domain is for the site to check: this station has no domain "
                           "anchor")
                .arg(pinned->subject()));
        return;
    }
    checkDomainCertificate(builder, context, check, *pinned,
        QStringLiteral("the voucher leads the device to \"%1\"").arg(pinned->subject()));
}

void Voucher::checkPinnedKey(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("pinned-domain-cert");
    const QList<Certificate>& domain = context.trust.anchorsFor(AnchorUse::Domain).certificates();
    const auto found = std::ranges::find_if(
        domain, [this](const Certificate& anchor) { return m_content.pinnedDomainKey.names(anchor); });
    if (found != domain.end()) {
        builder.pass(check,
            QStringLiteral("the voucher leads the device to the key of \"%1\", an anchor of our domain")
                .arg(found->subject()));
    } else if (context.here == StationRole::Backend && domain.isEmpty()) {
        builder.warn(check,
            QStringLiteral(
                "whether the key that the voucher pins is the site's is for the site to check: this station has "
                "no domain anchor"));
    } else {
        builder.hold(check, ErrorCode::DomainMismatch,
            QStringLiteral("the voucher leads the device to a bare key that no domain anchor has; add the registrar's "
                           "certificate with `satchel trust add` if it is its key, or release the voucher"));
    }
}

void Voucher::checkExpiry(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("expires-on");
    if (m_content.expiresOn.isEmpty()) {
        builder.skip(check, QStringLiteral("the voucher does not expire by a date"));
        return;
    }
    if (!m_content.expiresAt) {
        builder.hold(check, ErrorCode::Expired,
            QStringLiteral("expires-on \"%1\" cannot be read; it counts as past").arg(m_content.expiresOn));
        return;
    }
    const QDateTime end = *m_content.expiresAt;
    if (end > context.at) {
        builder.pass(check, toUtcText(end));
        return;
    }
    QString text = QStringLiteral("the voucher expired at %1, it is now %2").arg(toUtcText(end), toUtcText(context.at));
    if (m_content.createdAt && *m_content.createdAt < end) {
        text += QStringLiteral("; it was good for %1 minutes, a voucher that travels needs days")
                    .arg(m_content.createdAt->secsTo(end) / 60);
    }
    builder.hold(check, ErrorCode::Expired, text);
}

Result<void> Voucher::matches(const EnrolmentObject& request) const
{
    const auto* const asked = dynamic_cast<const Voucher*>(&request);
    if (m_content.isRequest) {
        return EnrolmentObject::matches(request);
    }
    if (asked == nullptr || !asked->m_content.isRequest) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("a voucher answers a voucher request only"));
    }
    if (device() != asked->device()) {
        return fail(ErrorCode::SerialMismatch,
            QStringLiteral("the voucher is for device %1, the request for device %2").arg(device(), asked->device()));
    }
    if (m_content.comparableNonce() != asked->m_content.comparableNonce()) {
        return fail(ErrorCode::NonceMismatch,
            QStringLiteral("the voucher's nonce \"%1\" is not the request's \"%2\": it answers another request")
                .arg(m_content.nonce, asked->m_content.nonce));
    }
    return {};
}

// RFC 8366 section 5.3: a device must not take a voucher whose idevid-issuer is not that of its certificate.
QStringList Voucher::warningsBeside(const EnrolmentObject& request) const
{
    const auto* const asked = dynamic_cast<const Voucher*>(&request);
    const auto device = asked != nullptr ? asked->idevid() : std::nullopt;
    if (!device || m_content.isOfIssuer(*device).value_or(true)) {
        return {};
    }
    return {QStringLiteral("idevid-issuer is not the issuer of the device's certificate in the request (\"%1\"): the "
                           "device may refuse the voucher")
            .arg(device->issuer())};
}

std::optional<Certificate> Voucher::idevid() const
{
    if (m_prior) {
        return m_prior->idevid();
    }
    return m_content.isRequest && !isRegistrarRequest() ? m_signer : std::nullopt;
}

// Of a request. That of a voucher is held against the request that it answers.
void Voucher::checkIdevidIssuer(AssessmentBuilder& builder) const
{
    const auto device = idevid();
    const auto isIssuer = device ? m_content.isOfIssuer(*device) : std::nullopt;
    const QString check = QStringLiteral("idevid-issuer");
    if (isIssuer && *isIssuer) {
        builder.pass(check, device->issuer());
    } else if (isIssuer) {
        builder.warn(check,
            QStringLiteral("idevid-issuer is not the issuer of the device's certificate, \"%1\"")
                .arg(device->issuer()));
    }
}

QString Voucher::formName() const
{
    if (!m_content.isRequest) {
        return QStringLiteral("%1 voucher").arg(voucherFormName(form()));
    }
    const QString whose = isRegistrarRequest() ? QStringLiteral("registrar") : QStringLiteral("device");
    return QStringLiteral("%1 voucher request of a %2").arg(voucherFormName(form()), whose);
}

JsonValue Voucher::describe() const
{
    JsonMembers members{{QStringLiteral("form"), JsonValue{formName()}}};
    const auto add = [&members](const char16_t* name, const QString& text) {
        if (!text.isEmpty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{text});
        }
    };
    add(u"serialNumber", device());
    add(u"nonce", m_content.nonce);
    add(u"assertion", m_content.assertion);
    add(u"createdOn", m_content.createdOn);
    add(u"expiresOn", m_content.expiresOn);
    add(u"idevidIssuer", QString::fromLatin1(m_content.idevidIssuer.left(256).toHex()));
    const auto addCertificate = [&members](const char16_t* name, const std::optional<Certificate>& certificate) {
        if (certificate) {
            members.emplace_back(QString::fromUtf16(name), describeCertificate(*certificate));
        }
    };
    addCertificate(u"signer", m_signer);
    addCertificate(u"pinnedDomainCertificate", m_content.pinnedDomainCertificate.certificate);
    addCertificate(u"proximityRegistrarCertificate", m_content.proximityRegistrarCertificate.certificate);
    const auto addKey = [&members](const char16_t* name, const VoucherContent::KeyLeaf& key) {
        if (key.isThere()) {
            const auto sha256
                = key.info.isEmpty() ? key.sha256 : QCryptographicHash::hash(key.info, QCryptographicHash::Sha256);
            members.emplace_back(QString::fromUtf16(name), JsonValue{QString::fromLatin1(sha256.toHex())});
        }
    };
    addKey(u"pinnedDomainKeySha256", m_content.pinnedDomainKey);
    addKey(u"proximityRegistrarKeySha256", m_content.proximityRegistrarKey);
    if (m_prior) {
        members.emplace_back(QStringLiteral("priorRequest"), m_prior->describe());
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
