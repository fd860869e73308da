#include <core/objects/EnrolmentObject.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runRecogniser(const QByteArray& input)
{
    return judgedObject(EnrolmentObject::recognise(input), input);
}

} // namespace satchel::fuzz
