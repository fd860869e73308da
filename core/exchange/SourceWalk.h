#pragma once

#include <core/base/Result.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <deque>
#include <functional>
#include <optional>

namespace satchel {

// Walks the files that a user named: files as they are, folders to a depth of 8, links not followed, hidden files left
// alone (a dot before the name is how a file that is still being written is hidden). Within a folder, oldest first, so
// that a device's newer request is met after the one it makes worthless.
class SourceWalk final {
public:
    static constexpr int MostDepth = 8;

    explicit SourceWalk(const QStringList& named);

    struct File {
        QString path;
        bool named = false; // by the user, not found in a folder
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
    struct Place {
        QString path;
        int depth = 0; // 0: named by the user
    };

    void openFolder(const Place& folder);

    std::deque<Place> m_places; // in the order of walking
    QList<Skipped> m_skipped;
};

} // namespace satchel
