#include "MountedFolder.h"

#include <core/media/KernelVolumes.h>
#include <core/media/Volumes.h>
#include <tests/support/FakeSysfs.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <unistd.h>

using namespace satchel;
using satchel::test::FakeSysfs;

namespace {

const QString NoBus = QStringLiteral("unix:path=/nonexistent/bus");

Volume onlyOf(const FakeSysfs& machine)
{
    const auto volumes = KernelVolumes{machine.root()}.list();
    if (volumes.size() != 1) {
        qFatal("there are %d volumes", static_cast<int>(volumes.size()));
    }
    return volumes.front();
}

} // namespace

class TestKernelVolumes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsAStick();
    void knowsWhereItIsMounted();
    void knowsAWriteLock_data();
    void knowsAWriteLock();
    void knowsACard();
    void knowsAUsbDiskThatIsNotCalledRemovable();
    void leavesOutTheDisksOfTheMachine();
    void leavesOutAnEmptyReader();
    void diskWithoutPartitionsIsAVolume();
    void machineWithoutSysfsHasNone();
    void unmounts();
    void busyMediumIsNotUnmounted();
    void whatIsNotMountedIsUnmounted();
    void onlyRootUnmounts();
    void whatTheKernelSaysOtherwiseIsTold();
    void ejectsAWholeDrive();
    void ejectingWhatIsGoneSaysSo();
    void nobodyMountsWithoutUDisks();
    void volumeOfAPathIsFoundByItsMountPoint_data();
    void volumeOfAPathIsFoundByItsMountPoint();
    void aPathOnAnotherDeviceIsNoVolumes();
};

void TestKernelVolumes::knowsAStick()
{
    const FakeSysfs machine;
    machine.plugStick();
    machine.showMounts({});
    const auto stick = onlyOf(machine);
    QCOMPARE(stick.device, QStringLiteral("/dev/sdb1"));
    QCOMPARE(stick.id, QStringLiteral("4C530001:5A3F-11D2"));
    QCOMPARE(stick.label, QStringLiteral("DEPOT 4"));
    QCOMPARE(stick.vendor, QStringLiteral("Acme"));
    QCOMPARE(stick.model, QStringLiteral("Stick 3000"));
    QCOMPARE(stick.serial, QStringLiteral("4C530001"));
    QCOMPARE(stick.uuid, QStringLiteral("5A3F-11D2"));
    QCOMPARE(stick.size, qint64{15622952} * 512);
    QVERIFY(stick.removable);
    QVERIFY(!stick.readOnly);
    QVERIFY(!stick.isMounted());
    QVERIFY(!stick.free);
}

void TestKernelVolumes::knowsWhereItIsMounted()
{
    const FakeSysfs machine;
    const QTemporaryDir folder; // really there, so that its free space can be asked for
    machine.plugStick();
    machine.showMounts({"77 27 8:17 / " + QFile::encodeName(folder.path()) + " rw - vfat /dev/disk/by-uuid/x rw",
        "78 27 8:17 / /elsewhere rw - vfat /dev/sdb1 rw", "79 27 8:33 / /other rw - ext4 /dev/sdc1 rw"});
    const auto stick = onlyOf(machine);
    QCOMPARE(stick.mountPoints, (QStringList{folder.path(), QStringLiteral("/elsewhere")}));
    QCOMPARE(stick.fileSystem, QStringLiteral("vfat"));
    QVERIFY(stick.free && *stick.free > 0);
}

void TestKernelVolumes::knowsAWriteLock_data()
{
    QTest::addColumn<QString>("attribute");
    QTest::addColumn<QByteArray>("options");
    QTest::newRow("the switch") << QStringLiteral("ro") << QByteArray{"rw"};
    QTest::newRow("the mount") << QStringLiteral("other") << QByteArray{"ro"};
}

void TestKernelVolumes::knowsAWriteLock()
{
    QFETCH(QString, attribute);
    QFETCH(QByteArray, options);
    const FakeSysfs machine;
    machine.plugStick();
    machine.put(QStringLiteral("sys/class/block/sdb1/") + attribute, "1\n");
    machine.showStickAt(QStringLiteral("/nonexistent/stick"), options);
    QVERIFY(onlyOf(machine).readOnly);
}

