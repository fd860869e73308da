#include "TrustStore.h"

#include "CertificatePem.h"

#include <core/base/File.h>
#include <core/base/FolderListing.h>

#include <QFileInfo>

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype ShortestPrefix = 4;
constexpr std::array Uses{AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa};

QString folderFor(const QString& folder, AnchorUse use)
{
    return folder + QLatin1Char('/') + anchorUseName(use);
}

// Hidden files are unfinished ones of our own, or an editor's.
Result<QStringList> filesIn(const QString& folder)
{
    const auto names = namesIn(folder);
    if (!names) {
        return names;
    }
    QStringList paths;
    for (const auto& name : *names) {
        const auto path = folder + QLatin1Char('/') + name;
        if (!QFileInfo{path}.isDir()) {
            paths << path;
        }
    }
    return paths;
}

Result<QList<Certificate>> readAnchorFile(const QString& path)
{
    const auto bytes = readFile(path, TrustStore::LargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto certificates = Certificate::fromPemOrDer(*bytes);
    if (!certificates) {
        return fail(std::move(certificates)
                .error()
                .withContext(QStringLiteral("this trust anchor cannot be read"))
                .withFile(path));
    }
    return certificates;
}

// A file that a person put there may hold more than the one; the others stay.
Result<void> removeFromFile(const QString& path, const Certificate& certificate)
{
    auto certificates = readAnchorFile(path);
    if (!certificates) {
        return fail(std::move(certificates).error());
    }
    if (certificates->removeAll(certificate) == 0) {
        return {};
    }
    return certificates->isEmpty() ? removeFile(path) : writeFileAtomically(path, certificatesPem(*certificates));
}

Result<void> removeFromFolder(const QString& folder, const Certificate& certificate)
{
    const auto paths = filesIn(folder);
    if (!paths) {
        return fail(paths.error());
    }
    for (const auto& path : *paths) {
        SATCHEL_TRY(removeFromFile(path, certificate));
    }
    return syncFolder(folder);
}

} // namespace

QString anchorUseName(AnchorUse use)
{
    switch (use) {
    case AnchorUse::Manufacturer:
        return QStringLiteral("manufacturer");
    case AnchorUse::Domain:
        return QStringLiteral("domain");
    case AnchorUse::Masa:
        break;
    }
    return QStringLiteral("masa");
}

std::optional<AnchorUse> anchorUseFromName(QStringView name)
{
    const auto found
        = std::find_if(Uses.begin(), Uses.end(), [name](AnchorUse use) { return name == anchorUseName(use); });
    return found == Uses.end() ? std::nullopt : std::optional{*found};
}

Result<TrustStore> TrustStore::load(const QString& folder)
{
    TrustStore store;
    store.m_folder = folder;
    for (const auto use : Uses) {
        const auto paths = filesIn(folderFor(folder, use));
        if (!paths) {
            return fail(paths.error());
        }
        for (const auto& path : *paths) {
            const auto certificates = readAnchorFile(path);
            if (!certificates) {
                return fail(certificates.error());
            }
            store.insert(use, *certificates);
        }
    }
    store.rebuild();
    return store;
}

TrustStore TrustStore::inMemory(const QList<Anchor>& anchors)
{
    TrustStore store;
    for (const auto& anchor : anchors) {
        store.insert(anchor.use, {anchor.certificate});
    }
    store.rebuild();
    return store;
}

bool TrustStore::holds(AnchorUse use, const Certificate& certificate) const
{
    return std::any_of(m_anchors.begin(), m_anchors.end(),
        [&](const Anchor& anchor) { return anchor.use == use && anchor.certificate == certificate; });
}

void TrustStore::insert(AnchorUse use, const QList<Certificate>& certificates)
{
    for (const auto& certificate : certificates) {
        if (!holds(use, certificate)) {
            m_anchors << Anchor{use, certificate};
        }
    }
}

void TrustStore::rebuild()
{
    const auto leaves = std::make_shared<LeafMemory>();
    QList<Certificate> devices;
    for (const auto use : Uses) {
        QList<Certificate> certificates;
        for (const auto& anchor : m_anchors) {
            if (anchor.use == use) {
                certificates << anchor.certificate;
            }
        }
        if (use != AnchorUse::Masa) {
            devices += certificates;
        }
        m_sets[static_cast<std::size_t>(use)] = TrustAnchors{certificates, leaves};
    }
    m_sets[3] = TrustAnchors{devices, leaves};
}

Result<QList<Anchor>> TrustStore::add(AnchorUse use, const QList<Certificate>& certificates)
{
    QList<Anchor> given;
    for (const auto& certificate : certificates) {
        given << Anchor{use, certificate};
        if (holds(use, certificate)) {
            continue;
        }
        if (!m_folder.isEmpty()) {
            const auto folder = folderFor(m_folder, use);
            SATCHEL_TRY(makeFolder(folder, 0700));
            SATCHEL_TRY(writeFileAtomically(
                folder + QLatin1Char('/') + certificate.sha256().toString() + QStringLiteral(".pem"),
                certificatePem(certificate)));
        }
        insert(use, {certificate});
    }
    rebuild();
    return given;
}

Result<QList<Anchor>> TrustStore::matching(QStringView sha256, std::optional<AnchorUse> use) const
{
    QList<Anchor> found;
    for (const auto& anchor : m_anchors) {
        const bool isMeant
            = sha256.size() >= ShortestPrefix && anchor.certificate.sha256().toString().startsWith(sha256);
        if (isMeant && anchor.use == use.value_or(anchor.use)) {
            found << anchor;
        }
    }
    if (found.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("no trust anchor's SHA-256 begins with \"%1\"").arg(sha256));
    }
    const bool isOne = std::all_of(found.begin(), found.end(),
        [&](const Anchor& anchor) { return anchor.certificate == found.first().certificate; });
    if (!isOne) {
        return fail(
            ErrorCode::Usage, QStringLiteral("\"%1\" means more than one trust anchor; give more digits").arg(sha256));
    }
    return found;
}

Result<QList<Anchor>> TrustStore::remove(QStringView sha256, std::optional<AnchorUse> use)
{
    auto meant = matching(sha256, use);
    if (!meant) {
        return meant;
    }
    for (const auto& anchor : *meant) {
        if (!m_folder.isEmpty()) {
            SATCHEL_TRY(removeFromFolder(folderFor(m_folder, anchor.use), anchor.certificate));
        }
        m_anchors.removeIf(
            [&](const Anchor& held) { return held.use == anchor.use && held.certificate == anchor.certificate; });
    }
    rebuild();
    return meant;
}

} // namespace satchel
