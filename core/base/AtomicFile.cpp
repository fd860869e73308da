#include "AtomicFile.h"

#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <cstdio>
#include <fcntl.h>
#include <unistd.h>

#include <utility>

namespace satchel {

namespace {

constexpr mode_t Document = 0666; // before the umask

QString temporarySibling(const QString& path)
{
    const QFileInfo target{path};
    const auto random = QString::number(QRandomGenerator::system()->generate64(), 36);
    return target.path() + QStringLiteral("/.") + target.fileName() + QLatin1Char('.') + random
        + QStringLiteral(".part");
}

} // namespace

Result<AtomicFile> AtomicFile::create(const QString& path, std::optional<mode_t> mode)
{
    const auto temporary = temporarySibling(path);
    auto descriptor = FileDescriptor::open(temporary, O_WRONLY | O_CREAT | O_EXCL, mode.value_or(Document));
    if (!descriptor) {
        auto error = std::move(descriptor).error();
        error.file = path; // the other name would tell nobody anything
        return fail(std::move(error));
    }
    AtomicFile file{path, temporary, *std::move(descriptor)};
    if (mode) {
        SATCHEL_TRY(file.m_file.setPermissions(*mode, path));
    }
    return Result<AtomicFile>{std::move(file)};
}

AtomicFile::AtomicFile(QString path, QString temporary, FileDescriptor file)
    : m_path{std::move(path)}
    , m_temporary{std::move(temporary)}
    , m_file{std::move(file)}
{
}

AtomicFile::AtomicFile(AtomicFile&& other) noexcept
    : m_path{std::move(other.m_path)}
    , m_temporary{std::exchange(other.m_temporary, {})}
    , m_file{std::move(other.m_file)}
{
}

AtomicFile::~AtomicFile()
{
    if (!m_temporary.isEmpty()) {
        ::unlink(QFile::encodeName(m_temporary).constData());
    }
}

Result<void> AtomicFile::write(QByteArrayView bytes) const
{
    return m_file.writeAll(bytes, m_path);
}

Result<void> AtomicFile::commit()
{
    SATCHEL_TRY(m_file.sync(m_path));
    m_file.close();
    if (::rename(QFile::encodeName(m_temporary).constData(), QFile::encodeName(m_path).constData()) != 0) {
        return fail(takeErrno(QStringLiteral("cannot rename into place"), m_path));
    }
    m_temporary.clear();
    return syncFolder(QFileInfo{m_path}.path());
}

} // namespace satchel
