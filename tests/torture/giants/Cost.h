#pragma once

#include <QtGlobal>

#include <functional>

namespace satchel::torture {

// What something took, in a process of its own.
struct Cost {
    double cpuMs = 0; // of user and kernel
    qint64 memoryKiB = 0; // at its most, beyond what the process had before
    bool ended = false; // by itself, and in time
};

// Runs it in a child of this process, which must have one thread only.
[[nodiscard]] Cost costOf(const std::function<void()>& work);

} // namespace satchel::torture
