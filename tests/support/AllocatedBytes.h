#pragma once

#include <cstdint>

namespace satchel::test {

// The most bytes that were allocated at the same time since the last start(), less what was allocated then. By the
// books of AddressSanitizer, which every build for tests has: what the process takes of the system says little there.
// Of no account in other builds.
class AllocatedBytes final {
public:
    [[nodiscard]] static bool areCounted();
    static void start();
    [[nodiscard]] static std::int64_t peak();
};

} // namespace satchel::test
