#include "ReadBackAside.h"

#include <chrono>

namespace satchel {

namespace {

constexpr std::chrono::milliseconds TellEvery{100};

} // namespace

// Where there is no thread to be had, the reading is done by who awaits it.
ReadBackAside::ReadBackAside(const QString& path, const Conduct& conduct)
    : m_conduct{conduct}
    , m_whenStopped{conduct.stop, [this] { m_ended.request_stop(); }}
    , m_reading{std::async(std::launch::async | std::launch::deferred, [this, path] {
        const auto count = [this](QByteArrayView bytes) -> Result<void> {
            m_done += bytes.size();
            return {};
        };
        return readBack(path, count, Conduct{{}, m_ended.get_token()});
    })}
{
}

ReadBackAside::~ReadBackAside()
{
    m_ended.request_stop();
}

Result<ReadBack> ReadBackAside::await(qint64 expectedBytes)
{
    const auto tell
        = [&] { m_conduct.tell({QStringLiteral("reading back"), m_done, expectedBytes, QStringLiteral("bytes")}); };
    do {
        tell();
    } while (m_reading.wait_for(TellEvery) == std::future_status::timeout);
    auto proof = m_reading.get();
    tell();
    return proof;
}

} // namespace satchel
