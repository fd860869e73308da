#include "ItemStore.h"

#include "Conditions.h"
#include "Database.h"
#include "ItemBytes.h"
#include "ItemKeys.h"
#include "ItemRecords.h"
#include "RowReader.h"
#include "StateCounts.h"

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostNamedCandidates = 5;
constexpr int OverduePerPage = 256;

// These repeat the conditions of the partial indexes (Schema.cpp) word for word, which is how SQLite knows that the
// index will do.
constexpr QLatin1StringView Waiting{"waiting = 1"};

Conditions conditionsOf(const ItemFilter& filter)
{
    Conditions conditions;
    if (filter.kind) {
        conditions.add(QStringLiteral("kind = ?"), {kindName(*filter.kind)});
    }
    if (!filter.kind || isListed(*filter.kind)) {
        conditions.add(QString{ItemRecords::Listed});
    }
    if (filter.state) {
        conditions.add(QStringLiteral("state = ?"), {itemStateName(*filter.state)});
    }
    if (!filter.device.isEmpty()) {
        conditions.add(QStringLiteral("device <> '' AND device = ?"), {filter.device});
    }
    if (!filter.peer.isNull()) {
        conditions.add(QStringLiteral("(origin = ? OR peer = ?)"), {filter.peer.toString(), filter.peer.toString()});
    }
    if (filter.isUrgent) {
        conditions.add(QString{Waiting});
    }
    if (filter.gatheredHere) {
        conditions.add(QStringLiteral("gathered_here = ?"), {*filter.gatheredHere ? 1 : 0});
    }
    return conditions;
}

Conditions conditionsOf(const DeadlineFilter& filter, StationRole here)
{
    const bool isConfirmation = filter.of == DeadlineFilter::Of::Confirmations;
    Conditions conditions;
    conditions.add(QString{Waiting});
    conditions.add(QStringLiteral("deadline >= ? AND deadline < ?"), {toUtcText(filter.from), toUtcText(filter.until)});
    conditions.add(QStringLiteral("gathered_here = ?"), {here == StationRole::Site ? 1 : 0}); // as requests are
    conditions.add((isConfirmation ? QStringLiteral("kind = '%1'") : QStringLiteral("kind <> '%1'"))
            .arg(kindName(Kind::Confirmation)));
    return conditions;
}

// The kinds that an answer can be asked for.
const QStringList& answerableKinds()
{
    static const QStringList names{kindName(Kind::VoucherRequest), kindName(Kind::CertificationRequest),
        kindName(Kind::Confirmation), kindName(Kind::AuditLogRequest), kindName(Kind::CaCertificatesRequest),
        kindName(Kind::AttributesRequest)};
    return names;
}

const QStringList& finalAnswerKinds()
{
    static const QStringList names{kindName(Kind::Voucher), kindName(Kind::CertificationResponse),
        kindName(Kind::Rejection), kindName(Kind::ConfirmationResponse), kindName(Kind::AuditLog),
        kindName(Kind::CaCertificates), kindName(Kind::Attributes)};
    return names;
}

// Requests that wait for an answer here.
constexpr QLatin1StringView Open{"state IN ('pending', 'packed', 'received', 'ready', 'delivered')"};

// What an answer can be asked for, from anywhere if `origin` is null.
Conditions answerableFrom(const StationId& origin)
{
    Conditions conditions;
    conditions.addOneOf(QStringLiteral("kind"), answerableKinds());
    if (!origin.isNull()) {
        conditions.add(QStringLiteral("origin = ?"), {origin.toString()});
    }
    return conditions;
}

// The items found by one of the tables of keys (ItemKeys), with the values that this waits for.
QString havingCorrelation(const QString& keys, const Conditions& conditions)
{
    return QStringLiteral("%1 k CROSS JOIN %2 WHERE items.number = k.item AND k.key = ? AND correlation = ? AND %3")
        .arg(keys, ItemRecords::Whole, conditions.sql());
}

QVariantList correlationValues(const QString& correlation, const Conditions& conditions)
{
    return QVariantList{ItemKeys::ofCorrelation(correlation), correlation} + conditions.values();
}

