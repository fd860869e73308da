#include "Outcome.h"

namespace satchel {

Outcome outcomeOf(const Error& error)
{
    switch (error.code) {
    case ErrorCode::Usage:
        return Outcome::Usage;
    case ErrorCode::MediumFull:
    case ErrorCode::MediumGone:
    case ErrorCode::MediumReadOnly:
    case ErrorCode::ReadBackMismatch:
        return Outcome::Medium;
    case ErrorCode::StationInUse:
        return Outcome::InUse;
    case ErrorCode::Cancelled:
        return Outcome::Interrupted;
    case ErrorCode::Unreadable:
    case ErrorCode::RequesterUnknown:
    case ErrorCode::Held:
    case ErrorCode::UnknownPeer:
    case ErrorCode::KeyUnavailable:
    case ErrorCode::WrongPassphrase:
    case ErrorCode::NoSpaceForLedger:
    case ErrorCode::NotAStation:
    case ErrorCode::NotFound:
    case ErrorCode::DatabaseUnavailable:
    case ErrorCode::Internal:
        return Outcome::Failed;
    default:
        return Outcome::Refused; // the codes that judge an input
    }
}

Outcome outcomeOf(qint64 good, qint64 refused)
{
    if (refused == 0) {
        return Outcome::Done;
    }
    return good > 0 ? Outcome::DoneInPart : Outcome::Refused;
}

void writeError(JsonWriter& writer, const Error& error)
{
    writer.key(u"error").beginObject();
    writer.member(u"code", errorCodeName(error.code));
    writer.member(u"message", error.message);
    writer.optionalMember(u"file", error.file);
    writer.optionalMember(u"item", error.item);
    writer.endObject();
}

} // namespace satchel
