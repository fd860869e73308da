#include "Pairing.h"

#include "Transactions.h"

#include <core/bundle/RequesterRecord.h>
#include <core/objects/Rejection.h>

#include <QSet>

#include <algorithm>

namespace satchel {

namespace {

bool isOpen(const Item& request, StationRole here)
{
    return mayBecome(request.standing(here), request.state, ItemState::Answered);
}

bool isWaiting(ItemState state)
{
    return state == ItemState::Pending || state == ItemState::Packed || state == ItemState::Received;
}

Result<EnrolmentObjectPtr> objectOf(const Ledger& ledger, const Item& item)
{
    const auto bytes = ledger.items().bytes(item.id);
    if (!bytes) {
        return fail(bytes.error());
    }
    return EnrolmentObject::recognise(*bytes, item.kind);
}

// Why a request that matches cannot take this answer any more; nullopt if it can.
Result<std::optional<Reason>> obstacleAt(const Ledger& ledger, const Item& request)
{
    if (isOpen(request, ledger.role())) {
        return std::nullopt;
    }
    switch (request.state) {
    case ItemState::Superseded:
        return Reason{ErrorCode::Superseded, QStringLiteral("the device has made a newer request since")};
    case ItemState::Lapsed:
        return Reason{ErrorCode::Lapsed, QStringLiteral("the deadline of its request has passed")};
    case ItemState::Held:
        return Reason{ErrorCode::Held, QStringLiteral("its request is held here itself")};
    case ItemState::Rejected:
        return Reason{ErrorCode::Superseded, QStringLiteral("its request was rejected before")};
    default:
        return Reason{ErrorCode::Superseded, QStringLiteral("another answer to its request came first")};
    }
}

// The newest, and those that each site waits for, however many another one has of the same correlation.
Result<QList<Item>> newestRequests(const Ledger& ledger, const QString& correlation)
{
    auto newest = ledger.items().requestsByCorrelation(correlation);
    if (!newest || newest->size() < ItemStore::MostRequests) {
        return newest; // that is all there are
    }
    const auto origins = ledger.items().originsOfOpenRequests(correlation);
    if (!origins) {
        return fail(origins.error());
    }
    for (const auto& origin : *origins) {
        const auto open = ledger.items().openRequestsByCorrelation(correlation, origin);
        if (!open) {
            return open;
        }
        *newest += *open;
    }
    return newest;
}

Result<QList<Item>> requestsByContent(const Ledger& ledger, const Candidate& answer)
{
    QList<Item> found;
    for (const auto& correlation : answer.object->lookups()) {
        const auto requests = newestRequests(ledger, correlation);
        if (!requests) {
            return fail(requests.error());
        }
        std::copy_if(requests->begin(), requests->end(), std::back_inserter(found), [&](const Item& request) {
            const bool known
                = std::any_of(found.begin(), found.end(), [&](const Item& other) { return other.id == request.id; });
            return !known && answers(answer.object->kind(), request.kind);
        });
    }
    return found;
}

Result<std::optional<Item>> requestByName(const Ledger& ledger, const QStringList& names)
{
    for (const auto& name : names) {
        const auto id = ItemId::parse(name);
        if (!id) {
            continue;
        }
        const auto item = ledger.items().find(*id);
        if (!item) {
            return fail(item.error());
        }
        if (*item && isRequest((*item)->kind)) {
            return *item;
        }
    }
    return std::nullopt;
}

// The same key asks at two sites: content alone cannot tell whose request the answer is for, and no site may have the
// answer to another's. Where it can tell (by a nonce), there is but one that matches.
Result<bool> severalSitesWait(const Ledger& ledger, const EnrolmentObject& answer, const QList<Item>& candidates)
{
    QList<Item> open;
    QSet<StationId> origins;
    for (const auto& request : candidates) {
        if (isOpen(request, ledger.role())) {
            open.append(request);
            origins.insert(request.origin);
        }
    }
    if (origins.size() < 2) {
        return false; // nearly always, and without a look at their bytes
    }
    origins.clear();
    for (const auto& request : std::as_const(open)) {
        const auto object = objectOf(ledger, request);
        if (!object) {
            return fail(object.error());
        }
        if (answer.matches(**object)) {
            origins.insert(request.origin);
        }
    }
    return origins.size() > 1;
}

Reason severalSitesAsk()
{
    return {ErrorCode::NoMatchingRequest,
        QStringLiteral("requests of several sites ask for this: name the file by the item id of the one it answers, or "
                       "say inReplyTo in its .meta, and gather it again")};
}

// Named ones first, then those still open; among equals the order stays.
void inOrderOfPreference(QList<Item>& candidates, const QStringList& hints, StationRole here)
{
    const auto unwanted
        = [&](const Item& item) { return (hints.contains(item.id.toString()) ? 0 : 2) + (isOpen(item, here) ? 0 : 1); };
    QList<Item> ordered;
    for (int rank = 0; rank < 4; ++rank) {
        std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(ordered),
            [&](const Item& item) { return unwanted(item) == rank; });
    }
    candidates = ordered;
}

// Nothing matched: what can be said of the request that was probably meant?
Result<Reason> explainMismatch(const Ledger& ledger, const Candidate& answer)
{
    const Reason nobody{ErrorCode::NoMatchingRequest, QStringLiteral("no request here asked for this")};
    auto meant = requestByName(ledger, answer.hints);
    if (!meant) {
        return fail(std::move(meant).error());
    }
    if (!*meant && answer.object->kind() == Kind::Voucher && !answer.object->device().isEmpty()) {
        const auto ofDevice
            = ledger.items().requestsByDevice(answer.object->device(), Kind::VoucherRequest, answer.object->protocol());
        if (!ofDevice) {
            return fail(ofDevice.error());
        }
        *meant = ofDevice->isEmpty() ? std::nullopt : std::optional{ofDevice->front()};
    }
    if (!*meant) {
        return nobody;
    }
    const auto object = objectOf(ledger, **meant);
    if (!object) {
        return nobody;
    }
    const auto match = answer.object->matches(**object);
    return match ? nobody : Reason{match.error().code, match.error().message};
}

} // namespace

