#include "CustodyLines.h"
#include "Driving.h"

#include <tests/media/FakeUDisks.h>
#include <tests/support/TestRegistry.h>
#include <tests/unit/media/MountedFolder.h>

#include <QDir>
#include <QFile>

using namespace satchel;
using namespace satchel::test;

// Both trips by the window, and what happens on the way: each time the ledger is right afterwards, and the card says
// what happened, what is safe and what to do.
class TestErrands : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void carriesRequestsOutAndIn();
    void saysWhenNothingIsDue();
    void aFolderThatCannotBeWrittenIsTold();
    void aStationInUseIsTold();
    void aDamagedBundleIsRefused();
    void aFolderWithoutBundlesIsTold();
    void stopsWhenAsked();
    void onAStickAndEjected();
    void whatIsNotMountedIsMountedAndThatIsRecorded();
    void aStickOfTwoPartsIsEjectedOnce();

private:
    std::unique_ptr<TestWorld> m_world;
};

void TestErrands::carriesRequestsOutAndIn()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world->site)};
    window.show();
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(window.overview().sentence(), QStringLiteral("2 request(s) wait to be carried."));

    run(window, window.takeOut(), m_world->path(QStringLiteral("stick")));
    QCOMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
    QVERIFY2(window.takeOut().card().headline().startsWith(u"2 item(s) in the folder, read back"),
        qPrintable(window.takeOut().card().headline()));
    QCOMPARE(m_world->site.count(ItemState::Packed), 2);
    QCOMPARE(m_world->list(QStringLiteral("stick")).size(), 1);

    MainWindow office{viewOf(m_world->backend)};
    office.show();
    run(office, office.bringIn(), m_world->path(QStringLiteral("stick")));
    QCOMPARE(office.bringIn().card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(office.bringIn().card().headline(), QStringLiteral("2 new item(s), all verified"));
    QCOMPARE(m_world->backend.count(ItemState::Ready), 2);

    run(office, office.bringIn(), m_world->path(QStringLiteral("stick")));
    QVERIFY2(office.bringIn().card().details().contains(u"was brought in before"),
        qPrintable(office.bringIn().card().details()));
}

void TestErrands::saysWhenNothingIsDue()
{
    MainWindow window{viewOf(m_world->site)};
    window.show();
    run(window, window.takeOut(), m_world->path(QStringLiteral("stick")));

    QCOMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(window.takeOut().card().headline(), QStringLiteral("Nothing is due"));
}

void TestErrands::aFolderThatCannotBeWrittenIsTold()
{
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world->site)};
    window.show();
    run(window, window.takeOut(), m_world->put(QStringLiteral("no-folder"), "a file") + QStringLiteral("/below"));

    const auto& card = window.takeOut().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    QVERIFY2(card.details().contains(u"due again"), qPrintable(card.details()));
    QCOMPARE(m_world->site.count(ItemState::Pending), 2);
}

void TestErrands::aStationInUseIsTold()
{
    const auto other = m_world->site.write();
    MainWindow window{viewOf(m_world->site)};
    window.show();
    run(window, window.takeOut(), m_world->path(QStringLiteral("stick")));

    const auto& card = window.takeOut().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(card.headline(),
        QStringLiteral("Something else works with this station: another page of this window, or another program."));
    QVERIFY2(card.details().contains(u"Wait until it has ended"), qPrintable(card.details()));
}

