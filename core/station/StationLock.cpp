#include "Station.h"
#include "StationDisk.h"

#include <core/base/Interruption.h>

#include <QFileInfo>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <thread>
#include <unistd.h>

namespace satchel {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds BetweenTries{50};
constexpr qint64 LargestHolderText = 512;

enum class Attempt { Taken, Busy };

Result<Attempt> tryOnce(const FileDescriptor& file, const QString& path)
{
    if (withoutInterruption([&] { return ::flock(file.get(), LOCK_EX | LOCK_NB); }) == 0) {
        return Attempt::Taken;
    }
    return errno == EWOULDBLOCK ? Result<Attempt>{Attempt::Busy}
                                : fail(takeErrno(QStringLiteral("cannot lock the station"), path));
}

// "1234 import 2026-11-22T09:00:00Z": for those who wait. What a killed holder left is overwritten by the next.
Result<void> writeHolder(const FileDescriptor& file, const QString& command, const QString& path)
{
    const auto text = QStringLiteral("%1 %2 %3\n")
                          .arg(::getpid())
                          .arg(command.simplified().left(64), toUtcText(QDateTime::currentDateTimeUtc()))
                          .toUtf8();
    if (withoutInterruption([&] { return ::ftruncate(file.get(), 0); }) != 0) {
        return fail(takeErrno(QStringLiteral("cannot write to the lock file"), path));
    }
    return file.writeAll(text, path);
}

QString describeHolder(const QString& path)
{
    static const QRegularExpression form{QStringLiteral("\\A([0-9]+) ([\\x20-\\x7E]+) ([0-9TZ:-]+)\\n\\z")};
    const auto text = readFile(path, LargestHolderText);
    const auto match = form.match(text ? QString::fromUtf8(*text) : QString{});
    if (!match.hasMatch()) {
        return QStringLiteral("another process");
    }
    return QStringLiteral("process %1 (%2) since %3").arg(match.captured(1), match.captured(2), match.captured(3));
}

Result<FileDescriptor> openLockFile(const StationPaths& paths)
{
    if (!QFileInfo{paths.home}.isDir()) {
        return fail(Error{ErrorCode::NotAStation, QStringLiteral("there is no such folder"), paths.home});
    }
    return FileDescriptor::open(paths.lock(), O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
}

} // namespace

Result<StationLock> StationLock::acquire(
    const StationPaths& paths, const QString& command, milliseconds patience, const std::stop_token& stop)
{
    auto file = openLockFile(paths);
    if (!file) {
        return fail(ofStationDisk(std::move(file).error()));
    }
    const auto deadline = steady_clock::now() + patience;
    while (true) {
        const auto attempt = tryOnce(*file, paths.lock());
        if (!attempt) {
            return fail(attempt.error());
        }
        if (*attempt == Attempt::Taken) {
            if (auto written = writeHolder(*file, command, paths.lock()); !written) {
                return fail(ofStationDisk(std::move(written).error()));
            }
            return StationLock{*std::move(file)};
        }
        if (stop.stop_requested()) {
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped while waiting for the station"));
        }
        const auto left = std::chrono::duration_cast<milliseconds>(deadline - steady_clock::now());
        if (left <= milliseconds::zero()) {
            return fail(Error{ErrorCode::StationInUse,
                QStringLiteral("the station is in use by %1").arg(describeHolder(paths.lock())), paths.home});
        }
        std::this_thread::sleep_for(std::min(BetweenTries, left));
    }
}

} // namespace satchel
