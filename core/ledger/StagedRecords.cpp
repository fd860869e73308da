#include "StagedStretch.h"

#include "Database.h"
#include "ItemBytes.h"
#include "ItemKeys.h"
#include "ItemRecords.h"
#include "ItemStore.h"
#include "StateCounts.h"

#include <array>
#include <utility>

namespace satchel {

namespace {

constexpr int StagedPerPage = 256;
// Nine statements and more go through a stretch, and SQLite leaves a tenth of its cache to pages that are not changed:
// 400 of them, which are read again for each statement if there are more.
constexpr qint64 StretchLength = 256;
constexpr qint64 StretchesBetweenLooks = 16; // at the number of new keys, which are counted one by one

// The columns of the items that count as the answer to a request: final, and neither held nor refused.
QString counts()
{
    return QStringLiteral("kind IN (%1) AND state NOT IN ('held', 'rejected')").arg(ItemRecords::finalAnswerKinds());
}

// The staged items s of a stretch that were moved, for its values(); each is the item i now.
constexpr QLatin1StringView Moved{"FROM staged_items s JOIN items i ON i.number = s.number "
                                  "WHERE s.number >= ? AND s.number < ?"};

// After that of the last item that is there.
Result<qint64> nextNumber(Database& database)
{
    return database.queryNumber(QStringLiteral("SELECT COALESCE(MAX(number), 0) + 1 FROM items"));
}

struct NumberedItem {
    qint64 number = 0;
    Item item;
};

Result<QList<NumberedItem>> answersFrom(Database& database, qint64 firstNumber)
{
    auto rows = database.query(QStringLiteral("SELECT number, %1 FROM %2 WHERE number >= ? AND in_reply_to <> '' "
                                              "AND %3 ORDER BY number LIMIT %4")
                                   .arg(ItemRecords::selected(), ItemRecords::Whole, counts())
                                   .arg(StagedPerPage),
        {firstNumber});
    QList<NumberedItem> answers;
    SATCHEL_TRY(forEachRow(std::move(rows), [&answers](const Rows& row) -> Result<void> {
        auto item = ItemRecords::read(row, 1);
        if (!item) {
            return fail(std::move(item).error());
        }
        answers += NumberedItem{row.number(0), *std::move(item)};
        return {};
    }));
    return answers;
}

// Before the first line of its story is written, and before it is counted: it never was anything else.
Result<void> holdFromTheStart(Database& database, qint64 number, const Reason& reason)
{
    SATCHEL_TRY(database.change(
        QStringLiteral("UPDATE items SET state = 'held', reason_code = ?, reason_text = ? WHERE number = ?"),
        {errorCodeName(reason.code), reason.text, number}));
    return {};
}

std::optional<Reason> whyClosed(ItemState request)
{
    switch (request) {
    case ItemState::Superseded:
        return Reason{ErrorCode::Superseded, QStringLiteral("the device has asked anew since")};
    case ItemState::Lapsed:
        return Reason{ErrorCode::Lapsed, QStringLiteral("the request's deadline had passed")};
    // Without an answer of its own: another request of its transaction has got one.
    case ItemState::Answered:
    case ItemState::Rejected:
        return Reason{ErrorCode::Superseded, QStringLiteral("another answer to this request came first")};
    default:
        return std::nullopt;
    }
}

} // namespace

Result<void> BundleRecords::stage(const Ulid& bundle, const ItemWithBytes& item)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    SATCHEL_TRY(records.requireBeginning(item.item));
    if (item.item.gatheredHere) {
        return fail(Error{ErrorCode::Internal, QStringLiteral("what is gathered here comes in no bundle"), {},
            item.item.id.toString()});
    }
    auto carried = item;
    carried.item.bundle = bundle;
    static const auto columns = ItemRecords::columns() + QStringLiteral(", ") + ItemRecords::factColumns();
    static const auto sql = QStringLiteral(
        "INSERT INTO staged_items (number, id_key, correlation_key, request_key, %1, requester) VALUES "
        "(1 + MAX((SELECT COALESCE(MAX(number), 0) FROM staged_items), "
        "(SELECT COALESCE(MAX(number), 0) FROM items)), ?, ?, ?, %2, ?) RETURNING number")
                                .arg(columns, ItemRecords::placeholders(columns));
    const auto number = m_database->insertReturning(sql,
        QVariantList{ItemKeys::ofId(carried.item.id), ItemKeys::ofCorrelation(carried.item.correlation),
            ItemKeys::ofAnswersTo(carried.item.inReplyTo)}
            + ItemRecords::values(carried) + ItemRecords::factValues(carried.item)
            + QVariantList{carried.item.requester});
    if (!number) {
        return fail(number.error());
    }
    return ItemBytes{*m_database}.addCarried(*number, carried.bytes);
}

