#include "ReceiptIntake.h"

#include <core/base/FaultPoint.h>
#include <core/base/File.h>
#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>
#include <core/exchange/pair/Pairing.h>
#include <core/exchange/session/LogSentences.h>

#include <algorithm>

namespace satchel {

namespace {

// Requests that the backend refused end here; their registrar learns of it as of any other rejection.
Result<void> tellRegistrar(Session& session, const ReceiptFacts& receipt)
{
    auto& ledger = session.ledger();
    for (const auto& refused : receipt.refused) {
        const auto item = ledger.items().find(refused.item);
        if (!item) {
            return fail(item.error());
        }
        if (!*item || (*item)->state != ItemState::Rejected || !(*item)->gatheredHere || !isRequest((*item)->kind)) {
            continue;
        }
        const auto told = ledger.items().answersTo(refused.item);
        if (!told) {
            return fail(told.error());
        }
        const bool before = std::any_of(
            told->begin(), told->end(), [](const Item& answer) { return answer.kind == Kind::Rejection; });
        if (before) {
            continue; // refused in two bundles, or by hand before: one rejection is enough
        }
        auto request = **item;
        request.peer = receipt.receiver;
        const auto text = QStringLiteral("the backend refused the request in bundle %1").arg(receipt.bundle.toString());
        const auto added = addRejection(ledger, request, refused.code, text, session.station().id(), receipt.at);
        if (!added) {
            return fail(added.error());
        }
    }
    return {};
}

Result<QString> applyToLedger(Session& session, const ReceiptFacts& receipt, const LedgerId& speaking)
{
    auto& bundles = session.ledger().bundles();
    const auto before = bundles.findOutgoing(receipt.bundle);
    if (!before) {
        return fail(before.error());
    }
    const bool known = *before && (*before)->state == OutgoingBundle::State::Received;
    const auto acts = bundles.applyReceipt(receipt, speaking);
    if (!acts) {
        return fail(acts.error());
    }
    if (!*acts) {
        return QStringLiteral("ignored");
    }
    if (session.role() == StationRole::Site) {
        SATCHEL_TRY(tellRegistrar(session, receipt));
    }
    return known ? QStringLiteral("already-applied") : QStringLiteral("applied");
}

} // namespace

Result<ReceiptFacts> verifyReceipt(const Station& station, const QByteArray& file)
{
    const auto claimed = Receipt::claimedReceiver(file);
    if (!claimed) {
        return fail(claimed.error());
    }
    const auto peer = station.peers().byId(*claimed);
    if (!peer) {
        return fail(ErrorCode::UnknownSender,
            QStringLiteral("the receipt says it comes from station %1, whose card was never added here")
                .arg(claimed->toString()));
    }
    if (peer->revoked) {
        return fail(ErrorCode::RevokedSender, QStringLiteral("%1 was revoked here").arg(peer->alias));
    }
    if (peer->role() != counterpartOf(station.role())) {
        return fail(ErrorCode::WrongRole, QStringLiteral("%1 receives nothing from this station").arg(peer->alias));
    }
    return Receipt::parse(file, peer->card.facts().signing);
}

Result<ImportedReceipt> takeReceipt(
    Session& session, const QByteArray& file, const StationId& carrier, const LedgerId& speaking)
{
    ImportedReceipt result;
    auto facts = verifyReceipt(session.station(), file);
    if (facts && !carrier.isNull() && facts->receiver != carrier) {
        facts = fail(ErrorCode::UnknownSender,
            QStringLiteral("the receipt is not the one of the station whose bundle carried it"));
    }
    if (!facts) {
        result.verdict = QStringLiteral("refused");
        result.failure = std::move(facts).error();
        return result;
    }
    result.bundle = facts->bundle.toString();
    auto verdict = applyToLedger(session, *facts, speaking);
    if (!verdict) {
        return fail(std::move(verdict).error());
    }
    result.verdict = *std::move(verdict);
    SATCHEL_TRY(enter(session.ledger().log(), logged::ReceiptTaken,
        {result.verdict, QString::number(facts->refused.size()), QString::number(facts->items)}, result.bundle));
    return result;
}

Result<ImportedReceipt> takeReceiptFile(Session& session, const QString& path, bool dryRun)
{
    const auto file = readFile(path, limits::Receipt);
    if (!file) {
        return ImportedReceipt{path, {}, QStringLiteral("refused"), file.error()};
    }
    auto transaction = session.ledger().begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    auto receipt = takeReceipt(session, *file, {}, {});
    if (!receipt) {
        return receipt;
    }
    receipt->path = path;
    if (receipt->failure) {
        receipt->failure = Error{*receipt->failure}.withFile(path);
    } else if (!dryRun) {
        faultPoint("receipt.before-commit");
        SATCHEL_TRY(transaction->commit());
        faultPoint("receipt.after-commit");
    }
    return receipt;
}

} // namespace satchel
