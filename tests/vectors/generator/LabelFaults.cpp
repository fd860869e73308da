#include "FieldFaults.h"
#include "JsonText.h"
#include "Maker.h"

#include <core/crypto/Signature.h>

#include <vector>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

const QList<Field>& labelFields()
{
    static const QList<Field> fields{
        {"type", "1",
            {{"of-a-part", R"("satchel-part")", ErrorCode::NotRecognised},
                {"in-capitals", R"("SATCHEL-LABEL")", ErrorCode::NotRecognised}}},
        {"version", R"("1")", {{"2", "2", ErrorCode::UnsupportedVersion}, {"0", "0", ErrorCode::UnsupportedVersion}}},
        {"bundle", "1",
            {{"in-small-letters", R"("01kap4t8n0m2v6q9x3c7rz5b1d")"},
                {"of-25-characters", R"("01KAP4T8N0M2V6Q9X3C7RZ5B1")"},
                {"above-128-bits", R"("81KAP4T8N0M2V6Q9X3C7RZ5B1D")"},
                {"with-a-letter-of-no-ulid", R"("01KAP4T8N0M2V6Q9X3C7RZ5BIL")"}}},
        {"from", R"("site")"},
        {"from.station", "1",
            {{"in-capitals", '"' + QByteArray(64, 'A') + '"'}, {"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
        {"from.ledger", "1",
            {{"of-31-digits", '"' + QByteArray(31, 'a') + '"'}, {"of-33-digits", '"' + QByteArray(33, 'a') + '"'}}},
        {"to", R"("backend")"},
        {"to.station", "1", {{"of-65-digits", '"' + QByteArray(65, 'a') + '"'}}},
        {"sequence", R"("1")", {{"0", "0"}}},
        {"shipment", "[]"},
        {"shipment.id", "1", {{"of-no-characters", R"("")"}}},
        {"shipment.index", R"("1")", {{"0", "0"}}},
        {"shipment.last", R"("true")"},
        {"created", "1795338000",
            {{"in-another-zone", R"("2026-11-22T10:00:00+01:00")"}, {"with-fractions", R"("2026-11-22T09:00:00.0Z")"},
                {"of-no-such-day", R"("2026-02-30T09:00:00Z")"}, {"without-seconds", R"("2026-11-22T09:00Z")"}}},
        {"notAfter", "1795338000", {{"in-small-letters", R"("2026-12-22t09:00:00z")"}}, true},
        {"parts", "{}", {{"of-none", "[]"}}},
        {"parts.0", R"("parts/000001.p7m")"},
        {"parts.0.name", "1",
            {{"of-another-number", R"("parts/000002.p7m")"}, {"elsewhere", R"("../parts/000001.p7m")"}}},
        {"parts.0.size", R"("1000")", {{"0", "0"}, {"above-5-mib", "5242881", ErrorCode::TooLarge}}},
        {"parts.0.sha256", "1", {{"of-63-digits", '"' + QByteArray(63, 'a') + '"'}}},
        {"parts.0.plainSize", R"("2048")", {{"0", "0"}, {"above-8-mib", "8388609", ErrorCode::TooLarge}}},
        {"producer", "1", {{"of-no-characters", R"("")"}, {"of-101-characters", '"' + QByteArray(101, 'p') + '"'}}},
    };
    return fields;
}

const Rule& ruleFor(const FaultyText& text)
{
    if (text.code == ErrorCode::DuplicateField) {
        return rules::NoNameTwice;
    }
    if (text.code == ErrorCode::UnknownField) {
        return rules::NoUnknownField;
    }
    if (text.path == "type") {
        return rules::LabelType;
    }
    if (text.code == ErrorCode::UnsupportedVersion) {
        return rules::LabelVersion;
    }
    if (text.code == ErrorCode::TooLarge) {
        return rules::PartSizes;
    }
    return text.path == "parts.0.name" && text.fault == FieldFault::OutOfRange ? rules::PartNames : rules::LabelFields;
}

void makeFieldVectors(const Maker& maker)
{
    const auto take = [&maker](const FaultyText& text) {
        auto forge = maker.bundle();
        forge.changeLabel = [](Label& label) { label.notAfter = endOfTime(); };
        forge.changeLabelJson = text.change;
        maker.refuse(
            Maker::row("label-" + text.name, text.code, ruleFor(text), "label.json: " + text.scenario, text.word),
            forge);
    };
    forEachFault(labelFields(), take);
    forEachUnknownField({"", "from", "to", "shipment", "parts.0"}, take);
}

struct JsonFault {
    const char* name;
    ErrorCode code;
    const Rule& rule;
    const char* scenario;
    const char* word;
    Change change;
};

Change replaceBy(const QByteArray& before, const QByteArray& after)
{
    return [before, after](QByteArray& json) {
        Q_ASSERT(json.contains(before));
        json.replace(before, after);
    };
}

Change producer(const QByteArray& text)
{
    return replaceBy(R"("producer":"forge 1")", R"("producer":")" + text + '"');
}

Change sequence(const QByteArray& text)
{
    return replaceBy(R"("sequence":1,)", R"("sequence":)" + text + ',');
}

QByteArray inUtf16(const QByteArray& json)
{
    QByteArray wide;
    for (const char c : json) {
        wide += QByteArray{1, c} + '\0';
    }
    return wide;
}

void putTextFaults(const Maker& maker, const std::vector<JsonFault>& faults)
{
    for (const auto& fault : faults) {
        maker.refuse(QByteArray{"label-json-"} + fault.name, inLabelJson(fault.change), fault.code, fault.rule,
            QByteArray{"label.json: "} + fault.scenario, fault.word);
    }
}

void makeEncodingFaults(const Maker& maker)
{
    const auto malformed = ErrorCode::Malformed;
    const std::vector<JsonFault> faults{
        {"byte-order-mark", malformed, rules::Utf8, "a byte order mark before the text", "-",
            [](QByteArray& json) { json.prepend("\xEF\xBB\xBF"); }},
        {"in-utf-16", malformed, rules::Utf8, "the text in UTF-16", "-",
            [](QByteArray& json) { json = inUtf16(json); }},
        {"in-latin-1", malformed, rules::Utf8, "a byte above 7F that is no UTF-8 in `producer`", "-",
            producer("M\xFCller")},
        {"overlong-utf-8", malformed, rules::Utf8, "a letter of two bytes in `producer` where one is due", "-",
            producer("\xC1\xA1")},
        {"surrogate-in-utf-8", malformed, rules::Utf8, "a surrogate, written as UTF-8 bytes, in `producer`", "-",
            producer("\xED\xA0\x80")},
        {"lone-high-surrogate", malformed, rules::Utf8, "an escaped high surrogate alone in `producer`", "-",
            producer(R"(\ud83d)")},
        {"lone-low-surrogate", malformed, rules::Utf8, "an escaped low surrogate alone in `producer`", "-",
            producer(R"(\ude00)")},
        {"empty", malformed, rules::OneObject, "label.json holds nothing", "-", [](QByteArray& json) { json.clear(); }},
        {"in-a-list", ErrorCode::NotRecognised, rules::LabelType, "a list around the object", "-",
            [](QByteArray& json) { json = '[' + json + ']'; }},
        {"cut-short", malformed, rules::OneObject, "the last brace is missing", "-",
            [](QByteArray& json) { json.chop(1); }},
        {"text-after-it", ErrorCode::TrailingData, rules::OneObject, "a letter behind the object", "-",
            [](QByteArray& json) { json += 'x'; }},
        {"second-object-after-it", ErrorCode::TrailingData, rules::OneObject, "an empty object behind the object", "-",
            [](QByteArray& json) { json += "{}"; }},
        {"nul-after-it", ErrorCode::TrailingData, rules::OneObject, "a zero byte behind the object", "-",
            [](QByteArray& json) { json += '\0'; }},
    };
    putTextFaults(maker, faults);
}

void makeValueFaults(const Maker& maker)
{
    const auto malformed = ErrorCode::Malformed;
    const std::vector<JsonFault> faults{
        {"field-twice-by-an-escape", ErrorCode::DuplicateField, rules::NoNameTwice,
            "`sequence` stands twice, once with its first letter escaped", "sequence",
            replaceBy(R"("sequence":1,)", R"("sequence":1,"\u0073equence":1,)")},
        {"field-twice-with-two-values", ErrorCode::DuplicateField, rules::NoNameTwice,
            "`sequence` stands twice, with 1 and 2", "sequence",
            replaceBy(R"("sequence":1,)", R"("sequence":1,"sequence":2,)")},
        {"control-character", malformed, rules::StrictValues, "a tabulator, not escaped, in `producer`", "-",
            producer("forge\t1")},
        {"escaped-control-character", malformed, rules::StrictValues, "an escaped U+0000 in `producer`", "control",
            producer(R"(forge\u00001)")},
        {"escaped-delete", malformed, rules::StrictValues, "an escaped U+007F in `producer`", "control",
            producer(R"(forge\u007f1)")},
        {"null", malformed, rules::StrictValues, "`notAfter` is null", "null",
            replaceBy(R"("parts":)", R"("notAfter":null,"parts":)")},
        {"fraction", malformed, rules::StrictValues, "`sequence` is 1.0", "-", sequence("1.0")},
        {"exponent", malformed, rules::StrictValues, "`sequence` is 1e0", "-", sequence("1e0")},
        {"number-2-to-the-53rd", malformed, rules::StrictValues, "`sequence` is 2^53", "-",
            sequence("9007199254740992")},
        {"number-beyond-64-bits", malformed, rules::StrictValues, "`sequence` is 2^64 + 1", "-",
            sequence("18446744073709551617")},
        {"negative-number", malformed, rules::StrictValues, "`sequence` is -1", "-", sequence("-1")},
        {"negative-zero", malformed, rules::StrictValues, "`sequence` is -0", "-", sequence("-0")},
        {"leading-zero", malformed, rules::StrictValues, "`sequence` is 01", "-", sequence("01")},
        {"leading-plus", malformed, rules::StrictValues, "`sequence` is +1", "-", sequence("+1")},
        {"not-a-number", malformed, rules::StrictValues, "`sequence` is NaN", "-", sequence("NaN")},
        {"comma-after-the-last-member", malformed, rules::OneObject, "a comma before the last brace", "-",
            [](QByteArray& json) { json.insert(json.size() - 1, ','); }},
        {"comment", malformed, rules::OneObject, "a comment between two members", "-",
            replaceBy(R"("sequence")", R"(/* hello */"sequence")")},
        {"single-quotes", malformed, rules::OneObject, "single quotes around a name", "-",
            replaceBy(R"("sequence")", "'sequence'")},
        {"nine-containers-deep", malformed, rules::StrictValues, "`producer` is a list nine containers deep", "deep",
            replaceBy(R"("producer":"forge 1")", R"("producer":[[[[[[[[]]]]]]]])")},
    };
    putTextFaults(maker, faults);
}

void makeMeaningFaults(const Maker& maker)
{
    maker.refuse(
        "label-to-the-sender-itself",
        [](BundleForge& forge) {
            forge.changeLabelJson = [](QByteArray& json) {
                json = jsontext::replaced(json, "to.station", jsontext::valueAt(json, "from.station"));
            };
        },
        ErrorCode::Malformed, rules::NotToItself, "label.json: `to.station` is `from.station`", "sender itself");
    const auto notAfter = [&maker](const char* name, int seconds, const char* scenario) {
        maker.refuse(
            name,
            [seconds](BundleForge& forge) {
                forge.changeLabel = [seconds](Label& label) { label.notAfter = label.created.addSecs(seconds); };
            },
            ErrorCode::Malformed, rules::NotAfter, scenario, "notAfter");
    };
    notAfter("label-not-after-its-creation", 0, "label.json: `notAfter` is `created`");
    notAfter("label-not-after-before-its-creation", -1, "label.json: `notAfter` is a second before `created`");
    maker.refuse("label-of-a-later-version-with-other-fields",
        inLabelJson([](QByteArray& json) { json = R"({"type":"satchel-label","version":2,"route":["a","b"]})"; }),
        ErrorCode::UnsupportedVersion, rules::LabelVersion,
        "label.json: `version` is 2 and no other field is what version 1 knows", "version 2");
    maker.refuse("label-of-a-card", inLabelJson([&maker](QByteArray& json) {
        json = orDie(peekAttached(maker.world.station("site").card.file())).content;
    }),
        ErrorCode::NotRecognised, rules::LabelType, "label.json: what the sender's card says, signed as a label",
        "satchel-label");
    maker.refuse(
        "label-with-a-second-part-that-is-not-there",
        [](BundleForge& forge) {
            forge.changeLabel = [](Label& label) {
                auto second = label.parts.front();
                second.name = partEntryName(2);
                label.parts.append(second);
            };
        },
        ErrorCode::BadContainer, rules::PartsListed, "label.json lists a part that has no entry", "label lists");
    maker.refuse(
        "label-with-another-size-of-a-part",
        [](BundleForge& forge) { forge.changeLabel = [](Label& label) { ++label.parts.front().size; }; },
        ErrorCode::BadContainer, rules::PartsListed, "label.json: a part is listed one byte larger than its entry",
        "label lists");
}

} // namespace

void makeLabelFaults(const Maker& maker)
{
    makeFieldVectors(maker);
    makeEncodingFaults(maker);
    makeValueFaults(maker);
    makeMeaningFaults(maker);
}

} // namespace satchel::vectors
