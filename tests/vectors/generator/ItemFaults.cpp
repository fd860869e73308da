#include "Maker.h"

#include <core/ledger/ItemId.h>
#include <core/objects/Rejection.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

Row itemRow(const char* name, ErrorCode code, const Rule& rule, const QByteArray& scenario)
{
    auto row = Maker::row(name, code, rule, scenario, "-");
    row.verify = "good-in-part";
    row.take = "imported-in-part";
    return row;
}

// A bad item beside a good one, from the site to the backend.
void makeRequests(const Maker& maker)
{
    const auto& device = maker.world.device();
    const auto put
        = [&](const char* name, ErrorCode code, const Rule& rule, const char* scenario, const PartItem& bad) {
              auto forge = maker.bundle();
              auto& items = forge.parts.front().items;
              items.insert(items.begin(), bad);
              maker.refuse(itemRow(name, code, rule, scenario), forge);
          };
    const auto with = [&](const std::function<void(PartItem&)>& change) {
        auto item = someItem(maker.world.keys("site"), device.voucherRequest, Kind::VoucherRequest, Protocol::Brski);
        change(item);
        return item;
    };
    put("item-of-an-unknown-kind", ErrorCode::UnknownKind, rules::KnownKind, "a kind that version 1 does not know",
        with([](PartItem& item) {
            item.kind.reset();
            item.kindText = QStringLiteral("postcard");
        }));
    put("item-of-an-unknown-protocol", ErrorCode::UnknownKind, rules::KnownKind,
        "a protocol that version 1 does not know", with([](PartItem& item) {
            item.protocol.reset();
            item.protocolText = QStringLiteral("pigeon");
        }));
    put("item-that-is-a-card", ErrorCode::UnknownKind, rules::KnownKind,
        "a card as an item, which is not taken in from a bundle", with([&](PartItem& item) {
            item = someItem(
                maker.world.keys("site"), maker.world.station("site").card.file(), Kind::Card, Protocol::Satchel);
        }));
    put("item-from-the-wrong-side", ErrorCode::WrongDirection, rules::Direction, "a voucher from a site",
        someItem(maker.world.keys("site"), maker.world.pki().voucher(device.serial, device.nonce), Kind::Voucher,
            Protocol::Brski));
    put("item-of-another-site", ErrorCode::WrongDirection, rules::Direction,
        "an item that claims to have been gathered at another site",
        with([&](PartItem& item) { item.origin = maker.world.keys("site-p384").id; }));
    put("item-not-what-it-is-listed-as", ErrorCode::Malformed, rules::SoundItem,
        "a voucher request listed as a certification request", with([](PartItem& item) {
            item.kind = Kind::CertificationRequest;
            item.protocol = Protocol::Est;
        }));
    put("item-of-another-protocol", ErrorCode::Malformed, rules::SoundItem, "a PKCS #10 listed as CMP",
        someItem(maker.world.keys("site"), device.certificationRequest, Kind::CertificationRequest, Protocol::Cmp));
    put("item-that-is-rubbish", ErrorCode::NotRecognised, rules::SoundItem, "bytes that are nothing",
        with([](PartItem& item) { item.bytes = "rubbish"; }));
    put("item-altered", ErrorCode::BadSignature, rules::SoundItem, "a voucher request with another serial number in it",
        with([](PartItem& item) { item.bytes.replace("SN-1", "SN-2"); }));
    put("item-with-a-byte-after-it", ErrorCode::TrailingData, rules::SoundItem, "a zero byte behind a PKCS #10",
        someItem(maker.world.keys("site"), device.certificationRequest + '\0'));
    auto unproved = device.certificationRequest;
    unproved.back() = static_cast<char>(unproved.back() ^ 1);
    put("item-without-proof-of-possession", ErrorCode::BadProofOfPossession, rules::SoundItem,
        "a PKCS #10 whose signature does not verify", someItem(maker.world.keys("site"), unproved));
}

Row answerRow(const char* name, ErrorCode code, const Rule& rule, const QByteArray& scenario)
{
    auto row = itemRow(name, code, rule, scenario);
    row.reader = "site";
    row.before = "gather requests/voucher-request.vcj, gather requests/request.p10, export backend";
    return row;
}

