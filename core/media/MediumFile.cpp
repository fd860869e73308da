#include "MediumFile.h"

#include "ExclusiveRename.h"
#include "FileSystem.h"

#include <core/base/FaultPoint.h>

#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace satchel {

namespace {

constexpr qint64 Reserve = 1024 * 1024;
constexpr int MostNamesTried = 10'000;

// "a.satchel" becomes "a-2.satchel" on the second try.
QString nameForTry(const QString& name, int number)
{
    if (number == 1) {
        return name;
    }
    const auto dot = name.lastIndexOf(QLatin1Char('.'));
    const auto stem = dot > 0 ? name.first(dot) : name;
    return QStringLiteral("%1-%2%3").arg(stem).arg(number).arg(name.sliced(stem.size()));
}

} // namespace

QString partNameOf(const QString& name)
{
    return QLatin1Char('.') + name + QStringLiteral(".part");
}

MediumFile::MediumFile(FileDescriptor file, QString folder, QString name)
    : m_file{std::move(file)}
    , m_folder{std::move(folder)}
    , m_name{std::move(name)}
    , m_partPath{m_folder + QLatin1Char('/') + partNameOf(m_name)}
{
}

MediumFile::MediumFile(MediumFile&& other) noexcept
    : m_file{std::move(other.m_file)}
    , m_folder{std::move(other.m_folder)}
    , m_name{std::move(other.m_name)}
    , m_partPath{std::exchange(other.m_partPath, {})}
    , m_size{other.m_size}
{
}

MediumFile& MediumFile::operator=(MediumFile&& other) noexcept
{
    if (this != &other) {
        discard();
        m_file = std::move(other.m_file);
        m_folder = std::move(other.m_folder);
        m_name = std::move(other.m_name);
        m_partPath = std::exchange(other.m_partPath, {});
        m_size = other.m_size;
    }
    return *this;
}

MediumFile::~MediumFile()
{
    discard();
}

void MediumFile::discard()
{
    if (!m_partPath.isEmpty()) {
        ::unlink(QFile::encodeName(m_partPath).constData());
        m_partPath.clear();
    }
    m_file.close();
}

Result<MediumFile> MediumFile::create(const QString& folder, const QString& name)
{
    if (name.isEmpty() || name.startsWith(QLatin1Char('.')) || name.contains(QLatin1Char('/'))) {
        return fail(ErrorCode::Usage, QStringLiteral("\"%1\" is no name for a file on a medium").arg(name));
    }
    const auto path = folder + QLatin1Char('/') + partNameOf(name);
    auto file = FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, 0644);
    if (!file && QFileInfo::exists(path)) {
        return fail(Error{ErrorCode::Unreadable,
            QStringLiteral("an unfinished file of that name is there: another export is writing it, or one broke off "
                           "and the file may be removed"),
            path});
    }
    if (!file) {
        return fail(std::move(file).error());
    }
    return MediumFile{*std::move(file), folder, name};
}

Result<void> MediumFile::write(QByteArrayView bytes)
{
    SATCHEL_TRY(m_file.writeAll(bytes, m_partPath));
    m_size += bytes.size();
    return {};
}

Result<QString> MediumFile::publish()
{
    SATCHEL_TRY(m_file.sync(m_partPath));
    SATCHEL_TRY(takeFinalName());
    faultPoint("medium.after-renaming");
    // Until all of it is flushed the file under its final name is still ours to remove.
    SATCHEL_TRY(syncFolder(m_folder));
    SATCHEL_TRY(m_file.syncFileSystem(m_partPath));
    m_file.close();
    return std::exchange(m_partPath, {});
}

Result<void> MediumFile::takeFinalName()
{
    for (int number = 1; number <= MostNamesTried; ++number) {
        const auto path = m_folder + QLatin1Char('/') + nameForTry(m_name, number);
        const auto renamed = renameWithoutReplacing(m_partPath, path);
        if (!renamed) {
            return fail(renamed.error());
        }
        if (*renamed) {
            m_partPath = path;
            return {};
        }
    }
    return fail(Error{ErrorCode::Unreadable,
        QStringLiteral("the name and %1 more like it are taken; clear the folder").arg(MostNamesTried - 1),
        m_folder + QLatin1Char('/') + m_name});
}

Result<void> requireSpace(const QString& folder, qint64 bytes)
{
    const auto facts = fileSystemOf(folder);
    if (!facts) {
        return fail(facts.error());
    }
    if (facts->readOnly || ::access(QFile::encodeName(folder).constData(), W_OK) != 0) {
        return fail(
            Error{ErrorCode::MediumReadOnly, QStringLiteral("nothing can be written there: it is read-only"), folder});
    }
    if (bytes > facts->freeBytes - Reserve) {
        return fail(Error{ErrorCode::MediumFull,
            QStringLiteral("%1 bytes and a reserve of 1 MiB are needed, %2 are free").arg(bytes).arg(facts->freeBytes),
            folder});
    }
    return {};
}

} // namespace satchel
