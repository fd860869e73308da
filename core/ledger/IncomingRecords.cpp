#include "NumberedBundle.h"

#include "BundleRows.h"
#include "Database.h"
#include "RowReader.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostMissing = 1024;

QVariantList ledgerOf(const StationId& station, const LedgerId& ledger)
{
    return {station.toString(), ledger.toString()};
}

Result<QList<qint64>> readNumbers(Result<Rows> rows)
{
    QList<qint64> numbers;
    SATCHEL_TRY(forEachRow(std::move(rows), [&numbers](const Rows& row) -> Result<void> {
        numbers += row.number(0);
        return {};
    }));
    return numbers;
}

} // namespace

Result<std::optional<IncomingBundle>> BundleRecords::findIncoming(const StationId& from, const Ulid& bundle) const
{
    return firstIncoming(QStringLiteral("peer = ? AND bundle = ?"), {from.toString(), bundle.toString()});
}

Result<std::optional<IncomingBundle>> BundleRecords::findIncoming(
    const StationId& from, const LedgerId& ledger, qint64 sequence) const
{
    return firstIncoming(QStringLiteral("peer = ? AND peer_ledger = ? AND sequence = ?"),
        ledgerOf(from, ledger) + QVariantList{sequence});
}

Result<std::optional<IncomingBundle>> BundleRecords::lastIncoming() const
{
    return firstIncoming(QStringLiteral("number = (SELECT MAX(number) FROM incoming)"), {});
}

Result<QList<IncomingBundle>> BundleRecords::allIncoming(const StationId& peer) const
{
    return incomingList(QStringLiteral("peer = ? ORDER BY number"), {peer.toString()});
}

Result<void> BundleRecords::addIncoming(const IncomingBundle& bundle, const QList<RefusedItem>& refused)
{
    const auto number = m_database->changeReturning(
        QStringLiteral("INSERT INTO incoming (number, bundle, peer, peer_ledger, sequence, label_digest, verdict, "
                       "items, added, duplicates, refused, at, created, bytes, first_item, last_item, "
                       "receipt_known) VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM incoming), "
                       "?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) ON CONFLICT DO NOTHING RETURNING number"),
        {bundle.id.toString(), bundle.from.toString(), bundle.ledger.toString(), bundle.sequence,
            bundle.labelDigest.toString(), bundle.verdict, bundle.items, bundle.added, bundle.duplicates,
            bundle.refused, toUtcText(bundle.at), toUtcText(bundle.created), bundle.bytes, bundle.firstItem,
            bundle.lastItem});
    if (!number) {
        return fail(number.error());
    }
    if (!*number) {
        return fail(ErrorCode::ReplayConflict,
            QStringLiteral("a bundle of the id %1 or the sequence %2 was taken in from that station before")
                .arg(bundle.id.toString())
                .arg(bundle.sequence));
    }
    for (qsizetype i = 0; i < refused.size(); ++i) {
        SATCHEL_TRY(m_database->change(
            QStringLiteral("INSERT INTO incoming_refused (incoming, position, item, code) VALUES (?, ?, ?, ?)"),
            {**number, qint64{i}, refused[i].item.toString(), errorCodeName(refused[i].code)}));
    }
    // What was refused as a whole must come again, under the same number or another.
    const bool takenIn = bundle.verdict.startsWith(QStringLiteral("imported"));
    return takenIn ? addKnown(bundle.from, bundle.ledger, {bundle.sequence}) : Result<void>{};
}

Result<QList<RefusedItem>> BundleRecords::refusedOf(const StationId& from, const Ulid& bundle) const
{
    return readRefused(m_database->query(
        QStringLiteral("SELECT r.item, r.code FROM incoming i JOIN incoming_refused r ON r.incoming = i.number "
                       "WHERE i.peer = ? AND i.bundle = ? ORDER BY r.position"),
        {from.toString(), bundle.toString()}));
}

Result<QList<IncomingBundle>> BundleRecords::incomingList(const QString& rest, const QVariantList& values) const
{
    auto rows = m_database->query(QStringLiteral("SELECT %1 FROM incoming WHERE ").arg(IncomingColumns) + rest, values);
    QList<IncomingBundle> list;
    SATCHEL_TRY(forEachRow(std::move(rows), [&list](const Rows& each) -> Result<void> {
        RowReader row{each};
        list += readIncoming(row);
        return row.finish();
    }));
    return list;
}

