#include "StateCounts.h"

#include "Database.h"
#include "ItemRecords.h"
#include "RowReader.h"

#include <cstdlib>

namespace satchel {

namespace {

Result<QMap<ItemState, qint64>> countsOf(Database& database, const QString& sql)
{
    QMap<ItemState, qint64> counts;
    for (const auto state : allItemStates()) {
        counts[state] = 0;
    }
    SATCHEL_TRY(forEachRow(database.query(sql), [&counts](const Rows& each) -> Result<void> {
        RowReader row{each};
        const auto state = row.named(&itemStateFromName);
        counts[state] = row.number();
        return row.finish();
    }));
    return counts;
}

} // namespace

Result<void> StateCounts::added(ItemState state) const
{
    return change(state, 1);
}

Result<void> StateCounts::addedFrom(qint64 firstNumber) const
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("UPDATE state_counts SET items = state_counts.items + n.items "
                       "FROM (SELECT state, COUNT(*) AS items FROM items WHERE number >= ? GROUP BY state) n "
                       "WHERE n.state = state_counts.state"),
        {firstNumber}));
    return {};
}

Result<void> StateCounts::moved(ItemState from, ItemState to, qint64 items) const
{
    if (items == 0) {
        return {};
    }
    SATCHEL_TRY(change(from, -items));
    return change(to, items);
}

Result<QMap<ItemState, qint64>> StateCounts::read() const
{
    return countsOf(*m_database,
        QStringLiteral("SELECT c.state, c.items - (SELECT COUNT(*) FROM items i "
                       "WHERE i.%1 AND i.state = c.state) FROM state_counts c")
            .arg(ItemRecords::Unlisted));
}

Result<qint64> StateCounts::countWrong() const
{
    const auto kept = read();
    const auto counted = countsOf(*m_database,
        QStringLiteral("SELECT state, COUNT(*) FROM items WHERE %1 GROUP BY state").arg(ItemRecords::Listed));
    if (!kept || !counted) {
        return fail(!kept ? kept.error() : counted.error());
    }
    qint64 wrong = 0;
    for (const auto state : allItemStates()) {
        wrong += std::abs(kept->value(state) - counted->value(state));
    }
    return wrong;
}

Result<void> StateCounts::change(ItemState state, qint64 items) const
{
    const auto changed = m_database->change(
        QStringLiteral("UPDATE state_counts SET items = items + ? WHERE state = ?"), {items, itemStateName(state)});
    if (!changed) {
        return fail(changed.error());
    }
    return *changed == 1
        ? Result<void>{}
        : fail(ErrorCode::DatabaseUnavailable,
              QStringLiteral("the ledger does not count its items that are %1").arg(itemStateName(state)));
}

} // namespace satchel
