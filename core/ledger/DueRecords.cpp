#include "ItemStore.h"

#include "Conditions.h"
#include "Database.h"
#include "ItemRecords.h"
#include "RowReader.h"

namespace satchel {

namespace {

// The condition of the partial index, word for word, which is how SQLite knows that the index will do.
constexpr QLatin1StringView Due{"i.due = 1"};

// How the numbers of a filter are found: as rows, whatever their order, or by a walk along an index, which the sign
// leads SQLite to. Sorting them would take all of them up again for each page, with their bytes.
constexpr QLatin1StringView AsRows{"i.number"};
constexpr QLatin1StringView InTheirOrder{"+i.number"};

// For a FROM of items i LEFT JOIN received_items r on the peer, whose id is the first value.
Conditions dueConditions(const DueFilter& filter, QLatin1StringView number = AsRows)
{
    Conditions conditions;
    conditions.add(QString{Due}, {filter.peer.toString()});
    conditions.add(QStringLiteral("(i.peer = '' OR i.peer = ?)"), {filter.peer.toString()});
    conditions.add(QStringLiteral("r.item IS NULL"));
    if (filter.onlyNew) {
        conditions.add(QStringLiteral("i.state = 'pending'"));
    }
    if (filter.kind) {
        conditions.add(QStringLiteral("i.kind = ?"), {kindName(*filter.kind)});
    }
    if (!filter.devices.isEmpty()) {
        conditions.addOneOf(QStringLiteral("i.device"), filter.devices);
    }
    if (!filter.numbers.isEmpty()) {
        conditions.addOneOf(number, filter.numbers);
    }
    if (!filter.notIn.isEmpty()) {
        QVariantList values{filter.peer.toString()};
        for (const auto& bundle : filter.notIn) {
            values += bundle.toString();
        }
        const QStringList each{filter.notIn.size(), QStringLiteral("?")};
        conditions.add(QStringLiteral("NOT EXISTS (SELECT 1 FROM outgoing_items c JOIN outgoing o ON o.number = "
                                      "c.outgoing WHERE c.item = i.number AND o.peer = ? AND o.bundle IN (%1) "
                                      "AND o.state IN ('packed', 'received'))")
                           .arg(each.join(QStringLiteral(", "))),
            values);
    }
    return conditions;
}

// The due items that one page takes.
class DuePage final {
public:
    DuePage(int most, qint64 mostBytes)
        : m_most{most}
        , m_mostBytes{mostBytes}
    {
        m_items.reserve(most);
    }

    Result<void> add(Database& database, const DueFilter& filter, const QString& where, const QVariantList& values)
    {
        const auto conditions = dueConditions(filter, InTheirOrder);
        auto rows = database.query(
            QStringLiteral("SELECT i.number, i.state <> 'pending', i.kind, f.protocol, f.extension, f.origin, "
                           "i.gathered_at, f.in_reply_to, f.context, f.local_name, f.path, q.record, b.bytes "
                           "FROM items i LEFT JOIN received_items r ON r.item = i.number AND r.peer = ? "
                           "LEFT JOIN item_facts f ON f.item = i.number JOIN item_bytes b ON b.item = i.number "
                           "LEFT JOIN item_requesters q ON q.item = i.number "
                           "WHERE %1 AND %2 ORDER BY i.deadline, i.number LIMIT ?")
                .arg(conditions.sql(), where),
            conditions.values() + values + QVariantList{m_most});
        if (!rows) {
            return fail(std::move(rows).error());
        }
        while (!m_full) {
            const auto found = rows->next();
            if (!found || !*found) {
                return found ? Result<void>{} : fail(found.error());
            }
            SATCHEL_TRY(take(RowReader{*rows}));
        }
        return {};
    }

    [[nodiscard]] QList<DueItem> takeItems() { return std::move(m_items); }

private:
    Result<void> take(RowReader row)
    {
        DueItem item;
        item.number = row.number();
        item.again = row.truth();
        item.kind = row.named(&kindFromName);
        item.protocol = row.named(&protocolFromName);
        item.extension = row.text();
        item.origin = row.id(m_lastOrigin);
        item.gatheredAt = row.time(m_lastTime);
        item.inReplyTo = row.id<ItemId>();
        item.context = row.bytes();
        item.localName = row.text();
        item.path = row.text();
        item.requester = row.bytes();
        item.bytes = row.bytes();
        m_bytes += item.bytes.size();
        m_full = m_items.size() == m_most || (!m_items.isEmpty() && m_bytes > m_mostBytes);
        if (!m_full) {
            m_items += std::move(item);
        }
        return row.finish();
    }

