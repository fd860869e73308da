#pragma once

#include <core/base/Result.h>
#include <core/exchange/gather/Candidate.h>
#include <core/ledger/Ledger.h>

#include <optional>

namespace satchel {

// What came of looking for the request that an answer belongs to.
struct Pairing {
    std::optional<Item> request;
    std::optional<Reason> obstacle; // why the answer must not go its way: no request, another key, answered already ...
    QStringList warnings = {}; // what is odd about the answer beside its request
    // No request and no obstacle: it is for a whole station, and nobody needs to have asked for it.
};

// At the backend, for an answer from the local system: the request it answers by what it contains, and only where its
// protocol has nothing to go by, by its name or sidecar (docs/cli.md, "Files"). Among several equal requests a name
// decides, else the newest that is still open. What is for a whole station is for every site unless a name says for
// whose request it is.
[[nodiscard]] Result<Pairing> pairGathered(const Ledger& ledger, const Candidate& answer);

// Whether the ledger holds a request that this may answer, by what it contains or by its name.
[[nodiscard]] Result<bool> isAskedFor(const Ledger& ledger, const Candidate& answer);

// At the site, for an answer from a bundle of `sender` that names `inReplyTo`: it must be a request of ours that went
// to that very peer, and match by content besides. NoMatchingRequest, KeyMismatch, NonceMismatch or SerialMismatch
// refuse the item; a request that is no longer open is an obstacle that holds it. What is for a whole station may come
// without one.
[[nodiscard]] Result<Pairing> pairImported(
    const Ledger& ledger, const Candidate& answer, const QString& inReplyTo, const StationId& sender);

// Tells the request of an answer that goes its way: answered, or rejected by a rejection; and those of its transaction
// that end with it (settleTransaction). No change if it has ended already.
[[nodiscard]] Result<void> settleRequest(Ledger& ledger, const ItemId& request, const Item& answer);

// At the site, once `newer` was added and is not held: older requests of the same device in the same protocol that it
// makes worthless, waiting, held or lapsed, become superseded; older steps of its transaction that it replaces
// likewise. Vouchers that were not delivered yet are put away, also those of answered requests. Returns how many
// requests.
[[nodiscard]] Result<qint64> supersedeOlder(Ledger& ledger, const Candidate& newer);

// At the site: the waiting request that this one merely repeats in other bytes, if there is one.
[[nodiscard]] Result<std::optional<Item>> findSameRequest(const Ledger& ledger, const Candidate& candidate);

// Adds a rejection of `request` made here, in its first state, bound to `peer`, and ends the request.
[[nodiscard]] Result<ItemId> addRejection(Ledger& ledger, const Item& request, ErrorCode code, const QString& text,
    const StationId& here, const QDateTime& now);

} // namespace satchel
