#include "JsonText.h"
#include "Maker.h"

#include <core/base/Time.h>
#include <core/crypto/Signature.h>

#include <zstd.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

void makeKeyShapes(const Maker& maker)
{
    const auto& world = maker.world;
    maker.set.add(Maker::goodRow("one-part", "one request in one part, P-256 throughout"), maker.bundle().make());
    maker.set.add(
        Maker::goodRow("signed-with-p-384", "signed by a station with a P-384 key"), maker.bundle("site-p384").make());
    maker.set.add(Maker::goodRow("signed-with-rsa", "signed by a station with an RSA key, RSASSA-PSS"),
        maker.bundle("site-rsa").make());
    auto p384 = Maker::goodRow("encrypted-for-p-384", "encrypted for a P-384 key");
    p384.reader = "backend-p384";
    maker.set.add(p384, maker.bundle("site", "backend-p384").make());
    auto rsa = Maker::goodRow("encrypted-for-rsa", "encrypted for an RSA key, OAEP");
    rsa.reader = "backend-rsa";
    maker.set.add(rsa, maker.bundle("site", "backend-rsa").make());
    auto several = maker.bundle();
    several.recipients += {world.keys("backend-p384").decryption, world.keys("backend-rsa").decryption};
    maker.set.add(Maker::goodRow("several-recipients", "three recipients of three kinds, of which the reader is one"),
        several.make());
}

void makeContentShapes(const Maker& maker)
{
    maker.set.add(Maker::goodRow("everything", "a requester record, context, inReplyTo, receipts, heard and void"),
        maker.richBundle().make());
    auto nothing = maker.bundle();
    nothing.parts.front().items.clear();
    maker.set.add(Maker::goodRow("no-items", "a bundle that carries nothing"), nothing.make());
    auto parts = maker.bundle();
    parts.parts.resize(3, parts.parts.front());
    for (auto& part : parts.parts) {
        part.items = {someItem(maker.world.keys("site"), maker.world.device().voucherRequest, Kind::VoucherRequest,
                          Protocol::Brski),
            maker.request()};
    }
    maker.set.add(Maker::goodRow("three-parts", "three parts of two items each, the same in all"), parts.make());
    auto notAfter = maker.bundle();
    notAfter.changeLabel = [](Label& label) { label.notAfter = endOfTime(); };
    maker.set.add(Maker::goodRow("not-after", "a label with `notAfter`"), notAfter.make());
    auto shipment = maker.bundle();
    shipment.changeLabel = [](Label& label) {
        label.shipmentIndex = 3;
        label.shipmentLast = false;
    };
    maker.set.add(
        Maker::goodRow("third-of-its-shipment", "the third bundle of a shipment, and not the last"), shipment.make());
    auto large = maker.bundle();
    large.address.sequence = (qint64{1} << 53) - 1;
    maker.set.add(Maker::goodRow("largest-number", "the largest sequence number, 2^53 - 1"), large.make());
}

void makeTextShapes(const Maker& maker)
{
    auto spaced = maker.bundle();
    spaced.changeLabelJson
        = [](QByteArray& json) { json = "\r\n\t " + json.replace(R"("sequence":)", " \"sequence\" :\n\t") + "\n"; };
    maker.set.add(
        Maker::goodRow("white-space-in-the-label", "white space between the members of the label and behind it"),
        spaced.make());
    auto reordered = maker.bundle();
    reordered.changeLabelJson = [](QByteArray& json) {
        const auto type = jsontext::valueAt(json, "type");
        json = jsontext::extended(jsontext::without(json, "type"), {}, "\"type\":" + type);
    };
    maker.set.add(Maker::goodRow("type-last-in-the-label", "the label's members in another order"), reordered.make());
    auto escaped = maker.bundle();
    escaped.changeLabelJson
        = [](QByteArray& json) { json.replace(R"("forge 1")", R"("\u0066\u00f6rge \ud83d\ude00")"); };
    maker.set.add(
        Maker::goodRow("escapes-in-the-label", "escaped letters and an escaped pair of surrogates in `producer`"),
        escaped.make());
    auto frame = maker.bundle();
    frame.changeFrame = [](QByteArray& bytes) {
        const auto size = ZSTD_getFrameContentSize(bytes.constData(), static_cast<size_t>(bytes.size()));
        const auto plain = orDie(decompressPart(bytes, static_cast<qint64>(size)));
        auto* const context = ZSTD_createCCtx();
        ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
        bytes.resize(static_cast<qsizetype>(ZSTD_compressBound(static_cast<size_t>(plain.size()))));
        bytes.truncate(static_cast<qsizetype>(ZSTD_compress2(context, bytes.data(), static_cast<size_t>(bytes.size()),
            plain.constData(), static_cast<size_t>(plain.size()))));
        ZSTD_freeCCtx(context);
    };
    maker.set.add(Maker::goodRow("frame-with-a-checksum", "a frame with its checksum"), frame.make());
}

void makeClockShapes(const Maker& maker)
{
    const auto clock = [&](const char* name, const QDateTime& time, const char* scenario) {
        auto forge = maker.bundle();
        forge.changeLabel = [time](Label& label) { label.created = time; };
        const auto label = std::make_shared<QByteArray>();
        forge.changeLabelJson = [label](QByteArray& json) { *label = json; };
        forge.changeSignature = [&maker, label, time](QByteArray& signature) {
            const auto& site = maker.world.keys("site");
            signature = signDetached(*label, site.signingKey, site.signing, time).value();
        };
        maker.set.add(Maker::goodRow(name, scenario), forge.make());
    };
    clock("sender-in-1970", QDateTime{QDate{1970, 1, 1}, QTime{0, 0}, Qt::UTC}, "the sender's clock says 1970");
    clock("sender-in-2099", QDateTime{QDate{2099, 12, 31}, QTime{23, 59, 59}, Qt::UTC},
        "the sender's clock says 2099, in GeneralizedTime");
}

// A receipt inside a bundle stands for itself: the bundle is good, whatever the receipt is.
void makeCarriedReceipts(const Maker& maker)
{
    const auto carry = [&](const char* name, ErrorCode code, const QByteArray& receipt, const char* scenario) {
        auto forge = maker.bundle();
        forge.parts.front().matters.receipts = {receipt};
        auto row = Maker::row(name, code, rules::ReceiptSigner, scenario, "-");
        row.verify = "good";
        row.take = "imported";
        maker.set.add(row, forge.make());
    };
    carry("with-a-receipt-of-another-station", ErrorCode::UnknownSender, maker.receipt("site-p384"),
        "a receipt inside is not one of the sender's");
    carry("with-a-receipt-of-a-stranger", ErrorCode::UnknownSender, maker.receipt("stranger"),
        "a receipt inside is a stranger's");
    carry("with-a-receipt-that-is-none", ErrorCode::BadSignature, "no receipt", "a receipt inside is no receipt");
}

} // namespace

void makeGood(const Maker& maker)
{
    makeKeyShapes(maker);
    makeContentShapes(maker);
    makeTextShapes(maker);
    makeClockShapes(maker);
    makeCarriedReceipts(maker);
}

} // namespace satchel::vectors
