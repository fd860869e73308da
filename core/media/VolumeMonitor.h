#pragma once

#include "Volume.h"

#include <core/base/LooseThread.h>
#include <core/base/Progress.h>

#include <QObject>

#include <functional>
#include <memory>

namespace satchel {

// Watches what is plugged, pulled, mounted and unmounted, on a thread of its own, so that no medium that does not
// answer holds up whoever listens, or goes: the thread is left to itself then. Lives on the thread that made it, which
// needs an event loop.
class VolumeMonitor final : public QObject {
    Q_OBJECT

public:
    explicit VolumeMonitor(const MediaAccess& access = {}, QObject* parent = nullptr);
    ~VolumeMonitor() override;

    // The removable volumes as of the last changed(); empty before the first, which comes even if there are none.
    [[nodiscard]] const QList<Volume>& volumes() const { return m_volumes; }

    // Looks again soon, for a figure that nothing tells of, such as free space.
    void refresh();

Q_SIGNALS:
    void changed();

private:
    class Link;

    void take(const QList<Volume>& volumes);

    QList<Volume> m_volumes;
    std::shared_ptr<Link> m_link; // with the thread
    LooseThread m_thread;
};

// Tells of the volumes now and at each change, on the calling thread, until `conduct` says stop or `consume` returns
// false. Needs a QCoreApplication.
void watchVolumes(
    const MediaAccess& access, const std::function<bool(const QList<Volume>&)>& consume, const Conduct& conduct);

} // namespace satchel
