#pragma once

#include <core/base/Result.h>
#include <core/ledger/Ledger.h>

#include <QDateTime>

namespace satchel {

// Several requests in one transaction, in protocols whose devices ask after theirs by polls (TransactionStep;
// docs/objects.md, "Transactions with polls").

// The protocols whose requests have a TransactionStep: of all others no bytes need be looked at.
[[nodiscard]] bool hasTransactionSteps(Protocol protocol);

// Before `request` moves because of its answer: the answer to a poll ends the request that was asked after and the
// polls before it, of the same origin. A rejection by hand does not: it is of the one request that it names.
[[nodiscard]] Result<void> settleTransaction(Ledger& ledger, const ItemId& request, const Item& answer);

// At the backend: must this ready item, being a poll, wait because its request was not handed over yet, or only between
// `since` and `now`, in the same run? An authority that meets the poll first knows nothing of it and may say no.
[[nodiscard]] Result<bool> waitsForItsRequest(
    const Ledger& ledger, const Item& item, const QDateTime& since, const QDateTime& now);

} // namespace satchel
