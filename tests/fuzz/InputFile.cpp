#include "InputFile.h"

#include "FuzzTarget.h"

#include <sys/mman.h>

namespace satchel::fuzz {

InputFile::InputFile(const QByteArray& bytes)
    : m_file{::memfd_create("input", MFD_CLOEXEC)}
{
    require(m_file.isOpen() && m_file.writeAll(bytes, QStringLiteral("input")), "the input fits into memory");
}

QString InputFile::path() const
{
    return QStringLiteral("/proc/self/fd/%1").arg(m_file.get());
}

} // namespace satchel::fuzz
