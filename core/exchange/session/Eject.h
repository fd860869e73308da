#pragma once

#include <core/base/Outcome.h>
#include <core/base/Progress.h>
#include <core/exchange/session/Session.h>
#include <core/exchange/session/Warning.h>
#include <core/media/Volumes.h>

#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

struct EjectReport {
    std::optional<Volume> volume; // as it was before; absent if none was found
    std::optional<Ejection> ejection; // absent: it must not be pulled
    bool recorded = false; // in the custody log
    QList<Warning> warnings;
    std::optional<Error> failure;

    [[nodiscard]] Outcome outcome() const;
    void writeJson(JsonWriter& writer) const;
};

// Makes a medium ready to be pulled, and records in the custody log how that ended, well or not. `session` is open for
// writing, or null where there is no station.
[[nodiscard]] EjectReport ejectVolume(
    Session* session, const Volumes& volumes, const Volume& volume, const Conduct& conduct);

// The same for a volume by any of its names (findVolume). A station in use is waited for, because it may be writing to
// that very medium; where there is none, or it cannot be opened, the medium is ejected and the report says that nothing
// was recorded.
[[nodiscard]] EjectReport ejectVolume(StationAccess access, const QString& name, const Conduct& conduct);

} // namespace satchel
