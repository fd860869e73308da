#include "Driving.h"
#include "Sticks.h"

#include <app/pages/ItemsPage.h>
#include <core/base/LooseThread.h>
#include <core/exchange/station/Peering.h>
#include <tests/support/MediumCalls.h>
#include <tests/support/TestRegistry.h>

#include <QComboBox>
#include <QDir>
#include <QElapsedTimer>
#include <QSemaphore>
#include <QSettings>
#include <QTableView>

#include <atomic>
#include <memory>
#include <utility>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr auto TooSmall = "size=1120k"; // 96 KiB beyond what is kept free
constexpr int Many = 120; // devices, whose 240 items need more

void plugSecond(const FakeUDisks& machine, const QString& folder)
{
    machine.addDrive(QStringLiteral("second"));
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("second"), folder, {folder},
        {{QStringLiteral("IdLabel"), QStringLiteral("SPARE")},
            {QStringLiteral("IdUUID"), QStringLiteral("77AA-0001")}});
}

QString labelText(const QWidget& page, const char* name)
{
    const auto* const label = page.findChild<QLabel*>(QLatin1StringView{name});
    return label != nullptr ? label->text() : QString{};
}

// A medium that hangs in its first such call until it is told to go on.
class HangingMedium final {
public:
    explicit HangingMedium(MediumCall where)
        : m_calls{[where, hang = m_hang, isHanging = m_isHanging](MediumCall call) {
            if (call == where && !isHanging->exchange(true)) {
                hang->acquire();
            }
        }}
    {
    }

    [[nodiscard]] bool isHanging() const { return m_isHanging->load(); }
    void goOn() { m_hang->release(); }

private:
    // Shared with what hangs, which may outlive the test.
    std::shared_ptr<QSemaphore> m_hang = std::make_shared<QSemaphore>();
    std::shared_ptr<std::atomic<bool>> m_isHanging = std::make_shared<std::atomic<bool>>(false);
    MediumCalls m_calls;
};

// Take out, where it may be for either of two; whom is still to be said.
QComboBox* openedForTwoBackends(MainWindow& window, const QString& folder)
{
    window.show();
    auto* const peer = window.takeOut().findChild<QComboBox*>(QStringLiteral("peer"));
    const bool areTold = QTest::qWaitFor([peer] { return peer->count() == 2; }, LongEnough);
    openErrand(window, window.takeOut());
    window.takeOut().setFolder(folder);
    return areTold ? peer : nullptr;
}

} // namespace

// Which media, which items, how far it is, and a way out at every moment.
class TestTakeOut : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cardsTellMediaApart();
    void aSmallStickSaysWhatStayed();
    void severalSticksShareIt();
    void aFolderIsNotPulled();
    void whatWaitsForARevokedStationIsSaid();
    void nobodyIsChosenWhereSeveralCouldBeMeant();
    void whoeverIsRevokedIsNotReplaced();
    void whatIsSelectedGoes();
    void aSelectionGoesOnce();
    void whatStayedOfASelectionGoesOnce();
    void noneOfTheSelectedIsDue();
    void fromTheOverviewEverythingGoes();
    void noSelectionIsNotEverything();
    void stagesAreTold();
    void stopsOnAMediumThatHangs_data();
    void stopsOnAMediumThatHangs();
    void closingStopsWhatRuns();
    void nobodyLooksAgainWhileItRuns();

private:
    void gatherDevices(int devices) const;
    void knowAnotherBackend() const; // called "other"
    [[nodiscard]] QStringList idsOfAll() const;

    QTemporaryDir m_settings; // of the window
    std::unique_ptr<TestWorld> m_world;
};

void TestTakeOut::init()
{
    QCoreApplication::setOrganizationName(QStringLiteral("satchel-tests"));
    QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    QSettings{}.clear();
    m_world = std::make_unique<TestWorld>();
}

