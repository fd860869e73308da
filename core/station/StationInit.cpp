#include "Station.h"

#include "CertificatePem.h"
#include "KeyUri.h"
#include "PlainName.h"
#include "StationCertificate.h"

#include <core/crypto/Digest.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

// Takes away what init has made so far, unless it comes to its end.
class UnfinishedStation final {
public:
    UnfinishedStation(const StationPaths& paths, bool hadHome)
        : m_paths{paths}
        , m_hadHome{hadHome}
    {
    }

    UnfinishedStation(const UnfinishedStation&) = delete;
    UnfinishedStation& operator=(const UnfinishedStation&) = delete;

    ~UnfinishedStation()
    {
        if (m_kept) {
            return;
        }
        for (const auto& folder : {m_paths.keys(), m_paths.peers(), m_paths.trust()}) {
            QDir{folder}.removeRecursively();
        }
        for (const auto& file : {m_paths.settings(), m_paths.identity()}) {
            QFile::remove(file);
        }
        if (!m_hadHome) {
            QDir{}.rmdir(m_paths.home);
        }
    }

    void keep() { m_kept = true; }

private:
    StationPaths m_paths;
    bool m_hadHome;
    bool m_kept = false;
};

Result<void> requireFreeHome(const StationPaths& paths)
{
    if (QFileInfo::exists(paths.settings())) {
        return fail(Error{ErrorCode::Usage, QStringLiteral("this folder holds a station already"), paths.home});
    }
    const QFileInfo home{paths.home};
    if (!home.exists()) {
        return {};
    }
    auto names
        = QDir{paths.home}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    names.removeOne(QFileInfo{paths.lock()}.fileName()); // whoever makes the station may hold its lock
    if (!home.isDir() || !names.isEmpty()) {
        return fail(Error{ErrorCode::Usage,
            home.isDir() ? QStringLiteral("this folder holds other files and no station (%1); a station wants an empty "
                                          "one. If an init broke off here, remove them")
                               .arg(names.value(0))
                         : QStringLiteral("a file of that name is in the way"),
            paths.home});
    }
    return {};
}

Result<void> makeHome(const StationPaths& paths)
{
    SATCHEL_TRY(makeFolder(paths.home, 0700));
    if (::chmod(QFile::encodeName(paths.home).constData(), 0700) != 0) {
        return fail(takeErrno(QStringLiteral("cannot keep others out of the folder"), paths.home));
    }
    // Of two inits at once, the one that makes this folder goes on.
    if (::mkdir(QFile::encodeName(paths.keys()).constData(), 0700) != 0) {
        return fail(takeErrno(QStringLiteral("cannot make the folder for the keys"), paths.keys(), ErrorCode::Usage));
    }
    return syncFolder(paths.home);
}

Result<void> requireWholePair(const std::optional<Settings::KeyPair>& pair, const QString& what)
{
    if (pair && (pair->key.isEmpty() || pair->certificate.isEmpty())) {
        return fail(ErrorCode::Usage, QStringLiteral("a %1 key and its certificate are given together").arg(what));
    }
    return {};
}

Settings::KeyPair absolutePair(const Settings::KeyPair& pair)
{
    const auto here = QDir::currentPath();
    return {absoluteKeyUri(pair.key, here), absoluteKeyUri(pair.certificate, here)};
}

// A P-256 pair with a self-issued certificate in the keys folder; the paths as the settings will hold them.
Result<Settings::KeyPair> makePair(const StationPaths& paths, const QString& stem, const QString& name,
    CertificateTemplate::Use use, const Secret& passphrase)
{
    const auto key = PrivateKey::generate(KeyType::P256);
    if (!key) {
        return fail(key.error());
    }
    const auto certificate = issueSelfSigned(
        {.commonName = name, .notBefore = beginningOfTime(), .notAfter = endOfTime(), .use = use}, *key);
    const auto pem = key->toPkcs8Pem(passphrase);
    if (!certificate || !pem) {
        return fail(!certificate ? certificate.error() : pem.error());
    }
    const Settings::KeyPair pair{
        QStringLiteral("keys/%1.key.pem").arg(stem), QStringLiteral("keys/%1.cert.pem").arg(stem)};
    SATCHEL_TRY(writeFileAtomically(absoluteKeyUri(pair.key, paths.home), pem->reveal(), 0600));
    SATCHEL_TRY(writeFileAtomically(absoluteKeyUri(pair.certificate, paths.home), certificatePem(*certificate)));
    return pair;
}

