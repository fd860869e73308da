#include <core/base/AtomicFile.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace satchel;

class TestAtomicFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void hasItsNameOnceItIsWhole();
    void whatIsNotCommittedGoes();
    void replacesWhatWasThere();
    void aDocumentHasWhatTheUmaskLeaves();
    void errorsNameTheTarget();
    void aFullFileSystemIsTold();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("list.csv")); }
    [[nodiscard]] QStringList names() const
    {
        return QDir{m_folder->path()}.entryList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    }
    [[nodiscard]] QByteArray content() const
    {
        QFile read{file()};
        return read.open(QIODevice::ReadOnly) ? read.readAll() : QByteArray("<unreadable>");
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAtomicFile::hasItsNameOnceItIsWhole()
{
    auto made = AtomicFile::create(file());
    QVERIFY(made.has_value());
    QVERIFY(made->write("one,").has_value());
    QVERIFY(made->write("two").has_value());
    QVERIFY(!QFile::exists(file()));
    QCOMPARE(names().size(), 1); // the hidden one
    QVERIFY(made->commit().has_value());

    QCOMPARE(names(), QStringList{QStringLiteral("list.csv")});
    QCOMPARE(content(), QByteArray("one,two"));
}

void TestAtomicFile::whatIsNotCommittedGoes()
{
    {
        const auto made = AtomicFile::create(file());
        QVERIFY(made.has_value());
        QVERIFY(made->write("half").has_value());
    }
    QVERIFY(names().isEmpty());
}

void TestAtomicFile::replacesWhatWasThere()
{
    QVERIFY(writeFileAtomically(file(), "old").has_value());
    auto made = AtomicFile::create(file());
    QVERIFY(made.has_value());
    QVERIFY(made->write("new").has_value());
    QCOMPARE(content(), QByteArray("old"));
    QVERIFY(made->commit().has_value());
    QCOMPARE(content(), QByteArray("new"));
}

void TestAtomicFile::aDocumentHasWhatTheUmaskLeaves()
{
    const auto before = ::umask(0027);
    const auto restore = qScopeGuard([before] { ::umask(before); });
    auto made = AtomicFile::create(file());
    QVERIFY(made.has_value());
    QVERIFY(made->commit().has_value());

    struct stat facts = {};
    QCOMPARE(::stat(QFile::encodeName(file()).constData(), &facts), 0);
    QCOMPARE(facts.st_mode & 07777U, 0640U);
}

void TestAtomicFile::errorsNameTheTarget()
{
    const auto nowhere = m_folder->filePath(QStringLiteral("absent/list.csv"));
    const auto made = AtomicFile::create(nowhere);
    QVERIFY(!made.has_value());
    QCOMPARE(made.error().file, nowhere);

    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("list.csv")));
    auto onFolder = AtomicFile::create(file());
    QVERIFY(onFolder.has_value());
    const auto committed = onFolder->commit();
    QVERIFY(!committed.has_value());
    QCOMPARE(committed.error().file, file());
}

void TestAtomicFile::aFullFileSystemIsTold()
{
    const auto mountPoint = QFile::encodeName(m_folder->path());
    if (::mount("none", mountPoint.constData(), "tmpfs", 0, "size=64k") != 0) {
        LACKING_MOUNT("mounting a small tmpfs needs root");
    }
    const auto unmounted = qScopeGuard([&] { ::umount(mountPoint.constData()); });
    const auto made = AtomicFile::create(file());
    QVERIFY(made.has_value());
    const auto written = made->write(QByteArray(1 << 20, 'x'));
    QVERIFY(!written.has_value());
    QCOMPARE(written.error().code, ErrorCode::MediumFull);
}

SATCHEL_TEST(TestAtomicFile)
#include "TestAtomicFile.moc"
