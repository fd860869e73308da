#include "Patience.h"
#include "PdfReading.h"

#include <app/MainWindow.h>
#include <app/pages/BringInPage.h>
#include <app/pages/BundlesPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/LogPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/SettingsPage.h>
#include <app/pages/TakeOutPage.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/SaveBar.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>
#include <tests/unit/media/MountedFolder.h>
#include <tests/support/Lacking.h>

#include <QAction>
#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QPrinter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeView>

using namespace satchel;
using namespace satchel::test;

namespace {

SaveBar& barOf(const QWidget& page)
{
    return *page.findChild<SaveBar*>();
}

SaveBar& barOf(const QWidget& page, const char* name)
{
    return *page.findChild<SaveBar*>(QLatin1StringView{name});
}

QList<QByteArray> linesOf(const QByteArray& csv)
{
    return csv.trimmed().split('\n');
}

} // namespace

// What the pages show, saved and printed by the real window over a real station.
class TestSaving : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void theLogIsSavedAsItIsShown();
    void requestsAreSavedAsTheyAreShown();
    void whatIsKnownOfOneIsSaved();
    void keysAreSaved();
    void stationsAreSaved();
    void whatAMediumBroughtIsSaved();
    void checksAreSaved();
    void whatABundleCarriedIsSaved();
    void anchorsAreSaved();
    void aPersonNamesTheFile();
    void theLogIsADocument();
    void theLogIsPrinted();
    void aSlipComesWithTheBundle();
    void misfortuneIsTold();
    void aFullMediumIsTold();
    void aStopIsHeard();
    void isSavedBeforeTheWindowCloses();
    void whatIsNotPrintedClaimsNoFile_data();
    void whatIsNotPrintedClaimsNoFile();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_world->path(name); }
    void save(SaveBar& bar, TableForm form, const QString& file) const;

    std::unique_ptr<TestWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

void TestSaving::init()
{
    m_world = std::make_unique<TestWorld>();
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({path(QStringLiteral("spool"))});
    m_window = std::make_unique<MainWindow>(StationView{m_world->site.home(), m_world->site.access().clock});
    m_window->show();
    QSignalSpy items{&m_window->items(), &ItemsPage::refreshed};
    QSignalSpy log{&m_window->log(), &LogPage::refreshed};
    QTRY_VERIFY_WITH_TIMEOUT(!items.isEmpty() && !log.isEmpty(), LongEnough);
}

void TestSaving::cleanup()
{
    m_window.reset();
    m_world.reset();
}

void TestSaving::save(SaveBar& bar, TableForm form, const QString& file) const
{
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.saveTable(form, file);
    QVERIFY(bar.isRunning());
    QVERIFY(ended.wait(LongEnough));
}

void TestSaving::theLogIsSavedAsItIsShown()
{
    m_world->site.exportTo(path(QStringLiteral("stick")));
    auto& page = m_window->log();
    QSignalSpy refreshed{&page, &LogPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    auto& bar = barOf(page);
    save(bar, TableForm::Csv, path(QStringLiteral("log.csv")));
    QCOMPARE(linesOf(TestWorld::read(path(QStringLiteral("log.csv")))).size(), 3); // the heads, and oldest first
    QVERIFY2(bar.remark().startsWith(u"2 row(s) saved as "), qPrintable(bar.remark()));

    page.table().setFilter(QStringLiteral("GATHER"));
    save(bar, TableForm::Csv, path(QStringLiteral("log.csv")));
    const auto lines = linesOf(TestWorld::read(path(QStringLiteral("log.csv"))));
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.last().startsWith("1,") && lines.last().contains(",gather,"), lines.last());

    save(bar, TableForm::Json, path(QStringLiteral("log.json")));
    const auto json = parseJson(TestWorld::read(path(QStringLiteral("log.json"))).trimmed(), JsonDialect::Lenient);
    QVERIFY(json.has_value());
    QCOMPARE(static_cast<int>(json->find(u"entries")->array()->size()), 1);
    QVERIFY(*json->find(u"intact")->boolean());
}

