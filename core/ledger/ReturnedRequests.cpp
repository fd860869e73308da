#include "NumberedBundle.h"
#include "StagedStretch.h"

#include "Database.h"
#include "ItemKeys.h"
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

// That `item` answers the request r, which has the key of its id in id_key.
QString answersR(const QString& item)
{
    return ItemKeys::matches(item, QStringLiteral("in_reply_to"),
        QStringLiteral("r.id_key + %1").arg(ItemKeys::AnswersFromId), QStringLiteral("r.id"));
}

// The requests r and the answers a to them that may go out again: the first final answer counts, and of several refused
// the last one.
QString mayGoOutAgain(const QString& requests)
{
    return QStringLiteral("FROM (%1) r JOIN items a ON %2 "
                          "WHERE %3 AND a.kind IN (%4) AND NOT EXISTS (SELECT 1 FROM items o "
                          "WHERE %5 AND o.gathered_here = 1 AND o.kind IN (%4) "
                          "AND (o.state NOT IN ('held', 'rejected') OR (o.number > a.number "
                          "AND o.state = 'rejected' AND o.reason_code = a.reason_code)))")
        .arg(requests, answersR(QStringLiteral("a")), refusedForWantOfARequest(), ItemRecords::finalAnswerKinds(),
            answersR(QStringLiteral("o")));
}

} // namespace

// The site asks for what it has no answer to, so it will take now what it refused before it had asked (again).
Result<void> BundleRecords::noteReturned(const Stretch& stretch)
{
    if (m_here != StationRole::Backend) {
        return {};
    }
    const auto requests = QStringLiteral("SELECT i.number, s.id, s.id_key FROM staged_items s JOIN items i ON %1 "
                                         "WHERE s.number >= ? AND s.number < ? AND i.number < ?")
                              .arg(ItemKeys::matches(QStringLiteral("i"), QStringLiteral("id"),
                                  QStringLiteral("s.id_key"), QStringLiteral("s.id")));
    const auto values = stretch.values() + QVariantList{stretch.firstOfBundle};
    const auto returned = m_database->change(
        QStringLiteral("INSERT INTO returned_requests (request, outgoing) "
                       "SELECT DISTINCT r.number, (SELECT COALESCE(MAX(number), 0) FROM outgoing) FROM (%1) r "
                       "WHERE EXISTS (SELECT 1 FROM items a WHERE %2) "
                       "ON CONFLICT (request) DO UPDATE SET outgoing = excluded.outgoing")
            .arg(requests, answersR(QStringLiteral("a"))),
        values);
    if (!returned || *returned == 0) {
        return returned ? Result<void>{} : fail(returned.error());
    }
    const auto again = mayGoOutAgain(requests);
    const ItemRecords::Selection answers{QStringLiteral("SELECT a.number ") + again, values};
    const auto answeredBy = [&again, &values](const QString& kinds) {
        return ItemRecords::Selection{
            QStringLiteral("SELECT r.number %1 AND a.kind %2 'rejection'").arg(again, kinds), values};
    };
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto& carrier = stretch.bundle;
    for (const auto open : {ItemState::Ready, ItemState::Delivered}) {
        SATCHEL_TRY(records.moveImported(answeredBy(QStringLiteral("<>")), open, ItemState::Answered, carrier));
        SATCHEL_TRY(records.moveImported(answeredBy(QStringLiteral("=")), open, ItemState::Rejected, carrier));
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("DELETE FROM received_items WHERE item IN (%1)").arg(answers.sql), answers.values));
    SATCHEL_TRY(lookAgainFor(answers.sql, answers.values));
    SATCHEL_TRY(records.moveGathered(answers, ItemState::Rejected, ItemState::Pending, carrier));
    return {};
}

Result<bool> BundleRecords::requestCameAfter(const ItemId& request, const Numbered& bundle) const
{
    static const auto sql
        = QStringLiteral("SELECT COUNT(*) FROM items i JOIN returned_requests r ON r.request = i.number "
                         "WHERE %1 AND r.outgoing >= ?")
              .arg(ItemKeys::hasId(QStringLiteral("i")));
    const auto returned = m_database->queryNumber(sql, ItemKeys::idValues(request) + QVariantList{bundle.number});
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
    SATCHEL_TRY(lookAgainFor(one.sql, one.values));
    SATCHEL_TRY(records.moveGathered(one, ItemState::Received, ItemState::Packed, bundle.record.id));
    return {};
}

} // namespace satchel
