#include "Patience.h"

#include <app/MainWindow.h>
#include <app/pages/BundlesPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/LogPage.h>
#include <app/widgets/SaveBar.h>
#include <core/bundle/Receipt.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QToolTip>

using namespace satchel;
using namespace satchel::test;

namespace {

using Choice = BundleTable::Choice;

BundleFacts factsOf(BundleWay way, BundleStanding standing, qint64 sequence, const char* peer, qint64 refused = 0)
{
    BundleFacts facts;
    facts.way = way;
    facts.standing = standing;
    facts.sequence = sequence;
    facts.peerName = QString::fromLatin1(peer);
    facts.refused = refused;
    facts.at = QDateTime{QDate{2026, 11, 26}, QTime{8, 0}, Qt::UTC}.addSecs(3600 * sequence);
    facts.place = QStringLiteral("/media/stick [serial \"S-%1\"]").arg(sequence);
    return facts;
}

QList<qint64> numbersOf(const BundleTable& table)
{
    QList<qint64> numbers;
    for (int row = 0; row < table.rowCount(); ++row) {
        numbers += table.rowAt(row).sequence;
    }
    return numbers;
}

} // namespace

// What was made, what came and what did not, in the real window over real stations.
class TestBundlesPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void columnsStayAsTheyWereLeft();
    void filtersAndSorts_data();
    void filtersAndSorts();
    void manyThousandTakeNoTime();
    void tellsOfABundleBeforeAndAfterItsReceipt();
    void aReceiptThatRefusesAnItemIsTold();
    void aMissingBundleIsNamedAndExplained();
    void leadsToItsItems();
    void whatIsChosenStaysChosen();
    void sortingKeepsWhatIsChosen();
    void keysSortAsWell();
    void keysTellTheWholeRow();
    void aMissingOneStaysChosen();
    void whatWasAskedBeforeDoesNotComeAfter();
    void whatIsFilteredAwayIsNotTold();
    void whatWasMadeHereHasASlip();
    void theListIsSavedAsItIsShown();

private:
    [[nodiscard]] static StationView viewOf(const TestStation& station)
    {
        return StationView{station.home(), station.access().clock};
    }

    // Shows the page, once it has read.
    static BundlesPage& shownPage(MainWindow& window)
    {
        window.show();
        QSignalSpy refreshed{&window.bundles(), &BundlesPage::refreshed};
        if (!refreshed.wait(LongEnough)) {
            qFatal("the bundles were not read");
        }
        return window.bundles();
    }

    // Chooses a row and gives the words that are told of it.
    static QString storyOf(BundlesPage& page, int row)
    {
        QSignalSpy shown{&page, &BundlesPage::shown};
        page.choose(row);
        if (shown.isEmpty() && !shown.wait(LongEnough)) {
            qFatal("nothing was shown");
        }
        return page.findChild<QLabel*>(QStringLiteral("story"))->text();
    }

    static QString cell(BundlesPage& page, int row, BundleTable::Column column)
    {
        return page.table().data(page.table().index(row, column)).toString();
    }

    static QString tip(BundlesPage& page, int row, BundleTable::Column column)
    {
        return page.table().data(page.table().index(row, column), Qt::ToolTipRole).toString();
    }

    // A device's requests, in a bundle on the stick.
    [[nodiscard]] ExportedBundle takeOut(const char* serial) const
    {
        m_world->putDevice(QString::fromLatin1(serial));
        m_world->site.gather({m_world->path(QStringLiteral("spool"))});
        return m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    }

    // A receipt of the backend that refuses one item of the bundle, taken in at the site.
    void refuse(const ExportedBundle& bundle, const ItemId& item) const
    {
        auto session = m_world->backend.write();
        const auto label = m_world->site.read().ledger().bundles().findOutgoing(bundle.id).value()->labelDigest;
        const ReceiptFacts facts{bundle.id, label, session.station().id(), session.ledger().id(), m_world->now(),
            QStringLiteral("imported-in-part"), bundle.items, {{item, ErrorCode::BadSignature}}};
        const auto receipt = Receipt::create(facts, session.station().signingIdentity().value(), m_world->now());
        m_world->site.import({m_world->put(QStringLiteral("in/r.receipt"), receipt.value())});
    }

    std::unique_ptr<TestWorld> m_world;
};

