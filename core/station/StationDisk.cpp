#include "StationDisk.h"

namespace satchel {

Error ofStationDisk(Error error)
{
    switch (error.code) {
    case ErrorCode::MediumFull:
        error.code = ErrorCode::NoSpaceForLedger;
        break;
    case ErrorCode::MediumGone:
    case ErrorCode::MediumReadOnly:
        error.code = ErrorCode::DatabaseUnavailable;
        break;
    default:
        break;
    }
    return error;
}

} // namespace satchel
