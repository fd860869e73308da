#include "VolumeMonitor.h"

#include "VolumeWatcher.h"

#include <QEventLoop>
#include <QTimer>

#include <chrono>

namespace satchel {

namespace {

constexpr std::chrono::milliseconds BetweenStopChecks{50};

} // namespace

VolumeMonitor::VolumeMonitor(const MediaAccess& access, QObject* parent)
    : QObject{parent}
{
    auto* const watcher = new VolumeWatcher{access}; // goes with its thread
    watcher->moveToThread(&m_thread);
    connect(&m_thread, &QThread::started, watcher, &VolumeWatcher::start);
    connect(&m_thread, &QThread::finished, watcher, &QObject::deleteLater);
    connect(this, &VolumeMonitor::refreshWanted, watcher, &VolumeWatcher::lookSoon);
    connect(watcher, &VolumeWatcher::found, this, &VolumeMonitor::take);
    m_thread.setObjectName(QStringLiteral("volumes"));
    m_thread.start();
}

VolumeMonitor::~VolumeMonitor()
{
    m_thread.quit();
    m_thread.wait();
}

void VolumeMonitor::refresh()
{
    Q_EMIT refreshWanted();
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
