#include "BundleList.h"

#include "BundleRows.h"
#include "Database.h"
#include "ItemRecords.h"
#include "RowReader.h"

#include <algorithm>
#include <limits>

namespace satchel {

namespace {

qint64 upperEnd(qint64 before)
{
    return before > 0 ? before : std::numeric_limits<qint64>::max();
}

// The entry of a page that is in the descending order of its numbers.
template <typename Listed> Listed* numbered(QList<Listed>& page, qint64 number)
{
    const auto found = std::lower_bound(
        page.begin(), page.end(), number, [](const Listed& entry, qint64 wanted) { return entry.number > wanted; });
    return found != page.end() && found->number == number ? &*found : nullptr;
}

// From the least to the greatest number of a page that is not empty.
template <typename Listed> QVariantList spanOf(const QList<Listed>& page)
{
    return {page.last().number, page.first().number};
}

template <typename Listed> std::optional<Listed> firstOf(const QList<Listed>& list)
{
    return list.isEmpty() ? std::nullopt : std::optional{list.first()};
}

// What the custody log says of the bundles in `table` whose numbers lie in a span, oldest entry first. A station may
// give a bundle of its own the id of one of ours: `actions` are those that tell of the right way.
QString custodyOf(QLatin1StringView table, QLatin1StringView actions)
{
    return QStringLiteral("SELECT b.number, c.action, c.at, c.medium FROM %1 b "
                          "JOIN custody_log c ON c.bundle = b.bundle AND c.bundle <> '' "
                          "WHERE b.number >= ? AND b.number <= ? AND c.action IN (%2) ORDER BY b.number, c.seq")
        .arg(table, actions);
}

// "01KA…" up to but not including whatever follows every id that begins so.
QVariantList prefixSpan(const QString& prefix)
{
    return {prefix, prefix + QChar{u'~'}};
}

Result<std::optional<BundleList::ClockWitness>> readWitness(Result<Rows> rows)
{
    std::optional<BundleList::ClockWitness> found;
    SATCHEL_TRY(forEachRow(std::move(rows), [&found](const Rows& each) -> Result<void> {
        RowReader row{each};
        found = BundleList::ClockWitness{row.id<Ulid>(), row.number(), row.time(), row.time()};
        return row.finish();
    }));
    return found;
}

} // namespace

// --- Lists ---

Result<QList<ListedOutgoing>> BundleList::outgoing(qint64 before, int most) const
{
    return outgoingWhere(QStringLiteral("number < ? ORDER BY number DESC LIMIT ?"), {upperEnd(before), most});
}

Result<QList<ListedIncoming>> BundleList::incoming(qint64 before, int most) const
{
    return incomingWhere(QStringLiteral("number < ? ORDER BY number DESC LIMIT ?"), {upperEnd(before), most});
}

Result<std::optional<ListedOutgoing>> BundleList::findOutgoing(const Ulid& bundle) const
{
    const auto found = outgoingWhere(QStringLiteral("bundle = ?"), {bundle.toString()});
    return found ? Result<std::optional<ListedOutgoing>>{firstOf(*found)} : fail(found.error());
}

Result<std::optional<ListedIncoming>> BundleList::findIncoming(const StationId& from, const Ulid& bundle) const
{
    const auto found = incomingWhere(QStringLiteral("peer = ? AND bundle = ?"), {from.toString(), bundle.toString()});
    return found ? Result<std::optional<ListedIncoming>>{firstOf(*found)} : fail(found.error());
}

Result<QList<ListedOutgoing>> BundleList::outgoingWhere(const QString& rest, const QVariantList& values) const
{
    auto rows = m_database->query(
        QStringLiteral("SELECT number, %1 FROM outgoing WHERE ").arg(OutgoingColumns) + rest, values);
    QList<ListedOutgoing> page;
    SATCHEL_TRY(forEachRow(std::move(rows), [&page](const Rows& each) -> Result<void> {
        RowReader row{each};
        ListedOutgoing entry;
        entry.number = row.number();
        entry.bundle = readOutgoing(row);
        page += entry;
        return row.finish();
    }));
    if (!page.isEmpty()) {
        SATCHEL_TRY(addReceipts(page));
        SATCHEL_TRY(addCustody(page));
    }
    return page;
}

Result<QList<ListedIncoming>> BundleList::incomingWhere(const QString& rest, const QVariantList& values) const
{
    auto rows = m_database->query(
        QStringLiteral("SELECT number, receipt_known, %1 FROM incoming WHERE ").arg(IncomingColumns) + rest, values);
    QList<ListedIncoming> page;
    SATCHEL_TRY(forEachRow(std::move(rows), [&page](const Rows& each) -> Result<void> {
        RowReader row{each};
        ListedIncoming entry;
        entry.number = row.number();
        entry.receiptKnown = row.truth();
        entry.bundle = readIncoming(row);
        page += entry;
        return row.finish();
    }));
    if (!page.isEmpty()) {
        SATCHEL_TRY(addCustody(page));
    }
    return page;
}

// One for each ledger that the receiver has had: the latest by its clock is shown.
Result<void> BundleList::addReceipts(QList<ListedOutgoing>& page) const
{
    auto rows = m_database->query(QStringLiteral("SELECT outgoing, verdict, items, refused, at FROM receipts_applied "
                                                 "WHERE outgoing >= ? AND outgoing <= ?"),
        spanOf(page));
    return forEachRow(std::move(rows), [&page](const Rows& each) -> Result<void> {
        RowReader row{each};
        auto* const entry = numbered(page, row.number());
        AppliedReceipt receipt;
        receipt.verdict = row.text();
        receipt.items = row.number();
        receipt.refused = row.number();
        receipt.takenIn = row.time();
        if (entry && (!entry->receipt || entry->receipt->takenIn < receipt.takenIn)) {
            entry->receipt = receipt;
        }
        return row.finish();
    });
}

// A receipt that comes with every bundle until the sender knows that it came: the first time counts.
Result<void> BundleList::addCustody(QList<ListedOutgoing>& page) const
{
    static const auto sql = custodyOf(QLatin1StringView{"outgoing"}, QLatin1StringView{"'export', 'receipt'"});
    return forEachRow(m_database->query(sql, spanOf(page)), [&page](const Rows& each) -> Result<void> {
        RowReader row{each};
        auto* const entry = numbered(page, row.number());
        const bool isExport = row.text() == QLatin1StringView{"export"};
        const auto at = row.time();
        const auto place = row.text();
        if (entry && isExport) {
            entry->place = place;
        } else if (entry && entry->receipt && !entry->receipt->came.isValid()) {
            entry->receipt->came = at;
        }
        return row.finish();
    });
}

Result<void> BundleList::addCustody(QList<ListedIncoming>& page) const
{
    static const auto sql = custodyOf(QLatin1StringView{"incoming"}, QLatin1StringView{"'import'"});
    return forEachRow(m_database->query(sql, spanOf(page)), [&page](const Rows& each) -> Result<void> {
        RowReader row{each};
        auto* const entry = numbered(page, row.number());
        (void)row.text();
        (void)row.time();
        const auto place = row.text();
        if (entry) {
            entry->place = place;
        }
        return row.finish();
    });
}

Result<QList<BundleList::Name>> BundleList::beginningWith(
    QStringView prefix, const QList<StationId>& peers, int most) const
{
    QList<Name> names;
    const auto span = prefixSpan(prefix.toString().toUpper());
    SATCHEL_TRY(forEachRow(
        m_database->query(
            QStringLiteral(
                "SELECT peer, bundle FROM outgoing WHERE bundle >= ? AND bundle < ? ORDER BY bundle LIMIT ?"),
            span + QVariantList{most}),
        [&names](const Rows& each) -> Result<void> {
            RowReader row{each};
            names += Name{true, row.id<StationId>(), row.id<Ulid>()};
            return row.finish();
        }));
    for (const auto& peer : peers) {
        SATCHEL_TRY(forEachRow(m_database->query(QStringLiteral("SELECT bundle FROM incoming WHERE peer = ? AND "
                                                                "bundle >= ? AND bundle < ? ORDER BY bundle LIMIT ?"),
                                   QVariantList{peer.toString()} + span + QVariantList{most}),
            [&](const Rows& each) -> Result<void> {
                RowReader row{each};
                names += Name{false, peer, row.id<Ulid>()};
                return row.finish();
            }));
    }
    return names;
}

Result<BundleList::Name> BundleList::resolve(QStringView prefix, const QList<StationId>& peers) const
{
    const auto found = beginningWith(prefix, peers, 2);
    if (!found) {
        return fail(found.error());
    }
    if (found->isEmpty() || prefix.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("the ledger knows no bundle %1").arg(prefix));
    }
    if (found->size() > 1) {
        return fail(ErrorCode::Usage,
            QStringLiteral("%1 may be bundle %2 or %3: give more of the id")
                .arg(prefix, found->at(0).bundle.toString(), found->at(1).bundle.toString()));
    }
    return found->first();
}

