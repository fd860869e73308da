#include "Voucher.h"

#include <core/base/Time.h>
#include <core/objects/TrustChecks.h>

#include <algorithm>

// What is checked of a voucher and of a request for one: Voucher::assess().

namespace satchel {

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
                           "certificate as one if it is its key, or release the voucher"));
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

} // namespace satchel
