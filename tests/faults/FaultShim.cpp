// A shared library that is loaded before libc (LD_PRELOAD) and stands between a program and the kernel in all that
// reads or changes files below one folder. It writes down what was called, and at one chosen call lets it go wrong.
//
//   SATCHEL_SHIM_ROOT   the folder; calls that concern nothing below it pass untouched
//   SATCHEL_SHIM_LOG    the recording, in the form that recording.py reads
//   SATCHEL_SHIM_FAULT  KIND:FOLDER:NUMBER:WHAT:ERRNO:ZONE, see readFault(); absent: nothing goes wrong
//   SATCHEL_SHIM_SLOW   milliseconds that each write, flush, rename and read below the root takes; absent: none
//
// It is never installed and knows nothing of Satchel.

#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
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
    Close,
    WriteOut, // sync_file_range: the medium may tell here what it cannot do
    List, // of a folder: opening it for that, and each name
    Stream, // fopen
    Lock,
    Look // stat and its like: whether something is there, and what it is
};

constexpr std::array<std::string_view, 19> KindNames{"open", "create", "read", "write", "truncate", "sync", "syncall",
    "rename", "link", "unlink", "mkdir", "rmdir", "chmod", "close", "writeout", "list", "stream", "lock", "look"};

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
    case Kind::WriteOut:
        return error != EROFS;
    case Kind::Sync:
    case Kind::SyncAll:
        return error != ENOSPC && error != EROFS;
    case Kind::Open:
    case Kind::Read:
    case Kind::List:
    case Kind::Stream:
    case Kind::Look:
        return error == EIO || error == ENODEV;
    case Kind::Close:
    case Kind::Lock:
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
        if (call.kind == Kind::Close) {
            (void)act(call.size); // Linux gives the descriptor back, whatever it says
        }
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

// The path of a name in an open folder; of AT_FDCWD, in the one where the program runs.
std::string below(int folder, const char* name)
{
    auto& shim = Shim::it();
    if (folder == AT_FDCWD || (name && name[0] == '/')) {
        return shim.relative(name);
    }
    const auto path = shim.relative(folder);
    return path.empty() || !name ? std::string{} : path == "." ? std::string{name} : path + '/' + name;
}

// Of what gives back a pointer. `act` says by errno why it gives none.
template <typename Pointer, typename Act> Pointer passPointer(Call call, Act act)
{
    Pointer found = nullptr;
    const int before = errno;
    const int done = pass(std::move(call), [&](std::size_t) {
        errno = 0;
        found = act();
        return found || errno == 0 ? 0 : -1;
    });
    if (done == 0) {
        errno = before; // readdir(3) tells an error from the end by it alone
    }
    return done == 0 ? found : nullptr;
}

template <typename Act> int passLook(std::string path, Act act)
{
    return pass(Call{Kind::Look, -1, std::move(path)}, [&](std::size_t) { return act(); });
}

DIR* passOpenFolder(const char* path)
{
    static auto* const call = next<DIR*(const char*)>("opendir");
    return passPointer<DIR*>(Call{Kind::List, -1, Shim::it().relative(path)}, [&] { return call(path); });
}

template <typename Entry> Entry* passList(DIR* folder, Entry* (*call)(DIR*))
{
    return passPointer<Entry*>(
        Call{Kind::List, -1, Shim::it().relative(::dirfd(folder))}, [&] { return call(folder); });
}

// A way into the files that nothing here records. Better to stop at once than to prove something that is not so.
[[noreturn]] void refuse(const char* name)
{
    std::fprintf(stderr, "fault shim: %s is not known here; teach it\n", name);
    std::abort();
}

// What the stream reads later on is libc's own affair.
FILE* passStream(const char* path, const char* mode, FILE* (*call)(const char*, const char*))
{
    const auto name = Shim::it().relative(path);
    if (!name.empty() && std::strpbrk(mode, "wa+")) {
        refuse("fopen for writing");
    }
    return passPointer<FILE*>(Call{Kind::Stream, -1, name}, [&] { return call(path, mode); });
}

