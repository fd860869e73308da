#include <core/base/FolderListing.h>

#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <fcntl.h>
#include <sys/stat.h>

using satchel::FileLook;
using satchel::FolderListing;
using Links = satchel::FolderListing::Links;

class TestFolderListing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oldestFirstThenByName_data();
    void oldestFirstThenByName();
    void tellsKindsApart();
    void leavesOutWhatIsNotWanted();
    void looksAsAtThePath();
    void keepsEveryNameWhereNothingCanBeSpilled();
    void saysWhyAFolderCannotBeRead();
    void keepsWhatCannotBeLookedAt();
    void followsALinkOnlyIfTold();
    void namesInTheirOrder();
    void aFolderThatCannotBeReadIsNotEmpty();

private:
    static void put(const QString& path, qint64 modified);
    static QList<FolderListing::Entry> all(FolderListing listing);
    static bool everything(const QByteArray&, bool) { return true; }
};

void TestFolderListing::put(const QString& path, qint64 modified)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const timespec time{modified, 0};
    const timespec times[]{time, time};
    QCOMPARE(::utimensat(AT_FDCWD, QFile::encodeName(path).constData(), times, 0), 0);
}

QList<FolderListing::Entry> TestFolderListing::all(FolderListing listing)
{
    QList<FolderListing::Entry> entries;
    while (true) {
        auto entry = listing.next();
        if (!entry) {
            qFatal("%s", qPrintable(entry.error().message));
        }
        if (!*entry) {
            return entries;
        }
        entries.append(**std::move(entry));
    }
}

void TestFolderListing::oldestFirstThenByName_data()
{
    QTest::addColumn<std::size_t>("mostInMemory");

    QTest::newRow("all in memory") << std::size_t{1000};
    QTest::newRow("many runs and a rest in memory") << std::size_t{7};
    QTest::newRow("runs only") << std::size_t{10};
    QTest::newRow("one entry a run") << std::size_t{1};
}

void TestFolderListing::oldestFirstThenByName()
{
    QFETCH(std::size_t, mostInMemory);
    constexpr int Files = 200;
    const QTemporaryDir folder;
    QList<std::pair<qint64, QByteArray>> expected;
    for (int i = 0; i < Files; ++i) {
        // Times in no order, each shared by several names; names of many lengths.
        const qint64 modified = 1'700'000'000 + i * 37 % 50;
        const auto name = QByteArray::number(i) + QByteArray(i, 'x');
        put(folder.filePath(QString::fromLatin1(name)), modified);
        expected.append({modified, name});
    }
    std::sort(expected.begin(), expected.end());

    auto listing = FolderListing::open(folder.path(), Links::Follow, &everything, mostInMemory);
    QVERIFY(listing.has_value());
    const auto entries = all(*std::move(listing));
    QCOMPARE(entries.size(), Files);
    for (int i = 0; i < Files; ++i) {
        QCOMPARE(entries[i].name, expected[i].second);
        QCOMPARE(entries[i].look.modifiedNanoseconds, expected[i].first * 1'000'000'000);
    }
}

void TestFolderListing::tellsKindsApart()
{
    const QTemporaryDir folder;
    QVERIFY(QDir{folder.path()}.mkdir(QStringLiteral("a-folder")));
    put(folder.filePath(QStringLiteral("file")), 1'700'000'001);
    QVERIFY(QFile::link(QStringLiteral("/nowhere"), folder.filePath(QStringLiteral("link"))));
    QCOMPARE(::mkfifo(QFile::encodeName(folder.filePath(QStringLiteral("pipe"))).constData(), 0600), 0);

    auto listing = FolderListing::open(folder.path(), Links::Follow, &everything);
    QVERIFY(listing.has_value());
    QMap<QByteArray, FolderListing::Kind> kinds;
    const auto entries = all(*std::move(listing));
    for (const auto& entry : entries) {
        kinds.insert(entry.name, entry.kind);
    }
    QCOMPARE(kinds.size(), 4);
    QCOMPARE(kinds.value("file"), FolderListing::Kind::File);
    QCOMPARE(kinds.value("pipe"), FolderListing::Kind::File);
    QCOMPARE(kinds.value("link"), FolderListing::Kind::Link);
    QCOMPARE(entries.last().name, QByteArray{"a-folder"});
    QCOMPARE(entries.last().kind, FolderListing::Kind::Folder);
}

void TestFolderListing::leavesOutWhatIsNotWanted()
{
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral("a")), 1);
    put(folder.filePath(QStringLiteral("b")), 2);
    auto listing
        = FolderListing::open(folder.path(), Links::Follow, [](const QByteArray& name, bool) { return name != "a"; });
    QVERIFY(listing.has_value());
    const auto entries = all(*std::move(listing));
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().name, QByteArray{"b"});
}

