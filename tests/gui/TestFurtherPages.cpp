#include "Patience.h"

#include <app/MainWindow.h>
#include <app/pages/LogPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/SettingsPage.h>
#include <app/pages/VerifyPage.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QAccessible>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTableView>
#include <QTest>
#include <QTreeWidget>
#include <QUrl>

using namespace satchel;
using namespace satchel::test;

namespace {

QStringList heard; // as alerts

} // namespace

// In place of Qt's, which tells nobody where no screen reader runs.
void QAccessible::updateAccessibility(QAccessibleEvent* event)
{
    if (event->type() == QAccessible::Alert) {
        heard += event->accessibleInterface()->text(QAccessible::Name);
    }
}

// Verify, Stations and Log.
class TestFurtherPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void whatIsDroppedIsVerified();
    void whatIsDroppedAnywhereIsVerified_data();
    void whatIsDroppedAnywhereIsVerified();
    void aWidgetTakesWhatItIsFor();
    void aDamagedBundleIsShownAsBad();
    void whatAStrangerClaimsIsCalledUnproved();
    void whatIsDroppedMeanwhileComesNext();
    void aCardIsHeard();
    void aStationIsAddedByItsFingerprintOnly();
    void aStationIsAddedBeforeTheWindowCloses();
    void aCardThatComesMeanwhileIsShownNext();
    void theLogTellsWhatWasDone();
    void whatIsMarkedInTheLogStaysSo();

private:
    [[nodiscard]] static StationView viewOf(const TestStation& station)
    {
        return StationView{station.home(), station.access().clock};
    }
    [[nodiscard]] QString bundle() const;
    void drop(MainWindow& window, const QString& file) const { dropOnto(window, window, file); }
    void dropOnto(QWidget& target, MainWindow& window, const QString& file) const;

    std::unique_ptr<TestWorld> m_world;
};

QString TestFurtherPages::bundle() const
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    return m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.first().path;
}

// As a file manager tells of it, which gives the address as text as well, to the widget under the pointer.
void TestFurtherPages::dropOnto(QWidget& target, MainWindow& window, const QString& file) const
{
    QSignalSpy verified{&window.verify(), &VerifyPage::verified};
    QMimeData dragged;
    const auto address = QUrl::fromLocalFile(file);
    dragged.setUrls({address});
    dragged.setText(address.toString());
    QDragEnterEvent enter{QPoint{5, 5}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&target, &enter);
    QVERIFY(enter.isAccepted());
    QDragMoveEvent move{QPoint{6, 6}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&target, &move);
    QVERIFY(move.isAccepted());
    QDropEvent event{QPointF{6, 6}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier};
    QCoreApplication::sendEvent(&target, &event);
    QVERIFY(window.verify().isVisible());
    QVERIFY(verified.wait(LongEnough));
}

void TestFurtherPages::whatIsDroppedIsVerified()
{
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    drop(window, bundle());

    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Good);
    const auto signature
        = window.verify().checks().findItems(QStringLiteral("signature"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(signature.size(), 1);
    QCOMPARE(signature.first()->text(1), QStringLiteral("good"));
    QVERIFY(!signature.first()->icon(1).isNull());
    QVERIFY(m_world->backend.items().isEmpty());
    const auto fact = [&window](const char* name) {
        const auto lines
            = window.verify().checks().findItems(QString::fromLatin1(name), Qt::MatchExactly | Qt::MatchRecursive);
        return lines.size() == 1 ? lines.first()->text(2) : QString{};
    };
    const auto backend = m_world->backend.card().station().toString().left(8);
    QVERIFY2(fact("from").startsWith(u"site ("), qPrintable(fact("from")));
    QVERIFY2(fact("to").endsWith(QStringLiteral("(%1)").arg(backend)), qPrintable(fact("to")));
    QCOMPARE(fact("who may open it"), QStringLiteral("only ") + fact("to"));
    QCOMPARE(fact("number"), QStringLiteral("1"));
    QVERIFY2(fact("size").startsWith(u"1 part(s), "), qPrintable(fact("size")));
    QVERIFY2(fact("written by").startsWith(u"satchel "), qPrintable(fact("written by")));
}

void TestFurtherPages::whatIsDroppedAnywhereIsVerified_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<QString>("widget");
    QTest::addColumn<bool>("isReceipt");

    QTest::newRow("a filter") << "Requests" << "serial" << false;
    QTest::newRow("a folder to bring in") << "Bring in" << "folder" << false;
    QTest::newRow("a receipt onto a folder") << "Take out" << "folder" << true;
    QTest::newRow("where cards are taken") << "Stations" << "openCard" << false;
    QTest::newRow("a receipt where cards are taken") << "Stations" << "openCard" << true;
    QTest::newRow("where certificates are taken") << "Settings" << "anchors" << false;
    QTest::newRow("a receipt where certificates are taken") << "Settings" << "anchors" << true;
    QTest::newRow("a number") << "Settings" << "threads" << false;
    QTest::newRow("a name") << "Settings" << "personName" << false;
    QTest::newRow("a table") << "Log" << "entries" << false;
}

