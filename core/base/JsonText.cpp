#include "JsonText.h"

namespace satchel {

QString scalarText(const JsonValue& value)
{
    if (const auto* const text = value.string()) {
        return *text;
    }
    JsonWriter writer;
    writer.value(value);
    return QString::fromUtf8(writer.text());
}

void writeTexts(JsonWriter& writer, QStringView name, const QStringList& texts)
{
    writer.key(name).beginArray();
    for (const auto& text : texts) {
        writer.value(text);
    }
    writer.endArray();
}

} // namespace satchel
