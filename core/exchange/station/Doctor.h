#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/exchange/session/Session.h>

#include <QList>
#include <QString>

namespace satchel {

enum class FindingLevel { Ok, Warning, Problem };

struct Finding {
    FindingLevel level = FindingLevel::Ok;
    QString code; // "clock", "space", "permissions", "keys", "certificates", "database", "custody-log", "media", "lock"
    QString text;
    QString hint; // what to do; empty if all is well
};

struct DoctorReport {
    QList<Finding> findings;

    [[nodiscard]] Outcome outcome() const; // Failed if there is a Problem
    void writeJson(JsonWriter& writer) const;
};

// Looks at everything that a station depends on; changes nothing. Works as far as it gets on a broken station.
[[nodiscard]] DoctorReport examine(StationAccess access);

} // namespace satchel
