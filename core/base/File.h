#pragma once

#include <core/base/FileLook.h>
#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

#include <sys/types.h>

#include <optional>
#include <utility>

namespace satchel {

// Owns one open file descriptor. Writing errors are told by writeAll() and sync(), so the destructor has nothing to
// tell.
class FileDescriptor final {
public:
    FileDescriptor() = default;

    explicit FileDescriptor(int descriptor)
        : m_descriptor{descriptor}
    {
    }

    FileDescriptor(FileDescriptor&& other) noexcept
        : m_descriptor{std::exchange(other.m_descriptor, -1)}
    {
    }

    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;

    ~FileDescriptor() { close(); }

    // `flags` and `mode` as open(2) takes them; O_CLOEXEC is always set.
    [[nodiscard]] static Result<FileDescriptor> open(const QString& path, int flags, mode_t mode = 0);

    [[nodiscard]] int get() const { return m_descriptor; }
    [[nodiscard]] bool isOpen() const { return m_descriptor >= 0; }

    // All of `bytes` at the file's position, short writes and EINTR seen to.
    [[nodiscard]] Result<void> writeAll(QByteArrayView bytes, const QString& path) const;
    // Up to `limit` bytes from the file's position; fewer only at its end.
    [[nodiscard]] Result<QByteArray> readUpTo(qint64 limit, const QString& path) const;
    // Whatever the umask.
    [[nodiscard]] Result<void> setPermissions(mode_t mode, const QString& path) const;
    [[nodiscard]] Result<void> sync(const QString& path) const;
    // Has the medium begin with this stretch of the file, and waits for it: sync() piece by piece, so that one can tell
    // how far it is. What this leaves undone (sizes, names, all of it on file systems that know no such call) only
    // sync() does; but an error that it tells sync() may not tell once more.
    void beginWriteOut(qint64 offset, qint64 length) const;
    [[nodiscard]] Result<void> writeOut(qint64 offset, qint64 length, const QString& path) const;
    // Everything on the file system that it is on. Linux tells of errors since 5.8.
    [[nodiscard]] Result<void> syncFileSystem(const QString& path) const;
    void close();

private:
    int m_descriptor = -1;
};

// The error of the call that just failed, from errno. A full, vanished or read-only file system has a code of its own;
// everything else is `otherwise`.
[[nodiscard]] Error takeErrno(const QString& action, const QString& path, ErrorCode otherwise = ErrorCode::Unreadable);

// The whole regular file; TooLarge if it holds more than `limit` bytes, without reading them.
[[nodiscard]] Result<QByteArray> readFile(const QString& path, qint64 limit);
// The same, nullopt where there is no file of that name.
[[nodiscard]] Result<std::optional<QByteArray>> readFileIfThere(const QString& path, qint64 limit);

// The same with a look at the very file that was read, after it was.
struct SeenFile {
    QByteArray bytes;
    FileLook look;
};
[[nodiscard]] Result<SeenFile> readAndLook(const QString& path, qint64 limit);

// Writes beside the target, fsyncs, renames over it and fsyncs the folder: after a crash the path holds the old bytes
// or the new, never a mixture. `mode` is the new file's permission, whatever the umask.
[[nodiscard]] Result<void> writeFileAtomically(const QString& path, QByteArrayView bytes, mode_t mode = 0644);

// A new file, in place of whatever has that name, that no power cut has to spare until syncFileSystem().
[[nodiscard]] Result<void> writeUnflushed(const QString& path, QByteArrayView bytes, mode_t mode = 0644);

// Makes everything on the file system of this folder survive a power cut.
[[nodiscard]] Result<void> syncFileSystem(const QString& folder);

// Removes the name; that there is none is as good.
[[nodiscard]] Result<void> removeFile(const QString& path);

// Makes names created, renamed or removed in this folder survive a power cut.
[[nodiscard]] Result<void> syncFolder(const QString& folder);

// Creates the folder and its missing parents and fsyncs each parent in which a name was made.
[[nodiscard]] Result<void> makeFolder(const QString& folder, mode_t mode = 0755);

} // namespace satchel