void TestSaving::requestsAreSavedAsTheyAreShown()
{
    auto& page = m_window->items();
    const auto file = path(QStringLiteral("requests.csv"));
    save(barOf(page, "saveList"), TableForm::Csv, file);
    QCOMPARE(linesOf(TestWorld::read(file)).size(), 5);

    auto* const filter = page.findChild<QLineEdit*>();
    QTest::keyClicks(filter, QStringLiteral("sn-2"));
    save(barOf(page, "saveList"), TableForm::Csv, file);
    const auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(1).contains(",SN-2,") && lines.at(2).contains(",SN-2,"), lines.at(1));

    // Below their devices, as they stand on the page.
    filter->clear();
    page.findChild<QPushButton*>(QStringLiteral("byDevice"))->click();
    page.findChild<QTreeView*>(QStringLiteral("devices"))
        ->header()
        ->setSortIndicator(ItemModel::Device, Qt::DescendingOrder);
    save(barOf(page, "saveList"), TableForm::Csv, file);
    const auto below = linesOf(TestWorld::read(file));
    QCOMPARE(below.size(), 5);
    QVERIFY2(below.at(1).contains(",SN-2,") && below.at(2).contains(",SN-2,"), below.at(1));
    QVERIFY2(below.at(3).contains(",SN-1,") && below.at(4).contains(",SN-1,"), below.at(3));
    page.findChild<QPushButton*>(QStringLiteral("byDevice"))->click();
}

void TestSaving::whatIsKnownOfOneIsSaved()
{
    auto& page = m_window->items();
    QVERIFY(barOf(page, "saveStory").isHidden() && barOf(page, "saveShown").isHidden());
    QSignalSpy shown{&page, &ItemsPage::shown};
    page.choose(0);
    QVERIFY(shown.wait(LongEnough));
    QVERIFY(!barOf(page, "saveStory").isHidden() && !barOf(page, "saveShown").isHidden());
    const auto file = path(QStringLiteral("one.csv"));
    save(barOf(page, "saveStory"), TableForm::Csv, file);
    QCOMPARE(linesOf(TestWorld::read(file)).size(), 3); // the heads, and that two were gathered
    save(barOf(page, "saveShown"), TableForm::Csv, file);
    const auto id = page.table().rowAt(0).itemId().toString().toLatin1();
    QVERIFY(TestWorld::read(file).contains("\nid," + id + "\r\n"));
    QVERIFY(TestWorld::read(file).contains("\nobject."));
}

void TestSaving::keysAreSaved()
{
    auto& page = m_window->settings();
    QSignalSpy refreshed{&page, &SettingsPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    const auto file = path(QStringLiteral("keys.csv"));
    save(barOf(page, "saveKeys"), TableForm::Csv, file);
    const auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(1).startsWith("signing,") && lines.at(2).startsWith("decryption,"), lines.at(1));
}

void TestSaving::stationsAreSaved()
{
    const auto file = path(QStringLiteral("stations.csv"));
    save(barOf(m_window->peers()), TableForm::Csv, file);
    const auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.last().startsWith("backend,"), lines.last());
    QVERIFY(lines.last().contains(m_world->backend.card().station().toString().toLatin1()));
}

void TestSaving::whatAMediumBroughtIsSaved()
{
    m_world->site.exportTo(path(QStringLiteral("stick")));
    m_window = std::make_unique<MainWindow>(StationView{m_world->backend.home(), m_world->backend.access().clock});
    m_window->show();
    auto& page = m_window->bringIn();
    QVERIFY(barOf(page, "saveFound").isHidden() && barOf(page, "saveArrivals").isHidden());
    QSignalSpy looked{&page, &BringInPage::looked};
    page.setFolder(path(QStringLiteral("stick")));
    QVERIFY(looked.wait(LongEnough));
    const auto file = path(QStringLiteral("list.csv"));
    save(barOf(page, "saveFound"), TableForm::Csv, file);
    auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.first().contains("known,own"), lines.first());

    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    page.findChild<QPushButton*>(QStringLiteral("begin"))->click();
    QVERIFY(shown.wait(LongEnough));
    save(barOf(page, "saveFound"), TableForm::Csv, file);
    lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.last().contains(",imported,4,"), lines.last());
    save(barOf(page, "saveArrivals"), TableForm::Csv, file);
    lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines.last().contains(",ready,"), lines.last());
}

void TestSaving::checksAreSaved()
{
    const auto bundle = m_world->site.exportTo(path(QStringLiteral("stick"))).bundles.first().path;
    auto& page = m_window->verify();
    QVERIFY(barOf(page).isHidden());
    QSignalSpy verified{&page, &VerifyPage::verified};
    m_window->openFiles({bundle});
    QVERIFY(verified.wait(LongEnough));
    const auto file = path(QStringLiteral("checks.csv"));
    save(barOf(page), TableForm::Csv, file);
    QVERIFY(TestWorld::read(file).contains(",signature,pass,"));
    QVERIFY(TestWorld::read(file).contains(",contents,skipped,")); // it is for somebody else
}

