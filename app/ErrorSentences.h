#pragma once

#include <core/base/Result.h>

#include <QString>

namespace satchel {

// A sentence for every error code, in the language of the window: what core says of an error is in English, since logs
// and scripts read it too, and is shown as a detail only.
[[nodiscard]] QString whatHappened(ErrorCode code);
[[nodiscard]] QString whatToDo(ErrorCode code);
// What happened, and in brackets what core says of it: for a line in a list.
[[nodiscard]] QString explained(const Error& error);

} // namespace satchel
