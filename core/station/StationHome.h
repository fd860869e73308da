#pragma once

#include <QString>

namespace satchel {

// Where the station is: the folder named, else SATCHEL_HOME, else $XDG_DATA_HOME/satchel, else ~/.local/share/satchel.
// Absolute and clean.
[[nodiscard]] QString stationHome(const QString& named);

} // namespace satchel
