#pragma once

#include <core/crypto/OpenSslHandle.h>
#include <core/crypto/PrivateKey.h>

#include <vector>

namespace satchel::bench {

// RSA keys of 2048 bits, no two alike, of a few primes: each key has a pair of its own. To find two primes for each key
// would take most of the time that a workload takes, and a check costs the same of these. Whoever has two of them may
// have both broken, so that they are good for nothing but this. Immutable, so threads may share it.
class RsaKeys final {
public:
    explicit RsaKeys(int count);

    // The same key each time. `number` is below the count.
    [[nodiscard]] PrivateKey at(int number) const;

private:
    std::vector<BignumHandle> m_primes; // of 1024 bits, the two highest set
};

} // namespace satchel::bench