void TestSaving::whatABundleCarriedIsSaved()
{
    m_world->site.exportTo(path(QStringLiteral("stick")));
    auto& page = m_window->bundles();
    QSignalSpy refreshed{&page, &BundlesPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QSignalSpy shown{&page, &BundlesPage::shown};
    page.choose(0);
    QVERIFY(shown.wait(LongEnough));
    const auto file = path(QStringLiteral("carried.csv"));
    save(barOf(page, "saveCarried"), TableForm::Csv, file);
    const auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 5);
    QVERIFY2(lines.last().contains(",SN-2,") && lines.last().contains(",packed,"), lines.last());
}

void TestSaving::anchorsAreSaved()
{
    auto& page = m_window->settings();
    QSignalSpy refreshed{&page, &SettingsPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    const auto file = path(QStringLiteral("anchors.csv"));
    save(barOf(page, "saveAnchors"), TableForm::Csv, file);
    const auto lines = linesOf(TestWorld::read(file));
    QCOMPARE(lines.size(), 1 + m_world->site.read().station().trust().all().size());
    QVERIFY2(lines.last().startsWith("ma") || lines.last().startsWith("domain,"), lines.last());
}

void TestSaving::aPersonNamesTheFile()
{
    auto& bar = barOf(m_window->log());
    auto* const way = bar.findChild<QAction*>(QStringLiteral("saveCsv"));
    QVERIFY(way != nullptr);
    way->trigger();
    auto* const dialog = bar.findChild<QFileDialog*>();
    QVERIFY(dialog != nullptr);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->isVisible(), LongEnough);
    auto* const name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    QVERIFY2(
        name->text().startsWith(u"satchel-custody-log-") && name->text().endsWith(u".csv"), qPrintable(name->text()));

    const auto file = path(QStringLiteral("chosen"));
    name->setText(file);
    QSignalSpy ended{&bar, &SaveBar::ended};
    QTest::mouseClick(dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Save), Qt::LeftButton);
    QVERIFY(ended.wait(LongEnough));
    QVERIFY(TestWorld::read(file + QStringLiteral(".csv")).contains("gather"));
    QVERIFY2(bar.remark().endsWith(u"chosen.csv"), qPrintable(bar.remark()));
}

void TestSaving::theLogIsADocument()
{
    if (!hasPoppler()) {
        LACKING_TOOL("poppler-utils is not installed: no other program looks at what is printed");
    }
    auto& bar = barOf(m_window->log());
    const auto file = path(QStringLiteral("log.pdf"));
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.savePaper(file);
    QVERIFY(ended.wait(LongEnough));

    QCOMPARE(bar.remark(), QStringLiteral("1 page(s) saved as ") + file);
    const auto text = pdfText(file);
    QVERIFY2(text.contains(QStringLiteral("gather")) && text.contains(QStringLiteral("1 entry(s), the last page.")),
        qPrintable(text));
}

void TestSaving::theLogIsPrinted()
{
    if (!hasPoppler()) {
        LACKING_TOOL("poppler-utils is not installed: no other program looks at what is printed");
    }
    auto& bar = barOf(m_window->log());
    const auto file = path(QStringLiteral("printed.pdf"));
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setOutputFileName(file);
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.print(printer);
    QVERIFY(ended.wait(LongEnough));

    QCOMPARE(bar.remark(), QStringLiteral("1 page(s) given to the printer"));
    QVERIFY(pdfText(file).contains(QStringLiteral("1 entry(s), the last page.")));
}

void TestSaving::aSlipComesWithTheBundle()
{
    auto& page = m_window->takeOut();
    auto& bar = barOf(page);
    QVERIFY(bar.isHidden());
    QTest::mouseClick(m_window->overview().findChild<QPushButton*>(QStringLiteral("takeOut")), Qt::LeftButton);
    QSignalSpy done{&page, &ErrandPage::done};
    page.setFolder(path(QStringLiteral("stick")));
    QTest::mouseClick(page.findChild<QPushButton*>(QStringLiteral("begin")), Qt::LeftButton);
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(bar.isVisible(), LongEnough);

    const auto file = path(QStringLiteral("slip.pdf"));
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.savePaper(file);
    QVERIFY(ended.wait(LongEnough));
    QCOMPARE(bar.remark(), QStringLiteral("1 page(s) saved as ") + file);
    const auto record = m_world->site.read().ledger().bundles().lastOutgoing();
    QVERIFY(record.has_value() && record->has_value());
    if (hasPoppler()) {
        QVERIFY(withoutSpaces(pdfText(file)).contains((*record)->labelDigest.toString()));
    }
}

