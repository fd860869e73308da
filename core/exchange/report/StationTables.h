#pragma once

#include <core/exchange/report/BundleReports.h>
#include <core/exchange/report/SavedTable.h>
#include <core/exchange/session/Session.h>

#include <QList>

#include <vector>

// The lists of a station as they are saved. Each is good as long as its session is. The objects are those of the
// command line's `--json` (docs/cli.md); the fields are their members but for what is an object itself.
namespace satchel {

// Of `satchel list`: these items, in this order.
[[nodiscard]] SavedTable itemsTable(const Session& session, const QList<ItemId>& items);

// Of `satchel log`: the entries with these numbers, which ascend. Whether the whole log is as it was written is looked
// at when it is saved, too, and stands in JSON behind the entries.
[[nodiscard]] SavedTable logTable(const Session& session, const std::vector<qint64>& entries);
// The same entries, for whoever shows them otherwise.
[[nodiscard]] Result<void> forEachEntry(const Session& session, const std::vector<qint64>& entries,
    const std::function<Result<void>(const LogEntry& entry)>& visit);

// Of `satchel peer list`.
[[nodiscard]] SavedTable peersTable(const Session& session);

// Of `satchel bundles`: these, in this order. A table of all that is known of them needs no session.
[[nodiscard]] SavedTable bundlesTable(std::vector<BundleFacts> bundles);

} // namespace satchel
