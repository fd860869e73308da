#include "Transactions.h"

#include <core/objects/EnrolmentObject.h>

namespace satchel {

namespace {

Result<std::optional<TransactionStep>> stepOf(const Ledger& ledger, const Item& request)
{
    const auto bytes = ledger.items().bytes(request.id);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto object = EnrolmentObject::recognise(*bytes, request.kind);
    if (!object) {
        return fail(object.error());
    }
    return (*object)->transactionStep();
}

// A time that is still to come was written by a clock that was set back since, and tells nothing.
Result<bool> wasHandedOverBetween(
    const Ledger& ledger, const Item& request, const QDateTime& since, const QDateTime& now)
{
    if (request.state != ItemState::Delivered) {
        return false;
    }
    const auto history = ledger.items().history(request.id);
    if (!history) {
        return fail(history.error());
    }
    const auto at = history->isEmpty() ? 0 : history->last().at.toSecsSinceEpoch();
    return at >= since.toSecsSinceEpoch() && at <= now.toSecsSinceEpoch();
}

} // namespace

bool hasTransactionSteps(Protocol protocol)
{
    return protocol == Protocol::Scep || protocol == Protocol::Cmc;
}

Result<void> settleTransaction(Ledger& ledger, const ItemId& request, const Item& answer)
{
    if (!hasTransactionSteps(answer.protocol)) {
        return {};
    }
    const auto answered = ledger.items().get(request);
    if (!answered) {
        return fail(answered.error());
    }
    const auto step = stepOf(ledger, *answered);
    const auto open = ledger.items().openRequestsByCorrelation(answered->correlation, answered->origin);
    if (!step || !open) {
        return fail(!step ? step.error() : open.error());
    }
    const auto end = answer.kind == Kind::Rejection ? ItemState::Rejected : ItemState::Answered;
    bool isOlder = false; // they are listed from new to old
    for (const auto& other : *open) {
        if (other.id == request) {
            isOlder = true;
            continue;
        }
        const auto before = stepOf(ledger, other);
        if (!before) {
            return fail(before.error());
        }
        const bool ends
            = *step && *before && ((*step)->asksAfter(**before) || (isOlder && (*step)->replaces(**before)));
        if (ends && mayBecome(other.standing(ledger.role()), other.state, end)) {
            SATCHEL_TRY(ledger.items().setState(other.id, end,
                Reason{ErrorCode::Superseded,
                    QStringLiteral("the device asked after it, and that was answered: %1").arg(request.toString())}));
        }
    }
    return {};
}

Result<bool> waitsForItsRequest(const Ledger& ledger, const Item& item, const QDateTime& since, const QDateTime& now)
{
    if (!hasTransactionSteps(item.protocol) || ledger.role() != StationRole::Backend) {
        return false;
    }
    const auto step = stepOf(ledger, item);
    if (!step) {
        return fail(step.error());
    }
    if (!*step || !(*step)->isPoll) {
        return false;
    }
    const auto others = ledger.items().requestsByCorrelation(item.correlation, item.origin);
    if (!others) {
        return fail(others.error());
    }
    for (const auto& other : *others) {
        const auto before = stepOf(ledger, other);
        const auto isNew = wasHandedOverBetween(ledger, other, since, now);
        if (!before || !isNew) {
            return fail(!before ? before.error() : isNew.error());
        }
        const bool isItsRequest = *before && (*step)->asksAfter(**before);
        if (isItsRequest && (*isNew || other.state == ItemState::Ready || other.state == ItemState::Held)) {
            return true;
        }
    }
    return false;
}

} // namespace satchel
