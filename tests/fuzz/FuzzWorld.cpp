#include "FuzzWorld.h"

#include <core/base/File.h>
#include <core/station/CertificatePem.h>

#include <QFile>

#include <memory>

namespace satchel::fuzz {

namespace {

std::unique_ptr<const FuzzWorld> world;

template <typename T> T orDie(Result<T> result)
{
    if (!result) {
        qFatal("%s: %s", qPrintable(result.error().file), qPrintable(result.error().message));
    }
    return *std::move(result);
}

void write(const QString& path, const QByteArray& bytes)
{
    if (const auto written = writeFileAtomically(path, bytes); !written) {
        qFatal("%s", qPrintable(written.error().message));
    }
}

// One file with the key and its certificate.
QString identityFile(const QString& folder, const QString& station, const QString& purpose)
{
    return QStringLiteral("%1/%2-%3.pem").arg(folder, station, purpose);
}

void makeIdentity(const QString& path, const PrivateKey& key, const Certificate& certificate)
{
    const auto pem = orDie(key.toPkcs8Pem(Secret{}));
    write(path, pem.reveal() + certificatePem(certificate));
}

void makeStation(const QString& folder, const QString& name)
{
    if (QFile::exists(identityFile(folder, name, QStringLiteral("signing")))) {
        return;
    }
    const auto station = test::ForgedStation::make(name);
    makeIdentity(identityFile(folder, name, QStringLiteral("signing")), station.signingKey, station.signing);
    makeIdentity(identityFile(folder, name, QStringLiteral("decryption")), station.decryptionKey, station.decryption);
}

test::ForgedStation loadStation(const QString& folder, const QString& name, char ledgerByte)
{
    const auto signing = identityFile(folder, name, QStringLiteral("signing"));
    const auto decryption = identityFile(folder, name, QStringLiteral("decryption"));
    const auto certificate = orDie(loadCertificates(signing)).first();
    return {orDie(loadKey(signing, Secret{})), certificate, orDie(loadKey(decryption, Secret{})),
        orDie(loadCertificates(decryption)).first(), certificate.keyFingerprint(),
        LedgerId::fromBytes(QByteArray(LedgerId::Size, ledgerByte))};
}

QString anchorFile(const QString& folder, AnchorUse use)
{
    return QStringLiteral("%1/%2.pem").arg(folder, anchorUseName(use));
}

TrustStore loadTrust(const QString& folder)
{
    QList<Anchor> anchors;
    for (const auto use : {AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa}) {
        anchors.append({use, orDie(loadCertificates(anchorFile(folder, use))).first()});
    }
    return TrustStore::inMemory(anchors);
}

} // namespace

void FuzzWorld::makeStations(const QString& folder)
{
    makeStation(folder, QStringLiteral("site"));
    makeStation(folder, QStringLiteral("backend"));
}

void FuzzWorld::saveAnchor(const QString& folder, AnchorUse use, const Certificate& certificate)
{
    write(anchorFile(folder, use), certificatePem(certificate));
}

void FuzzWorld::load(const QString& folder)
{
    world = std::make_unique<const FuzzWorld>(FuzzWorld{loadStation(folder, QStringLiteral("site"), '\x51'),
        loadStation(folder, QStringLiteral("backend"), '\xBE'), loadTrust(folder)});
}

const FuzzWorld& FuzzWorld::get()
{
    Q_ASSERT(world);
    return *world;
}

BundleAddress FuzzWorld::address() const
{
    static const auto bundle = orDie(Ulid::parse(u"01KARDXPC0FZZFZZFZZFZZFZZF"));
    return {bundle, site.id, site.ledger, backend.id, 7};
}

CheckContext FuzzWorld::context(StationRole here) const
{
    return CheckContext{.trust = trust, .at = now(), .here = here};
}

QDateTime FuzzWorld::now()
{
    return QDateTime{QDate{2026, 6, 1}, QTime{12, 0}, Qt::UTC};
}

} // namespace satchel::fuzz
