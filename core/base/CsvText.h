#pragma once

#include <QByteArrayView>
#include <QString>
#include <QStringList>

namespace satchel {

// One record of RFC 4180 without its end. Each field is made printable first, and harmless: texts come from peers and
// media, and a spreadsheet computes what begins with = + - or @ (also in their wide forms), whoever wrote it. An
// apostrophe goes before such a sign at the beginning of a field, and behind a semicolon, where spreadsheets in half of
// Europe begin a field of their own.
[[nodiscard]] QString csvLine(const QStringList& fields);

// Stands at the beginning of a file for people: without it spreadsheets take the bytes for those of an old code page.
inline constexpr QByteArrayView CsvByteOrderMark{"\xEF\xBB\xBF"};
inline constexpr QByteArrayView CsvLineEnd{"\r\n"};

} // namespace satchel