// From one sender to the next along the index: DISTINCT would read a line for each bundle.
Result<QList<StationId>> BundleList::senders() const
{
    auto rows = m_database->query(QStringLiteral(
        "WITH RECURSIVE senders (peer) AS (SELECT MIN(peer) FROM incoming UNION ALL "
        "SELECT (SELECT MIN(i.peer) FROM incoming i WHERE i.peer > s.peer) FROM senders s WHERE s.peer IS NOT NULL) "
        "SELECT peer FROM senders WHERE peer IS NOT NULL"));
    QList<StationId> found;
    SATCHEL_TRY(forEachRow(std::move(rows), [&found](const Rows& each) -> Result<void> {
        RowReader row{each};
        found += row.id<StationId>();
        return row.finish();
    }));
    return found;
}

// --- What a bundle carried ---

Result<void> BundleList::forEachItem(const OutgoingBundle& bundle, const Visitor& visit) const
{
    return ItemRecords::forEach(
        m_database->query(QStringLiteral("SELECT %1 FROM outgoing_items oi CROSS JOIN %2 WHERE items.number = oi.item "
                                         "AND oi.outgoing = (SELECT number FROM outgoing WHERE bundle = ?) "
                                         "ORDER BY oi.item")
                              .arg(ItemRecords::selected(), ItemRecords::Whole),
            {bundle.id.toString()}),
        visit);
}

