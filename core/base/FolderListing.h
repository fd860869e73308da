#pragma once

#include <core/base/FileLook.h>
#include <core/base/Result.h>

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QTemporaryFile>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace satchel {

// The entries of one folder, oldest first, folders last, equally old ones by name. A folder may hold millions: all but
// some thousand wait, sorted, in an unnamed temporary file. Not for use by several threads.
class FolderListing final {
public:
    enum class Kind : quint8 { File, Folder, Link };

    struct Entry {
        QByteArray name; // as the file system has it
        Kind kind = Kind::File; // also of what is neither: pipes, devices
        FileLook look; // of a link: its own
    };

    // Which names are wanted at all; the others are not even looked at. Not every file system says at once what is a
    // regular file.
    using Wanted = std::function<bool(const QByteArray& name, bool surelyRegular)>;

    // May the folder itself be a link to one?
    enum class Links : quint8 { Follow, Refuse };

    // Reads all names. What vanishes meanwhile is left out. "." and ".." are no entries.
    [[nodiscard]] static Result<FolderListing> open(
        const QString& folder, Links links, const Wanted& wanted, std::size_t mostInMemory = 32 * 1024);

    [[nodiscard]] Result<std::optional<Entry>> next();

private:
    // One sorted stretch of the temporary file, read bit by bit.
    struct Run {
        qint64 position = 0;
        qint64 end = 0;
        QByteArray buffer = {};
        qsizetype consumed = 0;
        Entry first = {}; // not given out yet
    };

    FolderListing() = default;

    void add(Entry entry, std::size_t mostInMemory);
    void sortMemory();
    [[nodiscard]] bool spill();
    [[nodiscard]] Result<void> startMerging();
    // False at the end of the run.
    [[nodiscard]] Result<bool> readFirst(Run& run);
    [[nodiscard]] Result<bool> fill(Run& run, qsizetype wanted);

    std::vector<Entry> m_memory; // oldest last once it is sorted
    std::unique_ptr<QTemporaryFile> m_file;
    std::vector<Run> m_runs; // a heap, the oldest entry on top, once merging has started
    bool m_maySpill = true;
};

// The names in a folder, sorted, without the hidden ones; none if there is no such folder.
// QDir takes a folder that cannot be read for an empty one.
[[nodiscard]] Result<QStringList> namesIn(const QString& folder);

} // namespace satchel
