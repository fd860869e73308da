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
    auto recorded = mounted ? recordMedium(session, logged::Mounted, {*mounted}, volume)
                            : recordMedium(session, logged::NotMounted,
                                  {errorCodeName(mounted.error().code), mounted.error().message}, volume);
    if (mounted && !recorded) {
        return fail(std::move(recorded).error()); // a verb that cannot be recorded either would come next
    }
    return mounted;
}

} // namespace satchel
