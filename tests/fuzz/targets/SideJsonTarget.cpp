#include <core/objects/voucher/AuditLog.h>
#include <core/objects/voucher/BrskiStatus.h>
#include <tests/fuzz/ObjectPromises.h>

namespace satchel::fuzz {

// A status report or an audit log, and the status as either of its kinds.
Verdict runSideJson(const QByteArray& input)
{
    const auto json = parseJson(input, JsonDialect::Lenient);
    if (!json) {
        return refused(json.error());
    }
    if (AuditLog::isAuditLog(*json)) {
        return judgedObject(AuditLog::parse(*json), input);
    }
    const auto status = BrskiStatus::parse(*json);
    if (status) {
        const auto told = dynamic_cast<const BrskiStatus&>(**status).as(Kind::EnrollStatus);
        require(told->kind() == Kind::EnrollStatus, "a status is of the kind that it is told");
    }
    return judgedObject(status, input);
}

} // namespace satchel::fuzz
