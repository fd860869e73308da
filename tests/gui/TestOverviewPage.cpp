#include "Patience.h"

#include <app/ConcernWords.h>
#include <app/MainWindow.h>
#include <app/pages/BundlesPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/LogPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/widgets/MonthBars.h>
#include <app/widgets/Pipeline.h>
#include <app/widgets/TextButton.h>
#include <tests/support/RoundTrip.h>
#include <tests/support/TestRegistry.h>

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr qint64 Hour = 3600;
constexpr qint64 Day = 24 * Hour;

} // namespace

// What the first page says of real stations, and where each of it leads.
class TestOverviewPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void saysWhatWaitsWhatCameBackAndWhatLapses();
    void whatIsOnAMediumDoesNotWaitHere();
    void looksAgainByKeyAndByItself();
    void aSoundStationNeedsNoAttention();
    void aStepOfThePipelineLeadsToItsItems();
    void aDeadlineLeadsToItsItem();
    void ofManyDeadlinesTheRestIsShownWhenAsked();
    void aBundleLongWithoutAReceiptLeadsToIt();
    void aClockThatIsOffLeadsToItsBundle();
    void ownClockThatWasSetBackLeadsToTheLog();
    void aCertificateThatEndsLeadsToTheStations();
    void theBarsTellTheirDaysByMouseAndKeyboard();
    void textsWrapInsteadOfBeingCutOff();
    void saysWhenBySight_data();
    void saysWhenBySight();

private:
    [[nodiscard]] static StationView viewOf(const TestStation& station)
    {
        return StationView{station.home(), station.access().clock};
    }

    static OverviewPage& shownPage(MainWindow& window)
    {
        window.show();
        QSignalSpy refreshed{&window, &MainWindow::refreshed};
        QSignalSpy bundles{&window.bundles(), &BundlesPage::refreshed};
        QSignalSpy items{&window.items(), &ItemsPage::refreshed};
        const bool all = refreshed.wait(LongEnough) && (!bundles.isEmpty() || bundles.wait(LongEnough))
            && (!items.isEmpty() || items.wait(LongEnough));
        if (!all) {
            qFatal("the station was not read");
        }
        return window.overview();
    }

    static TextButton* concern(const OverviewPage& page, int place)
    {
        auto* const found = page.findChild<TextButton*>(QStringLiteral("concern-%1").arg(place));
        if (found == nullptr) {
            qFatal("there is no concern %d", place);
        }
        return found;
    }

    void gatherDevice(const char* serial) const
    {
        m_world->putDevice(QString::fromLatin1(serial));
        m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    }

    std::unique_ptr<TestWorld> m_world;
};

void TestOverviewPage::saysWhatWaitsWhatCameBackAndWhatLapses()
{
    m_world->advance(m_world->now().secsTo(QDateTime{m_world->now().toLocalTime().date(), QTime{12, 0}}));
    gatherDevice("SN-2");
    m_world->advance(3 * Day);
    roundTrip(*m_world, m_world->backend);
    MainWindow window{viewOf(m_world->site)};
    const auto sentence = shownPage(window).sentence();
    QVERIFY2(sentence.contains(u"1 answer(s) came back today"), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"1 item(s) wait to be handed over here"), qPrintable(sentence));
    QVERIFY2(sentence.contains(u"1 voucher request(s) lapse tomorrow"), qPrintable(sentence));
    QVERIFY2(!sentence.contains(u"lapse today"), qPrintable(sentence));

    MainWindow office{viewOf(m_world->backend)};
    QVERIFY2(
        shownPage(office).sentence().contains(u"4 request(s) came in today"), qPrintable(office.overview().sentence()));
}

void TestOverviewPage::whatIsOnAMediumDoesNotWaitHere()
{
    gatherDevice("SN-1");
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-2.p10"))});
    MainWindow window{viewOf(m_world->site)};
    QCOMPARE(shownPage(window).sentence(),
        QStringLiteral("1 request(s) wait to be carried; 2 request(s) on a medium, without a receipt."));
}