// Whether a call that is not known here would change something below the root.
void refuseBelow(const char* name, int folder, const char* path)
{
    if (!below(folder, path).empty()) {
        refuse(name);
    }
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

int sync_file_range(int descriptor, off64_t offset, off64_t size, unsigned flags)
{
    static auto* const call = next<int(int, off64_t, off64_t, unsigned)>("sync_file_range");
    return pass(Call{Kind::WriteOut, descriptor, Shim::it().relative(descriptor)},
        [&](std::size_t) { return call(descriptor, offset, size, flags); });
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

int unlinkat(int folder, const char* path, int flags)
{
    static auto* const call = next<int(int, const char*, int)>("unlinkat");
    return pass(Call{(flags & AT_REMOVEDIR) != 0 ? Kind::Rmdir : Kind::Unlink, -1, below(folder, path)},
        [&](std::size_t) { return call(folder, path, flags); });
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

DIR* opendir(const char* path)
{
    return passOpenFolder(path);
}

dirent* readdir(DIR* folder)
{
    static auto* const call = next<dirent*(DIR*)>("readdir");
    return passList(folder, call);
}

dirent64* readdir64(DIR* folder)
{
    static auto* const call = next<dirent64*(DIR*)>("readdir64");
    return passList(folder, call);
}

FILE* fopen(const char* path, const char* mode)
{
    static auto* const call = next<FILE*(const char*, const char*)>("fopen");
    return passStream(path, mode, call);
}

FILE* fopen64(const char* path, const char* mode)
{
    static auto* const call = next<FILE*(const char*, const char*)>("fopen64");
    return passStream(path, mode, call);
}

int flock(int descriptor, int operation)
{
    static auto* const call = next<int(int, int)>("flock");
    return pass(Call{Kind::Lock, descriptor, Shim::it().relative(descriptor)},
        [&](std::size_t) { return call(descriptor, operation); });
}

int stat(const char* path, struct stat* facts)
{
    static auto* const call = next<int(const char*, struct stat*)>("stat");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
}

int stat64(const char* path, struct stat64* facts)
{
    static auto* const call = next<int(const char*, struct stat64*)>("stat64");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
}

int lstat(const char* path, struct stat* facts)
{
    static auto* const call = next<int(const char*, struct stat*)>("lstat");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
}

int lstat64(const char* path, struct stat64* facts)
{
    static auto* const call = next<int(const char*, struct stat64*)>("lstat64");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
}

int fstat(int descriptor, struct stat* facts)
{
    static auto* const call = next<int(int, struct stat*)>("fstat");
    return passLook(Shim::it().relative(descriptor), [&] { return call(descriptor, facts); });
}

int fstat64(int descriptor, struct stat64* facts)
{
    static auto* const call = next<int(int, struct stat64*)>("fstat64");
    return passLook(Shim::it().relative(descriptor), [&] { return call(descriptor, facts); });
}

int fstatat(int folder, const char* path, struct stat* facts, int flags)
{
    static auto* const call = next<int(int, const char*, struct stat*, int)>("fstatat");
    return passLook(below(folder, path), [&] { return call(folder, path, facts, flags); });
}

int statx(int folder, const char* path, int flags, unsigned wanted, struct statx* facts)
{
    static auto* const call = next<int(int, const char*, int, unsigned, struct statx*)>("statx");
    return passLook(below(folder, path), [&] { return call(folder, path, flags, wanted, facts); });
}

int access(const char* path, int mode)
{
    static auto* const call = next<int(const char*, int)>("access");
    return passLook(Shim::it().relative(path), [&] { return call(path, mode); });
}

int statvfs(const char* path, struct statvfs* facts)
{
    static auto* const call = next<int(const char*, struct statvfs*)>("statvfs");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
}

int statvfs64(const char* path, struct statvfs64* facts)
{
    static auto* const call = next<int(const char*, struct statvfs64*)>("statvfs64");
    return passLook(Shim::it().relative(path), [&] { return call(path, facts); });
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
    const auto name = below(folder, path);
    if ((flags & O_ACCMODE) != O_RDONLY && !name.empty()) {
        refuse("openat with a folder");
    }
    return pass(Call{Kind::Open, -1, name}, [&](std::size_t) { return call(folder, path, flags, mode); });
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

int truncate(const char* path, off_t size)
{
    static auto* const call = next<int(const char*, off_t)>("truncate");
    refuseBelow("truncate", AT_FDCWD, path);
    return call(path, size);
}

int renameat(int fromFolder, const char* from, int toFolder, const char* to)
{
    static auto* const call = next<int(int, const char*, int, const char*)>("renameat");
    refuseBelow("renameat", fromFolder, from);
    refuseBelow("renameat", toFolder, to);
    return call(fromFolder, from, toFolder, to);
}

int linkat(int fromFolder, const char* from, int toFolder, const char* to, int flags)
{
    static auto* const call = next<int(int, const char*, int, const char*, int)>("linkat");
    refuseBelow("linkat", toFolder, to);
    return call(fromFolder, from, toFolder, to, flags);
}

int symlink(const char* target, const char* path)
{
    static auto* const call = next<int(const char*, const char*)>("symlink");
    refuseBelow("symlink", AT_FDCWD, path);
    return call(target, path);
}

int mkdirat(int folder, const char* path, mode_t mode)
{
    static auto* const call = next<int(int, const char*, mode_t)>("mkdirat");
    refuseBelow("mkdirat", folder, path);
    return call(folder, path, mode);
}

int remove(const char* path)
{
    static auto* const call = next<int(const char*)>("remove");
    refuseBelow("remove", AT_FDCWD, path);
    return call(path);
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