void TestBundlesPage::columnsStayAsTheyWereLeft()
{
    QCoreApplication::setApplicationName(QStringLiteral("TestBundlesPage"));
    const StationView view{m_world->site.home(), m_world->site.access().clock};
    const auto headerOf = [](const QWidget& page, const char* table) {
        return page.findChild<QTableView*>(QLatin1StringView{table})->horizontalHeader();
    };
    {
        MainWindow window{view};
        window.show();
        headerOf(window.bundles(), "bundles")->resizeSection(BundleTable::Station, 234);
        headerOf(window.bundles(), "carried")->resizeSection(CarriedTable::What, 123);
        headerOf(window.log(), "entries")->resizeSection(LogTable::Who, 321);
        window.bundles().findChild<QLineEdit*>(QStringLiteral("filter"))->setText(QStringLiteral("S-4"));
        window.bundles()
            .findChild<QComboBox*>(QStringLiteral("choice"))
            ->setCurrentText(QStringLiteral("without a receipt"));
        window.close();
    }
    MainWindow window{view};
    QCOMPARE(headerOf(window.bundles(), "bundles")->sectionSize(BundleTable::Station), 234);
    QCOMPARE(headerOf(window.bundles(), "carried")->sectionSize(CarriedTable::What), 123);
    QCOMPARE(headerOf(window.log(), "entries")->sectionSize(LogTable::Who), 321);
    QCOMPARE(window.bundles().findChild<QLineEdit*>(QStringLiteral("filter"))->text(), QStringLiteral("S-4"));
    QCOMPARE(window.bundles().findChild<QComboBox*>(QStringLiteral("choice"))->currentText(),
        QStringLiteral("without a receipt"));
    window.bundles().table().setRows({factsOf(BundleWay::Out, BundleStanding::WithoutReceipt, 4, "office"),
        factsOf(BundleWay::Out, BundleStanding::Received, 4, "office"),
        factsOf(BundleWay::Out, BundleStanding::WithoutReceipt, 5, "office")});
    QCOMPARE(numbersOf(window.bundles().table()), QList<qint64>{4});
    QSettings{}.clear();
}

void TestBundlesPage::filtersAndSorts_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("choice");
    QTest::addColumn<int>("column"); // -1: as given
    QTest::addColumn<bool>("descends");
    QTest::addColumn<QList<qint64>>("numbers");

    const auto row = [](const char* name, const char* text, Choice choice, int column, bool descends,
                         const QList<qint64>& numbers) {
        QTest::newRow(name) << QString::fromLatin1(text) << static_cast<int>(choice) << column << descends << numbers;
    };
    row("as given", "", Choice::All, -1, false, {3, 1, 2, 9, 4});
    row("made here", "", Choice::MadeHere, -1, false, {3, 1});
    row("came here", "", Choice::CameHere, -1, false, {2, 9});
    row("without a receipt", "", Choice::WithoutReceipt, -1, false, {3});
    row("with refusals", "", Choice::WithRefusals, -1, false, {1, 9});
    row("never arrived", "", Choice::Missing, -1, false, {4});
    row("by station, whatever the letters' case", "BASE", Choice::All, -1, false, {2, 9, 4});
    row("by medium", "s-9", Choice::All, -1, false, {9});
    row("by both", "base", Choice::WithRefusals, -1, false, {9});
    row("sorted by number", "", Choice::All, BundleTable::Sequence, false, {1, 2, 3, 4, 9});
    row("the other way", "", Choice::All, BundleTable::Sequence, true, {9, 4, 3, 2, 1});
    row("equal ones as given", "", Choice::All, BundleTable::Station, false, {2, 9, 4, 3, 1});
}

void TestBundlesPage::filtersAndSorts()
{
    QFETCH(QString, text);
    QFETCH(int, choice);
    QFETCH(int, column);
    QFETCH(bool, descends);
    BundleTable table;
    table.setRows({factsOf(BundleWay::Out, BundleStanding::WithoutReceipt, 3, "office"),
        factsOf(BundleWay::Out, BundleStanding::Received, 1, "office", 2),
        factsOf(BundleWay::In, BundleStanding::Imported, 2, "Basement"),
        factsOf(BundleWay::In, BundleStanding::ImportedInPart, 9, "Basement", 1),
        factsOf(BundleWay::In, BundleStanding::Missing, 4, "Basement")});

    table.setFilter(text, static_cast<Choice>(choice));
    table.sort(column, descends ? Qt::DescendingOrder : Qt::AscendingOrder);

    QTEST(numbersOf(table), "numbers");
}

