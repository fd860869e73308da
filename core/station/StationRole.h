#pragma once

#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// Site: beside the registrar, sends requests. Backend: beside RA, CA and MASA, sends answers.
enum class StationRole { Site, Backend };

[[nodiscard]] QString stationRoleName(StationRole role); // "site", "backend"
[[nodiscard]] std::optional<StationRole> stationRoleFromName(QStringView name);
[[nodiscard]] constexpr StationRole counterpartOf(StationRole role)
{
    return role == StationRole::Site ? StationRole::Backend : StationRole::Site;
}

} // namespace satchel
