#include "StationCertificate.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/KeyKind.h>

namespace satchel {

namespace {

// RFC 5280 section 4.2.1.3, in the first octet of the bits.
constexpr unsigned KeyEncipherment = 0x20;
constexpr unsigned KeyAgreement = 0x08;

// All bits where there is no keyUsage: then nothing is forbidden.
Result<unsigned> keyUsageOf(const Certificate& certificate)
{
    const auto extension = certificate.extension("2.5.29.15");
    if (!extension) {
        return 0xFFU;
    }
    const auto bits = DerReader{*extension}.expect(der::BitString);
    if (!bits || bits->content.size() < 2) {
        return fail(ErrorCode::Malformed, QStringLiteral("the keyUsage of %1 is damaged").arg(certificate.subject()));
    }
    return static_cast<unsigned char>(bits->content[1]);
}

} // namespace

Result<void> requireSigningCertificate(const Certificate& certificate)
{
    const auto kind = allowedKeyKind(certificate);
    if (!kind) {
        return fail(kind.error());
    }
    if (!certificate.maySign()) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate %1 is not for signing: its keyUsage lacks digitalSignature")
                .arg(certificate.subject()));
    }
    return {};
}

Result<void> requireRegistrationAuthority(const Certificate& certificate)
{
    SATCHEL_TRY(requireSigningCertificate(certificate));
    if (!certificate.isRegistrationAuthority()) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate %1 is not a registration authority's: it lacks the extended key usage "
                           "id-kp-cmcRA")
                .arg(certificate.subject()));
    }
    return {};
}

Result<void> requireDecryptionCertificate(const Certificate& certificate)
{
    const auto kind = allowedKeyKind(certificate);
    if (!kind) {
        return fail(kind.error());
    }
    const auto usage = keyUsageOf(certificate);
    if (!usage) {
        return fail(usage.error());
    }
    const bool isRsa = *kind == KeyKind::Rsa;
    if ((*usage & (isRsa ? KeyEncipherment : KeyAgreement)) == 0) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate %1 is not for decryption: its keyUsage lacks %2")
                .arg(
                    certificate.subject(), isRsa ? QStringLiteral("keyEncipherment") : QStringLiteral("keyAgreement")));
    }
    return {};
}

} // namespace satchel
