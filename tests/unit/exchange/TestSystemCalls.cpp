#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <core/base/StrictJson.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTest>

#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdarg>
#include <cstdio>
#include <functional>
#include <mutex>
#include <string>
#include <utility>

using namespace satchel;
using namespace satchel::test;

// What an environment does between two calls of the system, and how often a call is made, no test can bring about or
// see from outside. These definitions come before those of the C library for everything in this process.
namespace {

struct Watch {
    std::mutex mutex;
    std::function<void(const QByteArray&)> beforeOpening; // a path
    std::function<bool(const QByteArray&)> cannotLookAt; // a name in a folder, or a path
    std::function<void(const QByteArray&)> flushed; // a path
    std::atomic<int> flushesOfFileSystems = 0;
};

Watch& watch()
{
    static Watch one;
    return one;
}

template <typename Function> Function* original(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

bool isOutOfSight(const char* name)
{
    const std::lock_guard lock{watch().mutex};
    return watch().cannotLookAt && watch().cannotLookAt(name);
}

void tellOfFlush(int file)
{
    std::array<char, PATH_MAX> path{};
    const auto link = "/proc/self/fd/" + std::to_string(file);
    const auto size = ::readlink(link.c_str(), path.data(), path.size());
    const std::lock_guard lock{watch().mutex};
    if (watch().flushed && size > 0) {
        watch().flushed(QByteArray{path.data(), size});
    }
}

// Ends what is watched, whichever way the test ends: declare it after what the functions refer to.
class WatchEnd final {
public:
    WatchEnd() = default;
    WatchEnd(const WatchEnd&) = delete;
    WatchEnd& operator=(const WatchEnd&) = delete;
    ~WatchEnd()
    {
        const std::lock_guard lock{watch().mutex};
        watch().beforeOpening = nullptr;
        watch().cannotLookAt = nullptr;
        watch().flushed = nullptr;
    }
};

} // namespace

extern "C" {

// Named by their symbols, because the headers may have made macros or inline functions of the names themselves.
int watchedOpen(const char* path, int flags, ...) __asm__("open");
int watchedStat(const char* path, struct stat* facts) __asm__("stat");
int watchedFstatat(int folder, const char* path, struct stat* facts, int flags) __asm__("fstatat");
int watchedFsync(int file) __asm__("fsync");
int watchedFdatasync(int file) __asm__("fdatasync");
int watchedSyncfs(int file) __asm__("syncfs");

int watchedOpen(const char* path, int flags, ...)
{
    mode_t mode = 0;
    if ((flags & O_CREAT) != 0) {
        va_list rest;
        va_start(rest, flags);
        mode = va_arg(rest, mode_t);
        va_end(rest);
    }
    {
        const std::lock_guard lock{watch().mutex};
        if (const auto act = std::exchange(watch().beforeOpening, nullptr)) {
            act(path);
        }
    }
    static auto* const real = original<int(const char*, int, mode_t)>("open");
    return real(path, flags, mode);
}

int watchedStat(const char* path, struct stat* facts)
{
    if (isOutOfSight(path)) {
        errno = EIO;
        return -1;
    }
    static auto* const real = original<int(const char*, struct stat*)>("stat");
    return real(path, facts);
}

int watchedFstatat(int folder, const char* path, struct stat* facts, int flags)
{
    if (isOutOfSight(path)) {
        errno = EIO;
        return -1;
    }
    static auto* const real = original<int(int, const char*, struct stat*, int)>("fstatat");
    return real(folder, path, facts, flags);
}

int watchedFsync(int file)
{
    tellOfFlush(file);
    static auto* const real = original<int(int)>("fsync");
    return real(file);
}

int watchedFdatasync(int file)
{
    tellOfFlush(file);
    static auto* const real = original<int(int)>("fdatasync");
    return real(file);
}

int watchedSyncfs(int file)
{
    ++watch().flushesOfFileSystems;
    static auto* const real = original<int(int)>("syncfs");
    return real(file);
}

} // extern "C"

class TestSystemCalls : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodysRequestGetsAnothersRecord();
    void aFileThatCannotBeLookedAtTwiceIsTaken();
    void aFileThatCannotBeLookedAtStays();
    void deliverFlushesAPageAtOnce();
};

