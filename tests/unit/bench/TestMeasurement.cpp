#include <tests/bench/Measurement.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel::bench;

class TestMeasurement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void median_data();
    void median();
    void percentile_data();
    void percentile();
    void summarisesItsSamples();
    void ratioIsThatOfTheSameRound();
    void ratioIsByTheMessage();
    void nothingGivesNoRatio();
};

namespace {

Measurement measured(const QList<double>& walls, qint64 messages = 100)
{
    Measurement measurement{QStringLiteral("x"), messages};
    for (const auto wall : walls) {
        measurement.samples.append({wall, wall / 2, wall / 4, 10, 7});
    }
    return measurement;
}

} // namespace

void TestMeasurement::median_data()
{
    QTest::addColumn<QList<double>>("values");
    QTest::addColumn<double>("expected");

    QTest::newRow("none") << QList<double>{} << 0.0;
    QTest::newRow("one") << QList<double>{4} << 4.0;
    QTest::newRow("odd, unsorted") << QList<double>{9, 1, 5} << 5.0;
    QTest::newRow("even") << QList<double>{8, 2, 4, 100} << 6.0;
}

void TestMeasurement::median()
{
    QFETCH(QList<double>, values);
    QTEST(satchel::bench::median(values), "expected");
}

void TestMeasurement::percentile_data()
{
    QTest::addColumn<double>("share");
    QTest::addColumn<double>("expected");

    QTest::newRow("least") << 0.0 << 10.0;
    QTest::newRow("a quarter") << 0.25 << 10.0;
    QTest::newRow("half") << 0.5 << 20.0;
    QTest::newRow("above half") << 0.51 << 30.0;
    QTest::newRow("most") << 1.0 << 40.0;
}

void TestMeasurement::percentile()
{
    QFETCH(double, share);
    QTEST(satchel::bench::percentile({30, 10, 40, 20}, share), "expected");
    QCOMPARE(satchel::bench::percentile({}, share), 0.0);
}

void TestMeasurement::summarisesItsSamples()
{
    auto measurement = measured({4, 1, 2});
    measurement.samples[1].peakKib = 99;
    QCOMPARE(measurement.wall(), 2.0);
    QCOMPARE(measurement.leastWall(), 1.0);
    QCOMPARE(measurement.cpu(), 1.5); // user and system of the one in the middle
    QCOMPARE(measurement.peakKib(), 99);
    QCOMPARE(measurement.bytes(), 7);
    QCOMPARE(measurement.perMessage(2), 0.02);
}

// The machine was slow in the second round for both: the ratio of the medians would be 3.
void TestMeasurement::ratioIsThatOfTheSameRound()
{
    const auto ratio = pairedRatio(measured({1, 12, 3}), measured({2, 24, 1}));
    QVERIFY(ratio.has_value());
    QCOMPARE(*ratio, 0.5);
    QCOMPARE(*pairedCpuRatio(measured({1, 12, 3}), measured({2, 24, 1})), 0.5);
}

void TestMeasurement::ratioIsByTheMessage()
{
    const auto ratio = pairedRatio(measured({10}, 1000), measured({10}, 200));
    QVERIFY(ratio.has_value());
    QCOMPARE(*ratio, 0.2);
}

void TestMeasurement::nothingGivesNoRatio()
{
    QVERIFY(!pairedRatio(measured({}), measured({1})));
    QVERIFY(!pairedRatio(measured({1}), measured({})));
    QVERIFY(!pairedRatio(measured({1}), measured({0})));
}

SATCHEL_TEST(TestMeasurement)
#include "TestMeasurement.moc"
