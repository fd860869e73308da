#include "MediumFile.h"

#include "FileSystem.h"

#include <core/crypto/Digest.h>

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

constexpr std::size_t PieceBytes = 1024 * 1024;
constexpr std::size_t Alignment = 4096; // O_DIRECT wants multiples of the device's block, which is 4096 at most

struct FreeMemory {
    void operator()(void* memory) const { std::free(memory); }
};

using AlignedBuffer = std::unique_ptr<char, FreeMemory>;

struct OpenedFile {
    FileDescriptor descriptor;
    qint64 size = 0;
    bool direct = false;
};

Result<OpenedFile> openCached(const QString& path)
{
    auto file = FileDescriptor::open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK);
    if (!file) {
        return fail(std::move(file).error());
    }
    struct stat facts = {};
    if (::fstat(file->get(), &facts) != 0) {
        return fail(takeErrno(QStringLiteral("cannot look at"), path));
    }
    if (!S_ISREG(facts.st_mode)) {
        return fail(Error{ErrorCode::Unreadable, QStringLiteral("this is not a regular file"), path});
    }
    // Dirty pages cannot be dropped, so flush first. Advice is all that this is: it never counts as bypassing.
    SATCHEL_TRY(file->sync(path));
    ::posix_fadvise(file->get(), 0, 0, POSIX_FADV_DONTNEED);
    return OpenedFile{*std::move(file), static_cast<qint64>(facts.st_size), false};
}

Result<OpenedFile> openPastTheCache(const QString& path)
{
    auto cached = openCached(path);
    const auto fileSystem = fileSystemOf(path);
    if (!cached || !fileSystem || !fileSystem->bypassesCache) {
        return cached;
    }
    auto direct = FileDescriptor::open(path, O_RDONLY | O_NOCTTY | O_DIRECT);
    if (direct) {
        return OpenedFile{*std::move(direct), cached->size, true};
    }
    return cached;
}

// Sets O_DIRECT aside where the device wants another alignment than ours.
Result<qint64> readPiece(OpenedFile& file, char* buffer, const QString& path)
{
    auto got = ::read(file.descriptor.get(), buffer, PieceBytes);
    while (got < 0 && (errno == EINTR || (errno == EINVAL && file.direct))) {
        if (errno == EINVAL) {
            file.direct = false;
            ::fcntl(file.descriptor.get(), F_SETFL, 0);
        }
        got = ::read(file.descriptor.get(), buffer, PieceBytes);
    }
    if (got < 0) {
        return fail(takeErrno(QStringLiteral("cannot read back"), path));
    }
    return got;
}

// A direct read of an odd length ends at the file's end, and the next one would not be aligned.
bool isLastPiece(qint64 got, const OpenedFile& file)
{
    return got == 0 || (file.direct && got % static_cast<qint64>(Alignment) != 0);
}

} // namespace

Result<ReadBack> readBack(
    const QString& path, const std::function<Result<void>(QByteArrayView)>& consume, const Conduct& conduct)
{
    auto file = openPastTheCache(path);
    if (!file) {
        return fail(std::move(file).error());
    }
    const AlignedBuffer buffer{static_cast<char*>(std::aligned_alloc(Alignment, PieceBytes))};
    Sha256 digest;
    qint64 done = 0;
    while (true) {
        if (conduct.stopRequested()) {
            return fail(Error{ErrorCode::Cancelled, QStringLiteral("stopped on request while reading back"), path});
        }
        conduct.tell({QStringLiteral("reading back"), done, file->size, QStringLiteral("bytes")});
        const auto got = readPiece(*file, buffer.get(), path);
        if (!got) {
            return fail(got.error());
        }
        const QByteArrayView piece{buffer.get(), *got};
        digest.add(piece);
        if (!piece.isEmpty()) {
            SATCHEL_TRY(consume(piece));
        }
        done += *got;
        if (isLastPiece(*got, *file)) {
            return ReadBack{Sha256Digest::fromBytes(digest.finish()), file->direct};
        }
    }
}

} // namespace satchel
