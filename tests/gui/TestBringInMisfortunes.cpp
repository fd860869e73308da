#include "CustodyLines.h"
#include "Driving.h"
#include "OtherProgram.h"
#include "Sticks.h"

#include <app/pages/PeersPage.h>
#include <app/widgets/FoundBundles.h>
#include <tests/support/MediumCalls.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QDropEvent>
#include <QMimeData>
#include <QProcess>
#include <QTableView>
#include <QUrl>

#include <atomic>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int DevicesBroughtIn = 4;
constexpr int ItemsBroughtIn = 2 * DevicesBroughtIn;

void dropOn(QWidget& window, const QString& path)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter{middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&window, &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent drop{QPointF{middle}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&window, &drop);
}

} // namespace

// What befalls people who bring in, on the window, over a real ledger: each ends in a sentence that says what happened,
// what is safe and what to do, and then the errand is run once more and the ledger is as if nothing had been.
class TestBringInMisfortunes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void pulledWhileBringingIn_data();
    void pulledWhileBringingIn();
    void pulledBeforeBringingIn();
    void writeProtectedIsNoMisfortune();
    void manyForeignFilesAndOneDamagedBundle();
    void aCardThatIsNoCardIsDropped();
    void anotherProgramHasTheStation();
    void theComputersOwnDiskIsFull();
    void arrivalsThatCannotBeReadAreSaid();

private:
    void gatherAll() const;

    std::unique_ptr<TestWorld> m_world;
};

void TestBringInMisfortunes::gatherAll() const
{
    for (int i = 0; i < DevicesBroughtIn; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestBringInMisfortunes::pulledWhileBringingIn_data()
{
    QTest::addColumn<int>("share"); // of the reads, in percent
    QTest::newRow("at the first read") << 0;
    QTest::newRow("while the bundles are looked at") << 20;
    QTest::newRow("in the middle") << 60;
    QTest::newRow("near the end") << 95; // all may have been read by then
}

void TestBringInMisfortunes::pulledWhileBringingIn()
{
    QFETCH(int, share);
    const MountedFolder stick{"size=8m"};
    SKIP_UNLESS_MOUNTED(stick);
    gatherAll();
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!m_world->site.exportTo(stick.path()).failure);
    }
    const QDir content{stick.path()};
    for (const auto& name : content.entryList(QDir::Files)) {
        m_world->put(QStringLiteral("copies/") + name, TestWorld::read(content.filePath(name)));
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    page.setFolder(stick.path());
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 3, LongEnough);
    std::atomic<int> reads = 0;
    {
        const MediumCalls calls{[&](MediumCall call) { reads += call == MediumCall::Import ? 1 : 0; }};
        auto session = m_world->backend.write();
        (void)importBundles(session, {{stick.path()}, true}, {});
    }
    const int when = reads * share / 100 + 1;
    reads = 0;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::Import && ++reads == when) {
                pull(stick);
            }
        }};
        begin(window, page);
    }

    if (share > 90 && page.card().tone() == OutcomeCard::Tone::Good) {
        QCOMPARE(m_world->backend.count(ItemState::Ready), ItemsBroughtIn);
        return;
    }
    QVERIFY(page.card().tone() != OutcomeCard::Tone::Good);
    QCOMPARE(page.card().headline(), QStringLiteral("The medium was pulled, or stopped answering."));
    VERIFY_SAYS(page.card(), "Nothing is lost");
    VERIFY_SAYS(page.card(), "is still on the medium");
    VERIFY_SAYS(page.card(), "Put it back in");
    const auto before = m_world->backend.items().size();
    QVERIFY(before == 0 || before == ItemsBroughtIn); // whole or not at all
    QVERIFY(m_world->backend.read().ledger().log().verify()->intact);

    run(window, page, m_world->path(QStringLiteral("copies")));
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->backend.items().size(), ItemsBroughtIn);
    QCOMPARE(m_world->backend.count(ItemState::Ready), ItemsBroughtIn);
}

// Bringing in only reads: a switch that was pushed for the way keeps nobody from it.
void TestBringInMisfortunes::writeProtectedIsNoMisfortune()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    gatherAll();
    QVERIFY(!m_world->site.exportTo(stick.path()).failure);
    const auto files = QDir{stick.path()}.entryList(QDir::Files | QDir::Hidden);
    QVERIFY(stick.makeReadOnly());
    machine.plugStick(stick.path(), {stick.path()});
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("write-protected"));
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->backend.count(ItemState::Ready), ItemsBroughtIn);
    QCOMPARE(QDir{stick.path()}.entryList(QDir::Files | QDir::Hidden), files);
}

