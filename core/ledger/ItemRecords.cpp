#include "ItemRecords.h"

#include "Database.h"
#include "ItemKeys.h"
#include "OpenDeadline.h"
#include "RowReader.h"
#include "StateCounts.h"

#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>

namespace satchel {

namespace {

Result<QStringList> parseWarnings(const QString& text)
{
    if (text == QLatin1StringView{"[]"}) {
        return QStringList{}; // nearly always
    }
    const auto tree = parseJson(text.toUtf8(), JsonDialect::Lenient);
    if (!tree || !tree->array()) {
        return fail(ErrorCode::DatabaseUnavailable, QStringLiteral("the ledger holds warnings that cannot be read"));
    }
    QStringList warnings;
    for (const auto& element : *tree->array()) {
        warnings += element.string() ? *element.string() : QString{};
    }
    return warnings;
}

QString deadlineText(const Item& item)
{
    return item.deadline ? toUtcText(*item.deadline) : noDeadline();
}

QString codeText(const std::optional<Reason>& reason)
{
    return reason ? errorCodeName(reason->code) : QString{};
}

QString reasonText(const std::optional<Reason>& reason)
{
    return reason ? reason->text : QString{};
}

// What read() reads, but for the requester.
QString readable()
{
    return QStringLiteral("id, kind, protocol, extension, origin, gathered_here, peer, device, correlation, "
                          "in_reply_to, context, local_name, warnings, gathered_at, deadline, size, state, "
                          "reason_code, reason_text, bundle, path, ends");
}

bool isDue(ItemState state, bool gatheredHere, bool boundToPeer)
{
    switch (state) {
    case ItemState::Pending:
    case ItemState::Packed:
        return gatheredHere;
    case ItemState::Received:
        return gatheredHere && !boundToPeer; // there may be others who have not
    default:
        return false;
    }
}

// What `due` and `waiting` hold of an item in a state, for the values of valuesOf().
constexpr QLatin1StringView DueOfState{"CASE WHEN peer = '' THEN CAST(? AS SMALLINT) ELSE CAST(? AS SMALLINT) END"};
constexpr QLatin1StringView WaitingOfState{"CASE WHEN deadline < '9999' THEN CAST(? AS SMALLINT) ELSE 0 END"};

QString followState()
{
    return QStringLiteral("due = %1, waiting = %2").arg(DueOfState, WaitingOfState);
}

QVariantList valuesOf(ItemState state, bool gatheredHere)
{
    return {isDue(state, gatheredHere, false) ? 1 : 0, isDue(state, gatheredHere, true) ? 1 : 0,
        isUnsettled(state) ? 1 : 0};
}

} // namespace

QString noDeadline()
{
    return QStringLiteral("9999-12-31T23:59:59Z");
}

ItemRecords::ItemRecords(Database& database, StationRole here, Clock clock)
    : m_database{&database}
    , m_here{here}
    , m_clock{std::move(clock)}
{
}

const QString& ItemRecords::columns()
{
    static const auto names
        = QStringLiteral("kind, gathered_here, peer, device, gathered_at, deadline, size, state, reason_code, "
                         "reason_text, bundle, ends, due, waiting");
    return names;
}

const QString& ItemRecords::factColumns()
{
    static const auto names
        = QStringLiteral("id, protocol, extension, origin, correlation, in_reply_to, context, local_name, warnings, "
                         "path");
    return names;
}

const QString& ItemRecords::selected()
{
    static const auto list
        = readable() + QStringLiteral(", (SELECT record FROM item_requesters WHERE item = items.number)");
    return list;
}

QString ItemRecords::placeholders(const QString& columns)
{
    return QStringList{columns.count(QLatin1Char(',')) + 1, QStringLiteral("?")}.join(QStringLiteral(", "));
}

QString ItemRecords::warningsText(const QStringList& warnings)
{
    JsonWriter writer;
    writer.beginArray();
    for (const auto& warning : warnings) {
        writer.value(QStringView{warning});
    }
    writer.endArray();
    return QString::fromUtf8(writer.text());
}

QString ItemRecords::finalAnswerKinds()
{
    return QStringLiteral("'voucher', 'certification-response', 'rejection', 'confirmation-response', 'audit-log', "
                          "'ca-certificates', 'attributes'");
}

QVariantList ItemRecords::values(const ItemWithBytes& content)
{
    const auto& item = content.item;
    return {kindName(item.kind), item.gatheredHere ? 1 : 0, item.peer.toString(), item.device,
        toUtcText(item.gatheredAt), deadlineText(item), qint64{content.bytes.size()}, itemStateName(item.state),
        codeText(item.reason), reasonText(item.reason), item.bundle.toString(),
        item.voucherEnds ? toUtcText(*item.voucherEnds) : QString{},
        isDue(item.state, item.gatheredHere, !item.peer.isNull()) ? 1 : 0,
        isUnsettled(item.state) && item.deadline && deadlineText(item) < QLatin1StringView{"9999"} ? 1 : 0};
}

QVariantList ItemRecords::factValues(const Item& item)
{
    return {item.id.toString(), protocolName(item.protocol), item.extension, item.origin.toString(), item.correlation,
        item.inReplyTo.toString(), item.context, item.localName, warningsText(item.warnings), item.path};
}

Result<Item> ItemRecords::read(const Rows& rows, int firstColumn)
{
    RowReader row{rows, firstColumn};
    Item item;
    item.id = row.id<ItemId>();
    item.kind = row.named(&kindFromName);
    item.protocol = row.named(&protocolFromName);
    item.extension = row.text();
    item.origin = row.id<StationId>();
    item.gatheredHere = row.truth();
    item.peer = row.id<StationId>();
    item.device = row.text();
    item.correlation = row.text();
    item.inReplyTo = row.id<ItemId>();
    item.context = row.bytes();
    item.localName = row.text();
    const auto warnings = row.text();
    item.gatheredAt = row.time();
    const auto deadline = row.time();
    item.size = row.number();
    item.state = row.named(&itemStateFromName);
    const auto reasonCode = row.text();
    const auto reasonWords = row.text();
    item.bundle = row.id<Ulid>();
    item.path = row.text();
    const auto ends = row.text();
    item.requester = row.bytes();
    SATCHEL_TRY(row.finish());

    if (toUtcText(deadline) != noDeadline()) {
        item.deadline = deadline;
    }
    if (!ends.isEmpty()) {
        item.voucherEnds = QDateTime::fromString(ends, Qt::ISODate);
    }
    if (!reasonCode.isEmpty()) {
        item.reason = Reason{errorCodeFromName(reasonCode).value_or(ErrorCode::Held), reasonWords};
    }
    auto parsedWarnings = parseWarnings(warnings);
    if (!parsedWarnings) {
        return fail(std::move(parsedWarnings).error());
    }
    item.warnings = *std::move(parsedWarnings);
    return item;
}

Result<void> ItemRecords::forEach(Result<Rows> rows, const std::function<Result<void>(const Item&)>& visit)
{
    return forEachRow(std::move(rows), [&visit](const Rows& row) -> Result<void> {
        const auto item = read(row);
        return item ? visit(*item) : fail(item.error());
    });
}

Result<void> ItemRecords::requireBeginning(const Item& item) const
{
    if (!mayBeginAs(item.standing(m_here), item.state)) {
        return fail(Error{ErrorCode::Internal,
            QStringLiteral("an item cannot begin as %1 here").arg(itemStateName(item.state)), {}, item.id.toString()});
    }
    if (item.state == ItemState::Held && !item.reason) {
        return fail(
            Error{ErrorCode::Internal, QStringLiteral("an item is held for a reason only"), {}, item.id.toString()});
    }
    return {};
}

Result<std::optional<ItemRecords::Place>> ItemRecords::locate(const ItemId& id) const
{
    static const auto sql = QStringLiteral("SELECT number, state, gathered_here, in_reply_to FROM %1 WHERE %2")
                                .arg(Whole, ItemKeys::hasId());
    auto rows = m_database->query(sql, ItemKeys::idValues(id));
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found || !*found) {
        return found ? Result<std::optional<Place>>{std::nullopt} : fail(found.error());
    }
    RowReader row{*rows};
    Place place;
    place.number = row.number();
    place.state = row.named(&itemStateFromName);
    place.gatheredHere = row.truth();
    place.inReplyTo = row.id<ItemId>();
    SATCHEL_TRY(row.finish());
    return std::optional{place};
}

