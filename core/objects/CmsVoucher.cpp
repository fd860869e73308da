#include "CmsVoucher.h"

#include "CertificateAnswer.h"
#include "DerForm.h"
#include "TrustChecks.h"

#include <core/base/Time.h>

namespace satchel {

namespace {

constexpr QByteArrayView DataOid = "1.2.840.113549.1.7.1";
constexpr QByteArrayView AnimaJsonVoucherOid = "1.2.840.113549.1.9.16.1.40";
constexpr const char* RegistrationAuthorityUsage = "1.3.6.1.5.5.7.3.28"; // id-kp-cmcRA
constexpr int MostPriorRequests = 2;

QString signatureCheck()
{
    return QStringLiteral("signature");
}

} // namespace

bool CmsVoucher::isContentType(const QByteArray& dottedOid)
{
    return dottedOid == DataOid || dottedOid == AnimaJsonVoucherOid;
}

CmsVoucher::CmsVoucher(SignedData cms, VoucherContent content)
    : m_cms{std::move(cms)}
    , m_content{std::move(content)}
    , m_signer{m_cms.signer()}
{
}

Result<std::shared_ptr<const CmsVoucher>> CmsVoucher::parse(SignedData cms, const JsonValue& json)
{
    return parse(std::move(cms), json, 0);
}

Result<std::shared_ptr<const CmsVoucher>> CmsVoucher::parse(SignedData cms, const JsonValue& json, int depth)
{
    auto content = VoucherContent::read(json);
    if (!content) {
        return fail(std::move(content).error());
    }
    const std::shared_ptr<CmsVoucher> voucher{new CmsVoucher{std::move(cms), *std::move(content)}};
    SATCHEL_TRY(voucher->readPrior(depth));
    return voucher;
}

Result<void> CmsVoucher::readPrior(int depth)
{
    if (!m_content.hasPriorRequest) {
        return {};
    }
    if (derFormOf(m_content.priorRequest) != DerForm::Cms) {
        m_content.deviations.append(
            QStringLiteral("the prior request inside is not signed with CMS, so nothing shows that the device asked"));
        return {};
    }
    const QString place = QStringLiteral("the prior request inside");
    if (depth >= MostPriorRequests) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" holds yet another, and that is one too many"));
    }
    auto cms = SignedData::read(m_content.priorRequest);
    if (!cms) {
        return fail(std::move(cms).error().withContext(place));
    }
    const auto json = parseJson(cms->content().value_or(QByteArray{}), JsonDialect::Lenient);
    if (!json) {
        return fail(Error{json.error()}.withContext(place));
    }
    auto prior = parse(*std::move(cms), *json, depth + 1);
    if (!prior) {
        return fail(std::move(prior).error().withContext(place));
    }
    if (!(*prior)->m_content.isRequest) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" is a voucher"));
    }
    m_prior = *std::move(prior);
    return {};
}

Kind CmsVoucher::kind() const
{
    return m_content.isRequest ? Kind::VoucherRequest : Kind::Voucher;
}

bool CmsVoucher::isRegistrarRequest() const
{
    if (!m_content.isRequest) {
        return false;
    }
    if (m_content.hasPriorRequest || (m_signer && m_signer->hasExtendedKeyUsage(RegistrationAuthorityUsage))) {
        return true;
    }
    // A registrar may ask without a pledge, and then without a nonce. An IDevID has a serial, a registrar has none.
    return m_content.nonce.isEmpty() && m_signer && m_signer->subjectSerialNumber().isEmpty();
}

QString CmsVoucher::device() const
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

QString CmsVoucher::marks() const
{
    return QStringLiteral("voucher:%1:%2").arg(device(), m_content.comparableNonce());
}

QString CmsVoucher::correlation() const
{
    return m_content.isRequest ? marks() : QString{};
}

QStringList CmsVoucher::lookups() const
{
    return m_content.isRequest ? QStringList{} : QStringList{marks()};
}

bool CmsVoucher::lapses() const
{
    return m_content.isRequest && !m_content.nonce.isEmpty();
}

QString CmsVoucher::supersedingMark() const
{
    return m_content.isRequest ? m_content.comparableNonce() : QString{};
}

Assessment CmsVoucher::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    if (!checkSignature(builder)) {
        return builder.take();
    }
    if (!m_content.isRequest) {
        checkVoucher(builder, context);
    } else if (isRegistrarRequest()) {
        checkRegistrarRequest(builder, context);
    } else {
        checkPledgeRequest(builder, context);
    }
    for (const QString& deviation : m_content.deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    if (m_cms.unreadableCertificates() > 0) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("%1 of the certificates inside cannot be read").arg(m_cms.unreadableCertificates()));
    }
    return builder.take();
}

bool CmsVoucher::checkSignature(AssessmentBuilder& builder) const
{
    if (m_cms.signerCount() != 1) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("%1 signatures where exactly one is due").arg(m_cms.signerCount()));
        return false;
    }
    if (!m_signer) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("the signer's certificate is not inside, so nobody can check the signature; ask its maker "
                           "to include it"));
        return false;
    }
    recordSignature(builder, signatureCheck(), m_cms.verify(*m_signer), ErrorCode::BadSignature,
        QStringLiteral("\"%1\"").arg(m_signer->subject()));
    return !builder.isRefused();
}

