#include <app/Words.h>
#include <app/models/DeviceTree.h>
#include <app/models/ItemTable.h>
#include <app/widgets/KeptPlace.h>

#include <core/crypto/Digest.h>

#include <tests/support/TestRegistry.h>

#include <QAbstractItemModelTester>
#include <QLocale>
#include <QSet>
#include <QTableView>
#include <QTest>
#include <QTreeView>

#include <algorithm>

using namespace satchel;

namespace {

Item itemOf(const char* device, Kind kind, ItemState state, int minute, std::optional<int> deadline = {})
{
    static const QDateTime Start{QDate{2026, 11, 26}, QTime{8, 0}, Qt::UTC};
    Item made;
    made.id = ItemId::fromBytes(sha256(QByteArray{device} + QByteArray::number(minute)).bytes());
    made.device = QString::fromLatin1(device);
    made.kind = kind;
    made.state = state;
    made.gatheredAt = Start.addSecs(60 * minute);
    if (deadline) {
        made.deadline = Start.addSecs(60 * *deadline);
    }
    return made;
}

ItemList::Ptr listOf(const QList<Item>& items)
{
    const auto list = std::make_shared<ItemList>();
    for (const auto& item : items) {
        list->add(item);
    }
    list->finish();
    return list;
}

ItemList::Ptr someItems()
{
    return listOf({itemOf("SN-2", Kind::VoucherRequest, ItemState::Pending, 1, 90),
        itemOf("sn-10", Kind::VoucherRequest, ItemState::Packed, 2),
        itemOf("AB-1", Kind::CertificationRequest, ItemState::Held, 3),
        itemOf("SN-3", Kind::VoucherRequest, ItemState::Packed, 4, 80)});
}

QStringList devicesOf(const ItemTable& table)
{
    QStringList devices;
    for (int i = 0; i < table.rowCount(); ++i) {
        devices += table.list().deviceOf(table.rowAt(i));
    }
    return devices;
}

} // namespace

// What the Requests page shows, without a window.
class TestItemModels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filtersAndSorts_data();
    void filtersAndSorts();
    void sortsAsPeopleDo_data();
    void sortsAsPeopleDo();
    void findsAnItemWhereItIsShown();
    void aDeviceIsOneLineWithItsItems();
    void devicesSortByWhatIsFirstOfThem();
    void whatIsOfNoDeviceHasALine();
    void onlyTheseAreShown();
    void whatStoodThereStandsHere();
    void aChoiceOfThousandsIsKept_data();
    void aChoiceOfThousandsIsKept();
    void modelsKeepTheRulesOfQt();
};

void TestItemModels::filtersAndSorts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("state"); // -1: any
    QTest::addColumn<int>("kind"); // likewise
    QTest::addColumn<int>("column"); // -1: as gathered
    QTest::addColumn<bool>("descends");
    QTest::addColumn<QStringList>("devices");

    const auto row = [](const char* name, const char* text, std::optional<ItemState> state, std::optional<Kind> kind,
                         int column, bool descends, const char* devices) {
        QTest::newRow(name) << QString::fromLatin1(text) << (state ? static_cast<int>(*state) : -1)
                            << (kind ? static_cast<int>(*kind) : -1) << column << descends
                            << QString::fromLatin1(devices).split(QLatin1Char(' '));
    };
    row("as gathered", "", {}, {}, -1, false, "SN-2 sn-10 AB-1 SN-3");
    row("by text, whatever the letters' case", "sn-", {}, {}, -1, false, "SN-2 sn-10 SN-3");
    row("by state", "", ItemState::Packed, {}, -1, false, "sn-10 SN-3");
    row("by kind", "", {}, Kind::CertificationRequest, -1, false, "AB-1");
    row("by all of them", "10", ItemState::Packed, Kind::VoucherRequest, -1, false, "sn-10");
    row("sorted by device", "", {}, {}, ItemModel::Device, false, "AB-1 SN-2 SN-3 sn-10");
    row("the other way", "", {}, {}, ItemModel::Device, true, "sn-10 SN-3 SN-2 AB-1");
    row("equal ones as gathered", "sn-", {}, {}, ItemModel::What, true, "SN-2 sn-10 SN-3");
    row("by state, what waits longest to be done first", "", {}, {}, ItemModel::State, false, "AB-1 SN-2 sn-10 SN-3");
    row("the newest first", "", {}, {}, ItemModel::Gathered, true, "SN-3 AB-1 sn-10 SN-2");
    row("by deadline, none comes last", "", {}, {}, ItemModel::Deadline, false, "SN-3 SN-2 sn-10 AB-1");
}

void TestItemModels::filtersAndSorts()
{
    QFETCH(QString, text);
    QFETCH(int, state);
    QFETCH(int, kind);
    QFETCH(int, column);
    QFETCH(bool, descends);
    ItemTable table;
    table.setList(someItems());

    ItemChoice choice{text};
    if (state >= 0) {
        choice.state = static_cast<ItemState>(state);
    }
    if (kind >= 0) {
        choice.kind = static_cast<Kind>(kind);
    }
    table.setChoice(choice);
    table.sort(column, descends ? Qt::DescendingOrder : Qt::AscendingOrder);

    QTEST(devicesOf(table), "devices");
}