void TestTakeOut::gatherDevices(int devices) const
{
    for (int i = 0; i < devices; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestTakeOut::knowAnotherBackend() const
{
    m_world->site.know(m_world->station(QStringLiteral("other"), StationRole::Backend));
}

QStringList TestTakeOut::idsOfAll() const
{
    QStringList ids;
    for (const auto& item : m_world->site.items()) {
        ids += item.id.toString();
    }
    return ids;
}

void TestTakeOut::cardsTellMediaApart()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    QTemporaryDir first;
    machine.plugStick(first.path());
    machine.setBlock(QStringLiteral("sdb1"), QStringLiteral("ReadOnly"), true);
    QTemporaryDir second;
    plugSecond(machine, second.path());
    MainWindow window{viewOf(m_world->site, mediaOf(machine))};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    auto* const media = page.findChild<QListWidget*>(QStringLiteral("media"));
    QTRY_COMPARE_WITH_TIMEOUT(media->count(), 2, LongEnough);
    QVERIFY2(!page.place().isChosen(), "one was chosen by itself");
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("begin"))->isEnabled());
    for (const auto* const part :
        {"DEPOT", "Acme Stick 3000", "vfat", "SERIAL-stick", "write-protected", "not mounted"}) {
        QVERIFY2(media->item(0)->text().contains(QLatin1StringView{part}), qPrintable(media->item(0)->text()));
    }
    QVERIFY(media->item(1)->text().contains(QStringLiteral("SPARE")));
    clickMedium(page, QStringLiteral("SERIAL-second"));
    QCOMPARE(media->item(1)->checkState(), Qt::Checked); // not by colour alone
    QCOMPARE(media->item(0)->checkState(), Qt::Unchecked);
    // By keyboard as well.
    media->setFocus();
    media->setCurrentRow(0, QItemSelectionModel::NoUpdate);
    QTest::keyClick(media, Qt::Key_Space);
    QCOMPARE(page.place().volumes().size(), 2);
    // A folder instead is typed, and the media are not meant any more.
    auto* const folder = page.findChild<QLineEdit*>(QStringLiteral("folder"));
    folder->setFocus();
    QTest::keyClicks(folder, QStringLiteral("/srv/outbox"));
    QVERIFY(page.place().volumes().isEmpty());
    QCOMPARE(page.place().folder(), QStringLiteral("/srv/outbox"));
    // Pulled, its card goes.
    machine.pull(QStringLiteral("second"));
    QTRY_COMPARE_WITH_TIMEOUT(media->count(), 1, LongEnough);
    machine.pull(QStringLiteral("stick"));
    QTRY_VERIFY_WITH_TIMEOUT(page.findChild<QLabel*>(QStringLiteral("noMedia"))->isVisible(), LongEnough);
}

void TestTakeOut::aSmallStickSaysWhatStayed()
{
    const MountedFolder stick{TooSmall};
    SKIP_UNLESS_MOUNTED(stick);
    gatherDevices(Many);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    run(window, page, stick.path());

    const auto packed = m_world->site.count(ItemState::Packed);
    const auto stayed = m_world->site.count(ItemState::Pending);
    QVERIFY(packed > 0 && stayed > 0);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::InPart);
    QCOMPARE(page.card().headline(), QStringLiteral("%1 item(s) in the folder, read back; others stayed").arg(packed));
    VERIFY_SAYS(page.card(), "The medium is full.");
    QVERIFY2(shownOn(page.card())
                 .contains(QStringLiteral("%1 item(s) stayed here and are still due. The most urgent ones went first.")
                         .arg(stayed)),
        qPrintable(shownOn(page.card())));
    VERIFY_SAYS(page.card(), "onto another medium");

    // That is offered, and chosen already: what a person has to do is to put in another stick.
    const auto* const what = page.findChild<QComboBox*>(QStringLiteral("what"));
    QCOMPARE(what->currentText(), QStringLiteral("%1 item(s) that stayed the last time").arg(stayed));
    page.setFolder(m_world->path(QStringLiteral("another")));
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(page.card().headline(), QStringLiteral("%1 item(s) in the folder, read back").arg(stayed));
    QCOMPARE(m_world->site.count(ItemState::Pending), 0);
    QCOMPARE(what->currentText(), QStringLiteral("everything that is due"));
    // Both are whole.
    QCOMPARE(
        m_world->backend.import({stick.path(), m_world->path(QStringLiteral("another"))}).outcome(), Outcome::Done);
    QCOMPARE(m_world->backend.items().size(), 2 * Many);
}

void TestTakeOut::severalSticksShareIt()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder small{TooSmall};
    const MountedFolder large{"size=8m"};
    SKIP_UNLESS_MOUNTED(large);
    machine.plugStick(small.path(), {small.path()});
    plugSecond(machine, large.path());
    gatherDevices(Many);
    MainWindow window{viewOf(m_world->site, mediaOf(machine))};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    clickMedium(page, QStringLiteral("SERIAL-second"));
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    // The medium, or the media if both were read past this computer's memory.
    QVERIFY2(page.card().headline().startsWith(QStringLiteral("%1 item(s) on the medi").arg(2 * Many)),
        qPrintable(page.card().headline()));
    VERIFY_SAYS(page.card(), "and the next one what was left: The medium is full.");
    QCOMPARE(m_world->site.count(ItemState::Packed), 2 * Many);
    QVERIFY(!QDir{small.path()}.isEmpty());
    QVERIFY(!QDir{large.path()}.isEmpty());

    // Both are ejected from the card, and at the other side both are brought in with one report.
    QSignalSpy ejected{&page, &ErrandPage::ejected};
    (void)machine.takeCalls();
    press(page, "ejectNow");
    QVERIFY(ejected.wait(LongEnough));
    const auto called = machine.takeCalls();
    QVERIFY(called.contains(QStringLiteral("Unmount sdb1")) && called.contains(QStringLiteral("Unmount sdc1")));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    VERIFY_SAYS(page.card(), "DEPOT (Acme Stick 3000), SPARE (Acme Stick 3000) can be pulled now");
}

