#include <core/objects/est/ServerKeyAnswer.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runServerKey(const QByteArray& input)
{
    return judgedObject(ServerKeyAnswer::parse(input), input);
}

} // namespace satchel::fuzz
