#include "MainWindow.h"

#include <core/base/Allocator.h>
#include <core/base/LooseThread.h>
#include <core/station/StationHome.h>

#include <QApplication>
#include <QCommandLineParser>

#include <memory>

int main(int argc, char** argv)
{
    satchel::keepFreedMemory();
    const QApplication application{argc, argv};
    QApplication::setApplicationName(QStringLiteral("satchel-desktop"));
    QApplication::setOrganizationName(QStringLiteral("satchel"));
    QApplication::setApplicationDisplayName(QStringLiteral("Satchel"));
    QApplication::setApplicationVersion(QStringLiteral(SATCHEL_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("satchel"));

    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOption({QStringLiteral("home"), QCoreApplication::translate("main", "The station's directory."),
        QStringLiteral("DIR")});
    parser.process(application);

    auto window = std::make_unique<satchel::MainWindow>(
        satchel::StationView{satchel::stationHome(parser.value(QStringLiteral("home")))});
    window->show();
    const int exitCode = QApplication::exec();
    window.reset(); // what it runs ends in order, or is left to itself if a medium keeps it
    satchel::endProcessIfThreadsStayAtLarge(exitCode);
    return exitCode;
}
