#include "NumberedBundle.h"

#include "BundleRows.h"
#include "Database.h"
#include "ItemKeys.h"
#include "ItemRecords.h"
#include "RowReader.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace satchel {

namespace {

constexpr std::size_t MostRowsAtOnce = 256;
constexpr qint64 NothingDue = std::numeric_limits<qint64>::max();
constexpr int MostVoidSequences = 4096; // what one bundle can name

} // namespace

BundleRecords::BundleRecords(Database& database, StationRole here, Clock clock)
    : m_database{&database}
    , m_here{here}
    , m_clock{std::move(clock)}
{
}

Result<OutgoingBundle> BundleRecords::beginOutgoing(
    const StationId& peer, const Ulid& id, const Ulid& shipment, qint64 shipmentIndex, const QString& partPath)
{
    OutgoingBundle bundle;
    bundle.id = id;
    bundle.peer = peer;
    bundle.shipment = shipment;
    bundle.shipmentIndex = shipmentIndex;
    bundle.path = partPath;
    bundle.at = m_clock();
    const auto sequence = m_database->changeReturning(
        QStringLiteral("INSERT INTO outgoing (number, bundle, peer, sequence, shipment, shipment_index, path, state, "
                       "label_digest, file_digest, items, bytes, at, heard) VALUES "
                       "((SELECT COALESCE(MAX(number), 0) + 1 FROM outgoing), ?, ?, "
                       "(SELECT COALESCE(MAX(sequence), 0) + 1 FROM outgoing WHERE peer = ?), ?, ?, ?, 'writing', "
                       "'', '', 0, 0, ?, 0) RETURNING sequence"),
        {id.toString(), peer.toString(), peer.toString(), shipment.toString(), shipmentIndex, partPath,
            toUtcText(bundle.at)});
    if (!sequence) {
        return fail(sequence.error());
    }
    bundle.sequence = sequence->value_or(0);
    return bundle;
}

Result<void> BundleRecords::setOutgoingPath(const Ulid& bundle, const QString& partPath)
{
    const auto changed
        = m_database->change(QStringLiteral("UPDATE outgoing SET path = ? WHERE bundle = ? AND state = 'writing'"),
            {partPath, bundle.toString()});
    if (!changed) {
        return fail(changed.error());
    }
    return {};
}

Result<void> BundleRecords::addToOutgoing(const Ulid& bundle, std::span<const qint64> items)
{
    const auto begun = requireWriting(bundle);
    if (!begun) {
        return fail(begun.error());
    }
    // As many rows to a statement as there are, in a few sizes: each size is a text to be prepared once.
    for (std::size_t rows = MostRowsAtOnce; !items.empty(); rows /= 2) {
        for (; items.size() >= rows; items = items.subspan(rows)) {
            SATCHEL_TRY(addRows(begun->number, items.first(rows)));
        }
    }
    return {};
}

Result<void> BundleRecords::addRows(qint64 outgoing, std::span<const qint64> items)
{
    const auto marks = QStringList{static_cast<qsizetype>(items.size()), QStringLiteral("(?)")};
    QVariantList values{outgoing};
    values.reserve(1 + marks.size());
    std::copy(items.begin(), items.end(), std::back_inserter(values));
    SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO outgoing_items (outgoing, item) "
                                                  "SELECT ?, CAST(v.column1 AS INTEGER) FROM (VALUES %1) AS v")
                                       .arg(marks.join(QStringLiteral(", "))),
        values));
    return {};
}

Result<void> BundleRecords::packItems(const Ulid& bundle)
{
    const auto begun = requireWriting(bundle);
    if (!begun) {
        return fail(begun.error());
    }
    const ItemRecords records{*m_database, m_here, m_clock};
    const ItemRecords::Selection carried{
        QStringLiteral("SELECT item FROM outgoing_items WHERE outgoing = ?"), {begun->number}};
    return records.pack(carried, bundle);
}

Result<void> BundleRecords::finishOutgoing(const OutgoingBundle& finished)
{
    const auto begun = requireWriting(finished.id);
    if (!begun) {
        return fail(begun.error());
    }
    if (finished.labelDigest.isNull() || finished.fileDigest.isNull()) {
        return fail(ErrorCode::Internal, QStringLiteral("a finished bundle has digests"));
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("UPDATE outgoing SET state = 'packed', path = ?, label_digest = ?, file_digest = ?, items = ?, "
                       "bytes = ?, at = ?, history_mark = (SELECT COALESCE(MAX(number), 0) FROM item_history) "
                       "WHERE number = ?"),
        {finished.path, finished.labelDigest.toString(), finished.fileDigest.toString(), finished.items, finished.bytes,
            toUtcText(m_clock()), begun->number}));
    return {};
}

Result<void> BundleRecords::voidOutgoing(const Ulid& bundle)
{
    const auto begun = requireWriting(bundle);
    if (!begun) {
        return fail(begun.error());
    }
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE outgoing SET state = 'void', at = ? WHERE number = ?"),
        {toUtcText(m_clock()), begun->number}));
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM receipts_carried WHERE outgoing = ?"), {begun->number}));
    return {};
}

Result<void> BundleRecords::passWhatIsNotDue()
{
    SATCHEL_TRY(m_database->requireTransaction());
    auto rows = m_database->query(
        QStringLiteral("SELECT o.number, o.due_from, COALESCE((SELECT oi.item FROM outgoing_items oi "
                       "JOIN items i ON i.number = oi.item WHERE oi.outgoing = o.number AND oi.item >= o.due_from "
                       "AND i.due = 1 AND NOT EXISTS (SELECT 1 FROM received_items r WHERE r.item = oi.item "
                       "AND r.peer = o.peer) ORDER BY oi.item LIMIT 1), ?) "
                       "FROM outgoing o WHERE o.state = 'packed' AND o.due_from < ?"),
        {NothingDue, NothingDue});
    QList<QVariantList> moved;
    SATCHEL_TRY(forEachRow(std::move(rows), [&moved](const Rows& each) -> Result<void> {
        RowReader row{each};
        const auto number = row.number();
        const auto before = row.number();
        const auto next = row.number();
        if (next > before) {
            moved += QVariantList{next, number};
        }
        return row.finish();
    }));
    for (const auto& values : std::as_const(moved)) {
        SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE outgoing SET due_from = ? WHERE number = ?"), values));
    }
    return {};
}

