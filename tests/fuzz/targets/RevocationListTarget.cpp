#include <core/objects/est/RevocationList.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runRevocationList(const QByteArray& input)
{
    return judgedObject(RevocationList::parse(input), input);
}

} // namespace satchel::fuzz