// A time would be a guess about the machine: the work is counted by what is shown at once.
void TestBundlesPage::manyThousandTakeNoTime()
{
    std::vector<BundleFacts> rows;
    for (qint64 sequence = 50'000; sequence > 0; --sequence) {
        rows.push_back(
            factsOf(BundleWay::Out, BundleStanding::Received, sequence, sequence % 7 == 0 ? "seven" : "office"));
    }
    BundleTable table;
    table.setRows(std::move(rows));
    table.setFilter(QStringLiteral("seven"), Choice::All);
    table.sort(BundleTable::Sequence, Qt::AscendingOrder);
    QCOMPARE(table.rowCount(), 50'000 / 7);
    QCOMPARE(table.rowAt(0).sequence, 7);
    QCOMPARE(table.rowAt(table.rowCount() - 1).sequence, 49'994);
}

void TestBundlesPage::tellsOfABundleBeforeAndAfterItsReceipt()
{
    const auto made = takeOut("SN-1");
    {
        MainWindow window{viewOf(m_world->site)};
        auto& page = shownPage(window);
        QCOMPARE(page.table().rowCount(), 1);
        QCOMPARE(cell(page, 0, BundleTable::Receipt), QStringLiteral("no receipt"));
        QVERIFY2(tip(page, 0, BundleTable::Receipt).startsWith(u"no receipt since"),
            qPrintable(tip(page, 0, BundleTable::Receipt)));
        QCOMPARE(cell(page, 0, BundleTable::Station), QStringLiteral("backend"));
        QCOMPARE(cell(page, 0, BundleTable::Medium), made.path);
        const auto story = storyOf(page, 0);
        QVERIFY2(story.contains(u"No receipt has come") && story.contains(made.id.toString()), qPrintable(story));
        QCOMPARE(page.carried().rowCount(), 2);
        QCOMPARE(page.carried().data(page.carried().index(0, CarriedTable::Device)).toString(), QStringLiteral("SN-1"));
    }
    m_world->backend.import({made.path});
    m_world->backend.gather({m_world->put(QStringLiteral("answer"),
        m_world->pki.voucher(QStringLiteral("SN-1"), m_world->makeDevice(QStringLiteral("SN-1")).nonce))});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("back"));
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QCOMPARE(page.table().rowCount(), 2);
    QCOMPARE(cell(page, 0, BundleTable::Receipt), QStringLiteral("all taken in"));
    QVERIFY2(tip(page, 0, BundleTable::Receipt).contains(u"all 2 item(s) taken in"),
        qPrintable(tip(page, 0, BundleTable::Receipt)));
    const auto story = storyOf(page, 0);
    QVERIFY2(story.contains(u"The receipt came here"), qPrintable(story));
    const auto answer = storyOf(page, 1);
    QVERIFY2(answer.contains(u"by the clock of its sender"), qPrintable(answer));
}

void TestBundlesPage::aReceiptThatRefusesAnItemIsTold()
{
    const auto made = takeOut("SN-1");
    const auto refused = m_world->site.items().first();
    refuse(made, refused.id);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QCOMPARE(cell(page, 0, BundleTable::Receipt), QStringLiteral("1 refused"));
    QVERIFY2(tip(page, 0, BundleTable::Receipt).contains(u"1 of 2 item(s) refused"),
        qPrintable(tip(page, 0, BundleTable::Receipt)));
    (void)storyOf(page, 0);
    const auto& carried = page.carried();
    QCOMPARE(carried.rowCount(), 2);
    QVERIFY(carried.report().items[0].id == refused.id); // what was refused comes first
    QCOMPARE(carried.data(carried.index(0, CarriedTable::Verdict)).toString(),
        QStringLiteral("refused there: The signature is not valid."));
    QCOMPARE(carried.data(carried.index(1, CarriedTable::Verdict)).toString(), QStringLiteral("taken in there"));

    auto* const choice = page.findChild<QComboBox*>(QStringLiteral("choice"));
    choice->setCurrentIndex(choice->findData(static_cast<int>(Choice::WithRefusals)));
    QCOMPARE(page.table().rowCount(), 1);
    choice->setCurrentIndex(choice->findData(static_cast<int>(Choice::WithoutReceipt)));
    QCOMPARE(page.table().rowCount(), 0);
}

void TestBundlesPage::aMissingBundleIsNamedAndExplained()
{
    (void)takeOut("SN-1");
    const auto second = takeOut("SN-2");
    m_world->backend.import({second.path});
    MainWindow window{viewOf(m_world->backend)};
    auto& page = shownPage(window);
    auto* const gaps = page.findChild<QLabel*>(QStringLiteral("gaps"));
    QVERIFY(gaps->isVisibleTo(&page));
    QVERIFY2(gaps->text().contains(u"1 bundle(s) of site never arrived here: number 1."), qPrintable(gaps->text()));
    QVERIFY2(gaps->text().contains(u"goes out again with a later one"), qPrintable(gaps->text()));
    QCOMPARE(page.table().rowCount(), 2);
    QCOMPARE(cell(page, 1, BundleTable::Receipt), QStringLiteral("never arrived"));
    QCOMPARE(cell(page, 1, BundleTable::Sequence), QStringLiteral("1"));
    QVERIFY(storyOf(page, 1).contains(u"never arrived here: number 1."));
    QCOMPARE(page.carried().rowCount(), 0);
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("lead"))->isEnabled());

    m_world->backend.import({m_world->path(QStringLiteral("stick"))}); // both
    QSignalSpy refreshed{&page, &BundlesPage::refreshed};
    page.refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY(!gaps->isVisibleTo(&page));
    QCOMPARE(page.table().rowCount(), 2);
}

