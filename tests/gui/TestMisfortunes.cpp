#include "Driving.h"
#include "OtherProgram.h"
#include "Sticks.h"

#include <tests/support/MediumCalls.h>
#include <tests/support/TestRegistry.h>

#include <QDir>
#include <QFile>

#include <atomic>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr int Devices = 4;
constexpr int Items = 2 * Devices;

} // namespace

// What befalls people who take out, on the window, over a real ledger: each ends in a sentence that says what happened,
// what is safe and what to do, and then the errand is run once more and the ledger is as if nothing had been.
class TestMisfortunes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void pulledWhileTakingOut_data();
    void pulledWhileTakingOut();
    void comesBackUnderAnotherName();
    void readBackDiffers();
    void fullInTheMiddle();
    void writeProtected();
    void aFolderThatMayNotBeWrittenTo();
    void anotherProgramHasTheStation();
    void theClockJumps();

private:
    void gatherAll() const;
    void expectNothingIsOut() const;
    void takeOutAfterAll(MainWindow& window) const; // into a folder: as if nothing had been

    std::unique_ptr<TestWorld> m_world;
};

void TestMisfortunes::init()
{
    m_world = std::make_unique<TestWorld>();
}

void TestMisfortunes::gatherAll() const
{
    for (int i = 0; i < Devices; ++i) {
        m_world->putDevice(QStringLiteral("SN-%1").arg(i));
    }
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestMisfortunes::expectNothingIsOut() const
{
    QCOMPARE(m_world->site.count(ItemState::Pending), Items);
    QCOMPARE(m_world->site.count(ItemState::Packed), 0);
    QVERIFY(m_world->site.read().ledger().log().verify()->intact);
}

void TestMisfortunes::takeOutAfterAll(MainWindow& window) const
{
    const auto folder = m_world->path(QStringLiteral("another"));
    run(window, window.takeOut(), folder);
    QCOMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->site.count(ItemState::Packed), Items);
    const auto taken = m_world->backend.import({folder});
    QCOMPARE(taken.outcome(), Outcome::Done);
    QCOMPARE(taken.bundles.size(), 1);
    QCOMPARE(taken.bundles.front().added, Items);
    QCOMPARE(taken.bundles.front().missingSequences, QList<qint64>{}); // burnt numbers were told
}

void TestMisfortunes::pulledWhileTakingOut_data()
{
    QTest::addColumn<MediumCall>("when");
    QTest::newRow("when the file is made") << MediumCall::Create;
    QTest::newRow("while packing") << MediumCall::Write;
    QTest::newRow("while writing") << MediumCall::WriteOut;
    QTest::newRow("while flushing") << MediumCall::Flush;
    QTest::newRow("when it is named") << MediumCall::Rename;
    QTest::newRow("while reading back") << MediumCall::ReadBack;
}

void TestMisfortunes::pulledWhileTakingOut()
{
    QFETCH(MediumCall, when);
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    machine.plugStick(stick.path(), {stick.path()});
    gatherAll();
    MainWindow window{viewOf(m_world->site, mediaOf(machine))};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    std::atomic<bool> isPulled = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == when && !isPulled.exchange(true)) {
                pull(stick);
            }
        }};
        begin(window, page);
    }
    QVERIFY(isPulled);
    machine.pull(QStringLiteral("stick"));

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(page.card(), "The medium was pulled, or stopped answering.");
    VERIFY_SAYS(page.card(), "Nothing is lost: what is not proved to be on the medium is due again the next time.");
    VERIFY_SAYS(page.card(), "Put it back in");
    expectNothingIsOut();
    QVERIFY2(QDir{stick.path()}.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot),
        "it was written to this machine's own disk");
    takeOutAfterAll(window);
}

// The kernel gives the next free name to a stick that is put back in. Nobody chose that one: it is to be chosen anew.
void TestMisfortunes::comesBackUnderAnotherName()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder before{"size=4m"};
    const MountedFolder after{"size=4m"};
    SKIP_UNLESS_MOUNTED(after);
    machine.plugStick(before.path(), {before.path()});
    gatherAll();
    MainWindow window{viewOf(m_world->site, mediaOf(machine))};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    const auto* const button = page.findChild<QPushButton*>(QStringLiteral("begin"));
    QVERIFY(button->isEnabled());
    machine.pull(QStringLiteral("stick"));
    QTRY_VERIFY_WITH_TIMEOUT(!button->isEnabled(), LongEnough);
    machine.addDrive(QStringLiteral("stick"));
    machine.addVolume(QStringLiteral("sdc1"), QStringLiteral("stick"), after.path(), {after.path()});
    auto* const media = page.findChild<QListWidget*>(QStringLiteral("media"));
    QTRY_COMPARE_WITH_TIMEOUT(media->count(), 1, LongEnough);
    QVERIFY(!button->isEnabled());
    clickMedium(page, QStringLiteral("SERIAL-stick"));
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->site.count(ItemState::Packed), Items);
    QCOMPARE(QDir{after.path()}.entryList(QDir::Files).size(), 1);
    QVERIFY(QDir{before.path()}.entryList(QDir::Files | QDir::Hidden).isEmpty());
}