Error notFound(const QString& id)
{
    return {ErrorCode::NotFound, QStringLiteral("the ledger has no item %1").arg(id), {}, id};
}

QString selectItems(const QString& rest)
{
    return QStringLiteral("SELECT %1 FROM %2 WHERE %3").arg(ItemRecords::selected(), ItemRecords::Whole, rest);
}

// An item that goes into a bundle is packed, unless a peer has received it already. One that is further along
// (answered, say) stays what it is, and its story does not speak of the bundle.
Result<void> addDeparture(QList<ItemEvent>& events, ItemEvent event, const RowReader& row)
{
    const auto before = events.isEmpty() ? ItemState::Pending : events.last().state;
    if (before == ItemState::Pending || before == ItemState::Packed || before == ItemState::Received) {
        event.state = before == ItemState::Received ? ItemState::Received : ItemState::Packed;
        events += event;
    }
    return row.finish();
}

Result<QList<Item>> readItems(Result<Rows> rows)
{
    QList<Item> items;
    SATCHEL_TRY(forEachRow(std::move(rows), [&items](const Rows& row) -> Result<void> {
        auto item = ItemRecords::read(row);
        if (!item) {
            return fail(std::move(item).error());
        }
        items += *std::move(item);
        return {};
    }));
    return items;
}

} // namespace

ItemStore::ItemStore(Database& database, StationRole here, Clock clock)
    : m_database{&database}
    , m_here{here}
    , m_clock{std::move(clock)}
{
}

// --- Changes ---

Result<bool> ItemStore::add(const ItemWithBytes& content)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    SATCHEL_TRY(records.requireBeginning(content.item));
    const auto place = records.locate(content.item.id);
    if (!place) {
        return fail(place.error());
    }
    if (*place) {
        SATCHEL_TRY(m_database->requireTransaction());
        return false;
    }
    static const auto sql = QStringLiteral("INSERT INTO items (number, %1) VALUES "
                                           "((SELECT COALESCE(MAX(number), 0) + 1 FROM items), %2) RETURNING number")
                                .arg(ItemRecords::columns(), ItemRecords::placeholders(ItemRecords::columns()));
    static const auto sqlOfFacts
        = QStringLiteral("INSERT INTO item_facts (item, %1) VALUES (?, %2)")
              .arg(ItemRecords::factColumns(), ItemRecords::placeholders(ItemRecords::factColumns()));
    const auto number = m_database->insertReturning(sql, ItemRecords::values(content));
    if (!number) {
        return fail(number.error());
    }
    SATCHEL_TRY(m_database->change(sqlOfFacts, QVariantList{*number} + ItemRecords::factValues(content.item)));
    SATCHEL_TRY(StateCounts{*m_database}.added(content.item.state));
    SATCHEL_TRY(ItemKeys{*m_database}.add(*number, content.item.id, content.item.correlation, content.item.inReplyTo));
    SATCHEL_TRY(ItemBytes{*m_database}.addOwn(*number, content.bytes));
    if (!content.item.requester.isEmpty()) {
        SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO item_requesters (item, record) VALUES (?, ?)"),
            {*number, content.item.requester}));
    }
    SATCHEL_TRY(records.beginHistory(*number, content.item));
    return true;
}

Result<void> ItemStore::setState(const ItemId& id, ItemState to, const std::optional<Reason>& reason)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto place = records.locate(id);
    if (!place) {
        return fail(place.error());
    }
    if (!*place) {
        return fail(notFound(id.toString()));
    }
    auto moved = records.move(**place, to, reason);
    if (!moved) {
        auto error = std::move(moved).error();
        error.item = id.toString();
        return fail(std::move(error));
    }
    return {};
}

Result<void> ItemStore::setState(const NumberedItem& entry, ItemState to)
{
    const auto& item = entry.content.item;
    return ItemRecords{*m_database, m_here, m_clock}.move(
        {entry.number, item.state, item.gatheredHere, item.inReplyTo}, to, {});
}

Result<void> ItemStore::setHoldReason(const ItemId& id, const Reason& reason)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto place = records.locate(id);
    if (!place) {
        return fail(place.error());
    }
    return *place ? records.holdFor(**place, reason) : Result<void>{fail(notFound(id.toString()))};
}

