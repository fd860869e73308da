#pragma once

#include <core/base/Result.h>
#include <core/ledger/ItemState.h>

#include <QMap>

namespace satchel {

class Database;

// How many items are in each state, told from a table of a dozen rows: to count a million entries of an index takes a
// tenth of a second, and `status` is what people look at. Whatever adds items or moves them says so here, in the same
// transaction.
class StateCounts final {
public:
    explicit StateCounts(Database& database)
        : m_database{&database}
    {
    }

    [[nodiscard]] Result<void> added(ItemState state) const;
    // All items whose number is at least this, in the states in which they are.
    [[nodiscard]] Result<void> addedFrom(qint64 firstNumber) const;
    [[nodiscard]] Result<void> moved(ItemState from, ItemState to, qint64 items) const;

    // All states, also those with none. Listed kinds only.
    [[nodiscard]] Result<QMap<ItemState, qint64>> read() const;
    // By how many items the table is wrong. None, unless somebody meddled.
    [[nodiscard]] Result<qint64> countWrong() const;

private:
    [[nodiscard]] Result<void> change(ItemState state, qint64 items) const;

    Database* m_database;
};

} // namespace satchel
