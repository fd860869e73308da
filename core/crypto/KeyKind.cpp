#include "KeyKind.h"

#include "CmsBytes.h"
#include "DerReader.h"

#include <openssl/evp.h>

namespace satchel {

Result<KeyKind> allowedKeyKind(const Certificate& certificate)
{
    // The identifier itself and not OpenSSL's name for the key: a curve spelt out in parameters is none of ours.
    const QByteArray keyInfo = certificate.publicKeyInfo();
    const auto outer = DerReader{keyInfo}.expect(der::Sequence);
    const auto algorithm = outer ? DerReader{outer->content}.expect(der::Sequence) : outer;
    if (algorithm && certificate.publicKey() != nullptr) {
        if (algorithm->whole == cms::KeyP256) {
            return KeyKind::P256;
        }
        if (algorithm->whole == cms::KeyP384) {
            return KeyKind::P384;
        }
        if (algorithm->whole == cms::KeyRsa && EVP_PKEY_get_bits(certificate.publicKey()) >= LeastRsaBits) {
            return KeyKind::Rsa;
        }
    }
    return fail(ErrorCode::WeakAlgorithm,
        QStringLiteral("the key of %1 is of a kind or size that is not accepted; P-256, P-384 and RSA from %2 bits are")
            .arg(certificate.subject())
            .arg(LeastRsaBits));
}

} // namespace satchel
