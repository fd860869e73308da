#pragma once

#include <core/base/ErrorCode.h>
#include <core/exchange/report/Concern.h>

#include <QString>

namespace satchel {

// What a person does now about an error of this code, in a sentence; empty where the message says it all.
[[nodiscard]] QString adviceFor(ErrorCode code);
// Of an item that is held for it: what would free it.
[[nodiscard]] QString adviceForHeld(ErrorCode code);
// The command that lists everything that is a concern of this kind.
[[nodiscard]] QString listingOf(Concern::Kind kind);

} // namespace satchel
