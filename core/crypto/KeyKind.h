#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>

namespace satchel {

// The kinds of keys that stations sign and decrypt with.
enum class KeyKind { P256, P384, Rsa };

inline constexpr int LeastRsaBits = 3072;

// WeakAlgorithm for every other curve, algorithm and size.
[[nodiscard]] Result<KeyKind> allowedKeyKind(const Certificate& certificate);

} // namespace satchel