// A medium that gives back other bytes than it was given, as counterfeits do.
void TestMisfortunes::readBackDiffers()
{
    const QDir stick{m_world->path(QStringLiteral("stick"))};
    QVERIFY(stick.mkpath(QStringLiteral(".")));
    gatherAll();
    MainWindow window{viewOf(m_world->site)};
    window.show();
    std::atomic<bool> isChanged = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::ReadBack && !isChanged.exchange(true)) {
                QFile bundle{stick.filePath(stick.entryList({QStringLiteral("*.satchel")}, QDir::Files).value(0))};
                (void)bundle.open(QIODevice::ReadWrite);
                (void)bundle.seek(bundle.size() / 2);
                (void)bundle.write("not what was written");
            }
        }};
        run(window, window.takeOut(), stick.path());
    }
    QVERIFY(isChanged);
    const auto& card = window.takeOut().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(card, "What was read back from the medium is not what was written.");
    VERIFY_SAYS(card, "The medium is broken: mark it and take another one.");
    VERIFY_SAYS(card, "Nothing is lost");
    QVERIFY(stick.entryList(QDir::Files | QDir::Hidden).isEmpty()); // nobody carries it by mistake
    expectNothingIsOut();
    takeOutAfterAll(window);
}

void TestMisfortunes::fullInTheMiddle()
{
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    gatherAll();
    MainWindow window{viewOf(m_world->site)};
    window.show();
    std::atomic<bool> isFull = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::Write && !isFull.exchange(true)) {
                fill(stick.path());
            }
        }};
        run(window, window.takeOut(), stick.path());
    }
    QVERIFY(isFull);
    const auto& card = window.takeOut().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(card, "The medium is full.");
    VERIFY_SAYS(card, "Nothing is lost");
    VERIFY_SAYS(card, "Make room on it or take a larger one");
    QCOMPARE(QDir{stick.path()}.entryList(QDir::Files | QDir::Hidden), QStringList{QStringLiteral("filler")});
    expectNothingIsOut();
    takeOutAfterAll(window);
}

void TestMisfortunes::writeProtected()
{
    const FakeUDisks machine;
    SKIP_WITHOUT(machine);
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    QVERIFY(stick.makeReadOnly());
    machine.plugStick(stick.path(), {stick.path()});
    gatherAll();
    MainWindow window{viewOf(m_world->site, mediaOf(machine))};
    window.show();
    auto& page = window.takeOut();
    openErrand(window, page);
    clickMedium(page, QStringLiteral("write-protected")); // it is said before, too
    begin(window, page);

    QCOMPARE(page.card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(page.card().headline(), QStringLiteral("The medium is write-protected."));
    VERIFY_SAYS(page.card(), "Nothing is lost");
    VERIFY_SAYS(page.card(), "Push its switch");
    expectNothingIsOut();
    takeOutAfterAll(window);
}

// As root, too, who may write everywhere but where nothing may be written.
void TestMisfortunes::aFolderThatMayNotBeWrittenTo()
{
    const MountedFolder stick{"size=4m"};
    SKIP_UNLESS_MOUNTED(stick);
    QVERIFY(stick.makeReadOnly());
    gatherAll();
    MainWindow window{viewOf(m_world->site)};
    window.show();
    run(window, window.takeOut(), stick.path() + QStringLiteral("/below"));

    const auto& card = window.takeOut().card();
    QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
    VERIFY_SAYS(card, "write-protected");
    VERIFY_SAYS(card, "Nothing is lost");
    expectNothingIsOut();
    takeOutAfterAll(window);
}

void TestMisfortunes::anotherProgramHasTheStation()
{
    gatherAll();
    {
        const OtherProgram other{m_world->site};
        MainWindow window{viewOf(m_world->site)};
        window.show();
        run(window, window.takeOut(), m_world->path(QStringLiteral("stick")));
        const auto& card = window.takeOut().card();
        QCOMPARE(card.tone(), OutcomeCard::Tone::Bad);
        QCOMPARE(card.headline(),
            QStringLiteral("Something else works with this station: another page of this window, or another program."));
        VERIFY_SAYS(card, "Nothing is lost");
        VERIFY_SAYS(card, "Wait until it has ended, then start again.");
        QVERIFY2(
            card.details().contains(QStringLiteral("process %1 (").arg(other.process())), qPrintable(card.details()));
        expectNothingIsOut();
    }
    MainWindow window{viewOf(m_world->site)};
    window.show();
    takeOutAfterAll(window);
}

// A lid that was closed in the middle and opened ten hours later.
void TestMisfortunes::theClockJumps()
{
    gatherAll();
    QList<std::optional<QDateTime>> deadlines;
    for (const auto& item : m_world->site.items()) {
        deadlines += item.deadline;
    }
    MainWindow window{viewOf(m_world->site)};
    window.show();
    std::atomic<bool> hasJumped = false;
    {
        const MediumCalls calls{[&](MediumCall call) {
            if (call == MediumCall::Write && !hasJumped.exchange(true)) {
                m_world->advance(qint64{10} * 3600);
            }
        }};
        run(window, window.takeOut(), m_world->path(QStringLiteral("stick")));
    }
    QVERIFY(hasJumped);
    QCOMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
    QCOMPARE(m_world->site.count(ItemState::Packed), Items);
    QList<std::optional<QDateTime>> after;
    for (const auto& item : m_world->site.items()) {
        after += item.deadline;
    }
    QCOMPARE(after, deadlines);
    QCOMPARE(m_world->backend.import({m_world->path(QStringLiteral("stick"))}).bundles.front().added, Items);
}

SATCHEL_TEST(TestMisfortunes)
#include "TestMisfortunes.moc"
