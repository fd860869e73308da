#include "MountedFolder.h"

#include <core/media/FileSystem.h>
#include <core/media/MediumFile.h>

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTest>

using satchel::ErrorCode;

class TestFileSystem : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void knowsTheFileSystemOfAFolder();
    void knowsTheFileSystemOfAFile();
    void knowsProcfs();
    void knowsAMountBelowAnother();
    void refusesAPathThatIsNotThere();
    void aTmpfsHasItsFacts();
    void aReadOnlyMountIsSeen();
    void spaceIsThereOrNot();
    void spaceNeedsAFolder();
};

void TestFileSystem::knowsTheFileSystemOfAFolder()
{
    const QTemporaryDir folder;
    const auto facts = satchel::fileSystemOf(folder.path());
    QVERIFY(facts.has_value());
    QVERIFY(!facts->type.isEmpty());
    QVERIFY(folder.path().startsWith(facts->mountPoint));
    QVERIFY(!facts->readOnly);
    QVERIFY(facts->sizeBytes > 0);
    QVERIFY(facts->freeBytes >= 0 && facts->freeBytes <= facts->sizeBytes);
}

void TestFileSystem::knowsTheFileSystemOfAFile()
{
    const auto ofFile
        = satchel::fileSystemOf(QDir{QStringLiteral(SATCHEL_SOURCE_DIR)}.filePath(QStringLiteral("CMakeLists.txt")));
    const auto ofFolder = satchel::fileSystemOf(QStringLiteral(SATCHEL_SOURCE_DIR));
    QVERIFY(ofFile.has_value() && ofFolder.has_value());
    QCOMPARE(ofFile->mountPoint, ofFolder->mountPoint);
    QCOMPARE(ofFile->type, ofFolder->type);
}

void TestFileSystem::knowsProcfs()
{
    const auto facts = satchel::fileSystemOf(QStringLiteral("/proc/self"));
    QVERIFY(facts.has_value());
    QCOMPARE(facts->type, QStringLiteral("proc"));
    QVERIFY(!facts->bypassesCache);
    QVERIFY(!facts->network);
}

void TestFileSystem::knowsAMountBelowAnother()
{
    const MountedFolder outer{"size=1m"};
    SKIP_UNLESS_MOUNTED(outer);
    const auto inner = outer.path() + QStringLiteral("/with a space");
    QVERIFY(QDir{}.mkdir(inner));
    const auto encoded = QFile::encodeName(inner);
    QCOMPARE(::mount("other", encoded.constData(), "tmpfs", 0, "size=2m"), 0);
    const auto facts = satchel::fileSystemOf(inner);
    ::umount(encoded.constData());
    QVERIFY(facts.has_value());
    QCOMPARE(facts->mountPoint, inner);
    QCOMPARE(facts->source, QStringLiteral("other"));
    QCOMPARE(facts->sizeBytes, qint64{2 * 1024 * 1024});
}

void TestFileSystem::refusesAPathThatIsNotThere()
{
    const auto facts = satchel::fileSystemOf(QStringLiteral("/no/such/folder"));
    QVERIFY(!facts.has_value());
    QCOMPARE(facts.error().code, ErrorCode::Unreadable);
    QCOMPARE(facts.error().file, QStringLiteral("/no/such/folder"));
}

void TestFileSystem::aTmpfsHasItsFacts()
{
    const MountedFolder folder{"size=1m"};
    SKIP_UNLESS_MOUNTED(folder);
    const auto facts = satchel::fileSystemOf(folder.path());
    QVERIFY(facts.has_value());
    QCOMPARE(facts->type, QStringLiteral("tmpfs"));
    QCOMPARE(facts->mountPoint, folder.path());
    QCOMPARE(facts->sizeBytes, qint64{1024 * 1024});
    QVERIFY(!facts->bypassesCache);
    QVERIFY(!facts->network);
    QCOMPARE(facts->largestFile, qint64{0});
}

void TestFileSystem::aReadOnlyMountIsSeen()
{
    const MountedFolder folder{"size=4m"};
    SKIP_UNLESS_MOUNTED(folder);
    QVERIFY(folder.makeReadOnly());
    const auto facts = satchel::fileSystemOf(folder.path());
    QVERIFY(facts.has_value());
    QVERIFY(facts->readOnly);
    const auto space = satchel::requireSpace(folder.path(), 1);
    QVERIFY(!space.has_value());
    QCOMPARE(space.error().code, ErrorCode::MediumReadOnly);
    QCOMPARE(space.error().file, folder.path());
}

void TestFileSystem::spaceIsThereOrNot()
{
    const MountedFolder folder{"size=3m"};
    SKIP_UNLESS_MOUNTED(folder);
    constexpr qint64 Mebibyte = 1024 * 1024;
    QVERIFY(satchel::requireSpace(folder.path(), 2 * Mebibyte).has_value());
    const auto reserveMissing = satchel::requireSpace(folder.path(), 2 * Mebibyte + 1);
    QVERIFY(!reserveMissing.has_value());
    QCOMPARE(reserveMissing.error().code, ErrorCode::MediumFull);
}

void TestFileSystem::spaceNeedsAFolder()
{
    const auto space = satchel::requireSpace(QStringLiteral("/no/such/folder"), 1);
    QVERIFY(!space.has_value());
    QCOMPARE(space.error().code, ErrorCode::Unreadable);
}

SATCHEL_TEST(TestFileSystem)
#include "TestFileSystem.moc"
