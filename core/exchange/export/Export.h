#pragma once

#include <core/base/Progress.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>
#include <core/exchange/session/Warning.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// A folder to write to, created if it is missing.
struct ExportPlace {
    QString folder;
    // Where the medium that was chosen must be mounted, MediumGone otherwise; empty: any folder will do. Set by who
    // shows media to choose from: what is left of one that was pulled is a folder, too.
    QString mountPoint = {};
};

struct ExportOrder {
    QString folder; // created if it is missing
    QString to; // alias or id of a peer; empty: every peer for whom anything is due
    QStringList devices; // empty: all
    std::optional<Kind> kind;
    bool onlyNew = false; // only what was never packed
    qint64 mostBytes = 0; // of one bundle; 0: what a FAT32 medium takes and what is free
    std::optional<QDateTime> notAfter;
    bool dryRun = false;
    QString mountPoint = {}; // as of an ExportPlace
    // Where it goes on, one after the other, once a medium is full or fails.
    QList<ExportPlace> further = {};
    // Ids, each shortened to what is unique; empty: all. Of these, too, only what is due is packed.
    QStringList items = {};
    // Bundles whose items are left out, each for its own peer, by ids shortened likewise: so that a second medium gets
    // what a first one left, and not the most urgent once more. NotFound if one of them was never begun here; one that
    // was not finished carried nothing.
    QStringList notIn = {};
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

// What came of one of the places of an export.
struct ExportedPlace {
    QString folder;
    qint64 items = 0; // proved to be there
    std::optional<Error> failure = {}; // why what was left went on to the next place, or stayed
};

// What is still due and in no bundle of this export, because the media were full or failed. The most urgent went first.
struct ExportRemainder {
    qint64 items = 0;
    qint64 bytes = 0; // of content
    std::optional<QDateTime> nextDeadline = {};
};

struct ExportReport {
    qint64 items = 0;
    qint64 fresh = 0; // "new": never packed before
    qint64 again = 0; // packed before, without a receipt
    bool dryRun = false;
    QList<ExportedBundle> bundles;
    QList<ExportedPlace> places; // those that were tried
    std::optional<ExportRemainder> stayed; // there if a medium failed
    std::optional<qint64> notDue; // of the items that were named, for none of the peers
    QList<Warning> warnings;
    std::optional<Error> failure; // bundles listed are good all the same

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Writes everything due into one or more bundles, each proved by reading back before the ledger says packed. The most
// urgent deadlines come first and then the oldest items, so that what a small medium leaves is what can wait: that
// fails with MediumFull, however much was written, unless there is a further place and it takes the rest.
[[nodiscard]] ExportReport exportBundles(Session& session, const ExportOrder& order, const Conduct& conduct);

} // namespace satchel
