#include "ExclusiveRename.h"

#include <core/base/File.h>

#include <QFile>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

namespace {

// link(2) and renameat2(2): how file systems say that they do not know the call. FAT answers link with EPERM.
constexpr std::array UnknownWay{EINVAL, ENOSYS, EPERM, EOPNOTSUPP, EMLINK, EXDEV};

Result<RenameOutcome> judge(int returned, const QString& to)
{
    if (returned == 0) {
        return RenameOutcome::Renamed;
    }
    if (errno == EEXIST) {
        return RenameOutcome::NameTaken;
    }
    if (std::find(UnknownWay.begin(), UnknownWay.end(), errno) != UnknownWay.end()) {
        return RenameOutcome::WayUnknown;
    }
    return fail(takeErrno(QStringLiteral("cannot give the file its final name"), to));
}

Result<RenameOutcome> renameByLink(const QByteArray& from, const QByteArray& to, const QString& path)
{
    auto outcome = judge(::link(from.constData(), to.constData()), path);
    if (outcome && *outcome == RenameOutcome::Renamed && ::unlink(from.constData()) != 0) {
        auto error = takeErrno(QStringLiteral("cannot remove the unfinished name"), path);
        ::unlink(to.constData());
        return fail(std::move(error));
    }
    return outcome;
}

Result<RenameOutcome> renameAfterLooking(const QByteArray& from, const QByteArray& to, const QString& path)
{
    struct stat facts = {};
    if (::lstat(to.constData(), &facts) == 0) {
        return RenameOutcome::NameTaken;
    }
    if (errno != ENOENT || ::rename(from.constData(), to.constData()) != 0) {
        return fail(takeErrno(QStringLiteral("cannot give the file its final name"), path));
    }
    return RenameOutcome::Renamed;
}

} // namespace

Result<RenameOutcome> renameBy(RenameWay way, const QString& from, const QString& to)
{
    const auto oldName = QFile::encodeName(from);
    const auto newName = QFile::encodeName(to);
    switch (way) {
    case RenameWay::KernelFlag:
        return judge(::renameat2(AT_FDCWD, oldName.constData(), AT_FDCWD, newName.constData(), RENAME_NOREPLACE), to);
    case RenameWay::HardLink:
        return renameByLink(oldName, newName, to);
    case RenameWay::CheckFirst:
        return renameAfterLooking(oldName, newName, to);
    }
    return RenameOutcome::WayUnknown;
}

Result<bool> renameWithoutReplacing(const QString& from, const QString& to)
{
    for (const auto way : {RenameWay::KernelFlag, RenameWay::HardLink, RenameWay::CheckFirst}) {
        const auto outcome = renameBy(way, from, to);
        if (!outcome) {
            return fail(outcome.error());
        }
        if (*outcome != RenameOutcome::WayUnknown) {
            return *outcome == RenameOutcome::Renamed;
        }
    }
    return fail(Error{ErrorCode::Unreadable, QStringLiteral("this file system renames no files"), to});
}

} // namespace satchel
