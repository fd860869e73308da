#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

#include <utility>

namespace satchel::test {

// What a machine's kernel and udev show of its disks, below a folder that stands for /.
class FakeSysfs final {
public:
    using Attributes = QList<std::pair<QString, QByteArray>>;

    [[nodiscard]] QString root() const { return m_folder.path(); }

    void put(const QString& path, const QByteArray& content) const
    {
        const auto whole = m_folder.filePath(path);
        QDir{}.mkpath(QFileInfo{whole}.path());
        QFile file{whole};
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size()) {
            qFatal("cannot write %s", qPrintable(whole));
        }
    }

    void link(const QString& path, const QString& target) const
    {
        const auto whole = m_folder.filePath(path);
        QDir{}.mkpath(QFileInfo{whole}.path());
        if (!QFile::link(target, whole)) {
            qFatal("cannot link %s", qPrintable(whole));
        }
    }

    // A disk below this hardware ("pci0000:00/usb1/1-1/1-1:1.0/host6/target6:0:0/6:0:0:0").
    void addDisk(const QString& name, const QString& hardware, const Attributes& attributes) const
    {
        const auto folder = QStringLiteral("sys/devices/%1/block/%2").arg(hardware, name);
        for (const auto& [attribute, value] : attributes) {
            put(folder + QLatin1Char('/') + attribute, value);
        }
        link(folder + QStringLiteral("/device"), QStringLiteral("../../"));
        link(QStringLiteral("sys/class/block/") + name, QStringLiteral("../../../") + folder);
    }

    void addPartition(
        const QString& disk, const QString& hardware, const QString& name, const Attributes& attributes) const
    {
        const auto folder = QStringLiteral("sys/devices/%1/block/%2/%3").arg(hardware, disk, name);
        put(folder + QStringLiteral("/partition"), name.right(1).toUtf8() + '\n');
        for (const auto& [attribute, value] : attributes) {
            put(folder + QLatin1Char('/') + attribute, value);
        }
        link(QStringLiteral("sys/class/block/") + name, QStringLiteral("../../../") + folder);
    }

    // A stick of 8 GB with one partition, as Linux shows one.
    void plugStick(const QByteArray& serial = "4C530001", const QString& disk = QStringLiteral("sdb")) const
    {
        const auto partition = disk + QLatin1Char('1');
        const auto usb = QStringLiteral("pci0000:00/0000:00:14.0/usb1/1-%1").arg(disk);
        const auto hardware = usb + QStringLiteral("/1-1:1.0/host6/target6:0:0/6:0:0:0");
        put(QStringLiteral("sys/devices/%1/serial").arg(usb), serial + '\n');
        put(QStringLiteral("sys/devices/%1/vendor").arg(hardware), "Acme    \n");
        put(QStringLiteral("sys/devices/%1/model").arg(hardware), "Stick 3000      \n");
        addDisk(disk, hardware,
            {{QStringLiteral("removable"), "1\n"}, {QStringLiteral("ro"), "0\n"},
                {QStringLiteral("size"), "15625000\n"}, {QStringLiteral("dev"), "8:16\n"}});
        addPartition(disk, hardware, partition,
            {{QStringLiteral("ro"), "0\n"}, {QStringLiteral("size"), "15622952\n"}, {QStringLiteral("dev"), "8:17\n"}});
        link(QStringLiteral("dev/disk/by-uuid/5A3F-11D2"), QStringLiteral("../../%1").arg(partition));
        link(QStringLiteral("dev/disk/by-label/DEPOT\\x204"), QStringLiteral("../../%1").arg(partition));
    }

    void unplug(const QString& disk = QStringLiteral("sdb")) const
    {
        QFile::remove(m_folder.filePath(QStringLiteral("sys/class/block/") + disk));
        QFile::remove(m_folder.filePath(QStringLiteral("sys/class/block/") + disk + QLatin1Char('1')));
    }

    // Lines of /proc/self/mountinfo; the disk of this machine is always there.
    void showMounts(const QList<QByteArray>& lines) const
    {
        put(QStringLiteral("proc/self/mountinfo"), "27 1 254:0 / / rw - ext4 /dev/vda rw\n" + lines.join('\n') + '\n');
    }

    void showStickAt(const QString& mountPoint, const QByteArray& options = "rw") const
    {
        showMounts({"77 27 8:17 / " + QFile::encodeName(mountPoint) + ' ' + options + " - vfat /dev/sdb1 " + options});
    }

private:
    QTemporaryDir m_folder;
};

} // namespace satchel::test