// What came is in the ledger all the same: the card stays as it is, and the list's place tells why it is not there.
void TestBringInMisfortunes::arrivalsThatCannotBeReadAreSaid()
{
    gatherAll();
    m_world->site.exportTo(m_world->path(QStringLiteral("stick")));
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    QSignalSpy looked{&page, &BringInPage::looked};
    page.setFolder(m_world->path(QStringLiteral("stick")));
    QVERIFY(looked.wait(LongEnough));
    QSignalSpy shown{&page, &BringInPage::arrivalsShown};
    std::atomic<bool> isBroken = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::Import && !isBroken.exchange(true)) { // the station is open by then
                m_world->put(QStringLiteral("broken"), "this is none");
                QFile::remove(m_world->backend.home() + QStringLiteral("/settings.toml"));
                QFile::copy(m_world->path(QStringLiteral("broken")),
                    m_world->backend.home() + QStringLiteral("/settings.toml"));
            }
        }};
        begin(window, page);
    }
    QVERIFY(isBroken);
    QVERIFY(!shown.isEmpty() || shown.wait(LongEnough));

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(page.arrivals().rowCount(), 0);
    const auto* const remark = page.findChild<QLabel*>(QStringLiteral("arrivalsRemark"));
    QVERIFY(remark->isVisible());
    QVERIFY2(remark->text().contains(u"What each device got cannot be shown:"), qPrintable(remark->text()));
    QVERIFY(page.findChild<QTableView*>(QStringLiteral("arrivals"))->isHidden());
}

void TestBringInMisfortunes::pulledBeforeBringingIn()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    machine.plugStick(stick.path(), {stick.path()});
    gatherAll();
    QVERIFY(!m_world->site.exportTo(stick.path()).failure);
    MainWindow window{viewOf(m_world->backend, mediaOf(machine))};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    pull(stick); // and nobody has told the window yet
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(page.card().headline(), QStringLiteral("The medium was pulled, or stopped answering."));
    QVERIFY(m_world->backend.items().isEmpty());
}

void TestBringInMisfortunes::manyForeignFilesAndOneDamagedBundle()
{
    constexpr int Foreign = 500;
    gatherAll();
    const auto folder = m_world->path(QStringLiteral("stick"));
    for (int i = 0; i < 3; ++i) {
        QVERIFY(!m_world->site.exportTo(folder).failure);
    }
    const auto names = m_world->list(QStringLiteral("stick"));
    const auto whole = TestWorld::read(folder + QLatin1Char('/') + names[1]);
    auto damaged = whole;
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    m_world->put(QStringLiteral("stick/") + names[1], damaged);
    for (int i = 0; i < Foreign; ++i) {
        m_world->put(QStringLiteral("stick/photos %1/IMG_%2.jpg").arg(i % 7).arg(i), "somebody's holiday");
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    page.setFolder(folder);
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 3, LongEnough);
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::InPart);
    VERIFY_SAYS(page.card(), "8 new item(s), but not everything was good");
    VERIFY_SAYS(page.card(), "500 other file(s) left alone");
    QVERIFY2(shownOn(page.card()).contains(names[1]), qPrintable(shownOn(page.card())));
    VERIFY_SAYS(page.card(), "Show it to whoever sent it");
    QVERIFY(page.bundles().topLevelItem(1)->text(FoundBundles::Verdict).startsWith(QStringLiteral("✘ refused")));
    QVERIFY(page.bundles().topLevelItem(0)->text(FoundBundles::Verdict).startsWith(QStringLiteral("✔")));
    QCOMPARE(m_world->backend.items().size(), ItemsBroughtIn);
    // The same once more, whole this time, is as if it had been whole at once.
    m_world->put(QStringLiteral("stick/") + names[1], whole);
    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->backend.items().size(), ItemsBroughtIn);
    QVERIFY(m_world->backend.read().ledger().log().verify()->intact);
}

