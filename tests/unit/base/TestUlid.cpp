#include <core/base/Ulid.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ErrorCode;
using satchel::Ulid;

class TestUlid : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void parseTakesWhatGenerateMakes();
    void timeComesFirst();
    void twoAreNeverEqual();
    void laterSortsAfterEarlier();
    void parseRefusesOtherText_data();
    void parseRefusesOtherText();
    void defaultMadeIsNull();
};

void TestUlid::parseTakesWhatGenerateMakes()
{
    const auto ulid = Ulid::generate(QDateTime::fromSecsSinceEpoch(1'800'000'000, Qt::UTC));
    const auto parsed = Ulid::parse(ulid.toString());
    QVERIFY(parsed.has_value());
    QVERIFY(*parsed == ulid);
    QVERIFY(!parsed->isNull());
}

void TestUlid::timeComesFirst()
{
    // The example of the ULID specification: 1469918176385 ms is 01ARYZ6S41.
    const auto ulid = Ulid::generate(QDateTime::fromMSecsSinceEpoch(1'469'918'176'385, Qt::UTC));
    QCOMPARE(ulid.toString().left(10), QStringLiteral("01ARYZ6S41"));
}

void TestUlid::twoAreNeverEqual()
{
    const auto now = QDateTime::fromSecsSinceEpoch(0, Qt::UTC);
    QVERIFY(Ulid::generate(now) != Ulid::generate(now));
}

void TestUlid::laterSortsAfterEarlier()
{
    const auto earlier = Ulid::generate(QDateTime::fromMSecsSinceEpoch(1'000'000, Qt::UTC));
    const auto later = Ulid::generate(QDateTime::fromMSecsSinceEpoch(1'000'001, Qt::UTC));
    QVERIFY(earlier < later);
    QVERIFY(!(later < earlier));
}

void TestUlid::parseRefusesOtherText_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << QString();
    QTest::newRow("one short") << QStringLiteral("01ARYZ6S41TSV4RRFFQ69G5FA");
    QTest::newRow("one long") << QStringLiteral("01ARYZ6S41TSV4RRFFQ69G5FAVV");
    QTest::newRow("small letters") << QStringLiteral("01aryz6s41tsv4rrffq69g5fav");
    QTest::newRow("letter outside the alphabet") << QStringLiteral("01ARYZ6S41TSV4RRFFQ69G5FAU");
    QTest::newRow("time above 48 bits") << QStringLiteral("81ARYZ6S41TSV4RRFFQ69G5FAV");
    QTest::newRow("embedded NUL") << QString{26, QChar{0}};
}

void TestUlid::parseRefusesOtherText()
{
    QFETCH(QString, text);
    const auto parsed = Ulid::parse(text);
    QVERIFY(!parsed.has_value());
    QCOMPARE(parsed.error().code, ErrorCode::Malformed);
}

void TestUlid::defaultMadeIsNull()
{
    QVERIFY(Ulid{}.isNull());
}

SATCHEL_TEST(TestUlid)
#include "TestUlid.moc"