// The command line works beside the window.
void TestOverviewPage::looksAgainByKeyAndByItself()
{
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    window.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    gatherDevice("SN-1");
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_VERIFY_WITH_TIMEOUT(page.sentence().startsWith(u"2 request(s) wait"), LongEnough);
    gatherDevice("SN-2");
    window.lookEvery(20);
    QTRY_VERIFY_WITH_TIMEOUT(page.sentence().startsWith(u"4 request(s) wait"), LongEnough);
}

void TestOverviewPage::aSoundStationNeedsNoAttention()
{
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QCOMPARE(page.sentence(), QStringLiteral("Nothing waits here."));
    QVERIFY(page.findChild<TextButton*>(QStringLiteral("concern-0")) == nullptr);
    const auto labels = page.findChild<QWidget*>(QStringLiteral("concerns"))->findChildren<QLabel*>();
    QCOMPARE(labels.size(), 1);
    QCOMPARE(labels.first()->text(), QStringLiteral("No deadline is near, and nothing is amiss."));
}

void TestOverviewPage::aStepOfThePipelineLeadsToItsItems()
{
    gatherDevice("SN-1");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const pending = page.findChild<TextButton*>(QStringLiteral("step-pending"));
    QVERIFY(pending != nullptr);
    QCOMPARE(pending->headline(), QStringLiteral("2"));
    QCOMPARE(pending->accessibleName(), QStringLiteral("waiting to be carried: 2"));
    pending->setFocus();
    QTest::keyClick(pending, Qt::Key_Return);
    QVERIFY(window.items().isVisible());
    QCOMPARE(window.items().table().rowCount(), 2);
}

void TestOverviewPage::aDeadlineLeadsToItsItem()
{
    gatherDevice("SN-1");
    m_world->advance(60);
    gatherDevice("SN-2");
    m_world->advance(3 * Day + Hour);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QCOMPARE(window.items().table().rowCount(), 4);
    auto* const first = concern(page, 0);
    QVERIFY2(first->headline().startsWith(u"Urgent: SN-1 gives up"), qPrintable(first->headline()));
    QCOMPARE(first->details(), QStringLiteral("It waits here: take it out now."));
    QTest::mouseClick(first, Qt::LeftButton);
    QVERIFY(window.items().isVisible());
    QCOMPARE(window.items().table().rowCount(), 1);
    QCOMPARE(window.items().table().list().deviceOf(window.items().table().rowAt(0)), QStringLiteral("SN-1"));
    QVERIFY(window.items().table().rowAt(0).kind == Kind::VoucherRequest);
}

