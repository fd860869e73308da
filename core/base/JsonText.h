#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>

#include <QString>
#include <QStringList>
#include <QStringView>

namespace satchel {

// A text as it is, anything else as JSON writes it: for people.
[[nodiscard]] QString scalarText(const JsonValue& value);

// `"name": ["...", ...]`, a member of an open object.
void writeTexts(JsonWriter& writer, QStringView name, const QStringList& texts);

} // namespace satchel
