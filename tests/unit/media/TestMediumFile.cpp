#include "MountedFolder.h"

#include <core/media/MediumFile.h>

#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QTest>

#include <memory>
#include <sys/stat.h>

using satchel::ErrorCode;
using satchel::MediumFile;
using satchel::test::contentOf;

namespace {

QStringList namesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

satchel::Result<QString> publish(const QString& folder, const QString& name, QByteArrayView bytes)
{
    auto file = MediumFile::create(folder, name);
    if (!file) {
        return satchel::fail(file.error());
    }
    SATCHEL_TRY(file->write(bytes.toByteArray()));
    return file->publish();
}

} // namespace

class TestMediumFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void appearsOnlyWhenPublished();
    void goesAwayUnpublished();
    void countsOnWhenTheNameIsTaken_data();
    void countsOnWhenTheNameIsTaken();
    void givesUpWhenAllNamesAreTaken();
    void anUnfinishedFileIsNotShared();
    void refusesOtherNames_data();
    void refusesOtherNames();
    void refusesAFolderThatIsNotThere();
    void movesWithoutLosingTheFile();
    void anAssignmentRemovesTheOldOne();
    void aFullMediumKeepsNothing();
    void aReadOnlyMediumIsNamed();
    void aFailedPublicationLeavesNothing();

private:
    [[nodiscard]] QString folder() const { return m_folder->path(); }

    std::unique_ptr<QTemporaryDir> m_folder;
    const QString m_name = QStringLiteral("satchel-00112233-44556677-000001.satchel");
};

void TestMediumFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestMediumFile::appearsOnlyWhenPublished()
{
    auto file = MediumFile::create(folder(), m_name);
    QVERIFY(file.has_value());
    QVERIFY(file->write("first ").has_value());
    QVERIFY(file->write("second").has_value());
    QCOMPARE(file->size(), qint64{12});
    QCOMPARE(namesIn(folder()), QStringList{satchel::partNameOf(m_name)});
    QCOMPARE(file->partPath(), folder() + QStringLiteral("/.") + m_name + QStringLiteral(".part"));

    const auto path = file->publish();
    QVERIFY(path.has_value());
    QCOMPARE(*path, folder() + QLatin1Char('/') + m_name);
    QCOMPARE(namesIn(folder()), QStringList{m_name});
    QCOMPARE(contentOf(*path), QByteArray("first second"));
    QVERIFY(file->partPath().isEmpty());
}

void TestMediumFile::goesAwayUnpublished()
{
    {
        auto file = MediumFile::create(folder(), m_name);
        QVERIFY(file.has_value());
        QVERIFY(file->write("bytes").has_value());
    }
    QVERIFY(namesIn(folder()).isEmpty());
}

void TestMediumFile::countsOnWhenTheNameIsTaken_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QStringList>("expected");

    QTest::newRow("with an extension") << QStringLiteral("a.b.satchel")
                                       << QStringList{QStringLiteral("a.b-2.satchel"), QStringLiteral("a.b-3.satchel"),
                                              QStringLiteral("a.b.satchel")};
    QTest::newRow("without") << QStringLiteral(
        "plain") << QStringList{QStringLiteral("plain"), QStringLiteral("plain-2"), QStringLiteral("plain-3")};
}

void TestMediumFile::countsOnWhenTheNameIsTaken()
{
    QFETCH(QString, name);
    QFETCH(QStringList, expected);
    for (const char* bytes : {"1", "2", "3"}) {
        QVERIFY(publish(folder(), name, bytes).has_value());
    }
    QCOMPARE(namesIn(folder()), expected);
    QCOMPARE(contentOf(folder() + QLatin1Char('/') + name), QByteArray("1"));
    const auto isSecond = [](const QString& one) { return one.contains(QStringLiteral("-2")); };
    const auto second = *std::find_if(expected.begin(), expected.end(), isSecond);
    QCOMPARE(contentOf(folder() + QLatin1Char('/') + second), QByteArray("2"));
}

