#pragma once

#include <QString>
#include <QtGlobal>

#include <optional>

struct stat;

namespace satchel {

class FileDescriptor;

// What tells whether a file is still the one that was looked at before.
struct FileLook {
    quint64 device = 0;
    quint64 inode = 0;
    qint64 size = 0; // bytes
    qint64 modifiedNanoseconds = 0; // since 1970-01-01

    friend bool operator==(const FileLook&, const FileLook&) = default;

    [[nodiscard]] static FileLook from(const struct stat& facts);
    // Links are followed; nullopt where nothing is, or nothing that one may look at.
    [[nodiscard]] static std::optional<FileLook> at(const QString& path);
    [[nodiscard]] static std::optional<FileLook> of(const FileDescriptor& file);
};

} // namespace satchel