Result<void> ItemStore::addWarning(const ItemId& id, const QString& warning)
{
    auto item = get(id);
    if (!item) {
        return fail(std::move(item).error());
    }
    if (item->warnings.contains(warning)) {
        return m_database->requireTransaction();
    }
    item->warnings += warning;
    static const auto sql
        = QStringLiteral("UPDATE item_facts SET warnings = ? WHERE item IN (SELECT number FROM items WHERE %1)")
              .arg(ItemKeys::hasId());
    SATCHEL_TRY(
        m_database->change(sql, QVariantList{ItemRecords::warningsText(item->warnings)} + ItemKeys::idValues(id)));
    return {};
}

Result<void> ItemStore::bindAnswer(const ItemId& answer, const ItemId& request, const StationId& peer)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto place = ItemRecords{*m_database, m_here, m_clock}.locate(answer);
    if (!place) {
        return fail(place.error());
    }
    if (!*place) {
        return fail(notFound(answer.toString()));
    }
    // Once a peer is bound to it, nobody else waits for what was received.
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE items SET peer = ?, "
                                                  "due = CASE WHEN state = 'received' THEN 0 ELSE due END "
                                                  "WHERE number = ?"),
        {peer.toString(), (*place)->number}));
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE item_facts SET in_reply_to = ? WHERE item = ?"),
        {request.toString(), (*place)->number}));
    return ItemKeys{*m_database}.addAnswer((*place)->number, request);
}

Result<qint64> ItemStore::lapseOverdue()
{
    SATCHEL_TRY(m_database->requireTransaction());
    if (m_here != StationRole::Site) {
        return 0; // the deadline of a request is the affair of the site that waits
    }
    const auto now = toUtcText(m_clock());
    qint64 lapsed = 0;
    while (true) {
        const auto overdue = readItems(m_database->query(
            selectItems(QStringLiteral("%1 AND gathered_here = 1 AND deadline < ? AND kind <> '%2' LIMIT %3")
                    .arg(Waiting, kindName(Kind::Confirmation))
                    .arg(OverduePerPage)),
            {now}));
        if (!overdue) {
            return fail(overdue.error());
        }
        for (const auto& item : *overdue) {
            SATCHEL_TRY(setState(item.id, ItemState::Lapsed,
                Reason{ErrorCode::Lapsed, QStringLiteral("its deadline passed on %1").arg(toUtcText(*item.deadline))}));
        }
        lapsed += overdue->size();
        if (overdue->size() < OverduePerPage) {
            return lapsed;
        }
    }
}

Result<void> ItemStore::confirmTransactionOf(const ItemId& confirmation)
{
    const auto item = get(confirmation);
    const auto requests = item ? requestsByCorrelation(item->correlation) : fail(item.error());
    if (!requests) {
        return fail(requests.error());
    }
    for (const auto& request : *requests) {
        const bool isMeant = request.gatheredHere && isRequest(request.kind) && request.protocol == item->protocol;
        if (!isMeant || request.state != ItemState::Answered) {
            continue;
        }
        const auto answers = answersTo(request.id);
        if (!answers) {
            return fail(answers.error());
        }
        SATCHEL_TRY(setState(request.id, ItemState::Confirmed));
        for (const auto& answer : *answers) {
            if (answer.state == ItemState::Delivered) {
                SATCHEL_TRY(setState(answer.id, ItemState::Confirmed));
            }
        }
    }
    return {};
}

// --- One item ---

Result<std::optional<Item>> ItemStore::find(const ItemId& id) const
{
    static const auto sql = selectItems(ItemKeys::hasId());
    auto items = readItems(m_database->query(sql, ItemKeys::idValues(id)));
    if (!items) {
        return fail(std::move(items).error());
    }
    return items->isEmpty() ? std::nullopt : std::optional{items->first()};
}

Result<Item> ItemStore::get(const ItemId& id) const
{
    auto item = find(id);
    if (!item) {
        return fail(std::move(item).error());
    }
    if (!*item) {
        return fail(notFound(id.toString()));
    }
    return **std::move(item);
}

