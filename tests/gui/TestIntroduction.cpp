#include "Clicks.h"

#include <app/MainWindow.h>
#include <app/pages/IntroductionPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/widgets/QrCode.h>
#include <core/exchange/station/Peering.h>
#include <core/station/CardText.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>
#include <QTreeWidget>

using namespace satchel;
using namespace satchel::test;

// What two stations need to know each other: the own card goes out, the other's comes in, by whatever way.
class TestIntroduction : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void showsTheOwnFingerprint();
    void savesTheOwnCard();
    void aCardThatCannotBeSavedIsTold();
    void copiesTheOwnCardAsText();
    void goesOnAtTheNextStart();
    void endsWithAPeer();
    void aCardComesIn_data();
    void aCardComesIn();
    void whatIsNoCardOfAPeerIsTold_data();
    void whatIsNoCardOfAPeerIsTold();
    void nothingIsAddedByAnotherFingerprint();
    void whoDiscardsTheCardHasAddedNobody();
    void theStationsPageHasAllOfIt();
    void aCardDroppedAnywhereGoesToTheStations();
    void aStationIsForgottenAndPutBack();
    void aStationIsRevokedOnlyWhenAskedTwice();
    void theQuestionStaysUntilSomethingRuns();

private:
    // In the shown window, until it is known what the file is.
    static void readInto(MainWindow& window, PeerIntake& intake, const QString& file);
    // The page of stations, its only peer chosen.
    void openPeers(MainWindow& window) const;
    [[nodiscard]] StationView view() const { return StationView{m_new->home(), m_new->access().clock}; }
    [[nodiscard]] Card otherCard() const { return m_world->backend.card(); }

    OwnMemory m_memory;
    std::unique_ptr<TestWorld> m_world;
    std::unique_ptr<TestStation> m_new; // a site that knows nobody yet
};

void TestIntroduction::init()
{
    m_memory.clear();
    m_world = std::make_unique<TestWorld>();
    m_new = std::make_unique<TestStation>(m_world->station(QStringLiteral("Depot: 4/2"), StationRole::Site));
}

void TestIntroduction::readInto(MainWindow& window, PeerIntake& intake, const QString& file)
{
    window.show();
    QSignalSpy read{&intake, &PeerIntake::cardRead};
    intake.readCard(file);
    QVERIFY(read.wait(LongEnough));
}

void TestIntroduction::showsTheOwnFingerprint()
{
    MainWindow window{view()};
    window.show();
    auto& page = *window.findChild<IntroductionPage*>();
    QVERIFY(page.isVisible());
    QCOMPARE(page.findChild<QLabel*>(QStringLiteral("madeStation"))->text(),
        QStringLiteral("“Depot: 4/2” is a station now (site)"));
    const auto id = m_new->card().station();
    QCOMPARE(page.ownCard().fingerprint().simplified(), groupedFingerprint(id));
    QCOMPARE(page.ownCard().fingerprint().count(QLatin1Char('\n')), 3);
    QVERIFY(parseTypedFingerprint(QString::fromLatin1(page.findChild<QrCode*>()->content())).value() == id);
}

void TestIntroduction::savesTheOwnCard()
{
    MainWindow window{view()};
    window.show();
    auto& own = window.findChild<IntroductionPage*>()->ownCard();
    QSignalSpy done{&own, &OwnCard::done};
    const auto file = m_world->path(QStringLiteral("depot.satchel-card"));
    own.saveTo(file);
    QVERIFY(done.wait(LongEnough));

    QVERIFY2(own.remark().contains(file), qPrintable(own.remark()));
    QVERIFY(readCard(TestWorld::read(file), m_new->card().station()).has_value());
}

void TestIntroduction::aCardThatCannotBeSavedIsTold()
{
    MainWindow window{view()};
    window.show();
    auto& own = window.findChild<IntroductionPage*>()->ownCard();
    QSignalSpy done{&own, &OwnCard::done};
    own.saveTo(m_world->path(QStringLiteral("no-folder/depot.satchel-card")));
    QVERIFY(done.wait(LongEnough));

    QVERIFY2(own.remark().contains(u"was not made"), qPrintable(own.remark()));
    QVERIFY(named<QPushButton>(own, "saveCard").isEnabled());
}

