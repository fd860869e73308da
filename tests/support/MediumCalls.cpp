#include "MediumCalls.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace satchel::test {

namespace {

using Act = std::function<void(MediumCall)>;

std::mutex& guard()
{
    static std::mutex one;
    return one;
}

std::shared_ptr<Act>& current()
{
    static std::shared_ptr<Act> one;
    return one;
}

std::atomic<bool> isWatched = false; // so that the other calls of the process cost nothing

template <typename Function> Function* original(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool isBundle(std::string_view path)
{
    return path.ends_with(".satchel") || path.ends_with(".satchel.part");
}

std::string pathOf(int file)
{
    std::array<char, PATH_MAX> path{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto size = ::readlink(link.c_str(), path.data(), path.size());
    return size > 0 ? std::string{path.data(), static_cast<std::size_t>(size)} : std::string{};
}

thread_local int ordered = 0; // errno

// Outside of the lock: what it does may take its time, and other calls come meanwhile. False if the call is to fail.
bool tell(MediumCall call)
{
    std::shared_ptr<Act> act;
    {
        const std::lock_guard lock{guard()};
        act = current();
    }
    if (act) {
        (*act)(call);
    }
    errno = std::exchange(ordered, 0);
    return errno == 0;
}

bool tellOfFile(int file, MediumCall call)
{
    return !isWatched || !isBundle(pathOf(file)) || tell(call);
}

} // namespace

MediumCalls::MediumCalls(std::function<void(MediumCall)> act)
{
    const std::lock_guard lock{guard()};
    current() = std::make_shared<Act>(std::move(act));
    isWatched = true;
}

MediumCalls::~MediumCalls()
{
    const std::lock_guard lock{guard()};
    isWatched = false;
    current().reset();
}

void MediumCalls::failThisCall(int number)
{
    ordered = number;
}

} // namespace satchel::test

using namespace satchel::test;

extern "C" {

// Named by their symbols, because the headers may have made macros or inline functions of the names themselves.
int watchedOpen(const char* path, int flags, ...) __asm__("open");
ssize_t watchedWrite(int file, const void* bytes, size_t size) __asm__("write");
ssize_t watchedRead(int file, void* bytes, size_t size) __asm__("read");
ssize_t watchedPread(int file, void* bytes, size_t size, off_t offset) __asm__("pread");
int watchedFsync(int file) __asm__("fsync");
int watchedSyncfs(int file) __asm__("syncfs");
int watchedUnlink(const char* path) __asm__("unlink");
int watchedSyncFileRange(int file, off_t offset, off_t length, unsigned flags) __asm__("sync_file_range");
int watchedRenameat2(int oldFolder, const char* oldPath, int newFolder, const char* newPath, unsigned flags) __asm__(
    "renameat2");

int watchedOpen(const char* path, int flags, ...)
{
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    if (isWatched && (flags & O_CREAT) != 0 && isBundle(path) && !tell(MediumCall::Create)) {
        return -1;
    }
    static auto* const real = original<int(const char*, int, mode_t)>("open");
    return real(path, flags, mode);
}

ssize_t watchedWrite(int file, const void* bytes, size_t size)
{
    if (!tellOfFile(file, MediumCall::Write)) {
        return -1;
    }
    static auto* const real = original<ssize_t(int, const void*, size_t)>("write");
    return real(file, bytes, size);
}

ssize_t watchedRead(int file, void* bytes, size_t size)
{
    if (!tellOfFile(file, MediumCall::ReadBack)) {
        return -1;
    }
    static auto* const real = original<ssize_t(int, void*, size_t)>("read");
    return real(file, bytes, size);
}

ssize_t watchedPread(int file, void* bytes, size_t size, off_t offset)
{
    if (!tellOfFile(file, MediumCall::Import)) {
        return -1;
    }
    static auto* const real = original<ssize_t(int, void*, size_t, off_t)>("pread");
    return real(file, bytes, size, offset);
}

int watchedFsync(int file)
{
    if (!tellOfFile(file, MediumCall::Flush)) {
        return -1;
    }
    static auto* const real = original<int(int)>("fsync");
    return real(file);
}

int watchedSyncfs(int file)
{
    if (!tellOfFile(file, MediumCall::FlushAll)) {
        return -1;
    }
    static auto* const real = original<int(int)>("syncfs");
    return real(file);
}

int watchedUnlink(const char* path)
{
    if (isWatched && isBundle(path) && !tell(MediumCall::Remove)) {
        return -1;
    }
    static auto* const real = original<int(const char*)>("unlink");
    return real(path);
}

int watchedSyncFileRange(int file, off_t offset, off_t length, unsigned flags)
{
    if (!tellOfFile(file, MediumCall::WriteOut)) {
        return -1;
    }
    static auto* const real = original<int(int, off_t, off_t, unsigned)>("sync_file_range");
    return real(file, offset, length, flags);
}

int watchedRenameat2(int oldFolder, const char* oldPath, int newFolder, const char* newPath, unsigned flags)
{
    if (isWatched && isBundle(newPath) && !tell(MediumCall::Rename)) {
        return -1;
    }
    static auto* const real = original<int(int, const char*, int, const char*, unsigned)>("renameat2");
    return real(oldFolder, oldPath, newFolder, newPath, flags);
}

} // extern "C"
