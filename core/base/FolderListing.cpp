#include "FolderListing.h"

#include "File.h"
#include "Interruption.h"

#include <QFile>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <tuple>

namespace satchel {

namespace {

constexpr qsizetype BytesAtOnce = 32 * 1024; // of a run

// How an entry stands in the temporary file: this, then the name.
struct StoredEntry {
    FileLook look;
    quint32 nameSize = 0;
    FolderListing::Kind kind = FolderListing::Kind::File;
};

using OpenFolder = std::unique_ptr<DIR, decltype([](DIR* open) { ::closedir(open); })>;

bool isOlder(const FolderListing::Entry& a, const FolderListing::Entry& b)
{
    const auto rank = [](const FolderListing::Entry& entry) {
        return std::make_tuple(entry.kind == FolderListing::Kind::Folder, entry.look.modifiedNanoseconds);
    };
    return rank(a) != rank(b) ? rank(a) < rank(b) : a.name < b.name;
}

// The standard library's heaps have the greatest on top.
bool comesLater(const FolderListing::Entry& a, const FolderListing::Entry& b)
{
    return isOlder(b, a);
}

FolderListing::Kind kindOf(mode_t mode)
{
    return S_ISDIR(mode) ? FolderListing::Kind::Folder
        : S_ISLNK(mode)  ? FolderListing::Kind::Link
                         : FolderListing::Kind::File;
}

// nullopt for what has vanished since its name was read. What cannot be looked at for another reason is an entry all
// the same: whoever opens it learns why.
std::optional<FolderListing::Entry> lookAt(int folder, const QByteArray& name)
{
    struct stat facts = {};
    if (::fstatat(folder, name.constData(), &facts, AT_SYMLINK_NOFOLLOW) != 0) {
        return errno == ENOENT ? std::nullopt : std::optional{FolderListing::Entry{name, {}, {}}};
    }
    return FolderListing::Entry{name, kindOf(facts.st_mode), FileLook::from(facts)};
}

// Null, and errno, if it cannot be.
OpenFolder openFolder(const QString& folder, int following)
{
    const auto path = QFile::encodeName(folder);
    const int descriptor
        = withoutInterruption([&] { return ::open(path.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | following); });
    return OpenFolder{descriptor < 0 ? nullptr : ::fdopendir(descriptor)};
}

// `visit` gets a name, and whether that is surely a regular file's.
template <typename Visit> Result<void> forEachName(const OpenFolder& entries, const QString& folder, Visit visit)
{
    while (true) {
        errno = 0; // readdir(3) tells an error from the end by it alone
        const auto* const found = ::readdir(entries.get());
        if (!found && errno == EINTR) {
            continue;
        }
        if (!found) {
            return errno == 0 ? Result<void>{}
                              : fail(takeErrno(QStringLiteral("the folder cannot be read to its end"), folder));
        }
        const QByteArray name{found->d_name};
        if (name != "." && name != "..") {
            visit(name, found->d_type == DT_REG);
        }
    }
}

} // namespace

Result<FolderListing> FolderListing::open(
    const QString& folder, Links links, const Wanted& wanted, std::size_t mostInMemory)
{
    const auto entries = openFolder(folder, links == Links::Refuse ? O_NOFOLLOW : 0);
    if (!entries) {
        return fail(takeErrno(QStringLiteral("the folder cannot be read"), folder));
    }
    FolderListing listing;
    SATCHEL_TRY(forEachName(entries, folder, [&](const QByteArray& name, bool surelyRegular) {
        if (wanted(name, surelyRegular)) {
            if (auto entry = lookAt(::dirfd(entries.get()), name)) {
                listing.add(*std::move(entry), mostInMemory);
            }
        }
    }));
    SATCHEL_TRY(listing.startMerging());
    return listing;
}

void FolderListing::add(Entry entry, std::size_t mostInMemory)
{
    m_memory.push_back(std::move(entry));
    if (m_memory.size() >= mostInMemory && m_maySpill) {
        // No place for temporary files: the list stays in memory rather than losing names.
        m_maySpill = spill();
    }
}

void FolderListing::sortMemory()
{
    std::sort(m_memory.begin(), m_memory.end(), &comesLater);
}

bool FolderListing::spill()
{
    if (!m_file) {
        m_file = std::make_unique<QTemporaryFile>();
        if (!m_file->open()) {
            m_file.reset();
            return false;
        }
    }
    sortMemory();
    QByteArray text;
    for (auto entry = m_memory.rbegin(); entry != m_memory.rend(); ++entry) {
        const StoredEntry stored{entry->look, static_cast<quint32>(entry->name.size()), entry->kind};
        text.append(reinterpret_cast<const char*>(&stored), sizeof stored);
        text.append(entry->name);
    }
    const auto begin = m_runs.empty() ? 0 : m_runs.back().end;
    if (!m_file->seek(begin) || m_file->write(text) != text.size() || !m_file->flush()) {
        return false;
    }
    m_runs.push_back({begin, begin + text.size()});
    m_memory.clear();
    return true;
}

Result<void> FolderListing::startMerging()
{
    sortMemory();
    for (auto& run : m_runs) {
        const auto found = readFirst(run);
        if (!found) {
            return fail(found.error());
        }
    }
    std::make_heap(
        m_runs.begin(), m_runs.end(), [](const Run& a, const Run& b) { return comesLater(a.first, b.first); });
    return {};
}

Result<bool> FolderListing::fill(Run& run, qsizetype wanted)
{
    if (run.buffer.size() - run.consumed >= wanted) {
        return true;
    }
    run.buffer.remove(0, run.consumed);
    run.consumed = 0;
    const auto more = std::min<qint64>(BytesAtOnce, run.end - run.position);
    if (!m_file->seek(run.position)) {
        return fail(ErrorCode::Unreadable, QStringLiteral("a temporary list of files cannot be read"));
    }
    const auto bytes = m_file->read(more);
    run.position += bytes.size();
    run.buffer += bytes;
    if (bytes.size() != more) {
        return fail(ErrorCode::Unreadable, QStringLiteral("a temporary list of files was cut short"));
    }
    return run.buffer.size() >= wanted;
}

Result<bool> FolderListing::readFirst(Run& run)
{
    StoredEntry stored{};
    const auto there = fill(run, sizeof stored);
    if (!there || !*there) {
        return there;
    }
    std::memcpy(&stored, run.buffer.constData() + run.consumed, sizeof stored);
    run.consumed += static_cast<qsizetype>(sizeof stored);
    const auto named = fill(run, stored.nameSize);
    if (!named || !*named) {
        return named;
    }
    run.first = {run.buffer.mid(run.consumed, stored.nameSize), stored.kind, stored.look};
    run.consumed += stored.nameSize;
    return true;
}

Result<std::optional<FolderListing::Entry>> FolderListing::next()
{
    const bool fromMemory = !m_memory.empty() && (m_runs.empty() || isOlder(m_memory.back(), m_runs.front().first));
    if (fromMemory) {
        auto entry = std::move(m_memory.back());
        m_memory.pop_back();
        return entry;
    }
    if (m_runs.empty()) {
        return std::nullopt;
    }
    const auto byAge = [](const Run& a, const Run& b) { return comesLater(a.first, b.first); };
    std::pop_heap(m_runs.begin(), m_runs.end(), byAge);
    auto entry = std::move(m_runs.back().first);
    const auto more = readFirst(m_runs.back());
    if (!more) {
        return fail(more.error());
    }
    if (*more) {
        std::push_heap(m_runs.begin(), m_runs.end(), byAge);
    } else {
        m_runs.pop_back();
    }
    return entry;
}

Result<QStringList> namesIn(const QString& folder)
{
    const auto entries = openFolder(folder, 0);
    if (!entries && errno == ENOENT) {
        return QStringList{};
    }
    if (!entries) {
        return fail(takeErrno(QStringLiteral("the folder cannot be read"), folder));
    }
    QStringList names;
    SATCHEL_TRY(forEachName(entries, folder, [&names](const QByteArray& name, bool /*surelyRegular*/) {
        if (!name.startsWith('.')) {
            names.append(QFile::decodeName(name));
        }
    }));
    names.sort();
    return names;
}

} // namespace satchel
