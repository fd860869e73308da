#pragma once

#include <core/base/Result.h>
#include <core/exchange/session/Session.h>
#include <core/station/Settings.h>

#include <QStringList>

namespace satchel {

// What became of a change of settings.
struct SettingsReport {
    QStringList changes; // as Settings::changesTo() names them; empty: there was nothing to change
    bool makesNewCard = false; // the other stations need it
};

// Writes `wanted` as the settings of the station, from the next verb on, with an entry in the custody log. `seen` is
// what they were made from: Usage if the station has others by now. Otherwise the errors are those of
// Station::changeSettings(). Needs a session for writing, and the passphrase where keys are changed.
[[nodiscard]] Result<SettingsReport> changeSettings(Session& session, const Settings& seen, const Settings& wanted);

} // namespace satchel
