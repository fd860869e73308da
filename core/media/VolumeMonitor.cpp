#include "VolumeMonitor.h"

#include "VolumeWatcher.h"

#include <QEventLoop>
#include <QMetaObject>
#include <QMutex>
#include <QMutexLocker>
#include <QTimer>

#include <chrono>

namespace satchel {

namespace {

constexpr std::chrono::milliseconds BetweenStopChecks{50};
// For the watching thread to end: it does at once unless a medium keeps it.
constexpr std::chrono::milliseconds Patience{1000};

} // namespace

// What the monitor and the watching thread know of each other; either may be gone.
class VolumeMonitor::Link final {
public:
    explicit Link(VolumeMonitor* monitor)
        : m_monitor{monitor}
    {
    }

    // All of the watching thread.
    static void watch(const std::shared_ptr<Link>& link, const MediaAccess& access)
    {
        QEventLoop loop;
        VolumeWatcher watcher{access};
        connect(
            &watcher, &VolumeWatcher::found, &watcher, [&link](const QList<Volume>& volumes) { link->tell(volumes); });
        if (link->begin(loop, watcher)) {
            watcher.start();
            loop.exec();
        }
        link->end();
    }

    // By the monitor.
    void refresh()
    {
        const QMutexLocker locker{&m_mutex};
        if (m_watcher != nullptr) {
            QMetaObject::invokeMethod(m_watcher, &VolumeWatcher::lookSoon, Qt::QueuedConnection);
        }
    }

    void letGo()
    {
        const QMutexLocker locker{&m_mutex};
        m_monitor = nullptr;
        if (m_loop != nullptr) {
            QMetaObject::invokeMethod(m_loop, &QEventLoop::quit, Qt::QueuedConnection); // also if it runs only later
        }
    }

private:
    bool begin(QEventLoop& loop, VolumeWatcher& watcher)
    {
        const QMutexLocker locker{&m_mutex};
        m_loop = &loop;
        m_watcher = &watcher;
        return m_monitor != nullptr;
    }

    void end()
    {
        const QMutexLocker locker{&m_mutex};
        m_loop = nullptr;
        m_watcher = nullptr;
    }

    void tell(const QList<Volume>& volumes)
    {
        const QMutexLocker locker{&m_mutex};
        if (m_monitor != nullptr) {
            QMetaObject::invokeMethod(
                m_monitor, [monitor = m_monitor, volumes] { monitor->take(volumes); }, Qt::QueuedConnection);
        }
    }

    QMutex m_mutex;
    VolumeMonitor* m_monitor; // all guarded
    QEventLoop* m_loop = nullptr;
    VolumeWatcher* m_watcher = nullptr;
};

VolumeMonitor::VolumeMonitor(const MediaAccess& access, QObject* parent)
    : QObject{parent}
    , m_link{std::make_shared<Link>(this)}
    // Nobody could end its event loop on this thread. Without one nothing is found, as on a machine without media.
    , m_thread{[link = m_link, access] { Link::watch(link, access); }, LooseThread::Otherwise::LeaveIt}
{
}

VolumeMonitor::~VolumeMonitor()
{
    m_link->letGo();
    (void)m_thread.endsWithin(Patience);
}

void VolumeMonitor::refresh()
{
    m_link->refresh();
}

void VolumeMonitor::take(const QList<Volume>& volumes)
{
    m_volumes = volumes;
    Q_EMIT changed();
}

void watchVolumes(
    const MediaAccess& access, const std::function<bool(const QList<Volume>&)>& consume, const Conduct& conduct)
{
    VolumeMonitor monitor{access};
    QEventLoop loop;
    QObject::connect(&monitor, &VolumeMonitor::changed, &loop, [&] {
        if (!consume(monitor.volumes())) {
            loop.quit();
        }
    });
    QTimer stopCheck;
    QObject::connect(&stopCheck, &QTimer::timeout, &loop, [&] {
        if (conduct.stopRequested()) {
            loop.quit();
        }
    });
    stopCheck.start(BetweenStopChecks);
    loop.exec();
}

} // namespace satchel
