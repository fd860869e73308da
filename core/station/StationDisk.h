#pragma once

#include <core/base/Result.h>

namespace satchel {

// The same error, told of the disk that the station itself lies on. "Medium" is what is carried, and a script that is
// told that the medium is full or gone will change the stick; so a full or failing disk at home has the codes of the
// ledger, which lies there too.
[[nodiscard]] Error ofStationDisk(Error error);

} // namespace satchel
