#include "TypedJson.h"

namespace satchel {

Result<JsonObjectReader> readTypedJson(const QByteArray& json, QLatin1StringView type, const QString& place)
{
    auto parsed = parseJson(json);
    if (!parsed) {
        return fail(std::move(parsed).error().withContext(place));
    }
    JsonObjectReader reader{*parsed, place};
    const auto found = reader.string(QLatin1StringView{"type"});
    const auto version = reader.integer(QLatin1StringView{"version"}, 0, LargestJsonInteger);
    const auto* const typeValue = parsed->find(u"type");
    if (!typeValue || !typeValue->string() || found != type) {
        return fail(ErrorCode::NotRecognised, QStringLiteral("%1 is not of type \"%2\"").arg(place, type));
    }
    const auto* const versionValue = parsed->find(u"version");
    if (versionValue && versionValue->integer() && version != 1) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("%1 has version %2; this program reads version 1, a newer one is needed")
                .arg(place)
                .arg(version));
    }
    return reader;
}

void takeOutcome(JsonObjectReader& outer, QLatin1StringView name, const Result<void>& outcome)
{
    if (!outcome) {
        outer.refuse(outcome.error().code, name, outcome.error().message);
    }
}

Result<QByteArray> parseBase64(QStringView text)
{
    const auto ascii = text.toLatin1(); // '?' for what is not Latin-1: no base64 either
    const auto decoded = QByteArray::fromBase64Encoding(ascii, QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || (*decoded).toBase64() != ascii) {
        return fail(ErrorCode::Malformed, QStringLiteral("is not base64 in its one canonical form"));
    }
    return *decoded;
}

} // namespace satchel