void CmsVoucher::checkPledgeRequest(AssessmentBuilder& builder, const CheckContext& context) const
{
    checkChain(builder, context, AnchorUse::Manufacturer, *m_signer, m_cms.certificatesBesides(*m_signer),
        QStringLiteral("chain"));
    checkPledgeSerial(builder);
    checkProximity(builder, context);
}

// RFC 8995 section 5.2: a device may speak for itself only.
void CmsVoucher::checkPledgeSerial(AssessmentBuilder& builder) const
{
    const QString check = QStringLiteral("serial");
    const QString signer = m_signer->subjectSerialNumber();
    if (signer.isEmpty() && !device().isEmpty() && m_signer->commonName() == device()) {
        builder.warn(check,
            QStringLiteral("the IDevID names device %1 by its common name, not by a serial number").arg(device()));
    } else if (signer.isEmpty()) {
        builder.hold(check, ErrorCode::SerialMismatch,
            QStringLiteral("the signer \"%1\" has no serial number in its certificate, so nothing shows that it is "
                           "device %2; release the request if you know that it is")
                .arg(m_signer->subject(), m_content.serialNumber));
    } else if (device() != signer) {
        builder.hold(check, ErrorCode::SerialMismatch,
            QStringLiteral("the request is for device %1, but device %2 signed it").arg(device(), signer));
    } else {
        builder.pass(check, signer);
    }
}

void CmsVoucher::checkRegistrarRequest(AssessmentBuilder& builder, const CheckContext& context) const
{
    checkChain(
        builder, context, AnchorUse::Domain, *m_signer, m_cms.certificatesBesides(*m_signer), QStringLiteral("chain"));
    const QString check = QStringLiteral("registrar");
    if (m_signer->hasExtendedKeyUsage(RegistrationAuthorityUsage)) {
        builder.pass(check, QStringLiteral("the signer is a registration authority (id-kp-cmcRA)"));
    } else {
        builder.warn(check,
            QStringLiteral("the registrar's certificate does not say that it is a registration authority "
                           "(id-kp-cmcRA), as older ones do not"));
    }
    if (m_prior) {
        checkPriorRequest(builder, context);
    } else {
        builder.skip(QStringLiteral("prior-request"), QStringLiteral("no signed request of the device is inside"));
    }
}

void CmsVoucher::checkPriorRequest(AssessmentBuilder& builder, const CheckContext& context) const
{
    builder.include(m_prior->assess(context), QStringLiteral("prior-request"));
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
void CmsVoucher::checkProximity(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_content.assertion != u"proximity") {
        return;
    }
    const QString check = QStringLiteral("proximity");
    const auto& seen = m_content.proximityRegistrarCertificate;
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
void CmsVoucher::checkDomainCertificate(AssessmentBuilder& builder, const CheckContext& context, const QString& check,
    const Certificate& certificate, const QString& what) const
{
    const TrustAnchors& domain = context.trust.anchorsFor(AnchorUse::Domain);
    if (domain.contains(certificate)) {
        builder.pass(check, QStringLiteral("%1, an anchor of our domain").arg(what));
        return;
    }
    const auto chain = domain.verify(certificate, m_cms.certificates(), context.at);
    if (chain) {
        builder.pass(check, QStringLiteral("%1, which is of our domain").arg(what));
        return;
    }
    const bool isTime = chain.error().code == ErrorCode::Expired || chain.error().code == ErrorCode::NotYetValid;
    builder.hold(check, isTime ? chain.error().code : ErrorCode::DomainMismatch,
        QStringLiteral("%1, which is not of our domain as far as our domain anchors tell: %2")
            .arg(what, chain.error().message));
}

void CmsVoucher::checkVoucher(AssessmentBuilder& builder, const CheckContext& context) const
{
    checkChain(
        builder, context, AnchorUse::Masa, *m_signer, m_cms.certificatesBesides(*m_signer), QStringLiteral("chain"));
    checkPinnedCertificate(builder, context);
    checkExpiry(builder, context);
}

void CmsVoucher::checkPinnedCertificate(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("pinned-domain-cert");
    const auto& pinned = m_content.pinnedDomainCertificate.certificate;
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

void CmsVoucher::checkExpiry(AssessmentBuilder& builder, const CheckContext& context) const
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
    if (m_content.createdAt) {
        text += QStringLiteral("; it was good for %1 minutes, a voucher that travels needs days")
                    .arg(m_content.createdAt->secsTo(end) / 60);
    }
    builder.hold(check, ErrorCode::Expired, text);
}

Result<void> CmsVoucher::matches(const EnrolmentObject& request) const
{
    const auto* const asked = dynamic_cast<const CmsVoucher*>(&request);
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

QString CmsVoucher::formName() const
{
    if (!m_content.isRequest) {
        return QStringLiteral("CMS voucher");
    }
    return isRegistrarRequest() ? QStringLiteral("CMS voucher request of a registrar")
                                : QStringLiteral("CMS voucher request of a device");
}

JsonValue CmsVoucher::describe() const
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
    const auto addCertificate = [&members](const char16_t* name, const std::optional<Certificate>& certificate) {
        if (certificate) {
            members.emplace_back(QString::fromUtf16(name), describeCertificate(*certificate));
        }
    };
    addCertificate(u"signer", m_signer);
    addCertificate(u"pinnedDomainCertificate", m_content.pinnedDomainCertificate.certificate);
    addCertificate(u"proximityRegistrarCertificate", m_content.proximityRegistrarCertificate.certificate);
    if (m_prior) {
        members.emplace_back(QStringLiteral("priorRequest"), m_prior->describe());
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
