#include "Mount.h"

#include "MediumEntry.h"

#include <core/base/ErrorCode.h>

namespace satchel {

Result<QString> mountVolume(Session& session, const Volumes& volumes, const Volume& volume, const Conduct& conduct)
{
    if (volume.isMounted()) {
        return volume.mountPoint();
    }
    auto mounted = volumes.mount(volume, conduct);
    const auto verdict = mounted
        ? QStringLiteral("mounted on %1").arg(*mounted)
        : QStringLiteral("not mounted: %1: %2").arg(errorCodeName(mounted.error().code), mounted.error().message);
    auto recorded = recordMedium(session, QStringLiteral("mount"), volume, verdict);
    if (mounted && !recorded) {
        return fail(std::move(recorded).error()); // a verb that cannot be recorded either would come next
    }
    return mounted;
}

} // namespace satchel
