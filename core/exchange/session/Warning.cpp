#include "Warning.h"

namespace satchel {

void writeWarnings(JsonWriter& writer, QStringView name, const QList<Warning>& warnings)
{
    writer.key(name).beginArray();
    for (const auto& warning : warnings) {
        writer.value(warning.text);
    }
    writer.endArray();
}

} // namespace satchel