void TestIntroduction::copiesTheOwnCardAsText()
{
    MainWindow window{view()};
    window.show();
    auto& own = window.findChild<IntroductionPage*>()->ownCard();
    QSignalSpy done{&own, &OwnCard::done};
    press(own, "copyCard");
    QVERIFY(done.wait(LongEnough));

    const auto text = QGuiApplication::clipboard()->text();
    QVERIFY(text.startsWith(u"-----BEGIN CMS-----"));
    QVERIFY(readCard(text.toLatin1(), m_new->card().station()).has_value());
}

void TestIntroduction::goesOnAtTheNextStart()
{
    {
        const MainWindow first{view()};
        QVERIFY(first.findChild<IntroductionPage*>() != nullptr);
    }
    {
        MainWindow again{view()};
        again.show();
        QVERIFY(again.findChild<IntroductionPage*>()->isVisible());
        press(again, "finish");
        QVERIFY(again.overview().isVisible());
        QCOMPARE(named<QListWidget>(again, "pages").currentItem()->text(), QStringLiteral("Overview"));
    }
    const MainWindow last{view()};
    QCOMPARE(last.findChild<IntroductionPage*>(), nullptr);
}

void TestIntroduction::endsWithAPeer()
{
    m_new->know(m_world->backend);
    const MainWindow window{view()};
    QCOMPARE(window.findChild<IntroductionPage*>(), nullptr);
}

void TestIntroduction::aCardComesIn_data()
{
    QTest::addColumn<QString>("way");

    for (const char* way : {"opened", "dropped", "dropped as text", "pasted", "a file pasted"}) {
        QTest::newRow(way) << QString::fromLatin1(way);
    }
}

void TestIntroduction::aCardComesIn()
{
    QFETCH(QString, way);
    const auto file = m_world->put(QStringLiteral("other.satchel-card"), otherCard().file());
    const auto mail = "Our card:\n\n" + cardText(otherCard());
    MainWindow window{view()};
    window.show();
    auto& intake = window.findChild<IntroductionPage*>()->intake();
    QSignalSpy read{&intake, &PeerIntake::cardRead};
    QMimeData data;
    if (way == u"opened") {
        intake.readCard(file);
    } else if (way == u"dropped") {
        dropFile(intake, file);
    } else if (way == u"dropped as text") {
        data.setText(QString::fromLatin1(mail));
        drop(intake, data);
    } else if (way == u"pasted") {
        QGuiApplication::clipboard()->setText(QString::fromLatin1(mail));
        press(intake, "pasteCard");
    } else {
        auto* const copied = new QMimeData; // becomes the clipboard's
        copied->setUrls({QUrl::fromLocalFile(file)});
        QGuiApplication::clipboard()->setMimeData(copied);
        press(intake, "pasteCard");
    }
    QVERIFY(!read.isEmpty() || read.wait(LongEnough));
    QVERIFY2(intake.hasCard(), qPrintable(intake.remark()));
    QVERIFY(!named<QPushButton>(intake, "add").isEnabled());

    QSignalSpy added{&intake, &PeerIntake::added};
    type(intake, "told", groupedFingerprint(otherCard().station()).toUpper());
    type(intake, "alias", QStringLiteral("office"));
    press(intake, "add");
    QVERIFY(added.wait(LongEnough));
    QCOMPARE(m_new->read().station().peers().byId(otherCard().station())->alias, QStringLiteral("office"));
    QVERIFY(!intake.hasCard());
}

void TestIntroduction::whatIsNoCardOfAPeerIsTold_data()
{
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("words");

    QTest::newRow("a photo") << "photo" << "This is no card";
    QTest::newRow("an empty file") << "empty" << "the card file is empty";
    QTest::newRow("a folder") << "folder" << "This is no card";
    QTest::newRow("no file") << "none" << "This is no card";
    QTest::newRow("the own card") << "own" << "this station's own card";
    QTest::newRow("a site's card") << "site" << "a site exchanges with a backend";
    QTest::newRow("a damaged card") << "damaged" << "This is no card";
    QTest::newRow("half a text") << "half" << "copy all of it";
}

