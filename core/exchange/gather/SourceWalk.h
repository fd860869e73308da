#pragma once

#include <core/base/FileLook.h>
#include <core/base/FolderListing.h>
#include <core/base/Result.h>

#include <QString>
#include <QStringList>

#include <deque>
#include <functional>
#include <optional>
#include <vector>

namespace satchel {

// Walks the files that a user named: files as they are, folders to a depth of 8, links not followed, hidden files left
// alone (a dot before the name is how a file that is still being written is hidden). Within a folder, oldest first, so
// that a device's newer request is met after the one it makes worthless. Memory does not grow with the files.
class SourceWalk final {
public:
    static constexpr int MostDepth = 8;

    struct Skipped {
        QString path;
        ErrorCode code = ErrorCode::Unreadable;
        QString reason;
        bool isFailure = true; // false: only worth a remark (a link)
    };
    // Told at once of each that is met and not walked: there may be as many as there are files.
    using OnSkipped = std::function<void(const Skipped&)>;

    // Files in folders whose names end so are passed over; one that the user named is not.
    SourceWalk(const QStringList& named, QByteArray passedOver, OnSkipped onSkipped);

    struct File {
        QString path;
        bool named = false; // by the user, not found in a folder
        std::optional<FileLook> look = {};
    };
    // The next file, or nullopt at the end.
    [[nodiscard]] std::optional<File> next();

private:
    struct Folder {
        QString path;
        FolderListing listing;
    };

    [[nodiscard]] bool isPassedOver(const QByteArray& name) const;
    [[nodiscard]] std::optional<File> nextNamed();
    // Of the folder that was opened last.
    [[nodiscard]] std::optional<File> nextListed();
    void openFolder(const QString& path, FolderListing::Links links);
    void skip(const QString& path, ErrorCode code, const QString& reason, bool isFailure = true);

    std::deque<QString> m_named; // not walked yet
    QByteArray m_passedOver;
    std::vector<Folder> m_folders; // each inside the one before
    OnSkipped m_onSkipped;
};

} // namespace satchel
