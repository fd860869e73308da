#include <core/crypto/Signature.h>
#include <core/station/Card.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>

#include <algorithm>

namespace satchel::fuzz {

Verdict runCard(const QByteArray& input)
{
    const auto card = Card::parse(input);
    if (!card) {
        return refused(card.error());
    }
    const auto& facts = card->facts();
    const auto isStations
        = [&](const Certificate& certificate) { return certificate.keyFingerprint() == facts.station; };
    require(card->file() == input, "a card is kept byte for byte");
    require(std::any_of(facts.signing.begin(), facts.signing.end(), isStations), "the station's first key is on it");
    require(facts.signing.size() <= 8 && !facts.decryption.isEmpty() && facts.decryption.size() <= 8,
        "1 to 8 certificates of each use");
    require(verifyAttached(input, facts.signing).has_value(), "a card is signed by a key on it");
    return Verdict::Accepted;
}

// The content, properly signed.
Verdict runCardJson(const QByteArray& input)
{
    const auto& site = FuzzWorld::get().site;
    const auto file = signAttached(input, site.signingKey, site.signing, FuzzWorld::now());
    require(file.has_value(), "anything can be signed");
    const auto verdict = runCard(*file);
    if (verdict == Verdict::Accepted) {
        const auto facts = Card::parse(*file)->facts();
        const auto again = Card::create(facts, site.signingKey, site.signing);
        require(again && again->facts().name == facts.name && again->facts().issue == facts.issue
                && again->facts().role == facts.role && again->facts().created == facts.created
                && again->facts().signing == facts.signing && again->facts().decryption == facts.decryption,
            "writing changes nothing");
    }
    return verdict;
}

} // namespace satchel::fuzz
