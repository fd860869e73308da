#pragma once

#include <QString>

namespace satchel::bench {

// A folder of this process that takes what is written into it at a rate, as a poor stick does. By the linker: all that
// is linked into the benchmark calls its own write() (--wrap=write); the program that users run knows nothing of it.
class SlowMedium final {
public:
    SlowMedium(const QString& folder, qint64 bytesPerSecond);
    ~SlowMedium();
    SlowMedium(const SlowMedium&) = delete;
    SlowMedium& operator=(const SlowMedium&) = delete;

    [[nodiscard]] static qint64 written(); // bytes, since it was made
};

} // namespace satchel::bench
