#pragma once

#include <QString>
#include <QTemporaryDir>

namespace satchel::test {

// A real block device with a real file system (ext4) on it, in a file, for as long as this lives.
class LoopDevice final {
public:
    explicit LoopDevice(qint64 bytes);
    LoopDevice(const LoopDevice&) = delete;
    LoopDevice& operator=(const LoopDevice&) = delete;
    ~LoopDevice();

    // Why there is none on this machine; empty if all is well.
    [[nodiscard]] const QString& missing() const { return m_missing; }
    [[nodiscard]] const QString& device() const { return m_device; } // "/dev/loop0"

    // Unmounted at the end at the latest.
    [[nodiscard]] bool mountAt(const QString& folder);

private:
    QTemporaryDir m_folder;
    QString m_missing;
    QString m_device;
    QString m_mountedAt;
};

} // namespace satchel::test