void TestIntroduction::whatIsNoCardOfAPeerIsTold()
{
    QFETCH(QString, what);
    QFETCH(QString, words);
    auto damaged = otherCard().file();
    damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
    const QHash<QString, QByteArray> contents{{QStringLiteral("photo"), "not ours"}, {QStringLiteral("empty"), ""},
        {QStringLiteral("own"), m_new->card().file()}, {QStringLiteral("site"), m_world->site.card().file()},
        {QStringLiteral("damaged"), damaged}, {QStringLiteral("half"), cardText(otherCard()).left(500)}};
    const auto file = contents.contains(what) ? m_world->put(QStringLiteral("cards/") + what, contents[what])
        : what == u"folder"                   ? m_world->path(QString{})
                                              : m_world->path(what);
    MainWindow window{view()};
    auto& intake = window.findChild<IntroductionPage*>()->intake();
    readInto(window, intake, file);

    QVERIFY2(intake.remark().contains(words), qPrintable(intake.remark()));
    QVERIFY(!intake.hasCard());
    QVERIFY(!named<QLineEdit>(intake, "told").isVisible());
}

void TestIntroduction::nothingIsAddedByAnotherFingerprint()
{
    MainWindow window{view()};
    auto& intake = window.findChild<IntroductionPage*>()->intake();
    readInto(window, intake, m_world->put(QStringLiteral("other.satchel-card"), otherCard().file()));

    const auto grouped = groupedFingerprint(otherCard().station());
    type(intake, "told", grouped.left(24));
    QVERIFY2(intake.remark().contains(u"16 groups of four"), qPrintable(intake.remark()));
    type(intake, "told", groupedFingerprint(m_new->card().station()));
    QVERIFY2(intake.remark().contains(u"do not use it"), qPrintable(intake.remark()));
    QVERIFY(!named<QPushButton>(intake, "add").isEnabled());
    for (const auto* const label : intake.findChildren<QLabel*>()) {
        QVERIFY2(!label->text().contains(grouped.left(9)), qPrintable(label->text())); // nothing to copy from
    }
}

void TestIntroduction::whoDiscardsTheCardHasAddedNobody()
{
    MainWindow window{view()};
    auto& intake = window.findChild<IntroductionPage*>()->intake();
    readInto(window, intake, m_world->put(QStringLiteral("other.satchel-card"), otherCard().file()));
    type(intake, "told", groupedFingerprint(otherCard().station()));
    press(intake, "discard");

    QVERIFY(!intake.hasCard());
    QCOMPARE(intake.remark(), QStringLiteral("Nothing was added."));
    QVERIFY(m_new->read().station().peers().all().isEmpty());
}

