#include "SiblingFolder.h"

#include <core/base/FaultPoint.h>
#include <core/base/Interruption.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace satchel {

SiblingFolder::SiblingFolder(const QString& target)
    : m_target{target}
    , m_path{QFileInfo{target}.path() + QStringLiteral("/.") + QFileInfo{target}.fileName()
          + QStringLiteral(".satchel-part")}
{
    const bool made = ::mkdir(QFile::encodeName(m_path).constData(), 0700) == 0 || errno == EEXIST;
    if (!made || !isOurs(target)) {
        m_path.clear();
    }
    removeLeftovers();
}

SiblingFolder::~SiblingFolder()
{
    for (const auto& part : std::as_const(m_unpublished)) {
        ::unlink(QFile::encodeName(part).constData());
    }
    if (!m_path.isEmpty()) {
        ::rmdir(QFile::encodeName(m_path).constData());
    }
}

Result<void> SiblingFolder::write(const QString& path, const QByteArray& bytes, mode_t mode)
{
    const auto part = partOf(path);
    m_unpublished.insert(part);
    return writeUnflushed(part, bytes, mode);
}

Result<void> SiblingFolder::flush() const
{
    return syncFileSystem(m_path.isEmpty() ? m_target : m_path);
}

Result<void> SiblingFolder::publish(const QString& path)
{
    const auto part = partOf(path);
    faultPoint("deliver.before-renaming");
    if (std::rename(QFile::encodeName(part).constData(), QFile::encodeName(path).constData()) != 0) {
        return fail(takeErrno(QStringLiteral("cannot rename into place"), path));
    }
    m_unpublished.remove(part);
    return {};
}

// What lies under that name may be a link to somewhere else, or a folder that others may write to, or it is in use by
// another station that delivers into the same target.
bool SiblingFolder::isOurs(const QString& target)
{
    struct stat ours = {};
    struct stat theirs = {};
    auto folder = FileDescriptor::open(m_path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (!folder || ::fstat(folder->get(), &ours) != 0 || ::stat(QFile::encodeName(target).constData(), &theirs) != 0) {
        return false;
    }
    const bool isPrivate = ours.st_uid == ::geteuid() && (ours.st_mode & (S_IWGRP | S_IWOTH)) == 0;
    const auto lock = [&folder] { return ::flock(folder->get(), LOCK_EX | LOCK_NB); };
    if (!isPrivate || ours.st_dev != theirs.st_dev || withoutInterruption(lock) != 0) {
        return false;
    }
    m_folder = *std::move(folder);
    return true;
}

// What a run that was killed, or whose medium was pulled, could not remove: nobody else puts anything here.
void SiblingFolder::removeLeftovers() const
{
    const QDir folder{m_path};
    for (const auto& name : m_path.isEmpty() ? QStringList{} : folder.entryList(QDir::Files | QDir::Hidden)) {
        ::unlinkat(m_folder.get(), QFile::encodeName(name).constData(), 0);
    }
}

QString SiblingFolder::partOf(const QString& path) const
{
    const auto name = QFileInfo{path}.fileName();
    return m_path.isEmpty() ? m_target + QStringLiteral("/.") + name + QStringLiteral(".part")
                            : m_path + QLatin1Char('/') + name;
}

} // namespace satchel
