#include "KernelVolumes.h"

#include "MountTable.h"

#include <core/base/File.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QHash>

#include <cerrno>
#include <fcntl.h>
#include <sys/mount.h>

#include <algorithm>

namespace satchel {

namespace {

constexpr qint64 LongestAttribute = 4096;
constexpr qint64 SectorBytes = 512; // of sysfs, whatever the device's own
constexpr int DeepestDevice = 32; // folders between a disk and the controller that it hangs on

// A file of sysfs: one line, padded with blanks by some makers.
QString attribute(const QString& folder, QLatin1StringView name)
{
    const auto bytes = readFile(folder + QLatin1Char('/') + name, LongestAttribute);
    return bytes ? QString::fromUtf8(*bytes).simplified() : QString{};
}

bool isSet(const QString& folder, QLatin1StringView name)
{
    return attribute(folder, name) == QLatin1StringView{"1"};
}

// udev writes what is no plain character as \x20.
QString withoutEscapes(const QString& name)
{
    QByteArray plain;
    const auto bytes = QFile::encodeName(name);
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        bool isHex = false;
        const auto code = bytes.mid(i + 2, 2).toUInt(&isHex, 16);
        const bool escaped = bytes.mid(i, 2) == "\\x" && i + 3 < bytes.size() && isHex;
        plain += escaped ? static_cast<char>(code) : bytes[i];
        i += escaped ? 3 : 0;
    }
    return QString::fromUtf8(plain);
}

// By device name ("sdb1"), what udev calls it in this folder.
QHash<QString, QString> linksIn(const QString& folder)
{
    QHash<QString, QString> names;
    const auto entries = QDir{folder}.entryInfoList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot);
    for (const auto& entry : entries) {
        const auto target = QFile::symLinkTarget(entry.filePath());
        if (!target.isEmpty()) {
            names.insert(target.section(QLatin1Char('/'), -1), withoutEscapes(entry.fileName()));
        }
    }
    return names;
}

// The nearest folder from `device` upwards that has this file: a stick's serial number stands at its USB device, some
// levels above the disk.
QString attributeAbove(const QString& device, QLatin1StringView name)
{
    QDir folder{device};
    for (int i = 0; i < DeepestDevice && folder.path().contains(QStringLiteral("/devices/")); ++i) {
        if (folder.exists(name)) {
            return attribute(folder.path(), name);
        }
        folder.setPath(QFileInfo{folder.path()}.path());
    }
    return {};
}

bool isUsb(const QString& device)
{
    return device.contains(QStringLiteral("/usb"));
}

bool isCard(const QString& device)
{
    return attribute(device, QLatin1StringView{"type"}) == QLatin1StringView{"SD"};
}

// One entry of /sys/class/block.
struct BlockDevice {
    QString name;
    QString folder; // where it really is
    QString disk; // the folder of the whole disk
    QString device; // the folder of the hardware behind it; empty for a disk of the kernel's own (loop, dm)
};

BlockDevice lookUp(const QString& root, const QString& name)
{
    const auto folder = QFileInfo{root + QStringLiteral("/sys/class/block/") + name}.canonicalFilePath();
    const bool isPartition = QFileInfo::exists(folder + QStringLiteral("/partition"));
    const auto disk = isPartition ? QFileInfo{folder}.path() : folder;
    return {name, folder, disk, QFileInfo{disk + QStringLiteral("/device")}.canonicalFilePath()};
}

bool hasPartitions(const BlockDevice& block)
{
    const auto names = QDir{block.folder}.entryList(QDir::Dirs | QDir::NoDotAndDotDot | QDir::NoSymLinks);
    return std::any_of(names.begin(), names.end(), [&](const QString& name) {
        return QFileInfo::exists(block.folder + QLatin1Char('/') + name + QStringLiteral("/partition"));
    });
}