// An item has the number it was staged under: in order, with gaps where duplicates were.
Result<BundleRecords::StagedTotals> BundleRecords::commitStaged(const Ulid& bundle, const Settling& settling)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto free = nextNumber(*m_database);
    const auto first = m_database->queryNumber(QStringLiteral("SELECT COALESCE(MIN(number), 0) FROM staged_items"));
    const auto last = m_database->queryNumber(QStringLiteral("SELECT COALESCE(MAX(number), -1) FROM staged_items"));
    if (!free || !first || !last) {
        return fail(!free ? free.error() : !first ? first.error() : last.error());
    }
    if (*first <= *last && *first < *free) {
        return fail(ErrorCode::Internal, QStringLiteral("items were added while a bundle was staged"));
    }
    const ItemKeys itemKeys{*m_database};
    StagedTotals totals;
    for (auto from = *first; from <= *last; from += StretchLength) {
        const auto done = commitStretch({bundle, from, from + StretchLength, *first}, settling);
        if (!done) {
            return done;
        }
        totals.added += done->added;
        totals.duplicates += done->duplicates;
        const auto stretches = (from - *first) / StretchLength + 1;
        if (stretches % StretchesBetweenLooks == 0) {
            SATCHEL_TRY(itemKeys.settle());
        }
    }
    SATCHEL_TRY(itemKeys.settle());
    if (totals.added > 0) {
        totals.firstItem = *first;
        totals.lastItem = *last;
    }
    return totals;
}

Result<BundleRecords::StagedTotals> BundleRecords::commitStretch(const Stretch& stretch, const Settling& settling)
{
    const auto added = moveStretch(stretch);
    if (!added) {
        return fail(added.error());
    }
    SATCHEL_TRY(keyStretch(stretch));
    SATCHEL_TRY(settleAnswers(stretch.first, settling));
    SATCHEL_TRY(StateCounts{*m_database}.addedFrom(stretch.first));
    const auto staged = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM staged_items WHERE number >= ? AND number < ?"), stretch.values());
    const auto others = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM staged_items WHERE number >= ? AND number < ? AND bundle <> ?"),
        stretch.values() + QVariantList{stretch.bundle.toString()});
    if (!staged || !others) {
        return fail(!staged ? staged.error() : others.error());
    }
    if (*others > 0) {
        return fail(ErrorCode::Internal, QStringLiteral("items of another bundle are staged, too"));
    }
    if (*added < *staged) {
        SATCHEL_TRY(noteReturned(stretch));
        SATCHEL_TRY(ItemBytes{*m_database}.dropOfNone(stretch.first, stretch.past));
    }
    SATCHEL_TRY(ItemRecords(*m_database, m_here, m_clock).beginHistoryFrom(stretch.first));
    SATCHEL_TRY(m_database->change(
        QStringLiteral("DELETE FROM staged_items WHERE number >= ? AND number < ?"), stretch.values()));
    StagedTotals totals;
    totals.added = *added;
    totals.duplicates = *staged - *added;
    return totals;
}

