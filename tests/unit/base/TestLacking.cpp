#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel::test;

// What is not there may be skipped only where somebody sees it.
class TestLacking : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLackIsAFailureWhereNobodyLooks_data();
    void aLackIsAFailureWhereNobodyLooks();
    void whoeverSaysThatTheMachineMountsIsHeldToIt();
};

void TestLacking::aLackIsAFailureWhereNobodyLooks_data()
{
    QTest::addColumn<QByteArray>("told");
    QTest::addColumn<bool>("isFailure");

    QTest::newRow("nothing is told") << QByteArray() << false;
    QTest::newRow("somebody works here") << QByteArray("false") << false;
    QTest::newRow("CI") << QByteArray("true") << true;
}

void TestLacking::aLackIsAFailureWhereNobodyLooks()
{
    QFETCH(QByteArray, told);
    QFETCH(bool, isFailure);
    const auto before = qgetenv("CI");
    qputenv("CI", told);
    const bool is = isLackAFailure();
    qputenv("CI", before);
    QCOMPARE(is, isFailure);
}

void TestLacking::whoeverSaysThatTheMachineMountsIsHeldToIt()
{
    const auto before = qgetenv("SATCHEL_MOUNTS");
    qputenv("SATCHEL_MOUNTS", "true");
    const bool is = isNoMountAFailure();
    qunsetenv("SATCHEL_MOUNTS");
    const bool isWithout = isNoMountAFailure();
    qputenv("SATCHEL_MOUNTS", before);
    QVERIFY(is);
    QVERIFY(!isWithout);
}

SATCHEL_TEST(TestLacking)
#include "TestLacking.moc"
