#include <core/objects/est/CsrAttributes.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runCsrAttributes(const QByteArray& input)
{
    return judgedObject(CsrAttributes::parse(input), input);
}

} // namespace satchel::fuzz
