#pragma once

#include <core/ledger/BundleRecords.h>
#include <core/ledger/Database.h>

#include <QLatin1StringView>

namespace satchel {

class RowReader;

// How bundles lie in their tables: the columns, in the order in which they are read.
constexpr QLatin1StringView OutgoingColumns{"bundle, peer, sequence, shipment, shipment_index, path, state, "
                                            "label_digest, file_digest, items, bytes, at"};
constexpr QLatin1StringView IncomingColumns{"bundle, peer, peer_ledger, sequence, label_digest, verdict, items, added, "
                                            "duplicates, refused, at, created, bytes, first_item, last_item"};

[[nodiscard]] OutgoingBundle readOutgoing(RowReader& row);
[[nodiscard]] IncomingBundle readIncoming(RowReader& row);
// Of rows with an item and the code of its refusal.
[[nodiscard]] Result<QList<RefusedItem>> readRefused(Result<Rows> rows);

} // namespace satchel
