#include "Clicks.h"

#include <app/ConcernWords.h>
#include <app/MainWindow.h>
#include <app/Words.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <app/widgets/ItemStory.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableView>
#include <QTest>
#include <QTreeView>

using namespace satchel;
using namespace satchel::test;

namespace {

StationView viewOf(const TestStation& station)
{
    return StationView{station.home(), station.access().clock};
}

// A window whose items have been read.
std::unique_ptr<MainWindow> opened(const TestStation& station)
{
    auto window = std::make_unique<MainWindow>(viewOf(station));
    window->show();
    QSignalSpy refreshed{&window->items(), &ItemsPage::refreshed};
    if (!refreshed.wait(LongEnough)) {
        qFatal("the items were not read");
    }
    Q_EMIT window->overview().stateChosen(ItemState::Held); // brings the page to the front
    window->items().showState({});
    return window;
}

QTableView& tableOf(MainWindow& window)
{
    return *window.items().findChild<QTableView*>(QStringLiteral("items"));
}

QString chosenDevice(MainWindow& window)
{
    return window.items().table().index(tableOf(window).currentIndex().row(), ItemModel::Device).data().toString();
}

} // namespace

// The Requests page over a real station: what is shown, in which order, and that a person's place in it stays.
class TestItemsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void thePipelineLeadsToItsItems();
    void theStoryIsThatOfTheDevice();
    void onlyWhatIsOpenHasADeadline_data();
    void onlyWhatIsOpenHasADeadline();
    void coresWordsAreDetails();
    void aFilterLeavesWhatFits();
    void aClickOnAHeaderSortsAndKeepsTheChoice();
    void sortingKeepsAChoiceOfMany();
    void asManyAreTakenOutAsCoreTakes();
    void itemsOfNoDeviceAreToldApart();
    void keysSortAsWell();
    void lookingAgainKeepsChoiceAndPlace();
    void devicesHaveTheirItemsBelow();
    void theNextStartLooksAsThisOneDid_data();
    void theNextStartLooksAsThisOneDid();

private:
    void gather(const QStringList& serials) const;
    void addMany(int items) const; // that nothing is said about but that they wait

    QTemporaryDir m_settings;
    std::unique_ptr<TestWorld> m_world;
};

