#include "LoopDevice.h"

#include <QFile>
#include <QProcess>
#include <QStringList>

#include <sys/mount.h>

namespace satchel::test {

namespace {

constexpr int PatienceMilliseconds = 60'000;

// What it says on stdout; null if it fails or is not there.
QString outputOf(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    const bool ended = process.waitForFinished(PatienceMilliseconds);
    const auto output = QString::fromLocal8Bit(process.readAllStandardOutput()).trimmed();
    return ended && process.exitCode() == 0 ? QStringLiteral("%1").arg(output) : QString{};
}

} // namespace

LoopDevice::LoopDevice(qint64 bytes)
{
    const auto image = m_folder.filePath(QStringLiteral("image"));
    QFile file{image};
    if (!file.open(QIODevice::WriteOnly) || !file.resize(bytes)) {
        m_missing = QStringLiteral("no room for an image of a medium");
        return;
    }
    file.close();
    if (outputOf(QStringLiteral("/sbin/mkfs.ext4"), {QStringLiteral("-q"), image}).isNull()) {
        m_missing = QStringLiteral("no mkfs.ext4 here (package e2fsprogs)");
        return;
    }
    m_device = outputOf(QStringLiteral("/sbin/losetup"), {QStringLiteral("--find"), QStringLiteral("--show"), image});
    if (m_device.isEmpty()) {
        m_missing = QStringLiteral("no loop device to be had: that needs root, and a machine that has such");
    }
}

LoopDevice::~LoopDevice()
{
    if (!m_mountedAt.isEmpty()) {
        ::umount2(QFile::encodeName(m_mountedAt).constData(), MNT_DETACH);
    }
    if (!m_device.isEmpty()) {
        (void)outputOf(QStringLiteral("/sbin/losetup"), {QStringLiteral("--detach"), m_device});
    }
}

bool LoopDevice::mountAt(const QString& folder)
{
    if (::mount(QFile::encodeName(m_device).constData(), QFile::encodeName(folder).constData(), "ext4", 0, nullptr)
        != 0) {
        return false;
    }
    m_mountedAt = folder;
    return true;
}

} // namespace satchel::test
