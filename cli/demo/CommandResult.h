#pragma once

#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QString>

namespace satchel {

// What a command of the program left: its exit code, and what it printed with --json.
struct CommandResult {
    QString command = {}; // as a person types it
    int exitCode = 0;
    qint64 milliseconds = 0;
    JsonValue json = {};
    QByteArray complaints = {}; // stderr

    // A value of the JSON by its path: "gathered", "bundles[0].readBack.verified", "items#" (how many), and so on.
    // Null if there is no such value.
    [[nodiscard]] JsonValue value(QStringView path) const;
    // The same as text: "16", "true", "imported"; "nothing" if there is no such value.
    [[nodiscard]] QString text(QStringView path) const;
};

} // namespace satchel
