#include <core/station/TypedFingerprint.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::StationId;
using satchel::TypedFingerprint;

namespace {

const QString Digits = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");

} // namespace

// What is told of a fingerprint while somebody types it.
class TestTypedFingerprint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhichGroupsDiffer_data();
    void tellsWhichGroupsDiffer();
};

void TestTypedFingerprint::tellsWhichGroupsDiffer_data()
{
    using Standing = TypedFingerprint::Standing;
    QTest::addColumn<QString>("text");
    QTest::addColumn<Standing>("standing");
    QTest::addColumn<QList<int>>("differing");
    const auto grouped = satchel::groupedDigits(Digits);

    QTest::newRow("nothing") << QString() << Standing::Incomplete << QList<int>{};
    QTest::newRow("the same") << grouped << Standing::Same << QList<int>{};
    QTest::newRow("the same, in one piece, in capitals") << Digits.toUpper() << Standing::Same << QList<int>{};
    QTest::newRow("good so far") << QStringLiteral("0123 4567 89") << Standing::Incomplete << QList<int>{};
    QTest::newRow("a group that is not whole yet") << QStringLiteral("0123 99") << Standing::Incomplete << QList<int>{};
    QTest::newRow("one typo") << QStringLiteral("0123 4576 89ab") << Standing::Incomplete << QList<int>{2};
    QTest::newRow("one typo in one piece") << QStringLiteral("0123457689ab") << Standing::Incomplete << QList<int>{2};
    QTest::newRow("in twos") << QStringLiteral("01:23:45:76") << Standing::Incomplete << QList<int>{2};
    // It spoils its own group, not those behind it.
    QTest::newRow("a digit left out") << QString{grouped}.remove(6, 1) << Standing::Incomplete << QList<int>{2};
    QTest::newRow("complete, two typos")
        << QString{grouped}.replace(0, 1, QLatin1Char('f')).replace(78, 1, QLatin1Char('0')) << Standing::Another
        << QList<int>{1, 16};
    QTest::newRow("a letter that is no digit")
        << QString{grouped}.replace(1, 1, QLatin1Char('o')) << Standing::Malformed << QList<int>{1};
    QTest::newRow("a group too many") << grouped + QStringLiteral(" 0000") << Standing::Malformed << QList<int>{17};
}

void TestTypedFingerprint::tellsWhichGroupsDiffer()
{
    QFETCH(QString, text);
    QFETCH(TypedFingerprint::Standing, standing);
    QFETCH(QList<int>, differing);
    const auto typed = satchel::compareTyped(text, StationId::parse(Digits).value());
    QCOMPARE(typed.standing, standing);
    QCOMPARE(typed.differing, differing);
}

SATCHEL_TEST(TestTypedFingerprint)
#include "TestTypedFingerprint.moc"