void TestKernelVolumes::knowsACard()
{
    const FakeSysfs machine;
    machine.showMounts({});
    const auto hardware = QStringLiteral("platform/mmc/mmc_host/mmc0/mmc0:0001");
    machine.put(QStringLiteral("sys/devices/%1/type").arg(hardware), "SD\n");
    machine.put(QStringLiteral("sys/devices/%1/name").arg(hardware), "SC32G\n");
    machine.put(QStringLiteral("sys/devices/%1/serial").arg(hardware), "0x1234abcd\n");
    machine.addDisk(QStringLiteral("mmcblk0"), hardware,
        {{QStringLiteral("size"), "62333952\n"}, {QStringLiteral("removable"), "0\n"}});
    machine.addPartition(
        QStringLiteral("mmcblk0"), hardware, QStringLiteral("mmcblk0p1"), {{QStringLiteral("size"), "62325760\n"}});
    const auto card = onlyOf(machine);
    QVERIFY(card.removable);
    QCOMPARE(card.model, QStringLiteral("SC32G"));
    QCOMPARE(card.serial, QStringLiteral("0x1234abcd"));
    QCOMPARE(card.id, QStringLiteral("0x1234abcd:mmcblk0p1"));
}

// Adapters for SATA disks say 0, though nobody doubts that they are pulled.
void TestKernelVolumes::knowsAUsbDiskThatIsNotCalledRemovable()
{
    const FakeSysfs machine;
    machine.plugStick();
    machine.put(QStringLiteral("sys/class/block/sdb/removable"), "0\n");
    machine.showMounts({});
    QVERIFY(onlyOf(machine).removable);
}

void TestKernelVolumes::leavesOutTheDisksOfTheMachine()
{
    const FakeSysfs machine;
    machine.showMounts({});
    machine.addDisk(QStringLiteral("vda"), QStringLiteral("pci0000:00/virtio1"),
        {{QStringLiteral("size"), "1000000\n"}, {QStringLiteral("removable"), "0\n"},
            {QStringLiteral("dev"), "254:0\n"}});
    const auto volumes = Volumes::open({NoBus, machine.root()});
    QVERIFY(!volumes.usesUDisks());
    QVERIFY(volumes.list().isEmpty());
    const auto all = volumes.list(WhichVolumes::All);
    QCOMPARE(all.size(), 1);
    QCOMPARE(all.front().mountPoint(), QStringLiteral("/"));
}

void TestKernelVolumes::leavesOutAnEmptyReader()
{
    const FakeSysfs machine;
    machine.showMounts({});
    machine.addDisk(QStringLiteral("sdc"), QStringLiteral("pci0000:00/usb2/2-1/host7/target7:0:0/7:0:0:0"),
        {{QStringLiteral("size"), "0\n"}, {QStringLiteral("removable"), "1\n"}});
    QVERIFY(KernelVolumes{machine.root()}.list().isEmpty());
}

void TestKernelVolumes::diskWithoutPartitionsIsAVolume()
{
    const FakeSysfs machine;
    machine.showMounts({});
    machine.addDisk(QStringLiteral("sdc"), QStringLiteral("pci0000:00/usb2/2-1/host7/target7:0:0/7:0:0:0"),
        {{QStringLiteral("size"), "2048\n"}, {QStringLiteral("removable"), "1\n"}});
    QCOMPARE(onlyOf(machine).device, QStringLiteral("/dev/sdc"));
}

void TestKernelVolumes::machineWithoutSysfsHasNone()
{
    const QTemporaryDir nothing;
    QVERIFY(KernelVolumes{nothing.path()}.list().isEmpty());
}

