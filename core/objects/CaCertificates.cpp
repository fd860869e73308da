#include "CaCertificates.h"

#include "AssessmentBuilder.h"
#include "CertificateAnswer.h"

#include <core/crypto/Digest.h>

#include <QSet>

#include <algorithm>

namespace satchel {

bool CaCertificates::areOfAuthorities(const QList<Certificate>& certificates)
{
    QSet<QByteArray> keys;
    for (const Certificate& certificate : certificates) {
        if (certificate.isCertificateAuthority()) {
            keys.insert(certificate.publicKeyInfo());
        }
    }
    return std::ranges::all_of(
        certificates, [&keys](const Certificate& certificate) { return keys.contains(certificate.publicKeyInfo()); });
}

bool CaCertificates::areAuthorities(const QList<Certificate>& certificates)
{
    return std::ranges::any_of(certificates, &Certificate::isSelfIssued) && areOfAuthorities(certificates);
}

CaCertificates::CaCertificates(QList<Certificate> certificates, bool isCms)
    : m_certificates{std::move(certificates)}
    , m_isCms{isCms}
{
}

// EST has one answer for each label. Bare certificates are laid down one by one, each CA's for itself.
QString CaCertificates::series() const
{
    if (m_isCms) {
        return QStringLiteral("ca-certificates");
    }
    Sha256 subjects;
    for (const Certificate& certificate : m_certificates) {
        subjects.addField(certificate.subjectDer());
    }
    return QStringLiteral("ca-certificates:") + QString::fromLatin1(subjects.finish().toHex());
}

Assessment CaCertificates::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    const QString check = QStringLiteral("chain");
    const TrustAnchors& anchors = context.trust.anchorsFor(AnchorUse::Domain);
    bool isVouchedFor = false;
    for (const Certificate& certificate : m_certificates) {
        const QString name
            = QStringLiteral("\"%1\" (%2)").arg(certificate.subject(), certificate.sha256().toString().left(16));
        if (anchors.contains(certificate)) {
            builder.pass(check, QStringLiteral("%1 is a domain anchor here").arg(name));
            isVouchedFor = true;
        } else if (const auto chain = anchors.verify(certificate, m_certificates, context.at)) {
            builder.pass(check, QStringLiteral("%1 is new here and chains to a domain anchor").arg(name));
            isVouchedFor = true;
        } else {
            builder.warn(check,
                QStringLiteral("%1 is no domain anchor here and does not chain to one: %2; nothing becomes an anchor "
                               "by itself, see `satchel trust add`")
                    .arg(name, chain.error().message));
        }
    }
    if (!isVouchedFor) {
        builder.hold(check, ErrorCode::UntrustedIssuer,
            QStringLiteral("none of these CA certificates is a domain anchor or chains to one: compare them with what "
                           "the CA says of itself, then add one with `satchel trust add` or release the item"));
    }
    return builder.take();
}

Result<void> CaCertificates::matches(const EnrolmentObject& request) const
{
    if (request.kind() != Kind::CaCertificatesRequest) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("CA certificates answer only a request for them"));
    }
    return {};
}

JsonValue CaCertificates::describe() const
{
    JsonArray certificates;
    for (const Certificate& certificate : m_certificates) {
        certificates.push_back(describeCertificate(certificate));
    }
    return JsonValue{JsonMembers{
        {QStringLiteral("form"),
            JsonValue{
                m_isCms ? QStringLiteral("CA certificates, certs-only CMS") : QStringLiteral("CA certificates, bare")}},
        {QStringLiteral("certificates"), JsonValue{std::move(certificates)}},
    }};
}

} // namespace satchel
