#include "FieldFaults.h"
#include "JsonText.h"
#include "Maker.h"
#include "StrictJsonFaults.h"

#include <core/bundle/Limits.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

const QByteArray OtherStation = '"' + QByteArray(64, 'c') + '"';

QByteArray textOf(const QByteArray& bytes)
{
    return '"' + bytes.toBase64() + '"';
}

QByteArray listOf(int count, const QByteArray& element)
{
    QByteArray list = element;
    for (int i = 1; i < count; ++i) {
        list += ',' + element;
    }
    return '[' + list + ']';
}

QByteArray numbersFrom(int first, int count)
{
    QByteArray list;
    for (int i = 0; i < count; ++i) {
        list += (i ? "," : "") + QByteArray::number(first + i);
    }
    return '[' + list + ']';
}

QList<Field> addressFields()
{
    const auto bad = ErrorCode::BadContainer;
    return {
        {"type", "1", {{"of-a-label", R"("satchel-label")", ErrorCode::NotRecognised}}},
        {"version", R"("1")", {{"2", "2", ErrorCode::UnsupportedVersion}}},
        {"bundle", "1",
            {{"in-small-letters", R"("01kap4t8n0m2v6q9x3c7rz5b1d")"},
                {"of-another-bundle", R"("01KAP4T8N0M2V6Q9X3C7RZ5B1D")", bad}}},
        {"from", R"("site")"},
        {"from.station", "1",
            {{"in-capitals", '"' + QByteArray(64, 'A') + '"'}, {"of-another-station", OtherStation, bad}}},
        {"from.ledger", "1",
            {{"of-31-digits", '"' + QByteArray(31, 'a') + '"'},
                {"of-another-ledger", '"' + QByteArray(32, 'c') + '"', bad}}},
        {"to", R"("backend")"},
        {"to.station", "1",
            {{"of-65-digits", '"' + QByteArray(65, 'a') + '"'}, {"of-another-station", OtherStation, bad}}},
        {"sequence", R"("7")", {{"0", "0"}, {"of-another-bundle", "8", bad}}},
        {"part", R"("1")", {{"0", "0"}, {"above-4096", "4097"}, {"of-another-place", "2", bad}}},
    };
}

QList<Field> matterFields()
{
    const auto large = ErrorCode::TooLarge;
    return {
        {"items", "{}"},
        {"items.0", R"("an item")"},
        {"receipts", "{}", {{"above-256", listOf(257, R"("MAA=")"), large}}, true},
        {"receipts.0", "1",
            {{"not-base64", R"("a receipt")"}, {"of-no-bytes", R"("")"}, {"without-padding", R"("MAA")"},
                {"with-unused-bits", R"("MAB=")"}, {"with-a-blank", R"("MAA= ")"}}},
        {"heard", "[]", {}, true},
        {"heard.ledger", "1", {{"of-31-digits", '"' + QByteArray(31, 'a') + '"'}}},
        {"heard.contiguous", R"("12")", {{"above-its-extras", "14"}}},
        {"heard.extras", "14",
            {{"descending", "[15,14]"}, {"with-a-number-twice", "[14,14]"}, {"of-texts", R"(["14"])"},
                {"above-1024", numbersFrom(14, 1025), large}}},
        {"void", "1",
            {{"descending", "[5,1]"}, {"with-a-number-twice", "[1,1]"}, {"with-zero", "[0,1]"},
                {"of-this-very-number", "[7]"}, {"of-a-number-to-come", "[8]"}, {"of-texts", R"(["1"])"}},
            true},
    };
}

