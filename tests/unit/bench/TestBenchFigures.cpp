#include <tests/bench/Figures.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

#include <algorithm>

using namespace satchel::bench;

class TestBenchFigures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void comparesWithTheirReferences();
    void takesTheWorkloadNearestToTenThousand();
    void growthNeedsAMillionMessages();
    void growthOfTheMachineIsTakenOut();
    void looksCountAtAMillionOnly();
    void memoryIsTheMostOfAnyOfOurs();
    void whatDidNotRunIsNotMeasured();
    void judges_data();
    void judges();
};

namespace {

Measurement measured(const QString& contender, qint64 messages, double wall, qint64 bytes = 0, qint64 peakKib = 1024)
{
    return {contender, messages, {{wall, wall, 0, peakKib, bytes}}};
}

SizeResult result(int devices, WorkloadShape shape = WorkloadShape::Figures)
{
    SizeResult made{{shape, devices}};
    const auto messages = made.plan.messages();
    const double second = static_cast<double>(messages) / 1000;
    made.measurements = {
        measured(contender::plainBesideGather(), messages, 2 * second),
        measured(contender::satchel(QStringLiteral("gather")), messages, second),
        measured(contender::age(), messages, second, 1000),
        measured(contender::satchel(QStringLiteral("export")), messages, 3 * second, 1040),
        measured(contender::plainBesideImport(), messages, 4 * second),
        measured(contender::satchel(QStringLiteral("import")), messages, second),
        measured(contender::satchel(QStringLiteral("import, answers")), made.plan.answers(), second),
        measured(contender::satchel(QStringLiteral("status")), messages, 0.05),
    };
    return made;
}

Figure figure(const QList<SizeResult>& results, const QString& what)
{
    const auto figures = figuresOf(results);
    const auto found
        = std::find_if(figures.begin(), figures.end(), [&](const Figure& one) { return one.what == what; });
    return found == figures.end() ? Figure{} : *found;
}

} // namespace

void TestBenchFigures::comparesWithTheirReferences()
{
    const QList<SizeResult> results{result(10'000)};
    QCOMPARE(figure(results, QStringLiteral("gather")).value, std::optional{0.5});
    QCOMPARE(figure(results, QStringLiteral("import")).value, std::optional{0.25});
    QCOMPARE(figure(results, QStringLiteral("export")).value, std::optional{3.0});
    QCOMPARE(figure(results, QStringLiteral("bundle size")).value, std::optional{1.04});
    QVERIFY(figure(results, QStringLiteral("gather")).isReached());
    QVERIFY(!figure(results, QStringLiteral("export")).isReached());
}

void TestBenchFigures::takesTheWorkloadNearestToTenThousand()
{
    const QList<SizeResult> results{
        result(1'000), result(10'000, WorkloadShape::Mixed), result(15'000), result(100'000)};
    QCOMPARE(figure(results, QStringLiteral("gather")).where, QStringLiteral("figures-15000"));
    QVERIFY(!figure({result(10'000, WorkloadShape::Mixed)}, QStringLiteral("gather")).value);
}

void TestBenchFigures::growthNeedsAMillionMessages()
{
    auto many = result(500'000);
    many.measurements[1].samples[0].wall *= 1.5;
    const auto name = QStringLiteral("cost of an item, gather");
    QCOMPARE(figure({result(10'000), many}, name).value, std::optional{1.5});
    QVERIFY(!figure({result(10'000), result(100'000)}, name).value);
    QVERIFY(!figure({result(1'000), many}, name).value); // nothing to compare with
    many.measurements[6].samples[0].wall *= 1.25;
    QCOMPARE(
        figure({result(10'000), many}, QStringLiteral("cost of an item, import, answers")).value, std::optional{1.25});
}

void TestBenchFigures::growthOfTheMachineIsTakenOut()
{
    auto many = result(500'000);
    many.measurements[0].samples[0].wall *= 1.25; // the plain loop's
    many.measurements[1].samples[0].wall *= 1.5;
    const auto gather = figure({result(10'000), many}, QStringLiteral("cost of an item, gather"));
    QCOMPARE(gather.value, std::optional{1.5});
    QCOMPARE(gather.beside, std::optional{1.2});
    QVERIFY(!gather.isReached()); // what counts is what was measured

    many.measurements.removeFirst();
    QVERIFY(!figure({result(10'000), many}, QStringLiteral("cost of an item, gather")).beside);
}

void TestBenchFigures::looksCountAtAMillionOnly()
{
    QVERIFY(!figure({result(10'000)}, QStringLiteral("status")).value);
    QCOMPARE(figure({result(500'000)}, QStringLiteral("status")).value, std::optional{50.0});
}

void TestBenchFigures::memoryIsTheMostOfAnyOfOurs()
{
    auto some = result(1'000);
    some.measurements[0].samples[0].peakKib = 999 * 1024; // the plain loop's is not ours
    some.measurements[3].samples[0].peakKib = 97 * 1024;
    const auto peak = figure({some, result(10'000)}, QStringLiteral("peak memory of any command"));
    QCOMPARE(peak.value, std::optional{97.0});
    QCOMPARE(peak.where, QStringLiteral("satchel export, figures-1000"));
    QVERIFY(!peak.isReached());
}

void TestBenchFigures::whatDidNotRunIsNotMeasured()
{
    auto without = result(10'000);
    without.measurements[2] = {contender::age(), 20'000, {}, {}, QStringLiteral("not installed: age")};
    const auto lacking = figure({without}, QStringLiteral("export"));
    QVERIFY(!lacking.value);
    QCOMPARE(lacking.verdict(), QStringLiteral("not measured"));
    QVERIFY(!lacking.isReached());
}

void TestBenchFigures::judges_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<QString>("verdict");

    QTest::newRow("below") << 0.79 << QStringLiteral("yes");
    QTest::newRow("exactly") << 0.8 << QStringLiteral("yes");
    QTest::newRow("above") << 0.81 << QStringLiteral("no");
}

void TestBenchFigures::judges()
{
    QFETCH(double, value);
    QTEST((Figure{QStringLiteral("gather"), {}, value, 0.8}.verdict()), "verdict");
}

SATCHEL_TEST(TestBenchFigures)
#include "TestBenchFigures.moc"
