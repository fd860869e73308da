#include "DerWriter.h"

namespace satchel {

QByteArray derElement(std::uint8_t tag, QByteArrayView content)
{
    QByteArray length;
    for (auto rest = static_cast<quint64>(content.size()); rest != 0 || length.isEmpty(); rest >>= 8U) {
        length.prepend(static_cast<char>(rest & 0xFFU));
    }
    if (content.size() >= 0x80) {
        length.prepend(static_cast<char>(0x80 | length.size()));
    }
    QByteArray element;
    element.reserve(1 + length.size() + content.size());
    element.append(static_cast<char>(tag));
    element.append(length);
    return element.append(content);
}

} // namespace satchel
