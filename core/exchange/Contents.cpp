#include "Contents.h"

#include "Pairing.h"

#include <core/base/OrderedPipeline.h>

#include <algorithm>
#include <iterator>
#include <vector>

namespace satchel {

namespace {

// What goes to a worker thread at once: handing one small item over costs as much as judging it.
constexpr std::ptrdiff_t ItemsAtOnce = 16;

JudgedItem judgeAlone(PartItem part, const StationId& sender, StationRole senderRole, const Judge& judge)
{
    JudgedItem judged{part.kind && part.protocol ? part.id() : ItemId{}, part.inReplyTo, {}, {}};
    auto candidate = candidateFromPart(part, sender, senderRole, judge);
    if (candidate) {
        judged.candidate = *std::move(candidate);
    } else {
        judged.refusal = std::move(candidate).error();
    }
    return judged;
}

// What needs the ledger: an answer must answer a request of ours, made here and sent to this very peer.
Result<void> judgeAgainstLedger(JudgedItem& judged, const Ledger& ledger, const StationId& sender)
{
    if (!judged.candidate || ledger.role() != StationRole::Site) {
        return {};
    }
    const auto pairing = pairImported(ledger, *judged.candidate, judged.inReplyTo, sender);
    if (!pairing) {
        // A broken database is not the item's fault.
        if (pairing.error().code == ErrorCode::DatabaseUnavailable) {
            return fail(pairing.error());
        }
        judged.refusal = pairing.error();
        judged.candidate.reset();
        return {};
    }
    auto& item = judged.candidate->content.item;
    item.inReplyTo = pairing->request->id;
    item.device = pairing->request->device.isEmpty() ? item.device : pairing->request->device;
    if (pairing->obstacle) {
        item.state = ItemState::Held;
        item.reason = pairing->obstacle;
    }
    return {};
}

} // namespace

Result<void> readContents(Session& session, const Admission& admission,
    const std::function<Result<void>(const PartMatters&)>& matters, const std::function<Result<void>(JudgedItem)>& item,
    const Conduct& conduct)
{
    const auto identities = session.station().decryptionIdentities();
    if (!identities) {
        return fail(identities.error());
    }
    const auto sender = admission.sender->id();
    const auto senderRole = admission.sender->role();
    const Judge judge{session.station().id(), session.role(), session.station().trust(),
        session.station().settings().policy.voucherRequestDays, session.station().now()};
    OrderedPipeline<std::vector<PartItem>, std::vector<JudgedItem>> judging{
        [&](std::vector<PartItem> parts) {
            std::vector<JudgedItem> all;
            for (auto& part : parts) {
                all.push_back(judgeAlone(std::move(part), sender, senderRole, judge));
            }
            return all;
        },
        session.threads()};
    const auto takeAll = [&](std::vector<JudgedItem> all) -> Result<void> {
        for (auto& judged : all) {
            SATCHEL_TRY(judgeAgainstLedger(judged, session.ledger(), sender));
            SATCHEL_TRY(item(std::move(judged)));
        }
        return {};
    };

    const auto takePart = [&](PartContent content) -> Result<void> {
        if (content.number == 1) {
            SATCHEL_TRY(matters(content.matters));
        }
        auto next = content.items.begin();
        return judging.run(
            [&]() -> Result<std::optional<std::vector<PartItem>>> {
                const auto most = std::min(content.items.end() - next, ItemsAtOnce);
                std::vector<PartItem> some{std::make_move_iterator(next), std::make_move_iterator(next + most)};
                next += most;
                return some.empty() ? std::nullopt : std::optional{std::move(some)};
            },
            takeAll, conduct.stop);
    };
    return admission.bundle.readParts(*identities, session.threads(), takePart, conduct);
}

} // namespace satchel
