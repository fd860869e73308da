#include "VolumeWatcher.h"

#include <chrono>
#include <fcntl.h>

namespace satchel {

namespace {

using namespace std::chrono_literals;

constexpr auto Together = 100ms; // what one plugging makes a daemon tell, in dozens of signals
// Free space is told of by nobody; without a daemon, plugging is not either.
constexpr auto BetweenLooks = 5s;
constexpr auto BetweenLooksWithoutADaemon = 1s;

} // namespace

void VolumeWatcher::start()
{
    m_soon = std::make_unique<QTimer>();
    m_soon->setSingleShot(true);
    connect(m_soon.get(), &QTimer::timeout, this, &VolumeWatcher::look);
    m_again = std::make_unique<QTimer>();
    connect(m_again.get(), &QTimer::timeout, this, &VolumeWatcher::look);
    m_source = Volumes::open(m_access);
    // Before the first look: what comes between the two would be told of by neither.
    const bool told = m_source->daemon() && m_source->daemon()->tellChanges(this, SLOT(onBusSignal()));
    watchMounts();
    look();
    m_again->start(told ? BetweenLooks : BetweenLooksWithoutADaemon);
}

void VolumeWatcher::lookSoon()
{
    if (!m_soon->isActive()) {
        m_soon->start(Together);
    }
}

// proc(5): the file shows an exceptional condition when the mount table changes.
void VolumeWatcher::watchMounts()
{
    auto file = FileDescriptor::open(m_access.root + QStringLiteral("/proc/self/mountinfo"), O_RDONLY);
    if (!file) {
        return;
    }
    m_mountInfo = *std::move(file);
    m_mountsChanged = std::make_unique<QSocketNotifier>(m_mountInfo.get(), QSocketNotifier::Exception);
    connect(m_mountsChanged.get(), &QSocketNotifier::activated, this, &VolumeWatcher::lookSoon);
}

void VolumeWatcher::look()
{
    auto volumes = m_source->list();
    if (m_told != volumes) {
        m_told = std::move(volumes);
        Q_EMIT found(*m_told);
    }
}

} // namespace satchel
