#include <core/objects/cmp/CmpMessage.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runCmp(const QByteArray& input)
{
    return judgedObject(CmpMessage::parse(input), input);
}

} // namespace satchel::fuzz
