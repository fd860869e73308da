#pragma once

#include <QPagedPaintDevice>
#include <QString>

#include <core/exchange/session/Session.h>

#include <vector>

namespace satchel {

// Which entries of the custody log are meant, as a page shows them.
struct LogExtract {
    std::vector<qint64> entries; // their numbers, ascending
    QString filter; // the text by which they were chosen; empty: they are all
};

// Whether the log is as it was written, in a sentence.
[[nodiscard]] QString verdictText(const CustodyLog::Verification& verification);

// The extract as a document, the oldest entry first: whose log, whether it is as it was written, who printed it and
// when, the hash of its last entry. Returns the number of pages. Cancelled between two entries.
[[nodiscard]] Result<qint64> paintLog(
    QPagedPaintDevice& device, const Session& session, const LogExtract& extract, const Conduct& conduct);

} // namespace satchel
