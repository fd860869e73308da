#include "PageTour.h"
#include "Patience.h"
#include "Scenes.h"

#include <app/Language.h>
#include <app/MainWindow.h>
#include <app/look/Look.h>
#include <app/pages/OverviewPage.h>
#include <app/pages/TakeOutPage.h>

#include <QApplication>
#include <QCommandLineParser>
#include <QDir>
#include <QPushButton>
#include <QSignalSpy>

#include <cstdio>
#include <memory>

using namespace satchel;
using namespace satchel::test;

namespace {

constexpr QSize SmallLaptop{1000, 640};

struct Variant {
    QString language;
    ColourScheme scheme = ColourScheme::Light;

    [[nodiscard]] QString folder() const
    {
        return language + (scheme == ColourScheme::Light ? QStringLiteral("-light") : QStringLiteral("-dark"));
    }
};

// "03.png": by number, because the names are in the language.
bool shootOne(MainWindow& window, const QString& folder, int number, const QString& what)
{
    const QString file = QStringLiteral("%1/%2.png").arg(folder).arg(number, 2, 10, QLatin1Char('0'));
    std::printf("%s: %s\n", qPrintable(file), qPrintable(what));
    return QDir{}.mkpath(folder) && window.grab().save(file);
}

bool shoot(MainWindow& window, const QString& folder, int first)
{
    window.resize(SmallLaptop);
    window.show();
    const PageTour tour{window};
    bool isWritten = true;
    for (int row = 0; row < tour.count(); ++row) {
        PageTour::chooseFirst(*tour.open(row));
        tour.settle();
        isWritten = shootOne(window, folder, first + row, tour.name(row)) && isWritten;
    }
    return isWritten;
}

// And the one page that is seen at the end of a trip.
bool shootTakenOut(MainWindow& window, const QString& place, const QString& folder, int number)
{
    auto& page = window.takeOut();
    Q_EMIT window.overview().takeOut();
    auto* const begin = page.findChild<QPushButton*>(QStringLiteral("begin"));
    QSignalSpy done{&page, &ErrandPage::done};
    page.setFolder(place);
    begin->click();
    (void)done.wait(LongEnough);
    PageTour{window}.settle();
    return shootOne(window, folder, number, QStringLiteral("taken out"));
}

bool shootStation(const QString& home, const Variant& variant, const QString& folder)
{
    const Language language{variant.language};
    const Look look{variant.scheme};
    MainWindow window{StationView{home}};
    QSignalSpy refreshed{&window, &MainWindow::refreshed};
    (void)refreshed.wait(LongEnough);
    return shoot(window, folder, 1);
}

bool shootAll(const FurnishedStation& station, const Variant& variant, const QString& folder)
{
    const Language language{variant.language};
    const Look look{variant.scheme};
    bool isWritten = true;
    int number = 0;
    for (const auto& scene : scenesOf(station)) {
        const auto window = play(scene, SmallLaptop);
        const PageTour tour{*window};
        if (!scene.isOfEveryPage) {
            isWritten = shootOne(*window, folder, number++, QLatin1StringView{scene.name}) && isWritten;
            continue;
        }
        isWritten = shoot(*window, folder, number) && isWritten;
        number += tour.count();
        if (number == tour.count()) { // of the first, which has something to take out
            isWritten = shootTakenOut(*window, station.folder(QStringLiteral("stick")), folder, number++) && isWritten;
        }
    }
    return isWritten;
}

} // namespace

// Every page of the window, in both languages, light and dark.
int main(int argc, char** argv)
{
    if (qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    const QApplication application{argc, argv};
    QApplication::setApplicationName(QStringLiteral("satchel-screenshots"));
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("folder"), QStringLiteral("Where they go."));
    parser.addOption({QStringLiteral("scale"), QStringLiteral("Of the letters, in per cent."), QStringLiteral("N"),
        QStringLiteral("100")});
    parser.addOption({QStringLiteral("station"),
        QStringLiteral("Of the station there, as `satchel demo desktop` makes one; else of a small one."),
        QStringLiteral("HOME")});
    parser.process(application);
    const QString folder = parser.positionalArguments().value(0, QStringLiteral("screenshots"));
    auto font = QApplication::font();
    font.setPointSizeF(font.pointSizeF() * parser.value(QStringLiteral("scale")).toDouble() / 100);
    QApplication::setFont(font);

    const QString home = parser.value(QStringLiteral("station"));
    const auto station = home.isEmpty() ? std::make_unique<FurnishedStation>() : nullptr;
    bool isWritten = true;
    for (const auto& language : Language::known()) {
        for (const auto scheme : {ColourScheme::Light, ColourScheme::Dark}) {
            const Variant variant{language, scheme};
            const QString place = folder + QLatin1Char('/') + variant.folder();
            isWritten
                = (station ? shootAll(*station, variant, place) : shootStation(home, variant, place)) && isWritten;
        }
    }
    return isWritten ? 0 : 1;
}
