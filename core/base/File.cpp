#include "File.h"

#include "AtomicFile.h"
#include "Interruption.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

// sync_file_range(2): how file systems say that they do not know the call. Anything else is a misfortune.
constexpr std::array UnknownCall{EINVAL, ENOSYS, ESPIPE, EOPNOTSUPP};

ErrorCode codeOfErrno(int number, ErrorCode otherwise)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return ErrorCode::MediumFull;
    case EROFS:
        return ErrorCode::MediumReadOnly;
    case EIO:
    case ENODEV:
    case ENXIO:
    case ENOMEDIUM:
        return ErrorCode::MediumGone;
    default:
        return otherwise;
    }
}

// The size is what the file had a moment ago: it may have grown since, and files of procfs say 0.
Result<QByteArray> readToEnd(const FileDescriptor& file, qint64 expectedSize, qint64 limit, const QString& path)
{
    auto bytes = file.readUpTo(expectedSize + 1, path);
    bool ended = bytes && bytes->size() <= expectedSize;
    while (bytes && !ended && bytes->size() <= limit) {
        const qint64 wanted = std::min<qint64>(64 * 1024, limit + 1 - bytes->size());
        const auto more = file.readUpTo(wanted, path);
        if (!more) {
            return more;
        }
        bytes->append(*more);
        ended = more->size() < wanted;
    }
    if (bytes && bytes->size() > limit) {
        return fail(Error{ErrorCode::TooLarge, QStringLiteral("the file grew beyond %1 bytes").arg(limit), path});
    }
    return bytes;
}

// A fifo in a spool folder would block for ever on open; O_NONBLOCK lets us look at it first.
Result<FileDescriptor> openForReading(const QString& path)
{
    return FileDescriptor::open(path, O_RDONLY | O_NOCTTY | O_NONBLOCK);
}

// QFileInfo would take what cannot be looked at for missing.
bool isMissing(const QString& path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

Result<QByteArray> readWhole(const FileDescriptor& file, const QString& path, qint64 limit)
{
    struct stat facts = {};
    if (::fstat(file.get(), &facts) != 0) {
        return fail(takeErrno(QStringLiteral("cannot look at"), path));
    }
    if (!S_ISREG(facts.st_mode)) {
        return fail(Error{ErrorCode::Unreadable, QStringLiteral("this is not a regular file"), path});
    }
    if (facts.st_size > limit) {
        return fail(Error{ErrorCode::TooLarge,
            QStringLiteral("the file holds %1 bytes, at most %2 are taken").arg(facts.st_size).arg(limit), path});
    }
    return readToEnd(file, facts.st_size, limit, path);
}

Result<FileDescriptor> openNew(const QString& path, mode_t mode)
{
    return FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, mode);
}

} // namespace

Error takeErrno(const QString& action, const QString& path, ErrorCode otherwise)
{
    const int number = errno;
    return Error{codeOfErrno(number, otherwise),
        QStringLiteral("%1: %2").arg(action, QString::fromLocal8Bit(std::strerror(number))), path};
}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept
{
    close();
    m_descriptor = std::exchange(other.m_descriptor, -1);
    return *this;
}

Result<FileDescriptor> FileDescriptor::open(const QString& path, int flags, mode_t mode)
{
    const auto name = QFile::encodeName(path);
    const int descriptor = withoutInterruption([&] { return ::open(name.constData(), flags | O_CLOEXEC, mode); });
    if (descriptor < 0) {
        return fail(takeErrno(QStringLiteral("cannot open"), path));
    }
    return FileDescriptor{descriptor};
}

void FileDescriptor::close()
{
    if (m_descriptor >= 0) {
        ::close(m_descriptor);
        m_descriptor = -1;
    }
}

Result<void> FileDescriptor::writeAll(QByteArrayView bytes, const QString& path) const
{
    while (!bytes.isEmpty()) {
        const auto written = withoutInterruption(
            [&] { return ::write(m_descriptor, bytes.data(), static_cast<std::size_t>(bytes.size())); });
        if (written < 0) {
            return fail(takeErrno(QStringLiteral("cannot write"), path));
        }
        bytes = bytes.sliced(written);
    }
    return {};
}

Result<QByteArray> FileDescriptor::readUpTo(qint64 limit, const QString& path) const
{
    QByteArray bytes{limit, Qt::Uninitialized};
    qint64 filled = 0;
    while (filled < limit) {
        const auto got = withoutInterruption(
            [&] { return ::read(m_descriptor, bytes.data() + filled, static_cast<std::size_t>(limit - filled)); });
        if (got < 0) {
            return fail(takeErrno(QStringLiteral("cannot read"), path));
        }
        if (got == 0) {
            break;
        }
        filled += got;
    }
    bytes.truncate(filled);
    return bytes;
}

Result<void> FileDescriptor::setPermissions(mode_t mode, const QString& path) const
{
    if (withoutInterruption([&] { return ::fchmod(m_descriptor, mode); }) != 0) {
        return fail(takeErrno(QStringLiteral("cannot set the permissions"), path));
    }
    return {};
}