void TestBundlesPage::leadsToItsItems()
{
    (void)takeOut("SN-1");
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))}); // not in the bundle
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QTRY_COMPARE_WITH_TIMEOUT(window.items().table().rowCount(), 4, LongEnough);
    (void)storyOf(page, 0);
    QSignalSpy items{&page, &BundlesPage::itemsChosen};
    auto* const lead = page.findChild<QPushButton*>(QStringLiteral("lead"));
    QVERIFY(lead->isEnabled());
    lead->setFocus();
    QTest::keyClick(lead, Qt::Key_Space);
    QCOMPARE(items.size(), 1);
    QVERIFY(window.items().isVisible());
    QCOMPARE(window.items().table().rowCount(), 2);
    QCOMPARE(window.items().table().list().deviceOf(window.items().table().rowAt(0)), QStringLiteral("SN-1"));

    auto* const all = window.items().findChild<QPushButton*>(QStringLiteral("all"));
    QVERIFY(all->isVisible() && all->text().startsWith(u"Bundle 1 for backend"));
    QTest::mouseClick(all, Qt::LeftButton);
    QCOMPARE(window.items().table().rowCount(), 4);
    QVERIFY(!all->isVisible());
}

void TestBundlesPage::whatIsChosenStaysChosen()
{
    const auto first = takeOut("SN-1");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    (void)storyOf(page, 0);
    (void)takeOut("SN-2"); // the newest is the first row now
    QSignalSpy refreshed{&page, &BundlesPage::refreshed};
    page.refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(page.table().rowCount(), 2);
    auto* const view = page.findChild<QTableView*>(QStringLiteral("bundles"));
    QCOMPARE(view->currentIndex().row(), 1);
    QVERIFY(page.table().rowAt(1).id == first.id);

    page.findChild<QLineEdit*>(QStringLiteral("filter"))->setText(QStringLiteral("nothing has this"));
    QCOMPARE(page.table().rowCount(), 0);
    page.showBundle(first.id); // whatever is filtered
    QCOMPARE(page.table().rowCount(), 2);
    QCOMPARE(view->currentIndex().row(), 1);
}

void TestBundlesPage::sortingKeepsWhatIsChosen()
{
    const auto first = takeOut("SN-1");
    (void)takeOut("SN-2");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const view = page.findChild<QTableView*>(QStringLiteral("bundles"));
    (void)storyOf(page, 1);
    for (const auto order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
        view->horizontalHeader()->setSortIndicator(BundleTable::Sequence, order);
        QCOMPARE(view->currentIndex().row(), order == Qt::AscendingOrder ? 0 : 1);
        QVERIFY(page.table().rowAt(view->currentIndex().row()).id == first.id);
        QCOMPARE(view->selectionModel()->selectedRows().size(), 1);
    }
}

void TestBundlesPage::keysSortAsWell()
{
    (void)takeOut("SN-1");
    (void)takeOut("SN-2");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    window.findChild<QListWidget*>(QStringLiteral("pages"))->setCurrentRow(5);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    QCOMPARE(page.table().rowAt(0).sequence, 2);
    auto* const view = page.findChild<QTableView*>(QStringLiteral("bundles"));
    view->setFocus();
    QTest::keyClick(view, Qt::Key_1, Qt::AltModifier);
    QCOMPARE(page.table().rowAt(0).sequence, 1);
    auto* const filter = page.findChild<QLineEdit*>(QStringLiteral("filter"));
    filter->setFocus();
    QTest::keyClick(filter, Qt::Key_1, Qt::AltModifier);
    QCOMPARE(page.table().rowAt(0).sequence, 2);
    QCOMPARE(page.table().headerData(2, Qt::Horizontal, Qt::ToolTipRole).toString(),
        QStringLiteral("A click here or Alt+3 sorts"));
}