void TestFurtherPages::whatIsDroppedAnywhereIsVerified()
{
    QFETCH(QString, page);
    QFETCH(QString, widget);
    QFETCH(bool, isReceipt);
    auto file = bundle();
    if (isReceipt) {
        m_world->backend.import({file});
        file = m_world->put(QStringLiteral("a.receipt"), "none, which is found out");
    }
    MainWindow window{viewOf(m_world->backend)};
    window.resize(1000, 1400);
    window.show();
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    auto* const pages = window.findChild<QListWidget*>(QStringLiteral("pages"));
    pages->setCurrentItem(pages->findItems(page, Qt::MatchExactly).first());
    auto* const shown = window.findChild<QStackedWidget*>(QStringLiteral("stack"))->currentWidget();
    auto* const target = shown->findChild<QWidget*>(widget);
    QVERIFY(target != nullptr && target->isVisible());
    // What lies under the pointer there.
    auto* const under = target->childAt(target->rect().center());
    dropOnto(under != nullptr ? *under : *target, window, file);

    QCOMPARE(window.verify().checks().topLevelItemCount(), 1);
    if (const auto* const line = qobject_cast<QLineEdit*>(target)) {
        QVERIFY2(!line->text().contains(u"file:"), qPrintable(line->text()));
    }
    QVERIFY(!window.peers().intake().hasCard() && window.peers().intake().remark().isEmpty());
    QVERIFY2(window.settings().anchors().remark().isEmpty(), qPrintable(window.settings().anchors().remark()));
}

void TestFurtherPages::aWidgetTakesWhatItIsFor()
{
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    const auto accepts = [](QWidget& target, const QMimeData& dragged) {
        QDragEnterEvent enter{QPoint{5, 5}, Qt::CopyAction, &dragged, Qt::LeftButton, Qt::NoModifier};
        enter.ignore();
        // Not to the widgets around it.
        static_cast<QObject&>(target).event(&enter);
        return enter.isAccepted();
    };
    QMimeData elsewhere;
    elsewhere.setUrls({QUrl{QStringLiteral("https://example.org/a.satchel-card")}});
    QMimeData card;
    card.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.satchel-card"))});
    QMimeData certificate;
    certificate.setUrls({QUrl::fromLocalFile(QStringLiteral("/a.pem"))});
    QMimeData text;
    text.setText(QStringLiteral("a card as it stands in a mail"));
    auto& intake = window.peers().intake();
    auto& anchors = window.settings().anchors();
    QVERIFY(accepts(intake, card) && accepts(intake, text));
    QVERIFY(!accepts(intake, elsewhere));
    QVERIFY(accepts(anchors, certificate));
    QVERIFY(!accepts(anchors, elsewhere) && !accepts(anchors, card));
}

