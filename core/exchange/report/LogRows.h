#pragma once

#include <core/base/JsonWriter.h>
#include <core/ledger/CustodyLog.h>

#include <QStringList>

namespace satchel {

// One entry of the custody log, for other programs: as an object, and as fields in the order of their names.
void writeLogEntry(JsonWriter& writer, const LogEntry& entry);
[[nodiscard]] QStringList logFieldNames();
[[nodiscard]] QStringList logFields(const LogEntry& entry);

// `"intact"` and `"firstBad"`, members of an open object.
void writeVerification(JsonWriter& writer, const CustodyLog::Verification& verification);

} // namespace satchel
