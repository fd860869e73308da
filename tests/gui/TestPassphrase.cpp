#include "Clicks.h"

#include <app/MainWindow.h>
#include <app/pages/BringInPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/SettingsPage.h>
#include <app/pages/TakeOutPage.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/PassphrasePane.h>
#include <core/exchange/station/Peering.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDirIterator>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace satchel;
using namespace satchel::test;

namespace {

const QString Right = QStringLiteral("correct horse");

} // namespace

// A site whose keys are locked: what needs them asks, once, and everything else works without.
class TestPassphrase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theRightOneLetsTheErrandGoOn();
    void itIsAskedForOnceInAWindow();
    void aWrongOneIsToldAndAskedForAgain();
    void whoDeclinesStopsTheErrandAndNothingElse();
    void anErrandThatIsStoppedAsksNoLonger();
    void aWindowThatClosesAsksNoLonger();
    void whatNeedsNoKeyWorksWithoutIt();
    void verifyingGoesOnWithoutIt();
    void forgottenItIsAskedForAgain();
    void theStationIsFreeWhileItIsAskedFor();
    void itIsWrittenNowhere();

private:
    [[nodiscard]] StationAccess access(const QByteArray& passphrase = {}) const;
    [[nodiscard]] StationView view() const { return StationView{m_home, m_world->backend.access().clock}; }
    // Begins taking out, up to the question.
    void takeOut(MainWindow& window) const;
    [[nodiscard]] static PassphrasePane& pane(const MainWindow& window) { return *window.findChild<PassphrasePane*>(); }
    [[nodiscard]] qint64 count(ItemState state) const;

    OwnMemory m_memory;
    std::unique_ptr<TestWorld> m_world;
    QString m_home;
    std::optional<TestDevice> m_device;
};

StationAccess TestPassphrase::access(const QByteArray& passphrase) const
{
    StationAccess access{m_home, Secret{passphrase}};
    access.clock = m_world->backend.access().clock;
    return access;
}

void TestPassphrase::init()
{
    m_memory.clear();
    m_world = std::make_unique<TestWorld>();
    m_home = m_world->path(QStringLiteral("locked"));
    const StationInit wishes{.role = StationRole::Site, .name = QStringLiteral("Vault 3")};
    QVERIFY(initStation(access(Right.toUtf8()), wishes).has_value());
    auto session = Session::forWriting(access(), QStringLiteral("test")).value();
    QVERIFY(addPeer(session, m_world->backend.card(), QStringLiteral("office")).has_value());
    const auto& pki = m_world->pki;
    QVERIFY(session.station().trust().add(AnchorUse::Manufacturer, {pki.manufacturer.certificate}).has_value());
    QVERIFY(session.station().trust().add(AnchorUse::Domain, {pki.domainCa.certificate}).has_value());
    QVERIFY(session.station().trust().add(AnchorUse::Masa, {pki.masa.certificate}).has_value());
    m_device.emplace(m_world->putDevice(QStringLiteral("SN-1")));
    GatherOrder order;
    order.paths = {m_world->path(QStringLiteral("spool"))};
    (void)gather(session, order, {});
}

qint64 TestPassphrase::count(ItemState state) const
{
    ItemFilter filter;
    filter.state = state;
    return Session::forReading(access())->ledger().items().count(filter).value();
}

void TestPassphrase::takeOut(MainWindow& window) const
{
    window.show();
    press(window.overview(), "takeOut");
    window.takeOut().setFolder(m_world->path(QStringLiteral("stick")));
    press(window.takeOut(), "begin");
    QTRY_VERIFY_WITH_TIMEOUT(pane(window).isVisible(), LongEnough);
    QVERIFY(window.takeOut().isRunning());
}