void TestFurtherPages::aDamagedBundleIsShownAsBad()
{
    auto bytes = TestWorld::read(bundle());
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    drop(window, m_world->put(QStringLiteral("damaged.satchel"), bytes));

    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Bad);
    QCOMPARE(window.verify().card().headline(), QStringLiteral("Not everything is good"));
    const auto reason
        = window.verify().checks().findItems(QStringLiteral("reason"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(reason.size(), 1);
    QVERIFY(!reason.first()->toolTip(2).isEmpty()); // in core's words
}

// Who a bundle says it is from is not who it is from, before its signature has been checked.
void TestFurtherPages::whatAStrangerClaimsIsCalledUnproved()
{
    const auto stranger = m_world->station(QStringLiteral("stranger"), StationRole::Site);
    stranger.know(m_world->backend);
    m_world->putDevice(QStringLiteral("SN-1"));
    stranger.gather({m_world->path(QStringLiteral("spool"))});
    const auto path = stranger.exportTo(m_world->path(QStringLiteral("stick"))).bundles.first().path;
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    drop(window, path);

    const auto& checks = window.verify().checks();
    QVERIFY(checks.findItems(QStringLiteral("what it is"), Qt::MatchExactly | Qt::MatchRecursive).isEmpty());
    const auto claim
        = checks.findItems(QStringLiteral("what it claims to be, unproved"), Qt::MatchExactly | Qt::MatchRecursive);
    QCOMPARE(claim.size(), 1);
    QVERIFY2(
        claim.first()->child(0)->text(2).startsWith(u"unknown here: "), qPrintable(claim.first()->child(0)->text(2)));
}

void TestFurtherPages::aStationIsAddedByItsFingerprintOnly()
{
    const auto other = m_world->station(QStringLiteral("new-site"), StationRole::Site);
    const auto card = other.card();
    const auto file = m_world->put(QStringLiteral("new.satchel-card"), card.file());
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.peers();
    auto* const told = page.findChild<QLineEdit*>(QStringLiteral("told"));
    auto* const add = page.findChild<QPushButton*>(QStringLiteral("add"));
    QSignalSpy read{&page.intake(), &PeerIntake::cardRead};
    page.readCard(file);
    QVERIFY(read.wait(LongEnough));
    QVERIFY(!add->isEnabled());
    told->setText(groupedFingerprint(m_world->site.card().station()));
    QVERIFY(!add->isEnabled());
    QVERIFY2(page.intake().remark().contains(u"another fingerprint"), qPrintable(page.intake().remark()));

    // A slip of the finger is shown where it is, and nobody is accused before all of it stands there.
    const auto* const groups = page.findChild<QLabel*>(QStringLiteral("groups"));
    auto typed = groupedFingerprint(card.station());
    const auto typo = typed[5] == QLatin1Char('0') ? QLatin1Char('1') : QLatin1Char('0');
    typed[5] = typo;
    told->setText(typed.left(14));
    QVERIFY(groups->isVisibleTo(&page));
    QCOMPARE(
        groups->text(), QStringLiteral("%1  ✘ %2  %3").arg(typed.left(4), typed.sliced(5, 4), typed.sliced(10, 4)));
    QCOMPARE(groups->accessibleName(), QStringLiteral("Group 2, %1, differs.").arg(typed.sliced(5, 4)));
    QCOMPARE(told->accessibleDescription(), groups->accessibleName());
    QVERIFY2(!page.intake().remark().contains(u"another fingerprint"), qPrintable(page.intake().remark()));
    told->setText(typed);
    QVERIFY2(page.intake().remark().contains(u"another fingerprint"), qPrintable(page.intake().remark()));
    QVERIFY(groups->text().contains(u'✘') && !add->isEnabled());
    told->setText(groupedFingerprint(card.station()).left(14));
    QVERIFY(!groups->isVisibleTo(&page));

    told->setText(groupedFingerprint(card.station()));
    QVERIFY(add->isEnabled());
    QSignalSpy changed{&page, &PeersPage::changed};
    add->click();
    QVERIFY(changed.wait(LongEnough));
    QVERIFY(m_world->backend.read().station().peers().byId(card.station()));
}

void TestFurtherPages::theLogTellsWhatWasDone()
{
    const auto path = bundle();
    MainWindow window{viewOf(m_world->site)};
    QSignalSpy refreshed{&window.log(), &LogPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));

    QCOMPARE(window.log().verdict(), QStringLiteral("The custody log is intact."));
    auto& table = window.log().table();
    QCOMPARE(table.rowCount(), 2);
    QCOMPARE(table.data(table.index(0, LogTable::Action)).toString(), QStringLiteral("taken out")); // the newest first
    table.setFilter(QStringLiteral("GATHER"));
    QCOMPARE(table.rowCount(), 1);
}

