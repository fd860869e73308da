#pragma once

#include <core/base/StrictJson.h>

#include <QString>

namespace satchel {

// What a member of a decoded object says, for people: times by the clock on the wall, yes and no, and words for what is
// of a closed set, with the standard's own name where it has one. Everything else is as it is.
[[nodiscard]] QString valueText(const QString& member, const JsonValue& scalar);

} // namespace satchel
