#pragma once

#include <QString>

namespace satchel {

// What a member of a decoded object is, for people. The name itself where there is no word for it: in what a device or
// a registrar wrote freely.
[[nodiscard]] QString memberText(const QString& name);

} // namespace satchel
