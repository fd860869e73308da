#include "DemoReport.h"

#include <core/base/JsonText.h>

namespace satchel {

qint64 DemoReport::milliseconds() const
{
    qint64 sum = 0;
    for (const auto& step : steps) {
        sum += step.milliseconds;
    }
    return sum;
}

Outcome DemoReport::outcome() const
{
    return failure ? outcomeOf(*failure) : Outcome::Done;
}

void DemoReport::writeJson(JsonWriter& writer) const
{
    for (const auto& [name, count] : counts) {
        writer.member(name, count);
    }
    writer.key(u"steps").beginArray();
    for (const auto& step : steps) {
        writer.beginObject();
        writer.member(u"command", step.command);
        writer.member(u"exitCode", step.exitCode);
        writer.member(u"ms", step.milliseconds);
        writer.endObject();
    }
    writer.endArray();
    writer.member(u"directory", directory);
    writer.member(u"directoryStays", directoryStays);
    if (!next.isEmpty()) {
        writeTexts(writer, u"next", next);
    }
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
