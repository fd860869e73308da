#include "MainWindow.h"

#include <core/base/Allocator.h>
#include <core/station/StationHome.h>

#include <QApplication>
#include <QCommandLineParser>

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

    satchel::MainWindow window{satchel::StationView{satchel::stationHome(parser.value(QStringLiteral("home")))}};
    window.show();
    return QApplication::exec();
}
