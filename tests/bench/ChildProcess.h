#pragma once

#include "Measurement.h"

#include <QString>
#include <QStringList>

namespace satchel::bench {

struct ChildResult {
    int exitCode = -1; // -1: ended by a signal
    Sample sample;
};

// One command as a child process, measured by the kernel: wait4 tells what it and those it waited for have used.
// Peak memory is that of the largest among them; a child starts with the memory of this program, which must stay small.
class ChildProcess final {
public:
    // `standardOutput`: a file, made anew. What the child complains of goes where our complaints go.
    [[nodiscard]] static ChildResult run(const QStringList& command, const QString& standardOutput);
    // The same by a shell, for pipelines.
    [[nodiscard]] static ChildResult runShell(const QString& script, const QString& standardOutput);

    // A program of that name on the PATH?
    [[nodiscard]] static bool isThere(const QString& program);
};

// A text as one word of a shell command.
[[nodiscard]] QString quoted(const QString& text);

} // namespace satchel::bench