Result<QByteArray> ItemStore::bytes(const ItemId& id) const
{
    const auto place = ItemRecords{*m_database, m_here, m_clock}.locate(id);
    if (!place) {
        return fail(place.error());
    }
    return *place ? bytesOf((*place)->number, id) : fail(notFound(id.toString()));
}

Result<QByteArray> ItemStore::bytesOf(qint64 number, const ItemId& id) const
{
    auto bytes = ItemBytes{*m_database}.find(number);
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    return *bytes ? Result<QByteArray>{**std::move(bytes)} : fail(notFound(id.toString()));
}

Result<ItemId> ItemStore::resolve(QStringView prefix) const
{
    const auto typed = prefix.trimmed().toString().toLower();
    if (typed.isEmpty()) {
        return fail(ErrorCode::Usage, QStringLiteral("which item? give its id, or as much of it as is unique"));
    }
    const auto candidates = ItemKeys{*m_database}.idsBeginning(typed, MostNamedCandidates);
    if (!candidates) {
        return fail(candidates.error());
    }
    if (candidates->isEmpty()) {
        return fail(notFound(prefix.toString()));
    }
    if (candidates->size() > 1) {
        return fail(ErrorCode::Usage,
            QStringLiteral("%1 could be %2: give more of the id")
                .arg(prefix.toString(), candidates->join(QStringLiteral(", "))));
    }
    return ItemId::parse(candidates->first());
}

Result<qint64> ItemStore::numberOf(const ItemId& id) const
{
    const auto place = ItemRecords{*m_database, m_here, m_clock}.locate(id);
    if (!place) {
        return fail(place.error());
    }
    return *place ? Result<qint64>{(*place)->number} : fail(notFound(id.toString()));
}

Result<QList<ItemEvent>> ItemStore::history(const ItemId& id) const
{
    QList<ItemEvent> events;
    static const auto sql
        = QStringLiteral("SELECT h.number AS mark, 0 AS outgoing, h.at, h.bundle, h.state, h.reason_code, "
                         "h.reason_text FROM items i JOIN item_history h ON h.item = i.number WHERE %1 "
                         "UNION ALL SELECT o.history_mark, o.number, o.at, o.bundle, '', '', '' FROM items i "
                         "JOIN outgoing_items oi ON oi.item = i.number JOIN outgoing o ON o.number = oi.outgoing "
                         "WHERE %1 AND o.history_mark > 0 ORDER BY mark, outgoing")
              .arg(ItemKeys::hasId(QStringLiteral("i")));
    auto rows = m_database->query(sql, ItemKeys::idValues(id) + ItemKeys::idValues(id));
    SATCHEL_TRY(forEachRow(std::move(rows), [&events](const Rows& each) -> Result<void> {
        RowReader row{each};
        ItemEvent event;
        event.order.first = row.number();
        event.order.second = row.number();
        event.at = row.time();
        event.bundle = row.id<Ulid>();
        if (event.order.second > 0) { // it went along
            return addDeparture(events, event, row);
        }
        event.state = row.named(&itemStateFromName);
        const auto code = row.text();
        const auto words = row.text();
        if (!code.isEmpty()) {
            event.reason = Reason{errorCodeFromName(code).value_or(ErrorCode::Held), words};
        }
        events += event;
        return row.finish();
    }));
    return events;
}

// --- Related items ---

Result<QList<Item>> ItemStore::requestsByCorrelation(const QString& correlation, const StationId& origin) const
{
    return byCorrelation(correlation, answerableFrom(origin));
}

Result<QList<Item>> ItemStore::openRequestsByCorrelation(const QString& correlation, const StationId& origin) const
{
    auto conditions = answerableFrom(origin);
    conditions.add(QString{Open});
    return byCorrelation(correlation, conditions);
}

Result<QList<StationId>> ItemStore::originsOfOpenRequests(const QString& correlation) const
{
    auto conditions = answerableFrom({});
    conditions.add(QString{Open});
    QList<StationId> origins;
    for (const auto& keys : ItemKeys::tables()) {
        const auto sql = QStringLiteral("SELECT DISTINCT origin FROM ") + havingCorrelation(keys, conditions);
        SATCHEL_TRY(forEachRow(m_database->query(sql, correlationValues(correlation, conditions)),
            [&origins](const Rows& row) -> Result<void> {
                RowReader reader{row};
                const auto origin = reader.id<StationId>();
                if (!origins.contains(origin)) {
                    origins += origin;
                }
                return reader.finish();
            }));
    }
    return origins;
}

