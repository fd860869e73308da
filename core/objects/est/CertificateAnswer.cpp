#include "CertificateAnswer.h"

#include "CaCertificates.h"
#include "Pkcs10Request.h"

#include <core/base/Time.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/cmc/CmcMessage.h>
#include <core/objects/encoding/SignedData.h>

#include <algorithm>

namespace satchel {

namespace {

// A simple response is CMC's as well as EST's (RFC 5272 section 4.1, RFC 7030 section 4.2.3).
QList<QByteArray> keysAskedForBy(const EnrolmentObject& request)
{
    if (const auto* const pkcs10 = dynamic_cast<const Pkcs10Request*>(&request)) {
        return {pkcs10->publicKeyInfo()};
    }
    const auto* const cmc = dynamic_cast<const CmcMessage*>(&request);
    return cmc != nullptr && !cmc->isResponse() ? cmc->keysAskedFor() : QList<QByteArray>{};
}

EnrolmentObjectPtr answerOf(const QList<Certificate>& certificates, bool isCms)
{
    if (CaCertificates::areAuthorities(certificates)) {
        return std::make_shared<const CaCertificates>(certificates, isCms);
    }
    return std::make_shared<const CertificateAnswer>(certificates, isCms);
}

} // namespace

CertificateAnswer::CertificateAnswer(QList<Certificate> certificates, bool isCms)
    : m_certificates{std::move(certificates)}
    , m_isCms{isCms}
{
}

Result<EnrolmentObjectPtr> CertificateAnswer::fromCertificates(const QList<Certificate>& certificates)
{
    return answerOf(certificates, false);
}

Result<EnrolmentObjectPtr> CertificateAnswer::fromCertsOnly(const SignedData& cms)
{
    if (cms.certificates().isEmpty()) {
        return fail(
            ErrorCode::Malformed, QStringLiteral("the CMS holds neither a signature nor a readable certificate"));
    }
    // It may be the very one that was asked for.
    if (cms.unreadableCertificates() > 0) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("%1 of the certificates inside cannot be read").arg(cms.unreadableCertificates()));
    }
    return answerOf(cms.certificates(), true);
}

QString CertificateAnswer::device() const
{
    const Certificate leaf = issued().first();
    const QString serial = leaf.subjectSerialNumber();
    return serial.isEmpty() ? leaf.commonName() : serial;
}

QList<Certificate> CertificateAnswer::issued() const
{
    const QList<Certificate> leaves = issuedCertificates();
    return leaves.isEmpty() ? m_certificates : leaves;
}

QList<Certificate> CertificateAnswer::issuedCertificates() const
{
    QList<Certificate> leaves = m_certificates;
    leaves.removeIf([](const Certificate& certificate) { return certificate.isCertificateAuthority(); });
    return leaves;
}

QStringList CertificateAnswer::lookups() const
{
    QStringList keys;
    for (const Certificate& certificate : issued()) {
        keys.append(keyCorrelation(certificate.publicKeyInfo()));
    }
    keys.removeDuplicates();
    return keys;
}

Assessment CertificateAnswer::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    for (const Certificate& leaf : issued()) {
        checkChain(builder, context, AnchorUse::Domain, leaf, m_certificates, QStringLiteral("chain"));
        checkIssuedForm(builder, leaf);
    }
    return builder.take();
}

Result<void> CertificateAnswer::matches(const EnrolmentObject& request) const
{
    const QList<QByteArray> keys = keysAskedForBy(request);
    if (keys.isEmpty()) {
        return fail(ErrorCode::NoMatchingRequest,
            QStringLiteral("a bare certificate answers a PKCS #10 or a CMC request only, and this request is none"));
    }
    const QList<Certificate> leaves = issued();
    const auto hasKey = [&keys](const Certificate& certificate) { return keys.contains(certificate.publicKeyInfo()); };
    const bool allAreAuthorities = leaves.first().isCertificateAuthority();
    const bool matches = allAreAuthorities ? std::ranges::any_of(leaves, hasKey) : std::ranges::all_of(leaves, hasKey);
    if (!matches) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate for \"%1\" is for another key than the request's")
                .arg(leaves.first().subject()));
    }
    return {};
}

JsonValue CertificateAnswer::describe() const
{
    JsonArray certificates;
    for (const Certificate& certificate : m_certificates) {
        certificates.push_back(describeCertificate(certificate));
    }
    return JsonValue{JsonMembers{
        {QStringLiteral("form"),
            JsonValue{m_isCms ? QStringLiteral("certs-only CMS") : QStringLiteral("X.509 certificate")}},
        {QStringLiteral("certificates"), JsonValue{std::move(certificates)}},
    }};
}

JsonValue describeCertificate(const Certificate& certificate)
{
    JsonMembers members{
        {QStringLiteral("subject"), JsonValue{certificate.subject()}},
        {QStringLiteral("issuer"), JsonValue{certificate.issuer()}},
        {QStringLiteral("serialNumber"), JsonValue{QString::fromLatin1(certificate.serialNumber().toHex())}},
        {QStringLiteral("notBefore"), JsonValue{toUtcText(certificate.notBefore())}},
        {QStringLiteral("notAfter"), JsonValue{toUtcText(certificate.notAfter())}},
        {QStringLiteral("key"), JsonValue{certificate.keyFingerprint().toString()}},
        {QStringLiteral("keyType"), JsonValue{publicKeyName(certificate.publicKeyInfo())}},
        {QStringLiteral("sha256"), JsonValue{certificate.sha256().toString()}},
    };
    // Where the device's voucher requests go (RFC 8995 section 2.3).
    if (const QString url = certificate.masaUrl(); !url.isEmpty()) {
        members.emplace_back(QStringLiteral("masaUrl"), JsonValue{url});
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
