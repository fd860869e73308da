#include "StationRole.h"

namespace satchel {

QString stationRoleName(StationRole role)
{
    return role == StationRole::Site ? QStringLiteral("site") : QStringLiteral("backend");
}

std::optional<StationRole> stationRoleFromName(QStringView name)
{
    for (const auto role : {StationRole::Site, StationRole::Backend}) {
        if (name == stationRoleName(role)) {
            return role;
        }
    }
    return std::nullopt;
}

} // namespace satchel
