#include "CaCertificates.h"

#include "CertificateAnswer.h"

#include <core/crypto/Digest.h>
#include <core/objects/AssessmentBuilder.h>

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
    const auto vouchedFor = [&](const Certificate& certificate) {
        return anchors.contains(certificate) || anchors.verify(certificate, m_certificates, context.at).has_value();
    };
    // A new root is vouched for by the old one in a certificate of the same name and key (RFC 7030 section 4.1.3).
    const auto hasVouchedForTwin = [&](const Certificate& certificate) {
        return std::ranges::any_of(m_certificates, [&](const Certificate& other) {
            return other.subjectDer() == certificate.subjectDer()
                && other.publicKeyInfo() == certificate.publicKeyInfo() && vouchedFor(other);
        });
    };
    QStringList unknown;
    for (const Certificate& certificate : m_certificates) {
        const QString name
            = QStringLiteral("\"%1\" (%2)").arg(certificate.subject(), certificate.sha256().toString().left(16));
        if (anchors.contains(certificate)) {
            builder.pass(check, QStringLiteral("%1 is a domain anchor here").arg(name));
        } else if (vouchedFor(certificate) || hasVouchedForTwin(certificate)) {
            builder.pass(check, QStringLiteral("%1 is new here and chains to a domain anchor").arg(name));
        } else {
            builder.warn(check,
                QStringLiteral("%1 is no domain anchor here and does not chain to one; nothing becomes an anchor by "
                               "itself")
                    .arg(name));
            unknown.append(name);
        }
    }
    // A registrar hands all of them to its devices: one that nobody knows makes them all believe its owner.
    if (!unknown.isEmpty()) {
        builder.hold(check, ErrorCode::UntrustedIssuer,
            QStringLiteral("%1 of these CA certificates is no domain anchor and does not chain to one: compare it with "
                           "what the CA says of itself, then add it as an anchor or release the item")
                .arg(unknown.first()));
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
