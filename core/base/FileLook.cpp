#include "FileLook.h"

#include "File.h"

#include <QFile>

#include <sys/stat.h>

namespace satchel {

FileLook FileLook::from(const struct stat& facts)
{
    constexpr qint64 NanosecondsOfSecond = 1'000'000'000;
    return {
        facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim.tv_sec * NanosecondsOfSecond + facts.st_mtim.tv_nsec};
}

std::optional<FileLook> FileLook::at(const QString& path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? std::optional{from(facts)} : std::nullopt;
}

std::optional<FileLook> FileLook::of(const FileDescriptor& file)
{
    struct stat facts = {};
    return ::fstat(file.get(), &facts) == 0 ? std::optional{from(facts)} : std::nullopt;
}

} // namespace satchel