Result<void> FileDescriptor::sync(const QString& path) const
{
    if (withoutInterruption([&] { return ::fsync(m_descriptor); }) != 0) {
        return fail(takeErrno(QStringLiteral("cannot flush to the medium"), path));
    }
    return {};
}

void FileDescriptor::beginWriteOut(qint64 offset, qint64 length) const
{
    (void)::sync_file_range(m_descriptor, offset, length, SYNC_FILE_RANGE_WRITE);
}

Result<void> FileDescriptor::writeOut(qint64 offset, qint64 length, const QString& path) const
{
    constexpr unsigned Whole = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    if (withoutInterruption([&] { return ::sync_file_range(m_descriptor, offset, length, Whole); }) == 0) {
        return {};
    }
    if (std::find(UnknownCall.begin(), UnknownCall.end(), errno) != UnknownCall.end()) {
        return {};
    }
    return fail(takeErrno(QStringLiteral("cannot write to the medium"), path));
}

Result<void> FileDescriptor::syncFileSystem(const QString& path) const
{
    if (withoutInterruption([&] { return ::syncfs(m_descriptor); }) != 0) {
        return fail(takeErrno(QStringLiteral("cannot flush the medium"), path));
    }
    return {};
}

Result<QByteArray> readFile(const QString& path, qint64 limit)
{
    const auto file = openForReading(path);
    if (!file) {
        return fail(file.error());
    }
    return readWhole(*file, path, limit);
}

Result<std::optional<QByteArray>> readFileIfThere(const QString& path, qint64 limit)
{
    const auto file = openForReading(path);
    if (!file) {
        return isMissing(path) ? Result<std::optional<QByteArray>>{std::nullopt} : fail(file.error());
    }
    auto bytes = readWhole(*file, path, limit);
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    return *std::move(bytes);
}

Result<SeenFile> readAndLook(const QString& path, qint64 limit)
{
    const auto file = openForReading(path);
    if (!file) {
        return fail(file.error());
    }
    auto bytes = readWhole(*file, path, limit);
    if (!bytes) {
        return fail(std::move(bytes).error());
    }
    const auto look = FileLook::of(*file);
    if (!look) {
        return fail(takeErrno(QStringLiteral("cannot look at"), path));
    }
    return SeenFile{*std::move(bytes), *look};
}

Result<void> writeFileAtomically(const QString& path, QByteArrayView bytes, mode_t mode)
{
    auto file = AtomicFile::create(path, mode);
    if (!file) {
        return fail(std::move(file).error());
    }
    SATCHEL_TRY(file->write(bytes));
    return file->commit();
}

Result<void> writeUnflushed(const QString& path, QByteArrayView bytes, mode_t mode)
{
    auto file = openNew(path, mode);
    if (!file) {
        // Hardly ever does anything have the name. It is removed, not emptied: it may be a link to somewhere else.
        if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT) {
            return fail(takeErrno(QStringLiteral("cannot be replaced"), path));
        }
        file = openNew(path, mode);
    }
    if (!file) {
        return fail(std::move(file).error());
    }
    SATCHEL_TRY(file->setPermissions(mode, path));
    return file->writeAll(bytes, path);
}

Result<void> syncFileSystem(const QString& folder)
{
    const auto descriptor = FileDescriptor::open(folder, O_RDONLY | O_DIRECTORY);
    if (!descriptor) {
        return fail(descriptor.error());
    }
    return descriptor->syncFileSystem(folder);
}

Result<void> removeFile(const QString& path)
{
    if (::unlink(QFile::encodeName(path).constData()) != 0 && errno != ENOENT) {
        return fail(takeErrno(QStringLiteral("cannot remove"), path));
    }
    return {};
}

Result<void> syncFolder(const QString& folder)
{
    const auto descriptor = FileDescriptor::open(folder, O_RDONLY | O_DIRECTORY);
    if (!descriptor) {
        return fail(descriptor.error());
    }
    return descriptor->sync(folder);
}

Result<void> makeFolder(const QString& folder, mode_t mode)
{
    if (folder.isEmpty()) {
        return fail(ErrorCode::Usage, QStringLiteral("no folder is named: the name is empty"));
    }
    const QFileInfo facts{QDir::cleanPath(folder)};
    if (facts.isDir()) {
        return {};
    }
    if (facts.path() == facts.filePath()) {
        return fail(
            Error{ErrorCode::Unreadable, QStringLiteral("there is no such folder and it cannot be made"), folder});
    }
    SATCHEL_TRY(makeFolder(facts.path(), mode));
    if (::mkdir(QFile::encodeName(facts.filePath()).constData(), mode) != 0 && errno != EEXIST) {
        return fail(takeErrno(QStringLiteral("cannot make the folder"), facts.filePath()));
    }
    if (!QFileInfo{facts.filePath()}.isDir()) {
        return fail(
            Error{ErrorCode::Unreadable, QStringLiteral("a file of that name is in the way"), facts.filePath()});
    }
    return syncFolder(facts.path());
}

} // namespace satchel
