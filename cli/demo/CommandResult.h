#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QString>

#include <functional>

namespace satchel {

// What a command of the program left: its exit code, and what it printed with --json.
struct CommandResult {
    QString command = {}; // as a person types it
    int exitCode = 0;
    qint64 milliseconds = 0;
    JsonValue json = {};
    QByteArray complaints = {}; // stderr

    // What a verb that was called here would have printed, and how it would have ended.
    template <typename Report> void take(const Report& report)
    {
        printAs([&report](JsonWriter& writer) { report.writeJson(writer); });
        exitCode = static_cast<int>(report.outcome());
    }
    void take(const Error& error);
    // The members of the object that was printed.
    void printAs(const std::function<void(JsonWriter&)>& write);

    // A value of the JSON by its path: "gathered", "bundles[0].readBack.verified", "items#" (how many), and so on.
    // Null if there is no such value.
    [[nodiscard]] JsonValue value(QStringView path) const;
    // The same as text: "16", "true", "imported"; "nothing" if there is no such value.
    [[nodiscard]] QString text(QStringView path) const;
};

} // namespace satchel
