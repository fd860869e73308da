#include "Driving.h"
#include "Sticks.h"

#include <app/models/ArrivalTable.h>
#include <app/pages/ItemsPage.h>
#include <app/widgets/FoundBundles.h>

#include <tests/support/TestRegistry.h>

#include <QFile>
#include <QLabel>
#include <QTableView>

using namespace satchel;
using namespace satchel::test;

// What is on a medium, before and after, and what each device got of it.
class TestBringIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void bundlesAreListedBeforeAndAfter();
    void whatTheVerbMountsStaysTold();
    void whatWasBroughtInStaysToldOnceItIsEjected();
    void nothingOfAnotherMediumIsAmongIt();
    void whatChangedMeanwhileIsLookedAtAnew();
    void severalMediaAreBroughtInAtOnce();
    void devicesLeadToTheirStory();
    void answersComeHome();
    void whatWasRefusedLeadsNowhere();
    void thatMoreCameThanIsShownIsSaid();
    void aStationThatCannotBeReadIsSaid();
    void namesMayHoldPerCentSigns();

private:
    void gatherDevice(const char* serial) const;
    // A device's requests in a bundle there.
    void exportDevice(const char* serial, const QString& folder) const;

    std::unique_ptr<TestWorld> m_world;
};

void TestBringIn::gatherDevice(const char* serial) const
{
    m_world->putDevice(QLatin1StringView{serial});
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestBringIn::exportDevice(const char* serial, const QString& folder) const
{
    gatherDevice(serial);
    QVERIFY(!m_world->site.exportTo(folder).failure);
}

void TestBringIn::bundlesAreListedBeforeAndAfter()
{
    gatherDevice("SN-1");
    const auto folder = m_world->path(QStringLiteral("stick"));
    m_world->site.exportTo(folder);
    m_world->backend.import({folder});
    gatherDevice("SN-2");
    m_world->site.exportTo(folder);
    m_world->put(QStringLiteral("stick/cut.satchel"), "mimetype");
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    auto* const typed = page.findChild<QLineEdit*>(QStringLiteral("folder"));
    typed->setFocus();
    QTest::keyClicks(typed, folder);

    const auto& list = page.bundles();
    QTRY_COMPARE_WITH_TIMEOUT(list.topLevelItemCount(), 3, LongEnough);
    QVERIFY(list.isVisible());
    QCOMPARE(page.findChild<QLabel*>(QStringLiteral("found"))->text(),
        QStringLiteral("3 bundle(s) found there, 1 of them new."));
    const auto verdictOf = [&list](const QString& name) {
        const auto found = list.findItems(name, Qt::MatchContains);
        return found.isEmpty() ? QStringLiteral("<no line>") : found.first()->text(FoundBundles::Verdict);
    };
    QVERIFY2(verdictOf(QStringLiteral("cut")).startsWith(QStringLiteral("✘ will be refused")),
        qPrintable(verdictOf(QStringLiteral("cut"))));
    QCOMPARE(verdictOf(QStringLiteral("000001")), QStringLiteral("✔ brought in before"));
    QCOMPARE(verdictOf(QStringLiteral("000002")), QStringLiteral("○ new, signature good"));
    const auto* const line = list.findItems(QStringLiteral("000002"), Qt::MatchContains).first();
    QCOMPARE(line->text(FoundBundles::From), QStringLiteral("site"));
    QVERIFY(!line->text(FoundBundles::Made).isEmpty() && !line->text(FoundBundles::Size).isEmpty());
    const QString made = line->text(FoundBundles::Made);
    const QString size = line->text(FoundBundles::Size);
    QCOMPARE(m_world->backend.items().size(), 2); // looking takes nothing in

    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::InPart);
    QCOMPARE(list.topLevelItemCount(), 3);
    QVERIFY(verdictOf(QStringLiteral("cut")).startsWith(QStringLiteral("✘ refused")));
    QCOMPARE(verdictOf(QStringLiteral("000001")), QStringLiteral("✔ was brought in before"));
    QCOMPARE(verdictOf(QStringLiteral("000002")), QStringLiteral("✔ 2 new item(s)"));
    const auto* const after = list.findItems(QStringLiteral("000002"), Qt::MatchContains).first();
    QCOMPARE(after->text(FoundBundles::Made), made);
    QCOMPARE(after->text(FoundBundles::Size), size);
    QVERIFY(!list.findItems(QStringLiteral("cut"), Qt::MatchContains).first()->text(FoundBundles::Size).isEmpty());
}

