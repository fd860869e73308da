#include "DemoPki.h"

#include <core/base/File.h>
#include <core/issuer/IssuerFolder.h>
#include <core/station/CertificatePem.h>

namespace satchel {

namespace {

constexpr int Years = 10;

Result<IssuerIdentity> makeIdentity(CertificateTemplate facts, const QDateTime& now, const IssuerIdentity* issuer)
{
    facts.notBefore = now.addDays(-1);
    facts.notAfter = now.addYears(Years);
    auto key = PrivateKey::generate(KeyType::P256);
    if (!key) {
        return fail(key.error());
    }
    auto certificate = issuer ? issueCertificate(facts, key->publicKeyInfo(), *issuer) : issueSelfSigned(facts, *key);
    if (!certificate) {
        return fail(certificate.error());
    }
    return IssuerIdentity{*std::move(certificate), *std::move(key)};
}

Result<void> writeAnchor(const QString& path, const Certificate& certificate)
{
    return writeFileAtomically(path, certificatePem(certificate));
}

} // namespace

DemoPki::DemoPki(
    QDateTime now, IssuerIdentity manufacturer, IssuerIdentity registrar, Certificate domain, Certificate masa)
    : m_now{std::move(now)}
    , m_manufacturer{std::move(manufacturer)}
    , m_registrar{std::move(registrar)}
    , m_domainAnchor{std::move(domain)}
    , m_masaAnchor{std::move(masa)}
{
}

Result<DemoPki> DemoPki::make(const QString& folder, const QString& registrarName, const QDateTime& now)
{
    const QString issuerFolder = folder + QStringLiteral("/issuer");
    const QString anchors = folder + QStringLiteral("/pki");
    SATCHEL_TRY(makeFolder(anchors));
    auto manufacturer = makeIdentity(
        {.commonName = QStringLiteral("Acme Controllers"), .use = CertificateTemplate::Use::Authority}, now, nullptr);
    const auto issuer = IssuerFolder::open(issuerFolder, now);
    if (!manufacturer || !issuer) {
        return fail(manufacturer ? issuer.error() : manufacturer.error());
    }
    auto registrar = makeIdentity({.commonName = registrarName, .use = CertificateTemplate::Use::Registrar}, now,
        &issuer->certificateAuthority());
    const auto masa = loadCertificates(issuerFolder + QStringLiteral("/masa-ca.pem"));
    if (!registrar || !masa) {
        return fail(registrar ? masa.error() : registrar.error());
    }
    const Certificate domain = issuer->certificateAuthority().certificate;
    SATCHEL_TRY(writeAnchor(issuerFolder + QStringLiteral("/manufacturer.pem"), manufacturer->certificate));
    SATCHEL_TRY(writeAnchor(anchors + QStringLiteral("/manufacturer.pem"), manufacturer->certificate));
    SATCHEL_TRY(writeAnchor(anchors + QStringLiteral("/domain.pem"), domain));
    SATCHEL_TRY(writeAnchor(anchors + QStringLiteral("/masa.pem"), masa->first()));
    return DemoPki{now, *std::move(manufacturer), *std::move(registrar), domain, masa->first()};
}

Result<IssuerIdentity> DemoPki::makeDevice(const QString& serialNumber) const
{
    return makeIdentity({.commonName = QStringLiteral("Acme controller"),
                            .serialNumber = serialNumber,
                            .use = CertificateTemplate::Use::EndEntity,
                            .masaUrl = QStringLiteral("masa.example")},
        m_now, &m_manufacturer);
}

Result<DemoPki> DemoPki::withManufacturer(const QString& name) const
{
    auto manufacturer = makeIdentity({.commonName = name, .use = CertificateTemplate::Use::Authority}, m_now, nullptr);
    if (!manufacturer) {
        return fail(std::move(manufacturer).error());
    }
    auto other = *this;
    other.m_manufacturer = *std::move(manufacturer);
    return other;
}

} // namespace satchel
