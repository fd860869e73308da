#include "SlowMedium.h"

#include <QFile>

#include <array>
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>
#include <thread>
#include <unistd.h>

namespace {

// One at a time, set before any thread writes there.
std::string slowFolder;
std::atomic<qint64> bytesPerSecond = 0; // 0: none is slow
std::atomic<qint64> bytesWritten = 0;

bool isSlow(int descriptor)
{
    std::array<char, 4096> path{};
    const std::string link = "/proc/self/fd/" + std::to_string(descriptor);
    const auto length = readlink(link.c_str(), path.data(), path.size());
    return length > 0
        && std::string_view{path.data(), static_cast<std::size_t>(length)}.substr(0, slowFolder.size()) == slowFolder;
}

} // namespace

extern "C" {

// The names are the linker's.
ssize_t __real_write(int descriptor, const void* bytes, std::size_t size); // NOLINT(bugprone-reserved-identifier)

ssize_t __wrap_write(int descriptor, const void* bytes, std::size_t size) // NOLINT(bugprone-reserved-identifier)
{
    const auto taken = __real_write(descriptor, bytes, size);
    const qint64 rate = bytesPerSecond;
    if (rate > 0 && taken > 0 && isSlow(descriptor)) {
        bytesWritten += taken;
        std::this_thread::sleep_for(std::chrono::nanoseconds{taken * 1'000'000'000 / rate});
    }
    return taken;
}
}

namespace satchel::bench {

SlowMedium::SlowMedium(const QString& folder, qint64 rate)
{
    slowFolder = QFile::encodeName(folder).toStdString();
    bytesWritten = 0;
    bytesPerSecond = rate;
}

SlowMedium::~SlowMedium()
{
    bytesPerSecond = 0;
}

qint64 SlowMedium::written()
{
    return bytesWritten;
}

} // namespace satchel::bench
