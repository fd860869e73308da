#include <core/media/ExclusiveRename.h>

#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using satchel::ErrorCode;
using satchel::renameBy;
using satchel::RenameOutcome;
using satchel::RenameWay;
using satchel::test::contentOf;
using satchel::test::putFile;

Q_DECLARE_METATYPE(satchel::RenameWay)

namespace {

void addWays()
{
    QTest::addColumn<RenameWay>("way");

    QTest::newRow("kernel flag") << RenameWay::KernelFlag;
    QTest::newRow("hard link") << RenameWay::HardLink;
    QTest::newRow("check first") << RenameWay::CheckFirst;
}

} // namespace

class TestExclusiveRename : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renames_data() { addWays(); }
    void renames();
    void neverReplaces_data() { addWays(); }
    void neverReplaces();
    void neverReplacesALinkToNothing_data() { addWays(); }
    void neverReplacesALinkToNothing();
    void tellsWhatWentWrong_data() { addWays(); }
    void tellsWhatWentWrong();
    void picksAWay();
};

void TestExclusiveRename::renames()
{
    QFETCH(RenameWay, way);
    const QTemporaryDir folder;
    putFile(folder.filePath(QStringLiteral("a")), "bytes");
    const auto outcome = renameBy(way, folder.filePath(QStringLiteral("a")), folder.filePath(QStringLiteral("b")));
    QVERIFY(outcome.has_value());
    if (*outcome == RenameOutcome::WayUnknown && way != RenameWay::CheckFirst) {
        QSKIP("this file system does not know that way");
    }
    QCOMPARE(*outcome, RenameOutcome::Renamed);
    QCOMPARE(QDir{folder.path()}.entryList(QDir::Files), QStringList{QStringLiteral("b")});
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("b"))), QByteArray("bytes"));
}

void TestExclusiveRename::neverReplaces()
{
    QFETCH(RenameWay, way);
    const QTemporaryDir folder;
    putFile(folder.filePath(QStringLiteral("a")), "new");
    putFile(folder.filePath(QStringLiteral("b")), "old");
    const auto outcome = renameBy(way, folder.filePath(QStringLiteral("a")), folder.filePath(QStringLiteral("b")));
    QVERIFY(outcome.has_value());
    if (*outcome == RenameOutcome::WayUnknown && way != RenameWay::CheckFirst) {
        QSKIP("this file system does not know that way");
    }
    QCOMPARE(*outcome, RenameOutcome::NameTaken);
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("a"))), QByteArray("new"));
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("b"))), QByteArray("old"));
}

void TestExclusiveRename::neverReplacesALinkToNothing()
{
    QFETCH(RenameWay, way);
    const QTemporaryDir folder;
    const auto taken = folder.filePath(QStringLiteral("b"));
    putFile(folder.filePath(QStringLiteral("a")), "new");
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("nothing")), taken));
    const auto outcome = renameBy(way, folder.filePath(QStringLiteral("a")), taken);
    QVERIFY(outcome.has_value());
    QVERIFY(*outcome != RenameOutcome::Renamed);
    QVERIFY(QFileInfo{taken}.isSymLink());
}

void TestExclusiveRename::tellsWhatWentWrong()
{
    QFETCH(RenameWay, way);
    const QTemporaryDir folder;
    const auto target = folder.filePath(QStringLiteral("b"));
    const auto outcome = renameBy(way, folder.filePath(QStringLiteral("absent")), target);
    QVERIFY(!outcome.has_value());
    QCOMPARE(outcome.error().code, ErrorCode::Unreadable);
    QCOMPARE(outcome.error().file, target);
    QVERIFY(!QFile::exists(target));
}

void TestExclusiveRename::picksAWay()
{
    const QTemporaryDir folder;
    putFile(folder.filePath(QStringLiteral("a")), "1");
    putFile(folder.filePath(QStringLiteral("c")), "2");
    const auto first
        = satchel::renameWithoutReplacing(folder.filePath(QStringLiteral("a")), folder.filePath(QStringLiteral("b")));
    QVERIFY(first.has_value() && *first);
    const auto second
        = satchel::renameWithoutReplacing(folder.filePath(QStringLiteral("c")), folder.filePath(QStringLiteral("b")));
    QVERIFY(second.has_value() && !*second);
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("b"))), QByteArray("1"));
}

SATCHEL_TEST(TestExclusiveRename)
#include "TestExclusiveRename.moc"