bool ItemRecords::mayMove(const Place& place, ItemState to) const
{
    return mayBecome(standingOf(m_here, place.gatheredHere), place.state, to);
}

Result<void> ItemRecords::move(const Place& place, ItemState to, const std::optional<Reason>& reason) const
{
    if (!mayMove(place, to)) {
        return fail(ErrorCode::Internal,
            QStringLiteral("an item that is %1 cannot become %2").arg(itemStateName(place.state), itemStateName(to)));
    }
    static const auto sql
        = QStringLiteral("UPDATE items SET state = ?, reason_code = ?, reason_text = ?, %1 WHERE number = ?")
              .arg(followState());
    SATCHEL_TRY(m_database->change(sql,
        QVariantList{itemStateName(to), codeText(reason), reasonText(reason)} + valuesOf(to, place.gatheredHere)
            + QVariantList{place.number}));
    SATCHEL_TRY(StateCounts{*m_database}.moved(place.state, to, 1));
    return tell(place.number, to, reason);
}

Result<void> ItemRecords::holdFor(const Place& place, const Reason& reason) const
{
    if (place.state != ItemState::Held) {
        return fail(ErrorCode::Internal,
            QStringLiteral("an item that is %1 is not held for anything").arg(itemStateName(place.state)));
    }
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE items SET reason_code = ?, reason_text = ? WHERE number = ?"),
        {codeText(reason), reasonText(reason), place.number}));
    return tell(place.number, ItemState::Held, reason);
}

