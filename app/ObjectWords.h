#pragma once

#include <QString>

namespace satchel {

// What a decoded object says, for people: the names of its members in words, its times by the clock on the wall.

// The name itself where there is no word for it.
[[nodiscard]] QString memberText(const QString& name);
// A time as people read it; anything else as it is.
[[nodiscard]] QString valueText(const QString& value);

} // namespace satchel
