#include "IssuerFolder.h"

#include <core/base/File.h>
#include <core/station/CertificatePem.h>

#include <QFileInfo>
#include <QStringList>

#include <algorithm>
#include <optional>

namespace satchel {

namespace {

constexpr qint64 LargestFile = 1024 * 1024;
constexpr int AuthorityYears = 20;
constexpr int SignerYears = 10;

using Use = CertificateTemplate::Use;

QString at(const QString& folder, const char* name)
{
    return folder + QLatin1Char('/') + QLatin1StringView{name};
}

QStringList identityFiles(const QString& folder)
{
    QStringList files;
    for (const char* name : {"ca.key", "ca.pem", "ra.key", "ra.pem", "masa.key", "masa.pem", "masa-ca.pem"}) {
        files.append(at(folder, name));
    }
    return files;
}

struct NewIdentity {
    const char* stem; // "ca" for ca.key and ca.pem
    QString commonName;
    Use use;
    int years;
    const IssuerIdentity* issuer; // nullptr: itself
};

Result<IssuerIdentity> makeIdentity(const QString& folder, const NewIdentity& wanted, const QDateTime& now)
{
    auto key = PrivateKey::generate(KeyType::P256);
    if (!key) {
        return fail(key.error());
    }
    const CertificateTemplate facts{.commonName = wanted.commonName,
        .notBefore = now.addSecs(-BackdatedSeconds),
        .notAfter = now.addYears(wanted.years),
        .use = wanted.use};
    auto certificate
        = wanted.issuer ? issueCertificate(facts, key->publicKeyInfo(), *wanted.issuer) : issueSelfSigned(facts, *key);
    if (!certificate) {
        return fail(certificate.error());
    }
    const auto pem = key->toPkcs8Pem(Secret{});
    if (!pem) {
        return fail(pem.error());
    }
    const QString stem = at(folder, wanted.stem);
    SATCHEL_TRY(writeFileAtomically(stem + QStringLiteral(".key"), pem->reveal(), 0600));
    SATCHEL_TRY(writeFileAtomically(stem + QStringLiteral(".pem"), certificatePem(*certificate)));
    return IssuerIdentity{*std::move(certificate), *std::move(key)};
}

Result<void> makeIdentities(const QString& folder, const QDateTime& now)
{
    const auto ca = makeIdentity(
        folder, {"ca", QStringLiteral("Satchel domain CA"), Use::Authority, AuthorityYears, nullptr}, now);
    if (!ca) {
        return fail(ca.error());
    }
    const auto ra = makeIdentity(folder, {"ra", QStringLiteral("Satchel RA"), Use::Registrar, SignerYears, &*ca}, now);
    if (!ra) {
        return fail(ra.error());
    }
    const auto masaCa = makeIdentity(
        folder, {"masa-ca", QStringLiteral("Satchel MASA CA"), Use::Authority, AuthorityYears, nullptr}, now);
    if (!masaCa) {
        return fail(masaCa.error());
    }
    const auto masa
        = makeIdentity(folder, {"masa", QStringLiteral("Satchel MASA"), Use::EndEntity, SignerYears, &*masaCa}, now);
    return masa ? Result<void>{} : fail(masa.error());
}

// True if they were made.
Result<bool> ensureIdentities(const QString& folder, const QDateTime& now)
{
    QStringList missing;
    const QStringList wanted = identityFiles(folder);
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(missing),
        [](const QString& file) { return !QFileInfo::exists(file); });
    if (missing.size() == wanted.size()) {
        return makeIdentities(folder, now).map([] { return true; });
    }
    if (!missing.isEmpty()) {
        return fail(Error{ErrorCode::NotFound,
            QStringLiteral("%1 is missing, though others of the issuer's files are there: put it back, or name an "
                           "empty folder to have a new issuer made")
                .arg(QFileInfo{missing.first()}.fileName()),
            missing.first()});
    }
    return false;
}

Result<QList<Certificate>> readCertificates(const QString& file)
{
    const auto bytes = readFile(file, LargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    return Certificate::fromPemOrDer(*bytes).map_error(
        [&file](Error error) { return std::move(error).withFile(file); });
}

// Certificates that an operator may add or leave out.
Result<QList<Certificate>> readOptional(const QString& file)
{
    return QFileInfo::exists(file) ? readCertificates(file) : QList<Certificate>{};
}

struct LoadedIdentity {
    IssuerIdentity identity;
    QList<Certificate> chain;
};

Result<LoadedIdentity> loadIdentity(const QString& folder, const char* stem, const Secret& passphrase)
{
    const QString keyFile = at(folder, stem) + QStringLiteral(".key");
    const QString certificateFile = at(folder, stem) + QStringLiteral(".pem");
    auto key = loadKey(keyFile, passphrase);
    if (!key) {
        return fail(std::move(key).error().withFile(keyFile));
    }
    const auto certificates = readCertificates(certificateFile);
    if (!certificates) {
        return fail(certificates.error());
    }
    if (!key->matches(certificates->first())) {
        return fail(Error{ErrorCode::KeyMismatch,
            QStringLiteral("its first certificate is not for the key in %1").arg(QFileInfo{keyFile}.fileName()),
            certificateFile});
    }
    return LoadedIdentity{{certificates->first(), *std::move(key)}, certificates->sliced(1)};
}

// A root is no use inside a message: who does not have it does not trust it.
QList<Certificate> withoutRoots(QList<Certificate> chain)
{
    chain.removeIf([](const Certificate& certificate) { return certificate.isSelfIssued(); });
    return chain;
}

void addAnchors(QList<Anchor>& anchors, AnchorUse use, const QList<Certificate>& certificates)
{
    for (const auto& certificate : certificates) {
        anchors.append(Anchor{use, certificate});
    }
}

} // namespace

IssuerFolder::IssuerFolder(
    QString path, IssuerSettings settings, IssuerIdentity ca, IssuerIdentity ra, VoucherSigner masa)
    : m_path{std::move(path)}
    , m_settings{settings}
    , m_ca{std::move(ca)}
    , m_ra{std::move(ra)}
    , m_masa{std::move(masa)}
    , m_trust{TrustStore::inMemory({})}
{
}

Result<IssuerFolder> IssuerFolder::open(const QString& path, const QDateTime& now, const Secret& passphrase)
{
    SATCHEL_TRY(makeFolder(path, 0700));
    const auto made = ensureIdentities(path, now);
    if (!made) {
        return fail(made.error());
    }
    const QString settingsFile = at(path, "settings.toml");
    if (!QFileInfo::exists(settingsFile)) {
        SATCHEL_TRY(IssuerSettings{}.save(settingsFile));
    }
    const auto settings = IssuerSettings::load(settingsFile);
    if (!settings) {
        return fail(settings.error());
    }
    auto ca = loadIdentity(path, "ca", passphrase);
    if (!ca) {
        return fail(std::move(ca).error());
    }
    auto ra = loadIdentity(path, "ra", passphrase);
    if (!ra) {
        return fail(std::move(ra).error());
    }
    auto masa = loadIdentity(path, "masa", passphrase);
    if (!masa) {
        return fail(std::move(masa).error());
    }
    const auto masaCa = readCertificates(at(path, "masa-ca.pem"));
    if (!masaCa) {
        return fail(masaCa.error());
    }
    VoucherSigner signer{masa->identity, withoutRoots(masa->chain + *masaCa)};
    IssuerFolder folder{path, *settings, ca->identity, ra->identity, std::move(signer)};
    folder.m_wasMade = *made;
    folder.m_caChain = ca->chain;
    SATCHEL_TRY(folder.readAnchors());
    SATCHEL_TRY(folder.readSecrets());
    return folder;
}

Result<void> IssuerFolder::readAnchors()
{
    const auto manufacturers = readOptional(at(m_path, "manufacturer.pem"));
    if (!manufacturers) {
        return fail(manufacturers.error());
    }
    const auto domains = readOptional(at(m_path, "domain.pem"));
    if (!domains) {
        return fail(domains.error());
    }
    QList<Anchor> anchors{Anchor{AnchorUse::Domain, m_ca.certificate}};
    addAnchors(anchors, AnchorUse::Domain, *domains);
    addAnchors(anchors, AnchorUse::Manufacturer, *manufacturers);
    m_trust = TrustStore::inMemory(anchors);
    return {};
}

Result<void> IssuerFolder::readSecrets()
{
    const QString file = at(m_path, "cmp-secrets");
    if (!QFileInfo::exists(file)) {
        return {};
    }
    auto bytes = readFile(file, LargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    const Secret text{*std::exchange(bytes, QByteArray{})};
    int number = 0;
    for (const auto& line : text.reveal().split('\n')) {
        ++number;
        const qsizetype separator = line.indexOf('=');
        if (line.trimmed().isEmpty() || line.startsWith('#')) {
            continue;
        }
        if (separator < 1 || separator + 1 == line.size()) {
            return fail(Error{
                ErrorCode::Malformed, QStringLiteral("line %1 is not of the form reference=secret").arg(number), file});
        }
        m_secrets.insert_or_assign(line.left(separator), Secret{line.mid(separator + 1)});
    }
    return {};
}

std::map<QByteArray, Secret> IssuerFolder::cmpSecrets() const
{
    std::map<QByteArray, Secret> copies;
    for (const auto& [reference, secret] : m_secrets) {
        copies.emplace(reference, secret.clone());
    }
    return copies;
}

} // namespace satchel
