#pragma once

#include <core/base/File.h>

#include <QByteArray>
#include <QString>

namespace satchel::fuzz {

// Bytes as a regular file with a path, which only ever lies in memory.
class InputFile final {
public:
    explicit InputFile(const QByteArray& bytes);

    [[nodiscard]] QString path() const;

private:
    FileDescriptor m_file;
};

} // namespace satchel::fuzz
