#pragma once

#include <app/MainWindow.h>
#include <app/pages/BringInPage.h>
#include <app/pages/ErrandPage.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/TakeOutPage.h>
#include <tests/gui/Clicks.h>
#include <tests/support/TestWorld.h>

#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

// How a test does what a person does: by finding, clicking and typing.
namespace satchel::test {

inline StationView viewOf(const TestStation& station, const MediaAccess& media = {})
{
    return StationView{station.home(), station.access().clock, media};
}

// By the names on the left.
inline void openPage(MainWindow& window, const QWidget& page)
{
    auto* const names = window.findChild<QListWidget*>(QStringLiteral("pages"));
    const auto found = names->findItems(page.accessibleName(), Qt::MatchExactly);
    QCOMPARE(found.size(), 1);
    QTest::mouseClick(names->viewport(), Qt::LeftButton, {}, names->visualItemRect(found.first()).center());
    QVERIFY(page.isVisible());
}

// By the overview's large button, where that is shown.
inline void openErrand(MainWindow& window, ErrandPage& page)
{
    if (!window.overview().isVisible()) {
        openPage(window, page);
        return;
    }
    press(window.overview(), &page == &window.takeOut() ? "takeOut" : "bringIn");
    QVERIFY(page.isVisible());
}

// The errand from its button to its card. Where it goes is chosen.
inline void begin(MainWindow& window, ErrandPage& page)
{
    QSignalSpy done{&page, &ErrandPage::done};
    press(page, "begin");
    QVERIFY(page.isRunning());
    QVERIFY(done.wait(LongEnough));
    QTRY_VERIFY(page.card().isVisibleTo(&window));
}

inline void run(MainWindow& window, ErrandPage& page, const QString& folder)
{
    openErrand(window, page);
    page.setFolder(folder);
    begin(window, page);
}

// Clicks on the card of the medium whose text has this in it.
inline void clickMedium(ErrandPage& page, const QString& text)
{
    auto* const media = page.findChild<QListWidget*>(QStringLiteral("media"));
    QTRY_VERIFY_WITH_TIMEOUT(!media->findItems(text, Qt::MatchContains).isEmpty(), LongEnough);
    auto* const item = media->findItems(text, Qt::MatchContains).first();
    media->scrollToItem(item);
    QTest::mouseClick(media->viewport(), Qt::LeftButton, {}, media->visualItemRect(item).center());
    QVERIFY(item->isSelected());
}

inline QString shownOn(const OutcomeCard& card)
{
    return card.headline() + QLatin1Char('\n') + card.details();
}

} // namespace satchel::test

#define VERIFY_SAYS(card, part) QVERIFY2(shownOn(card).contains(QLatin1StringView{part}), qPrintable(shownOn(card)))
