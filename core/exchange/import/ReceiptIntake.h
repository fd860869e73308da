#pragma once

#include <core/base/Result.h>
#include <core/exchange/import/Import.h>
#include <core/exchange/session/Session.h>

#include <QByteArray>
#include <QString>

namespace satchel {

// Takes in one receipt inside the transaction that is open. `carrier`: the verified sender of the bundle that carried
// it and `speaking` that bundle's ledger; both null for a receipt that came alone. The error is one of the ledger; a
// receipt that is not good is refused in the result.
[[nodiscard]] Result<ImportedReceipt> takeReceipt(
    Session& session, const QByteArray& file, const StationId& carrier, const LedgerId& speaking);

// The same for a `.receipt` file, in a transaction of its own.
[[nodiscard]] Result<ImportedReceipt> takeReceiptFile(Session& session, const QString& path, bool dryRun);

// Verifies a receipt under the pinned card of the station that claims to have written it: UnknownSender, RevokedSender,
// WrongRole, BadSignature ...
[[nodiscard]] Result<ReceiptFacts> verifyReceipt(const Station& station, const QByteArray& file);

} // namespace satchel
