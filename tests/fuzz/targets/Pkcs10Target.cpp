#include <core/objects/est/Pkcs10Request.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runPkcs10(const QByteArray& input)
{
    return judgedObject(Pkcs10Request::parse(input), input);
}

} // namespace satchel::fuzz
