#include "MountTable.h"

#include <core/base/File.h>

#include <QFile>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr qint64 MostMountInfoBytes = 16 * 1024 * 1024;

constexpr std::array NetworkTypes{QLatin1StringView{"9p"}, QLatin1StringView{"afs"}, QLatin1StringView{"beegfs"},
    QLatin1StringView{"ceph"}, QLatin1StringView{"cifs"}, QLatin1StringView{"coda"}, QLatin1StringView{"davfs"},
    QLatin1StringView{"gfs2"}, QLatin1StringView{"glusterfs"}, QLatin1StringView{"gpfs"}, QLatin1StringView{"lustre"},
    QLatin1StringView{"ncpfs"}, QLatin1StringView{"nfs"}, QLatin1StringView{"nfs4"}, QLatin1StringView{"ocfs2"},
    QLatin1StringView{"orangefs"}, QLatin1StringView{"smb3"}, QLatin1StringView{"smbfs"}, QLatin1StringView{"virtiofs"},
    QLatin1StringView{"fuse.beegfs"}, QLatin1StringView{"fuse.ceph"}, QLatin1StringView{"fuse.ceph-fuse"},
    QLatin1StringView{"fuse.curlftpfs"}, QLatin1StringView{"fuse.davfs2"}, QLatin1StringView{"fuse.gcsfuse"},
    QLatin1StringView{"fuse.glusterfs"}, QLatin1StringView{"fuse.gvfsd-fuse"}, QLatin1StringView{"fuse.juicefs"},
    QLatin1StringView{"fuse.kio-fuse"}, QLatin1StringView{"fuse.rclone"}, QLatin1StringView{"fuse.s3fs"},
    QLatin1StringView{"fuse.smbnetfs"}, QLatin1StringView{"fuse.sshfs"}};

constexpr std::array DirectTypes{QLatin1StringView{"btrfs"}, QLatin1StringView{"exfat"}, QLatin1StringView{"ext2"},
    QLatin1StringView{"ext3"}, QLatin1StringView{"ext4"}, QLatin1StringView{"f2fs"}, QLatin1StringView{"msdos"},
    QLatin1StringView{"ntfs3"}, QLatin1StringView{"vfat"}, QLatin1StringView{"xfs"}};

template <std::size_t Count> bool holds(const std::array<QLatin1StringView, Count>& types, QStringView type)
{
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool isOctal(char c)
{
    return c >= '0' && c <= '7';
}

// Space, tab, line feed and backslash stand as \040, \011, \012 and \134.
QString unescaped(const QByteArray& field)
{
    QByteArray plain;
    for (qsizetype i = 0; i < field.size(); ++i) {
        if (field[i] == '\\' && i + 3 < field.size() && isOctal(field[i + 1]) && isOctal(field[i + 2])
            && isOctal(field[i + 3])) {
            plain += static_cast<char>(field.mid(i + 1, 3).toUInt(nullptr, 8) & 0xFFU);
            i += 3;
        } else {
            plain += field[i];
        }
    }
    return QFile::decodeName(plain);
}

bool hasOption(const QByteArray& options, QByteArrayView option)
{
    const auto list = options.split(',');
    return std::any_of(list.begin(), list.end(), [option](const QByteArray& one) { return one == option; });
}

// "36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw,errors=continue": any number of fields before the
// dash.
std::optional<MountEntry> parseLine(const QByteArray& line)
{
    constexpr qsizetype Device = 2;
    constexpr qsizetype MountPoint = 4;
    constexpr qsizetype Options = 5;
    const auto fields = line.split(' ');
    const auto dash = fields.indexOf(QByteArray("-"), Options + 1);
    bool isNumber = false;
    const auto id = fields.first().toULongLong(&isNumber);
    if (!isNumber || dash < 0 || dash + 3 >= fields.size()) {
        return std::nullopt;
    }
    return MountEntry{id, unescaped(fields[MountPoint]), unescaped(fields[dash + 1]), unescaped(fields[dash + 2]),
        hasOption(fields[Options], "ro") || hasOption(fields[dash + 3], "ro"), QString::fromLatin1(fields[Device])};
}

bool liesOn(QStringView path, QStringView mountPoint)
{
    return mountPoint == u"/" || path == mountPoint
        || (path.startsWith(mountPoint) && path[mountPoint.size()] == QLatin1Char('/'));
}

} // namespace

QList<MountEntry> parseMountInfo(QByteArrayView text)
{
    QList<MountEntry> mounts;
    for (const auto& line : text.toByteArray().split('\n')) {
        if (auto entry = parseLine(line)) {
            mounts << *std::move(entry);
        }
    }
    return mounts;
}

Result<QList<MountEntry>> readMountTable(const QString& root)
{
    return readFile(root + QStringLiteral("/proc/self/mountinfo"), MostMountInfoBytes).map([](const QByteArray& text) {
        return parseMountInfo(text);
    });
}

std::optional<MountEntry> findMountByPath(const QList<MountEntry>& mounts, QStringView path)
{
    const MountEntry* best = nullptr;
    for (const auto& mount : mounts) {
        if (liesOn(path, mount.mountPoint) && (!best || mount.mountPoint.size() >= best->mountPoint.size())) {
            best = &mount;
        }
    }
    return best ? std::optional{*best} : std::nullopt;
}

std::optional<MountEntry> findMountById(const QList<MountEntry>& mounts, quint64 id)
{
    const auto found
        = std::find_if(mounts.begin(), mounts.end(), [id](const MountEntry& mount) { return mount.id == id; });
    return found == mounts.end() ? std::nullopt : std::optional{*found};
}

bool isNetworkFileSystem(QStringView type)
{
    return holds(NetworkTypes, type);
}

bool readsDirectlyFromDevice(QStringView type)
{
    return holds(DirectTypes, type);
}

qint64 largestFileOn(QStringView type)
{
    return type == u"vfat" || type == u"msdos" ? (qint64{1} << 32) - 1 : 0;
}

} // namespace satchel
