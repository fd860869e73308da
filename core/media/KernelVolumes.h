#pragma once

#include "Volume.h"

namespace satchel {

// The volumes as sysfs and the mount table show them: for machines without UDisks2. Knows labels and ids of file
// systems only where udev links them below /dev/disk, and the file system itself only of what is mounted. `root` stands
// before /proc, /sys and /dev.
class KernelVolumes final {
public:
    explicit KernelVolumes(QString root = {})
        : m_root{std::move(root)}
    {
    }

    // All that hold or may hold a file system, fixed disks too. Nothing where there is no sysfs.
    [[nodiscard]] QList<Volume> list() const;

    // Flushes and unmounts every place at which it is mounted; needs root. Unreadable if it is in use or that is not
    // allowed.
    [[nodiscard]] static Result<void> unmount(const Volume& volume);

private:
    QString m_root;
};

} // namespace satchel