void TestItemModels::sortsAsPeopleDo_data()
{
    QTest::addColumn<QString>("first");
    QTest::addColumn<QString>("second");

    QTest::newRow("numbers as numbers") << QStringLiteral("SN-9") << QStringLiteral("SN-10");
    QTest::newRow("numbers inside") << QStringLiteral("A9-z") << QStringLiteral("A10-a");
    QTest::newRow("zeros before a number") << QStringLiteral("SN-0009") << QStringLiteral("SN-10");
    QTest::newRow("letters of any case") << QStringLiteral("sn-1") << QStringLiteral("SN-2");
    QTest::newRow("the shorter first") << QStringLiteral("SN") << QStringLiteral("SN-1");
    QTest::newRow("nothing first") << QString{} << QStringLiteral("0");
    QTest::newRow("a number of forty digits") << QStringLiteral("1") + QString{39, u'0'} << QString{40, u'9'};
    QTest::newRow("what is alike is in an order all the same") << QStringLiteral("SN-01") << QStringLiteral("sn-1");
}

void TestItemModels::sortsAsPeopleDo()
{
    QFETCH(QString, first);
    QFETCH(QString, second);
    QVERIFY(isNaturallyBefore(first, second));
    QVERIFY(!isNaturallyBefore(second, first));
    QVERIFY(!isNaturallyBefore(first, first));
}

void TestItemModels::findsAnItemWhereItIsShown()
{
    ItemTable table;
    table.setList(someItems());
    table.sort(ItemModel::Device, Qt::DescendingOrder);
    const ItemId id = table.rowAt(1).itemId();
    const auto marks = table.list().marked({id, ItemId{}, ItemId::fromBytes(QByteArray(ItemId::Size, 'x'))});

    QCOMPARE(std::count(marks.begin(), marks.end(), true), 1);
    const auto place = static_cast<quint32>(std::find(marks.begin(), marks.end(), true) - marks.begin());
    QCOMPARE(table.list().idsAt({place}), QList<ItemId>{id});
    QCOMPARE(table.indexOf(place).row(), 1);
    QCOMPARE(table.itemsAt(table.index(1, 3)), std::vector<quint32>{place});
    table.setChoice({QStringLiteral("AB")});
    QVERIFY(!table.indexOf(place).isValid());
}

void TestItemModels::aDeviceIsOneLineWithItsItems()
{
    DeviceTree tree;
    tree.setList(listOf({itemOf("SN-1", Kind::VoucherRequest, ItemState::Packed, 2, 90),
        itemOf("SN-2", Kind::VoucherRequest, ItemState::Pending, 3),
        itemOf("SN-1", Kind::CertificationRequest, ItemState::Held, 1)}));

    QCOMPARE(tree.rowCount(), 2);
    const auto device = tree.index(0, 0);
    QCOMPARE(tree.rowCount(device), 2);
    QCOMPARE(tree.itemsAt(device), (std::vector<quint32>{0, 2}));
    QCOMPARE(device.data().toString(), QStringLiteral("SN-1"));
    QCOMPARE(device.siblingAtColumn(ItemModel::State).data().toString(),
        QLocale{}.createSeparatedList({stateText(ItemState::Held), stateText(ItemState::Packed)}));
    QCOMPARE(tree.index(1, 0, device).data().toString(), QStringLiteral("Certification request"));
    QCOMPARE(tree.index(1, 0, device).parent(), device);
    QCOMPARE(tree.indexOf(2), tree.index(1, 0, device));

    tree.setChoice({{}, ItemState::Held});
    QCOMPARE(tree.rowCount(), 1);
    QCOMPARE(tree.rowCount(tree.index(0, 0)), 1);
    QVERIFY(!tree.indexOf(0).isValid());
    QCOMPARE(tree.shownItems(), 1);
}

void TestItemModels::devicesSortByWhatIsFirstOfThem()
{
    DeviceTree tree;
    tree.setList(listOf({itemOf("SN-1", Kind::VoucherRequest, ItemState::Packed, 1),
        itemOf("SN-2", Kind::VoucherRequest, ItemState::Packed, 2, 90),
        itemOf("SN-1", Kind::CertificationRequest, ItemState::Packed, 3, 80)}));

    tree.sort(ItemModel::Deadline, Qt::AscendingOrder);
    QCOMPARE(tree.deviceAt(0), QStringLiteral("SN-1"));
    tree.sort(ItemModel::What, Qt::AscendingOrder); // by how many
    QCOMPARE(tree.deviceAt(0), QStringLiteral("SN-2"));
    tree.sort(ItemModel::Gathered, Qt::DescendingOrder);
    QCOMPARE(tree.deviceAt(0), QStringLiteral("SN-2"));
}

