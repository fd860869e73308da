#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/encoding/SignedData.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

// Bare certificates, DER or PEM, or else a certs-only message.
Verdict runCertificateAnswer(const QByteArray& input)
{
    if (const auto certificates = Certificate::fromPemOrDer(input); certificates && !certificates->isEmpty()) {
        return judgedObject(CertificateAnswer::fromCertificates(*certificates), input);
    }
    const auto cms = SignedData::read(input);
    if (!cms) {
        return refused(cms.error());
    }
    return judgedObject(CertificateAnswer::fromCertsOnly(*cms), input);
}

} // namespace satchel::fuzz