Result<QList<Item>> ItemStore::editions(Kind kind, const QString& correlation) const
{
    Conditions conditions;
    conditions.add(QStringLiteral("kind = ?"), {kindName(kind)});
    return byCorrelation(correlation, conditions);
}

Result<QList<Item>> ItemStore::byCorrelation(const QString& correlation, const Conditions& conditions) const
{
    QList<Item> newest;
    if (correlation.isEmpty()) {
        return newest;
    }
    // Each table is walked from the newest on and no further than asked, since there may be any number of equal ones.
    for (const auto& keys : ItemKeys::tables()) {
        const auto sql = QStringLiteral("SELECT %1 FROM %2 ORDER BY k.item DESC LIMIT ?")
                             .arg(ItemRecords::selected(), havingCorrelation(keys, conditions));
        const auto found = readItems(m_database->query(
            sql, correlationValues(correlation, conditions) + QVariantList{MostRequests - newest.size()}));
        if (!found) {
            return found;
        }
        newest += *found;
    }
    return newest;
}

Result<QList<Item>> ItemStore::requestsByDevice(
    const QString& device, Kind kind, Protocol protocol, const ItemId& olderThan) const
{
    if (!answerableKinds().contains(kindName(kind))) {
        return QList<Item>{};
    }
    static const auto where = QStringLiteral("device <> '' AND device = ? AND kind = ? AND protocol = ? ");
    static const auto newest = QStringLiteral("ORDER BY number DESC LIMIT %1").arg(MostRequests);
    static const auto sqlOfAll = selectItems(where + newest);
    // Nearly always there is no other, and then nobody looks for the number (+: it is no bound of the search).
    static const auto sqlOfOlder
        = selectItems(QStringLiteral("%1 AND id <> ? AND +number < (SELECT o.number FROM items o WHERE %2) %3")
                .arg(where, ItemKeys::hasId(QStringLiteral("o")), newest));
    const QVariantList values{device, kindName(kind), protocolName(protocol)};
    return readItems(olderThan.isNull()
            ? m_database->query(sqlOfAll, values)
            : m_database->query(
                  sqlOfOlder, values + QVariantList{olderThan.toString()} + ItemKeys::idValues(olderThan)));
}

Result<QList<Item>> ItemStore::answersTo(const ItemId& request) const
{
    Conditions conditions;
    conditions.add(ItemKeys::isAnswer(), ItemKeys::requestValues(request));
    conditions.addOneOf(QStringLiteral("kind"), finalAnswerKinds());
    return readItems(
        m_database->query(selectItems(conditions.sql() + QStringLiteral(" ORDER BY number")), conditions.values()));
}

// --- Lists and counts ---

Result<void> ItemStore::forEach(const ItemFilter& filter, const std::function<Result<void>(const Item&)>& visit) const
{
    const auto conditions = conditionsOf(filter);
    const auto order = filter.isUrgent ? QStringLiteral("deadline, number") : QStringLiteral("number");
    auto sql = selectItems(conditions.sql() + QStringLiteral(" ORDER BY ") + order);
    auto values = conditions.values();
    if (filter.limit > 0) {
        sql += QStringLiteral(" LIMIT ?");
        values += filter.limit;
    }
    return ItemRecords::forEach(m_database->query(sql, values), visit);
}

Result<QMap<ItemState, qint64>> ItemStore::countByState() const
{
    return StateCounts{*m_database}.read();
}

Result<qint64> ItemStore::count(const ItemFilter& filter) const
{
    const auto conditions = conditionsOf(filter);
    const auto from = filter.peer.isNull() ? QLatin1StringView{"items"} : ItemRecords::Whole;
    return m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM %1 WHERE %2").arg(from, conditions.sql()), conditions.values());
}

Result<qint64> ItemStore::countWronglyIndexed() const
{
    return ItemRecords{*m_database, m_here, m_clock}.countWronglyIndexed();
}

