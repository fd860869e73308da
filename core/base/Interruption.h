#pragma once

#include <cerrno>

namespace satchel {

// Makes a system call again for as long as a signal interrupts it.
template <typename Call> [[nodiscard]] auto withoutInterruption(Call call)
{
    auto result = call();
    while (result < 0 && errno == EINTR) {
        result = call();
    }
    return result;
}

} // namespace satchel
