#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>

namespace satchel {

// How a verb ended; the number is the program's exit code (docs/cli.md, "Exit codes").
enum class Outcome {
    Done = 0, // also when there was nothing to do
    Failed = 1,
    Usage = 2,
    DoneInPart = 3, // some inputs were refused
    Refused = 4, // there was input and none was good
    Medium = 5,
    InUse = 6,
    Interrupted = 130,
};

[[nodiscard]] Outcome outcomeOf(const Error& error);
// For verbs over several inputs.
[[nodiscard]] Outcome outcomeOf(qint64 good, qint64 refused);

// Adds `"error": {code, message, file, item}` to the open object.
void writeError(JsonWriter& writer, const Error& error);

} // namespace satchel
