#include "PlainLoop.h"

#include "Demand.h"

#include <core/base/File.h>

#include <QElapsedTimer>

#include <sys/resource.h>

#include <atomic>
#include <thread>

namespace satchel::bench {

namespace {

constexpr std::size_t MessagesAtATime = 16;
constexpr qint64 MostBytes = 1 << 20;
constexpr double NanosecondsOfASecond = 1e9;
constexpr double MicrosecondsOfASecond = 1e6;

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / MicrosecondsOfASecond;
}

rusage usage()
{
    rusage now{};
    getrusage(RUSAGE_SELF, &now);
    return now;
}

} // namespace

PlainLoop::PlainLoop(const Workload& workload, Requesters requesters, qint64 mostDevices)
    : m_workload{workload}
{
    using Kind = PlainMessage::Kind;
    load(Workload::voucherRequests(), Kind::VoucherRequest, requesters, mostDevices);
    load(Workload::certificationRequests(), Kind::CertificationRequest, requesters, mostDevices);
    if (workload.plan().shape == WorkloadShape::Mixed) {
        load(Workload::cmp(), Kind::Cmp, requesters, mostDevices);
    }
}

void PlainLoop::load(const QString& kindFolder, PlainMessage::Kind kind, Requesters requesters, qint64 most)
{
    const bool hasSidecar = kind == PlainMessage::Kind::CertificationRequest && requesters == Requesters::Checked;
    for (const auto& file : m_workload.filesOf(kindFolder, most)) {
        m_messages.push_back({kind, demanded(readFile(file, MostBytes)),
            hasSidecar ? demanded(readFile(file + QStringLiteral(".meta"), MostBytes)) : QByteArray{}});
    }
}

PlainLoopTimes PlainLoop::run() const
{
    const auto before = usage();
    QElapsedTimer clock;
    clock.start();
    const PlainChecks checks{m_workload};
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (auto at = next.fetch_add(MessagesAtATime); at < m_messages.size(); at = next.fetch_add(MessagesAtATime)) {
            for (auto i = at; i < std::min(at + MessagesAtATime, m_messages.size()); ++i) {
                checks.verify(m_messages[i]);
            }
        }
    };
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < std::max(1U, std::thread::hardware_concurrency()); ++i) {
            threads.emplace_back(work);
        }
    }
    PlainLoopTimes times;
    times.wall = static_cast<double>(clock.nsecsElapsed()) / NanosecondsOfASecond;
    const auto after = usage();
    times.messages = static_cast<qint64>(m_messages.size());
    times.user = seconds(after.ru_utime) - seconds(before.ru_utime);
    times.system = seconds(after.ru_stime) - seconds(before.ru_stime);
    return times;
}

} // namespace satchel::bench
