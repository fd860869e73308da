#pragma once

#include <core/base/Result.h>
#include <core/exchange/gather/Candidate.h>
#include <core/ledger/Ledger.h>

#include <QDateTime>

namespace satchel {

// What only the ledger can tell of the messages of one CMP transaction (RFC 9810 section 5.1.1): request, answer, and
// the third leg, certConf and pkiconf.

// A certConf beside the answer that it confirms, if the ledger has that: its device, where it tells none itself; until
// when the authority waits for it (confirmWaitTime); and a warning for all that is odd about it. No other object
// changes.
[[nodiscard]] Result<void> completeConfirmation(const Ledger& ledger, Candidate& candidate, const QDateTime& now);

// Must this CMP item, which is ready, stay until another of its transaction is through? At the backend a certConf stays
// until the request it is about has its answer, and of equals one at a time is with the RA. At the site a pkiconf stays
// until the answer before it was handed over.
[[nodiscard]] Result<bool> mustWaitForTransaction(const Ledger& ledger, const Item& item);

} // namespace satchel