// Items that are not there yet, of several that are equal the first: one of an earlier stretch is there. Returns how
// many.
Result<qint64> BundleRecords::moveStretch(const Stretch& stretch)
{
    static const auto sql = QStringLiteral("INSERT INTO items (number, %1) SELECT s.number, %1 FROM staged_items s "
                                           "WHERE s.number IN (SELECT MIN(number) FROM staged_items "
                                           "WHERE number >= ? AND number < ? GROUP BY id) "
                                           "AND NOT EXISTS (SELECT 1 FROM items i WHERE %2) ORDER BY s.number")
                                .arg(ItemRecords::columns(),
                                    ItemKeys::matches(QStringLiteral("i"), QStringLiteral("id"),
                                        QStringLiteral("s.id_key"), QStringLiteral("s.id")));
    const auto values = stretch.values();
    const auto added = m_database->change(sql, values);
    if (!added) {
        return added;
    }
    SATCHEL_TRY(
        m_database->change(QStringLiteral("INSERT INTO item_facts (item, %1) SELECT i.number, %1 %2 ORDER BY s.number")
                               .arg(ItemRecords::factColumns(), Moved),
            values));
    SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO item_requesters (item, record) "
                                                  "SELECT i.number, s.requester %1 AND LENGTH(s.requester) > 0 "
                                                  "ORDER BY s.number")
                                       .arg(Moved),
        values));
    return added;
}

Result<void> BundleRecords::keyStretch(const Stretch& stretch)
{
    const auto values = stretch.values();
    constexpr std::array<std::pair<const char*, const char*>, 3> keys{
        {{"id_key", "id"}, {"correlation_key", "correlation"}, {"request_key", "in_reply_to"}}};
    const ItemKeys itemKeys{*m_database};
    for (const auto& [key, text] : keys) {
        SATCHEL_TRY(itemKeys.addSelected(QStringLiteral("SELECT s.%1, i.number %2 AND s.%3 <> ''")
                                             .arg(QLatin1StringView{key}, Moved, QLatin1StringView{text}),
            values));
    }
    return {};
}

Result<void> BundleRecords::dropStaged()
{
    const auto free = nextNumber(*m_database);
    if (!free) {
        return fail(free.error());
    }
    SATCHEL_TRY(ItemBytes{*m_database}.dropFrom(*free));
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM staged_items")));
    return {};
}

Result<void> BundleRecords::settleAnswers(qint64 firstNumber, const Settling& settling)
{
    if (m_here != StationRole::Site) {
        return {}; // what comes in at a backend answers nothing
    }
    while (true) {
        const auto page = answersFrom(*m_database, firstNumber);
        if (!page) {
            return fail(page.error());
        }
        for (const auto& answer : *page) {
            SATCHEL_TRY(settleAnswer(answer.item, answer.number, settling));
            firstNumber = answer.number + 1;
        }
        if (page->size() < StagedPerPage) {
            return {};
        }
    }
}

// The verb has judged each answer by what the ledger said before this bundle. Here it is judged again, one after the
// other, because two answers in one bundle must not both win.
Result<void> BundleRecords::settleAnswer(const Item& answer, qint64 number, const Settling& settling)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto request = records.locate(answer.inReplyTo);
    if (!request) {
        return fail(request.error());
    }
    if (!*request || !(*request)->gatheredHere) {
        return holdFromTheStart(*m_database, number,
            {ErrorCode::NoMatchingRequest, QStringLiteral("no request of this station asked for it")});
    }
    static const auto sql = QStringLiteral("SELECT COUNT(*) FROM items WHERE %1 AND number < ? AND %2")
                                .arg(ItemKeys::isAnswer(), counts());
    const auto earlier = m_database->queryNumber(sql, ItemKeys::requestValues(answer.inReplyTo) + QVariantList{number});
    if (!earlier) {
        return fail(earlier.error());
    }
    if (*earlier > 0) {
        return holdFromTheStart(
            *m_database, number, {ErrorCode::Superseded, QStringLiteral("another answer to this request came first")});
    }
    if (const auto closed = whyClosed((*request)->state)) {
        return holdFromTheStart(*m_database, number, *closed);
    }
    const auto end = answer.kind == Kind::Rejection ? ItemState::Rejected : ItemState::Answered;
    if (!records.mayMove(**request, end)) {
        return {};
    }
    if (settling) {
        SATCHEL_TRY(settling(answer));
    }
    SATCHEL_TRY(records.move(**request, end, std::nullopt));
    return answer.kind == Kind::ConfirmationResponse
        ? ItemStore{*m_database, m_here, m_clock}.confirmTransactionOf(answer.inReplyTo)
        : Result<void>{};
}

} // namespace satchel
