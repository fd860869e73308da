#pragma once

#include <core/exchange/session/Session.h>
#include <core/station/StationId.h>

#include <QString>

#include <stop_token>

namespace satchel {

// Removes from the folder what exports to this peer left there under numbers that are void by our ledger: of a medium
// that was pulled, hung or stopped taking writes, and so could not be tidied when its number was given up. That are
// unfinished files, by their names, and whole ones whose label has the id and the address of the bundle given up.
// Nothing else is touched. What cannot be removed, or is not because of `stop`, is removed the next time.
void removeBurntFiles(
    const Session& session, const StationId& peer, const QString& folder, const std::stop_token& stop);

} // namespace satchel
