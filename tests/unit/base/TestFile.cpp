#include <core/base/File.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <memory>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using satchel::ErrorCode;
using satchel::FileDescriptor;

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

QStringList namesIn(const QString& folder)
{
    return QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
}

mode_t modeOf(const QString& path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? (facts.st_mode & 07777U) : 0;
}

} // namespace

class TestFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_folder.reset(); }

    void readsWhatIsThere_data();
    void readsWhatIsThere();
    void readsThroughALink();
    void readsAFileThatClaimsToBeEmpty();
    void refusesToRead_data();
    void refusesToRead();
    void writesAndReplaces();
    void setsTheModeWhateverTheUmask();
    void aFailedWriteLeavesNothing_data();
    void aFailedWriteLeavesNothing();
    void aFullFileSystemKeepsTheOldFile();
    void replacesALinkAndNotItsTarget();
    void readsOnlyIfThere();
    void looksAtWhatItRead();
    void writesUnflushedInPlaceOfALink();
    void writesUnflushedOrLeavesNoName();
    void flushesAFileSystem();
    void makesFoldersWithParents();
    void refusesAFolderWhereAFileIs();
    void descriptorClosesOnExec();
    void descriptorMoves();
    void readUpToStopsAtTheLimit();
    void errnoHasACode_data();
    void errnoHasACode();

private:
    [[nodiscard]] QString at(const char* name) const { return m_folder->filePath(QString::fromLatin1(name)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFile::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(m_folder->isValid());
}

void TestFile::readsWhatIsThere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<qint64>("limit");

    QTest::newRow("some bytes") << QByteArray("a\0b", 3) << qint64{100};
    QTest::newRow("empty") << QByteArray() << qint64{100};
    QTest::newRow("exactly the limit") << QByteArray(100, 'x') << qint64{100};
}

void TestFile::readsWhatIsThere()
{
    QFETCH(QByteArray, bytes);
    QFETCH(qint64, limit);
    put(at("file"), bytes);
    const auto read = satchel::readFile(at("file"), limit);
    QVERIFY(read.has_value());
    QCOMPARE(*read, bytes);
}

void TestFile::readsThroughALink()
{
    put(at("file"), "bytes");
    QVERIFY(QFile::link(at("file"), at("link")));
    QCOMPARE(satchel::readFile(at("link"), 100).value_or(QByteArray()), QByteArray("bytes"));
}

void TestFile::readsAFileThatClaimsToBeEmpty()
{
    // Files of procfs have size 0 and content, like a file that grows between the look and the read.
    const auto read = satchel::readFile(QStringLiteral("/proc/self/mountinfo"), 1 << 20);
    QVERIFY(read.has_value());
    QVERIFY(read->endsWith('\n'));
    QVERIFY(read->contains(" - "));
    const auto limited = satchel::readFile(QStringLiteral("/proc/self/mountinfo"), 8);
    QVERIFY(!limited.has_value());
    QCOMPARE(limited.error().code, ErrorCode::TooLarge);
}

void TestFile::refusesToRead_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<ErrorCode>("code");

    QTest::newRow("nothing there") << QStringLiteral("absent") << ErrorCode::Unreadable;
    QTest::newRow("folder") << QStringLiteral("folder") << ErrorCode::Unreadable;
    QTest::newRow("fifo without a writer") << QStringLiteral("fifo") << ErrorCode::Unreadable;
    QTest::newRow("link to nothing") << QStringLiteral("dangling") << ErrorCode::Unreadable;
    QTest::newRow("link to itself") << QStringLiteral("loop") << ErrorCode::Unreadable;
    QTest::newRow("above the limit") << QStringLiteral("large") << ErrorCode::TooLarge;
    QTest::newRow("huge and sparse") << QStringLiteral("huge") << ErrorCode::TooLarge;
}

void TestFile::refusesToRead()
{
    QFETCH(QString, name);
    QFETCH(ErrorCode, code);
    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("folder")));
    QCOMPARE(::mkfifo(QFile::encodeName(at("fifo")).constData(), 0600), 0);
    QVERIFY(QFile::link(at("absent"), at("dangling")));
    QVERIFY(QFile::link(at("loop"), at("loop")));
    put(at("large"), QByteArray(101, 'x'));
    put(at("huge"), "");
    QVERIFY(QFile::resize(at("huge"), qint64{1} << 40));

    const auto path = m_folder->filePath(name);
    const auto read = satchel::readFile(path, 100);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, code);
    QCOMPARE(read.error().file, path);
    QVERIFY(!read.error().message.isEmpty());
}

void TestFile::writesAndReplaces()
{
    QVERIFY(satchel::writeFileAtomically(at("file"), "first").has_value());
    QCOMPARE(contentOf(at("file")), QByteArray("first"));
    QVERIFY(satchel::writeFileAtomically(at("file"), "2").has_value());
    QCOMPARE(contentOf(at("file")), QByteArray("2"));
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("file")});
}