// Answers from the backend to the site, which has sent it two requests.
void makeAnswers(const Maker& maker)
{
    const auto& world = maker.world;
    const auto& device = world.device();
    const auto voucher = world.pki().voucher(device.serial, device.nonce);
    const auto voucherRequest = world.voucherRequestId();
    const auto put = [&](const Row& row, const PartItem& item, const char* from = "backend") {
        auto forge = maker.bundle(from, "site");
        forge.parts.front().items = {item};
        maker.refuse(row, forge);
    };
    const auto none = [](const char* name, const char* scenario) {
        return answerRow(name, ErrorCode::NoMatchingRequest, rules::AnswersOurs, scenario);
    };
    const auto sound = maker.answer(voucher, Kind::Voucher, Protocol::Brski, voucherRequest);
    auto item = sound;
    item.inReplyTo.clear();
    put(none("answer-to-nothing", "a voucher that does not say which request it answers"), item);
    item.inReplyTo
        = itemIdOf(Kind::VoucherRequest, Protocol::Brski, world.keys("site-p384").id, {}, device.voucherRequest)
              .toString();
    put(none("answer-to-another-sites-request", "a voucher for the same bytes as gathered at another site"), item);
    put(none("answer-to-another-kind-of-request", "a voucher for a certification request"),
        maker.answer(voucher, Kind::Voucher, Protocol::Brski, world.certificationRequestId()));
    item = sound;
    item.origin = world.keys("backend-p384").id;
    put(none("answer-from-another-backend", "a voucher from a backend to which the request never went"), item,
        "backend-p384");
    auto unsent = none("answer-to-a-request-never-sent", "a voucher for a request that never left");
    unsent.before = "gather requests/voucher-request.vcj";
    put(unsent, sound);
    const auto rejection
        = Rejection::make(ItemId::fromBytes(QByteArray(ItemId::Size, 'x')), ErrorCode::NotInInventory, {}, forgeTime());
    put(none("rejection-of-another-request", "a rejection that names another request inside than `inReplyTo`"),
        maker.answer(rejection, Kind::Rejection, Protocol::Satchel, voucherRequest));
    put(answerRow(
            "answer-of-another-nonce", ErrorCode::NonceMismatch, rules::SoundItem, "a voucher with another nonce"),
        maker.answer(world.pki().voucher(device.serial, QStringLiteral("b3RoZXI=")), Kind::Voucher, Protocol::Brski,
            voucherRequest));
    put(answerRow("answer-of-another-device", ErrorCode::SerialMismatch, rules::SoundItem,
            "a voucher with another serial number"),
        maker.answer(
            world.pki().voucher(QStringLiteral("SN-2"), device.nonce), Kind::Voucher, Protocol::Brski, voucherRequest));
    put(answerRow("answer-for-another-key", ErrorCode::KeyMismatch, rules::SoundItem,
            "a certificate for another key than was asked for"),
        maker.answer(world.pki().certificateFor(device.requester().idevid.first().publicKeyInfo(), device.serial),
            Kind::CertificationResponse, Protocol::X509, world.certificationRequestId()));
    put(answerRow(
            "request-from-a-backend", ErrorCode::WrongDirection, rules::Direction, "a voucher request from a backend"),
        someItem(world.keys("backend"), device.voucherRequest, Kind::VoucherRequest, Protocol::Brski));

    auto good = Maker::goodRow("answers", "a voucher and a certificate for the two requests that the site sent");
    good.reader = "site";
    good.before = unsent.before + ", gather requests/request.p10, export backend";
    auto forge = maker.bundle("backend", "site");
    const auto certificate = world.pki().certificateFor(device.publicKeyInfo(), device.serial);
    forge.parts.front().items = {
        sound, maker.answer(certificate, Kind::CertificationResponse, Protocol::X509, world.certificationRequestId())};
    maker.set.add(good, forge.make());
}

// What the reader took before decides.
void makeReplays(const Maker& maker)
{
    auto first = maker.bundle();
    first.address.sequence = 5;
    maker.set.add(Maker::goodRow("number-5-first", "number 5 before numbers 1 to 4: they are missing"), first.make());
    const auto after = [](Row row) {
        row.before = "take bundles/number-5-first.satchel";
        return row;
    };
    auto again = after(Maker::goodRow("number-5-again", "the same file a second time changes nothing"));
    again.take = "already-imported";
    maker.set.again(again, "number-5-first");

    const auto conflict = [&](const char* name, const char* scenario, const std::function<void(BundleForge&)>& change) {
        auto forge = maker.bundle();
        forge.address = first.address;
        change(forge);
        maker.refuse(
            after(Maker::row(name, ErrorCode::ReplayConflict, rules::Replay, scenario, "with another label")), forge);
    };
    conflict("number-used-again", "another bundle under a number that was imported",
        [](BundleForge& forge) { forge.address.bundle = Ulid::generate(forgeTime()); });
    conflict("bundle-id-used-again", "another number under a bundle id that was imported",
        [](BundleForge& forge) { forge.address.sequence = 6; });
    conflict("label-made-anew", "bundle id and number of an imported bundle under another label",
        [](BundleForge& forge) { forge.changeLabel = [](Label& label) { label.created = label.created.addSecs(1); }; });
    auto late = maker.bundle();
    late.address.sequence = 2;
    maker.set.add(after(Maker::goodRow("number-2-after-5", "a number that was missing arrives later")), late.make());
    auto otherPeer = maker.bundle("site-p384");
    otherPeer.address.sequence = 5;
    otherPeer.address.bundle = first.address.bundle;
    maker.set.add(after(Maker::goodRow("same-number-and-id-of-another-sender",
                      "equal ids of another sender have nothing to do with it")),
        otherPeer.make());
    auto restored = maker.bundle();
    restored.address.sequence = 5;
    restored.address.ledger = LedgerId::fromBytes(QByteArray(LedgerId::Size, '\x77'));
    auto warned = after(
        Maker::goodRow("number-5-of-another-ledger", "the sender has another ledger than before, and says number 5"));
    warned.warns = "ledger";
    maker.set.add(warned, restored.make());
}

} // namespace

void makeItemFaults(const Maker& maker)
{
    makeRequests(maker);
    makeAnswers(maker);
    makeReplays(maker);
}

} // namespace satchel::vectors