void TestErrands::aDamagedBundleIsRefused()
{
    m_world->putDevice(QStringLiteral("SN-3"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    const auto path = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.first().path;
    auto bytes = TestWorld::read(path);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    m_world->put(QStringLiteral("damaged/") + QFileInfo{path}.fileName(), bytes);
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    run(window, window.bringIn(), m_world->path(QStringLiteral("damaged")));

    const auto& card = window.bringIn().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(card.headline(), QStringLiteral("Nothing was taken in"));
    QVERIFY(m_world->backend.items().isEmpty());
}

void TestErrands::aFolderWithoutBundlesIsTold()
{
    for (int i = 0; i < 3; ++i) {
        m_world->put(QStringLiteral("photos/%1.jpg").arg(i), "not ours");
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    run(window, window.bringIn(), m_world->path(QStringLiteral("photos")));

    const auto& card = window.bringIn().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::InPart);
    QVERIFY2(card.details().contains(u"3 other file(s)"), qPrintable(card.details()));
}

// Whatever was said before the stop took effect is true: what is packed has a bundle, all else is due.
void TestErrands::stopsWhenAsked()
{
    for (int i = 0; i < 40; ++i) {
        m_world->putDevice(QStringLiteral("STOP-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world->site)};
    window.show();
    press(window.overview(), "takeOut");
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    window.takeOut().setFolder(m_world->path(QStringLiteral("stick")));
    press(window.takeOut(), "begin");
    press(window.takeOut(), "stop");
    QVERIFY(done.wait(LongEnough));

    const bool isStopped = window.takeOut().card().tone() == OutcomeCard::Tone::Bad;
    QCOMPARE(window.takeOut().card().headline().startsWith(u"You have stopped it"), isStopped);
    QCOMPARE(m_world->site.count(ItemState::Packed), isStopped ? 0 : 80);
    QCOMPARE(m_world->site.count(ItemState::Pending), isStopped ? 80 : 0);
}

// No stick is chosen by itself; what is chosen is mounted there still, and is ejected when asked.
void TestErrands::onAStickAndEjected()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=8m"};
    SKIP_UNLESS_MOUNTED(stick);
    machine.plugStick(stick.path(), {stick.path()});
    m_world->putDevice(QStringLiteral("SN-4"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world->site, {machine.address(), QStringLiteral("/nonexistent")})};
    window.show();
    auto& page = window.takeOut();
    auto* const media = page.findChild<QListWidget*>(QStringLiteral("media"));
    QTRY_COMPARE_WITH_TIMEOUT(media->count(), 1, LongEnough);
    QVERIFY(!page.place().isChosen());
    QVERIFY2(media->item(0)->text().contains(u"SERIAL-stick"), qPrintable(media->item(0)->text()));

    press(window.overview(), "takeOut");
    media->item(0)->setSelected(true);
    QVERIFY(page.place().volume().has_value());
    QSignalSpy done{&page, &ErrandPage::done};
    press(page, "begin");
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY(page.card().isVisible());
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->site.count(ItemState::Packed), 2);
    QCOMPARE(QDir{stick.path()}.entryList(QDir::Files).size(), 1);

    (void)machine.takeCalls();
    QSignalSpy ejected{&page, &ErrandPage::ejected};
    press(page, "eject");
    QVERIFY(ejected.wait(LongEnough));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QVERIFY2(page.card().headline().endsWith(u"can be pulled now"), qPrintable(page.card().headline()));
    QVERIFY(machine.takeCalls().contains(QStringLiteral("Unmount sdb1")));
}

void TestErrands::whatIsNotMountedIsMountedAndThatIsRecorded()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const QTemporaryDir stick;
    machine.plugStick(stick.path());
    m_world->putDevice(QStringLiteral("SN-5"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world->site, {machine.address(), QStringLiteral("/nonexistent")})};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    begin(window, page);
    QVERIFY(machine.takeCalls().contains(QStringLiteral("Mount sdb1")));
    const auto mounts = custodyOf(m_world->site, QStringLiteral("mount"));
    QCOMPARE(mounts.size(), 1);
    QCOMPARE(mounts.front().verdict, QStringLiteral("mounted on ") + stick.path());
    QVERIFY2(mounts.front().medium.contains(u"SERIAL-stick"), qPrintable(mounts.front().medium));
}

void TestErrands::aStickOfTwoPartsIsEjectedOnce()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    QTemporaryDir first;
    QTemporaryDir second;
    machine.plugStick(first.path(), {first.path()});
    machine.addVolume(QStringLiteral("sdb2"), QStringLiteral("stick"), second.path(), {second.path()},
        {{QStringLiteral("IdLabel"), QStringLiteral("OTHER")},
            {QStringLiteral("IdUUID"), QStringLiteral("77AA-0001")}});
    MainWindow window{viewOf(m_world->site, {machine.address(), QStringLiteral("/nonexistent")})};
    window.show();
    auto& page = window.takeOut();
    auto* const media = page.findChild<QListWidget*>(QStringLiteral("media"));
    QTRY_COMPARE_WITH_TIMEOUT(media->count(), 2, LongEnough);
    press(window.overview(), "takeOut");
    media->selectAll();
    QCOMPARE(page.place().volumes().size(), 2);
    (void)machine.takeCalls();
    QSignalSpy ejected{&page, &ErrandPage::ejected};
    press(page, "eject");
    QVERIFY(ejected.wait(LongEnough));
    QVERIFY2(page.card().tone() == OutcomeCard::Tone::Good, qPrintable(page.card().details()));
    const auto calls = machine.takeCalls();
    QVERIFY(calls.contains(QStringLiteral("Unmount sdb1")) && calls.contains(QStringLiteral("Unmount sdb2")));
}

SATCHEL_TEST(TestErrands)
#include "TestErrands.moc"
