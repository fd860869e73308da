#pragma once

#include <core/ledger/BundleRecords.h>

namespace satchel {

// Staged items with neighbouring numbers, which are moved at once: what SQLite has read is still in its cache when they
// are deleted, and their pages are used again.
struct BundleRecords::Stretch {
    Ulid bundle;
    qint64 first = 0; // number of an item, staged and in the ledger
    qint64 past = 0; // the number after the last
    qint64 firstOfBundle = 0;

    // For "number >= ? AND number < ?".
    [[nodiscard]] QVariantList values() const { return {first, past}; }
};

} // namespace satchel
