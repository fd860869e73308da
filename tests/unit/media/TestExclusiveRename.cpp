#include <core/media/ExclusiveRename.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using satchel::ErrorCode;
using satchel::renameBy;
using satchel::RenameOutcome;
using satchel::RenameWay;

Q_DECLARE_METATYPE(satchel::RenameWay)

namespace {

void put(const QString& path, const QByteArray& bytes)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

QByteArray contentOf(const QString& path)
{
    QFile file{path};
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("<unreadable>");
}

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
    put(folder.filePath(QStringLiteral("a")), "bytes");
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
    put(folder.filePath(QStringLiteral("a")), "new");
    put(folder.filePath(QStringLiteral("b")), "old");
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
    put(folder.filePath(QStringLiteral("a")), "new");
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
    put(folder.filePath(QStringLiteral("a")), "1");
    put(folder.filePath(QStringLiteral("c")), "2");
    const auto first
        = satchel::renameWithoutReplacing(folder.filePath(QStringLiteral("a")), folder.filePath(QStringLiteral("b")));
    QVERIFY(first.has_value() && *first);
    const auto second
        = satchel::renameWithoutReplacing(folder.filePath(QStringLiteral("c")), folder.filePath(QStringLiteral("b")));
    QVERIFY(second.has_value() && !*second);
    QCOMPARE(contentOf(folder.filePath(QStringLiteral("b"))), QByteArray("1"));
}

QTEST_GUILESS_MAIN(TestExclusiveRename)
#include "TestExclusiveRename.moc"
