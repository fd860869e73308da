#include <core/media/MountTable.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::MountEntry;
using satchel::parseMountInfo;

namespace {

// proc(5)'s fields, with none, one and two optional ones before the dash.
constexpr QByteArrayView Sample{"21 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw,errors=remount-ro\n"
                                "40 21 8:17 / /media/a\\040b\\134c rw,nosuid - vfat /dev/sdb1 rw,umask=0022\n"
                                "41 21 8:33 / /mnt/locked ro shared:7 master:3 - iso9660 /dev/sr0 rw\n"
                                "42 21 8:34 / /mnt/switch rw - vfat /dev/sdc1 ro\n"
                                "43 21 0:50 / /home rw - nfs4 server:/home rw,vers=4.2\n"
                                "44 43 0:51 / /home rw - tmpfs tmpfs rw\n"};

} // namespace

class TestMountTable : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsEveryField();
    void seesReadOnlyOfMountAndFileSystem();
    void leavesOutOtherLines_data();
    void leavesOutOtherLines();
    void findsTheMountOfAPath_data();
    void findsTheMountOfAPath();
    void findsByTheKernelsId();
    void tellsNetworkFileSystems_data();
    void tellsNetworkFileSystems();
    void tellsWhereDirectReadsAreReal_data();
    void tellsWhereDirectReadsAreReal();
    void fatHasALargestFile();
};

void TestMountTable::readsEveryField()
{
    const auto mounts = parseMountInfo(Sample);
    QCOMPARE(mounts.size(), 6);
    QCOMPARE(mounts[0].id, quint64{21});
    QCOMPARE(mounts[0].mountPoint, QStringLiteral("/"));
    QCOMPARE(mounts[0].type, QStringLiteral("ext4"));
    QCOMPARE(mounts[0].source, QStringLiteral("/dev/sda1"));
    QCOMPARE(mounts[1].mountPoint, QStringLiteral("/media/a b\\c"));
    QCOMPARE(mounts[2].type, QStringLiteral("iso9660"));
}

void TestMountTable::seesReadOnlyOfMountAndFileSystem()
{
    const auto mounts = parseMountInfo(Sample);
    QVERIFY(!mounts[0].readOnly); // "errors=remount-ro" is not "ro"
    QVERIFY(!mounts[1].readOnly);
    QVERIFY(mounts[2].readOnly);
    QVERIFY(mounts[3].readOnly);
}

void TestMountTable::leavesOutOtherLines_data()
{
    QTest::addColumn<QByteArray>("line");

    QTest::newRow("empty") << QByteArray();
    QTest::newRow("no number") << QByteArray("x 1 8:1 / / rw - ext4 /dev/sda1 rw");
    QTest::newRow("no dash") << QByteArray("21 1 8:1 / / rw shared:1 ext4 /dev/sda1 rw");
    QTest::newRow("nothing after the dash") << QByteArray("21 1 8:1 / / rw -");
    QTest::newRow("no options of the file system") << QByteArray("21 1 8:1 / / rw - ext4 /dev/sda1");
    QTest::newRow("dash too early") << QByteArray("21 - ext4 /dev/sda1 rw");
}

void TestMountTable::leavesOutOtherLines()
{
    QFETCH(QByteArray, line);
    QVERIFY(parseMountInfo(line).isEmpty());
    QCOMPARE(parseMountInfo(line + "\n" + Sample.toByteArray()).size(), 6);
}

void TestMountTable::findsTheMountOfAPath_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<quint64>("id");

    QTest::newRow("root") << QStringLiteral("/") << quint64{21};
    QTest::newRow("below root") << QStringLiteral("/usr/bin") << quint64{21};
    QTest::newRow("a mount point") << QStringLiteral("/mnt/locked") << quint64{41};
    QTest::newRow("below a mount point") << QStringLiteral("/media/a b\\c/x") << quint64{40};
    QTest::newRow("a sibling with the same beginning") << QStringLiteral("/mnt/locked2") << quint64{21};
    QTest::newRow("the later of two hides the earlier") << QStringLiteral("/home/me") << quint64{44};
}

void TestMountTable::findsTheMountOfAPath()
{
    QFETCH(QString, path);
    QFETCH(quint64, id);
    const auto mount = satchel::findMountByPath(parseMountInfo(Sample), path);
    QVERIFY(mount);
    QCOMPARE(mount->id, id);
}

void TestMountTable::findsByTheKernelsId()
{
    const auto mounts = parseMountInfo(Sample);
    QCOMPARE(satchel::findMountById(mounts, 43)->type, QStringLiteral("nfs4"));
    QVERIFY(!satchel::findMountById(mounts, 99));
    QVERIFY(!satchel::findMountByPath({}, u"/"));
}

void TestMountTable::tellsNetworkFileSystems_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("network");

    for (const char* type : {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "9p", "glusterfs", "lustre",
             "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "fuse.rclone"}) {
        QTest::newRow(type) << QString::fromLatin1(type) << true;
    }
    for (const char* type : {"ext4", "vfat", "tmpfs", "overlay", "fuseblk", "fuse.exfat-fuse", "", "nfs5"}) {
        QTest::addRow("not \"%s\"", type) << QString::fromLatin1(type) << false;
    }
}

void TestMountTable::tellsNetworkFileSystems()
{
    QFETCH(QString, type);
    QFETCH(bool, network);
    QCOMPARE(satchel::isNetworkFileSystem(type), network);
}

void TestMountTable::tellsWhereDirectReadsAreReal_data()
{
    QTest::addColumn<QString>("type");
    QTest::addColumn<bool>("direct");

    for (const char* type : {"ext4", "xfs", "btrfs", "vfat", "exfat", "ntfs3", "f2fs", "msdos"}) {
        QTest::newRow(type) << QString::fromLatin1(type) << true;
    }
    for (const char* type :
        {"tmpfs", "ramfs", "overlay", "fuseblk", "fuse.exfat-fuse", "nfs", "squashfs", "", "EXT4"}) {
        QTest::addRow("not \"%s\"", type) << QString::fromLatin1(type) << false;
    }
}

void TestMountTable::tellsWhereDirectReadsAreReal()
{
    QFETCH(QString, type);
    QFETCH(bool, direct);
    QCOMPARE(satchel::readsDirectlyFromDevice(type), direct);
}

void TestMountTable::fatHasALargestFile()
{
    QCOMPARE(satchel::largestFileOn(u"vfat"), qint64{4'294'967'295});
    QCOMPARE(satchel::largestFileOn(u"msdos"), qint64{4'294'967'295});
    QCOMPARE(satchel::largestFileOn(u"exfat"), qint64{0});
}

SATCHEL_TEST(TestMountTable)
#include "TestMountTable.moc"
