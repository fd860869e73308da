#pragma once

#include "Session.h"

#include <core/station/StationId.h>

#include <QString>

namespace satchel {

// Removes from the folder the unfinished files of exports to this peer whose numbers are void by our ledger: of a
// medium that was pulled or stopped taking writes, and so could not be tidied when its number was given up. Nothing
// else is touched, and what cannot be removed does no harm but take room.
void removeBurntParts(const Session& session, const StationId& peer, const QString& folder);

} // namespace satchel
