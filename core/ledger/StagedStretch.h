#pragma once

#include <core/ledger/BundleRecords.h>

namespace satchel {

// Staged items of one bundle with neighbouring numbers, which are moved at once: of items of an ordinary size, what
// SQLite has read is still in its cache when they are deleted, and their pages are used again.
struct BundleRecords::Stretch {
    Ulid carrier;
    qint64 first = 0; // number under which an item was staged
    qint64 past = 0; // the number after the last
    qint64 shift = 0; // from that number to the one in the ledger
    qint64 firstNew = 0; // the number in the ledger of the first item of the bundle

    // For "carrier = ? AND number >= ? AND number < ?".
    [[nodiscard]] QVariantList values() const { return {carrier.toString(), first, past}; }
    // The same with "number + ?" before it in the statement.
    [[nodiscard]] QVariantList shiftAndValues() const { return QVariantList{shift} + values(); }
};

} // namespace satchel
