#pragma once

#include <core/base/Progress.h>
#include <core/base/RowList.h>
#include <core/base/Ulid.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>
#include <core/exchange/session/Warning.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct ImportOrder {
    QStringList paths; // bundles, receipts, or folders of them
    bool dryRun = false;
    // Those of the paths that are media which were chosen, each where it is mounted. One that is not there any more is
    // MediumGone, in a row of `bundles`.
    QStringList mountPoints = {};
};

struct ImportedBundle {
    QString path;
    QString id; // empty if the label could not be read
    QString from; // station id
    QString fromName; // our alias
    qint64 sequence = 0;
    std::optional<QDateTime> created = {}; // by the sender's clock, once the label could be read
    std::optional<qint64> size = {}; // bytes, of the file; of none that could not be looked at
    QString verdict; // "imported", "imported-in-part", "already-imported", "refused"
    std::optional<Error> failure; // why the whole bundle was refused
    qint64 added = 0; // "new"
    qint64 duplicates = 0;
    qint64 held = 0;
    RowList refused; // {item, code, reason}
    QList<qint64> missingSequences; // of this sender, below this one
    std::optional<qint64> clockOffset; // seconds: the sender's clock when it signed minus ours now
    QString remark; // "already imported on … with the result …"
    QList<Warning> warnings;
};

struct ImportedReceipt {
    QString path; // of the receipt file, or of the bundle that carried it
    QString bundle;
    QString verdict; // "applied", "already-applied", "ignored", "refused"
    std::optional<Error> failure;
};

void writeImported(JsonWriter& writer, const ImportedBundle& bundle); // an object

struct ImportReport {
    bool dryRun = false;
    QList<ImportedBundle> bundles;
    QList<ImportedReceipt> receipts;
    qint64 otherFiles = 0; // left alone
    std::optional<Error> failure; // what stopped the verb itself

    [[nodiscard]] Outcome outcome() const;
    // Why the first input that was refused was refused; printed as the error where nothing was good.
    [[nodiscard]] Error firstRefusal() const;
    void writeJson(JsonWriter& writer) const;
};

// Verifies each bundle completely and takes it in, in the order of its sender's sequence; again is a no-op that says
// so.
[[nodiscard]] ImportReport importBundles(Session& session, const ImportOrder& order, const Conduct& conduct);

} // namespace satchel
