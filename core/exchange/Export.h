#pragma once

#include <core/base/Progress.h>
#include <core/base/Outcome.h>
#include <core/exchange/Session.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct ExportOrder {
    QString folder; // created if it is missing
    QString to; // alias or id of a peer; empty: every peer for whom anything is due
    QStringList devices; // empty: all
    std::optional<Kind> kind;
    bool onlyNew = false; // only what was never packed
    qint64 mostBytes = 0; // of one bundle; 0: what a FAT32 medium takes and what is free
    std::optional<QDateTime> notAfter;
    bool dryRun = false;
    // Where the medium that was chosen must be mounted, MediumGone otherwise; empty: any folder will do. Set by who
    // shows media to choose from: what is left of one that was pulled is a folder, too.
    QString mountPoint = {};
};

struct ExportedBundle {
    QString path; // empty in a dry run
    Ulid id;
    qint64 sequence = 0;
    StationId to;
    QString toName;
    qint64 items = 0;
    qint64 bytes = 0;
    Sha256Digest sha256;
    bool readBackVerified = false;
    bool cacheBypassed = false;
};

struct ExportReport {
    qint64 items = 0;
    qint64 fresh = 0; // "new": never packed before
    qint64 again = 0; // packed before, without a receipt
    bool dryRun = false;
    QList<ExportedBundle> bundles;
    QStringList warnings;
    std::optional<Error> failure; // bundles listed are good all the same

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Writes everything due into one or more bundles, each proved by reading back before the ledger says packed.
[[nodiscard]] ExportReport exportBundles(Session& session, const ExportOrder& order, const Conduct& conduct);

} // namespace satchel