void TestFurtherPages::whatIsDroppedMeanwhileComesNext()
{
    const auto good = bundle();
    auto bytes = TestWorld::read(good);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    QSignalSpy verified{&window.verify(), &VerifyPage::verified};
    window.openFiles({m_world->put(QStringLiteral("damaged.satchel"), bytes)});
    window.openFiles({good});
    QVERIFY(verified.wait(LongEnough));
    QTRY_COMPARE_WITH_TIMEOUT(window.verify().checks().topLevelItemCount(), 2, LongEnough);
    QCOMPARE(verified.size(), 1);
    QVERIFY(window.verify().card().tone() != OutcomeCard::Tone::Good); // one card about both
    drop(window, good); // and what is dropped later begins anew
    QCOMPARE(window.verify().checks().topLevelItemCount(), 1);
    QCOMPARE(window.verify().card().tone(), OutcomeCard::Tone::Good);
}

// Whoever does not look at the window learns that the errand is at its end, and how.
void TestFurtherPages::aCardIsHeard()
{
    heard.clear();
    OutcomeCard card;
    card.show(OutcomeCard::Tone::Bad, QStringLiteral("The medium is full."), {});
    QCOMPARE(heard, QStringList{QStringLiteral("The medium is full.")});
}

void TestFurtherPages::aStationIsAddedBeforeTheWindowCloses()
{
    const auto card = m_world->station(QStringLiteral("new-site"), StationRole::Site).card();
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.peers();
    QSignalSpy read{&page.intake(), &PeerIntake::cardRead};
    page.readCard(m_world->put(QStringLiteral("new.satchel-card"), card.file()));
    QVERIFY(read.wait(LongEnough));
    page.findChild<QLineEdit*>(QStringLiteral("told"))->setText(groupedFingerprint(card.station()));
    page.findChild<QPushButton*>(QStringLiteral("add"))->click();
    QVERIFY(!window.close());
    QTRY_VERIFY_WITH_TIMEOUT(!window.isVisible(), LongEnough);
    QVERIFY(m_world->backend.read().station().peers().byId(card.station()));
}

void TestFurtherPages::aCardThatComesMeanwhileIsShownNext()
{
    const auto one = m_world->station(QStringLiteral("one"), StationRole::Site).card();
    const auto two = m_world->station(QStringLiteral("two"), StationRole::Site).card();
    MainWindow window{viewOf(m_world->backend)};
    window.show();
    auto& page = window.peers();
    QSignalSpy read{&page.intake(), &PeerIntake::cardRead};
    page.readCard(m_world->put(QStringLiteral("one.satchel-card"), one.file()));
    QVERIFY(read.wait(LongEnough));
    page.findChild<QLineEdit*>(QStringLiteral("told"))->setText(groupedFingerprint(one.station()));
    page.findChild<QPushButton*>(QStringLiteral("add"))->click();
    page.readCard(m_world->put(QStringLiteral("two.satchel-card"), two.file()));
    QVERIFY(read.wait(LongEnough));
    QVERIFY(m_world->backend.read().station().peers().byId(one.station()));
    QVERIFY(page.intake().hasCard());
    QCOMPARE(page.findChild<QLineEdit*>(QStringLiteral("alias"))->text(), QStringLiteral("two"));
    QVERIFY2(
        page.intake().remark().contains(u"one is known now") && page.intake().remark().contains(u"Call the other side"),
        qPrintable(page.intake().remark()));
}

void TestFurtherPages::whatIsMarkedInTheLogStaysSo()
{
    (void)bundle();
    MainWindow window{viewOf(m_world->site)};
    QSignalSpy refreshed{&window.log(), &LogPage::refreshed};
    QVERIFY(refreshed.wait(LongEnough));
    auto* const view = window.log().findChild<QTableView*>(QStringLiteral("entries"));
    view->selectRow(0);
    m_world->site.exportTo(m_world->path(QStringLiteral("again")));
    window.log().refresh();
    QVERIFY(refreshed.wait(LongEnough));
    QCOMPARE(window.log().table().rowCount(), 3);
    QCOMPARE(view->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(view->selectionModel()->selectedRows().first().row(), 1); // the newest is the first now
    QCOMPARE(view->currentIndex().row(), 1);
}

SATCHEL_TEST(TestFurtherPages)
#include "TestFurtherPages.moc"