void TestFolderListing::looksAsAtThePath()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("a"));
    put(path, 5);
    auto listing = FolderListing::open(folder.path(), Links::Follow, &everything);
    QVERIFY(listing.has_value());
    QVERIFY(all(*std::move(listing)).first().look == FileLook::at(path));
}

void TestFolderListing::keepsEveryNameWhereNothingCanBeSpilled()
{
    const QTemporaryDir folder;
    for (int i = 0; i < 10; ++i) {
        put(folder.filePath(QString::number(i)), 10 - i);
    }
    const auto before = qgetenv("TMPDIR");
    qputenv("TMPDIR", "/nowhere/at/all");
    auto listing = FolderListing::open(folder.path(), Links::Follow, &everything, 3);
    before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
    QVERIFY(listing.has_value());
    const auto entries = all(*std::move(listing));
    QCOMPARE(entries.size(), 10);
    QCOMPARE(entries.first().name, QByteArray{"9"});
}

void TestFolderListing::saysWhyAFolderCannotBeRead()
{
    const auto listing = FolderListing::open(QStringLiteral("/nowhere/at/all"), Links::Follow, &everything);
    QVERIFY(!listing.has_value());
    QVERIFY(listing.error().message.contains(QStringLiteral("the folder cannot be read")));
    QCOMPARE(listing.error().file, QStringLiteral("/nowhere/at/all"));
}

void TestFolderListing::keepsWhatCannotBeLookedAt()
{
    const QTemporaryDir folder;
    put(folder.filePath(QStringLiteral("a")), 5);
    QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0400), 0); // to be read, not to be searched
    auto listing = FolderListing::open(folder.path(), Links::Follow, &everything);
    QCOMPARE(::chmod(QFile::encodeName(folder.path()).constData(), 0700), 0);
    QVERIFY(listing.has_value());
    const auto entries = all(*std::move(listing));
    QCOMPARE(entries.size(), 1); // to root too, who may look at it
    QCOMPARE(entries.first().name, QByteArray{"a"});
    QCOMPARE(entries.first().look.size, 0);
}

void TestFolderListing::followsALinkOnlyIfTold()
{
    const QTemporaryDir folder;
    QVERIFY(QDir{folder.path()}.mkdir(QStringLiteral("real")));
    put(folder.filePath(QStringLiteral("real/a")), 5);
    const auto link = folder.filePath(QStringLiteral("link"));
    QVERIFY(QFile::link(folder.filePath(QStringLiteral("real")), link));
    auto followed = FolderListing::open(link, Links::Follow, &everything);
    QVERIFY(followed.has_value());
    QCOMPARE(all(*std::move(followed)).size(), 1);
    QVERIFY(!FolderListing::open(link, Links::Refuse, &everything).has_value());
}

void TestFolderListing::namesInTheirOrder()
{
    const QTemporaryDir folder;
    for (const auto* const name : {"b", "a", ".hidden"}) {
        put(folder.filePath(QLatin1StringView{name}), 1'700'000'000);
    }
    QVERIFY(QDir{folder.path()}.mkdir(QStringLiteral("c")));

    const QStringList expected{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")};
    QCOMPARE(satchel::namesIn(folder.path()).value(), expected);
    QCOMPARE(satchel::namesIn(folder.filePath(QStringLiteral("none"))).value(), QStringList{});
}

void TestFolderListing::aFolderThatCannotBeReadIsNotEmpty()
{
    const QTemporaryDir folder;
    const auto path = folder.filePath(QStringLiteral("file"));
    put(path, 1'700'000'000);

    const auto names = satchel::namesIn(path);
    QVERIFY(!names.has_value());
    QCOMPARE(names.error().file, path);
}

SATCHEL_TEST(TestFolderListing)
#include "TestFolderListing.moc"
