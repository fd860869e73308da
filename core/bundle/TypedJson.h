#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QString>

namespace satchel {

// Begins to read a strict JSON text of ours, all of which say first what they are. NotRecognised if `type` is another,
// UnsupportedVersion if `version` is not 1: both before any other field is looked at. `place` is how messages name it.
[[nodiscard]] Result<JsonObjectReader> readTypedJson(
    const QByteArray& json, QLatin1StringView type, const QString& place);

// Takes what the reader of a nested object found out into the reader of the object around it.
void takeOutcome(JsonObjectReader& outer, QLatin1StringView name, const Result<void>& outcome);

// Decodes base64 (RFC 4648 section 4) and refuses (Malformed) every text but the one that encodes those bytes.
[[nodiscard]] Result<QByteArray> parseBase64(QStringView text);

} // namespace satchel
