#include <core/bundle/Limits.h>
#include <core/bundle/Receipt.h>
#include <core/crypto/Signature.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>

namespace satchel::fuzz {

Verdict runReceipt(const QByteArray& input)
{
    const auto& backend = FuzzWorld::get().backend;
    const auto claimed = Receipt::claimedReceiver(input);
    if (!claimed) {
        (void)refused(claimed.error());
    }
    const auto facts = Receipt::parse(input, {backend.signing});
    if (!facts) {
        return refused(facts.error());
    }
    require(claimed && *claimed == facts->receiver, "what is verified is what was looked at");
    require(facts->refused.size() <= facts->items, "no more items refused than carried");
    require(input.size() <= limits::Receipt, "no receipt above its limit");
    return Verdict::Accepted;
}

// The content, properly signed.
Verdict runReceiptJson(const QByteArray& input)
{
    const auto& backend = FuzzWorld::get().backend;
    const auto file = signAttached(input, backend.signingKey, backend.signing, FuzzWorld::now());
    require(file.has_value(), "anything can be signed");
    const auto facts = Receipt::parse(*file, {backend.signing});
    if (!facts) {
        return refused(facts.error());
    }
    const auto rewritten = Receipt::create(*facts, backend.signer(), FuzzWorld::now());
    require(rewritten.has_value(), "what was read can be written");
    const auto again = Receipt::parse(*rewritten, {backend.signing});
    require(again && again->bundle == facts->bundle && again->labelDigest == facts->labelDigest
            && again->receiver == facts->receiver && again->receiverLedger == facts->receiverLedger
            && again->at == facts->at && again->verdict == facts->verdict && again->items == facts->items,
        "writing changes nothing");
    return runReceipt(*file);
}

} // namespace satchel::fuzz
