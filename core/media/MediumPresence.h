#pragma once

#include <core/base/FileLook.h>
#include <core/base/Result.h>

#include <QString>

namespace satchel {

// Notices that a medium went while it was worked on. One that is pulled leaves its mount point behind, or nothing at
// all, and what is written there next would land on this machine's own disk as if all were well.
class MediumPresence final {
public:
    // The folder must exist.
    [[nodiscard]] static Result<MediumPresence> at(const QString& folder);

    // MediumGone unless the same folder of the same file system is still there.
    [[nodiscard]] Result<void> require() const;
    // What went wrong there, told as MediumGone if the folder went: the system's own reason ("no such file") misleads.
    [[nodiscard]] Error explain(Error error) const;

private:
    MediumPresence(QString folder, FileLook look)
        : m_folder{std::move(folder)}
        , m_look{look}
    {
    }

    [[nodiscard]] bool isThere() const;

    QString m_folder;
    FileLook m_look;
};

// MediumGone unless the folder, which need not exist yet, lies on the file system that is mounted at `mountPoint`.
[[nodiscard]] Result<void> requireMounted(const QString& mountPoint, const QString& folder);

} // namespace satchel