void describeDrive(const BlockDevice& block, Volume& volume)
{
    const auto& device = block.device;
    volume.drive = QFileInfo{block.disk}.fileName();
    volume.removable = isSet(block.disk, QLatin1StringView{"removable"}) || isUsb(device) || isCard(device);
    volume.vendor = attribute(device, QLatin1StringView{"vendor"});
    volume.model = attribute(device, QLatin1StringView{"model"});
    if (isUsb(device) && volume.vendor.isEmpty()) {
        volume.vendor = attributeAbove(device, QLatin1StringView{"manufacturer"});
    }
    if (isUsb(device) && volume.model.isEmpty()) {
        volume.model = attributeAbove(device, QLatin1StringView{"product"});
    }
    if (volume.model.isEmpty()) {
        volume.model = attribute(device, QLatin1StringView{"name"}); // of cards
    }
    volume.serial = isUsb(device) ? attributeAbove(device, QLatin1StringView{"serial"})
                                  : attribute(device, QLatin1StringView{"serial"});
}

Error cannotUnmount(const QString& mountPoint)
{
    const int number = errno;
    if (number == EBUSY) {
        return {ErrorCode::Unreadable,
            QStringLiteral("another program still uses the medium, so it must not be pulled yet: close what is open on "
                           "it and eject again"),
            mountPoint};
    }
    if (number == EPERM) {
        return {ErrorCode::Unreadable,
            QStringLiteral("only root may unmount it here, because UDisks2 does not run: run `umount \"%1\"` as root "
                           "before it is pulled")
                .arg(mountPoint),
            mountPoint};
    }
    errno = number;
    return takeErrno(QStringLiteral("the medium cannot be unmounted, so it must not be pulled yet"), mountPoint);
}

} // namespace

QList<Volume> KernelVolumes::list() const
{
    const auto mounts = readMountTable(m_root).value_or(QList<MountEntry>{});
    const auto labels = linksIn(m_root + QStringLiteral("/dev/disk/by-label"));
    const auto uuids = linksIn(m_root + QStringLiteral("/dev/disk/by-uuid"));
    QList<Volume> volumes;
    for (const auto& name : QDir{m_root + QStringLiteral("/sys/class/block")}.entryList(
             QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot)) {
        const auto block = lookUp(m_root, name);
        Volume volume;
        volume.device = QStringLiteral("/dev/") + name;
        volume.size = attribute(block.folder, QLatin1StringView{"size"}).toLongLong() * SectorBytes;
        const auto number = attribute(block.folder, QLatin1StringView{"dev"});
        for (const auto& mount : mounts) {
            if (mount.source == volume.device || (!number.isEmpty() && mount.device == number)) {
                volume.mountPoints += mount.mountPoint;
                volume.fileSystem = mount.type;
                volume.readOnly = volume.readOnly || mount.readOnly;
            }
        }
        // A reader without a card has no size; a disk with partitions is no volume itself.
        if (volume.size == 0 || (hasPartitions(block) && !volume.isMounted())) {
            continue;
        }
        describeDrive(block, volume);
        volume.readOnly = volume.readOnly || isSet(block.folder, QLatin1StringView{"ro"});
        volume.label = labels.value(name);
        volume.uuid = uuids.value(name);
        askFileSystem(volume);
        volumes += volume;
    }
    identify(volumes);
    return volumes;
}

Result<void> KernelVolumes::unmount(const Volume& volume)
{
    // The latest first: one may lie upon another.
    for (auto mountPoint = volume.mountPoints.rbegin(); mountPoint != volume.mountPoints.rend(); ++mountPoint) {
        if (!volume.readOnly) {
            SATCHEL_TRY(syncFileSystem(*mountPoint));
        }
        if (::umount2(QFile::encodeName(*mountPoint).constData(), UMOUNT_NOFOLLOW) != 0 && errno != EINVAL) {
            return fail(cannotUnmount(*mountPoint));
        }
    }
    return {};
}

} // namespace satchel
