#pragma once

#include <core/base/FileLook.h>
#include <core/base/FolderListing.h>
#include <core/base/Result.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <deque>
#include <optional>
#include <vector>

namespace satchel {

// Walks the files that a user named: files as they are, folders to a depth of 8, links not followed, hidden files left
// alone (a dot before the name is how a file that is still being written is hidden). Within a folder, oldest first, so
// that a device's newer request is met after the one it makes worthless. Memory does not grow with the files.
class SourceWalk final {
public:
    static constexpr int MostDepth = 8;

    // Files in folders whose names end so are passed over; one that the user named is not.
    explicit SourceWalk(const QStringList& named, QByteArray passedOver = {});

    struct File {
        QString path;
        bool named = false; // by the user, not found in a folder
        std::optional<FileLook> look = {};
    };
    // The next file, or nullopt at the end.
    [[nodiscard]] std::optional<File> next();

    struct Skipped {
        QString path;
        ErrorCode code = ErrorCode::Unreadable;
        QString reason;
        bool isFailure = true; // false: only worth a remark (a link)
    };
    // What was met and not walked since the last call.
    [[nodiscard]] QList<Skipped> takeSkipped();

private:
    struct Folder {
        QString path;
        FolderListing listing;
    };

    [[nodiscard]] bool isPassedOver(const QByteArray& name) const;
    [[nodiscard]] std::optional<File> nextNamed();
    // Of the folder that was opened last.
    [[nodiscard]] std::optional<File> nextListed();
    void openFolder(const QString& path);
    void skip(const QString& path, ErrorCode code, const QString& reason, bool isFailure = true);

    std::deque<QString> m_named; // not walked yet
    QByteArray m_passedOver;
    std::vector<Folder> m_folders; // each inside the one before
    QList<Skipped> m_skipped;
};

} // namespace satchel
