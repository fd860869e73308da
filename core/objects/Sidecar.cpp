#include "Sidecar.h"

#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>
#include <core/base/Time.h>
#include <core/ledger/ItemId.h>

namespace satchel {

namespace {

constexpr QStringView SidecarType = u"satchel-meta";

void readInto(Sidecar& sidecar, JsonObjectReader& reader)
{
    if (reader.has(QLatin1StringView{"receivedAt"})) {
        sidecar.receivedAt = reader.parsed(QLatin1StringView{"receivedAt"}, &parseUtcText);
    }
    if (reader.has(QLatin1StringView{"inReplyTo"})) {
        sidecar.inReplyTo = reader.parsed(QLatin1StringView{"inReplyTo"}, &ItemId::parse).toString();
    }
    sidecar.path = reader.optionalString(QLatin1StringView{"path"}).value_or(QString{});
    sidecar.localName = reader.optionalString(QLatin1StringView{"localName"}).value_or(QString{});
    sidecar.device = reader.optionalString(QLatin1StringView{"device"}).value_or(QString{});
}

} // namespace

Result<Sidecar> Sidecar::parse(const QByteArray& json)
{
    if (json.size() > LargestFile) {
        return fail(ErrorCode::TooLarge, QStringLiteral("a .meta file has at most %1 bytes").arg(LargestFile));
    }
    const auto value = parseJson(json);
    if (!value) {
        return fail(value.error());
    }
    Sidecar sidecar;
    JsonObjectReader reader{*value, QStringLiteral("the .meta file")};
    if (reader.string(QLatin1StringView{"type"}) != SidecarType) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"type"}, QStringLiteral("this is no .meta file of ours"));
    }
    if (reader.integer(QLatin1StringView{"version"}, 1, 1'000'000) != 1) {
        reader.refuse(ErrorCode::UnsupportedVersion, QLatin1StringView{"version"},
            QStringLiteral("only version 1 is known; update the program"));
    }
    readInto(sidecar, reader);
    if (reader.has(QLatin1StringView{"requester"})) {
        auto requester
            = RequesterRecord::fromJson(reader.value(QLatin1StringView{"requester"}), QStringLiteral("requester"));
        if (!requester) {
            return fail(std::move(requester).error());
        }
        sidecar.requester = *std::move(requester);
    }
    SATCHEL_TRY(reader.finish());
    return sidecar;
}

QByteArray Sidecar::toJson() const
{
    JsonWriter writer;
    writer.beginObject().member(u"type", SidecarType).member(u"version", 1);
    if (requester) {
        writer.key(u"requester");
        requester->writeTo(writer);
    }
    if (receivedAt.isValid()) {
        writer.member(u"receivedAt", toUtcText(receivedAt));
    }
    writer.optionalMember(u"path", path)
        .optionalMember(u"localName", localName)
        .optionalMember(u"inReplyTo", inReplyTo)
        .optionalMember(u"device", device)
        .endObject();
    return writer.text();
}

} // namespace satchel
