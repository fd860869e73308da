#include "StallWatch.h"

#include <algorithm>

namespace satchel::bench {

namespace {

constexpr int Interval = 1; // ms
constexpr qsizetype MostKept = 5;
constexpr double NanosecondsOfAMillisecond = 1e6;

} // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject{parent}
{
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(Interval);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::tick);
}

void StallWatch::start()
{
    m_stalls.clear();
    m_ticks = 0;
    m_clock.start();
    m_last = 0;
    m_timer.start();
}

void StallWatch::stop()
{
    tick();
    m_timer.stop();
}

void StallWatch::tick()
{
    const qint64 now = m_clock.nsecsElapsed();
    const double lasted = static_cast<double>(now - m_last) / NanosecondsOfAMillisecond - Interval;
    ++m_ticks;
    if (m_stalls.size() < MostKept || lasted > m_stalls.last().lasted) {
        m_stalls.append({static_cast<double>(m_last) / NanosecondsOfAMillisecond, lasted});
        std::sort(m_stalls.begin(), m_stalls.end(),
            [](const Stall& one, const Stall& other) { return one.lasted > other.lasted; });
        m_stalls.resize(std::min(m_stalls.size(), MostKept));
    }
    m_last = now;
}

double StallWatch::longest() const
{
    return m_stalls.isEmpty() ? 0 : m_stalls.first().lasted;
}

} // namespace satchel::bench
