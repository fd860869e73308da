#pragma once

#include <core/base/Progress.h>
#include <core/exchange/session/Session.h>
#include <core/media/Volumes.h>

#include <QString>

namespace satchel {

// Mounts a medium for a verb that is to work on it, and records in the custody log how that ended, well or not; one
// that is mounted is left as it is. Returns where it is. `session` is open for writing.
[[nodiscard]] Result<QString> mountVolume(
    Session& session, const Volumes& volumes, const Volume& volume, const Conduct& conduct);

} // namespace satchel