void TestFile::setsTheModeWhateverTheUmask()
{
    const auto previous = ::umask(0077);
    const auto open = satchel::writeFileAtomically(at("open"), "x", 0644);
    ::umask(0);
    const auto secret = satchel::writeFileAtomically(at("secret"), "x", 0600);
    ::umask(previous);
    QVERIFY(open.has_value() && secret.has_value());
    QCOMPARE(modeOf(at("open")), mode_t{0644});
    QCOMPARE(modeOf(at("secret")), mode_t{0600});
}

void TestFile::aFailedWriteLeavesNothing_data()
{
    QTest::addColumn<QString>("path");

    QTest::newRow("target is a folder") << QStringLiteral("folder");
    QTest::newRow("parent is absent") << QStringLiteral("absent/file");
    QTest::newRow("parent is a file") << QStringLiteral("plain/file");
}

void TestFile::aFailedWriteLeavesNothing()
{
    QFETCH(QString, path);
    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("folder")));
    put(at("plain"), "old");

    const auto written = satchel::writeFileAtomically(m_folder->filePath(path), "new");
    QVERIFY(!written.has_value());
    QCOMPARE(namesIn(m_folder->path()), (QStringList{QStringLiteral("folder"), QStringLiteral("plain")}));
    QCOMPARE(contentOf(at("plain")), QByteArray("old"));
}

void TestFile::aFullFileSystemKeepsTheOldFile()
{
    const auto mountPoint = QFile::encodeName(m_folder->path());
    if (::mount("none", mountPoint.constData(), "tmpfs", 0, "size=64k") != 0) {
        LACKING_MOUNT("mounting a small tmpfs needs root");
    }
    const auto unmounted = qScopeGuard([&] { ::umount(mountPoint.constData()); });
    QVERIFY(satchel::writeFileAtomically(at("file"), "old").has_value());
    const auto written = satchel::writeFileAtomically(at("file"), QByteArray(1 << 20, 'x'));
    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::MediumFull);
    QCOMPARE(contentOf(at("file")), QByteArray("old"));
    QCOMPARE(namesIn(m_folder->path()), QStringList{QStringLiteral("file")});
}

void TestFile::replacesALinkAndNotItsTarget()
{
    put(at("target"), "old");
    QVERIFY(QFile::link(at("target"), at("link")));
    QVERIFY(satchel::writeFileAtomically(at("link"), "new").has_value());
    QCOMPARE(contentOf(at("target")), QByteArray("old"));
    QCOMPARE(contentOf(at("link")), QByteArray("new"));
    QVERIFY(!QFileInfo{at("link")}.isSymLink());
}

void TestFile::readsOnlyIfThere()
{
    put(at("a"), "content");
    const auto there = satchel::readFileIfThere(at("a"), 100);
    QVERIFY(there.has_value() && there->has_value());
    QCOMPARE(**there, QByteArray{"content"});
    const auto absent = satchel::readFileIfThere(at("b"), 100);
    QVERIFY(absent.has_value() && !absent->has_value());
    const auto tooLarge = satchel::readFileIfThere(at("a"), 3);
    QVERIFY(!tooLarge.has_value());
    QCOMPARE(tooLarge.error().code, ErrorCode::TooLarge);
    const auto folder = satchel::readFileIfThere(m_folder->path(), 100);
    QVERIFY(!folder.has_value());
}

void TestFile::looksAtWhatItRead()
{
    put(at("a"), "content");
    const auto before = satchel::FileLook::at(at("a"));
    const auto seen = satchel::readAndLook(at("a"), 100);
    QVERIFY(seen.has_value());
    QCOMPARE(seen->bytes, QByteArray{"content"});
    QVERIFY(before == seen->look);
    // Another file of the same name, content and size.
    QVERIFY(QFile::rename(at("a"), at("old")));
    put(at("a"), "content");
    const auto other = satchel::readAndLook(at("a"), 100);
    QVERIFY(other.has_value());
    QVERIFY(!(before == other->look));
    QVERIFY(!satchel::FileLook::at(at("nowhere")));
}

void TestFile::writesUnflushedInPlaceOfALink()
{
    put(at("target"), "untouched");
    QVERIFY(QFile::link(at("target"), at("a")));
    QVERIFY(satchel::writeUnflushed(at("a"), "new", 0640).has_value());
    QCOMPARE(contentOf(at("a")), QByteArray{"new"});
    QCOMPARE(contentOf(at("target")), QByteArray{"untouched"});
    QVERIFY(!QFileInfo{at("a")}.isSymLink());
    QCOMPARE(modeOf(at("a")), mode_t{0640});

    QCOMPARE(::link(QFile::encodeName(at("target")).constData(), QFile::encodeName(at("b")).constData()), 0);
    QVERIFY(satchel::writeUnflushed(at("b"), "new").has_value());
    QCOMPARE(contentOf(at("b")), QByteArray{"new"});
    QCOMPARE(contentOf(at("target")), QByteArray{"untouched"});
}

