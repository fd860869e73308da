#include "ReadBackAside.h"

#include <core/base/LooseThread.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>

namespace satchel {

namespace {

constexpr std::chrono::milliseconds TellEvery{100};

} // namespace

struct ReadBackAside::Reading {
    QString path;
    std::stop_source ended;
    std::atomic<qint64> done = 0; // bytes
    std::mutex mutex;
    std::condition_variable_any changed;
    std::optional<Result<ReadBack>> proof; // guarded

    void run()
    {
        const auto count = [this](QByteArrayView bytes) -> Result<void> {
            done += bytes.size();
            return {};
        };
        auto made = readBack(path, count, Conduct{{}, ended.get_token()});
        const std::lock_guard lock{mutex};
        proof = std::move(made);
        changed.notify_all();
    }
};

ReadBackAside::ReadBackAside(const QString& path, const Conduct& conduct)
    : m_conduct{conduct}
    , m_reading{std::make_shared<Reading>()}
{
    m_reading->path = path;
    const LooseThread thread{[reading = m_reading] { reading->run(); }};
}

ReadBackAside::~ReadBackAside()
{
    m_reading->ended.request_stop();
}

Result<ReadBack> ReadBackAside::await(qint64 expectedBytes)
{
    const auto tell = [&] {
        m_conduct.tell({QStringLiteral("reading back"), m_reading->done, expectedBytes, QStringLiteral("bytes")});
    };
    bool isOver = false;
    while (!isOver && !m_conduct.stopRequested()) {
        tell();
        std::unique_lock lock{m_reading->mutex};
        isOver = m_reading->changed.wait_for(
            lock, m_conduct.stop, TellEvery, [this] { return m_reading->proof.has_value(); });
    }
    if (!isOver) {
        return fail(
            Error{ErrorCode::Cancelled, QStringLiteral("stopped on request while reading back"), m_reading->path});
    }
    tell();
    const std::lock_guard lock{m_reading->mutex};
    return *std::move(m_reading->proof);
}

} // namespace satchel
