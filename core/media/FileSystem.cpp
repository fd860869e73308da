#include "FileSystem.h"

#include "MountTable.h"

#include <core/base/File.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <fcntl.h>
#include <limits>
#include <sys/stat.h>
#include <sys/statvfs.h>

namespace satchel {

namespace {

// The kernel's own word for the mount (Linux 5.8), which a mount hidden beneath another one cannot confuse.
std::optional<MountEntry> mountOf(const QString& path, const QList<MountEntry>& mounts)
{
    struct statx facts = {};
    const bool told = ::statx(AT_FDCWD, QFile::encodeName(path).constData(), 0, STATX_MNT_ID, &facts) == 0
        && (facts.stx_mask & STATX_MNT_ID) != 0;
    const auto byId = told ? findMountById(mounts, facts.stx_mnt_id) : std::nullopt;
    return byId ? byId : findMountByPath(mounts, QFileInfo{path}.canonicalFilePath());
}

qint64 bytesOf(fsblkcnt_t blocks, unsigned long blockSize)
{
    constexpr auto Most = static_cast<quint64>(std::numeric_limits<qint64>::max());
    const auto count = static_cast<quint64>(blocks);
    const auto size = static_cast<quint64>(blockSize);
    return static_cast<qint64>(size != 0 && count > Most / size ? Most : count * size);
}

} // namespace

QString nearestThere(const QString& path)
{
    QFileInfo there{QDir::cleanPath(QFileInfo{path}.absoluteFilePath())};
    while (!there.exists() && there.filePath() != QDir::rootPath()) {
        there.setFile(there.path());
    }
    return there.filePath();
}

Result<FileSystemFacts> fileSystemOf(const QString& path)
{
    struct statvfs numbers = {};
    if (::statvfs(QFile::encodeName(path).constData(), &numbers) != 0) {
        return fail(takeErrno(QStringLiteral("cannot look at the file system"), path));
    }
    const auto mounts = readMountTable();
    if (!mounts) {
        return fail(mounts.error());
    }
    const auto mount = mountOf(path, *mounts).value_or(MountEntry{});
    return FileSystemFacts{.type = mount.type,
        .source = mount.source,
        .mountPoint = mount.mountPoint,
        .freeBytes = bytesOf(numbers.f_bavail, numbers.f_frsize),
        .sizeBytes = bytesOf(numbers.f_blocks, numbers.f_frsize),
        .largestFile = largestFileOn(mount.type),
        .readOnly = mount.readOnly || (numbers.f_flag & ST_RDONLY) != 0,
        .network = isNetworkFileSystem(mount.type),
        .bypassesCache = readsDirectlyFromDevice(mount.type)};
}

} // namespace satchel
