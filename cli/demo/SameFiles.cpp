#include "SameFiles.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>

#include <QDir>
#include <QHash>

namespace satchel {

namespace {

constexpr qint64 LargestFile = 4 * 1024 * 1024;

Result<Sha256Digest> digestOf(const QString& path)
{
    return readFile(path, LargestFile).map([](const QByteArray& bytes) { return sha256(bytes); });
}

QStringList filesIn(const QStringList& folders)
{
    QStringList paths;
    for (const auto& folder : folders) {
        const QDir files{folder};
        for (const auto& name : files.entryList(QDir::Files | QDir::Hidden)) {
            if (!name.endsWith(QStringLiteral(".meta"))) {
                paths.append(files.filePath(name));
            }
        }
    }
    return paths;
}

} // namespace

Result<void> haveSameContents(const QStringList& files, const QStringList& folders)
{
    QMultiHash<Sha256Digest, QString> missing;
    for (const auto& file : files) {
        const auto digest = digestOf(file);
        if (!digest) {
            return fail(digest.error());
        }
        missing.insert(*digest, file);
    }
    for (const auto& path : filesIn(folders)) {
        const auto digest = digestOf(path);
        if (!digest) {
            return fail(digest.error());
        }
        const auto found = missing.find(*digest);
        if (found == missing.end()) {
            return fail(
                Error{ErrorCode::BadDigest, QStringLiteral("no file given has the bytes of %1").arg(path), path});
        }
        missing.erase(found);
    }
    if (!missing.isEmpty()) {
        return fail(Error{ErrorCode::BadDigest,
            QStringLiteral("the bytes of %1 are nowhere").arg(missing.begin().value()), missing.begin().value()});
    }
    return {};
}

} // namespace satchel
