#include <cli/ProgressLine.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;

class TestProgressLine : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void progressIsDescribed_data();
    void progressIsDescribed();
};

void TestProgressLine::progressIsDescribed_data()
{
    QTest::addColumn<qint64>("done");
    QTest::addColumn<qint64>("total");
    QTest::addColumn<QString>("unit");
    QTest::addColumn<double>("seconds");
    QTest::addColumn<QString>("expected");

    const auto items = QStringLiteral("items");
    QTest::newRow("just begun") << qint64{0} << qint64{0} << items << 0.0 << QStringLiteral("packing");
    QTest::newRow("too early for a rate")
        << qint64{5} << qint64{10} << items << 0.2 << QStringLiteral("packing  5 of 10 items  50 %");
    QTest::newRow("on its way") << qint64{100} << qint64{400} << items << 2.0
                                << QStringLiteral("packing  100 of 400 items  25 %  50 items/s  6 s left");
    QTest::newRow("long") << qint64{100} << qint64{100'000} << items << 10.0
                          << QStringLiteral("packing  100 of 100000 items  0 %  10 items/s  167 min left");
    QTest::newRow("finished") << qint64{400} << qint64{400} << items << 8.0
                              << QStringLiteral("packing  400 of 400 items  100 %  50 items/s");
    QTest::newRow("more than expected") << qint64{401} << qint64{400} << items << 0.1
                                        << QStringLiteral("packing  401 of 400 items  100 %");
    QTest::newRow("end unknown") << qint64{100} << qint64{0} << items << 2.0
                                 << QStringLiteral("packing  100 items  50 items/s");
    QTest::newRow("bytes") << qint64{2} * 1024 * 1024 << qint64{4} * 1024 * 1024 << QStringLiteral("bytes") << 2.0
                           << QStringLiteral("packing  2.0 MiB of 4.0 MiB  50 %  1.0 MiB/s  2 s left");
}

void TestProgressLine::progressIsDescribed()
{
    QFETCH(qint64, done);
    QFETCH(qint64, total);
    QFETCH(QString, unit);
    QFETCH(double, seconds);
    QFETCH(QString, expected);

    const Progress progress{QStringLiteral("packing"), done, total, unit};

    QCOMPARE(ProgressLine::describe(progress, std::chrono::duration<double>{seconds}), expected);
}

SATCHEL_TEST(TestProgressLine)
#include "TestProgressLine.moc"
