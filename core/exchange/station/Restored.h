#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>
#include <core/exchange/session/Session.h>

#include <QString>

namespace satchel {

// `"station": {...}` with the new ledger id, and `"formerLedger"`
struct RestoredReport {
    StationId id;
    StationRole role = StationRole::Site;
    QString name;
    qint64 cardIssue = 1;
    LedgerId ledger;
    LedgerId formerLedger;

    void writeJson(JsonWriter& writer) const;
};

// Somebody has put this station back from a backup or an image of its disk. Bundles made after the copy was taken are
// unknown here, and their numbers must not be used again under the same ledger id: the ledger takes a new one, and what
// has no final answer is due again. Doing so without need costs a repetition and nothing else.
[[nodiscard]] Result<RestoredReport> declareRestored(Session& session);

} // namespace satchel
