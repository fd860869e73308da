#include "BurntParts.h"

#include <core/base/File.h>
#include <core/bundle/Label.h>
#include <core/media/MediumFile.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <unistd.h>

namespace satchel {

void removeBurntParts(const Session& session, const StationId& peer, const QString& folder)
{
    static const QRegularExpression number{QStringLiteral("-([0-9]{6,18})\\.satchel\\.part\\z")};
    const QDir there{folder};
    bool removed = false;
    for (const auto& name : there.entryList({QStringLiteral(".satchel-*.part")}, QDir::Files | QDir::Hidden)) {
        const auto sequence = number.match(name).captured(1).toLongLong();
        const BundleAddress address{{}, session.station().id(), session.ledger().id(), peer, sequence};
        const auto burnt = name == partNameOf(bundleFileName(address))
            ? session.ledger().bundles().isVoid(peer, sequence)
            : Result<bool>{false};
        removed |= burnt && *burnt && ::unlink(QFile::encodeName(there.filePath(name)).constData()) == 0;
    }
    if (removed) {
        (void)syncFolder(folder); // a file that comes back is removed the next time
    }
}

} // namespace satchel