void TestSaving::misfortuneIsTold()
{
    auto& bar = barOf(m_window->log());
    save(bar, TableForm::Csv, path(QStringLiteral("absent/log.csv")));
    QVERIFY2(bar.remark().contains(u"Nothing has changed"), qPrintable(bar.remark()));
    QVERIFY2(bar.remark().contains(path(QStringLiteral("absent/log.csv"))), qPrintable(bar.remark()));
}

void TestSaving::aFullMediumIsTold()
{
    const MountedFolder full{"size=4k"};
    SKIP_UNLESS_MOUNTED(full);
    for (int i = 0; i < 6; ++i) { // more than a page of memory
        m_world->putDevice(QStringLiteral("MORE-%1").arg(i));
    }
    m_world->site.gather({path(QStringLiteral("spool"))});
    QSignalSpy refreshed{&m_window->items(), &ItemsPage::refreshed};
    m_window->refresh();
    QVERIFY(refreshed.wait(LongEnough));
    auto& bar = barOf(m_window->items(), "saveList");
    const auto file = full.path() + QStringLiteral("/requests.json");
    save(bar, TableForm::Json, file);

    QVERIFY2(bar.remark().startsWith(u"The medium is full."), qPrintable(bar.remark()));
    QVERIFY(QDir{full.path()}.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot));
}

void TestSaving::aStopIsHeard()
{
    auto& bar = barOf(m_window->log());
    const auto file = path(QStringLiteral("log.pdf"));
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.savePaper(file);
    auto* const stop = bar.findChild<QPushButton*>(QStringLiteral("stopSaving"));
    QVERIFY(!stop->isHidden() && stop->isEnabled());
    stop->click();
    QVERIFY(ended.wait(LongEnough));

    const bool isStopped = bar.remark().startsWith(u"You have stopped it.");
    QCOMPARE(QFile::exists(file), !isStopped);
    QVERIFY(stop->isHidden());
}

void TestSaving::isSavedBeforeTheWindowCloses()
{
    const auto table = path(QStringLiteral("requests.csv"));
    const auto document = path(QStringLiteral("log.pdf"));
    barOf(m_window->items(), "saveList").saveTable(TableForm::Csv, table);
    barOf(m_window->log()).savePaper(document);
    QVERIFY(!m_window->close());
    QVERIFY(m_window->findChild<QLabel*>(QStringLiteral("note"))->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), LongEnough);
    QCOMPARE(linesOf(TestWorld::read(table)).size(), 5);
    QVERIFY(TestWorld::read(document).trimmed().endsWith("%%EOF"));
}

void TestSaving::whatIsNotPrintedClaimsNoFile_data()
{
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("happened");
    QTest::newRow("stopped") << ErrorCode::Cancelled << QStringLiteral("You have stopped it.");
    QTest::newRow("no paper") << ErrorCode::Unreadable << QStringLiteral("The printer takes no more pages.");
}

void TestSaving::whatIsNotPrintedClaimsNoFile()
{
    QFETCH(ErrorCode, code);
    QFETCH(QString, happened);
    SaveBar bar{QStringLiteral("Print…"), QStringLiteral("paper"), m_window.get()};
    bar.offerPaper(QStringLiteral("Paper"), QPageLayout::Portrait, [code] {
        return [code](QPagedPaintDevice&, const Conduct&) -> Result<qint64> {
            return fail(code, QStringLiteral("not to its end"));
        };
    });
    const auto printer = std::make_shared<QPrinter>(QPrinter::HighResolution);
    printer->setOutputFormat(QPrinter::PdfFormat);
    printer->setOutputFileName(path(QStringLiteral("never.pdf")));
    QSignalSpy ended{&bar, &SaveBar::ended};
    bar.print(printer);
    QVERIFY(ended.wait(LongEnough));

    QVERIFY2(bar.remark().startsWith(happened), qPrintable(bar.remark()));
    QVERIFY2(bar.remark().contains(u"not the whole document"), qPrintable(bar.remark()));
    QVERIFY2(!bar.remark().contains(u"is as it was"), qPrintable(bar.remark()));
}

SATCHEL_TEST(TestSaving)
#include "TestSaving.moc"
