#pragma once

#include <core/base/JsonWriter.h>
#include <core/ledger/CustodyLog.h>

#include <QString>

namespace satchel {

// The faces of one entry of the custody log.
void writeLogEntry(JsonWriter& writer, const LogEntry& entry);
[[nodiscard]] QString logTextLine(const LogEntry& entry);
[[nodiscard]] QString logCsvHead(); // RFC 4180, without the line's end
[[nodiscard]] QString logCsvLine(const LogEntry& entry);
// RFC 5424: facility "log audit", severity "informational"; what has no field of its own is structured data.
[[nodiscard]] QString logSyslogLine(const LogEntry& entry);

} // namespace satchel