// The next line of its story.
Result<void> ItemRecords::tell(qint64 number, ItemState state, const std::optional<Reason>& reason) const
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO item_history (number, item, at, state, reason_code, reason_text, bundle) VALUES "
                       "((SELECT COALESCE(MAX(number), 0) + 1 FROM item_history), ?, ?, ?, ?, ?, '')"),
        {number, toUtcText(m_clock()), itemStateName(state), codeText(reason), reasonText(reason)}));
    return {};
}

Result<qint64> ItemRecords::moveGathered(
    const Selection& selection, ItemState from, ItemState to, const Ulid& bundle) const
{
    return moveAll(selection, true, from, to, bundle);
}

Result<qint64> ItemRecords::moveImported(
    const Selection& selection, ItemState from, ItemState to, const Ulid& bundle) const
{
    return moveAll(selection, false, from, to, bundle);
}

Result<qint64> ItemRecords::moveAll(
    const Selection& selection, bool gatheredHere, ItemState from, ItemState to, const Ulid& bundle) const
{
    Q_ASSERT(mayBecome(standingOf(m_here, gatheredHere), from, to));
    SATCHEL_TRY(addHistory(selection, gatheredHere, from, to, bundle));
    const auto sql = QStringLiteral("UPDATE items SET state = ?, reason_code = '', reason_text = '', %1 "
                                    "WHERE gathered_here = ? AND state = ? AND number IN (%2)")
                         .arg(followState(), selection.sql);
    const auto values = QVariantList{itemStateName(to)} + valuesOf(to, gatheredHere)
        + QVariantList{gatheredHere ? 1 : 0, itemStateName(from)} + selection.values;
    const auto changed = m_database->change(sql, values);
    if (!changed) {
        return fail(changed.error());
    }
    SATCHEL_TRY(StateCounts{*m_database}.moved(from, to, *changed));
    return *changed;
}

