#include "Label.h"

#include <core/base/Time.h>
#include <core/bundle/Limits.h>
#include <core/bundle/TypedJson.h>

namespace satchel {

namespace {

constexpr QLatin1StringView LabelType{"satchel-label"};
constexpr qsizetype LongestProducer = 100;

BundleAddress readStations(JsonObjectReader& reader)
{
    BundleAddress address;
    JsonObjectReader from{reader.value(QLatin1StringView{"from"}), QStringLiteral("from")};
    address.from = from.parsed(QLatin1StringView{"station"}, &StationId::parse);
    address.ledger = from.parsed(QLatin1StringView{"ledger"}, &LedgerId::parse);
    takeOutcome(reader, QLatin1StringView{"from"}, from.finish());
    JsonObjectReader to{reader.value(QLatin1StringView{"to"}), QStringLiteral("to")};
    address.to = to.parsed(QLatin1StringView{"station"}, &StationId::parse);
    takeOutcome(reader, QLatin1StringView{"to"}, to.finish());
    if (address.from == address.to) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"to"}, QStringLiteral("is the sender itself"));
    }
    return address;
}

void readShipment(JsonObjectReader& reader, Label& label)
{
    JsonObjectReader shipment{reader.value(QLatin1StringView{"shipment"}), QStringLiteral("shipment")};
    label.shipment = shipment.parsed(QLatin1StringView{"id"}, &Ulid::parse);
    label.shipmentIndex = shipment.integer(QLatin1StringView{"index"}, 1, LargestJsonInteger);
    label.shipmentLast = shipment.boolean(QLatin1StringView{"last"});
    takeOutcome(reader, QLatin1StringView{"shipment"}, shipment.finish());
}

void readTimes(JsonObjectReader& reader, Label& label)
{
    label.created = reader.parsed(QLatin1StringView{"created"}, &parseUtcText);
    if (!reader.has(QLatin1StringView{"notAfter"})) {
        return;
    }
    label.notAfter = reader.parsed(QLatin1StringView{"notAfter"}, &parseUtcText);
    if (*label.notAfter <= label.created) {
        reader.refuse(
            ErrorCode::Malformed, QLatin1StringView{"notAfter"}, QStringLiteral("is not later than \"created\""));
    }
}

PartEntry readPart(JsonObjectReader& outer, const JsonValue& value, qint64 number)
{
    JsonObjectReader reader{value, QStringLiteral("part %1").arg(number)};
    PartEntry part;
    part.name = reader.string(QLatin1StringView{"name"});
    if (part.name != partEntryName(number)) {
        reader.refuse(
            ErrorCode::Malformed, QLatin1StringView{"name"}, QStringLiteral("is not %1").arg(partEntryName(number)));
    }
    part.size = reader.integer(QLatin1StringView{"size"}, 1, LargestJsonInteger);
    part.sha256 = reader.parsed(QLatin1StringView{"sha256"}, &Sha256Digest::parse);
    part.plainSize = reader.integer(QLatin1StringView{"plainSize"}, 1, LargestJsonInteger);
    if (part.size > limits::Part) {
        reader.refuse(ErrorCode::TooLarge, QLatin1StringView{"size"}, QStringLiteral("is above the limit of a part"));
    }
    if (part.plainSize > limits::PartPlaintext) {
        reader.refuse(ErrorCode::TooLarge, QLatin1StringView{"plainSize"},
            QStringLiteral("is above the limit of a part's plaintext"));
    }
    takeOutcome(outer, QLatin1StringView{"parts"}, reader.finish());
    return part;
}

void readParts(JsonObjectReader& reader, Label& label)
{
    const auto parts = reader.array(QLatin1StringView{"parts"}, limits::Parts);
    for (const auto& value : parts) {
        label.parts.append(readPart(reader, value, label.parts.size() + 1));
    }
    if (label.parts.isEmpty()) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"parts"}, QStringLiteral("is empty"));
    }
}

void readProducer(JsonObjectReader& reader, Label& label)
{
    label.producer = reader.string(QLatin1StringView{"producer"});
    if (label.producer.isEmpty() || label.producer.size() > LongestProducer) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"producer"},
            QStringLiteral("is not 1 to %1 characters long").arg(LongestProducer));
    }
}

void writePart(JsonWriter& writer, const PartEntry& part)
{
    writer.beginObject();
    writer.member(u"name", part.name);
    writer.member(u"size", part.size);
    writer.member(u"sha256", part.sha256.toString());
    writer.member(u"plainSize", part.plainSize);
    writer.endObject();
}

} // namespace

Result<Label> Label::parse(const QByteArray& json)
{
    auto reader = readTypedJson(json, LabelType, QStringLiteral("label.json"));
    if (!reader) {
        return fail(std::move(reader).error());
    }
    Label label;
    label.address = readAddress(*reader);
    readShipment(*reader, label);
    readTimes(*reader, label);
    readParts(*reader, label);
    readProducer(*reader, label);
    SATCHEL_TRY(reader->finish());
    return label;
}

QByteArray Label::toJson() const
{
    JsonWriter writer;
    writer.beginObject();
    writer.member(u"type", QString{LabelType});
    writer.member(u"version", 1);
    writeAddress(writer, address);
    writer.key(u"shipment").beginObject();
    writer.member(u"id", shipment.toString());
    writer.member(u"index", shipmentIndex);
    writer.member(u"last", shipmentLast);
    writer.endObject();
    writer.member(u"created", toUtcText(created));
    if (notAfter) {
        writer.member(u"notAfter", toUtcText(*notAfter));
    }
    writer.key(u"parts").beginArray();
    for (const auto& part : parts) {
        writePart(writer, part);
    }
    writer.endArray();
    writer.member(u"producer", producer);
    writer.endObject();
    return writer.text();
}

void writeAddress(JsonWriter& writer, const BundleAddress& address)
{
    writer.member(u"bundle", address.bundle.toString());
    writer.key(u"from").beginObject();
    writer.member(u"station", address.from.toString());
    writer.member(u"ledger", address.ledger.toString());
    writer.endObject();
    writer.key(u"to").beginObject();
    writer.member(u"station", address.to.toString());
    writer.endObject();
    writer.member(u"sequence", address.sequence);
}

BundleAddress readAddress(JsonObjectReader& reader)
{
    auto address = readStations(reader);
    address.bundle = reader.parsed(QLatin1StringView{"bundle"}, &Ulid::parse);
    address.sequence = reader.integer(QLatin1StringView{"sequence"}, 1, LargestJsonInteger);
    return address;
}

QString partEntryName(qint64 number)
{
    return QStringLiteral("parts/%1.p7m").arg(number, 6, 10, QLatin1Char('0'));
}

QString bundleFileName(const BundleAddress& address)
{
    return QStringLiteral("satchel-%1-%2-%3.satchel")
        .arg(address.from.toString().left(8), address.to.toString().left(8))
        .arg(address.sequence, 6, 10, QLatin1Char('0'));
}

} // namespace satchel