void TestFile::writesUnflushedOrLeavesNoName()
{
    const auto written = satchel::writeUnflushed(at("no-such-folder/a"), "new");
    QVERIFY(!written.has_value());
    QVERIFY(QDir{}.mkpath(at("folder/inside")));
    const auto inPlaceOfAFolder = satchel::writeUnflushed(at("folder"), "new");
    QVERIFY(!inPlaceOfAFolder.has_value());
    QVERIFY2(
        inPlaceOfAFolder.error().message.contains(u"cannot be replaced"), qPrintable(inPlaceOfAFolder.error().message));
    QVERIFY(QFileInfo{at("folder/inside")}.isDir());
}

void TestFile::flushesAFileSystem()
{
    QVERIFY(satchel::syncFileSystem(m_folder->path()).has_value());
    const auto nowhere = satchel::syncFileSystem(at("nowhere"));
    QVERIFY(!nowhere.has_value());
    QCOMPARE(nowhere.error().file, at("nowhere"));
}

void TestFile::makesFoldersWithParents()
{
    QVERIFY(satchel::makeFolder(at("a/b/c"), 0700).has_value());
    QVERIFY(QFileInfo{at("a/b/c")}.isDir());
    QCOMPARE(modeOf(at("a/b/c")), mode_t{0700});
    QVERIFY(satchel::makeFolder(at("a/b/c/"), 0700).has_value());
}

void TestFile::refusesAFolderWhereAFileIs()
{
    put(at("file"), "x");
    const auto made = satchel::makeFolder(at("file"));
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().code, ErrorCode::Unreadable);
    QCOMPARE(made.error().file, at("file"));
    QVERIFY(!satchel::makeFolder(at("file/below")).has_value());
    QCOMPARE(satchel::makeFolder(QString{}).error().code, satchel::ErrorCode::Usage);
    QCOMPARE(satchel::makeFolder(QStringLiteral("/proc/none")).error().code, satchel::ErrorCode::Unreadable);
}

void TestFile::descriptorClosesOnExec()
{
    const auto file = FileDescriptor::open(at("file"), O_WRONLY | O_CREAT, 0600);
    QVERIFY(file.has_value());
    QVERIFY((::fcntl(file->get(), F_GETFD) & FD_CLOEXEC) != 0);
}

void TestFile::descriptorMoves()
{
    auto first = FileDescriptor::open(at("file"), O_WRONLY | O_CREAT, 0600);
    QVERIFY(first.has_value());
    const int number = first->get();
    FileDescriptor second{std::move(*first)};
    QVERIFY(!first->isOpen());
    QCOMPARE(second.get(), number);
    second.close();
    QVERIFY(!second.isOpen());
    QCOMPARE(::fcntl(number, F_GETFD), -1);
}

void TestFile::readUpToStopsAtTheLimit()
{
    put(at("file"), "abcdef");
    const auto file = FileDescriptor::open(at("file"), O_RDONLY);
    QVERIFY(file.has_value());
    QCOMPARE(file->readUpTo(4, at("file")).value_or(QByteArray()), QByteArray("abcd"));
    QCOMPARE(file->readUpTo(4, at("file")).value_or(QByteArray()), QByteArray("ef"));
    QCOMPARE(file->readUpTo(4, at("file")).value_or(QByteArray("x")), QByteArray());
}

void TestFile::errnoHasACode_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<ErrorCode>("code");

    QTest::newRow("no space") << ENOSPC << ErrorCode::MediumFull;
    QTest::newRow("quota") << EDQUOT << ErrorCode::MediumFull;
    QTest::newRow("beyond the largest file") << EFBIG << ErrorCode::MediumFull;
    QTest::newRow("read-only") << EROFS << ErrorCode::MediumReadOnly;
    QTest::newRow("input or output error") << EIO << ErrorCode::MediumGone;
    QTest::newRow("no such device") << ENODEV << ErrorCode::MediumGone;
    QTest::newRow("no medium") << ENOMEDIUM << ErrorCode::MediumGone;
    QTest::newRow("anything else") << EACCES << ErrorCode::NotFound;
}

void TestFile::errnoHasACode()
{
    QFETCH(int, number);
    QFETCH(ErrorCode, code);
    errno = number;
    const auto error = satchel::takeErrno(QStringLiteral("cannot do"), QStringLiteral("/x"), ErrorCode::NotFound);
    QCOMPARE(error.code, code);
    QCOMPARE(error.file, QStringLiteral("/x"));
    QVERIFY(error.message.startsWith(QStringLiteral("cannot do: ")));
}

SATCHEL_TEST(TestFile)
#include "TestFile.moc"
