#pragma once

#include <core/media/MediumFile.h>

#include <atomic>
#include <functional>
#include <future>
#include <stop_token>

namespace satchel {

// Reads a published file back on a thread of its own, so that the verb can work on the ledger meanwhile. Who goes away
// without awaiting the end ends the reading.
class ReadBackAside final {
public:
    // `conduct` is told from the thread that awaits, and ends the reading when it is stopped.
    ReadBackAside(const QString& path, const Conduct& conduct);
    ReadBackAside(const ReadBackAside&) = delete;
    ReadBackAside& operator=(const ReadBackAside&) = delete;
    ~ReadBackAside();

    // What readBack() says. Once only.
    [[nodiscard]] Result<ReadBack> await(qint64 expectedBytes);

private:
    const Conduct& m_conduct;
    std::stop_source m_ended;
    std::stop_callback<std::function<void()>> m_whenStopped; // passes the caller's stop on
    std::atomic<qint64> m_done = 0; // bytes
    std::future<Result<ReadBack>> m_reading; // last: waits for the thread that uses the others
};

} // namespace satchel
