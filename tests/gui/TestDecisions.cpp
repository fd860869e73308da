#include "Patience.h"

#include <app/MainWindow.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// What a person decides of held items, with the words beforehand, the way back, and the ledger afterwards.
class TestDecisions : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsOfferedForWhatGoesItsWay();
    void aReasonIsNeeded();
    void whatIsReleasedGoesItsWay();
    void whatIsTakenBackIsAsItWas();
    void itIsDoneByItselfAfterSomeSeconds();
    void aRejectionGoesBack();
    void severalAreDecidedAtOnce();
    void whatIsChosenNextIsNotMeant();
    void theDevicesAreNamed();
    void oneAtATime();
    void whoClosesTheWindowHasDecidedNothing();
    void whoWasWarnedOnceIsWarnedAgain();
    void whatIsBeingDoneIsDoneBeforeTheWindowCloses();

private:
    // The window of that station, with as many of its held items chosen as there should be.
    void open(const TestStation& station, int held);
    [[nodiscard]] QPushButton& button(const char* name) const
    {
        return *m_window->items().findChild<QPushButton*>(QLatin1StringView{name});
    }
    void press(const char* name) const
    {
        QVERIFY2(button(name).isVisible() && button(name).isEnabled(), name);
        QTest::mouseClick(&button(name), Qt::LeftButton);
    }
    void giveReason() const
    {
        QTest::keyClicks(
            m_window->items().findChild<QLineEdit*>(QStringLiteral("why")), QStringLiteral("seen by hand"));
    }
    void awaitOutcome(const QString& outcome) const
    {
        QTRY_COMPARE_WITH_TIMEOUT(m_window->items().decisions().outcome(), outcome, LongEnough);
    }

    QTemporaryDir m_settings;
    std::unique_ptr<TestWorld> m_world;
    std::unique_ptr<MainWindow> m_window;
};

