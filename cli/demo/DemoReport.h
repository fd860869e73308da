#pragma once

#include "CommandResult.h"

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Result.h>

#include <QList>
#include <QString>
#include <QStringList>
#include <QStringView>

#include <optional>
#include <utility>

namespace satchel {

// What came of a demonstration.
struct DemoReport {
    QList<std::pair<QStringView, qint64>> counts; // by the names that they have in JSON
    QList<CommandResult> steps;
    QString directory;
    bool directoryStays = false;
    std::optional<Error> failure;
    QStringList next = {}; // commands that go on from here

    [[nodiscard]] qint64 milliseconds() const;
    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

} // namespace satchel