void TestPassphrase::theRightOneLetsTheErrandGoOn()
{
    const qint64 due = count(ItemState::Pending);
    QVERIFY(due > 0);
    MainWindow window{view()};
    takeOut(window);
    QVERIFY(named<QLabel>(pane(window), "question").text().contains(u"Vault 3"));
    QVERIFY(!named<QPushButton>(pane(window), "unlock").isEnabled());
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    type(pane(window), "passphrase", Right);
    press(pane(window), "unlock");
    QVERIFY(done.wait(LongEnough));

    QTRY_COMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
    QVERIFY(!pane(window).isVisible());
    QVERIFY(named<QLineEdit>(pane(window), "passphrase").text().isEmpty());
    QCOMPARE(count(ItemState::Packed), due);
}

void TestPassphrase::itIsAskedForOnceInAWindow()
{
    const StationView station = view();
    MainWindow window{station};
    takeOut(window);
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    type(pane(window), "passphrase", Right);
    QTest::keyClick(&named<QLineEdit>(pane(window), "passphrase"), Qt::Key_Return);
    QVERIFY(done.wait(LongEnough));

    QSignalSpy asked{&station.credentials(), &Credentials::asked};
    done.clear();
    press(window.takeOut(), "begin");
    QVERIFY(done.wait(LongEnough));
    QVERIFY(!pane(window).isVisible());
    QVERIFY(asked.isEmpty());
}

void TestPassphrase::aWrongOneIsToldAndAskedForAgain()
{
    MainWindow window{view()};
    takeOut(window);
    type(pane(window), "passphrase", QStringLiteral("Correct Horse"));
    press(pane(window), "unlock");
    const auto& question = named<QLabel>(pane(window), "question");
    QTRY_VERIFY_WITH_TIMEOUT(question.text().contains(u"does not open the keys"), LongEnough);
    QVERIFY(window.takeOut().isRunning());
    QVERIFY(named<QLineEdit>(pane(window), "passphrase").text().isEmpty());

    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    type(pane(window), "passphrase", Right);
    press(pane(window), "unlock");
    QVERIFY(done.wait(LongEnough));
    QTRY_COMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Good);
}

void TestPassphrase::whoDeclinesStopsTheErrandAndNothingElse()
{
    const qint64 due = count(ItemState::Pending);
    MainWindow window{view()};
    takeOut(window);
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    press(pane(window), "decline");
    QVERIFY(done.wait(LongEnough));

    QTRY_COMPARE(window.takeOut().card().tone(), OutcomeCard::Tone::Bad);
    QVERIFY2(
        window.takeOut().card().details().contains(u"Nothing is lost"), qPrintable(window.takeOut().card().details()));
    QVERIFY(!pane(window).isVisible());
    QCOMPARE(count(ItemState::Pending), due);
    press(window.takeOut(), "begin"); // and it may be begun again
    QTRY_VERIFY_WITH_TIMEOUT(pane(window).isVisible(), LongEnough);
}

void TestPassphrase::anErrandThatIsStoppedAsksNoLonger()
{
    MainWindow window{view()};
    takeOut(window);
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    press(window.takeOut(), "stop");
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY(!pane(window).isVisible());
}

void TestPassphrase::aWindowThatClosesAsksNoLonger()
{
    const qint64 due = count(ItemState::Pending);
    {
        MainWindow window{view()};
        takeOut(window);
        window.close();
    }
    QCOMPARE(count(ItemState::Pending), due);
    QVERIFY(Session::forWriting(access(), QStringLiteral("test")).has_value());
}

