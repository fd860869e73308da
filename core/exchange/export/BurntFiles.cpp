#include "BurntFiles.h"

#include <core/base/CallThread.h>
#include <core/base/File.h>
#include <core/bundle/BundleReader.h>
#include <core/media/MediumFile.h>

#include <QDir>
#include <QFile>
#include <QRegularExpression>

#include <optional>
#include <unistd.h>

namespace satchel {

namespace {

struct BurntFile {
    QString path;
    std::optional<BundleAddress> label = {}; // what it must say; nullopt of an unfinished file
};

QStringList candidatesIn(const QString& folder)
{
    return QDir{folder}.entryList(
        {QStringLiteral(".satchel-*.part"), QStringLiteral("satchel-*.satchel")}, QDir::Files | QDir::Hidden);
}

// By its name and our ledger. What was in the way of the name when it was given shows as "-2" and so on.
std::optional<BurntFile> burntFile(
    const Session& session, const StationId& peer, const QString& folder, const QString& name)
{
    static const QRegularExpression number{QStringLiteral("-([0-9]{6,18})(-[0-9]{1,5})?\\.satchel(\\.part)?\\z")};
    const auto match = number.match(name);
    BundleAddress address{{}, session.station().id(), session.ledger().id(), peer, match.captured(1).toLongLong()};
    const auto due = bundleFileName(address);
    const bool isPart = name == partNameOf(due);
    auto plain = name;
    plain.remove(match.capturedStart(2), match.capturedLength(2));
    if (!match.hasMatch() || (!isPart && plain != due)) {
        return std::nullopt;
    }
    const auto burnt = session.ledger().bundles().findVoid(peer, address.sequence);
    if (!burnt || !*burnt) {
        return std::nullopt;
    }
    address.bundle = (*burnt)->id;
    const auto path = QDir{folder}.filePath(name);
    return isPart ? BurntFile{path} : BurntFile{path, address};
}

// Another ledger of this station may have used the number for a bundle that is good.
bool isWhatItSeems(const BurntFile& file)
{
    if (!file.label) {
        return true;
    }
    const auto bundle = UntrustedBundle::open(file.path);
    return bundle && bundle->claimedLabel().address == *file.label;
}

bool removeAll(const QList<BurntFile>& files, const QString& folder)
{
    bool removed = false;
    for (const auto& file : files) {
        removed |= isWhatItSeems(file) && ::unlink(QFile::encodeName(file.path).constData()) == 0;
    }
    if (removed) {
        (void)syncFolder(folder); // a file that comes back is removed the next time
    }
    return removed;
}

} // namespace

void removeBurntFiles(const Session& session, const StationId& peer, const QString& folder, const std::stop_token& stop)
{
    const auto names = unlessStopped<QStringList>(stop, [folder] { return candidatesIn(folder); });
    QList<BurntFile> files;
    for (const auto& name : names.value_or(QStringList{})) {
        if (auto file = burntFile(session, peer, folder, name)) {
            files.append(*std::move(file));
        }
    }
    if (!files.isEmpty()) {
        (void)unlessStopped<bool>(stop, [files, folder] { return removeAll(files, folder); });
    }
}

} // namespace satchel