Result<void> BundleRecords::lookAgainFor(const QString& select, const QVariantList& values)
{
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE outgoing SET due_from = 0 WHERE due_from > 0 AND number IN "
                                                  "(SELECT oi.outgoing FROM outgoing_items oi WHERE oi.item IN (%1))")
                                       .arg(select),
        values));
    return {};
}

Result<QList<OutgoingBundle>> BundleRecords::unfinishedOutgoing() const
{
    const auto found = outgoingList(QStringLiteral("state = 'writing' ORDER BY number"), {});
    if (!found) {
        return fail(found.error());
    }
    QList<OutgoingBundle> unfinished;
    for (const auto& each : *found) {
        unfinished += each.record;
    }
    return unfinished;
}

Result<std::optional<OutgoingBundle>> BundleRecords::findVoid(const StationId& peer, qint64 sequence) const
{
    const auto found
        = firstOutgoing(QStringLiteral("state = 'void' AND peer = ? AND sequence = ?"), {peer.toString(), sequence});
    if (!found) {
        return fail(found.error());
    }
    return *found ? std::optional{(*found)->record} : std::nullopt;
}

Result<QList<qint64>> BundleRecords::voidSequences(const StationId& peer) const
{
    const auto found
        = outgoingList(QStringLiteral("state = 'void' AND peer = ? AND heard = 0 ORDER BY sequence LIMIT ?"),
            {peer.toString(), MostVoidSequences});
    if (!found) {
        return fail(found.error());
    }
    QList<qint64> sequences;
    for (const auto& each : *found) {
        sequences += each.record.sequence;
    }
    return sequences;
}

Result<std::optional<OutgoingBundle>> BundleRecords::findOutgoing(const Ulid& bundle) const
{
    const auto found = firstOutgoing(QStringLiteral("bundle = ?"), {bundle.toString()});
    if (!found) {
        return fail(found.error());
    }
    return *found ? std::optional{(*found)->record} : std::nullopt;
}

Result<std::optional<OutgoingBundle>> BundleRecords::lastOutgoing() const
{
    // From the end of the table, which the sign leads SQLite to: by their states all would be sorted.
    const auto found
        = firstOutgoing(QStringLiteral("+state IN ('packed', 'received') ORDER BY number DESC LIMIT 1"), {});
    if (!found) {
        return fail(found.error());
    }
    return *found ? std::optional{(*found)->record} : std::nullopt;
}

Result<QMap<Kind, qint64>> BundleRecords::kindsIn(const Ulid& bundle) const
{
    QMap<Kind, qint64> kinds;
    auto rows = m_database->query(
        QStringLiteral("SELECT i.kind, COUNT(*) FROM outgoing o JOIN outgoing_items oi ON oi.outgoing = o.number "
                       "JOIN items i ON i.number = oi.item WHERE o.bundle = ? AND i.%1 GROUP BY i.kind")
            .arg(ItemRecords::Listed),
        {bundle.toString()});
    SATCHEL_TRY(forEachRow(std::move(rows), [&kinds](const Rows& each) -> Result<void> {
        RowReader row{each};
        const auto kind = row.named(&kindFromName);
        kinds.insert(kind, row.number());
        return row.finish();
    }));
    return kinds;
}

Result<bool> BundleRecords::wasSentTo(const ItemId& item, const StationId& peer) const
{
    static const auto sql = QStringLiteral("SELECT COUNT(*) FROM items i JOIN outgoing_items oi ON oi.item = i.number "
                                           "JOIN outgoing o ON o.number = oi.outgoing WHERE %1 AND o.peer = ?")
                                .arg(ItemKeys::hasId(QStringLiteral("i")));
    const auto found = m_database->queryNumber(sql, ItemKeys::idValues(item) + QVariantList{peer.toString()});
    if (!found) {
        return fail(found.error());
    }
    return *found > 0;
}

Result<QList<BundleRecords::Numbered>> BundleRecords::outgoingList(
    const QString& rest, const QVariantList& values) const
{
    auto rows = m_database->query(
        QStringLiteral("SELECT number, %1 FROM outgoing WHERE ").arg(OutgoingColumns) + rest, values);
    QList<Numbered> list;
    SATCHEL_TRY(forEachRow(std::move(rows), [&list](const Rows& each) -> Result<void> {
        RowReader row{each};
        const auto number = row.number();
        list += Numbered{number, readOutgoing(row)};
        return row.finish();
    }));
    return list;
}

Result<std::optional<BundleRecords::Numbered>> BundleRecords::firstOutgoing(
    const QString& rest, const QVariantList& values) const
{
    const auto list = outgoingList(rest, values);
    if (!list) {
        return fail(list.error());
    }
    return list->isEmpty() ? std::nullopt : std::optional{list->first()};
}

Result<BundleRecords::Numbered> BundleRecords::requireWriting(const Ulid& bundle) const
{
    const auto found = firstOutgoing(QStringLiteral("bundle = ? AND state = 'writing'"), {bundle.toString()});
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return fail(ErrorCode::Internal, QStringLiteral("bundle %1 is not being written").arg(bundle.toString()));
    }
    return **found;
}

} // namespace satchel