void TestPassphrase::whatNeedsNoKeyWorksWithoutIt()
{
    const auto other = m_world->station(QStringLiteral("other"), StationRole::Backend);
    const StationView station = view();
    QSignalSpy asked{&station.credentials(), &Credentials::asked};
    MainWindow window{station};
    window.show();
    QSignalSpy refreshed{&window.items(), &ItemsPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY(window.items().table().rowCount() > 0);

    auto& intake = window.peers().intake();
    QSignalSpy read{&intake, &PeerIntake::cardRead};
    QSignalSpy added{&intake, &PeerIntake::added};
    window.peers().readCard(m_world->put(QStringLiteral("other.satchel-card"), other.card().file()));
    QVERIFY(read.wait(LongEnough));
    named<QLineEdit>(intake, "told").setText(groupedFingerprint(other.card().station()));
    named<QPushButton>(intake, "add").click();
    QVERIFY(added.wait(LongEnough));
    QVERIFY(asked.isEmpty());
    QVERIFY(!pane(window).isVisible());
}

// What the keys would open stays closed; everything else is checked.
void TestPassphrase::verifyingGoesOnWithoutIt()
{
    {
        auto locked = Session::forWriting(access(Right.toUtf8()), QStringLiteral("test")).value();
        ExportOrder order;
        order.folder = m_world->path(QStringLiteral("stick"));
        QCOMPARE(exportBundles(locked, order, {}).bundles.size(), 1);
        const auto card = ownCard(locked);
        auto office = m_world->backend.write();
        QVERIFY(addPeer(office, card->card, {}).has_value());
    }
    m_world->backend.import({m_world->path(QStringLiteral("stick"))});
    m_world->backend.gather(
        {m_world->put(QStringLiteral("v"), m_world->pki.voucher(m_device->serial, m_device->nonce))});
    const auto path = m_world->backend.exportTo(m_world->path(QStringLiteral("back"))).bundles.first().path;
    MainWindow window{view()};
    window.show();
    QSignalSpy verified{&window.verify(), &VerifyPage::verified};
    window.verify().verify({path});
    QTRY_VERIFY_WITH_TIMEOUT(pane(window).isVisible(), LongEnough);
    press(pane(window), "decline");
    QVERIFY(verified.wait(LongEnough));

    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Good);
    const auto resultOf = [&window](const QString& name) {
        return window.verify().checks().findItems(name, Qt::MatchExactly | Qt::MatchRecursive).value(0)->text(1);
    };
    QCOMPARE(resultOf(QStringLiteral("signature")), QStringLiteral("good"));
    QCOMPARE(resultOf(QStringLiteral("contents")), QStringLiteral("not possible here"));
}

void TestPassphrase::forgottenItIsAskedForAgain()
{
    const StationView station = view();
    MainWindow window{station};
    takeOut(window);
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    type(pane(window), "passphrase", Right);
    press(pane(window), "unlock");
    QVERIFY(done.wait(LongEnough));
    QVERIFY(station.credentials().isKnown());

    auto& forget = named<QPushButton>(window.settings(), "forgetPassphrase");
    QTRY_VERIFY(forget.isEnabled());
    forget.click();
    QVERIFY(!station.credentials().isKnown());
    QVERIFY(!forget.isEnabled());
    QVERIFY(named<QLabel>(window.settings(), "passphraseState").text().contains(u"knows no passphrase"));
    press(window.takeOut(), "begin");
    QTRY_VERIFY_WITH_TIMEOUT(pane(window).isVisible(), LongEnough);
}

// Nobody else has to wait while somebody looks for the slip of paper.
void TestPassphrase::theStationIsFreeWhileItIsAskedFor()
{
    MainWindow window{view()};
    takeOut(window);
    auto impatient = access();
    impatient.patience = {};
    QVERIFY(Session::forWriting(std::move(impatient), QStringLiteral("gather")).has_value());
}

void TestPassphrase::itIsWrittenNowhere()
{
    MainWindow window{view()};
    takeOut(window);
    QSignalSpy done{&window.takeOut(), &ErrandPage::done};
    type(pane(window), "passphrase", Right);
    press(pane(window), "unlock");
    QVERIFY(done.wait(LongEnough));
    window.close();

    int files = 0;
    for (const auto& folder : {m_home, m_world->path(QStringLiteral("stick")), m_memory.path()}) {
        for (QDirIterator it{folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories}; it.hasNext(); ++files) {
            const auto path = it.next();
            QVERIFY2(!TestWorld::read(path).contains(Right.toUtf8()), qPrintable(path));
        }
    }
    QVERIFY(files > 5);
}

SATCHEL_TEST(TestPassphrase)
#include "TestPassphrase.moc"