Result<bool> isAskedFor(const Ledger& ledger, const Candidate& answer)
{
    const auto byContent = requestsByContent(ledger, answer);
    const auto named = requestByName(ledger, answer.hints);
    if (!byContent || !named) {
        return fail(byContent ? named.error() : byContent.error());
    }
    return !byContent->isEmpty() || (*named && answers(answer.object->kind(), (*named)->kind));
}

namespace {

Pairing editionFor(const QStringList& hints)
{
    if (hints.isEmpty()) {
        return {};
    }
    // Meant for the site of one request, and never for all of them.
    return {std::nullopt,
        Reason{ErrorCode::NoMatchingRequest,
            QStringLiteral("it is named as the answer to %1, and there is no such request here").arg(hints.first())}};
}

Result<Pairing> firstThatMatches(
    const Ledger& ledger, const Candidate& answer, const QList<Item>& candidates, const std::optional<Item>& named)
{
    std::optional<Reason> mismatch;
    for (const auto& request : candidates) {
        const auto object = objectOf(ledger, request);
        if (!object) {
            return fail(object.error());
        }
        const auto match = answer.object->matches(**object);
        if (match) {
            auto obstacle = obstacleAt(ledger, request);
            if (!obstacle) {
                return fail(std::move(obstacle).error());
            }
            return Pairing{request, *std::move(obstacle), answer.object->warningsBeside(**object)};
        }
        mismatch = mismatch.value_or(Reason{match.error().code, match.error().message});
        if (named && request.id == named->id) {
            break; // somebody said which request it is for, and it is not for that one
        }
    }
    if (mismatch) {
        return Pairing{std::nullopt, mismatch};
    }
    auto reason = explainMismatch(ledger, answer);
    if (!reason) {
        return fail(std::move(reason).error());
    }
    return Pairing{std::nullopt, *std::move(reason)};
}

} // namespace

Result<Pairing> pairGathered(const Ledger& ledger, const Candidate& answer)
{
    auto candidates = requestsByContent(ledger, answer);
    if (!candidates) {
        return fail(std::move(candidates).error());
    }
    auto hints = answer.hints;
    if (!answer.object->namedRequest().isEmpty()) {
        hints = QStringList{answer.object->namedRequest()};
    }
    // Looked up by itself: among very many equal requests the one that is named must not fall out of the list.
    const auto named = requestByName(ledger, hints);
    if (!named) {
        return fail(named.error());
    }
    if (!*named && !answer.object->series().isEmpty()) {
        return editionFor(hints);
    }
    if (*named && answers(answer.object->kind(), (*named)->kind)) {
        candidates->removeIf([&](const Item& item) { return item.id == (*named)->id; });
        candidates->prepend(**named);
    } else {
        const auto several = severalSitesWait(ledger, *answer.object, *candidates);
        if (!several) {
            return fail(several.error());
        }
        if (*several) {
            return Pairing{std::nullopt, severalSitesAsk()};
        }
    }
    inOrderOfPreference(*candidates, hints, ledger.role());
    return firstThatMatches(ledger, answer, *candidates, *named);
}

