#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QByteArrayView>

#include <optional>

// The canonical ustar form of docs/bundle-format.md, "Container" (POSIX.1-1988 ustar): a pure function of names and
// bytes. The container and the plaintext of every part have it. Our own few lines, because "there is one way to write a
// given bundle" must not depend on the version of a library.
namespace satchel::ustar {

inline constexpr qint64 BlockSize = 512;

// The one header block that an entry of this name and size has. The name: 1 to 100 characters of a-z 0-9 . / -
[[nodiscard]] QByteArray header(const QByteArray& name, qint64 size);
// Zero bytes that fill the last block of an entry's content, and how many.
[[nodiscard]] qint64 paddingSize(qint64 size);
[[nodiscard]] QByteArray padding(qint64 size);
// The two zero blocks at the end.
[[nodiscard]] QByteArray end();

struct Entry {
    QByteArray name;
    qint64 size = 0;
};
// Reads one header block: nullopt if it is the first of the two zero blocks at the end, BadContainer if the block
// differs in any byte from the one that header() makes of its name and size.
[[nodiscard]] Result<std::optional<Entry>> parseHeader(QByteArrayView block);

} // namespace satchel::ustar
