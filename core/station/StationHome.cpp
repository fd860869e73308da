#include "StationHome.h"

#include <QDir>

namespace satchel {

namespace {

QString defaultHome()
{
    const auto dataHome = qEnvironmentVariable("XDG_DATA_HOME");
    // The XDG base directory specification: a relative path is as good as none.
    const auto base = QDir::isAbsolutePath(dataHome) ? dataHome : QDir::homePath() + QStringLiteral("/.local/share");
    return base + QStringLiteral("/satchel");
}

} // namespace

QString stationHome(const QString& named)
{
    const QString chosen = named.isEmpty() ? qEnvironmentVariable("SATCHEL_HOME") : named;
    return QDir::cleanPath(QDir::current().absoluteFilePath(chosen.isEmpty() ? defaultHome() : chosen));
}

} // namespace satchel
