#include "CommandResult.h"

namespace satchel {

namespace {

// "bundles[0]" of a path: the member, and the element of it.
JsonValue stepInto(const JsonValue& value, QStringView step)
{
    const bool counts = step.endsWith(u'#');
    const qsizetype bracket = step.indexOf(u'[');
    const auto name = counts ? step.chopped(1) : bracket >= 0 ? step.first(bracket) : step;
    const auto* const member = value.find(name);
    const auto* const array = member ? member->array() : nullptr;
    if (counts) {
        return array ? JsonValue{static_cast<std::int64_t>(array->size())} : JsonValue{};
    }
    if (bracket < 0) {
        return member ? *member : JsonValue{};
    }
    const auto index = step.sliced(bracket + 1).chopped(1).toUInt();
    return array && index < array->size() ? (*array)[index] : JsonValue{};
}

} // namespace

void CommandResult::printAs(const std::function<void(JsonWriter&)>& write)
{
    JsonWriter writer;
    writer.beginObject();
    write(writer);
    writer.endObject();
    json = parseJson(writer.text(), JsonDialect::Lenient).value_or(JsonValue{});
}

void CommandResult::take(const Error& error)
{
    printAs([&error](JsonWriter& writer) { writeError(writer, error); });
    exitCode = static_cast<int>(outcomeOf(error));
}

JsonValue CommandResult::value(QStringView path) const
{
    JsonValue reached = json;
    for (const auto step : path.split(u'.')) {
        reached = stepInto(reached, step);
    }
    return reached;
}

QString CommandResult::text(QStringView path) const
{
    const JsonValue found = value(path);
    if (const auto* const number = found.integer()) {
        return QString::number(*number);
    }
    if (const auto* const truth = found.boolean()) {
        return *truth ? QStringLiteral("true") : QStringLiteral("false");
    }
    return found.string() ? *found.string() : QStringLiteral("nothing");
}

} // namespace satchel
