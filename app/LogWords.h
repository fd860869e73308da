#pragma once

#include <core/ledger/CustodyLog.h>

#include <QString>

#include <optional>

namespace satchel {

// The custody log in the language of the window. What was recorded stays as it is in the ledger, and in files that are
// saved; what no sentence of core/exchange/LogSentences is, an older version's, stays in its own words.

[[nodiscard]] QString actionText(const LogEntry& entry);
[[nodiscard]] QString resultText(const LogEntry& entry);

// nullopt for what the table does not know.
[[nodiscard]] std::optional<QString> knownResultText(const LogEntry& entry);

} // namespace satchel
