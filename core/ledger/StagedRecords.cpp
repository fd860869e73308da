#include "NumberedBundle.h"

#include "Database.h"
#include "ItemRecords.h"

namespace satchel {

namespace {

constexpr int PageSize = 256;

// The columns of the items that count as the answer to a request: final, and neither held nor refused.
QString counts()
{
    return QStringLiteral("kind IN (%1) AND state NOT IN ('held', 'rejected')").arg(ItemRecords::finalAnswerKinds());
}

// Only the first of several equal items in one bundle.
constexpr QLatin1StringView FirstOfItsKind{
    "NOT EXISTS (SELECT 1 FROM staged_items e WHERE e.carrier = s.carrier AND e.id = s.id AND e.number < s.number)"};

struct NumberedItem {
    qint64 number = 0;
    Item item;
};

Result<QList<NumberedItem>> answersFrom(Database& database, qint64 firstNumber)
{
    auto rows = database.query(QStringLiteral("SELECT number, %1 FROM items WHERE number >= ? AND in_reply_to <> '' "
                                              "AND %2 ORDER BY number LIMIT %3")
                                   .arg(ItemRecords::selected(), counts())
                                   .arg(PageSize),
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

// Before the first line of its story is written: it never was anything else.
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
    default:
        return std::nullopt;
    }
}

} // namespace

Result<void> BundleRecords::stage(const Ulid& bundle, const ItemWithBytes& item)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    SATCHEL_TRY(records.requireBeginning(item.item));
    auto carried = item;
    carried.item.bundle = bundle;
    static const auto sql = QStringLiteral("INSERT INTO staged_items (number, carrier, %1, requester, bytes) VALUES "
                                           "((SELECT COALESCE(MAX(number), 0) + 1 FROM staged_items), ?, %2, ?, ?)")
                                .arg(ItemRecords::columns(), ItemRecords::placeholders());
    SATCHEL_TRY(m_database->change(sql,
        QVariantList{bundle.toString()} + ItemRecords::values(carried)
            + QVariantList{item.item.requester, item.bytes}));
    return {};
}

// An item's number is the number it was staged under, moved to after the last item that is there: in order, with gaps
// where duplicates were.
Result<BundleRecords::StagedTotals> BundleRecords::commitStaged(const Ulid& bundle)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto& carrier = bundle.toString();
    const auto staged
        = m_database->queryNumber(QStringLiteral("SELECT COUNT(*) FROM staged_items WHERE carrier = ?"), {carrier});
    const auto first = m_database->queryNumber(QStringLiteral("SELECT COALESCE(MAX(number), 0) + 1 FROM items"));
    const auto firstStaged = m_database->queryNumber(
        QStringLiteral("SELECT COALESCE(MIN(number), 0) FROM staged_items WHERE carrier = ?"), {carrier});
    if (!staged || !first || !firstStaged) {
        return fail(!staged ? staged.error() : !first ? first.error() : firstStaged.error());
    }
    const auto shift = *first - *firstStaged;
    const auto added = m_database->change(
        QStringLiteral("INSERT INTO items (number, %1) SELECT s.number + ?, %1 FROM staged_items s "
                       "WHERE s.carrier = ? AND %2 AND NOT EXISTS (SELECT 1 FROM items i WHERE i.id = s.id) "
                       "ORDER BY s.number")
            .arg(ItemRecords::columns(), FirstOfItsKind),
        {shift, carrier});
    if (!added) {
        return fail(added.error());
    }
    SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO item_bytes (item, bytes) SELECT i.number, s.bytes "
                                                  "FROM staged_items s JOIN items i ON i.number = s.number + ? "
                                                  "WHERE s.carrier = ? ORDER BY s.number"),
        {shift, carrier}));
    SATCHEL_TRY(
        m_database->change(QStringLiteral("INSERT INTO item_requesters (item, record) SELECT i.number, s.requester "
                                          "FROM staged_items s JOIN items i ON i.number = s.number + ? "
                                          "WHERE s.carrier = ? AND LENGTH(s.requester) > 0 ORDER BY s.number"),
            {shift, carrier}));
    SATCHEL_TRY(settleAnswers(*first));
    if (*added < *staged) {
        SATCHEL_TRY(noteReturned(bundle, *first));
    }
    const ItemRecords records{*m_database, m_here, m_clock};
    SATCHEL_TRY(records.beginHistoryFrom(*first));
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM staged_items WHERE carrier = ?"), {carrier}));
    return StagedTotals{*added, *staged - *added};
}

Result<void> BundleRecords::dropStaged()
{
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM staged_items")));
    return {};
}

Result<void> BundleRecords::settleAnswers(qint64 firstNumber)
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
            SATCHEL_TRY(settleAnswer(answer.item, answer.number));
            firstNumber = answer.number + 1;
        }
        if (page->size() < PageSize) {
            return {};
        }
    }
}

// The verb has judged each answer by what the ledger said before this bundle. Here it is judged again, one after the
// other, because two answers in one bundle must not both win.
Result<void> BundleRecords::settleAnswer(const Item& answer, qint64 number)
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
    const auto earlier = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items WHERE in_reply_to <> '' AND in_reply_to = ? AND number < ? AND %1")
            .arg(counts()),
        {answer.inReplyTo.toString(), number});
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
    return records.mayMove(**request, end) ? records.move(**request, end, std::nullopt) : Result<void>{};
}

} // namespace satchel