    int m_most;
    qint64 m_mostBytes;
    RowReader::Last<StationId> m_lastOrigin;
    RowReader::Last<QDateTime> m_lastTime;
    QList<DueItem> m_items;
    qint64 m_bytes = 0;
    bool m_full = false;
};

Result<DueCursor> cursorAt(Database& database, qint64 number)
{
    DueCursor cursor{{}, number};
    auto rows = database.query(QStringLiteral("SELECT deadline FROM items WHERE number = ?"), {number});
    SATCHEL_TRY(forEachRow(std::move(rows), [&cursor](const Rows& row) -> Result<void> {
        cursor.urgency = row.text(0);
        return {};
    }));
    return cursor;
}

} // namespace

// Two walks, each along its index: over what is as urgent as the cursor, then over what is less. One comparison of both
// columns would begin at the first item of that urgency each time, and nearly all may have the same.
Result<QList<DueItem>> ItemStore::dueAfter(const DueFilter& filter, DueCursor& cursor, int most, qint64 mostBytes) const
{
    DuePage page{most, mostBytes};
    SATCHEL_TRY(page.add(
        *m_database, filter, QStringLiteral("i.deadline = ? AND i.number > ?"), {cursor.urgency, cursor.number}));
    SATCHEL_TRY(page.add(*m_database, filter, QStringLiteral("i.deadline > ?"), {cursor.urgency}));
    auto items = page.takeItems();
    if (!items.isEmpty()) {
        auto last = cursorAt(*m_database, items.last().number);
        if (!last) {
            return fail(std::move(last).error());
        }
        cursor = *std::move(last);
    }
    return items;
}

Result<DueCursor> ItemStore::cursorBefore(qint64 number) const
{
    auto cursor = cursorAt(*m_database, number);
    if (cursor) {
        --cursor->number;
    }
    return cursor;
}

Result<ItemStore::DueTotal> ItemStore::countDue(const DueFilter& filter, const DueCursor& after) const
{
    auto conditions = dueConditions(filter);
    if (!after.urgency.isEmpty()) {
        conditions.add(QStringLiteral("(i.deadline > ? OR (i.deadline = ? AND i.number > ?))"),
            {after.urgency, after.urgency, after.number});
    }
    auto rows = m_database->query(
        QStringLiteral("SELECT COUNT(*), COALESCE(SUM(i.size), 0), COALESCE(MIN(i.deadline), '') FROM items i "
                       "LEFT JOIN received_items r ON r.item = i.number AND r.peer = ? WHERE %1")
            .arg(conditions.sql()),
        conditions.values());
    DueTotal total;
    SATCHEL_TRY(forEachRow(std::move(rows), [&total](const Rows& each) -> Result<void> {
        RowReader row{each};
        total = {row.number(), row.number(), row.time()};
        if (!total.nextDeadline->isValid() || toUtcText(*total.nextDeadline) == noDeadline()) {
            total.nextDeadline.reset();
        }
        return row.finish();
    }));
    return total;
}

Result<QList<qint64>> ItemStore::dueNumbers(const DueFilter& filter) const
{
    const auto conditions = dueConditions(filter);
    auto rows = m_database->query(QStringLiteral("SELECT i.number FROM items i LEFT JOIN received_items r "
                                                 "ON r.item = i.number AND r.peer = ? WHERE %1")
                                      .arg(conditions.sql()),
        conditions.values());
    QList<qint64> numbers;
    SATCHEL_TRY(forEachRow(std::move(rows), [&numbers](const Rows& row) -> Result<void> {
        numbers += row.number(0);
        return {};
    }));
    return numbers;
}

Result<bool> ItemStore::hasDueForEverybody(const StationId& peer) const
{
    const auto found = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM (SELECT 1 FROM items i LEFT JOIN received_items r "
                       "ON r.item = i.number AND r.peer = ? WHERE %1 AND i.peer = '' AND r.item IS NULL LIMIT 1) d")
            .arg(Due),
        {peer.toString()});
    if (!found) {
        return fail(found.error());
    }
    return *found > 0;
}

Result<QList<StationId>> ItemStore::peersWithDueItems() const
{
    QList<StationId> peers;
    auto rows = m_database->query(QStringLiteral("SELECT DISTINCT i.peer FROM items i "
                                                 "LEFT JOIN received_items r ON r.item = i.number AND r.peer = i.peer "
                                                 "WHERE %1 AND i.peer <> '' AND r.item IS NULL ORDER BY i.peer")
            .arg(Due));
    SATCHEL_TRY(forEachRow(std::move(rows), [&peers](const Rows& each) -> Result<void> {
        RowReader row{each};
        peers += row.id<StationId>();
        return row.finish();
    }));
    return peers;
}

} // namespace satchel
