#include "Language.h"
#include "MainWindow.h"

#include <app/look/Icons.h>
#include <app/look/Look.h>

#include <core/base/Allocator.h>
#include <core/station/StationHome.h>

#include <QApplication>
#include <QCommandLineParser>

#include <cstdio>
#include <cstdlib>
#include <memory>

namespace {

struct Main {
    Q_DECLARE_TR_FUNCTIONS(Main)
};

struct Wishes {
    QString home;
    QString language;
    std::optional<satchel::ColourScheme> scheme;
    QStringList files;
};

// What is asked for in a word that nobody knows ends the program, as the command line does.
void demandOneOf(const QString& option, const QString& value, const QStringList& known)
{
    if (!value.isEmpty() && !known.contains(value)) {
        const QString told = Main::tr("--%1 takes one of: %2").arg(option, known.join(QStringLiteral(", ")));
        std::fprintf(stderr, "satchel-desktop: %s\n", qPrintable(told));
        std::exit(2);
    }
}

Wishes parse(const QCoreApplication& application)
{
    const QString home = QStringLiteral("home");
    const QString language = QStringLiteral("language");
    const QString scheme = QStringLiteral("color-scheme");
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({
        {home, Main::tr("The station's directory."), QStringLiteral("DIR")},
        {language, Main::tr("The language of the window, instead of the system's: de or en."),
            QStringLiteral("LANGUAGE")},
        {scheme, Main::tr("light or dark, instead of what the desktop says."), QStringLiteral("SCHEME")},
    });
    parser.addPositionalArgument(
        QStringLiteral("files"), Main::tr("Bundles and receipts to verify."), QStringLiteral("[FILE…]"));
    parser.process(application);
    demandOneOf(language, parser.value(language), satchel::Language::known());
    demandOneOf(scheme, parser.value(scheme), {QStringLiteral("light"), QStringLiteral("dark")});
    return {satchel::stationHome(parser.value(home)), parser.value(language),
        satchel::colourSchemeFromName(parser.value(scheme)), parser.positionalArguments()};
}

} // namespace

int main(int argc, char** argv)
{
    satchel::keepFreedMemory();
    const QApplication application{argc, argv};
    QApplication::setApplicationName(QStringLiteral("satchel-desktop"));
    QApplication::setOrganizationName(QStringLiteral("satchel"));
    QApplication::setApplicationDisplayName(QStringLiteral("Satchel"));
    QApplication::setApplicationVersion(QStringLiteral(SATCHEL_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("satchel"));

    // The help comes in the system's language: what else was wished is known only after it.
    auto language = std::make_unique<satchel::Language>();
    const Wishes wishes = parse(application);
    language.reset();
    language = std::make_unique<satchel::Language>(wishes.language);
    const satchel::Look look{wishes.scheme, satchel::PortalScheme::sessionBus()};
    QApplication::setWindowIcon(QIcon{QStringLiteral(":/icons/satchel.svg")});

    satchel::MainWindow window{satchel::StationView{wishes.home}};
    window.openFiles(wishes.files);
    window.show();
    return QApplication::exec();
}
