#pragma once

#include "Volumes.h"

#include <core/base/File.h>

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <memory>
#include <optional>

namespace satchel {

// The part of VolumeMonitor that waits for media and daemons; lives on its thread, which needs an event loop.
class VolumeWatcher final : public QObject {
    Q_OBJECT

public:
    explicit VolumeWatcher(MediaAccess access)
        : m_access{std::move(access)}
    {
    }

    void start();
    void lookSoon();

public Q_SLOTS:
    void onBusSignal() { lookSoon(); }

Q_SIGNALS:
    // At the first look, and whenever they differ from what was told before.
    void found(const QList<satchel::Volume>& volumes);

private:
    void look();
    void watchMounts();

    MediaAccess m_access;
    std::optional<Volumes> m_source;
    std::optional<QList<Volume>> m_told;
    FileDescriptor m_mountInfo;
    std::unique_ptr<QSocketNotifier> m_mountsChanged;
    std::unique_ptr<QTimer> m_soon;
    std::unique_ptr<QTimer> m_again;
};

} // namespace satchel