void TestTakeOut::aFolderIsNotPulled()
{
    gatherDevices(1);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    run(window, page, m_world->path(QStringLiteral("outbox")));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(page.card().headline(), QStringLiteral("2 item(s) in the folder, read back"));
    VERIFY_SAYS(page.card(), "If the folder lies on a medium, eject that before you pull it.");
    QVERIFY2(!shownOn(page.card()).contains(u"safe to remove"), qPrintable(shownOn(page.card())));
    QVERIFY2(!shownOn(page.card()).contains(u"medium itself"), qPrintable(shownOn(page.card())));
}

// Also where all else went well.
void TestTakeOut::whatWaitsForARevokedStationIsSaid()
{
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    int number = 0;
    for (const TestStation* const site : {&std::as_const(m_world->site), &other}) {
        const auto device = m_world->makeDevice(QStringLiteral("SN-%1").arg(++number));
        site->gather({m_world->put(QStringLiteral("%1.vcj").arg(number), device.voucherRequest)});
        m_world->carry(*site, m_world->backend, QStringLiteral("out%1").arg(number));
        m_world->backend.gather(
            {m_world->put(QStringLiteral("voucher%1").arg(number), m_world->pki.voucher(device.serial, device.nonce))});
    }
    {
        auto session = m_world->backend.write();
        QVERIFY(revokePeer(session, u"other").has_value());
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.takeOut();
    run(window, page, m_world->path(QStringLiteral("back")));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QVERIFY2(page.card().headline().startsWith(u"1 item(s)"), qPrintable(page.card().headline()));
    VERIFY_SAYS(page.card(), "Answers wait for a station that was revoked here.");
}

void TestTakeOut::nobodyIsChosenWhereSeveralCouldBeMeant()
{
    knowAnotherBackend();
    gatherDevices(1);
    MainWindow window{viewOf(m_world->site)};
    auto& page = window.takeOut();
    auto* const peer = openedForTwoBackends(window, m_world->path(QStringLiteral("stick")));
    QVERIFY(peer != nullptr);
    QCOMPARE(peer->currentIndex(), -1);
    QCOMPARE(peer->placeholderText(), QStringLiteral("choose a station"));
    const auto* const button = page.findChild<QPushButton*>(QStringLiteral("begin"));
    QVERIFY(!button->isEnabled());
    peer->setCurrentText(QStringLiteral("other"));
    QVERIFY(button->isEnabled());
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QVERIFY2(page.card().details().contains(u"for other, 2 item(s)"), qPrintable(page.card().details()));
}

void TestTakeOut::whoeverIsRevokedIsNotReplaced()
{
    knowAnotherBackend();
    gatherDevices(1);
    MainWindow window{viewOf(m_world->site)};
    auto& page = window.takeOut();
    auto* const peer = openedForTwoBackends(window, m_world->path(QStringLiteral("stick")));
    QVERIFY(peer != nullptr);
    peer->setCurrentText(QStringLiteral("other"));
    {
        auto session = m_world->site.write();
        QVERIFY(revokePeer(session, u"other").has_value());
    }
    window.refresh();
    QTRY_COMPARE_WITH_TIMEOUT(peer->findText(QStringLiteral("other")), -1, LongEnough);
    // One is left, so that everybody can be meant now. But it was not.
    QCOMPARE(peer->itemText(0), QStringLiteral("everybody for whom something is due"));
    QCOMPARE(peer->currentIndex(), -1);
    QCOMPARE(peer->placeholderText(), QStringLiteral("other cannot be chosen any more: choose again"));
    QVERIFY(!page.findChild<QPushButton*>(QStringLiteral("begin"))->isEnabled());
    peer->setCurrentIndex(0);
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
}

void TestTakeOut::whatIsSelectedGoes()
{
    gatherDevices(5);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    QSignalSpy refreshed{&window.items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    openPage(window, window.items());
    auto* const table = window.items().findChild<QTableView*>();
    const auto* const button = window.items().findChild<QPushButton*>(QStringLiteral("takeOutSelected"));
    QVERIFY(!button->isEnabled());
    const QString chosen = window.items().table().rowAt(2).itemId().toString();
    const auto clickRow = [table](int row, Qt::KeyboardModifiers keys) {
        QTest::mouseClick(
            table->viewport(), Qt::LeftButton, keys, table->visualRect(table->model()->index(row, 0)).center());
    };
    clickRow(2, {});
    clickRow(7, Qt::ControlModifier);
    press(window.items(), "takeOutSelected");

    auto& page = window.takeOut();
    QVERIFY(page.isVisible());
    QCOMPARE(page.findChild<QComboBox*>(QStringLiteral("what"))->currentText(),
        QStringLiteral("2 selected item(s), as far as due"));
    page.setFolder(m_world->path(QStringLiteral("stick")));
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->site.count(ItemState::Packed), 2);
    QCOMPARE(m_world->site.count(ItemState::Pending), 8);
    QCOMPARE(m_world->site.read().ledger().items().get(ItemId::parse(chosen).value())->state, ItemState::Packed);
}

// Else the next trip would carry what this one carried, under a green headline, and leave the others.
void TestTakeOut::aSelectionGoesOnce()
{
    gatherDevices(2);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    Q_EMIT window.items().takeOutWanted(idsOfAll().first(1));
    page.setFolder(m_world->path(QStringLiteral("stick")));
    begin(window, page);
    QCOMPARE(m_world->site.count(ItemState::Packed), 1);

    const auto* const what = page.findChild<QComboBox*>(QStringLiteral("what"));
    QCOMPARE(what->currentText(), QStringLiteral("everything that is due"));
    QCOMPARE(what->count(), 1);
    begin(window, page);
    QCOMPARE(m_world->site.count(ItemState::Packed), 4);
}

void TestTakeOut::whatStayedOfASelectionGoesOnce()
{
    const MountedFolder stick{TooSmall};
    SKIP_UNLESS_MOUNTED(stick);
    gatherDevices(Many);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    Q_EMIT window.items().takeOutWanted(idsOfAll());
    page.setFolder(stick.path());
    begin(window, page);
    const auto* const what = page.findChild<QComboBox*>(QStringLiteral("what"));
    QVERIFY2(what->currentText().contains(u"that stayed the last time"), qPrintable(what->currentText()));
    QCOMPARE(what->count(), 3); // what failed may be begun anew, too
    page.setFolder(m_world->path(QStringLiteral("another")));
    begin(window, page);
    QCOMPARE(m_world->site.count(ItemState::Pending), 0);
    QCOMPARE(what->currentText(), QStringLiteral("everything that is due"));
    QCOMPARE(what->count(), 1);
}

void TestTakeOut::noneOfTheSelectedIsDue()
{
    const auto device = m_world->putDevice(QStringLiteral("SN-0"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const auto received = idsOfAll();
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    m_world->backend.gather({m_world->put(QStringLiteral("v"), m_world->pki.voucher(device.serial, device.nonce))});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("back")); // with the receipt
    QCOMPARE(m_world->site.count(ItemState::Packed), 0);
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    QCOMPARE(m_world->site.count(ItemState::Pending), 2);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    Q_EMIT window.items().takeOutWanted(received);
    page.setFolder(m_world->path(QStringLiteral("stick")));
    begin(window, page);
    QCOMPARE(page.card().headline(), QStringLiteral("None of the selected items is due"));
    QVERIFY2(page.card().tone() != OutcomeCard::Tone::Good, "two wait");
}

void TestTakeOut::fromTheOverviewEverythingGoes()
{
    gatherDevices(2);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    Q_EMIT window.items().takeOutWanted(idsOfAll().first(1));
    QVERIFY(page.isVisible());
    openPage(window, window.overview());
    press(window.overview(), "takeOut");
    page.setFolder(m_world->path(QStringLiteral("stick")));
    begin(window, page);
    QCOMPARE(m_world->site.count(ItemState::Packed), 4);
}

void TestTakeOut::noSelectionIsNotEverything()
{
    gatherDevices(1);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    Q_EMIT window.items().takeOutWanted({});
    QVERIFY(!page.isVisible());
    page.select(idsOfAll().first(1));
    page.select({});
    QCOMPARE(page.findChild<QComboBox*>(QStringLiteral("what"))->currentText(),
        QStringLiteral("1 selected item(s), as far as due"));
}

void TestTakeOut::stagesAreTold()
{
    gatherDevices(3);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    QStringList shown;
    QStringList row;
    {
        // Slow enough for each stage to be drawn.
        const MediumCalls calls{[](MediumCall) { QTest::qSleep(250); }};
        QTimer look;
        connect(&look, &QTimer::timeout, this, [&] {
            const auto stage = labelText(page, "stage");
            if (shown.isEmpty() || shown.last() != stage) {
                shown += stage;
                row += labelText(page, "stages");
            }
        });
        look.start(20);
        run(window, page, m_world->path(QStringLiteral("stick")));
    }
    qInfo() << shown;
    const QStringList due{QStringLiteral("Packing"), QStringLiteral("Writing"),
        QStringLiteral("Making sure it is on the medium"), QStringLiteral("Reading back")};
    qsizetype at = -1;
    for (const auto& stage : due) {
        const auto next = shown.indexOf(stage);
        QVERIFY2(next > at, qPrintable(stage));
        at = next;
    }
    QCOMPARE(row.at(at).count(QChar{0x2714}), 3); // three are done
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
}

void TestTakeOut::stopsOnAMediumThatHangs_data()
{
    QTest::addColumn<MediumCall>("when");
    QTest::newRow("when the file is made") << MediumCall::Create;
    QTest::newRow("while packing") << MediumCall::Write;
    QTest::newRow("while writing") << MediumCall::WriteOut;
    QTest::newRow("while flushing") << MediumCall::Flush;
    QTest::newRow("while reading back") << MediumCall::ReadBack;
}

// The medium answers only when the test has seen the card.
void TestTakeOut::stopsOnAMediumThatHangs()
{
    QFETCH(MediumCall, when);
    gatherDevices(2);
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    page.setFolder(m_world->path(QStringLiteral("stick")));
    HangingMedium medium{when};
    QSignalSpy done{&page, &ErrandPage::done};
    press(page, "begin");
    QTRY_VERIFY_WITH_TIMEOUT(medium.isHanging(), LongEnough);
    QElapsedTimer sinceTheStop;
    sinceTheStop.start();
    press(page, "stop");
    QVERIFY(done.wait(LongEnough));
    qInfo("%lld ms from the click to the card", static_cast<long long>(sinceTheStop.elapsed()));

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(page.card(), "You have stopped it.");
    VERIFY_SAYS(page.card(), "Nothing is lost");
    QCOMPARE(m_world->site.count(ItemState::Pending), 4);
    medium.goOn();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnough);
    QCOMPARE(m_world->list(QStringLiteral("stick")), QStringList{});
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->backend.import({m_world->path(QStringLiteral("stick"))}).bundles.front().added, 4);
}