Result<Settings> provideKeys(const StationPaths& paths, const StationInit& wishes, const Secret& passphrase)
{
    auto signing = wishes.signing
        ? Result<Settings::KeyPair>{absolutePair(*wishes.signing)}
        : makePair(paths, QStringLiteral("signing"), wishes.name, CertificateTemplate::Use::Signing, passphrase);
    auto decryption = wishes.decryption
        ? Result<Settings::KeyPair>{absolutePair(*wishes.decryption)}
        : makePair(paths, QStringLiteral("decryption"), wishes.name, CertificateTemplate::Use::Decryption, passphrase);
    if (!signing || !decryption) {
        return fail(!signing ? std::move(signing).error() : std::move(decryption).error());
    }
    return Settings{wishes.role, wishes.name, *signing, {*decryption}, {}};
}

Result<StationId> idFromCertificate(const QString& uri)
{
    const auto certificates = loadCertificates(uri);
    if (!certificates) {
        return fail(Error{certificates.error()}.withFile(uri));
    }
    if (certificates->isEmpty()) {
        return fail(Error{ErrorCode::KeyUnavailable, QStringLiteral("the file holds no certificate"), uri});
    }
    return certificates->first().keyFingerprint();
}

} // namespace

Result<void> Station::proveDecryption(const QList<DecryptionIdentity>& identities)
{
    const auto sample = randomBytes(32);
    for (const auto& identity : identities) {
        const auto envelope = encrypt(sample, {identity.certificate});
        if (!envelope) {
            return fail(envelope.error());
        }
        const auto opened = decrypt(*envelope, {identity}, sample.size());
        if (!opened || *opened != sample) {
            return fail(opened ? Error{ErrorCode::KeyMismatch, QStringLiteral("the decryption key opens nothing")}
                               : opened.error());
        }
    }
    return {};
}

Result<Station> Station::init(
    const QString& home, const StationInit& wishes, const Secret& passphrase, const Clock& clock)
{
    const StationPaths paths{QDir::cleanPath(QDir::current().absoluteFilePath(home))};
    if (auto plain = requirePlainName(wishes.name, QStringLiteral("a station's name")); !plain) {
        return fail(ErrorCode::Usage, plain.error().message);
    }
    SATCHEL_TRY(requireWholePair(wishes.signing, QStringLiteral("signing")));
    SATCHEL_TRY(requireWholePair(wishes.decryption, QStringLiteral("decryption")));
    SATCHEL_TRY(requireFreeHome(paths));
    SATCHEL_TRY(fill(paths, wishes, passphrase, clock));
    return open(paths.home, passphrase.clone(), clock);
}

Result<void> Station::fill(
    const StationPaths& paths, const StationInit& wishes, const Secret& passphrase, const Clock& clock)
{
    const bool hadHome = QFileInfo::exists(paths.home);
    SATCHEL_TRY(makeHome(paths));
    UnfinishedStation unfinished{paths, hadHome};
    for (const auto& folder : {paths.peers(), paths.trust()}) {
        SATCHEL_TRY(makeFolder(folder, 0700));
    }
    auto settings = provideKeys(paths, wishes, passphrase);
    if (!settings) {
        return fail(std::move(settings).error());
    }
    const auto id = idFromCertificate(absoluteKeyUri(settings->signing.certificate, paths.home));
    if (!id) {
        return fail(id.error());
    }
    const IdentityRecord identity{.station = *id, .role = wishes.role};
    SATCHEL_TRY(identity.save(paths.identity()));

    // Keys that do not work are found out now and not when the first bundle is due. The card also records its content.
    Station station{paths, *settings, identity, passphrase.clone(), clock};
    const auto card = station.card();
    if (!card) {
        return fail(card.error());
    }
    SATCHEL_TRY(station.proveKeys());
    SATCHEL_TRY(settings->save(paths.settings()));
    unfinished.keep();
    return {};
}

} // namespace satchel
