#include <core/objects/scep/ScepMessage.h>
#include <core/objects/encoding/SealedContent.h>
#include <core/objects/encoding/SignedData.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runScep(const QByteArray& input)
{
    auto cms = SignedData::read(input);
    if (!cms) {
        // The sealed content by itself: mutations of it need no signature around it.
        return judged(SealedContent::look(input));
    }
    if (!ScepAttributes::areIn(*cms)) {
        return Verdict::Refused;
    }
    return judgedObject(ScepMessage::parse(*std::move(cms)), input);
}

} // namespace satchel::fuzz
