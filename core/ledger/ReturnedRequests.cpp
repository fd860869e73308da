#include "NumberedBundle.h"

#include "Database.h"
#include "ItemRecords.h"

namespace satchel {

namespace {

// Answers that the site refused because it knew of no such request; `a` is the answer. What a person rejected was held,
// and so was never carried.
const QString& refusedForWantOfARequest()
{
    static const auto condition
        = QStringLiteral("a.gathered_here = 1 AND a.state = 'rejected' AND a.reason_code = '%1' "
                         "AND EXISTS (SELECT 1 FROM outgoing_items oi WHERE oi.item = a.number)")
              .arg(errorCodeName(ErrorCode::NoMatchingRequest));
    return condition;
}

// The answers among them that may go out again: the first final answer counts, and of several refused the last one.
ItemRecords::Selection answersOf(const QString& requests, const QVariantList& values)
{
    return {QStringLiteral("SELECT a.number FROM (%1) r JOIN items a ON a.in_reply_to <> '' AND a.in_reply_to = r.id "
                           "WHERE %2 AND a.kind IN (%3) AND NOT EXISTS (SELECT 1 FROM items o "
                           "WHERE o.in_reply_to <> '' AND o.in_reply_to = r.id AND o.gathered_here = 1 "
                           "AND o.kind IN (%3) AND (o.state NOT IN ('held', 'rejected') OR (o.number > a.number "
                           "AND o.state = 'rejected' AND o.reason_code = a.reason_code)))")
                .arg(requests, refusedForWantOfARequest(), ItemRecords::finalAnswerKinds()),
        values};
}

} // namespace

// The site asks for what it has no answer to, so it will take now what it refused before it had asked (again).
Result<void> BundleRecords::noteReturned(const Ulid& carrier, qint64 firstNew)
{
    if (m_here != StationRole::Backend) {
        return {};
    }
    const auto requests = QStringLiteral("SELECT i.number, i.id FROM staged_items s JOIN items i ON i.id = s.id "
                                         "WHERE s.carrier = ? AND i.number < ?");
    const QVariantList values{carrier.toString(), firstNew};
    const auto returned = m_database->change(
        QStringLiteral("INSERT INTO returned_requests (request, outgoing) "
                       "SELECT DISTINCT r.number, (SELECT COALESCE(MAX(number), 0) FROM outgoing) FROM (%1) r "
                       "WHERE EXISTS (SELECT 1 FROM items a WHERE a.in_reply_to <> '' AND a.in_reply_to = r.id) "
                       "ON CONFLICT (request) DO UPDATE SET outgoing = excluded.outgoing")
            .arg(requests),
        values);
    if (!returned || *returned == 0) {
        return returned ? Result<void>{} : fail(returned.error());
    }
    const auto answers = answersOf(requests, values);
    const auto settled = [&answers](const QString& kinds) {
        return ItemRecords::Selection{
            QStringLiteral("SELECT q.number FROM items x JOIN items q ON q.id = x.in_reply_to "
                           "WHERE x.number IN (%1) AND x.kind %2 'rejection'")
                .arg(answers.sql, kinds),
            answers.values};
    };
    const ItemRecords records{*m_database, m_here, m_clock};
    for (const auto open : {ItemState::Ready, ItemState::Delivered}) {
        SATCHEL_TRY(records.moveImported(settled(QStringLiteral("<>")), open, ItemState::Answered, carrier));
        SATCHEL_TRY(records.moveImported(settled(QStringLiteral("=")), open, ItemState::Rejected, carrier));
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("DELETE FROM received_items WHERE item IN (%1)").arg(answers.sql), answers.values));
    SATCHEL_TRY(records.moveGathered(answers, ItemState::Rejected, ItemState::Pending, carrier));
    return {};
}

Result<bool> BundleRecords::requestCameAfter(const ItemId& request, const Numbered& bundle) const
{
    const auto returned = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items i JOIN returned_requests r ON r.request = i.number "
                       "WHERE i.id = ? AND r.outgoing >= ?"),
        {request.toString(), bundle.number});
    if (!returned) {
        return fail(returned.error());
    }
    return *returned > 0;
}

// The refusal is older than what the site knows now.
Result<void> BundleRecords::carryAgain(const ItemRecords& records, const Numbered& bundle, qint64 item)
{
    const ItemRecords::Selection one{QStringLiteral("SELECT number FROM items WHERE number = ?"), {item}};
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM received_items WHERE peer = ? AND item = ?"),
        {bundle.record.peer.toString(), item}));
    SATCHEL_TRY(records.moveGathered(one, ItemState::Received, ItemState::Packed, bundle.record.id));
    return {};
}

} // namespace satchel
