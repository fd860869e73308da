#include "FieldFaults.h"
#include "JsonText.h"
#include "Maker.h"
#include "StrictJsonFaults.h"

#include <core/crypto/Signature.h>

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

void makeTextFaults(const Maker& maker)
{
    for (const auto& fault : strictJsonFaults({"producer", "sequence", "1", rules::LabelType})) {
        maker.refuse("label-json-" + fault.name, inLabelJson(fault.change), fault.code, fault.rule,
            "label.json: " + fault.scenario, fault.word);
    }
    maker.refuse("label-json-null",
        inLabelJson([](QByteArray& json) { json = jsontext::extended(json, {}, R"("notAfter":null)"); }),
        ErrorCode::Malformed, rules::StrictValues, "label.json: `notAfter` is null", "null");
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
    makeTextFaults(maker);
    makeMeaningFaults(maker);
}

} // namespace satchel::vectors