// Between the reading of a request and of its sidecar both are put there anew, by a registrar that uses names again.
void TestSystemCalls::nobodysRequestGetsAnothersRecord()
{
    const TestWorld world;
    const auto first = world.makeDevice(QStringLiteral("SN-1"));
    const auto second = world.makeDevice(QStringLiteral("SN-2"));
    const auto path = world.put(QStringLiteral("spool/a.p10"), first.certificationRequest);
    world.put(QStringLiteral("spool/a.p10.meta"), world.pki.sidecar(first.idevid));
    const auto newRequest = world.put(QStringLiteral("new.p10"), second.certificationRequest);
    const auto newRecord = world.put(QStringLiteral("new.meta"), world.pki.sidecar(second.idevid));
    bool isReplaced = false;
    std::function<void(const QByteArray&)> replace = [&](const QByteArray& opened) {
        if (!opened.endsWith("a.p10.meta")) {
            watch().beforeOpening = replace;
            return;
        }
        isReplaced = std::rename(QFile::encodeName(newRequest).constData(), QFile::encodeName(path).constData()) == 0
            && std::rename(QFile::encodeName(newRecord).constData(), opened.constData()) == 0;
    };
    const WatchEnd end;
    watch().beforeOpening = replace;

    const auto report = world.site.gather({path});

    QVERIFY(isReplaced);
    QCOMPARE(report.gathered, 0);
    QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("unreadable")});
    QCOMPARE(world.site.gather({path}).gathered, 1);
    QCOMPARE(world.site.only().device, QStringLiteral("SN-2"));
}

void TestSystemCalls::aFileThatCannotBeLookedAtTwiceIsTaken()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    int failures = 0;
    const WatchEnd end;
    watch().cannotLookAt = [&](const QByteArray& name) { return name.endsWith(".p10") && failures++ == 0; };

    const auto report = world.site.gather({world.path(QStringLiteral("spool"))});

    QVERIFY(failures > 0);
    QCOMPARE(report.gathered, 2);
    QVERIFY(report.refused.isEmpty());
}

void TestSystemCalls::aFileThatCannotBeLookedAtStays()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    const WatchEnd end;
    watch().cannotLookAt = [](const QByteArray& name) { return name.endsWith(".p10"); };
    GatherOrder order;
    order.paths = {world.path(QStringLiteral("spool"))};
    order.remove = true;
    {
        auto session = world.site.write();
        const auto report = gather(session, order, {});
        QCOMPARE(report.gathered, 1); // the voucher request
        QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("unreadable")});
    }
    {
        const std::lock_guard lock{watch().mutex};
        watch().cannotLookAt = nullptr;
    }
    QVERIFY(!world.list(QStringLiteral("spool")).filter(QStringLiteral(".p10")).isEmpty());
    QCOMPARE(world.site.gather(order.paths).gathered, 1);
}

// A flush takes as long as the medium takes for a turn: 1,010 files take two, and their folder as many.
void TestSystemCalls::deliverFlushesAPageAtOnce()
{
    const TestWorld world;
    constexpr int Devices = 505;
    for (int i = 0; i < Devices; ++i) {
        world.putDevice(QStringLiteral("SN-%1").arg(i));
    }
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    const auto target = QFile::encodeName(QFileInfo{world.path(QString{})}.canonicalFilePath()) + "/out";
    int ofTheFolder = 0;
    QByteArrayList ofFiles;
    const WatchEnd end;
    watch().flushesOfFileSystems = 0;
    watch().flushed = [&](const QByteArray& path) {
        ofTheFolder += path == target ? 1 : 0;
        if (path.endsWith(".p10") || path.endsWith(".vcj") || path.endsWith(".meta")) {
            ofFiles += path;
        }
    };

    const auto report = world.backend.deliver(world.path(QStringLiteral("out")));

    QCOMPARE(report.delivered, 2 * Devices);
    QCOMPARE(watch().flushesOfFileSystems.load(), 2);
    QCOMPARE(ofTheFolder, 2);
    QCOMPARE(ofFiles, QByteArrayList{});
}

SATCHEL_TEST(TestSystemCalls)
#include "TestSystemCalls.moc"
