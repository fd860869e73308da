#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// What the kernel says of the file system that a path lies on.
struct FileSystemFacts {
    QString type; // "ext4", "vfat", "tmpfs", "fuse.exfat-fuse": as /proc/self/mountinfo names it
    QString source; // "/dev/sdb1"
    QString mountPoint;
    qint64 freeBytes = 0; // for an ordinary user
    qint64 sizeBytes = 0;
    qint64 largestFile = 0; // 0: no limit that matters; FAT32: 4 GiB - 1
    bool readOnly = false;
    bool network = false; // NFS, SMB, sshfs and the like: locks and fsync cannot be relied upon
    bool bypassesCache = false; // a read with O_DIRECT really comes from the device (never on tmpfs, overlay, FUSE)
};

// The path, or the nearest folder above it that there is.
[[nodiscard]] QString nearestThere(const QString& path);

// The path must exist.
[[nodiscard]] Result<FileSystemFacts> fileSystemOf(const QString& path);

} // namespace satchel