void TestItemsPage::init()
{
    QCoreApplication::setOrganizationName(QStringLiteral("satchel-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QSettings{}.clear();
    m_world = std::make_unique<TestWorld>();
}

void TestItemsPage::gather(const QStringList& serials) const
{
    for (const auto& serial : serials) {
        m_world->putDevice(serial);
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestItemsPage::thePipelineLeadsToItsItems()
{
    gather({QStringLiteral("SN-1")});
    const auto window = opened(m_world->site);

    Q_EMIT window->overview().stateChosen(ItemState::Packed);
    QVERIFY(window->items().isVisible());
    QCOMPARE(window->items().table().rowCount(), 0);
    Q_EMIT window->overview().stateChosen(ItemState::Pending);
    QCOMPARE(window->items().table().rowCount(), 2);
}

// What the voucher request says, in words, and that the other request of the device went along on the same stick.
void TestItemsPage::theStoryIsThatOfTheDevice()
{
    gather({QStringLiteral("SN-1")});
    m_world->advance(60);
    const auto carried = m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    const auto window = opened(m_world->site);
    window->items().findChild<QComboBox*>(QStringLiteral("kind"))->setCurrentText(kindText(Kind::VoucherRequest));
    QCOMPARE(window->items().table().rowCount(), 1);
    QSignalSpy shown{&window->items(), &ItemsPage::shown};
    window->items().choose(0);
    QVERIFY(shown.wait(LongEnough));

    const auto& story = window->items().story();
    const auto serial = story.findItems(QStringLiteral("serial number"), Qt::MatchExactly | Qt::MatchRecursive);
    QVERIFY(!serial.isEmpty());
    QCOMPARE(serial.first()->text(1), QStringLiteral("SN-1"));
    const auto device = story.findItems(QStringLiteral("Story of device SN-1"), Qt::MatchExactly);
    QCOMPARE(device.size(), 1);
    QCOMPARE(device.first()->childCount(), 4); // two were gathered, two were packed
    for (const int line : {2, 3}) {
        const auto text = device.first()->child(line)->text(1);
        QVERIFY2(text.contains(carried.bundles.first().path) && text.endsWith(u"for backend"), qPrintable(text));
    }
    const auto deadline = story.findItems(QStringLiteral("deadline"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(deadline.size(), 1);
    const auto item = m_world->site.read().ledger().items().get(window->items().table().rowAt(0).itemId());
    QCOMPARE(deadline.first()->text(1), whenText(*item->deadline, m_world->now())); // as on the overview
}

void TestItemsPage::onlyWhatIsOpenHasADeadline_data()
{
    QTest::addColumn<ItemState>("state");
    QTest::addColumn<bool>("isOpen");
    for (const auto state : allItemStates()) {
        const bool isOpen = state != ItemState::Answered && state != ItemState::Rejected
            && state != ItemState::Confirmed && state != ItemState::Superseded && state != ItemState::Lapsed;
        QTest::newRow(qPrintable(itemStateName(state))) << state << isOpen;
    }
}

// Nobody waits any more for what was answered: that its deadline has passed is no alarm.
void TestItemsPage::onlyWhatIsOpenHasADeadline()
{
    QFETCH(ItemState, state);
    QFETCH(bool, isOpen);
    const auto now = m_world->now();
    ShowReport report;
    report.item.state = state;
    report.item.deadline = now.addDays(-24);
    ItemStory story;
    story.show(report, {}, now);
    const auto lines = story.findItems(QStringLiteral("deadline"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(lines.size(), isOpen ? 1 : 0);
    if (isOpen) {
        QVERIFY2(lines.first()->text(1).endsWith(u"(over)"), qPrintable(lines.first()->text(1)));
    }
    ItemList list;
    list.add(report.item);
    QCOMPARE(list.rows().front().deadline == ItemRow::NoDeadline, !isOpen);
}

// Below what the window says, and never instead of it; the arrow keys lead there.
void TestItemsPage::coresWordsAreDetails()
{
    const QString core = QStringLiteral("in core's words");
    ShowReport report;
    report.item.state = ItemState::Held;
    report.item.reason = Reason{ErrorCode::UntrustedIssuer, core};
    report.item.warnings = {core};
    report.assessment.checks = {Check{QStringLiteral("prior-request chain"), CheckResult::Fail, core},
        Check{QStringLiteral("serial"), CheckResult::Pass, core}};
    DeviceEvent released;
    released.state = ItemState::Pending;
    released.reason = Reason{ErrorCode::UntrustedIssuer, QStringLiteral("released: I know it")};
    ItemStory story;
    story.show(report, {{}, {}, {released}}, m_world->now());

    const auto lines = story.findItems(core, Qt::MatchContains | Qt::MatchRecursive, 1);
    QCOMPARE(lines.size(), 4);
    for (const auto* const line : lines) {
        QCOMPARE(line->text(0), QStringLiteral("in detail"));
        QVERIFY(!line->parent()->text(1).isEmpty());
    }
    const auto failed = story.findItems(
        QStringLiteral("request of the device, chain of certificates"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first()->text(1), checkText(CheckResult::Fail));
    QVERIFY(failed.first()->isExpanded());
    const auto good = story.findItems(QStringLiteral("serial number"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(good.size(), 1);
    QVERIFY(!good.first()->isExpanded());
    QCOMPARE(
        story.findItems(QStringLiteral("It was released: I know it"), Qt::MatchContains | Qt::MatchRecursive, 1).size(),
        1);
}

void TestItemsPage::aFilterLeavesWhatFits()
{
    gather({QStringLiteral("SN-1"), QStringLiteral("sn-12"), QStringLiteral("AB-2")});
    const auto window = opened(m_world->site);
    auto* const serial = window->items().findChild<QLineEdit*>(QStringLiteral("serial"));

    QTest::keyClicks(serial, QStringLiteral("sn-1"));
    QCOMPARE(window->items().table().rowCount(), 4);
    QTest::keyClicks(serial, QStringLiteral("2"));
    QCOMPARE(window->items().table().rowCount(), 2);
    window->items().findChild<QComboBox*>(QStringLiteral("state"))->setCurrentText(stateText(ItemState::Held));
    QCOMPARE(window->items().table().rowCount(), 0);
}

void TestItemsPage::aClickOnAHeaderSortsAndKeepsTheChoice()
{
    gather({QStringLiteral("SN-10"), QStringLiteral("SN-9"), QStringLiteral("SN-11")});
    const auto window = opened(m_world->site);
    auto& table = tableOf(*window);
    auto* const header = table.horizontalHeader();
    window->items().choose(0);
    const auto chosen = chosenDevice(*window);
    const QPoint device{header->sectionViewportPosition(ItemModel::Device) + 20, header->height() / 2};

    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, device);
    QCOMPARE(window->items().table().index(0, 0).data().toString(), QStringLiteral("SN-9"));
    QCOMPARE(chosenDevice(*window), chosen);
    QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, device);
    QCOMPARE(window->items().table().index(0, 0).data().toString(), QStringLiteral("SN-11"));
    QCOMPARE(chosenDevice(*window), chosen);
    QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
}

// What is chosen is what is done: neither is lost without the other.
void TestItemsPage::sortingKeepsAChoiceOfMany()
{
    QStringList serials;
    for (int i = 0; i < 105; ++i) {
        serials += QStringLiteral("SN-%1").arg(i);
    }
    gather(serials);
    const auto window = opened(m_world->site);
    auto& table = tableOf(*window);
    table.selectAll();
    const auto* const takeOut = window->items().findChild<QPushButton*>(QStringLiteral("takeOutSelected"));
    QVERIFY(takeOut->isEnabled());
    table.horizontalHeader()->setSortIndicator(ItemModel::Device, Qt::DescendingOrder);
    QCOMPARE(table.selectionModel()->selectedRows().size(), 210);
    QVERIFY(takeOut->isEnabled());
    QSignalSpy wanted{&window->items(), &ItemsPage::takeOutWanted};
    press(window->items(), "takeOutSelected");
    QCOMPARE(wanted.first().first().toStringList().size(), 210);
}

void TestItemsPage::addMany(int items) const
{
    auto session = m_world->site.write();
    auto transaction = session.ledger().begin();
    for (int i = 0; i < items; ++i) {
        ItemWithBytes content;
        content.bytes = QByteArray::number(i);
        auto& item = content.item;
        item.kind = Kind::CertificationRequest;
        item.protocol = Protocol::Est;
        item.extension = QStringLiteral("p10");
        item.device = QStringLiteral("SN-%1").arg(i / 4);
        item.origin = session.station().id();
        item.gatheredHere = true;
        item.gatheredAt = m_world->now();
        item.size = content.bytes.size();
        item.state = ItemState::Pending;
        item.id = itemIdOf(item.kind, item.protocol, item.origin, {}, content.bytes);
        QVERIFY(session.ledger().items().add(content).value());
    }
    QVERIFY(transaction && transaction->commit());
}

// An operator sits down to thousands. What is more than can be done at once is told, and does not vanish in silence.
void TestItemsPage::asManyAreTakenOutAsCoreTakes()
{
    constexpr int Many = 1'200;
    addMany(Many);
    const auto window = opened(m_world->site);
    auto& page = window->items();
    auto& table = tableOf(*window);
    QCOMPARE(page.table().rowCount(), Many);
    const auto* const takeOut = page.findChild<QPushButton*>(QStringLiteral("takeOutSelected"));
    const auto* const tooMany = page.findChild<QLabel*>(QStringLiteral("tooMany"));
    QVERIFY2(tooMany->text().contains(QString::number(DueFilter::MostNumbers)), qPrintable(tooMany->text()));
    table.selectAll();
    QVERIFY(takeOut->isEnabled() && !tooMany->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(page.decisions().offered().rejectable.size(), qsizetype{Many}, LongEnough);
    QSignalSpy wanted{&page, &ItemsPage::takeOutWanted};
    press(page, "takeOutSelected");
    QCOMPARE(wanted.first().first().toStringList().size(), qsizetype{Many});

    Q_EMIT window->overview().stateChosen(ItemState::Pending);
    page.setMostSelected(Many - 1);
    table.clearSelection();
    table.selectAll();
    QVERIFY(!takeOut->isEnabled() && tooMany->isVisible());
    QVERIFY(page.decisions().offered().rejectable.isEmpty());
    table.selectionModel()->select(
        table.model()->index(0, 0), QItemSelectionModel::Deselect | QItemSelectionModel::Rows);
    QVERIFY(takeOut->isEnabled() && !tooMany->isVisible());
    press(page, "byDevice"); // a device counts as all of its items
    page.findChild<QTreeView*>(QStringLiteral("devices"))->selectAll();
    QVERIFY(!takeOut->isEnabled() && tooMany->isVisible());
}

void TestItemsPage::itemsOfNoDeviceAreToldApart()
{
    gather({QStringLiteral("SN-1")});
    const auto window = opened(m_world->site);
    window->items().showOnly({}, {window->items().table().rowAt(0).itemId()});
    QCOMPARE(
        window->items().findChild<QPushButton*>(QStringLiteral("all"))->text(), QStringLiteral("Show all items again"));
}

void TestItemsPage::keysSortAsWell()
{
    gather({QStringLiteral("SN-10"), QStringLiteral("SN-9")});
    const auto window = opened(m_world->site);
    window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(window.get()));
    tableOf(*window).setFocus();

    QTest::keyClick(&tableOf(*window), Qt::Key_1, Qt::AltModifier);
    QCOMPARE(window->items().table().index(0, 0).data().toString(), QStringLiteral("SN-9"));
    QTest::keyClick(&tableOf(*window), Qt::Key_1, Qt::AltModifier);
    QCOMPARE(window->items().table().index(0, 0).data().toString(), QStringLiteral("SN-10"));
}

// Others come before it and its state changes, and still it is chosen and in the same place of the window.
void TestItemsPage::lookingAgainKeepsChoiceAndPlace()
{
    QStringList serials;
    for (int i = 100; i < 140; ++i) {
        serials += QStringLiteral("SN-%1").arg(i);
    }
    gather(serials);
    const auto window = opened(m_world->site);
    auto& table = tableOf(*window);
    table.horizontalHeader()->setSortIndicator(ItemModel::Device, Qt::AscendingOrder);
    window->items().choose(50);
    table.scrollTo(table.model()->index(45, 0), QAbstractItemView::PositionAtTop);
    const auto chosen = chosenDevice(*window);
    const auto top = table.indexAt({0, 0}).data().toString();
    QVERIFY(table.verticalScrollBar()->value() > 0);

    gather({QStringLiteral("SN-1"), QStringLiteral("SN-2")});
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    QSignalSpy refreshed{&window->items(), &ItemsPage::refreshed};
    window->refresh();
    QVERIFY(refreshed.wait(LongEnough));

    QCOMPARE(window->items().table().rowCount(), 84);
    QCOMPARE(chosenDevice(*window), chosen);
    QCOMPARE(table.currentIndex().row(), 54);
    QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table.indexAt({0, 0}).data().toString(), top);
    QCOMPARE(table.currentIndex().siblingAtColumn(ItemModel::State).data().toString(), stateText(ItemState::Packed));
}

void TestItemsPage::devicesHaveTheirItemsBelow()
{
    gather({QStringLiteral("SN-1"), QStringLiteral("SN-2")});
    const auto window = opened(m_world->site);
    window->items().choose(2);
    const auto chosen = chosenDevice(*window);

    press(window->items(), "byDevice");
    auto* const tree = window->items().findChild<QTreeView*>(QStringLiteral("devices"));
    QVERIFY(tree->isVisible());
    QCOMPARE(tree->model()->rowCount(), 2);
    QCOMPARE(tree->currentIndex().parent().data().toString(), chosen); // and it is open
    QVERIFY(tree->isExpanded(tree->currentIndex().parent()));
    QCOMPARE(tree->model()->rowCount(tree->currentIndex().parent()), 2);
    QCOMPARE(window->items().devices().shownItems(), 4);

    window->items().findChild<QLineEdit*>(QStringLiteral("serial"))->setText(chosen);
    QCOMPARE(tree->model()->rowCount(), 1);
    QVERIFY(tree->isExpanded(tree->model()->index(0, 0)));
    press(window->items(), "byDevice");
    QCOMPARE(window->items().table().rowCount(), 2);
    QCOMPARE(chosenDevice(*window), chosen);
}

void TestItemsPage::theNextStartLooksAsThisOneDid_data()
{
    QTest::addColumn<bool>("isClosed");

    QTest::newRow("closed") << true;
    QTest::newRow("the session was ended") << false;
}

void TestItemsPage::theNextStartLooksAsThisOneDid()
{
    QFETCH(bool, isClosed);
    gather({QStringLiteral("SN-10"), QStringLiteral("SN-9")});
    QSize size;
    {
        const auto window = opened(m_world->site);
        tableOf(*window).horizontalHeader()->setSortIndicator(ItemModel::Device, Qt::AscendingOrder);
        tableOf(*window).setColumnWidth(ItemModel::Device, 217);
        window->items().findChild<QLineEdit*>(QStringLiteral("serial"))->setText(QStringLiteral("sn-"));
        window->items().findChild<QComboBox*>(QStringLiteral("state"))->setCurrentText(stateText(ItemState::Pending));
        window->items()
            .findChild<QComboBox*>(QStringLiteral("kind"))
            ->setCurrentText(kindText(Kind::CertificationRequest));
        window->resize(730, 590); // within a screen of 800
        size = window->size();
        QVERIFY(size != QSize(1000, 640)); // as at the first start
        if (isClosed) {
            window->close();
        } else {
            QMetaObject::invokeMethod(QCoreApplication::instance(), "aboutToQuit", Qt::DirectConnection);
        }
    }
    MainWindow again{viewOf(m_world->site)};
    QCOMPARE(again.size(), size);
    QCOMPARE(again.findChild<QListWidget*>(QStringLiteral("pages"))->currentItem()->text(), QStringLiteral("Requests"));
    QSignalSpy refreshed{&again.items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));

    QCOMPARE(tableOf(again).columnWidth(ItemModel::Device), 217);
    QCOMPARE(tableOf(again).horizontalHeader()->sortIndicatorSection(), int{ItemModel::Device});
    QCOMPARE(again.items().table().index(0, 0).data().toString(), QStringLiteral("SN-9"));
    QCOMPARE(again.items().findChild<QLineEdit*>(QStringLiteral("serial"))->text(), QStringLiteral("sn-"));
    QCOMPARE(
        again.items().findChild<QComboBox*>(QStringLiteral("state"))->currentText(), stateText(ItemState::Pending));
    QCOMPARE(again.items().findChild<QComboBox*>(QStringLiteral("kind"))->currentText(),
        kindText(Kind::CertificationRequest));
    QCOMPARE(again.items().table().rowCount(), 2);
}

SATCHEL_TEST(TestItemsPage)
#include "TestItemsPage.moc"