void TestBringInMisfortunes::aCardThatIsNoCardIsDropped()
{
    MainWindow window{viewOf(m_world->site)};
    window.show();
    const auto before = custodyOf(m_world->site);
    auto& intake = window.peers().intake();
    QSignalSpy read{&intake, &PeerIntake::cardRead};
    dropOn(window, m_world->put(QStringLiteral("forged.satchel-card"), "this is no card"));
    QVERIFY(read.wait(LongEnough));

    QVERIFY(intake.isVisible());
    QVERIFY(!intake.hasCard());
    QVERIFY2(
        intake.remark().contains(QStringLiteral("This is no card that can be added")), qPrintable(intake.remark()));
    QVERIFY2(intake.remark().contains(QStringLiteral("Nothing has changed.")), qPrintable(intake.remark()));
    QVERIFY2(intake.remark().contains(QStringLiteral("Do not use it. If it is the right file, ask its sender")),
        qPrintable(intake.remark()));
    QCOMPARE(m_world->site.read().station().peers().all().size(), 1);
    QCOMPARE(custodyOf(m_world->site).size(), before.size());
}

void TestBringInMisfortunes::anotherProgramHasTheStation()
{
    gatherAll();
    const auto folder = m_world->path(QStringLiteral("stick"));
    QVERIFY(!m_world->site.exportTo(folder).failure);
    const auto before = custodyOf(m_world->backend);
    {
        const OtherProgram other{m_world->backend};
        MainWindow window{viewOf(m_world->backend)};
        window.show();
        run(window, window.bringIn(), folder);
        const auto& card = window.bringIn().card();
        QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
        VERIFY_SAYS(card, "Something else works with this station");
        VERIFY_SAYS(card, "is still on the medium");
        VERIFY_SAYS(card, "Wait until it has ended, then start again.");
        QVERIFY2(
            card.details().contains(QStringLiteral("process %1 (").arg(other.process())), qPrintable(card.details()));
        QVERIFY(m_world->backend.items().isEmpty());
        QCOMPARE(custodyOf(m_world->backend).size(), before.size());
    }
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    run(window, window.bringIn(), folder);
    QCOMPARE(window.bringIn().card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->backend.count(ItemState::Ready), ItemsBroughtIn);
    QCOMPARE(custodyOf(m_world->backend, QStringLiteral("import")).size(), 1);
}

// In the middle: the station was opened, and then there is no room for what is taken in.
void TestBringInMisfortunes::theComputersOwnDiskIsFull()
{
    const MountedFolder disk{"size=32m"};
    SKIP_UNLESS_MOUNTED(disk);
    const auto& backend = m_world->backend;
    QCOMPARE(QProcess::execute(
                 QStringLiteral("cp"), {QStringLiteral("-a"), backend.home() + QStringLiteral("/."), disk.path()}),
        0);
    QVERIFY(QDir{}.rename(backend.home(), backend.home() + QStringLiteral(".before")));
    QVERIFY(QFile::link(disk.path(), backend.home()));
    gatherAll();
    const auto folder = m_world->path(QStringLiteral("stick"));
    QVERIFY(!m_world->site.exportTo(folder).failure);
    const auto before = custodyOf(backend);
    MainWindow window{viewOf(backend)};
    window.show();
    auto& page = window.bringIn();
    openErrand(window, page);
    page.setFolder(folder);
    QTRY_COMPARE_WITH_TIMEOUT(page.bundles().topLevelItemCount(), 1, LongEnough);
    std::atomic<bool> isFull = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::Import && !isFull.exchange(true)) {
                fill(disk.path());
            }
        }};
        begin(window, page);
    }
    QVERIFY(isFull);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(page.card().headline(), QStringLiteral("The disk of this computer is full."));
    VERIFY_SAYS(page.card(), "Nothing is lost");
    VERIFY_SAYS(page.card(), "is still on the medium");
    VERIFY_SAYS(page.card(), "Make room on the computer's own disk, then start again.");
    QVERIFY(QFile::remove(disk.path() + QStringLiteral("/filler")));
    QVERIFY(backend.items().isEmpty());
    QCOMPARE(custodyOf(backend).size(), before.size());

    begin(window, page);
    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(backend.count(ItemState::Ready), ItemsBroughtIn);
    QCOMPARE(custodyOf(backend, QStringLiteral("import")).size(), 1);
}

SATCHEL_TEST(TestBringInMisfortunes)
#include "TestBringInMisfortunes.moc"
