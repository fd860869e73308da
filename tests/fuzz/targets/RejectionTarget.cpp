#include <core/objects/Rejection.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runRejection(const QByteArray& input)
{
    return judgedObject(Rejection::parse(input), input);
}

} // namespace satchel::fuzz