void TestKernelVolumes::unmounts()
{
    const MountedFolder folder{"size=1m"};
    SKIP_UNLESS_MOUNTED(folder);
    Volume volume;
    volume.mountPoints = QStringList{folder.path()};
    QVERIFY(KernelVolumes::unmount(volume).has_value());
    QFile mounts{QStringLiteral("/proc/self/mounts")};
    QVERIFY(mounts.open(QIODevice::ReadOnly));
    QVERIFY(!mounts.readAll().contains(folder.path().toUtf8() + ' '));
}

void TestKernelVolumes::busyMediumIsNotUnmounted()
{
    const MountedFolder folder{"size=1m"};
    SKIP_UNLESS_MOUNTED(folder);
    QFile open{folder.path() + QStringLiteral("/open")};
    QVERIFY(open.open(QIODevice::WriteOnly));
    Volume volume;
    volume.mountPoints = QStringList{folder.path()};
    const auto unmounted = KernelVolumes::unmount(volume);
    QVERIFY(!unmounted.has_value());
    QCOMPARE(unmounted.error().code, ErrorCode::Unreadable);
    QVERIFY(unmounted.error().message.contains(QStringLiteral("must not be pulled yet")));
    QCOMPARE(unmounted.error().file, folder.path());
}

void TestKernelVolumes::whatIsNotMountedIsUnmounted()
{
    const QTemporaryDir folder;
    Volume volume;
    QVERIFY(KernelVolumes::unmount(volume).has_value());
    volume.mountPoints = QStringList{folder.path()};
    const auto unmounted = KernelVolumes::unmount(volume);
    // Root hears that nothing is mounted there; others are not even heard.
    QVERIFY(unmounted.has_value() || unmounted.error().message.contains(QStringLiteral("as root")));
}

void TestKernelVolumes::onlyRootUnmounts()
{
    const MountedFolder folder{"size=1m,mode=0777"};
    SKIP_UNLESS_MOUNTED(folder);
    Volume volume;
    volume.mountPoints = QStringList{folder.path()};
    const auto root = ::geteuid();
    constexpr uid_t Nobody = 65534;
    if (::seteuid(Nobody) != 0) { // without root's capabilities as long as that lasts
        LACKING_MOUNT("there is nobody else here");
    }
    const bool isSeen = ::euidaccess(QFile::encodeName(folder.path()).constData(), R_OK) == 0;
    const auto unmounted = KernelVolumes::unmount(volume);
    QCOMPARE(::seteuid(root), 0);
    if (!isSeen) {
        LACKING_MOUNT("others may not see the folder for temporary files");
    }
    QVERIFY(!unmounted.has_value());
    QVERIFY2(unmounted.error().message.contains(QStringLiteral("run `umount \"%1\"` as root").arg(folder.path())),
        qPrintable(unmounted.error().message));
}

void TestKernelVolumes::whatTheKernelSaysOtherwiseIsTold()
{
    Volume volume;
    volume.readOnly = true; // nothing is flushed first
    volume.mountPoints = QStringList{QStringLiteral("/nonexistent/stick")};
    const auto unmounted = KernelVolumes::unmount(volume);
    QVERIFY(!unmounted.has_value());
    if (::geteuid() == 0) {
        QVERIFY(unmounted.error().message.contains(QStringLiteral("must not be pulled yet")));
    }
    QCOMPARE(unmounted.error().file, volume.mountPoints.front());
}

void TestKernelVolumes::ejectsAWholeDrive()
{
    const MountedFolder first{"size=1m"};
    const MountedFolder second{"size=1m"};
    SKIP_UNLESS_MOUNTED(first);
    const FakeSysfs machine;
    machine.plugStick();
    machine.addPartition(QStringLiteral("sdb"),
        QStringLiteral("pci0000:00/0000:00:14.0/usb1/1-sdb/1-1:1.0/host6/target6:0:0/6:0:0:0"), QStringLiteral("sdb2"),
        {{QStringLiteral("size"), "2048\n"}, {QStringLiteral("dev"), "8:18\n"}});
    machine.showMounts({"77 27 8:17 / " + QFile::encodeName(first.path()) + " rw - vfat /dev/sdb1 rw",
        "78 27 8:18 / " + QFile::encodeName(second.path()) + " rw - ext4 /dev/sdb2 rw"});
    const auto volumes = Volumes::open({NoBus, machine.root()});
    const auto ejection = volumes.eject(volumes.list().front());
    QVERIFY(ejection.has_value());
    QCOMPARE(ejectionName(ejection->how), QStringLiteral("unmounted"));
    QFile mounts{QStringLiteral("/proc/self/mounts")};
    QVERIFY(mounts.open(QIODevice::ReadOnly));
    const auto text = mounts.readAll();
    QVERIFY(!text.contains(first.path().toUtf8() + ' ') && !text.contains(second.path().toUtf8() + ' '));
}