Result<std::optional<IncomingBundle>> BundleRecords::firstIncoming(
    const QString& rest, const QVariantList& values) const
{
    const auto list = incomingList(rest, values);
    if (!list) {
        return fail(list.error());
    }
    return list->isEmpty() ? std::nullopt : std::optional{list->first()};
}

// --- Sequences ---

Result<void> BundleRecords::addVoidSequences(
    const StationId& from, const LedgerId& ledger, const QList<qint64>& sequences)
{
    return addKnown(from, ledger, sequences);
}

// Numbers join the run from 1 as soon as it reaches them, so that what is listed one by one stays short.
Result<void> BundleRecords::addKnown(const StationId& from, const LedgerId& ledger, const QList<qint64>& sequences)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto before = contiguousOf(from, ledger);
    if (!before) {
        return fail(before.error());
    }
    for (const auto sequence : sequences) {
        if (sequence > *before) {
            SATCHEL_TRY(m_database->change(
                QStringLiteral("INSERT INTO known_sequences (peer, peer_ledger, sequence) VALUES (?, ?, ?) "
                               "ON CONFLICT (peer, peer_ledger, sequence) DO NOTHING"),
                ledgerOf(from, ledger) + QVariantList{sequence}));
        }
    }
    auto contiguous = *before;
    while (true) {
        const auto joined = m_database->change(
            QStringLiteral("DELETE FROM known_sequences WHERE peer = ? AND peer_ledger = ? AND sequence = ?"),
            ledgerOf(from, ledger) + QVariantList{contiguous + 1});
        if (!joined) {
            return fail(joined.error());
        }
        if (*joined == 0) {
            break;
        }
        ++contiguous;
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO known_contiguous (peer, peer_ledger, contiguous) VALUES (?, ?, ?) "
                       "ON CONFLICT (peer, peer_ledger) DO UPDATE SET contiguous = excluded.contiguous"),
        ledgerOf(from, ledger) + QVariantList{contiguous}));
    return {};
}

Result<qint64> BundleRecords::contiguousOf(const StationId& from, const LedgerId& ledger) const
{
    return m_database->queryNumber(
        QStringLiteral("SELECT contiguous FROM known_contiguous WHERE peer = ? AND peer_ledger = ?"),
        ledgerOf(from, ledger));
}

Result<QList<qint64>> BundleRecords::missingBefore(
    const StationId& from, const LedgerId& ledger, qint64 sequence, const QList<qint64>& declaredVoid) const
{
    const auto contiguous = contiguousOf(from, ledger);
    if (!contiguous) {
        return fail(contiguous.error());
    }
    const auto known = readNumbers(m_database->query(
        QStringLiteral("SELECT sequence FROM known_sequences WHERE peer = ? AND peer_ledger = ? AND sequence < ? "
                       "ORDER BY sequence"),
        ledgerOf(from, ledger) + QVariantList{sequence}));
    if (!known) {
        return fail(known.error());
    }
    QList<qint64> missing;
    auto next = known->begin();
    for (auto number = *contiguous + 1; number < sequence && missing.size() < MostMissing; ++number) {
        if (next != known->end() && *next == number) {
            ++next;
        } else if (!std::binary_search(declaredVoid.begin(), declaredVoid.end(), number)) {
            missing += number;
        }
    }
    return missing;
}

Result<Heard> BundleRecords::heardOf(const StationId& peer) const
{
    const auto newest = firstIncoming(
        QStringLiteral("number = (SELECT MAX(number) FROM incoming WHERE peer = ?)"), {peer.toString()});
    if (!newest) {
        return fail(newest.error());
    }
    if (!*newest) {
        return Heard{};
    }
    const auto& ledger = (*newest)->ledger;
    const auto contiguous = contiguousOf(peer, ledger);
    auto extras = readNumbers(
        m_database->query(QStringLiteral("SELECT sequence FROM known_sequences WHERE peer = ? AND peer_ledger = ? "
                                         "ORDER BY sequence DESC LIMIT ?"),
            ledgerOf(peer, ledger) + QVariantList{Heard::MostExtras}));
    if (!contiguous || !extras) {
        return fail(contiguous ? extras.error() : contiguous.error());
    }
    std::reverse(extras->begin(), extras->end());
    return Heard{ledger, *contiguous, *std::move(extras)};
}

} // namespace satchel
