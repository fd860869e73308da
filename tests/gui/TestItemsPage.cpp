#include <app/MainWindow.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <tests/support/TestWorld.h>

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int LongEnough = 60'000; // ms

ItemRow rowOf(const char* device, ItemState state, int minute, std::optional<int> deadline = {})
{
    const QDateTime start{QDate{2026, 11, 26}, QTime{8, 0}, Qt::UTC};
    ItemRow made{ItemId{}, QString::fromLatin1(device), Kind::VoucherRequest, state, start.addSecs(60 * minute), {}};
    if (deadline) {
        made.deadline = start.addSecs(60 * *deadline);
    }
    return made;
}

QStringList devicesOf(const ItemTable& table)
{
    QStringList devices;
    for (int i = 0; i < table.rowCount(); ++i) {
        devices += table.rowAt(i).device;
    }
    return devices;
}

} // namespace

class TestItemsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filtersAndSorts_data();
    void filtersAndSorts();
    void thePipelineLeadsToItsItems();
};

void TestItemsPage::filtersAndSorts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("state"); // -1: any
    QTest::addColumn<int>("column"); // -1: as gathered
    QTest::addColumn<bool>("descends");
    QTest::addColumn<QStringList>("devices");

    const auto row = [](const char* name, const char* text, std::optional<ItemState> state, int column, bool descends,
                         const char* devices) {
        QTest::newRow(name) << QString::fromLatin1(text) << (state ? static_cast<int>(*state) : -1) << column
                            << descends << QString::fromLatin1(devices).split(QLatin1Char(' '));
    };
    row("as gathered", "", {}, -1, false, "SN-2 sn-10 AB-1 SN-3");
    row("by text, whatever the letters' case", "sn-", {}, -1, false, "SN-2 sn-10 SN-3");
    row("by state", "", ItemState::Packed, -1, false, "sn-10 SN-3");
    row("by both", "10", ItemState::Packed, -1, false, "sn-10");
    row("sorted by device", "", {}, ItemTable::Device, false, "AB-1 SN-2 SN-3 sn-10");
    row("the other way", "", {}, ItemTable::Device, true, "sn-10 SN-3 SN-2 AB-1");
    row("equal ones as gathered", "sn-", {}, ItemTable::What, true, "SN-2 sn-10 SN-3");
    row("by deadline, none comes last", "", {}, ItemTable::Deadline, false, "SN-3 SN-2 sn-10 AB-1");
}

void TestItemsPage::filtersAndSorts()
{
    QFETCH(QString, text);
    QFETCH(int, state);
    QFETCH(int, column);
    QFETCH(bool, descends);
    ItemTable table;
    table.setRows({rowOf("SN-2", ItemState::Pending, 1, 90), rowOf("sn-10", ItemState::Packed, 2),
        rowOf("AB-1", ItemState::Held, 3), rowOf("SN-3", ItemState::Packed, 4, 80)});

    table.setFilter(text, state < 0 ? std::nullopt : std::optional{static_cast<ItemState>(state)});
    table.sort(column, descends ? Qt::DescendingOrder : Qt::AscendingOrder);

    QTEST(devicesOf(table), "devices");
}

void TestItemsPage::thePipelineLeadsToItsItems()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    MainWindow window{StationView{world.site.home(), world.site.access().clock}};
    window.show();
    QSignalSpy refreshed{&window.items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));

    Q_EMIT window.overview().stateChosen(ItemState::Packed);
    QVERIFY(window.items().isVisible());
    QCOMPARE(window.items().table().rowCount(), 0);
    Q_EMIT window.overview().stateChosen(ItemState::Pending);
    QCOMPARE(window.items().table().rowCount(), 2);

    QSignalSpy shown{&window.items(), &ItemsPage::shown};
    window.items().choose(0);
    QVERIFY(shown.wait(LongEnough));
    const auto found
        = window.items().story().findItems(QStringLiteral("serialNumber"), Qt::MatchExactly | Qt::MatchRecursive);
    QVERIFY(!found.isEmpty());
    QCOMPARE(found.first()->text(1), QStringLiteral("SN-1"));
}

QTEST_MAIN(TestItemsPage)
#include "TestItemsPage.moc"