void TestItemModels::whatIsOfNoDeviceHasALine()
{
    DeviceTree tree;
    tree.setList(
        listOf({itemOf("", Kind::Crl, ItemState::Pending, 1), itemOf("", Kind::CaCertificates, ItemState::Ready, 2)}));

    QCOMPARE(tree.rowCount(), 1);
    QCOMPARE(tree.index(0, 0).data().toString(), QStringLiteral("of no device"));
}

void TestItemModels::onlyTheseAreShown()
{
    ItemTable table;
    table.setList(someItems());
    ItemChoice choice;
    choice.only = table.list().idsAt({3, 0});
    table.setChoice(choice);
    QCOMPARE(devicesOf(table), (QStringList{QStringLiteral("SN-2"), QStringLiteral("SN-3")}));
    QCOMPARE(table.shown(), (std::vector<quint32>{0, 3}));
    choice.only = QList<ItemId>{};
    table.setChoice(choice);
    QCOMPARE(table.rowCount(), 0);
}

void TestItemModels::whatStoodThereStandsHere()
{
    const auto former = someItems();
    auto items = QList<Item>{itemOf("NEW", Kind::Voucher, ItemState::Ready, 0),
        itemOf("SN-3", Kind::VoucherRequest, ItemState::Received, 4),
        itemOf("SN-2", Kind::VoucherRequest, ItemState::Held, 1)};
    const auto newer = listOf(items);
    constexpr auto Nowhere = ItemList::Nowhere;
    QCOMPARE(newer->placesOf(*former, {0, 1, 3, Nowhere, 3}), (std::vector<quint32>{2, Nowhere, 1, Nowhere, 1}));
    QCOMPARE(newer->placesOf(*newer, {2, 0}), (std::vector<quint32>{2, 0}));
}

void TestItemModels::aChoiceOfThousandsIsKept_data()
{
    QTest::addColumn<bool>("byDevice");
    QTest::addColumn<int>("devices"); // chosen, with all that is below
    QTest::addColumn<int>("kept");
    QTest::newRow("rows") << false << 2'500 << 5'000;
    QTest::newRow("devices") << true << 2'500 << 2'500;
    QTest::newRow("as many as core takes") << false << 15'000 << 30'000;
    QTest::newRow("more") << false << 15'001 << 0;
}

// In another order, and among others that came and went, the same are chosen as before.
void TestItemModels::aChoiceOfThousandsIsKept()
{
    QFETCH(bool, byDevice);
    QFETCH(int, devices);
    QFETCH(int, kept);
    QList<Item> items;
    for (int i = 0; i < 2 * devices + 10; ++i) {
        items += itemOf(qPrintable(QStringLiteral("SN-%1").arg(i / 2)), Kind::VoucherRequest, ItemState::Pending, i);
    }
    ItemTable table;
    DeviceTree tree;
    auto& model = byDevice ? static_cast<ItemModel&>(tree) : table;
    QTableView tableView;
    QTreeView treeView;
    auto& view = byDevice ? static_cast<QAbstractItemView&>(treeView) : tableView;
    view.setModel(&model);
    view.setSelectionBehavior(QAbstractItemView::SelectRows);
    model.setList(listOf(items));
    const int chosen = byDevice ? devices : 2 * devices;
    view.selectionModel()->select(
        {model.index(0, 0), model.index(chosen - 1, ItemModel::ColumnCount - 1)}, QItemSelectionModel::ClearAndSelect);
    const auto before = model.list().idsAt(model.itemsIn(view.selectionModel()->selection()));
    QCOMPARE(before.size(), 2 * devices);

    items.prepend(itemOf("SN-NEW", Kind::Crl, ItemState::Pending, -1));
    items.swapItemsAt(3, items.size() - 1);
    const KeptPlace place{view, model};
    model.setList(listOf(items));
    model.sort(ItemModel::Gathered, Qt::DescendingOrder);
    QVERIFY(!view.selectionModel()->hasSelection());
    place.putBack();

    const auto selection = view.selectionModel()->selection();
    int rows = 0;
    for (const auto& range : selection) {
        rows += range.height();
    }
    QCOMPARE(rows, kept);
    const auto after = model.list().idsAt(model.itemsIn(selection));
    const auto expected = kept > 0 ? QSet<ItemId>(before.begin(), before.end()) : QSet<ItemId>{};
    QCOMPARE(QSet<ItemId>(after.begin(), after.end()), expected);
}

void TestItemModels::modelsKeepTheRulesOfQt()
{
    ItemTable table;
    DeviceTree tree;
    const QAbstractItemModelTester testsTable{&table, QAbstractItemModelTester::FailureReportingMode::QtTest};
    const QAbstractItemModelTester testsTree{&tree, QAbstractItemModelTester::FailureReportingMode::QtTest};
    for (ItemModel* const model : {static_cast<ItemModel*>(&table), static_cast<ItemModel*>(&tree)}) {
        model->setList(someItems());
        model->sort(ItemModel::State, Qt::DescendingOrder);
        model->setChoice({QStringLiteral("sn")});
        QCOMPARE(model->shownItems(), 3);
    }
}

SATCHEL_TEST(TestItemModels)
#include "TestItemModels.moc"