// Two devices whose requests nobody vouches for: their voucher requests are held at the site, and what comes without
// its requester's record at the backend.
void TestDecisions::init()
{
    QCoreApplication::setOrganizationName(QStringLiteral("satchel-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    m_window.reset();
    m_world = std::make_unique<TestWorld>();
    const TestPki stranger;
    for (const auto& serial : {QStringLiteral("SN-1"), QStringLiteral("SN-2")}) {
        m_world->put(QStringLiteral("spool/%1.vcj").arg(serial),
            stranger.voucherRequest(stranger.device(serial), serial, QStringLiteral("bm9uY2U=")));
    }
    m_world->put(QStringLiteral("spool/SN-3.p10"), m_world->makeDevice(QStringLiteral("SN-3")).certificationRequest);
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    QCOMPARE(m_world->site.count(ItemState::Held), 2);
    QCOMPARE(m_world->site.count(ItemState::Pending), 1);
}

void TestDecisions::open(const TestStation& station, int held)
{
    m_window = std::make_unique<MainWindow>(StationView{station.home(), station.access().clock});
    m_window->resize(1200, 900);
    m_window->show();
    QSignalSpy refreshed{&m_window->items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    Q_EMIT m_window->overview().stateChosen(ItemState::Held);
    QCOMPARE(m_window->items().table().rowCount(), held);
    m_window->items().choose(0);
    QTRY_VERIFY_WITH_TIMEOUT(button("release").isVisible(), LongEnough);
}

void TestDecisions::nothingIsOfferedForWhatGoesItsWay()
{
    open(m_world->site, 2);
    m_window->items().showState(ItemState::Answered); // none
    QTRY_VERIFY_WITH_TIMEOUT(!button("release").isVisible(), LongEnough);
    m_window->items().showState(ItemState::Pending);
    m_window->items().choose(0);
    QTRY_VERIFY_WITH_TIMEOUT(
        button("reject").isVisible(), LongEnough); // a request may be refused as long as it is open
    QVERIFY(!button("release").isVisible());
}

void TestDecisions::aReasonIsNeeded()
{
    open(m_world->site, 2);
    QVERIFY(!button("release").isEnabled());
    QVERIFY2(m_window->items().decisions().remark().startsWith(u"Released, it goes out with the next bundle"),
        qPrintable(m_window->items().decisions().remark()));
    QTest::keyClicks(m_window->items().findChild<QLineEdit*>(QStringLiteral("why")), QStringLiteral("  "));
    QVERIFY(!button("release").isEnabled());
    giveReason();
    QVERIFY(button("release").isEnabled());
}

void TestDecisions::whatIsReleasedGoesItsWay()
{
    open(m_world->site, 2);
    giveReason();
    press("release");
    QVERIFY(m_window->items().decisions().isWaiting());
    QCOMPARE(m_world->site.count(ItemState::Held), 2); // nothing yet
    QVERIFY2(m_window->items().decisions().remark().startsWith(u"1 item(s) will be released in 10 second(s)."),
        qPrintable(m_window->items().decisions().remark()));
    press("now");
    awaitOutcome(QStringLiteral("1 item(s) released."));

    QCOMPARE(m_world->site.count(ItemState::Held), 1);
    QCOMPARE(m_world->site.count(ItemState::Pending), 2);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->items().table().rowCount(), 1, LongEnough);
}

void TestDecisions::whatIsTakenBackIsAsItWas()
{
    open(m_world->site, 2);
    giveReason();
    press("reject");
    press("undo");
    awaitOutcome(QStringLiteral("Taken back: nothing has changed."));

    QVERIFY(!m_window->items().decisions().isWaiting());
    QCOMPARE(m_world->site.count(ItemState::Held), 2);
    QVERIFY(button("release").isVisible());
}

void TestDecisions::itIsDoneByItselfAfterSomeSeconds()
{
    open(m_world->site, 2);
    m_window->items().decisions().setSecondsToUndo(1);
    giveReason();
    press("release");
    awaitOutcome(QStringLiteral("1 item(s) released."));
    QCOMPARE(m_world->site.count(ItemState::Held), 1);
}

void TestDecisions::aRejectionGoesBack()
{
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    open(m_world->backend, 1);
    QVERIFY2(m_window->items().decisions().remark().contains(u"its site is told no with the next bundle"),
        qPrintable(m_window->items().decisions().remark()));
    giveReason();
    m_window->items().findChild<QComboBox*>(QStringLiteral("code"))->setCurrentIndex(0);
    press("reject");
    press("now");
    awaitOutcome(QStringLiteral("1 item(s) rejected."));

    QCOMPARE(m_world->backend.count(ItemState::Rejected), 1);
    for (const auto& item : m_world->backend.items()) {
        if (item.state == ItemState::Rejected) {
            QCOMPARE(item.reason->code, ErrorCode::NotInInventory);
            QCOMPARE(item.reason->text, QStringLiteral("seen by hand"));
        }
    }
    QCOMPARE(m_world->backend.count(ItemState::Pending), 1); // the rejection
}

void TestDecisions::severalAreDecidedAtOnce()
{
    open(m_world->site, 2);
    m_window->items().findChild<QTableView*>(QStringLiteral("items"))->selectAll();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->items().decisions().offered().releasable.size(), 2, LongEnough);
    giveReason();
    press("release");
    QVERIFY2(m_window->items().decisions().remark().startsWith(u"2 item(s) will be released"),
        qPrintable(m_window->items().decisions().remark()));
    press("now");
    awaitOutcome(QStringLiteral("2 item(s) released."));
    QCOMPARE(m_world->site.count(ItemState::Held), 0);
}

// Until it is known what may be decided of the next one, nothing is: least of all about the one before it.
void TestDecisions::whatIsChosenNextIsNotMeant()
{
    open(m_world->site, 2);
    giveReason();
    QVERIFY(button("release").isVisible());
    m_window->items().choose(1);
    QVERIFY(!button("release").isVisible());
    QVERIFY(m_window->items().decisions().offered().releasable.isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(button("release").isVisible(), LongEnough);
    QVERIFY(
        m_window->items().decisions().offered().releasable.first().id == m_window->items().table().rowAt(1).itemId());
}

void TestDecisions::theDevicesAreNamed()
{
    open(m_world->site, 2);
    giveReason();
    press("release");
    const auto& table = m_window->items().table();
    const QString line = QStringLiteral("1 device(s): ") + table.list().deviceOf(table.rowAt(0));
    QVERIFY2(m_window->items().decisions().remark().contains(line), qPrintable(m_window->items().decisions().remark()));
}

// What is decided while another decision is carried out must not get lost.
void TestDecisions::oneAtATime()
{
    open(m_world->site, 2);
    giveReason();
    press("release");
    press("now");
    giveReason();
    QVERIFY(!button("release").isEnabled());
    awaitOutcome(QStringLiteral("1 item(s) released."));
    QTRY_COMPARE_WITH_TIMEOUT(m_window->items().table().rowCount(), 1, LongEnough);
    m_window->items().choose(0);
    QTRY_VERIFY_WITH_TIMEOUT(button("release").isVisible() && button("release").isEnabled(), LongEnough);
    press("release");
    press("now");
    QTRY_COMPARE_WITH_TIMEOUT(m_world->site.count(ItemState::Held), 0, LongEnough);
}

// It is said beforehand, and once more when it happens, wherever in the window that is.
void TestDecisions::whoClosesTheWindowHasDecidedNothing()
{
    open(m_world->site, 2);
    auto& bar = m_window->items().decisions();
    giveReason();
    press("release");
    QVERIFY2(bar.remark().contains(u"If the window is closed before, nothing is decided."), qPrintable(bar.remark()));
    Q_EMIT m_window->overview().takeOut();
    QVERIFY(!m_window->items().isVisible());
    QVERIFY(!m_window->close());
    QVERIFY(m_window->isVisible() && m_window->items().isVisible());
    QVERIFY(bar.isWaiting());
    QVERIFY2(bar.remark().contains(u"Close the window once more, and it never will be."), qPrintable(bar.remark()));
    QVERIFY(m_window->close());
    m_window.reset();
    QCOMPARE(m_world->site.count(ItemState::Held), 2);
}

// Of each decision.
void TestDecisions::whoWasWarnedOnceIsWarnedAgain()
{
    open(m_world->site, 2);
    for (int i = 0; i < 2; ++i) {
        giveReason();
        press("release");
        QVERIFY(!m_window->close());
        press("undo");
    }
    QVERIFY(m_window->close());
}

void TestDecisions::whatIsBeingDoneIsDoneBeforeTheWindowCloses()
{
    open(m_world->site, 2);
    giveReason();
    press("release");
    press("now");
    QVERIFY(!m_window->close());
    QVERIFY(m_window->findChild<QLabel*>(QStringLiteral("note"))->isVisible());
    QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), LongEnough);
    QCOMPARE(m_world->site.count(ItemState::Held), 1);
}

SATCHEL_TEST(TestDecisions)
#include "TestDecisions.moc"