// Rather than replace one, or count for ever on a medium that says yes to everything.
void TestMediumFile::givesUpWhenAllNamesAreTaken()
{
    const auto name = [](int number) {
        return number == 1 ? QStringLiteral("a.satchel") : QStringLiteral("a-%1.satchel").arg(number);
    };
    for (int i = 1; i <= 10'000; ++i) {
        QFile file{folder() + QLatin1Char('/') + name(i)};
        QVERIFY(file.open(QIODevice::WriteOnly));
    }
    const auto path = publish(folder(), name(1), "bytes");
    QVERIFY(!path.has_value());
    QCOMPARE(path.error().code, satchel::ErrorCode::Unreadable);
    QVERIFY(path.error().message.contains(QStringLiteral("clear the folder")));
    QCOMPARE(namesIn(folder()).size(), 10'000);
    QCOMPARE(contentOf(folder() + QLatin1Char('/') + name(1)), QByteArray{});
}

void TestMediumFile::anUnfinishedFileIsNotShared()
{
    const auto first = MediumFile::create(folder(), m_name);
    QVERIFY(first.has_value());
    const auto second = MediumFile::create(folder(), m_name);
    QVERIFY(!second.has_value());
    QCOMPARE(second.error().code, ErrorCode::Unreadable);
    QCOMPARE(second.error().file, first->partPath());
    QVERIFY(second.error().message.contains(QStringLiteral("unfinished")));
    QCOMPARE(namesIn(folder()), QStringList{satchel::partNameOf(m_name)});
}

void TestMediumFile::refusesOtherNames_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("empty") << QString();
    QTest::newRow("path") << QStringLiteral("../a");
    QTest::newRow("hidden") << QStringLiteral(".a");
    QTest::newRow("parent") << QStringLiteral("..");
}

void TestMediumFile::refusesOtherNames()
{
    QFETCH(QString, name);
    const auto file = MediumFile::create(folder(), name);
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().code, ErrorCode::Usage);
}

void TestMediumFile::refusesAFolderThatIsNotThere()
{
    const auto file = MediumFile::create(folder() + QStringLiteral("/absent"), m_name);
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().code, ErrorCode::Unreadable);
}

void TestMediumFile::movesWithoutLosingTheFile()
{
    auto file = MediumFile::create(folder(), m_name);
    QVERIFY(file.has_value());
    QVERIFY(file->write("bytes").has_value());
    {
        MediumFile moved{std::move(*file)};
        QCOMPARE(moved.size(), qint64{5});
        QVERIFY(moved.publish().has_value());
    }
    QCOMPARE(namesIn(folder()), QStringList{m_name});
}

void TestMediumFile::anAssignmentRemovesTheOldOne()
{
    auto first = MediumFile::create(folder(), QStringLiteral("first"));
    auto second = MediumFile::create(folder(), QStringLiteral("second"));
    QVERIFY(first.has_value() && second.has_value());
    *first = std::move(*second);
    QCOMPARE(namesIn(folder()), QStringList{QStringLiteral(".second.part")});
    QVERIFY(first->publish().has_value());
    QCOMPARE(namesIn(folder()), QStringList{QStringLiteral("second")});
}

void TestMediumFile::aFullMediumKeepsNothing()
{
    const MountedFolder medium{"size=64k"};
    SKIP_UNLESS_MOUNTED(medium);
    const auto path = publish(medium.path(), m_name, QByteArray(1 << 20, 'x'));
    QVERIFY(!path.has_value());
    QCOMPARE(path.error().code, ErrorCode::MediumFull);
    QVERIFY(namesIn(medium.path()).isEmpty());
    // There is room for one that fits.
    QVERIFY(publish(medium.path(), m_name, QByteArray(1 << 10, 'x')).has_value());
}

void TestMediumFile::aReadOnlyMediumIsNamed()
{
    const MountedFolder medium{"size=64k"};
    SKIP_UNLESS_MOUNTED(medium);
    QVERIFY(medium.makeReadOnly());
    const auto file = MediumFile::create(medium.path(), m_name);
    QVERIFY(!file.has_value());
    QCOMPARE(file.error().code, ErrorCode::MediumReadOnly);
}

void TestMediumFile::aFailedPublicationLeavesNothing()
{
    // Somebody removes the unfinished file: the rename fails and nothing may stand under the final name.
    {
        auto file = MediumFile::create(folder(), m_name);
        QVERIFY(file.has_value());
        QVERIFY(QFile::remove(file->partPath()));
        const auto path = file->publish();
        QVERIFY(!path.has_value());
        QCOMPARE(path.error().code, ErrorCode::Unreadable);
    }
    QVERIFY(namesIn(folder()).isEmpty());
}

SATCHEL_TEST(TestMediumFile)
#include "TestMediumFile.moc"
