#include "Maker.h"

#include <core/bundle/Receipt.h>
#include <core/crypto/Digest.h>
#include <core/ledger/ItemId.h>
#include <core/objects/cmp/CmpMessage.h>

#include <memory>

namespace satchel::vectors {

using namespace satchel::test;

PartItem Maker::request(const char* from) const
{
    auto item = someItem(world.keys(from), world.device().certificationRequest);
    item.context = {};
    return item;
}

PartItem Maker::answer(const QByteArray& bytes, Kind kind, Protocol protocol, const ItemId& request) const
{
    auto item = someItem(world.keys("backend"), bytes, kind, protocol);
    item.inReplyTo = request.toString();
    item.localName = QStringLiteral("answer");
    item.extension = QStringLiteral("bin");
    return item;
}

CmpDraft Maker::cmpRequest() const
{
    const auto& device = world.cmpDevice();
    const auto subject = makeName(QStringLiteral("Device"), device.serial);
    const auto crmf = makeCrmf(orDie(PrivateKey::generate(KeyType::P256)), subject, CrmfProof::Signature);
    return {.bodyTag = tagOf(CmpBodyType::Ir), .body = crmf, .signer = device.idevid};
}

CmpDraft Maker::cmpAnswer() const
{
    constexpr int Accepted = 0;
    const auto& device = world.cmpDevice();
    const auto request = orDie(CmpMessage::parse(device.initialRequest))->header();
    return {.transactionId = request.transactionId,
        .senderNonce = QByteArray("answer-nonce-001"),
        .recipientNonce = request.senderNonce,
        .bodyTag = tagOf(CmpBodyType::Ip),
        .body = makeCertRep(Accepted, device.ldevid.certificate),
        .signer = world.pki().registrar};
}

BundleForge Maker::bundle(const char* from, const char* to) const
{
    BundleForge forge{world.keys(from), world.keys(to)};
    forge.parts.front().items = {request(from)};
    return forge;
}

BundleForge Maker::richBundle() const
{
    BundleForge forge{world.keys("site"), world.keys("backend"), 7};
    auto item = request();
    item.requester = world.device().requester().toJson();
    item.context = itemContext(world.device().serial, {});
    item.inReplyTo = ItemId::fromBytes(sha256("another item").bytes()).toString();
    item.path = QStringLiteral("/.well-known/est/simpleenroll");
    auto& part = forge.parts.front();
    part.items = {item};
    part.matters.receipts = {receipt("site")};
    part.matters.heard = Heard{world.keys("backend").ledger, 12, {14, 15}};
    part.matters.voidSequences = {1, 5};
    return forge;
}

QByteArray Maker::receipt(const char* from, bool inPart) const
{
    const auto& station = world.keys(from);
    ReceiptFacts facts;
    facts.bundle = orDie(Ulid::parse(u"01KAP4T8N0M2V6Q9X3C7RZ5B1D"));
    facts.labelDigest = sha256("the label of some bundle");
    facts.receiver = station.id;
    facts.receiverLedger = station.ledger;
    facts.at = forgeTime();
    facts.items = 12;
    if (inPart) {
        facts.refused = {{ItemId::fromBytes(sha256("a bad item").bytes()), ErrorCode::BadSignature}};
    }
    return orDie(Receipt::create(facts, station.signer(), forgeTime()));
}

Row Maker::row(const QByteArray& name, std::optional<ErrorCode> code, const Rule& rule, const QByteArray& scenario,
    const QByteArray& word)
{
    Row row;
    row.name = name;
    row.code = code;
    row.section = rule.section;
    row.rule = rule.text;
    row.scenario = scenario;
    row.word = word;
    return row;
}

Row Maker::goodRow(const QByteArray& name, const QByteArray& scenario)
{
    auto good = row(name, {}, rules::None, scenario, "-");
    good.verify = "good";
    good.take = "imported";
    return good;
}

void Maker::refuse(const QByteArray& name, const Fault& fault, ErrorCode code, const Rule& rule,
    const QByteArray& scenario, const QByteArray& word) const
{
    auto forge = bundle();
    fault(forge);
    refuse(row(name, code, rule, scenario, word), forge);
}

void Maker::refuse(const Row& row, const BundleForge& forge) const
{
    set.add(row, forge.make());
}

Fault inContainer(const Change& change)
{
    return [change](BundleForge& forge) { forge.changeContainer = change; };
}

Fault inEntries(const std::function<void(Entries&)>& change)
{
    return [change](BundleForge& forge) { forge.changeEntries = change; };
}

Fault inLabelJson(const Change& change)
{
    return [change](BundleForge& forge) { forge.changeLabelJson = change; };
}

Fault inPartJson(const Change& change)
{
    return [change](BundleForge& forge) { forge.changePartJson = change; };
}

Fault inPartEntries(const std::function<void(Entries&)>& change)
{
    return [change](BundleForge& forge) { forge.changePartEntries = change; };
}

Fault inArchive(const Change& change)
{
    return [change](BundleForge& forge) { forge.changeArchive = change; };
}

Fault inFrame(const Change& change)
{
    return [change](BundleForge& forge) { forge.changeFrame = change; };
}

Fault inEnvelope(const Change& change)
{
    return [change](BundleForge& forge) { forge.changeEnvelope = change; };
}

Fault signedBy(const std::function<QByteArray(const QByteArray&)>& make)
{
    return [make](BundleForge& forge) {
        const auto label = std::make_shared<QByteArray>();
        forge.changeLabelJson = [label](QByteArray& json) { *label = json; };
        forge.changeSignature = [label, make](QByteArray& signature) { signature = make(*label); };
    };
}

} // namespace satchel::vectors
