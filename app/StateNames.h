#pragma once

#include <core/ledger/ItemState.h>

#include <QString>

namespace satchel {

// The words of the ledger, as people read them.
[[nodiscard]] QString stateText(ItemState state);

} // namespace satchel
