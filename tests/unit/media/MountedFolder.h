#pragma once

#include <tests/support/Lacking.h>

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <sys/mount.h>

// A tmpfs of a given size for as long as this lives; not mounted where the test does not run as root.
class MountedFolder final {
public:
    explicit MountedFolder(const char* options)
        : m_mounted{::mount("none", encoded().constData(), "tmpfs", 0, options) == 0}
    {
    }

    MountedFolder(const MountedFolder&) = delete;
    MountedFolder& operator=(const MountedFolder&) = delete;

    ~MountedFolder()
    {
        if (m_mounted) {
            ::umount2(encoded().constData(), MNT_DETACH);
        }
    }

    [[nodiscard]] bool isMounted() const { return m_mounted; }
    [[nodiscard]] QString path() const { return m_folder.path(); }

    [[nodiscard]] bool makeReadOnly() const
    {
        return ::mount(nullptr, encoded().constData(), nullptr, MS_REMOUNT | MS_RDONLY, nullptr) == 0;
    }

private:
    [[nodiscard]] QByteArray encoded() const { return QFile::encodeName(m_folder.path()); }

    QTemporaryDir m_folder;
    bool m_mounted;
};

#define SKIP_UNLESS_MOUNTED(folder)                                                                                    \
    do {                                                                                                               \
        if (!(folder).isMounted()) {                                                                                   \
            LACKING_MOUNT("mounting a small tmpfs needs root");                                                        \
        }                                                                                                              \
    } while (false)
