#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstdint>

namespace satchel {

// One element in DER: identifier octet, length in its shortest form, content.
[[nodiscard]] QByteArray derElement(std::uint8_t tag, QByteArrayView content);

} // namespace satchel
