#pragma once

#include <core/objects/Assessment.h>
#include <core/station/TrustStore.h>
#include <tests/support/BundleForge.h>

#include <QByteArray>
#include <QString>

namespace satchel::fuzz {

// The stations and anchors by which the seeds were made, so that they stay good in another process. Their throw-away
// keys lie in `world` beside the folders of the corpus.
class FuzzWorld final {
public:
    // Ends the process if there is no such world.
    static void load(const QString& folder);
    [[nodiscard]] static const FuzzWorld& get();

    // Keys that are there stay: seeds made before are good for longer.
    static void makeStations(const QString& folder);
    static void saveAnchor(const QString& folder, AnchorUse use, const Certificate& certificate);

    test::ForgedStation site;
    test::ForgedStation backend;
    TrustStore trust;

    // Of the one bundle from the site to the backend that all seeds are about.
    [[nodiscard]] BundleAddress address() const;
    [[nodiscard]] DecryptionIdentity reader() const { return backend.decrypter(); }
    [[nodiscard]] CheckContext context(StationRole here) const;
    // The middle of the time in which certificates of the seeds are valid.
    [[nodiscard]] static QDateTime now();
};

} // namespace satchel::fuzz
