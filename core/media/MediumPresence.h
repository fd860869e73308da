#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// Notices that a medium went while it was worked on. One that is pulled leaves its mount point behind, or nothing at
// all, and what is written there next would land on this machine's own disk as if all were well.
class MediumPresence final {
public:
    // The folder must exist.
    [[nodiscard]] static Result<MediumPresence> at(const QString& folder);

    // MediumGone unless the folder is still there, on the same file system.
    [[nodiscard]] Result<void> require() const;
    // What went wrong there, told as MediumGone if the folder went: the system's own reason ("no such file") misleads.
    [[nodiscard]] Error explain(Error error) const;

private:
    MediumPresence(QString folder, quint64 device)
        : m_folder{std::move(folder)}
        , m_device{device}
    {
    }

    [[nodiscard]] bool isThere() const;

    QString m_folder;
    quint64 m_device; // its number; not the folder's inode too, which some file systems make up anew at times
};

// MediumGone unless the folder, which need not exist yet, lies on the file system that is mounted at `mountPoint`.
[[nodiscard]] Result<void> requireMounted(const QString& mountPoint, const QString& folder);

} // namespace satchel