Result<Pairing> pairImported(
    const Ledger& ledger, const Candidate& answer, const QString& inReplyTo, const StationId& sender)
{
    const auto nobody = [](const QString& why) { return fail(ErrorCode::NoMatchingRequest, why); };
    if (inReplyTo.isEmpty() && !answer.object->series().isEmpty()) {
        return Pairing{};
    }
    const auto id = ItemId::parse(inReplyTo);
    if (!id) {
        return nobody(QStringLiteral("it does not say which request it answers"));
    }
    const auto request = ledger.items().find(*id);
    if (!request) {
        return fail(request.error());
    }
    if (!*request || !(*request)->gatheredHere || !answers(answer.object->kind(), (*request)->kind)) {
        return nobody(QStringLiteral("it answers a request that was not made here"));
    }
    const auto sent = ledger.bundles().wasSentTo(*id, sender);
    if (!sent) {
        return fail(sent.error());
    }
    if (!*sent) {
        return nobody(QStringLiteral("its request never went to the station that answers it"));
    }
    const auto object = objectOf(ledger, **request);
    if (!object) {
        return fail(object.error());
    }
    // A rejection names its request in its own bytes; that must be the one the part names.
    if (!answer.object->namedRequest().isEmpty() && answer.object->namedRequest() != inReplyTo) {
        return nobody(QStringLiteral("it names another request than the part that carries it"));
    }
    SATCHEL_TRY(answer.object->matches(**object));
    auto obstacle = obstacleAt(ledger, **request);
    if (!obstacle) {
        return fail(std::move(obstacle).error());
    }
    return Pairing{**request, *std::move(obstacle), answer.object->warningsBeside(**object)};
}

Result<void> settleRequest(Ledger& ledger, const ItemId& request, const Item& answer)
{
    const auto item = ledger.items().get(request);
    if (!item) {
        return fail(item.error());
    }
    if (!isFinalAnswer(answer.kind) || !isOpen(*item, ledger.role())) {
        return {};
    }
    SATCHEL_TRY(settleTransaction(ledger, request, answer));
    SATCHEL_TRY(
        ledger.items().setState(request, answer.kind == Kind::Rejection ? ItemState::Rejected : ItemState::Answered));
    return answer.kind == Kind::ConfirmationResponse ? ledger.items().confirmTransactionOf(request) : Result<void>{};
}

namespace {

Result<void> putAwayUndelivered(Ledger& ledger, const ItemId& request)
{
    const auto given = ledger.items().answersTo(request);
    if (!given) {
        return fail(given.error());
    }
    for (const auto& answer : *given) {
        if (answer.kind == Kind::Voucher && (answer.state == ItemState::Ready || answer.state == ItemState::Held)) {
            SATCHEL_TRY(ledger.items().setState(answer.id, ItemState::Rejected,
                Reason{ErrorCode::Superseded, QStringLiteral("the device has made a newer request since")}));
        }
    }
    return {};
}

} // namespace

namespace {

// A record of who asked that has the device's certificate, and not only words.
bool namesWhoAsked(const Item& item)
{
    const auto json = parseJson(item.requester);
    const auto record = json ? RequesterRecord::fromJson(*json, QStringLiteral("requester")) : fail(json.error());
    return record && !record->idevid.isEmpty();
}

// Requests that came before this one and that it might make worthless.
Result<QList<Item>> olderRequests(const Ledger& ledger, const Candidate& newer)
{
    const auto& item = newer.content.item;
    // Only who proved to be the device may make its older requests worthless.
    const bool proved = newer.object->isSelfContained() || namesWhoAsked(item);
    QList<Item> older;
    if (!newer.object->supersedingMark().isEmpty() && !item.device.isEmpty() && proved) {
        // An older request that is released late makes no later one worthless.
        auto ofDevice = ledger.items().requestsByDevice(item.device, item.kind, item.protocol, item.id);
        if (!ofDevice) {
            return ofDevice;
        }
        older = *std::move(ofDevice);
    }
    if (!hasTransactionSteps(item.protocol)) {
        return older;
    }
    const auto ofTransaction = ledger.items().requestsByCorrelation(item.correlation, item.origin);
    if (!ofTransaction) {
        return ofTransaction;
    }
    const auto isIn = [](const QList<Item>& items, const ItemId& id) {
        return std::any_of(items.begin(), items.end(), [&id](const Item& each) { return each.id == id; });
    };
    const auto itself = std::find_if(
        ofTransaction->begin(), ofTransaction->end(), [&item](const Item& each) { return each.id == item.id; });
    std::copy_if(itself, ofTransaction->end(), std::back_inserter(older),
        [&](const Item& each) { return each.id != item.id && !isIn(older, each.id); });
    return older;
}

bool makesWorthless(const EnrolmentObject& newer, const EnrolmentObject& older)
{
    const auto step = newer.transactionStep();
    const auto before = older.transactionStep();
    const auto mark = newer.supersedingMark();
    const auto olderMark = older.supersedingMark();
    return (step && before && step->replaces(*before))
        || (!mark.isEmpty() && !olderMark.isEmpty() && mark != olderMark);
}

// EST: another operation, or another CA, is another wish (RFC 7030 section 3.2.2).
bool areForOneResource(const Item& one, const Item& other)
{
    return one.protocol != Protocol::Est || one.path.isEmpty() || other.path.isEmpty() || one.path == other.path;
}

} // namespace

