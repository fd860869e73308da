#pragma once

#include <core/base/Result.h>

#include <QStringList>

namespace satchel {

// Do the folders hold, under whatever names, exactly the bytes of these files, each of them once? `.meta` files are
// passed over. The error names a file that is missing or too much.
[[nodiscard]] Result<void> haveSameContents(const QStringList& files, const QStringList& folders);

} // namespace satchel
