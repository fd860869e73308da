#include "Contents.h"

#include <core/exchange/pair/CmpTransaction.h>
#include <core/exchange/pair/Pairing.h>

#include <vector>

namespace satchel {

namespace {

struct JudgedPart {
    qint64 number = 0;
    PartMatters matters;
    std::vector<JudgedItem> items;
};

JudgedItem judgeAlone(PartItem part, const StationId& sender, StationRole senderRole, const Judge& judge)
{
    JudgedItem judged{part.kind && part.protocol ? part.id() : ItemId{}, part.inReplyTo, {}, {}};
    auto candidate = candidateFromPart(part, judged.id, sender, senderRole, judge);
    if (candidate) {
        judged.candidate = *std::move(candidate);
        if (judge.role == StationRole::Backend && judged.candidate->content.item.kind != Kind::Confirmation) {
            judged.candidate->object.reset(); // the others are not held against anything
        }
    } else {
        judged.refusal = std::move(candidate).error();
    }
    return judged;
}

// What needs the ledger: an answer must answer a request of ours, made here and sent to this very peer; a confirmation
// confirms an answer of ours.
Result<void> judgeAgainstLedger(JudgedItem& judged, const Ledger& ledger, const StationId& sender, const QDateTime& now)
{
    if (!judged.candidate) {
        return {};
    }
    if (ledger.role() != StationRole::Site) {
        return completeConfirmation(ledger, *judged.candidate, now);
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
    if (pairing->request) {
        item.inReplyTo = pairing->request->id;
        item.device = pairing->request->device.isEmpty() ? item.device : pairing->request->device;
    }
    item.warnings += pairing->warnings;
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
    const auto judgePart = [&](PartContent content) -> Result<JudgedPart> {
        JudgedPart judged{content.number, std::move(content.matters), {}};
        judged.items.reserve(content.items.size());
        for (auto& part : content.items) {
            if (conduct.stopRequested()) {
                return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
            }
            judged.items.push_back(judgeAlone(std::move(part), sender, senderRole, judge));
        }
        return judged;
    };
    const auto takePart = [&](JudgedPart part) -> Result<void> {
        if (part.number == 1) {
            SATCHEL_TRY(matters(part.matters));
        }
        for (auto& judged : part.items) {
            if (conduct.stopRequested()) {
                return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request"));
            }
            SATCHEL_TRY(judgeAgainstLedger(judged, session.ledger(), sender, judge.now));
            SATCHEL_TRY(item(std::move(judged)));
        }
        return {};
    };
    return admission.bundle.readParts<JudgedPart>(*identities, session.threads(), judgePart, takePart, conduct);
}

} // namespace satchel
