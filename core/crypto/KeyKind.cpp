#include "KeyKind.h"

#include "CmsBytes.h"
#include "DerReader.h"

#include <openssl/evp.h>

namespace satchel {

namespace {

// A point in full, 04 and both coordinates, is what OpenSSL then also makes of the one-time keys in an envelope.
bool isUncompressed(QByteArrayView bitString)
{
    return bitString.size() > 2 && bitString[0] == 0 && bitString[1] == 4;
}

} // namespace

Result<KeyKind> allowedKeyKind(const Certificate& certificate)
{
    // The identifier itself and not OpenSSL's name for the key: a curve spelt out in parameters is none of ours.
    const QByteArray keyInfo = certificate.publicKeyInfo();
    const auto outer = DerReader{keyInfo}.expect(der::Sequence);
    DerReader fields{outer ? outer->content : QByteArrayView{}};
    const auto algorithm = fields.expect(der::Sequence);
    const auto key = fields.expect(der::BitString);
    if (algorithm && key && certificate.publicKey() != nullptr) {
        if (algorithm->whole == cms::KeyP256 && isUncompressed(key->content)) {
            return KeyKind::P256;
        }
        if (algorithm->whole == cms::KeyP384 && isUncompressed(key->content)) {
            return KeyKind::P384;
        }
        if (algorithm->whole == cms::KeyRsa && EVP_PKEY_get_bits(certificate.publicKey()) >= LeastRsaBits) {
            return KeyKind::Rsa;
        }
    }
    return fail(ErrorCode::WeakAlgorithm,
        QStringLiteral("the key of %1 is of a kind, form or size that is not accepted; P-256 and P-384 with the point "
                       "in full and RSA from %2 bits are")
            .arg(certificate.subject())
            .arg(LeastRsaBits));
}

} // namespace satchel
