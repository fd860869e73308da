#pragma once

#include <core/base/Result.h>
#include <core/station/StationId.h>
#include <core/station/StationRole.h>

#include <QString>

namespace satchel {

// `<home>/identity.toml`, written by the program only: what must stay true of a station whatever its settings say.
struct IdentityRecord {
    StationId station;
    StationRole role = StationRole::Site;
    qint64 cardIssue = 1; // of the last card
    Sha256Digest cardContent = {}; // of what the last card said; null before the first one

    [[nodiscard]] static Result<IdentityRecord> load(const QString& file);
    [[nodiscard]] Result<void> save(const QString& file) const;
};

} // namespace satchel
