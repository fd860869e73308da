#include <core/base/StrictJson.h>
#include <tests/bench/EarlierRun.h>
#include <tests/bench/Grid.h>
#include <tests/bench/Report.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::bench;

class TestBenchReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gridAlignsItsColumns();
    void gridIsAMarkdownTable();
    void everyContenderIsShown();
    void jsonHoldsEverySample();
    void plotsTheShapeWithTheMostSizes();
    void anEarlierRunIsToldAsOne();
    void anotherMachinesRunIsOfNoUse();
};

namespace {

SizeResult reportedResult(WorkloadShape shape, int devices)
{
    SizeResult made{{shape, devices}, 42, 4'200'000};
    const auto messages = made.plan.messages();
    made.measurements = {
        {contender::satchel(QStringLiteral("gather")), messages, {{2, 1.5, 0.25, 2048, 0}, {4, 1.5, 0.25, 4096, 0}}},
        {contender::satchel(QStringLiteral("status")), messages, {{0.25, 0, 0, 0, 0}}},
        {contender::age(), messages, {}, {}, QStringLiteral("not installed: age")},
    };
    return made;
}

Machine someMachine()
{
    return {
        QStringLiteral("Some CPU"), 2, QStringLiteral("ext4"), QStringLiteral("OpenSSL 3"), QStringLiteral("GCC 12")};
}

Report report(const QList<SizeResult>& results)
{
    return {someMachine(), results};
}

} // namespace

void TestBenchReport::gridAlignsItsColumns()
{
    Grid grid{{QStringLiteral("name"), QStringLiteral("n"), QStringLiteral("why")}, {1}};
    grid.add({QStringLiteral("x"), QStringLiteral("1,000"), QStringLiteral("so")});
    grid.add({QStringLiteral("longer"), {}, {}});
    QCOMPARE(grid.text(), QStringLiteral("name        n  why\nx       1,000  so\nlonger\n"));
}

void TestBenchReport::gridIsAMarkdownTable()
{
    Grid grid{{QStringLiteral("name"), QStringLiteral("n"), QStringLiteral("why")}, {1}};
    grid.add({QStringLiteral("tar | zstd"), QStringLiteral("1"), QStringLiteral("y")});
    QCOMPARE(grid.markdown(), QStringLiteral("| name | n | why |\n| --- | ---: | --- |\n| tar \\| zstd | 1 | y |\n"));
}

void TestBenchReport::everyContenderIsShown()
{
    const auto made = report({reportedResult(WorkloadShape::Mixed, 1000)});
    for (const auto& text : {made.text(), made.markdown()}) {
        QVERIFY(text.contains(QStringLiteral("satchel gather")));
        QVERIFY(text.contains(QStringLiteral("skipped: not installed: age")));
        QVERIFY(text.contains(QStringLiteral("1,000 devices, mixed, 3,000 messages, 42 files, 4.2 MB")));
        QVERIFY(text.contains(QStringLiteral("1,000.0"))); // 3 s, the median, over 3,000 messages
        QVERIFY(text.contains(QStringLiteral("not measured")));
    }
}

void TestBenchReport::jsonHoldsEverySample()
{
    const auto json
        = parseJson(report({reportedResult(WorkloadShape::Figures, 10)}).json().trimmed(), JsonDialect::Lenient);
    QVERIFY(json.has_value());
    const auto* const workloads = json->find(u"workloads")->array();
    QVERIFY(workloads && workloads->size() == 1);
    QCOMPARE(*workloads->front().find(u"shape")->string(), QStringLiteral("figures"));
    QCOMPARE(*workloads->front().find(u"messages")->integer(), 20);
    const auto* const contenders = workloads->front().find(u"contenders")->array();
    QCOMPARE(contenders->size(), std::size_t{3});
    QCOMPARE(contenders->at(0).find(u"samples")->array()->size(), std::size_t{2});
    QCOMPARE(*contenders->at(0).find(u"samples")->array()->at(1).find(u"peakKib")->integer(), 4096);
    QCOMPARE(*contenders->at(2).find(u"skipped")->string(), QStringLiteral("not installed: age"));
    QVERIFY(!json->find(u"figures")->array()->empty());
    QVERIFY(json->find(u"figures")->array()->front().find(u"measured")->isNull());
}

void TestBenchReport::plotsTheShapeWithTheMostSizes()
{
    const auto svg = report({reportedResult(WorkloadShape::Figures, 10), reportedResult(WorkloadShape::Mixed, 1000),
                                reportedResult(WorkloadShape::Mixed, 100)})
                         .plot();
    QCOMPARE(svg.count("<circle"), 2); // gather at both sizes; status has no cost by the message, age did not run
    QVERIFY(svg.contains("mixed"));
    QVERIFY(svg.contains("satchel gather"));
    QVERIFY(!svg.contains("satchel status"));
}

void TestBenchReport::anEarlierRunIsToldAsOne()
{
    const auto before
        = report({reportedResult(WorkloadShape::Figures, 10'000), reportedResult(WorkloadShape::Mixed, 1000)}).json();
    const auto earlier = earlierResults(before, someMachine());
    QVERIFY(earlier.has_value());
    const auto both = withEarlier(
        {reportedResult(WorkloadShape::Figures, 500'000), reportedResult(WorkloadShape::Mixed, 1000)}, *earlier);
    QStringList names;
    for (const auto& result : both) {
        names += result.plan.name() + (result.runsAgo == 1 ? QStringLiteral(" earlier") : QString{});
    }
    QCOMPARE(names,
        (QStringList{
            QStringLiteral("mixed-1000"), QStringLiteral("figures-10000 earlier"), QStringLiteral("figures-500000")}));
    const auto made = report(both);
    QCOMPARE(made.markdown().count(QStringLiteral("in an earlier run")), 1);
    // Once more, and what was in both is as it was, sample for sample.
    auto again = earlierResults(made.json(), someMachine());
    QVERIFY(again.has_value());
    QCOMPARE(again->at(1).runsAgo, 2);
    QCOMPARE(again->at(2).runsAgo, 1);
    for (auto& result : *again) {
        result.runsAgo = 0;
    }
    QCOMPARE(report({again->at(1), again->at(0)}).json(), before);
    // No growth is told from one run to another.
    for (const auto& figure : figuresOf(both)) {
        QVERIFY(!figure.what.startsWith(QStringLiteral("cost of an item")) || !figure.value);
    }
}

void TestBenchReport::anotherMachinesRunIsOfNoUse()
{
    const auto json = report({reportedResult(WorkloadShape::Figures, 10)}).json();
    auto other = someMachine();
    other.processor = QStringLiteral("Another CPU");
    const auto refused = earlierResults(json, other);
    QVERIFY(!refused.has_value());
    QCOMPARE(refused.error().code, ErrorCode::Usage);
    QVERIFY(refused.error().message.contains(QStringLiteral("Another CPU")));
    const auto none = earlierResults("{}", someMachine());
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().code, ErrorCode::Malformed);
}

SATCHEL_TEST(TestBenchReport)
#include "TestBenchReport.moc"