void TestKernelVolumes::ejectingWhatIsGoneSaysSo()
{
    const FakeSysfs machine;
    machine.plugStick();
    machine.showMounts({});
    const auto volumes = Volumes::open({NoBus, machine.root()});
    const auto stick = volumes.list().front();
    machine.unplug();
    const auto ejection = volumes.eject(stick);
    QVERIFY(!ejection.has_value());
    QCOMPARE(ejection.error().code, ErrorCode::MediumGone);
}

void TestKernelVolumes::nobodyMountsWithoutUDisks()
{
    const FakeSysfs machine;
    machine.plugStick();
    machine.showMounts({});
    const auto volumes = Volumes::open({NoBus, machine.root()});
    const auto mounted = volumes.mount(volumes.list().front());
    QVERIFY(!mounted.has_value());
    QVERIFY(mounted.error().message.contains(QStringLiteral("UDisks2 does not run")));
}

void TestKernelVolumes::volumeOfAPathIsFoundByItsMountPoint_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<bool>("found");
    QTest::newRow("the mount point") << QStringLiteral("stick") << true;
    QTest::newRow("below it, not made yet") << QStringLiteral("stick/a/b") << true;
    QTest::newRow("beside it") << QStringLiteral("sticky") << false;
    QTest::newRow("a share in it") << QStringLiteral("stick/share") << false;
}

void TestKernelVolumes::volumeOfAPathIsFoundByItsMountPoint()
{
    QFETCH(QString, path);
    QFETCH(bool, found);
    const FakeSysfs machine;
    const QTemporaryDir folder;
    const QDir there{folder.path()};
    QVERIFY(there.mkpath(QStringLiteral("stick/share")) && there.mkpath(QStringLiteral("sticky")));
    machine.plugStick();
    const auto canonical = QFile::encodeName(QFileInfo{folder.path()}.canonicalFilePath());
    machine.showMounts({"77 27 8:17 / " + canonical + "/stick rw - vfat /dev/sdb1 rw",
        "78 77 0:50 / " + canonical + "/stick/share rw - nfs4 server:/x rw"});
    const auto volume = volumeAt(there.filePath(path), {NoBus, machine.root()});
    QCOMPARE(volume.has_value(), found);
    QVERIFY(!found || volume->serial == QStringLiteral("4C530001"));
}

// Of a device that is there, but that nobody pulls.
void TestKernelVolumes::aPathOnAnotherDeviceIsNoVolumes()
{
    const FakeSysfs machine;
    const QTemporaryDir folder;
    machine.plugStick();
    const auto hardware = QStringLiteral("pci0000:00/virtio1");
    machine.addDisk(QStringLiteral("vda"), hardware,
        {{QStringLiteral("size"), "1000000\n"}, {QStringLiteral("removable"), "0\n"},
            {QStringLiteral("dev"), "254:0\n"}});
    machine.addPartition(QStringLiteral("vda"), hardware, QStringLiteral("vda1"),
        {{QStringLiteral("size"), "900000\n"}, {QStringLiteral("dev"), "254:1\n"}});
    const auto canonical = QFile::encodeName(QFileInfo{folder.path()}.canonicalFilePath());
    machine.showMounts({"77 27 254:1 / " + canonical + " rw - ext4 /dev/vda1 rw"});
    QVERIFY(!volumeAt(folder.path(), {NoBus, machine.root()}));
}

SATCHEL_TEST(TestKernelVolumes)
#include "TestKernelVolumes.moc"
