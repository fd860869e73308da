#include <core/objects/cmc/CmcMessage.h>
#include <core/objects/encoding/SignedData.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

Verdict runCmc(const QByteArray& input)
{
    auto cms = SignedData::read(input);
    if (!cms) {
        // The content by itself, as the one and as the other.
        const auto response = CmcContent::readResponse(input);
        const auto request = CmcContent::readRequest(input);
        require(!response || !request, "no content is a request and a response");
        return response ? Verdict::Accepted : judged(request);
    }
    if (!CmcMessage::isContentType(cms->contentType())) {
        return Verdict::Refused;
    }
    return judgedObject(CmcMessage::parse(*std::move(cms)), input);
}

} // namespace satchel::fuzz
