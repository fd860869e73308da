#include <core/base/RowList.h>

#include <tests/support/TestRegistry.h>

#include <QTest>

using satchel::RowList;

class TestRowList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesAllRowsBackInOrder_data();
    void givesAllRowsBackInOrder();
};

void TestRowList::givesAllRowsBackInOrder_data()
{
    QTest::addColumn<int>("count");
    QTest::addColumn<bool>("maySpill");

    QTest::newRow("none") << 0 << true;
    QTest::newRow("few stay in memory") << 10 << true;
    QTest::newRow("many go to a temporary file") << 100'000 << true;
    QTest::newRow("many without a place for one") << 100'000 << false;
}

void TestRowList::givesAllRowsBackInOrder()
{
    QFETCH(int, count);
    QFETCH(bool, maySpill);

    const auto before = qgetenv("TMPDIR");
    if (!maySpill) {
        qputenv("TMPDIR", "/nowhere/at/all");
    }
    RowList rows;
    for (int i = 0; i < count; ++i) {
        rows.append("{\"number\":" + QByteArray::number(i) + ",\"filling\":\"0123456789\"}");
    }
    before.isEmpty() ? qunsetenv("TMPDIR") : qputenv("TMPDIR", before);
    QCOMPARE(rows.size(), count);
    for (int round = 0; round < 2; ++round) { // reading changes nothing
        int next = 0;
        rows.forEach([&next](QByteArrayView json) {
            next += json.startsWith("{\"number\":" + QByteArray::number(next) + ',') ? 1 : 0;
        });
        QCOMPARE(next, count);
    }
}

SATCHEL_TEST(TestRowList)
#include "TestRowList.moc"
