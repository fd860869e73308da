#include "UnfinishedStation.h"

#include "Station.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <cstdio>
#include <set>

namespace satchel {

namespace {

// Names in a folder; what writeFileAtomically() was writing, `.x.part`, left out.
std::set<QString> namesIn(const QString& folder)
{
    std::set<QString> names;
    const auto all = QDir{folder}.entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
    for (const auto& name : all) {
        if (!name.startsWith(QLatin1Char('.')) || !name.endsWith(QStringLiteral(".part"))) {
            names.insert(name);
        }
    }
    return names;
}

bool holdsOnly(const QString& folder, const std::set<QString>& allowed)
{
    const auto names = namesIn(folder);
    return std::includes(allowed.begin(), allowed.end(), names.begin(), names.end());
}

} // namespace

bool holdsUnfinishedStation(const QString& home)
{
    const StationPaths paths{home};
    // init makes this folder first.
    return QFileInfo{paths.keys()}.isDir()
        && holdsOnly(home,
            {QStringLiteral("identity.toml"), QStringLiteral("keys"), QStringLiteral("lock"), QStringLiteral("peers"),
                QStringLiteral("trust")})
        && holdsOnly(paths.keys(),
            {QStringLiteral("decryption.cert.pem"), QStringLiteral("decryption.key.pem"),
                QStringLiteral("signing.cert.pem"), QStringLiteral("signing.key.pem")})
        && holdsOnly(paths.peers(), {}) && holdsOnly(paths.trust(), {});
}

Result<QString> putUnfinishedAside(const QString& home, const QDateTime& now)
{
    if (!holdsUnfinishedStation(home)) {
        return fail(Error{ErrorCode::Usage, QStringLiteral("this is not what an init that broke off leaves"), home});
    }
    const QString aside
        = home + QStringLiteral(".unfinished-") + now.toUTC().toString(QStringLiteral("yyyyMMdd'T'HHmmss'Z'"));
    if (::rename(QFile::encodeName(home).constData(), QFile::encodeName(aside).constData()) != 0) {
        return fail(takeErrno(QStringLiteral("the folder cannot be given the name %1").arg(aside), home));
    }
    SATCHEL_TRY(syncFolder(QFileInfo{home}.path()));
    return aside;
}

} // namespace satchel