void TestOverviewPage::ofManyDeadlinesTheRestIsShownWhenAsked()
{
    for (int i = 0; i < 13; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    m_world->advance(3 * Day + Hour);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    QVERIFY(page.findChild<TextButton*>(QStringLiteral("concern-8")) == nullptr);
    auto* const rest = page.findChild<TextButton*>(QStringLiteral("rest"));
    QVERIFY(rest != nullptr);
    QCOMPARE(rest->headline(), QStringLiteral("Show 2 more")); // each kind tells its next ten one by one
    QCOMPARE(page.findChild<TextButton*>(QStringLiteral("further-request-lapses"))->headline(),
        QStringLiteral("3 more device(s) give up soon, or have given up"));
    rest->setFocus();
    QTest::keyClick(rest, Qt::Key_Space);
    QVERIFY(page.findChild<TextButton*>(QStringLiteral("rest")) == nullptr);
    QCOMPARE(window.focusWidget(), static_cast<QWidget*>(concern(page, 8)));
    QVERIFY(concern(page, 9)->isVisibleTo(&page));

    auto* const further = page.findChild<TextButton*>(QStringLiteral("further-request-lapses"));
    further->setFocus();
    QTest::keyClick(further, Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(window.items().isVisible(), LongEnough);
    QCOMPARE(window.items().table().rowCount(), 13); // the voucher requests of all of them, and nothing else
    QVERIFY(window.items().table().rowAt(0).kind == Kind::VoucherRequest);
    QVERIFY(window.items().findChild<QPushButton*>(QStringLiteral("all"))->text().startsWith(u"Devices that give up"));
}

void TestOverviewPage::aBundleLongWithoutAReceiptLeadsToIt()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool/SN-1.p10"))}); // that never lapses
    const auto made = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    m_world->advance(6 * Day);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const missed = concern(page, 0);
    QVERIFY2(missed->headline().startsWith(u"1 bundle(s) for backend without a receipt, the oldest made 6 day(s) ago"),
        qPrintable(missed->headline()));
    QVERIFY2(missed->details().startsWith(u"Nothing is lost"), qPrintable(missed->details()));
    QTest::mouseClick(missed, Qt::LeftButton);
    QVERIFY(window.bundles().isVisible());
    const auto current = window.bundles().findChild<QTableView*>(QStringLiteral("bundles"))->currentIndex();
    QVERIFY(current.isValid() && window.bundles().table().rowAt(current.row()).id == made.id);
}

void TestOverviewPage::aClockThatIsOffLeadsToItsBundle()
{
    TestStation basement{m_world->path(QStringLiteral("basement")), StationRole::Backend, QStringLiteral("Basement"),
        [world = m_world.get()] { return world->now().addDays(3); }};
    basement.trust(AnchorUse::Manufacturer, m_world->pki.manufacturer.certificate);
    basement.trust(AnchorUse::Masa, m_world->pki.masa.certificate);
    basement.trust(AnchorUse::Domain, m_world->pki.domainCa.certificate);
    basement.know(m_world->site);
    m_world->site.know(basement);
    roundTrip(*m_world, basement);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const wrong = concern(page, 0);
    QVERIFY2(wrong->headline().startsWith(u"The clock of Basement is wrong: at least"), qPrintable(wrong->headline()));
    QVERIFY2(wrong->headline().endsWith(u"ahead of this one"), qPrintable(wrong->headline()));
    QTest::mouseClick(wrong, Qt::LeftButton);
    QVERIFY(window.bundles().isVisible());
    const auto current = window.bundles().findChild<QTableView*>(QStringLiteral("bundles"))->currentIndex();
    QVERIFY(current.isValid());
    QCOMPARE(window.bundles().table().rowAt(current.row()).peerName, QStringLiteral("Basement"));
}

void TestOverviewPage::ownClockThatWasSetBackLeadsToTheLog()
{
    gatherDevice("SN-1");
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    MainWindow window{StationView{m_world->site.home(), fixedClock(m_world->now().addDays(-2))}};
    auto& page = shownPage(window);
    auto* const wrong = concern(page, 0);
    QVERIFY2(wrong->headline().startsWith(u"Urgent: This computer's clock is wrong"), qPrintable(wrong->headline()));
    QTest::mouseClick(wrong, Qt::LeftButton);
    QVERIFY(window.log().isVisible());
}

void TestOverviewPage::aCertificateThatEndsLeadsToTheStations()
{
    MainWindow window{
        StationView{m_world->site.home(), fixedClock(QDateTime{QDate{9999, 12, 1}, QTime{12, 0}, Qt::UTC})}};
    auto& page = shownPage(window);
    QVERIFY2(concern(page, 0)->headline().startsWith(u"This station's certificate ends"),
        qPrintable(concern(page, 0)->headline()));
    QTest::mouseClick(concern(page, 0), Qt::LeftButton);
    QVERIFY(window.peers().isVisible()); // where the card is that the others need anew
    Q_EMIT window.overview().bringIn();
    auto* const peer = concern(page, 1);
    QVERIFY2(peer->headline().startsWith(u"The certificate of station backend ends"), qPrintable(peer->headline()));
    peer->click();
    QVERIFY(window.peers().isVisible());
    const auto* const list = window.peers().findChild<QTreeWidget*>(QStringLiteral("peers"));
    QTRY_VERIFY_WITH_TIMEOUT(list->currentItem() != nullptr, LongEnough);
    QCOMPARE(list->currentItem()->text(0), QStringLiteral("backend"));
}

void TestOverviewPage::theBarsTellTheirDaysByMouseAndKeyboard()
{
    gatherDevice("SN-1");
    m_world->advance(Day);
    gatherDevice("SN-2");
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    auto* const bars = page.findChild<MonthBars*>(QStringLiteral("month"));
    auto* const day = page.findChild<QLabel*>(QStringLiteral("day"));
    QCOMPARE(day->text(), QStringLiteral("Today: 2 item(s) gathered, 0 item(s) brought in, 0 item(s) handed over"));
    QCOMPARE(bars->accessibleDescription(), QStringLiteral("In 31 day(s): 4 taken in, 0 handed over."));
    bars->setFocus();
    QTest::keyClick(bars, Qt::Key_End);
    QTest::keyClick(bars, Qt::Key_Left);
    QCOMPARE(bars->chosen(), 29);
    QVERIFY2(day->text().endsWith(u": 2 item(s) gathered, 0 item(s) brought in, 0 item(s) handed over"),
        qPrintable(day->text()));
    QCOMPARE(bars->accessibleDescription(), day->text());
    QTest::keyClick(bars, Qt::Key_Home);
    QCOMPARE(bars->chosen(), 0);
    QTest::keyClick(bars, Qt::Key_Left); // stays at the end
    QCOMPARE(bars->chosen(), 0);
    QTest::mouseClick(bars, Qt::LeftButton, {}, QPoint{bars->width() - 8, bars->height() / 2});
    QCOMPARE(bars->chosen(), 30);
    QVERIFY(day->text().startsWith(u"Today"));
    QCOMPARE(bars->dayAt(QPoint{-5, 0}), -1);
}

// Every label is as high as its text needs at the width that it has, in a narrow window and with large letters.
void TestOverviewPage::textsWrapInsteadOfBeingCutOff()
{
    gatherDevice("SN-WITH-A-RATHER-LONG-SERIAL-NUMBER");
    m_world->advance(3 * Day + Hour);
    MainWindow window{viewOf(m_world->site)};
    auto& page = shownPage(window);
    window.resize(700, 500);
    for (const double size : {1.0, 1.5}) {
        auto font = page.font();
        font.setPointSizeF(font.pointSizeF() * size);
        page.setFont(font);
        QCoreApplication::processEvents();
        int looked = 0;
        for (const auto* const label : page.findChildren<QLabel*>()) {
            if (label->isVisible() && label->wordWrap() && !label->text().isEmpty()) {
                ++looked;
                QVERIFY2(label->height() >= label->heightForWidth(label->width()), qPrintable(label->text()));
                QVERIFY2(label->width() >= label->minimumSizeHint().width(), qPrintable(label->text()));
            }
        }
        QVERIFY(looked > 10);
    }
}

void TestOverviewPage::saysWhenBySight_data()
{
    QTest::addColumn<int>("hours"); // from noon
    QTest::addColumn<QString>("text");
    QTest::newRow("later today") << 3 << QStringLiteral("today, ");
    QTest::newRow("earlier today") << -3 << QStringLiteral("today, ");
    QTest::newRow("after midnight") << 13 << QStringLiteral("tomorrow, ");
    QTest::newRow("before midnight") << -13 << QStringLiteral("yesterday, ");
    QTest::newRow("in days") << 72 << QStringLiteral("in 3 day(s) (");
    QTest::newRow("days ago") << -72 << QStringLiteral("3 day(s) ago (");
}

void TestOverviewPage::saysWhenBySight()
{
    QFETCH(int, hours);
    QFETCH(QString, text);
    const QDateTime noon{QDate{2026, 6, 15}, QTime{12, 0}};
    const auto when = whenText(noon.addSecs(qint64{hours} * Hour), noon.toUTC());
    QVERIFY2(when.startsWith(text), qPrintable(when));
}

SATCHEL_TEST(TestOverviewPage)
#include "TestOverviewPage.moc"
