#pragma once

#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/media/MediumPresence.h>
#include <core/station/StationId.h>

#include <QString>
#include <QStringList>

#include <memory>
#include <vector>

namespace satchel {

// A bundle as it was found, none of it verified.
struct FoundBundle {
    QString path;
    // What its label claims, to import a sender's bundles in the order in which they were made. Null ids sort first.
    StationId from;
    LedgerId ledger;
    qint64 sequence = 0;
    std::shared_ptr<const MediumPresence> medium = {}; // as it was found on; null where its folder is not known

    [[nodiscard]] QString folder() const;
};

// What a file calls itself; what it holds may be something else.
[[nodiscard]] bool hasBundleName(const QString& path);
[[nodiscard]] bool hasReceiptName(const QString& path);

// Files and folders that a user named, sorted into what there is to import. Bundles go by their name or by how they
// begin: one that was cut to nothing must be named, and one under another name must be found.
struct ImportInputs {
    std::vector<FoundBundle> bundles; // by sender, ledger and sequence
    QStringList receipts;
    std::vector<Error> unfit; // what was named and is neither; `file` tells which
    qint64 otherFiles = 0;

    // Tells "looking". Cancelled on a stop.
    [[nodiscard]] static Result<ImportInputs> find(const QStringList& paths, const Conduct& conduct);
};

} // namespace satchel
