#pragma once

#include "KernelVolumes.h"
#include "UDisks.h"
#include "Volume.h"

#include <core/base/Progress.h>
#include <core/base/Result.h>

#include <optional>

namespace satchel {

enum class WhichVolumes { Removable, All };

// How far a medium was made ready to be pulled. In every case all of its file systems are unmounted and nothing is left
// to be written.
struct Ejection {
    enum class How { Unmounted, Ejected, PoweredOff };

    How how = How::Unmounted;
    // Why the drive itself could be neither powered off nor ejected, where it should have been.
    std::optional<Error> remark = {};
};

[[nodiscard]] QString ejectionName(Ejection::How how); // "unmounted", "ejected", "powered-off"

// The volumes of this machine and what can be done with them: by UDisks2 where it runs, else by the kernel, where only
// root may unmount and nobody mounts. Every call may wait for a medium or a daemon, so a window makes none of them on
// its own thread. Use by one thread at a time.
class Volumes final {
public:
    [[nodiscard]] static Volumes open(const MediaAccess& access = {});

    [[nodiscard]] bool usesUDisks() const { return m_daemon.has_value(); }
    [[nodiscard]] const std::optional<UDisks>& daemon() const { return m_daemon; }

    // Sorted by device. Falls back to the kernel's word if the daemon does not answer.
    [[nodiscard]] QList<Volume> list(WhichVolumes which = WhichVolumes::Removable) const;

    // Returns where. Errors as UDisks says.
    [[nodiscard]] Result<QString> mount(const Volume& volume, const Conduct& conduct = {}) const;
    [[nodiscard]] Result<void> unmount(const Volume& volume, const Conduct& conduct = {}) const;
    // Unmounts all volumes of its drive, then powers the drive off, or ejects it where that is not possible or would
    // take other drives along. Fails only while something is still mounted: the medium must not be pulled then.
    [[nodiscard]] Result<Ejection> eject(const Volume& volume, const Conduct& conduct = {}) const;

private:
    Volumes(std::optional<UDisks> daemon, KernelVolumes kernel);

    [[nodiscard]] QList<Volume> listAll() const;
    [[nodiscard]] Result<void> unmountDrive(const Volume& volume, const Conduct& conduct) const;
    [[nodiscard]] Ejection releaseDrive(const Volume& volume, const Conduct& conduct) const;

    std::optional<UDisks> m_daemon;
    KernelVolumes m_kernel;
};

// The removable volume that a path lies on, by its mount point; nullopt for a folder of this machine, a network share
// and what has no device. The path, or a folder above it, must exist.
[[nodiscard]] std::optional<Volume> volumeAt(const QString& path, const MediaAccess& access = {});

} // namespace satchel
