#include <cli/Amounts.h>

#include <core/base/Time.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestAmounts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreRead_data();
    void bytesAreRead();
    void bytesAreWritten();
    void instantsAreRead_data();
    void instantsAreRead();
};

void TestAmounts::bytesAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("bytes"); // -1: refused

    QTest::newRow("bytes") << QStringLiteral("1234") << qint64{1234};
    QTest::newRow("K") << QStringLiteral("2K") << qint64{2048};
    QTest::newRow("k") << QStringLiteral("2k") << qint64{2048};
    QTest::newRow("MiB") << QStringLiteral("3MiB") << qint64{3 * 1024 * 1024};
    QTest::newRow("gb") << QStringLiteral("1Gb") << qint64{1024} * 1024 * 1024;
    QTest::newRow("the most") << QStringLiteral("8589934591G") << qint64{8589934591} * 1024 * 1024 * 1024;
    QTest::newRow("too many") << QStringLiteral("8589934592G") << qint64{-1};
    QTest::newRow("too many digits") << QStringLiteral("99999999999999999999") << qint64{-1};
    QTest::newRow("nothing") << QString() << qint64{-1};
    QTest::newRow("no number") << QStringLiteral("G") << qint64{-1};
    QTest::newRow("below nothing") << QStringLiteral("-1") << qint64{-1};
    QTest::newRow("fraction") << QStringLiteral("1.5G") << qint64{-1};
    QTest::newRow("unknown suffix") << QStringLiteral("1T") << qint64{-1};
    QTest::newRow("something behind") << QStringLiteral("1K\n") << qint64{-1};
}

void TestAmounts::bytesAreRead()
{
    QFETCH(QString, text);
    QFETCH(qint64, bytes);

    const auto read = parseByteAmount(text);

    QCOMPARE(read.value_or(-1), bytes);
    if (!read) {
        QCOMPARE(read.error().code, ErrorCode::Usage);
    }
}

void TestAmounts::bytesAreWritten()
{
    QCOMPARE(byteAmount(1), QStringLiteral("1 byte"));
    QCOMPARE(byteAmount(1023), QStringLiteral("1023 bytes"));
    QCOMPARE(byteAmount(1536), QStringLiteral("1.5 KiB"));
    QCOMPARE(byteAmount(qint64{5} << 40), QStringLiteral("5120.0 GiB"));
}

void TestAmounts::instantsAreRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected"); // empty: refused

    QTest::newRow("UTC") << QStringLiteral("2026-11-22T09:00:00Z") << QStringLiteral("2026-11-22T09:00:00Z");
    QTest::newRow("offset") << QStringLiteral("2026-11-22T09:00:00+02:00") << QStringLiteral("2026-11-22T07:00:00Z");
    QTest::newRow("lower case") << QStringLiteral("2026-11-22t09:00:00z") << QStringLiteral("2026-11-22T09:00:00Z");
    QTest::newRow("space") << QStringLiteral("2026-11-22 09:00:00Z") << QStringLiteral("2026-11-22T09:00:00Z");
    QTest::newRow("fraction") << QStringLiteral("2026-11-22T09:00:00.25Z") << QStringLiteral("2026-11-22T09:00:00Z");
    QTest::newRow("date") << QStringLiteral("2026-11-22") << QStringLiteral("2026-11-22T00:00:00Z");
    QTest::newRow("without offset") << QStringLiteral("2026-11-22T09:00:00") << QString();
    QTest::newRow("without seconds") << QStringLiteral("2026-11-22T09:00Z") << QString();
    QTest::newRow("no such day") << QStringLiteral("2026-02-30") << QString();
    QTest::newRow("no such hour") << QStringLiteral("2026-11-22T25:00:00Z") << QString();
    QTest::newRow("word") << QStringLiteral("tomorrow") << QString();
    QTest::newRow("nothing") << QString() << QString();
}

void TestAmounts::instantsAreRead()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);

    const auto read = parseInstant(text);

    QCOMPARE(read ? toUtcText(*read) : QString{}, expected);
    if (!read) {
        QCOMPARE(read.error().code, ErrorCode::Usage);
    }
}

SATCHEL_TEST(TestAmounts)
#include "TestAmounts.moc"
