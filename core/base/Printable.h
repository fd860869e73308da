#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringView>

namespace satchel {

// The text with everything that could steer a terminal or hide in it (control characters, directional overrides,
// zero-width marks, line separators) written out: "\x1b", "\u{202e}".
[[nodiscard]] QString printable(QStringView text);

// The same for JSON text, in JSON's own escapes: it still says the same.
[[nodiscard]] QByteArray printableJson(QByteArrayView json);

} // namespace satchel
