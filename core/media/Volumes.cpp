#include "Volumes.h"

#include "FileSystem.h"
#include "MountTable.h"

#include <core/base/File.h>

#include <QDir>
#include <QFileInfo>

#include <algorithm>

namespace satchel {

namespace {

void tellUnmounting(const Conduct& conduct)
{
    conduct.tell({QStringLiteral("unmounting"), 0, 0, QStringLiteral("bytes")});
}

} // namespace

QString ejectionName(Ejection::How how)
{
    switch (how) {
    case Ejection::How::Unmounted:
        return QStringLiteral("unmounted");
    case Ejection::How::Ejected:
        return QStringLiteral("ejected");
    case Ejection::How::PoweredOff:
        break;
    }
    return QStringLiteral("powered-off");
}

Volumes::Volumes(std::optional<UDisks> daemon, KernelVolumes kernel)
    : m_daemon{std::move(daemon)}
    , m_kernel{std::move(kernel)}
{
}

Volumes Volumes::open(const MediaAccess& access)
{
    return Volumes{UDisks::connect(access.busAddress), KernelVolumes{access.root}};
}

QList<Volume> Volumes::listAll() const
{
    const auto objects = m_daemon ? m_daemon->objects() : fail(ErrorCode::NotFound, {});
    if (!objects) {
        return m_kernel.list();
    }
    auto volumes = volumesIn(*objects);
    std::for_each(volumes.begin(), volumes.end(), askFileSystem);
    return volumes;
}

QList<Volume> Volumes::list(WhichVolumes which) const
{
    auto volumes = listAll();
    if (which == WhichVolumes::Removable) {
        volumes.removeIf([](const Volume& volume) { return !volume.removable; });
    }
    return volumes;
}

Result<QString> Volumes::mount(const Volume& volume, const Conduct& conduct) const
{
    if (volume.isMounted()) {
        return volume.mountPoint();
    }
    if (!m_daemon || volume.object.isEmpty()) {
        return fail(Error{ErrorCode::Unreadable,
            QStringLiteral("%1 cannot be mounted from here, because UDisks2 does not run on this machine: mount %2 as "
                           "root, then name its folder")
                .arg(volumeTitle(volume), volume.device),
            volume.device});
    }
    return m_daemon->mount(volume, conduct);
}

Result<void> Volumes::unmount(const Volume& volume, const Conduct& conduct) const
{
    tellUnmounting(conduct);
    return m_daemon && !volume.object.isEmpty() ? m_daemon->unmount(volume, conduct) : KernelVolumes::unmount(volume);
}

// As they stand now: since `volume` was looked at, others of the drive may have been mounted.
Result<void> Volumes::unmountDrive(const Volume& volume, const Conduct& conduct) const
{
    bool isThere = false;
    for (const auto& sibling : list(WhichVolumes::All)) {
        if (sibling.drive == volume.drive) {
            isThere = isThere || sibling.device == volume.device;
            SATCHEL_TRY(unmount(sibling, conduct));
        }
    }
    if (!isThere) {
        return fail(Error{ErrorCode::MediumGone,
            QStringLiteral("%1 is not there any more: it was pulled before it could be unmounted")
                .arg(volumeTitle(volume)),
            volume.mountPoint()});
    }
    return {};
}

Ejection Volumes::releaseDrive(const Volume& volume, const Conduct& conduct) const
{
    const auto objects = m_daemon && !volume.object.isEmpty() ? m_daemon->objects() : fail(ErrorCode::NotFound, {});
    const auto drive = objects ? driveIn(*objects, volume.drive) : UDisksDrive{};
    std::optional<Error> remark;
    if (drive.canPowerOff && !drive.sharesPower) {
        auto done = m_daemon->powerOff(volume, conduct);
        if (done) {
            return {Ejection::How::PoweredOff};
        }
        remark = std::move(done).error();
    }
    if (drive.ejectable) {
        auto done = m_daemon->eject(volume, conduct);
        if (done) {
            return {Ejection::How::Ejected};
        }
        remark = std::move(done).error();
    }
    return {Ejection::How::Unmounted, std::move(remark)};
}

Result<Ejection> Volumes::eject(const Volume& volume, const Conduct& conduct) const
{
    SATCHEL_TRY(unmountDrive(volume, conduct));
    return releaseDrive(volume, conduct);
}

std::optional<Volume> volumeAt(const QString& path, const MediaAccess& access)
{
    const auto mounts = readMountTable(access.root).value_or(QList<MountEntry>{});
    const auto mount = findMountByPath(mounts, QFileInfo{nearestThere(path)}.canonicalFilePath());
    // Nobody pulls what the system itself lies on; and no daemon need be asked about what is no device.
    if (!mount || mount->mountPoint == u"/" || !mount->source.startsWith(QStringLiteral("/dev/"))) {
        return std::nullopt;
    }
    for (const auto& volume : Volumes::open(access).list()) {
        if (volume.mountPoints.contains(mount->mountPoint)) {
            return volume;
        }
    }
    return std::nullopt;
}

} // namespace satchel
