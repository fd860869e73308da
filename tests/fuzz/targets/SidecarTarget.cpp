#include <core/objects/Sidecar.h>
#include <tests/fuzz/FuzzTarget.h>

namespace satchel::fuzz {

Verdict runSidecar(const QByteArray& input)
{
    const auto sidecar = Sidecar::parse(input);
    if (!sidecar) {
        return refused(sidecar.error());
    }
    const auto json = sidecar->toJson();
    const auto again = Sidecar::parse(json);
    require(again.has_value(), "what is written can be read");
    require(again->toJson() == json, "there is one way to write a sidecar");
    return Verdict::Accepted;
}

} // namespace satchel::fuzz
