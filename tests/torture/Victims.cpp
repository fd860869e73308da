#include "Victims.h"

#include "Judges.h"

#include <core/bundle/Receipt.h>
#include <core/crypto/Digest.h>
#include <core/objects/PledgeMaker.h>
#include <tests/support/BundleForge.h>

namespace satchel::torture {

namespace {

using test::ForgedStation;

// Two stations with keys of one type.
struct Pair {
    explicit Pair(KeyType type)
        : site{ForgedStation::make(QStringLiteral("Depot"), type)}
        , backend{ForgedStation::make(QStringLiteral("Head office"), type)}
    {
    }

    ForgedStation site;
    ForgedStation backend;
};

PartItem someRequest(const ForgedStation& origin, const QString& serial)
{
    const auto key = PrivateKey::generate(KeyType::P256).value();
    return test::someItem(origin, makePkcs10(key, QStringLiteral("Device"), serial).value());
}

QByteArray receiptOf(const ForgedStation& receiver)
{
    ReceiptFacts facts;
    facts.bundle = Ulid::generate(test::forgeTime());
    facts.labelDigest = sha256("label");
    facts.receiver = receiver.id;
    facts.receiverLedger = receiver.ledger;
    facts.at = test::forgeTime();
    facts.verdict = QStringLiteral("imported-in-part");
    facts.items = 3;
    facts.refused = {RefusedItem{ItemId::fromBytes(sha256("item").bytes()), ErrorCode::Malformed}};
    return Receipt::create(facts, receiver.signer(), test::forgeTime()).value();
}

// What a first part may carry besides items.
PartMatters someMatters(const Pair& pair)
{
    PartMatters matters;
    matters.receipts = {receiptOf(pair.site)};
    matters.heard = Heard{pair.backend.ledger, 0, {}};
    matters.voidSequences = {2, 3};
    return matters;
}

Victim bundleVictim(const QString& name, const Pair& pair, int parts, const PartMatters& matters = {})
{
    test::BundleForge forge{pair.site, pair.backend, 7};
    forge.parts.resize(static_cast<std::size_t>(parts));
    forge.parts.front().matters = matters;
    for (int i = 0; i < parts; ++i) {
        forge.parts.at(static_cast<std::size_t>(i)).items = {someRequest(pair.site, QStringLiteral("SN-%1").arg(i)),
            someRequest(pair.site, QStringLiteral("SN-%1-b").arg(i))};
    }
    return {name, forge.make(), bundleJudge(pair.site, pair.backend)};
}

QList<Victim> victimsWith(const QString& keys, const Pair& pair)
{
    return {bundleVictim(QStringLiteral("bundle-") + keys, pair, 1),
        {QStringLiteral("envelope-") + keys, encrypt("a part of a bundle", {pair.backend.decryption}).value(),
            envelopeJudge(pair.backend)},
        {QStringLiteral("card-") + keys, cardOf(pair.site, StationRole::Site).file(), cardJudge()},
        {QStringLiteral("receipt-") + keys, receiptOf(pair.backend), receiptJudge(pair.backend, pair.site)}};
}

} // namespace

QList<Victim> allVictims()
{
    const Pair p256{KeyType::P256};
    auto victims = victimsWith(QStringLiteral("p256"), p256);
    victims += bundleVictim(QStringLiteral("bundle-two-parts"), p256, 2);
    victims += bundleVictim(QStringLiteral("bundle-with-receipts"), p256, 1, someMatters(p256));
    victims += victimsWith(QStringLiteral("p384"), Pair{KeyType::P384});
    victims += victimsWith(QStringLiteral("rsa"), Pair{KeyType::Rsa3072});
    return victims;
}

} // namespace satchel::torture