void TestIntroduction::theStationsPageHasAllOfIt()
{
    MainWindow window{StationView{m_world->backend.home(), m_world->backend.access().clock}};
    auto& page = window.peers();
    QSignalSpy refreshed{&page, &PeersPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(page.ownCard().fingerprint().simplified(), groupedFingerprint(m_world->backend.card().station()));
    QSignalSpy read{&page.intake(), &PeerIntake::cardRead};
    dropFile(page.intake(), m_world->put(QStringLiteral("new.satchel-card"), m_new->card().file()));
    QVERIFY(read.wait(LongEnough));
    QVERIFY(page.intake().hasCard());
}

void TestIntroduction::aCardDroppedAnywhereGoesToTheStations()
{
    MainWindow window{StationView{m_world->backend.home(), m_world->backend.access().clock}};
    window.show();
    QSignalSpy read{&window.peers().intake(), &PeerIntake::cardRead};
    dropFile(window, m_world->put(QStringLiteral("new.satchel-card"), m_new->card().file()));
    QVERIFY(read.wait(LongEnough));

    QVERIFY(window.peers().isVisible());
    QVERIFY(window.peers().intake().hasCard());
}

void TestIntroduction::openPeers(MainWindow& window) const
{
    window.show();
    QSignalSpy refreshed{&window.peers(), &PeersPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    auto& pages = named<QListWidget>(window, "pages");
    pages.setCurrentItem(pages.findItems(QStringLiteral("Stations"), Qt::MatchExactly).first());
    auto& list = named<QTreeWidget>(window.peers(), "peers");
    QCOMPARE(list.topLevelItemCount(), 1);
    list.setCurrentItem(list.topLevelItem(0));
}

void TestIntroduction::aStationIsForgottenAndPutBack()
{
    MainWindow window{StationView{m_world->backend.home(), m_world->backend.access().clock}};
    openPeers(window);
    auto& peers = window.peers().peers();
    QSignalSpy changed{&peers, &PeerList::changed};
    press(peers, "forgetPeer");
    QVERIFY(changed.wait(LongEnough));
    QVERIFY2(peers.remark().contains(u"is a stranger"), qPrintable(peers.remark()));
    QVERIFY(m_world->backend.read().station().peers().all().isEmpty());

    press(peers, "putBackPeer");
    QVERIFY(changed.wait(LongEnough));
    QVERIFY(m_world->backend.read().station().peers().byId(m_world->site.card().station()));
    QVERIFY(!named<QPushButton>(peers, "putBackPeer").isVisible());
}

void TestIntroduction::aStationIsRevokedOnlyWhenAskedTwice()
{
    MainWindow window{StationView{m_world->backend.home(), m_world->backend.access().clock}};
    openPeers(window);
    auto& peers = window.peers().peers();
    const auto isRevoked = [this] { return m_world->backend.read().station().peers().all().first().revoked; };
    press(peers, "revokePeer");
    QVERIFY(!isRevoked());
    press(peers, "doNotRevoke");
    QVERIFY(!named<QPushButton>(peers, "revokeForGood").isVisible());
    QVERIFY(!isRevoked());

    QSignalSpy changed{&peers, &PeerList::changed};
    press(peers, "revokePeer");
    press(peers, "revokeForGood");
    QVERIFY(changed.wait(LongEnough));
    QVERIFY(isRevoked());
    QTRY_VERIFY_WITH_TIMEOUT(!named<QPushButton>(peers, "revokePeer").isEnabled(), LongEnough);
    QSignalSpy again{&peers, &PeerList::changed};
    // Forgetting it would end the revocation, and putting it back would not bring that back: it is asked for twice,
    // too.
    press(peers, "forgetPeer");
    press(peers, "keepRevoked");
    QVERIFY(!named<QPushButton>(peers, "forgetForGood").isVisible());
    QVERIFY(isRevoked());
    press(peers, "forgetPeer");
    QVERIFY(again.isEmpty());
    QVERIFY(isRevoked());
    press(peers, "forgetForGood");
    QVERIFY(again.wait(LongEnough));
    QVERIFY(m_world->backend.read().station().peers().all().isEmpty());
    QVERIFY(!named<QPushButton>(peers, "putBackPeer").isVisible());
}

// It must not vanish as somebody reads it, nor be answered while the station is being forgotten.
void TestIntroduction::theQuestionStaysUntilSomethingRuns()
{
    MainWindow window{StationView{m_world->backend.home(), m_world->backend.access().clock}};
    openPeers(window);
    auto& peers = window.peers().peers();
    press(peers, "revokePeer");
    auto& yes = named<QPushButton>(peers, "revokeForGood");
    QSignalSpy refreshed{&window.peers(), &PeersPage::refreshed};
    window.refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QVERIFY(yes.isVisible());

    QSignalSpy changed{&peers, &PeerList::changed};
    press(peers, "forgetPeer");
    QVERIFY(!yes.isVisible());
    yes.click(); // as a keyboard might that was quicker
    QVERIFY(changed.wait(LongEnough));
    QTest::qWait(0);
    QVERIFY(m_world->backend.read().station().peers().all().isEmpty());
    QVERIFY2(peers.remark().contains(u"is a stranger"), qPrintable(peers.remark()));
}

SATCHEL_TEST(TestIntroduction)
#include "TestIntroduction.moc"