// Nobody but the verb mounts it; then the list of media tells that it is mounted, which is no other choice.
void TestBringIn::whatTheVerbMountsStaysTold()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    exportDevice("SN-1", stick.path());
    machine.plugStick(stick.path());
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    page.look();
    QCOMPARE(page.bundles().topLevelItemCount(), 0); // nothing is mounted for a look alone
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    begin(window, page);
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(page.place().volume() && page.place().volume()->isMounted(), LongEnough);
    page.look(); // as the page does soon after

    QCOMPARE(page.card().headline(), QStringLiteral("2 new item(s), all verified"));
    QCOMPARE(page.bundles().topLevelItemCount(), 1);
    const auto* const line = page.bundles().topLevelItem(0);
    QCOMPARE(line->text(FoundBundles::Verdict), QStringLiteral("✔ 2 new item(s)"));
    QVERIFY(!line->text(FoundBundles::Made).isEmpty() && !line->text(FoundBundles::Size).isEmpty());
    QCOMPARE(page.arrivals().rowCount(), 2);
    QVERIFY(page.findChild<QTableView*>(QStringLiteral("arrivals"))->isVisible());
    QVERIFY(page.findChild<QWidget*>(QStringLiteral("saveArrivals"))->isVisible());
}

void TestBringIn::whatWasBroughtInStaysToldOnceItIsEjected()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    exportDevice("SN-1", stick.path());
    machine.plugStick(stick.path(), {stick.path()});
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    begin(window, page);
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));
    QSignalSpy ejected{&page, &ErrandPage::ejected};
    press(page, "ejectNow");
    QVERIFY(ejected.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(!page.place().isChosen(), LongEnough);
    page.look();
    QVERIFY(page.findChild<QTableView*>(QStringLiteral("arrivals"))->isVisible());
    QCOMPARE(page.bundles().topLevelItemCount(), 1);

    // Put in again it is something to look at again.
    machine.plugStick(stick.path(), {stick.path()});
    QSignalSpy looked{&page, &BringInPage::looked};
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    QVERIFY(looked.wait(LongEnough));
    QVERIFY(!page.findChild<QTableView*>(QStringLiteral("arrivals"))->isVisible());
    QCOMPARE(page.bundles().topLevelItem(0)->text(FoundBundles::Verdict), QStringLiteral("✔ brought in before"));
}

void TestBringIn::nothingOfAnotherMediumIsAmongIt()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder first{"size=4m"};
    const MountedFolder second{"size=4m"};
    SKIP_UNLESS_MOUNTED(second);
    exportDevice("SN-1", first.path());
    exportDevice("SN-2", second.path());
    machine.plugStick(first.path(), {first.path()});
    machine.addDrive(QStringLiteral("other"));
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("other"), second.path(), {},
        {{QStringLiteral("IdUUID"), QStringLiteral("77AA-0001")}});
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 1, LongEnough);
    page.place().choose({});
    clickMedium(page, QStringLiteral("SERIAL-other"));
    begin(window, page); // before anybody looked at what is chosen now
    QCOMPARE(page.bundles().topLevelItemCount(), 1);
    QVERIFY2(page.bundles().topLevelItem(0)->text(FoundBundles::File).contains(u"000002"),
        qPrintable(page.bundles().topLevelItem(0)->text(FoundBundles::File)));
}

void TestBringIn::whatChangedMeanwhileIsLookedAtAnew()
{
    const auto folder = m_world->path(QStringLiteral("stick"));
    exportDevice("SN-1", folder);
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    page.setFolder(folder);
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 1, LongEnough);
    exportDevice("SN-2", folder);
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 2, LongEnough);

    // What was brought in as well.
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    begin(window, page);
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));
    exportDevice("SN-3", folder);
    QTest::keyClick(&window, Qt::Key_F5);
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 3, LongEnough);
    QCOMPARE(page.findChild<QLabel*>(QStringLiteral("found"))->text(),
        QStringLiteral("3 bundle(s) found there, 1 of them new."));
}

void TestBringIn::severalMediaAreBroughtInAtOnce()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder first{"size=4m"};
    const MountedFolder second{"size=4m"};
    const MountedFolder third{"size=4m"};
    SKIP_UNLESS_MOUNTED(third);
    const QStringList uuids{QStringLiteral("77AA-0001"), QStringLiteral("77AA-0002"), QStringLiteral("77AA-0003")};
    int number = 0;
    for (const auto* const stick : {&first, &second, &third}) {
        gatherDevice(number == 0 ? "SN-1" : number == 1 ? "SN-2" : "SN-3");
        QVERIFY(!m_world->site.exportTo(stick->path()).failure);
        const auto drive = QStringLiteral("drive%1").arg(number);
        machine.addDrive(drive);
        machine.addVolume(QStringLiteral("sd%1").arg(number), drive, stick->path(), {stick->path()},
            {{QStringLiteral("IdUUID"), uuids[number]}});
        ++number;
    }
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-drive1"));
    clickMedium(page, QStringLiteral("SERIAL-drive0"));
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 2, LongEnough);
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(page.card().headline(), QStringLiteral("4 new item(s), all verified")); // one report, in one order
    QCOMPARE(m_world->backend.items().size(), 4);

    // Of two, one is gone: the other is brought in all the same.
    clickMedium(page, QStringLiteral("SERIAL-drive2"));
    pull(first);
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::InPart);
    VERIFY_SAYS(page.card(), "The medium was pulled, or stopped answering.");
    VERIFY_SAYS(page.card(), "2 new item(s) were brought in all the same.");
    QCOMPARE(m_world->backend.items().size(), 6);
}

