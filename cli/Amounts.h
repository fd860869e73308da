#pragma once

#include <core/base/Result.h>

#include <QDateTime>
#include <QString>
#include <QStringView>

namespace satchel {

// How people write and read amounts of bytes and instants on the command line.

[[nodiscard]] QString byteAmount(qint64 bytes); // "1.4 MiB"
[[nodiscard]] QString countOf(qint64 count, const QString& one, const QString& many); // "1 item", "2 items"

// Bytes, or with a suffix K, M or G (of 1024; "KiB" and "kb" too). Usage if it is none or too large to hold.
[[nodiscard]] Result<qint64> parseByteAmount(QStringView text);

// RFC 3339 with seconds and any offset, or a date alone, which means its first instant in UTC. Usage otherwise.
[[nodiscard]] Result<QDateTime> parseInstant(QStringView text);

} // namespace satchel
