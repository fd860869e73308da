#include <core/exchange/gather/SourceWalk.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

using satchel::ErrorCode;
using satchel::SourceWalk;

class TestSourceWalk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void walksFoldersOldestFirst();
    void leavesHiddenFilesAlone();
    void doesNotFollowLinksInFolders();
    void followsALinkThatWasNamed();
    void namesWhatIsNotThere();
    void stopsAtDepthEight();
    void namesFilesWhoseNamesAreNoText();

private:
    static void put(const QString& path);
    // The names that are walked; what is skipped goes into m_skipped.
    QStringList walk(const QString& path);

    QList<SourceWalk::Skipped> m_skipped;
};

void TestSourceWalk::put(const QString& path)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x");
}

QStringList TestSourceWalk::walk(const QString& path)
{
    m_skipped.clear();
    SourceWalk walk{{path}, {}, [this](const SourceWalk::Skipped& skipped) { m_skipped.append(skipped); }};
    QStringList names;
    while (const auto file = walk.next()) {
        names.append(QFileInfo{file->path}.fileName());
    }
    return names;
}

void TestSourceWalk::walksFoldersOldestFirst()
{
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral("a-newer")));
    put(folder.filePath(QStringLiteral("b-older")));
    QFile older{folder.filePath(QStringLiteral("b-older"))};
    QVERIFY(older.open(QIODevice::ReadWrite));
    QVERIFY(older.setFileTime(QDateTime::currentDateTime().addDays(-1), QFileDevice::FileModificationTime));
    older.close();
    QVERIFY(QDir{folder.path()}.mkdir(QStringLiteral("sub")));
    put(folder.filePath(QStringLiteral("sub/c")));

    const QString walked = folder.path();
    QCOMPARE(walk(walked), (QStringList{QStringLiteral("b-older"), QStringLiteral("a-newer"), QStringLiteral("c")}));
    QVERIFY(m_skipped.isEmpty());
}

void TestSourceWalk::leavesHiddenFilesAlone()
{
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral(".half-written.part")));
    const QString walked = folder.path();
    QVERIFY(walk(walked).isEmpty());
}

void TestSourceWalk::doesNotFollowLinksInFolders()
{
    const QTemporaryDir folder;
    const QTemporaryDir elsewhere;
    put(elsewhere.filePath(QStringLiteral("secret")));
    QVERIFY(QFile::link(elsewhere.path(), folder.filePath(QStringLiteral("link"))));
    const QString walked = folder.path();
    QVERIFY(walk(walked).isEmpty());
    const auto& skipped = m_skipped;
    QCOMPARE(skipped.size(), 1);
    QVERIFY(!skipped.front().isFailure);
}

void TestSourceWalk::followsALinkThatWasNamed()
{
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral("target")));
    const auto link = folder.filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("target")), link));
    const QString walked = link;
    QCOMPARE(walk(walked), QStringList{QStringLiteral("link")});
}

void TestSourceWalk::namesWhatIsNotThere()
{
    const QString walked = QStringLiteral("/nowhere/at/all");
    QVERIFY(walk(walked).isEmpty());
    const auto& skipped = m_skipped;
    QCOMPARE(skipped.size(), 1);
    QCOMPARE(skipped.front().code, ErrorCode::NotFound);
    QVERIFY(skipped.front().isFailure);
}

void TestSourceWalk::stopsAtDepthEight()
{
    const QTemporaryDir folder;
    QString deep = folder.path();
    for (int depth = 1; depth <= 8; ++depth) {
        put(deep + QStringLiteral("/f%1").arg(depth));
        deep += QStringLiteral("/d");
        QVERIFY(QDir{}.mkdir(deep));
    }
    put(deep + QStringLiteral("/f9"));
    const QString walked = folder.path();
    const auto names = walk(walked);
    QVERIFY(names.contains(QStringLiteral("f8")));
    QVERIFY(!names.contains(QStringLiteral("f9")));
    const auto& skipped = m_skipped;
    QCOMPARE(skipped.size(), 1);
    QVERIFY(skipped.front().isFailure);
}

void TestSourceWalk::namesFilesWhoseNamesAreNoText()
{
    const QTemporaryDir folder;
    const auto name = QFile::encodeName(folder.path()) + "/\xffrequest.vcj";
    QVERIFY(::symlink("/dev/null", name.constData()) == 0);
    const QString walked = folder.path();
    QVERIFY(walk(walked).isEmpty());
    const auto& skipped = m_skipped;
    QCOMPARE(skipped.size(), 1);
    QVERIFY(skipped.front().isFailure);
    QVERIFY(skipped.front().path.endsWith(QStringLiteral("%FFrequest.vcj")));
}

SATCHEL_TEST(TestSourceWalk)
#include "TestSourceWalk.moc"