void TestBringIn::devicesLeadToTheirStory()
{
    gatherDevice("SN-1");
    gatherDevice("SN-2");
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    run(window, page, m_world->path(QStringLiteral("stick")));
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));

    auto* const table = page.findChild<QTableView*>(QStringLiteral("arrivals"));
    QVERIFY(table->isVisible());
    QCOMPARE(page.arrivals().rowCount(), 4);
    QCOMPARE(page.arrivals().rowAt(0).device, QStringLiteral("SN-1"));
    QCOMPARE(page.arrivals().rowAt(3).device, QStringLiteral("SN-2"));
    table->setFocus();
    table->setCurrentIndex(table->model()->index(3, 0));
    QTest::keyClick(table, Qt::Key_Return);
    QTRY_VERIFY(window.items().isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(window.items().table().rowCount(), 2, LongEnough);
    QCOMPARE(window.items().table().list().deviceOf(window.items().table().rowAt(0)), QStringLiteral("SN-2"));
}

// Where a person must decide, it comes first and says why.
void TestBringIn::answersComeHome()
{
    const auto device = m_world->makeDevice(QStringLiteral("SN-9"));
    m_world->site.gather({m_world->put(QStringLiteral("a.vcj"), device.voucherRequest)});
    m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    m_world->backend.gather({m_world->put(QStringLiteral("v"), m_world->pki.voucher(device.serial, device.nonce))});
    m_world->backend.exportTo(m_world->path(QStringLiteral("back")));
    MainWindow window{viewOf(m_world->site)};
    window.show();
    auto& page = window.bringIn();
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    run(window, page, m_world->path(QStringLiteral("back")));
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(page.arrivals().rowCount(), 1);
    QCOMPARE(page.arrivals().rowAt(0).device, QStringLiteral("SN-9"));
    QCOMPARE(page.arrivals().rowAt(0).kind, std::optional{Kind::Voucher});
    QCOMPARE(page.arrivals().index(0, ArrivalTable::State).data().toString(), QStringLiteral("ready to hand over"));
    QCOMPARE(m_world->site.count(ItemState::Answered), 1);
}

void TestBringIn::whatWasRefusedLeadsNowhere()
{
    MainWindow window{viewOf(m_world->backend)};
    auto& page = window.bringIn();
    auto* const table = page.findChild<QTableView*>(QStringLiteral("arrivals"));
    Arrival good;
    good.device = QStringLiteral("SN-1");
    good.state = ItemState::Ready;
    std::vector<Arrival> rows{good, Arrival{}};
    ArrivalTable::putInOrder(rows); // what was refused comes first
    qobject_cast<ArrivalTable*>(table->model())->setRows(std::move(rows));
    QSignalSpy chosen{&page, &BringInPage::deviceChosen};
    Q_EMIT table->activated(table->model()->index(0, 0));
    QCOMPARE(chosen.size(), 0);
    Q_EMIT table->activated(table->model()->index(1, 0));
    QCOMPARE(chosen.size(), 1);
}

void TestBringIn::thatMoreCameThanIsShownIsSaid()
{
    gatherDevice("SN-1");
    gatherDevice("SN-2");
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    page.setMostArrivals(3);
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    run(window, page, m_world->path(QStringLiteral("stick")));
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));
    QCOMPARE(page.arrivals().rowCount(), 3);
    const auto* const remark = page.findChild<QLabel*>(QStringLiteral("arrivalsRemark"));
    QVERIFY(remark->isVisible());
    QVERIFY2(remark->text().startsWith(u"The first 3 of 4 are shown here"), qPrintable(remark->text()));
}

void TestBringIn::aStationThatCannotBeReadIsSaid()
{
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    QFile settings{m_world->backend.home() + QStringLiteral("/settings.toml")};
    QVERIFY(settings.open(QIODevice::WriteOnly | QIODevice::Truncate));
    settings.write("this is none");
    settings.close();
    QSignalSpy looked{&page, &BringInPage::looked};
    page.setFolder(m_world->path(QStringLiteral("stick")));
    QVERIFY(looked.wait(LongEnough));
    QTRY_VERIFY_WITH_TIMEOUT(!page.findChild<QLabel*>(QStringLiteral("found"))->text().isEmpty(), LongEnough);
}

void TestBringIn::namesMayHoldPerCentSigns()
{
    const auto other = m_world->station(QStringLiteral("50%2"), StationRole::Site);
    other.know(m_world->backend);
    m_world->backend.know(other);
    for (const auto& serial : {QStringLiteral("SN-1"), QStringLiteral("SN-2")}) {
        m_world->putDevice(serial);
        other.gather({m_world->path(QStringLiteral("spool"))});
        other.exportTo(m_world->path(serial));
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    run(window, window.bringIn(), m_world->path(QStringLiteral("SN-2")));
    VERIFY_SAYS(window.bringIn().card(), "From 50%2 never arrived: number 1. Was a medium lost?");
}

SATCHEL_TEST(TestBringIn)
#include "TestBringIn.moc"