// What the pointer tells of cells that are cut off, for who has none.
void TestBundlesPage::keysTellTheWholeRow()
{
    const auto made = takeOut("SN-1");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    window.findChild<QListWidget*>(QStringLiteral("pages"))->setCurrentRow(5);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    auto* const view = page.findChild<QTableView*>(QStringLiteral("bundles"));
    page.choose(0);
    view->setFocus();
    QTest::keyClick(view, Qt::Key_F1, Qt::ShiftModifier);
    const QString told = QToolTip::text();
    QVERIFY2(told.contains(QStringLiteral("<b>Id:</b> ") + made.id.toString()), qPrintable(told));
    QVERIFY2(told.contains(made.path.toHtmlEscaped()), qPrintable(told));
    QToolTip::hideText();
}

void TestBundlesPage::aMissingOneStaysChosen()
{
    (void)takeOut("SN-1");
    const auto second = takeOut("SN-2");
    m_world->backend.import({second.path});
    MainWindow window{viewOf(m_world->backend)};
    auto& page = shownPage(window);
    (void)storyOf(page, 1);
    m_world->backend.import({takeOut("SN-3").path});
    QSignalSpy refreshed{&page, &BundlesPage::refreshed};
    page.refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(page.table().rowCount(), 3);
    const auto current = page.findChild<QTableView*>(QStringLiteral("bundles"))->currentIndex();
    QCOMPARE(current.row(), 2);
    QVERIFY(page.table().rowAt(2).standing == BundleStanding::Missing);
}

// The first is read while the second, of which there is nothing to read, is shown at once.
void TestBundlesPage::whatWasAskedBeforeDoesNotComeAfter()
{
    (void)takeOut("SN-1");
    m_world->backend.import({takeOut("SN-2").path});
    MainWindow window{viewOf(m_world->backend)};
    auto& page = shownPage(window);
    page.choose(0);
    page.choose(1);
    const auto* const story = page.findChild<QLabel*>(QStringLiteral("story"));
    QVERIFY(story->text().contains(u"never arrived"));
    QTest::qWait(1000); // more than the reading takes
    QVERIFY2(story->text().contains(u"never arrived"), qPrintable(story->text()));
    QCOMPARE(page.carried().rowCount(), 0);
}

void TestBundlesPage::whatIsFilteredAwayIsNotTold()
{
    (void)takeOut("SN-1");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    (void)storyOf(page, 0);
    const auto* const lead = page.findChild<QPushButton*>(QStringLiteral("lead"));
    QVERIFY(lead->isEnabled());
    page.findChild<QLineEdit*>(QStringLiteral("filter"))->setText(QStringLiteral("nothing has this"));
    QVERIFY(!lead->isEnabled());
    QVERIFY(page.findChild<QLabel*>(QStringLiteral("story"))->text().startsWith(u"Choose a bundle"));
    QCOMPARE(page.carried().rowCount(), 0);
}

void TestBundlesPage::whatWasMadeHereHasASlip()
{
    m_world->backend.import({takeOut("SN-1").path});
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const slip = page.findChild<SaveBar*>(QStringLiteral("slip"));
    QVERIFY(slip->isHidden());
    (void)storyOf(page, 0);
    QVERIFY(!slip->isHidden());
    const auto file = m_world->path(QStringLiteral("slip.pdf"));
    QSignalSpy ended{slip, &SaveBar::ended};
    slip->savePaper(file);
    QVERIFY(ended.wait(LongEnough));
    QCOMPARE(slip->remark(), QStringLiteral("1 page(s) saved as ") + file);

    MainWindow office{viewOf(m_world->backend)};
    (void)storyOf(shownPage(office), 0);
    QVERIFY(office.bundles().findChild<SaveBar*>(QStringLiteral("slip"))->isHidden());
}

void TestBundlesPage::theListIsSavedAsItIsShown()
{
    (void)takeOut("SN-1");
    const auto second = takeOut("SN-2");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const bar = page.findChild<SaveBar*>(QStringLiteral("saveList"));
    const auto file = m_world->path(QStringLiteral("bundles.csv"));
    QSignalSpy ended{bar, &SaveBar::ended};
    bar->saveTable(TableForm::Csv, file);
    QVERIFY(ended.wait(LongEnough));
    QCOMPARE(TestWorld::read(file).trimmed().count('\n'), 2);
    page.findChild<QLineEdit*>(QStringLiteral("filter"))->setText(second.id.toString());
    bar->saveTable(TableForm::Csv, file);
    QVERIFY(ended.wait(LongEnough));
    const auto lines = TestWorld::read(file).trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.last().startsWith("out,without-receipt," + second.id.toString().toLatin1()), lines.last());
}

SATCHEL_TEST(TestBundlesPage)
#include "TestBundlesPage.moc"