Result<qint64> ItemStore::countMiscounted() const
{
    return StateCounts{*m_database}.countWrong();
}

Result<qint64> ItemStore::countWithoutBytes() const
{
    return ItemBytes{*m_database}.countLost();
}

Result<qint64> ItemStore::countLost() const
{
    return ItemKeys{*m_database}.countLost();
}

Result<QList<Item>> ItemStore::nextDeadlines(int most) const
{
    const bool requestsAreGathered = m_here == StationRole::Site;
    return readItems(m_database->query(
        selectItems(QStringLiteral("%1 AND gathered_here = ? ORDER BY deadline, number LIMIT ?").arg(Waiting)),
        {requestsAreGathered ? 1 : 0, most}));
}

Result<void> ItemStore::forEachDeadline(
    const DeadlineFilter& filter, qint64 most, const std::function<Result<void>(const Item&)>& visit) const
{
    auto conditions = conditionsOf(filter, m_here);
    auto values = conditions.values();
    values += most > 0 ? most : -1;
    return ItemRecords::forEach(
        m_database->query(selectItems(conditions.sql() + QStringLiteral(" ORDER BY deadline, number LIMIT ?")), values),
        visit);
}

Result<qint64> ItemStore::countDeadlines(const DeadlineFilter& filter) const
{
    const auto conditions = conditionsOf(filter, m_here);
    return m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items WHERE ") + conditions.sql(), conditions.values());
}

// --- What is ready ---

Result<QList<ItemStore::NumberedItem>> ItemStore::readyAfter(
    qint64 number, const QList<Kind>& kinds, bool alsoDelivered, int most, qint64 mostBytes) const
{
    QList<NumberedItem> page;
    SATCHEL_TRY(addPage(page, ItemState::Ready, number, kinds, most));
    if (alsoDelivered) {
        SATCHEL_TRY(addPage(page, ItemState::Delivered, number, kinds, most));
        // Two walks, each along its index, are merged here: one over both states would sort all there is.
        std::sort(page.begin(), page.end(), [](const auto& a, const auto& b) { return a.number < b.number; });
        page = page.mid(0, most);
    }
    qint64 held = 0;
    for (qsizetype i = 0; i < page.size(); ++i) {
        if (held >= mostBytes) {
            page.resize(i);
            break;
        }
        SATCHEL_TRY(readBytes(page[i]));
        held += page[i].content.bytes.size();
    }
    return page;
}

// By the number: ids are spread over the whole of a large ledger, numbers of a page lie together.
Result<void> ItemStore::readBytes(NumberedItem& entry) const
{
    auto bytes = bytesOf(entry.number, entry.content.item.id);
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    entry.content.bytes = *std::move(bytes);
    return {};
}

Result<QList<ItemStore::NumberedItem>> ItemStore::heldAfter(qint64 number, int most) const
{
    QList<NumberedItem> page;
    SATCHEL_TRY(addPage(page, ItemState::Held, number, {}, most));
    return page;
}

Result<void> ItemStore::addPage(
    QList<NumberedItem>& page, ItemState state, qint64 number, const QList<Kind>& kinds, int most) const
{
    Conditions conditions;
    conditions.add(QString{ItemRecords::Listed});
    conditions.add(QStringLiteral("state = ? AND number > ?"), {itemStateName(state), number});
    if (!kinds.isEmpty()) {
        QStringList names;
        std::transform(kinds.begin(), kinds.end(), std::back_inserter(names), &kindName);
        conditions.addOneOf(QStringLiteral("kind"), names);
    }
    auto rows = m_database->query(QStringLiteral("SELECT number, %1 FROM %2 WHERE %3 ORDER BY number LIMIT ?")
                                      .arg(ItemRecords::selected(), ItemRecords::Whole, conditions.sql()),
        conditions.values() + QVariantList{most});
    return forEachRow(std::move(rows), [&page](const Rows& row) -> Result<void> {
        auto item = ItemRecords::read(row, 1);
        if (!item) {
            return fail(std::move(item).error());
        }
        page += NumberedItem{row.number(0), {*std::move(item), {}}};
        return {};
    });
}

} // namespace satchel
