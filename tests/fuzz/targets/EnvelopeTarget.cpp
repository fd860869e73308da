#include <core/bundle/Limits.h>
#include <core/crypto/Envelope.h>
#include <tests/fuzz/FuzzTarget.h>
#include <tests/fuzz/FuzzWorld.h>

namespace satchel::fuzz {

Verdict runEnvelope(const QByteArray& input)
{
    const auto form = checkEnvelopeForm(input);
    const auto content = decrypt(input, {FuzzWorld::get().reader()}, limits::Part);
    require(form || !content, "what has not the form is not opened");
    if (!form) {
        (void)refused(form.error());
    }
    require(!content || content->size() <= limits::Part, "no content above its limit");
    return judged(content);
}

} // namespace satchel::fuzz
