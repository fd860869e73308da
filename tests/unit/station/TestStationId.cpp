#include <core/station/StationId.h>
#include <core/station/StationRole.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::ErrorCode;
using satchel::parseTypedFingerprint;
using satchel::StationId;
using satchel::StationRole;

namespace {

const QString IdDigits = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

} // namespace

class TestStationId : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void groupsByFour();
    void takesWhatPeopleType_data();
    void takesWhatPeopleType();
    void refusesOtherText_data();
    void refusesOtherText();
    void rolesHaveNames();
};

void TestStationId::groupsByFour()
{
    const auto id = StationId::parse(IdDigits);
    QVERIFY(id.has_value());
    QCOMPARE(satchel::groupedFingerprint(*id),
        QStringLiteral("0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef 0123 4567 89ab cdef"));
}

void TestStationId::takesWhatPeopleType_data()
{
    QTest::addColumn<QString>("text");

    auto colons = IdDigits;
    for (qsizetype i = 62; i > 0; i -= 2) {
        colons.insert(i, QLatin1Char(':'));
    }
    QTest::newRow("plain") << IdDigits;
    QTest::newRow("capitals") << IdDigits.toUpper();
    QTest::newRow("colons") << colons;
    QTest::newRow("groups") << satchel::groupedFingerprint(StationId::parse(IdDigits).value());
    QTest::newRow("line feed at the end") << IdDigits + QLatin1Char('\n');
    QTest::newRow("no-break space") << QString{IdDigits}.insert(4, QChar{0xA0});
}

void TestStationId::takesWhatPeopleType()
{
    QFETCH(QString, text);
    const auto id = parseTypedFingerprint(text);
    QVERIFY(id.has_value());
    QCOMPARE(id->toString(), IdDigits);
}

void TestStationId::refusesOtherText_data()
{
    QTest::addColumn<QString>("text");

    QTest::newRow("empty") << QString();
    QTest::newRow("shortened") << IdDigits.left(8);
    QTest::newRow("one too many") << IdDigits + QLatin1Char('0');
    QTest::newRow("dashes") << QString{IdDigits}.insert(4, QLatin1Char('-'));
    QTest::newRow("letter") << QString{IdDigits}.replace(0, 1, QLatin1Char('g'));
}

void TestStationId::refusesOtherText()
{
    QFETCH(QString, text);
    const auto id = parseTypedFingerprint(text);
    QVERIFY(!id.has_value());
    QCOMPARE(id.error().code, ErrorCode::Malformed);
}

void TestStationId::rolesHaveNames()
{
    for (const auto role : {StationRole::Site, StationRole::Backend}) {
        QCOMPARE(satchel::stationRoleFromName(satchel::stationRoleName(role)), std::optional{role});
        QCOMPARE(counterpartOf(counterpartOf(role)), role);
        QVERIFY(counterpartOf(role) != role);
    }
    QCOMPARE(satchel::stationRoleName(StationRole::Site), QStringLiteral("site"));
    QCOMPARE(satchel::stationRoleName(StationRole::Backend), QStringLiteral("backend"));
    QVERIFY(!satchel::stationRoleFromName(u"Site"));
    QVERIFY(!satchel::stationRoleFromName(u""));
}

SATCHEL_TEST(TestStationId)
#include "TestStationId.moc"
