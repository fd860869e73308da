#pragma once

#include <core/base/Result.h>

#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// One line of /proc/self/mountinfo (proc(5)), its octal escapes undone.
struct MountEntry {
    quint64 id = 0;
    QString mountPoint;
    QString type;
    QString source;
    bool readOnly = false; // the mount or the file system under it
    QString device = {}; // "8:17", major and minor number
};

// Lines of another form are left out: the kernel may add to the format, and no line of it is worth failing for.
[[nodiscard]] QList<MountEntry> parseMountInfo(QByteArrayView text);

// What proc below `root` tells of this process's mounts.
[[nodiscard]] Result<QList<MountEntry>> readMountTable(const QString& root = {});

// The mount that a canonical absolute path lies on: the longest mount point above it, the later of two equals, which
// hides the earlier.
[[nodiscard]] std::optional<MountEntry> findMountByPath(const QList<MountEntry>& mounts, QStringView path);
[[nodiscard]] std::optional<MountEntry> findMountById(const QList<MountEntry>& mounts, quint64 id);

// Whether a file system of this type keeps its files on another computer.
[[nodiscard]] bool isNetworkFileSystem(QStringView type);
// Whether O_DIRECT on it is known to read from a block device. It "succeeds" on tmpfs, overlay and FUSE too, from
// memory.
[[nodiscard]] bool readsDirectlyFromDevice(QStringView type);
// The largest file in bytes, 0 if there is no limit that matters.
[[nodiscard]] qint64 largestFileOn(QStringView type);

} // namespace satchel
