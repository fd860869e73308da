#pragma once

#include <core/exchange/report/LogRows.h>

#include <QString>

namespace satchel {

// The faces of one entry of the custody log that only this program has.
[[nodiscard]] QString logTextLine(const LogEntry& entry);
[[nodiscard]] QString logCsvHead(); // RFC 4180, without the line's end
[[nodiscard]] QString logCsvLine(const LogEntry& entry);
// RFC 5424: facility "log audit", severity "informational"; what has no field of its own is structured data.
[[nodiscard]] QString logSyslogLine(const LogEntry& entry);

} // namespace satchel
