// A shared library that is loaded before libc (LD_PRELOAD) and stands between a program and the kernel in all that
// reads or changes files below one folder. It writes down what was called, and at one chosen call lets it go wrong.
//
//   SATCHEL_SHIM_ROOT   the folder; calls that concern nothing below it pass untouched
//   SATCHEL_SHIM_LOG    the recording, in the form that recording.py reads
//   SATCHEL_SHIM_FAULT  KIND:FOLDER:NUMBER:WHAT:ERRNO:ZONE, see readFault(); absent: nothing goes wrong
//   SATCHEL_SHIM_SLOW   milliseconds that each write, flush, rename and read below the root takes; absent: none
//
// It is never installed and knows nothing of Satchel.

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdarg>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace {

enum class Kind : std::uint8_t {
    Open,
    Create,
    Read,
    Write,
    Truncate,
    Sync,
    SyncAll,
    Rename,
    Link,
    Unlink,
    Mkdir,
    Rmdir,
    Chmod,
    Close
};

constexpr std::array<std::string_view, 14> KindNames{"open", "create", "read", "write", "truncate", "sync", "syncall",
    "rename", "link", "unlink", "mkdir", "rmdir", "chmod", "close"};

enum class What { Nothing, KillBefore, KillAfter, TearAndKill, FailOnce, FailFromNowOn, Shorten };

// One call on its way to the kernel.
struct Call {
    Kind kind;
    int descriptor = -1;
    std::string path; // below the root, relative to it; empty: none of our business
    std::string other = {}; // the second path of rename and link
    std::int64_t offset = 0; // of a write; the size of a truncate; 1 for an open that empties the file
    const void* bytes = nullptr;
    std::size_t size = 0;
};

struct Fault {
    Kind kind = Kind::Open;
    std::string folder; // of the path, as in Call
    int number = 0; // from 1, of the calls of that kind on files in that folder
    What what = What::Nothing;
    int error = 0;
    std::string zone; // what goes on failing: everything below
};

// What the file says on disk before the path, the other path and the bytes, which follow it.
struct LogHead {
    std::uint8_t kind;
    std::uint8_t hit; // the fault was here
    std::uint16_t pathSize;
    std::uint16_t otherSize;
    std::int16_t error;
    std::int32_t descriptor;
    std::uint32_t size;
    std::int64_t offset;
};
static_assert(sizeof(LogHead) == 24);

template <typename Function> Function* next(const char* name)
{
    return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}

int realOpen(const char* path, int flags, mode_t mode)
{
    static auto* const call = next<int(const char*, int, ...)>("open");
    return call(path, flags, mode);
}

ssize_t realWrite(int descriptor, const void* bytes, std::size_t size)
{
    static auto* const call = next<ssize_t(int, const void*, std::size_t)>("write");
    return call(descriptor, bytes, size);
}

// KIND:FOLDER:NUMBER:WHAT:ERRNO:ZONE
Fault readFault(const char* text)
{
    std::vector<std::string> fields;
    std::istringstream stream{text ? text : ""};
    for (std::string field; std::getline(stream, field, ':');) {
        fields.push_back(field);
    }
    fields.resize(6);
    constexpr std::array<std::string_view, 7> Names{
        "nothing", "kill-before", "kill-after", "tear-and-kill", "once", "on", "short"};
    Fault fault;
    for (std::size_t i = 0; i < KindNames.size(); ++i) {
        fault.kind = fields[0] == KindNames[i] ? static_cast<Kind>(i) : fault.kind;
    }
    for (std::size_t i = 0; i < Names.size(); ++i) {
        fault.what = fields[3] == Names[i] ? static_cast<What>(i) : fault.what;
    }
    fault.folder = fields[1];
    fault.number = std::atoi(fields[2].c_str());
    fault.error = std::atoi(fields[4].c_str());
    fault.zone = fields[5];
    return fault;
}

bool isBelow(std::string_view path, std::string_view folder)
{
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string folderOf(const std::string& path)
{
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? std::string{"."} : path.substr(0, slash);
}

// Whether a call of this kind can meet this error on a medium that is full, read-only or gone.
bool canMeet(Kind kind, int error)
{
    switch (kind) {
    case Kind::Create:
    case Kind::Write:
    case Kind::Truncate:
    case Kind::Rename:
    case Kind::Link:
    case Kind::Mkdir:
        return true;
    case Kind::Unlink:
    case Kind::Rmdir:
    case Kind::Chmod:
        return error != ENOSPC;
    case Kind::Sync:
    case Kind::SyncAll:
        return error != ENOSPC && error != EROFS;
    case Kind::Open:
    case Kind::Read:
        return error == EIO || error == ENODEV;
    case Kind::Close:
        return false;
    }
    return false;
}

// Everything of this library that lasts. One thread at a time: the recording is one order of all calls.
class Shim final {
public:
    static Shim& it()
    {
        static auto* const shim = new Shim; // never destroyed: files are closed after the last destructor
        return *shim;
    }

    std::recursive_mutex& mutex() { return m_mutex; }

    [[nodiscard]] std::string relative(const char* path) const
    {
        if (m_root.empty() || !path) {
            return {};
        }
        std::error_code ignored;
        const std::filesystem::path given{path};
        auto text = (given.is_absolute() ? given : std::filesystem::current_path(ignored) / given)
                        .lexically_normal()
                        .string();
        while (text.size() > 1 && text.back() == '/') {
            text.pop_back();
        }
        if (!isBelow(text, m_root)) {
            return {};
        }
        return text.size() == m_root.size() ? std::string{"."} : text.substr(m_root.size() + 1);
    }

    // The kernel's word, which knows of renames.
    [[nodiscard]] std::string relative(int descriptor) const
    {
        if (m_root.empty()) {
            return {};
        }
        std::array<char, 4096> target{};
        const auto link = "/proc/self/fd/" + std::to_string(descriptor);
        const auto size = ::readlink(link.c_str(), target.data(), target.size() - 1);
        const bool isFile = size > 0 && target[0] == '/'; // else a pipe, a socket
        return isFile ? relative(target.data()) : std::string{};
    }

    [[nodiscard]] What whatHappensTo(const Call& call)
    {
        if (call.kind == m_fault.kind && folderOf(call.path) == m_fault.folder && ++m_seen == m_fault.number) {
            m_failing = m_fault.what == What::FailFromNowOn;
            m_hit = true;
            return m_fault.what;
        }
        const bool concerned = m_failing && (isBelow(call.path, m_fault.zone) || isBelow(call.other, m_fault.zone));
        return concerned && canMeet(call.kind, m_fault.error) ? What::FailOnce : What::Nothing;
    }

    [[nodiscard]] int error() const { return m_fault.error; }

    // As a worn stick does; opening and removing are quick on those, too.
    void take(Kind kind) const
    {
        const bool isSlow = kind == Kind::Read || kind == Kind::Write || kind == Kind::Sync || kind == Kind::SyncAll
            || kind == Kind::Rename;
        if (m_slowness > 0 && isSlow) {
            ::usleep(static_cast<useconds_t>(m_slowness) * 1000);
        }
    }

    void log(const Call& call, int error)
    {
        if (m_log < 0) {
            return;
        }
        const bool withBytes = call.kind == Kind::Write;
        const LogHead head{static_cast<std::uint8_t>(call.kind), static_cast<std::uint8_t>(std::exchange(m_hit, false)),
            static_cast<std::uint16_t>(call.path.size()), static_cast<std::uint16_t>(call.other.size()),
            static_cast<std::int16_t>(error), call.descriptor, withBytes ? static_cast<std::uint32_t>(call.size) : 0,
            call.offset};
        std::string record{reinterpret_cast<const char*>(&head), sizeof head};
        record += call.path + call.other;
        if (withBytes) {
            record.append(static_cast<const char*>(call.bytes), call.size);
        }
        if (realWrite(m_log, record.data(), record.size()) != static_cast<ssize_t>(record.size())) {
            std::abort(); // a recording with holes is worse than none
        }
    }

private:
    Shim()
        : m_fault{readFault(std::getenv("SATCHEL_SHIM_FAULT"))}
    {
        const char* const root = std::getenv("SATCHEL_SHIM_ROOT");
        const char* const log = std::getenv("SATCHEL_SHIM_LOG");
        const char* const slowness = std::getenv("SATCHEL_SHIM_SLOW");
        m_slowness = slowness ? std::atoi(slowness) : 0;
        m_root = root ? root : "";
        m_log = log ? realOpen(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644) : -1;
    }

    std::recursive_mutex m_mutex;
    std::string m_root;
    Fault m_fault;
    int m_log = -1;
    int m_slowness = 0; // milliseconds
    int m_seen = 0;
    bool m_failing = false;
    bool m_hit = false;
};

[[noreturn]] void die()
{
    ::kill(::getpid(), SIGKILL);
    std::abort();
}

// Lets the call through, or not. `act` makes it, with so many of its bytes.
template <typename Act> auto pass(Call call, Act act) -> decltype(act(call.size))
{
    using Returned = decltype(act(call.size));
    if (call.path.empty() && call.other.empty()) {
        return act(call.size);
    }
    auto& shim = Shim::it();
    const std::lock_guard lock{shim.mutex()};
    shim.take(call.kind);
    const auto what = shim.whatHappensTo(call);
    if (what == What::FailOnce || what == What::FailFromNowOn) {
        shim.log(call, shim.error());
        errno = shim.error();
        return static_cast<Returned>(-1);
    }
    if (what == What::KillBefore) {
        shim.log(call, 0);
        die();
    }
    const bool inPart = (what == What::Shorten || what == What::TearAndKill) && call.size > 1;
    call.size = inPart ? (call.size + 1) / 2 : call.size;
    const auto returned = act(call.size);
    const int error = returned < 0 ? errno : 0;
    if (returned >= 0 && (call.kind == Kind::Open || call.kind == Kind::Create)) {
        call.descriptor = static_cast<int>(returned);
    }
    if (returned >= 0 && (call.kind == Kind::Write || call.kind == Kind::Read)) {
        call.size = static_cast<std::size_t>(returned);
    }
    shim.log(call, error);
    if (what == What::KillAfter || what == What::TearAndKill) {
        die();
    }
    errno = error;
    return returned;
}

int passOpen(const char* path, int flags, mode_t mode)
{
    const bool creates = (flags & O_CREAT) != 0;
    Call call{creates ? Kind::Create : Kind::Open, -1, Shim::it().relative(path)};
    call.offset = (flags & O_TRUNC) != 0 ? 1 : 0;
    return pass(std::move(call), [&](std::size_t) { return realOpen(path, flags, mode); });
}

mode_t modeOf(int flags, va_list arguments)
{
    return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

ssize_t passWrite(int descriptor, const void* bytes, std::size_t size, off_t offset)
{
    static auto* const call = next<ssize_t(int, const void*, std::size_t, off_t)>("pwrite");
    Call request{Kind::Write, descriptor, Shim::it().relative(descriptor), {}, offset, bytes, size};
    return pass(std::move(request), [&](std::size_t some) { return call(descriptor, bytes, some, offset); });
}

ssize_t passRead(int descriptor, void* bytes, std::size_t size, off_t offset)
{
    static auto* const call = next<ssize_t(int, void*, std::size_t, off_t)>("pread");
    return pass(Call{Kind::Read, descriptor, Shim::it().relative(descriptor), {}, offset, nullptr, size},
        [&](std::size_t some) { return call(descriptor, bytes, some, offset); });
}

ssize_t passPlainRead(int descriptor, void* bytes, std::size_t size)
{
    static auto* const call = next<ssize_t(int, void*, std::size_t)>("read");
    return pass(Call{Kind::Read, descriptor, Shim::it().relative(descriptor), {}, 0, nullptr, size},
        [&](std::size_t some) { return call(descriptor, bytes, some); });
}

int passTruncate(int descriptor, off_t size)
{
    static auto* const call = next<int(int, off_t)>("ftruncate");
    return pass(Call{Kind::Truncate, descriptor, Shim::it().relative(descriptor), {}, size},
        [&](std::size_t) { return call(descriptor, size); });
}

// A way into the files that nothing here records. Better to stop at once than to prove something that is not so.
[[noreturn]] void refuse(const char* name)
{
    std::fprintf(stderr, "fault shim: %s is not known here; teach it\n", name);
    std::abort();
}

} // namespace

extern "C" {

int open(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = modeOf(flags, arguments);
    va_end(arguments);
    return passOpen(path, flags, mode);
}

int open64(const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = modeOf(flags, arguments);
    va_end(arguments);
    return passOpen(path, flags | O_LARGEFILE, mode);
}

int __open_2(const char* path, int flags)
{
    return passOpen(path, flags, 0);
}

int __open64_2(const char* path, int flags)
{
    return passOpen(path, flags | O_LARGEFILE, 0);
}

ssize_t write(int descriptor, const void* bytes, std::size_t size)
{
    const auto path = Shim::it().relative(descriptor);
    const auto position = path.empty() ? 0 : ::lseek(descriptor, 0, SEEK_CUR);
    return pass(Call{Kind::Write, descriptor, path, {}, position, bytes, size},
        [&](std::size_t some) { return realWrite(descriptor, bytes, some); });
}

ssize_t pwrite(int descriptor, const void* bytes, std::size_t size, off_t offset)
{
    return passWrite(descriptor, bytes, size, offset);
}

ssize_t pwrite64(int descriptor, const void* bytes, std::size_t size, off_t offset)
{
    return passWrite(descriptor, bytes, size, offset);
}

ssize_t read(int descriptor, void* bytes, std::size_t size)
{
    return passPlainRead(descriptor, bytes, size);
}

ssize_t __read_chk(int descriptor, void* bytes, std::size_t size, std::size_t)
{
    return passPlainRead(descriptor, bytes, size);
}

ssize_t pread(int descriptor, void* bytes, std::size_t size, off_t offset)
{
    return passRead(descriptor, bytes, size, offset);
}

ssize_t pread64(int descriptor, void* bytes, std::size_t size, off_t offset)
{
    return passRead(descriptor, bytes, size, offset);
}

int ftruncate(int descriptor, off_t size)
{
    return passTruncate(descriptor, size);
}

int ftruncate64(int descriptor, off_t size)
{
    return passTruncate(descriptor, size);
}

int fsync(int descriptor)
{
    static auto* const call = next<int(int)>("fsync");
    return pass(
        Call{Kind::Sync, descriptor, Shim::it().relative(descriptor)}, [&](std::size_t) { return call(descriptor); });
}

int fdatasync(int descriptor)
{
    static auto* const call = next<int(int)>("fdatasync");
    return pass(
        Call{Kind::Sync, descriptor, Shim::it().relative(descriptor)}, [&](std::size_t) { return call(descriptor); });
}

int syncfs(int descriptor)
{
    static auto* const call = next<int(int)>("syncfs");
    return pass(Call{Kind::SyncAll, descriptor, Shim::it().relative(descriptor)},
        [&](std::size_t) { return call(descriptor); });
}

int rename(const char* from, const char* to)
{
    static auto* const call = next<int(const char*, const char*)>("rename");
    return pass(Call{Kind::Rename, -1, Shim::it().relative(from), Shim::it().relative(to)},
        [&](std::size_t) { return call(from, to); });
}

int renameat2(int fromFolder, const char* from, int toFolder, const char* to, unsigned flags)
{
    static auto* const call = next<int(int, const char*, int, const char*, unsigned)>("renameat2");
    if (fromFolder != AT_FDCWD || toFolder != AT_FDCWD) {
        refuse("renameat2 with folders");
    }
    return pass(Call{Kind::Rename, -1, Shim::it().relative(from), Shim::it().relative(to)},
        [&](std::size_t) { return call(fromFolder, from, toFolder, to, flags); });
}

int link(const char* from, const char* to)
{
    static auto* const call = next<int(const char*, const char*)>("link");
    return pass(Call{Kind::Link, -1, Shim::it().relative(from), Shim::it().relative(to)},
        [&](std::size_t) { return call(from, to); });
}

int unlink(const char* path)
{
    static auto* const call = next<int(const char*)>("unlink");
    return pass(Call{Kind::Unlink, -1, Shim::it().relative(path)}, [&](std::size_t) { return call(path); });
}

int mkdir(const char* path, mode_t mode)
{
    static auto* const call = next<int(const char*, mode_t)>("mkdir");
    return pass(Call{Kind::Mkdir, -1, Shim::it().relative(path)}, [&](std::size_t) { return call(path, mode); });
}

int rmdir(const char* path)
{
    static auto* const call = next<int(const char*)>("rmdir");
    return pass(Call{Kind::Rmdir, -1, Shim::it().relative(path)}, [&](std::size_t) { return call(path); });
}

int fchmod(int descriptor, mode_t mode)
{
    static auto* const call = next<int(int, mode_t)>("fchmod");
    return pass(Call{Kind::Chmod, descriptor, Shim::it().relative(descriptor)},
        [&](std::size_t) { return call(descriptor, mode); });
}

int close(int descriptor)
{
    static auto* const call = next<int(int)>("close");
    return pass(
        Call{Kind::Close, descriptor, Shim::it().relative(descriptor)}, [&](std::size_t) { return call(descriptor); });
}

// Ways that nobody goes today.

int openat(int folder, const char* path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = modeOf(flags, arguments);
    va_end(arguments);
    if (folder == AT_FDCWD) {
        return passOpen(path, flags, mode);
    }
    static auto* const call = next<int(int, const char*, int, ...)>("openat");
    if ((flags & O_ACCMODE) != O_RDONLY && !Shim::it().relative(folder).empty()) {
        refuse("openat with a folder");
    }
    return call(folder, path, flags, mode);
}

ssize_t writev(int descriptor, const iovec* pieces, int count)
{
    static auto* const call = next<ssize_t(int, const iovec*, int)>("writev");
    if (!Shim::it().relative(descriptor).empty()) {
        refuse("writev");
    }
    return call(descriptor, pieces, count);
}

int fallocate(int descriptor, int mode, off_t offset, off_t size)
{
    static auto* const call = next<int(int, int, off_t, off_t)>("fallocate");
    if (!Shim::it().relative(descriptor).empty()) {
        refuse("fallocate");
    }
    return call(descriptor, mode, offset, size);
}

int posix_fallocate(int descriptor, off_t offset, off_t size)
{
    static auto* const call = next<int(int, off_t, off_t)>("posix_fallocate");
    if (!Shim::it().relative(descriptor).empty()) {
        refuse("posix_fallocate");
    }
    return call(descriptor, offset, size);
}

int unlinkat(int folder, const char* path, int flags)
{
    static auto* const call = next<int(int, const char*, int)>("unlinkat");
    if (!Shim::it().relative(folder).empty() || !Shim::it().relative(path).empty()) {
        refuse("unlinkat");
    }
    return call(folder, path, flags);
}

ssize_t copy_file_range(int in, off_t* inOffset, int out, off_t* outOffset, std::size_t size, unsigned flags)
{
    static auto* const call = next<ssize_t(int, off_t*, int, off_t*, std::size_t, unsigned)>("copy_file_range");
    if (!Shim::it().relative(out).empty()) {
        refuse("copy_file_range");
    }
    return call(in, inOffset, out, outOffset, size, flags);
}

ssize_t sendfile(int out, int in, off_t* offset, std::size_t size)
{
    static auto* const call = next<ssize_t(int, int, off_t*, std::size_t)>("sendfile");
    if (!Shim::it().relative(out).empty()) {
        refuse("sendfile");
    }
    return call(out, in, offset, size);
}

} // extern "C"