Result<void> BundleList::forEachItem(const IncomingBundle& bundle, const Visitor& visit) const
{
    return ItemRecords::forEach(
        m_database->query(QStringLiteral("SELECT %1 FROM %2 WHERE number >= ? AND number <= ? AND gathered_here = 0 "
                                         "AND peer = ? AND bundle = ? ORDER BY number")
                              .arg(ItemRecords::selected(), ItemRecords::Whole),
            {bundle.firstItem, bundle.lastItem, bundle.from.toString(), bundle.id.toString()}),
        visit);
}

Result<QList<RefusedItem>> BundleList::refusedThere(const OutgoingBundle& bundle) const
{
    return readRefused(m_database->query(QStringLiteral("SELECT item, code FROM receipt_refusals WHERE outgoing = "
                                                        "(SELECT number FROM outgoing WHERE bundle = ?) ORDER BY item"),
        {bundle.id.toString()}));
}

// --- What is amiss ---

// A lost bundle stays without a receipt for good: it counts while something that it held is due for its peer still.
// What is known not to be, since somebody looked, is passed over (BundleRecords::passWhatIsNotDue()).
Result<QList<OutgoingBundle>> BundleList::withoutReceipt(
    const StationId& peer, const QDateTime& madeBefore, int most) const
{
    auto rows = m_database->query(
        QStringLiteral(
            "SELECT %1 FROM outgoing WHERE state = 'packed' AND peer = ? AND items > 0 AND at < ? "
            "AND EXISTS (SELECT 1 FROM outgoing_items oi JOIN items i ON i.number = oi.item "
            "WHERE oi.outgoing = outgoing.number AND oi.item >= outgoing.due_from AND i.due = 1 AND NOT EXISTS "
            "(SELECT 1 FROM received_items r WHERE r.item = oi.item AND r.peer = outgoing.peer)) "
            "ORDER BY sequence LIMIT ?")
            .arg(OutgoingColumns),
        {peer.toString(), toUtcText(madeBefore), most});
    QList<OutgoingBundle> found;
    SATCHEL_TRY(forEachRow(std::move(rows), [&found](const Rows& each) -> Result<void> {
        RowReader row{each};
        found += readOutgoing(row);
        return row.finish();
    }));
    return found;
}

Result<std::optional<BundleList::ClockWitness>> BundleList::madeBeforeTakenIn(const StationId& peer) const
{
    return readWitness(m_database->query(
        QStringLiteral(
            "SELECT bundle, sequence, at, created FROM incoming WHERE peer = ? ORDER BY number DESC LIMIT 1"),
        {peer.toString()}));
}

Result<std::optional<BundleList::ClockWitness>> BundleList::madeBeforeConfirmed(const StationId& peer) const
{
    return readWitness(
        m_database->query(QStringLiteral("SELECT o.bundle, o.sequence, o.at, r.at FROM outgoing o "
                                         "JOIN receipts_applied r ON r.outgoing = o.number "
                                         "WHERE o.state = 'received' AND o.peer = ? ORDER BY o.sequence DESC LIMIT 1"),
            {peer.toString()}));
}

} // namespace satchel