Result<qint64> supersedeOlder(Ledger& ledger, const Candidate& newer)
{
    const auto& item = newer.content.item;
    const auto older = olderRequests(ledger, newer);
    if (!older) {
        return fail(older.error());
    }
    qint64 count = 0;
    for (const auto& request : *older) {
        const bool answered = request.state == ItemState::Answered;
        const bool overtaken = mayBecome(request.standing(ledger.role()), request.state, ItemState::Superseded);
        if (!request.gatheredHere || !(overtaken || answered) || !areForOneResource(item, request)) {
            continue;
        }
        const auto object = objectOf(ledger, request);
        if (!object) {
            return fail(object.error());
        }
        if (!makesWorthless(*newer.object, **object)) {
            continue;
        }
        // A person may have let a late voucher go, and its request is lapsed all the same.
        if (answered || request.state == ItemState::Lapsed) {
            SATCHEL_TRY(putAwayUndelivered(ledger, request.id));
        }
        if (answered) {
            continue;
        }
        SATCHEL_TRY(ledger.items().setState(request.id, ItemState::Superseded,
            Reason{ErrorCode::Superseded, QStringLiteral("the device came anew: %1").arg(item.id.toString())}));
        ++count;
    }
    return count;
}

Result<std::optional<Item>> findSameRequest(const Ledger& ledger, const Candidate& candidate)
{
    const auto& item = candidate.content.item;
    const auto mark = candidate.object->sameRequestMark();
    if (mark.isEmpty()) {
        return std::nullopt;
    }
    const auto known = ledger.items().requestsByCorrelation(item.correlation);
    if (!known) {
        return fail(known.error());
    }
    const auto same = std::find_if(known->begin(), known->end(), [&](const Item& other) {
        // A repeat that now brings its requester's record says more than the first and is taken.
        const bool saysMore = other.requester.isEmpty() && !item.requester.isEmpty();
        return other.gatheredHere && other.kind == item.kind && other.device == item.device && other.id != item.id
            && (isWaiting(other.state) || (other.state == ItemState::Held && item.state == ItemState::Held))
            && !saysMore;
    });
    return same == known->end() ? std::nullopt : std::optional{*same};
}

Result<ItemId> addRejection(Ledger& ledger, const Item& request, ErrorCode code, const QString& text,
    const StationId& here, const QDateTime& now)
{
    ItemWithBytes rejection;
    rejection.bytes = Rejection::make(request.id, code, text, now);
    auto& item = rejection.item;
    const bool atSite = ledger.role() == StationRole::Site;
    item.kind = Kind::Rejection;
    item.protocol = Protocol::Satchel;
    item.extension = QStringLiteral("rejected.json");
    item.origin = here;
    // At the site a rejection made here is handed to the registrar like one that came in.
    item.gatheredHere = !atSite;
    item.peer = request.peer;
    item.device = request.device;
    item.inReplyTo = request.id;
    item.gatheredAt = now;
    item.size = rejection.bytes.size();
    item.state = atSite ? ItemState::Ready : ItemState::Pending;
    item.id = itemIdOf(item.kind, item.protocol, item.origin, item.context, rejection.bytes);
    const auto added = ledger.items().add(rejection);
    if (!added) {
        return fail(added.error());
    }
    if (request.state != ItemState::Rejected) {
        SATCHEL_TRY(ledger.items().setState(request.id, ItemState::Rejected, Reason{code, text}));
    }
    return item.id;
}

} // namespace satchel