QList<Field> itemFields()
{
    const auto kind33 = '"' + QByteArray(33, 'k') + '"';
    const auto longContext = textOf(QByteArray(limits::Context + 1, 'x'));
    const auto longPath = "\"/" + QByteArray(limits::Path, 'p') + '"';
    const auto longName = '"' + QByteArray(limits::LocalName + 1, 'n') + '"';
    return {
        {"items.0.kind", "1",
            {{"with-a-capital", R"("Certification-request")"}, {"of-no-characters", R"("")"},
                {"of-33-characters", kind33}, {"with-an-underscore", R"("certification_request")"}}},
        {"items.0.protocol", "1",
            {{"with-a-blank", R"("e st")"}, {"of-no-characters", R"("")"}, {"of-33-characters", kind33}}},
        {"items.0.origin", "1", {{"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
        {"items.0.gathered", "1795338000",
            {{"at-no-time", R"("yesterday")"}, {"in-the-25th-hour", R"("2026-11-22T25:00:00Z")"}}},
        {"items.0.requester", R"("somebody")", {}, true},
        {"items.0.inReplyTo", "1", {{"of-8-digits", R"("1d6eb2a0")"}, {"in-capitals", '"' + QByteArray(64, 'A') + '"'}},
            true},
        {"items.0.context", "1",
            {{"not-base64", R"("SN-1/")"}, {"of-no-bytes", R"("")"}, {"above-4096-bytes", longContext}}, true},
        {"items.0.localName", "1",
            {{"with-a-slash", R"("../pledge.p10")"}, {"of-no-characters", R"("")"}, {"above-1024-bytes", longName}},
            true},
        {"items.0.path", "1",
            {{"of-no-characters", R"("")"}, {"without-a-slash", R"("est")"}, {"above-1024-bytes", longPath}}, true},
    };
}

QList<Field> requesterFields(const QByteArray& certificate)
{
    const auto one = textOf(certificate);
    return {
        {"items.0.requester.idevid", one, {{"of-none", "[]"}, {"of-nine", listOf(9, one), ErrorCode::TooLarge}}, true},
        {"items.0.requester.idevid.0", "1",
            {{"without-padding", R"("MII")"}, {"in-base64-for-addresses", R"("-_8=")"},
                {"of-no-certificate", R"("MAA=")"},
                {"with-a-byte-after-it", textOf(certificate + '\0'), ErrorCode::TrailingData}}},
        {"items.0.requester.authenticatedBy", "1",
            {{"with-a-blank", R"("a colleague")"}, {"of-no-characters", R"("")"},
                {"of-65-characters", '"' + QByteArray(65, 'a') + '"'}},
            true},
        {"items.0.requester.proofOfPossession", "1", {{"of-another-kind", R"("promise")"}}, true},
        {"items.0.requester.at", "1795338000", {{"in-another-zone", R"("2026-11-22T10:00:00+01:00")"}}, true},
    };
}

Rule ruleOfRequester(const FaultyText& text)
{
    return text.path.contains("idevid") ? rules::RequesterCertificates : rules::RequesterWords;
}

Rule ruleOfItem(const FaultyText& text)
{
    if (text.path.contains("requester")) {
        return ruleOfRequester(text);
    }
    if (text.path.endsWith("kind") || text.path.endsWith("protocol")) {
        return rules::KindNames;
    }
    if (text.path.endsWith("context")) {
        return rules::Context;
    }
    if (text.path.endsWith("path")) {
        return rules::Path;
    }
    return text.path.endsWith("localName") ? rules::LocalName : rules::ItemForms;
}

Rule ruleFor(const FaultyText& text)
{
    if (text.code == ErrorCode::DuplicateField) {
        return rules::NoNameTwice;
    }
    if (text.code == ErrorCode::UnknownField) {
        return text.path.contains("requester") ? rules::RequesterFields : rules::NoUnknownField;
    }
    if (text.code == ErrorCode::NotRecognised || text.code == ErrorCode::UnsupportedVersion) {
        return rules::PartType;
    }
    if (text.path.startsWith("items.0")) {
        return ruleOfItem(text);
    }
    if (text.path.startsWith("receipts")) {
        return text.code == ErrorCode::TooLarge ? rules::ManyReceipts : rules::ReceiptsBase64;
    }
    if (text.path.startsWith("heard")) {
        return rules::Heard;
    }
    if (text.path.startsWith("void")) {
        return rules::Void;
    }
    return text.code == ErrorCode::BadContainer ? rules::Place : rules::LabelFields;
}

void makeFieldVectors(const Maker& maker)
{
    const auto take = [&maker](const FaultyText& text) {
        auto forge = maker.richBundle();
        forge.changePartJson = text.change;
        // Bundles are kept small: what the fault is not in is left out.
        auto& part = forge.parts.front();
        if (!text.path.startsWith("receipts")) {
            part.matters.receipts.clear();
        }
        if (!text.path.contains("requester")) {
            part.items.front().requester.clear();
        }
        // What is compared as a whole is named as a whole.
        const auto word = text.code == ErrorCode::BadContainer ? QByteArray{"belongs to another place"}
            : text.name == "heard-contiguous-above-its-extras" ? QByteArray{"heard"}
                                                               : text.word;
        maker.refuse(
            Maker::row("part-json-" + text.name, text.code, ruleFor(text), "part.json: " + text.scenario, word), forge);
    };
    forEachFault(addressFields(), take);
    forEachFault(matterFields(), take);
    forEachFault(itemFields(), take);
    forEachFault(requesterFields(maker.world.device().requester().idevid.first().der()), take);
    forEachUnknownField({"", "from", "to", "heard", "items.0", "items.0.requester"}, take);
}

void makeTextFaults(const Maker& maker)
{
    const auto text = [&maker](const QByteArray& name, ErrorCode code, const Rule& rule, const QByteArray& scenario,
                          const Change& change, const QByteArray& word = "part.json") {
        maker.refuse("part-json-text-" + name, inPartJson(change), code, rule, "part.json: " + scenario, word);
    };
    text("missing", ErrorCode::Malformed, rules::OneObject, "it holds nothing", [](QByteArray& json) { json.clear(); });
    text("with-a-byte-order-mark", ErrorCode::Malformed, rules::Utf8, "a byte order mark before the text",
        [](QByteArray& json) { json.prepend("\xEF\xBB\xBF"); });
    text("with-text-after-it", ErrorCode::TrailingData, rules::OneObject, "a letter behind the object",
        [](QByteArray& json) { json += 'x'; });
    text("with-a-control-character", ErrorCode::Malformed, rules::StrictValues, "an escaped NUL in `localName`",
        [](QByteArray& json) { json.replace("pledge.p10", R"(pledge\u0000.p10)"); });
    text("with-null", ErrorCode::Malformed, rules::StrictValues, "`inReplyTo` of an item is null",
        [](QByteArray& json) { json = jsontext::extended(json, "items.0", R"("inReplyTo":null)"); });
    text("with-a-lone-surrogate", ErrorCode::Malformed, rules::Utf8, "a lone surrogate in `localName`",
        [](QByteArray& json) { json.replace("pledge.p10", R"(pledge\ud800.p10)"); });
    text("with-a-field-twice-by-an-escape", ErrorCode::DuplicateField, rules::NoNameTwice,
        "`part` stands twice, once with its first letter escaped",
        [](QByteArray& json) { json = jsontext::extended(json, {}, R"("\u0070art":1)"); });

    const QList<QByteArray> above{"empty", "byte-order-mark", "text-after-it", "escaped-control-character",
        "lone-high-surrogate", "field-twice-by-an-escape"};
    for (const auto& fault : strictJsonFaults({"bundle", "part", "1", rules::PartType})) {
        if (!above.contains(fault.name)) {
            text(fault.name, fault.code, fault.rule, fault.scenario, fault.change,
                fault.word == "-" ? QByteArray{"part.json"} : fault.word);
        }
    }
}

void makePlaceFaults(const Maker& maker)
{
    const auto bad = ErrorCode::BadContainer;
    const auto place = "belongs to another place";
    const auto twoParts = [&maker] {
        auto forge = maker.bundle();
        forge.parts.push_back(forge.parts.front());
        return forge;
    };
    auto swapped = twoParts();
    swapped.changePart = [](PartContent& content, BundleAddress&) { content.number = 3 - content.number; };
    maker.refuse(Maker::row("parts-listed-in-each-others-place", bad, rules::Place,
                     "two parts in each other's place, and the label lists them so", place),
        swapped);
    auto again = twoParts();
    again.changePart = [](PartContent& content, BundleAddress&) { content.number = 1; };
    maker.refuse(Maker::row("part-listed-twice", bad, rules::Place,
                     "the second part says it is the first, and the label lists it so", place),
        again);

    // A part that its sender made for another bundle, and one that another site made: for the same addressee both.
    const auto splice = [&](const char* name, const char* from, const char* scenario) {
        const auto entries = entriesOf(maker.bundle().make());
        const auto label = orDie(Label::parse(entries.at(2).content));
        auto forge = maker.bundle(from);
        forge.changeEnvelope = [part = entries.at(1).content](QByteArray& envelope) { envelope = part; };
        forge.changeLabel
            = [plain = label.parts.front().plainSize](Label& own) { own.parts.front().plainSize = plain; };
        maker.refuse(Maker::row(name, bad, rules::Place, scenario, place), forge);
    };
    splice("part-spliced-from-another-bundle", "site", "a part of another bundle under a label that lists it");
    splice("part-relabelled-by-another-sender", "site-p384",
        "a part that one site made, sent by another site under its own label");

    auto empty = twoParts();
    empty.parts.back().items.clear();
    maker.refuse(Maker::row("second-part-without-items", ErrorCode::Malformed, rules::ItemsInEveryPart,
                     "no items but in the first part", "items"),
        empty);
    const auto matters = [&](const char* name, const char* word, const std::function<void(PartMatters&)>& change) {
        auto forge = twoParts();
        forge.address.sequence = 7;
        change(forge.parts.back().matters);
        maker.refuse(Maker::row(name, ErrorCode::UnknownField, rules::FirstPartOnly,
                         QByteArray{"`"} + word + "` in the second part", word),
            forge);
    };
    matters("second-part-with-receipts", "receipts", [&](PartMatters& own) { own.receipts = {maker.receipt("site")}; });
    matters("second-part-with-heard", "heard",
        [&](PartMatters& own) { own.heard = Heard{maker.world.keys("backend").ledger, 1, {}}; });
    matters("second-part-with-void", "void", [](PartMatters& own) { own.voidSequences = {1}; });
}

// All of them below the bundle's number, so that there is nothing wrong with them but how many they are.
void makeManyVoids(const Maker& maker)
{
    constexpr int Voids = limits::VoidsPerBundle + 1;
    auto forge = maker.bundle();
    forge.address.sequence = Voids + 1;
    forge.parts.front().matters.voidSequences = {1};
    forge.changePartJson = [](QByteArray& json) { json = jsontext::replaced(json, "void", numbersFrom(1, Voids)); };
    maker.refuse(Maker::row("part-json-void-above-4096", ErrorCode::TooLarge, rules::Void,
                     "part.json: `void` has 4,097 numbers", "void"),
        forge);
}

} // namespace

void makePartJsonFaults(const Maker& maker)
{
    makeFieldVectors(maker);
    makeTextFaults(maker);
    makePlaceFaults(maker);
    makeManyVoids(maker);
}

} // namespace satchel::vectors