Result<void> ItemRecords::pack(const Selection& selection, const Ulid& bundle) const
{
    Q_ASSERT(mayBecome(standingOf(m_here, true), ItemState::Pending, ItemState::Packed));
    // In one go for what was pending, which is nearly all: each change of an item touches its indexes. `due` and
    // `waiting` stay: they are the same of both states. If it fails the transaction ends all the same, so that SQLite
    // need not write down how each page was, to undo this statement alone.
    const auto packed = m_database->change(
        QStringLiteral("UPDATE OR FAIL items SET bundle = ?, reason_code = '', reason_text = '', state = 'packed' "
                       "WHERE state = 'pending' AND number IN (%1)")
            .arg(selection.sql),
        QVariantList{bundle.toString()} + selection.values);
    const auto selected
        = m_database->queryNumber(QStringLiteral("SELECT COUNT(*) FROM (%1) s").arg(selection.sql), selection.values);
    if (!packed || !selected) {
        return fail(!packed ? packed.error() : selected.error());
    }
    if (*packed < *selected) {
        SATCHEL_TRY(m_database->change(
            QStringLiteral("UPDATE items SET bundle = ? WHERE bundle <> ? AND number IN (%1)").arg(selection.sql),
            QVariantList{bundle.toString(), bundle.toString()} + selection.values));
    }
    return StateCounts{*m_database}.moved(ItemState::Pending, ItemState::Packed, *packed);
}

Result<void> ItemRecords::addHistory(
    const Selection& selection, bool gatheredHere, ItemState from, ItemState to, const Ulid& bundle) const
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO item_history (number, item, at, state, reason_code, reason_text, bundle) "
                       "SELECT (SELECT COALESCE(MAX(number), 0) FROM item_history)"
                       " + ROW_NUMBER() OVER (ORDER BY number), number, ?, ?, '', '', ? "
                       "FROM items WHERE gathered_here = ? AND state = ? AND number IN (%1)")
            .arg(selection.sql),
        QVariantList{
            toUtcText(m_clock()), itemStateName(to), bundle.toString(), gatheredHere ? 1 : 0, itemStateName(from)}
            + selection.values));
    return {};
}

Result<qint64> ItemRecords::countWronglyIndexed() const
{
    qint64 total = 0;
    for (const auto state : allItemStates()) {
        for (const bool gatheredHere : {true, false}) {
            const auto count = m_database->queryNumber(
                QStringLiteral("SELECT COUNT(*) FROM items WHERE state = ? AND gathered_here = ? "
                               "AND (due <> %1 OR waiting <> %2)")
                    .arg(DueOfState, WaitingOfState),
                QVariantList{itemStateName(state), gatheredHere ? 1 : 0} + valuesOf(state, gatheredHere));
            if (!count) {
                return count;
            }
            total += *count;
        }
    }
    return total;
}

Result<void> ItemRecords::beginHistory(qint64 number, const Item& item) const
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO item_history (number, item, at, state, reason_code, reason_text, bundle) VALUES "
                       "((SELECT COALESCE(MAX(number), 0) + 1 FROM item_history), ?, ?, ?, ?, ?, ?)"),
        {number, toUtcText(m_clock()), itemStateName(item.state), codeText(item.reason), reasonText(item.reason),
            item.bundle.toString()}));
    return {};
}

Result<void> ItemRecords::beginHistoryFrom(qint64 firstNumber) const
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO item_history (number, item, at, state, reason_code, reason_text, bundle) "
                       "SELECT (SELECT COALESCE(MAX(number), 0) + 1 FROM item_history) + number - ?, number, ?, state, "
                       "reason_code, reason_text, bundle FROM items WHERE number >= ? ORDER BY number"),
        {firstNumber, toUtcText(m_clock()), firstNumber}));
    return {};
}

} // namespace satchel