void TestTakeOut::closingStopsWhatRuns()
{
    gatherDevices(2);
    HangingMedium medium{MediumCall::Flush};
    {
        MainWindow window{viewOf(m_world->site)};
        window.show();
        auto& page = window.takeOut();
        openErrand(window, page);
        page.setFolder(m_world->path(QStringLiteral("stick")));
        press(page, "begin");
        QTRY_VERIFY_WITH_TIMEOUT(medium.isHanging(), LongEnough);
        QVERIFY(!window.close());
        QVERIFY(window.isVisible());
        QCOMPARE(labelText(page, "stage"), QStringLiteral("Stopping…"));
        QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), LongEnough);
    }
    QCOMPARE(m_world->site.count(ItemState::Pending), 4);
    medium.goOn();
    QTRY_COMPARE_WITH_TIMEOUT(LooseThread::atLarge(), 0, LongEnough);
    QCOMPARE(m_world->list(QStringLiteral("stick")), QStringList{});
}

void TestTakeOut::nobodyLooksAgainWhileItRuns()
{
    gatherDevices(1);
    HangingMedium medium{MediumCall::Flush};
    MainWindow window{viewOf(m_world->site)};
    window.show();
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    auto& page = window.takeOut();
    openErrand(window, page);
    page.setFolder(m_world->path(QStringLiteral("stick")));
    QSignalSpy done{&page, &ErrandPage::done};
    press(page, "begin");
    QTRY_VERIFY_WITH_TIMEOUT(medium.isHanging(), LongEnough);
    refreshed.clear();
    window.lookEvery(1);
    QTest::keyClick(&window, Qt::Key_F5);
    QTest::qWait(200);
    QVERIFY(refreshed.isEmpty());
    window.lookEvery(LongEnough);
    medium.goOn();
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(!refreshed.isEmpty(), LongEnough);
}

SATCHEL_TEST(TestTakeOut)
#include "TestTakeOut.moc"
