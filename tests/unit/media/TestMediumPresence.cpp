#include "MountedFolder.h"

#include <core/media/MediumPresence.h>

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTest>

using namespace satchel;

class TestMediumPresence : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folderThatStaysIsThere();
    void removedFolderIsGone();
    void unmountedMediumIsGone();
    void onlyWhatTheFolderCausedIsExplained_data();
    void onlyWhatTheFolderCausedIsExplained();
    void mountPointIsDemanded();
};

void TestMediumPresence::folderThatStaysIsThere()
{
    const QTemporaryDir folder;
    const auto presence = MediumPresence::at(folder.path());
    QVERIFY(presence.has_value());
    QVERIFY(presence->require().has_value());
    const auto error = presence->explain({ErrorCode::Unreadable, QStringLiteral("x"), QStringLiteral("y")});
    QCOMPARE(error.code, ErrorCode::Unreadable);
    QCOMPARE(error.message, QStringLiteral("x"));
    QVERIFY(!MediumPresence::at(folder.path() + QStringLiteral("/nothing")).has_value());
}

void TestMediumPresence::removedFolderIsGone()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkdir(path));
    const auto presence = MediumPresence::at(path);
    QVERIFY(QDir{}.rmdir(path));
    const auto there = presence->require();
    QVERIFY(!there.has_value());
    QCOMPARE(there.error().code, ErrorCode::MediumGone);
    QCOMPARE(there.error().file, path);
}

void TestMediumPresence::unmountedMediumIsGone()
{
    const MountedFolder folder{"size=1m"};
    SKIP_UNLESS_MOUNTED(folder);
    const auto presence = MediumPresence::at(folder.path());
    QVERIFY(presence->require().has_value());
    QCOMPARE(::umount2(QFile::encodeName(folder.path()).constData(), MNT_DETACH), 0);
    // The folder itself is there: that is the danger.
    QVERIFY(QFileInfo::exists(folder.path()));
    QCOMPARE(presence->require().error().code, ErrorCode::MediumGone);
}

void TestMediumPresence::onlyWhatTheFolderCausedIsExplained_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<ErrorCode>("told");
    QTest::newRow("no such file") << ErrorCode::Unreadable << ErrorCode::MediumGone;
    QTest::newRow("the system's disk is read-only") << ErrorCode::MediumReadOnly << ErrorCode::MediumGone;
    QTest::newRow("stopped") << ErrorCode::Cancelled << ErrorCode::Cancelled;
    QTest::newRow("the ledger's disk is full") << ErrorCode::NoSpaceForLedger << ErrorCode::NoSpaceForLedger;
    QTest::newRow("forged") << ErrorCode::BadSignature << ErrorCode::BadSignature;
}

void TestMediumPresence::onlyWhatTheFolderCausedIsExplained()
{
    QFETCH(ErrorCode, code);
    QFETCH(ErrorCode, told);
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("stick"));
    QVERIFY(QDir{}.mkdir(path));
    const auto presence = MediumPresence::at(path);
    QVERIFY(QDir{}.rmdir(path));
    QCOMPARE(presence->explain({code, QStringLiteral("x")}).code, told);
}

void TestMediumPresence::mountPointIsDemanded()
{
    const MountedFolder folder{"size=1m"};
    SKIP_UNLESS_MOUNTED(folder);
    QVERIFY(requireMounted(folder.path(), folder.path()).has_value());
    QVERIFY(requireMounted(folder.path() + QLatin1Char('/'), folder.path() + QStringLiteral("/not/made")).has_value());
    QCOMPARE(::umount2(QFile::encodeName(folder.path()).constData(), MNT_DETACH), 0);
    QCOMPARE(requireMounted(folder.path(), folder.path()).error().code, ErrorCode::MediumGone);
}

SATCHEL_TEST(TestMediumPresence)
#include "TestMediumPresence.moc"
