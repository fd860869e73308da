#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>

namespace satchel {

// What the certificates of a station may be (docs/bundle-format.md, "Cryptography"): P-256, P-384, RSA from 3072 bits
// (WeakAlgorithm otherwise), with a keyUsage that fits or none (KeyMismatch otherwise).
[[nodiscard]] Result<void> requireSigningCertificate(const Certificate& certificate);
[[nodiscard]] Result<void> requireDecryptionCertificate(const Certificate& certificate);
// For signing, and with the extended key usage id-kp-cmcRA (RFC 9810 section 4.5; KeyMismatch otherwise).
[[nodiscard]] Result<void> requireRegistrationAuthority(const Certificate& certificate);

} // namespace satchel
