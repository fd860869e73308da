#include "Scenes.h"

#include "PageTour.h"
#include "Patience.h"

#include <app/pages/IntroductionPage.h>
#include <app/pages/ItemsPage.h>
#include <app/pages/PeersPage.h>
#include <app/pages/VerifyPage.h>
#include <app/widgets/PassphrasePane.h>
#include <app/widgets/PeerIntake.h>

#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

namespace satchel::test {

namespace {

void require(bool isSo, const char* what)
{
    if (!isSo) {
        qFatal("%s", what);
    }
}

void openPage(MainWindow& window, const QWidget& page)
{
    auto* const names = window.findChild<QListWidget*>(QStringLiteral("pages"));
    const auto found = names->findItems(page.accessibleName(), Qt::MatchExactly);
    require(found.size() == 1, "the page is not there");
    names->setCurrentItem(found.first());
}

void press(const QWidget& page, const char* name)
{
    auto* const button = page.findChild<QPushButton*>(QLatin1StringView{name});
    require(button != nullptr && button->isEnabled() && button->isVisible(), name);
    button->click();
}

void lookAtFiles(MainWindow& window, const QStringList& files)
{
    QSignalSpy verified{&window.verify(), &VerifyPage::verified};
    window.openFiles(files);
    require(verified.wait(LongEnough), "nothing was verified");
}

// The card of another station, and a fingerprint with a typo in it.
void takeCard(QWidget& page, const QString& card)
{
    auto* const intake = page.findChild<PeerIntake*>();
    QSignalSpy read{intake, &PeerIntake::cardRead};
    intake->readCard(card);
    require(read.wait(LongEnough) && intake->hasCard(), "the card was not read");
    intake->findChild<QLineEdit*>(QStringLiteral("told"))->setText(QStringLiteral("0123 4567 89ab cdef 01"));
}

// Rejected, and the seconds in which it can be undone.
void decide(MainWindow& window)
{
    auto& page = window.items();
    page.decisions().setSecondsToUndo(10'000);
    openPage(window, page);
    page.showState(ItemState::Held);
    QSignalSpy shown{&page, &ItemsPage::shown};
    page.choose(0);
    require(shown.wait(LongEnough), "nothing was chosen");
    require(QTest::qWaitFor([&page] { return !page.decisions().offered().rejectable.isEmpty(); }, LongEnough),
        "nothing may be decided");
    page.findChild<QLineEdit*>(QStringLiteral("why"))->setText(QStringLiteral("nobody knows whose it is"));
    press(page, "reject");
    require(page.decisions().isWaiting(), "nothing waits");
}

void askForPassphrase(MainWindow& window)
{
    openPage(window, window.peers());
    require(QTest::qWaitFor(
                [&window] { return window.peers().findChild<QPushButton*>(QStringLiteral("copyCard"))->isEnabled(); },
                LongEnough),
        "the card cannot be copied");
    press(window.peers(), "copyCard");
    const auto* const pane = window.findChild<PassphrasePane*>();
    require(QTest::qWaitFor([pane] { return pane->isVisible(); }, LongEnough), "no passphrase is asked for");
}

} // namespace

QList<Scene> scenesOf(const FurnishedStation& station)
{
    return {
        {"site", station.view(),
            [files = QStringList{station.goodBundle(), station.damagedBundle()}](
                MainWindow& window) { lookAtFiles(window, files); },
            true},
        {"no station yet", station.empty()},
        {"backend", station.backend(), [](MainWindow&) {}, true},
        {"a station that knows nobody", station.stranger(),
            [card = station.card()](MainWindow& window) { takeCard(*window.findChild<IntroductionPage*>(), card); }},
        {"a station that cannot be opened", station.unreadable()},
        {"a passphrase is asked for", station.locked(), &askForPassphrase},
        {"a decision can be undone", station.view(), &decide},
    };
}

std::unique_ptr<MainWindow> play(const Scene& scene, const QSize& size)
{
    auto window = std::make_unique<MainWindow>(scene.view);
    window->resize(size);
    window->show();
    window->activateWindow();
    if (window->findChild<VerifyPage*>() != nullptr) {
        QSignalSpy refreshed{window.get(), &MainWindow::refreshed};
        require(refreshed.wait(LongEnough), "the station was not read");
    }
    PageTour{*window}.settle();
    scene.act(*window);
    PageTour{*window}.settle();
    return window;
}

} // namespace satchel::test
