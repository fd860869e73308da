#include <core/bundle/Label.h>
#include <core/bundle/Limits.h>
#include <tests/fuzz/FuzzTarget.h>

namespace satchel::fuzz {

Verdict runLabel(const QByteArray& input)
{
    const auto label = Label::parse(input);
    if (!label) {
        return refused(label.error());
    }
    require(!label->parts.isEmpty() && label->parts.size() <= limits::Parts, "1 to 4,096 parts");
    for (const auto& part : label->parts) {
        require(part.size <= limits::Part && part.plainSize <= limits::PartPlaintext, "no part above its limits");
    }
    const auto json = label->toJson();
    const auto again = Label::parse(json);
    require(again.has_value(), "what is written can be read");
    require(again->address == label->address && again->created == label->created, "writing changes nothing");
    require(again->toJson() == json, "there is one way to write a label");
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
