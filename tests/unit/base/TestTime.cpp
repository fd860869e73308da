#include <core/base/Time.h>

#include <tests/support/TestRegistry.h>

#include <QTest>
#include <QTimeZone>

using satchel::ErrorCode;

class TestTime : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parseTakesWhatIsWritten_data();
    void parseTakesWhatIsWritten();
    void parseRefusesOtherForms_data();
    void parseRefusesOtherForms();
    void writesUtcWhateverTheZone();
    void clocksTellUtc();
};

void TestTime::parseTakesWhatIsWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qint64>("seconds");

    QTest::newRow("epoch") << QStringLiteral("1970-01-01T00:00:00Z") << qint64{0};
    QTest::newRow("leap day") << QStringLiteral("2024-02-29T23:59:59Z") << qint64{1'709'251'199};
    QTest::newRow("end of time") << QStringLiteral("9999-12-31T23:59:59Z") << qint64{253'402'300'799};
}

void TestTime::parseTakesWhatIsWritten()
{
    QFETCH(QString, text);
    QFETCH(qint64, seconds);

    const auto parsed = satchel::parseUtcText(text);
    QVERIFY(parsed.has_value());
    QCOMPARE(parsed->toSecsSinceEpoch(), seconds);
    QCOMPARE(parsed->timeSpec(), Qt::UTC);
    QCOMPARE(satchel::toUtcText(*parsed), text);
}

void TestTime::parseRefusesOtherForms_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << QString();
    QTest::newRow("no zone") << QStringLiteral("2026-11-22T09:00:00");
    QTest::newRow("offset") << QStringLiteral("2026-11-22T09:00:00+00:00");
    QTest::newRow("fraction") << QStringLiteral("2026-11-22T09:00:00.5Z");
    QTest::newRow("no seconds") << QStringLiteral("2026-11-22T09:00Z");
    QTest::newRow("small letters") << QStringLiteral("2026-11-22t09:00:00z");
    QTest::newRow("space") << QStringLiteral("2026-11-22 09:00:00Z");
    QTest::newRow("no such day") << QStringLiteral("2026-02-30T09:00:00Z");
    QTest::newRow("no such month") << QStringLiteral("2026-13-01T09:00:00Z");
    QTest::newRow("no such minute") << QStringLiteral("2026-11-22T09:60:00Z");
    QTest::newRow("leap second") << QStringLiteral("2016-12-31T23:59:60Z");
    QTest::newRow("24 o'clock is another day's 0 o'clock") << QStringLiteral("2026-11-22T24:00:00Z");
    QTest::newRow("trailing line feed") << QStringLiteral("2026-11-22T09:00:00Z\n");
}

void TestTime::parseRefusesOtherForms()
{
    QFETCH(QString, text);
    const auto parsed = satchel::parseUtcText(text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
}

void TestTime::writesUtcWhateverTheZone()
{
    const QDateTime instant{QDate{2026, 11, 22}, QTime{10, 0, 0, 999}, QTimeZone{3600}};
    QCOMPARE(satchel::toUtcText(instant), QStringLiteral("2026-11-22T09:00:00Z"));
}

void TestTime::clocksTellUtc()
{
    QCOMPARE(satchel::systemClock()().timeSpec(), Qt::UTC);
    const QDateTime instant{QDate{2026, 11, 22}, QTime{10, 0}, QTimeZone{3600}};
    const auto told = satchel::fixedClock(instant)();
    QCOMPARE(told, instant);
    QCOMPARE(told.timeSpec(), Qt::UTC);
}

SATCHEL_TEST(TestTime)
#include "TestTime.moc"
