#include "CmpTransaction.h"

#include <core/base/Time.h>
#include <core/objects/cmp/CmpMessage.h>

#include <algorithm>

namespace satchel {

namespace {

// Of the same site: another one's may have the same transactionID by chance or by intent.
Result<QList<Item>> transactionOf(const Ledger& ledger, const Item& item)
{
    auto all = ledger.items().requestsByCorrelation(item.correlation, item.origin);
    if (all) {
        all->removeIf([](const Item& other) { return other.protocol != Protocol::Cmp; });
    }
    return all;
}

bool counts(const Item& answer)
{
    return answer.kind == Kind::CertificationResponse && answer.state != ItemState::Held
        && answer.state != ItemState::Rejected;
}

// The answer that ended a request; none if it has none.
Result<std::optional<Item>> answerTo(const Ledger& ledger, const Item& request)
{
    const auto answers = ledger.items().answersTo(request.id);
    if (!answers) {
        return fail(answers.error());
    }
    const auto found = std::ranges::find_if(*answers, &counts);
    return found == answers->end() ? std::nullopt : std::optional{*found};
}

// What is said in two messages of one transaction, the confirmation and the answer before it.
Result<void> compare(const Ledger& ledger, const Item& answer, Candidate& candidate, const QDateTime& now)
{
    const auto bytes = ledger.items().bytes(answer.id);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto* const confirmation = dynamic_cast<const CmpMessage*>(candidate.object.get());
    const auto message = CmpMessage::parse(*bytes);
    if (confirmation == nullptr || !message) {
        return {};
    }
    auto& item = candidate.content.item;
    item.warnings += confirmation->remarksBeside(**message);
    item.deadline = (*message)->header().generalInfo.confirmWaitTime;
    if (item.deadline && *item.deadline < now) {
        item.warnings += QStringLiteral("its authority waited for this confirmation until %1, which has passed by this "
                                        "station's clock (%2)")
                             .arg(toUtcText(*item.deadline), toUtcText(now));
    }
    return {};
}

// Came before and is with the authority, or on its way there ahead of `item`. A confirmation that is only ready itself
// waits for the request that comes after it.
bool isAhead(const Item& other, const Item& item)
{
    return other.state == ItemState::Delivered || (other.state == ItemState::Ready && other.kind == item.kind);
}

bool isThrough(const Item& item)
{
    return item.state == ItemState::Answered || item.state == ItemState::Rejected;
}

Result<bool> requestMustWait(const Ledger& ledger, const Item& item)
{
    const auto all = transactionOf(ledger, item); // the newest first
    if (!all) {
        return fail(all.error());
    }
    const auto self = std::ranges::find(*all, item.id, &Item::id);
    const bool oneIsBefore = self != all->end()
        && std::any_of(std::next(self), all->end(), [&item](const Item& other) { return isAhead(other, item); });
    if (oneIsBefore || item.kind != Kind::Confirmation) {
        return oneIsBefore;
    }
    // Without any the confirmation is of a request that went another way, and there is nothing to wait for.
    const auto isAbout = [](const Item& other) { return isRequest(other.kind); };
    return std::ranges::any_of(*all, isAbout)
        && std::ranges::none_of(*all, [&isAbout](const Item& other) { return isAbout(other) && isThrough(other); });
}

Result<bool> answerMustWait(const Ledger& ledger, const Item& item)
{
    const auto request = ledger.items().find(item.inReplyTo);
    if (!request) {
        return fail(request.error());
    }
    if (!*request || (*request)->kind != Kind::Confirmation) {
        return false;
    }
    const auto all = transactionOf(ledger, **request);
    if (!all) {
        return fail(all.error());
    }
    for (const auto& other : *all) {
        const auto answer = isRequest(other.kind) ? answerTo(ledger, other) : std::nullopt;
        if (!answer) {
            return fail(answer.error());
        }
        if (*answer && (*answer)->state == ItemState::Ready) {
            return true;
        }
    }
    return false;
}

} // namespace

Result<void> completeConfirmation(const Ledger& ledger, Candidate& candidate, const QDateTime& now)
{
    auto& item = candidate.content.item;
    if (item.kind != Kind::Confirmation || item.protocol != Protocol::Cmp) {
        return {};
    }
    const auto all = transactionOf(ledger, item);
    if (!all) {
        return fail(all.error());
    }
    for (const auto& request : *all) {
        const auto answer = isRequest(request.kind) ? answerTo(ledger, request) : std::nullopt;
        if (!answer) {
            return fail(answer.error());
        }
        if (*answer) {
            item.device = item.device.isEmpty() ? request.device : item.device;
            return compare(ledger, **answer, candidate, now);
        }
    }
    return {};
}

Result<bool> mustWaitForTransaction(const Ledger& ledger, const Item& item)
{
    if (item.protocol != Protocol::Cmp || item.state != ItemState::Ready) {
        return false;
    }
    return ledger.role() == StationRole::Backend ? requestMustWait(ledger, item) : answerMustWait(ledger, item);
}

} // namespace satchel
