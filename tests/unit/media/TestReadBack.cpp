#include "MountedFolder.h"

#include <core/crypto/Digest.h>
#include <core/media/FileSystem.h>
#include <core/media/MediumFile.h>

#include <tests/support/TestFiles.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <stop_token>
#include <sys/stat.h>

using satchel::ErrorCode;
using satchel::readBack;
using satchel::Result;
using satchel::test::putFile;

namespace {

QByteArray patternOf(qsizetype size)
{
    QByteArray bytes{size, Qt::Uninitialized};
    for (qsizetype i = 0; i < size; ++i) {
        bytes[i] = static_cast<char>((i * 31 + i / 4093) & 0xFF);
    }
    return bytes;
}

Result<void> ignore(QByteArrayView)
{
    return {};
}

} // namespace

class TestReadBack : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackEveryByte_data();
    void givesBackEveryByte();
    void tellsWhetherTheCacheWasBypassed();
    void aTmpfsIsNeverPastTheCache();
    void refusesWhatIsNoFile_data();
    void refusesWhatIsNoFile();
    void passesOnTheConsumersError();
    void stopsWhenAsked_data();
    void stopsWhenAsked();
    void tellsProgress();

private:
    QTemporaryDir m_folder;
};

void TestReadBack::givesBackEveryByte_data()
{
    QTest::addColumn<qsizetype>("size");

    QTest::newRow("empty") << qsizetype{0};
    QTest::newRow("one byte") << qsizetype{1};
    QTest::newRow("a block") << qsizetype{4096};
    QTest::newRow("a piece") << qsizetype{1024 * 1024};
    QTest::newRow("a piece and a byte") << qsizetype{1024 * 1024 + 1};
    QTest::newRow("pieces, blocks and bytes") << qsizetype{3 * 1024 * 1024 + 4096 + 511};
}

void TestReadBack::givesBackEveryByte()
{
    QFETCH(qsizetype, size);
    const auto bytes = patternOf(size);
    const auto path = m_folder.filePath(QString::fromLatin1(QTest::currentDataTag()));
    putFile(path, bytes);

    QByteArray read;
    const auto result = readBack(path,
        [&](QByteArrayView piece) -> Result<void> {
            read += piece;
            return {};
        },
        {});
    QVERIFY(result.has_value());
    QVERIFY(read == bytes);
    QCOMPARE(result->sha256.toString(), satchel::sha256(bytes).toString());
}

void TestReadBack::tellsWhetherTheCacheWasBypassed()
{
    const auto facts = satchel::fileSystemOf(m_folder.path());
    QVERIFY(facts.has_value());
    const auto path = m_folder.filePath(QStringLiteral("file"));
    putFile(path, patternOf(10'000));
    const auto result = readBack(path, &ignore, {});
    QVERIFY(result.has_value());
    if (facts->type != QStringLiteral("ext4") && facts->bypassesCache) {
        QSKIP("whether this device takes direct reads of our alignment is not known");
    }
    QCOMPARE(result->cacheBypassed, facts->bypassesCache);
}

void TestReadBack::aTmpfsIsNeverPastTheCache()
{
    const MountedFolder medium{"size=1m"};
    SKIP_UNLESS_MOUNTED(medium);
    const auto path = medium.path() + QStringLiteral("/file");
    putFile(path, patternOf(10'000));
    const auto result = readBack(path, &ignore, {});
    QVERIFY(result.has_value());
    QVERIFY(!result->cacheBypassed);
    QCOMPARE(result->sha256.toString(), satchel::sha256(patternOf(10'000)).toString());
}

void TestReadBack::refusesWhatIsNoFile_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("nothing there") << QStringLiteral("absent");
    QTest::newRow("folder") << QStringLiteral(".");
    QTest::newRow("fifo") << QStringLiteral("fifo");
}

void TestReadBack::refusesWhatIsNoFile()
{
    QFETCH(QString, name);
    const auto fifo = QFile::encodeName(m_folder.filePath(QStringLiteral("fifo")));
    QVERIFY(::mkfifo(fifo.constData(), 0600) == 0 || errno == EEXIST);
    const auto result = readBack(m_folder.filePath(name), &ignore, {});
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::Unreadable);
}

void TestReadBack::passesOnTheConsumersError()
{
    const auto path = m_folder.filePath(QStringLiteral("bad"));
    putFile(path, patternOf(100));
    const auto result = readBack(path,
        [](QByteArrayView) -> Result<void> {
            return satchel::fail(ErrorCode::ReadBackMismatch, QStringLiteral("another byte"));
        },
        {});
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::ReadBackMismatch);
}

void TestReadBack::stopsWhenAsked_data()
{
    QTest::addColumn<int>("afterPieces");

    QTest::newRow("before it begins") << 0;
    QTest::newRow("after the first piece") << 1;
}

void TestReadBack::stopsWhenAsked()
{
    QFETCH(int, afterPieces);
    const auto path = m_folder.filePath(QStringLiteral("long"));
    putFile(path, patternOf(4 * 1024 * 1024));
    std::stop_source stop;
    int pieces = 0;
    const auto consume = [&](QByteArrayView) -> Result<void> {
        if (++pieces == afterPieces) {
            stop.request_stop();
        }
        return {};
    };
    if (afterPieces == 0) {
        stop.request_stop();
    }
    const auto result = readBack(path, consume, {.stop = stop.get_token()});
    QVERIFY(!result.has_value());
    QCOMPARE(result.error().code, ErrorCode::Cancelled);
    QCOMPARE(pieces, afterPieces);
}

void TestReadBack::tellsProgress()
{
    const auto path = m_folder.filePath(QStringLiteral("told"));
    putFile(path, patternOf(2 * 1024 * 1024));
    QList<qint64> done;
    const auto report = [&](const satchel::Progress& progress) {
        QCOMPARE(progress.total, qint64{2 * 1024 * 1024});
        QCOMPARE(progress.unit, QStringLiteral("bytes"));
        done << progress.done;
    };
    QVERIFY(readBack(path, &ignore, {.report = report}).has_value());
    QCOMPARE(done.value(0), qint64{0});
    QCOMPARE(done.last(), qint64{2 * 1024 * 1024});
    QVERIFY(std::is_sorted(done.begin(), done.end()));
}

SATCHEL_TEST(TestReadBack)
#include "TestReadBack.moc"
