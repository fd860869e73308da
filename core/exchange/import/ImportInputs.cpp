#include "ImportInputs.h"

#include <core/base/File.h>
#include <core/bundle/BundleReader.h>
#include <core/bundle/UstarArchive.h>
#include <core/exchange/gather/SourceWalk.h>

#include <QFileInfo>

#include <algorithm>
#include <fcntl.h>
#include <tuple>
#include <utility>

namespace satchel {

namespace {

enum class FileSort { Bundle, Receipt, Other };

FileSort sortOf(const QString& path)
{
    if (hasBundleName(path)) {
        return FileSort::Bundle;
    }
    if (hasReceiptName(path)) {
        return FileSort::Receipt;
    }
    const auto file = FileDescriptor::open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
    const auto start = file ? file->readUpTo(ustar::BlockSize, path) : fail(file.error());
    return start && start->startsWith(QByteArray{"mimetype\0", 9}) ? FileSort::Bundle : FileSort::Other;
}

FoundBundle lookAt(const QString& path)
{
    FoundBundle found;
    found.path = path;
    if (auto medium = MediumPresence::at(found.folder())) {
        found.medium = std::make_shared<const MediumPresence>(*std::move(medium));
    }
    if (const auto bundle = UntrustedBundle::open(path)) {
        const auto& address = bundle->claimedLabel().address;
        found.from = address.from;
        found.ledger = address.ledger;
        found.sequence = address.sequence;
    }
    return found;
}

Error unfitFile(const QString& path)
{
    const bool empty = QFileInfo{path}.size() == 0;
    return {empty ? ErrorCode::Empty : ErrorCode::NotRecognised,
        empty ? QStringLiteral("the file is empty") : QStringLiteral("this is neither a bundle nor a receipt"), path};
}

} // namespace

bool hasBundleName(const QString& path)
{
    return path.endsWith(u".satchel", Qt::CaseInsensitive);
}

bool hasReceiptName(const QString& path)
{
    return path.endsWith(u".receipt", Qt::CaseInsensitive);
}

QString FoundBundle::folder() const
{
    return QFileInfo{path}.absolutePath();
}

Result<ImportInputs> ImportInputs::find(const QStringList& paths, const Conduct& conduct)
{
    ImportInputs inputs;
    const auto noteSkipped = [&](const SourceWalk::Skipped& skipped) {
        // What lies on a medium beside bundles is not ours to judge: lost+found may be unreadable.
        if (skipped.isFailure && paths.contains(skipped.path)) {
            inputs.unfit.push_back({skipped.code, skipped.reason, skipped.path});
        } else {
            ++inputs.otherFiles;
        }
    };
    SourceWalk walk{paths, {}, noteSkipped};
    qint64 files = 0;
    while (const auto file = walk.next()) {
        if (conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped on request while looking for bundles"));
        }
        conduct.tell({QStringLiteral("looking"), ++files, 0, QStringLiteral("files")});
        const auto sort = sortOf(file->path);
        if (sort == FileSort::Bundle) {
            inputs.bundles.push_back(lookAt(file->path));
        } else if (sort == FileSort::Receipt) {
            inputs.receipts.append(file->path);
        } else if (file->named) {
            inputs.unfit.push_back(unfitFile(file->path));
        } else {
            ++inputs.otherFiles;
        }
    }
    std::sort(inputs.bundles.begin(), inputs.bundles.end(), [](const FoundBundle& a, const FoundBundle& b) {
        return std::tie(a.from, a.ledger, a.sequence, a.path) < std::tie(b.from, b.ledger, b.sequence, b.path);
    });
    return inputs;
}

} // namespace satchel
