#include "Eject.h"

#include "MediumEntry.h"

#include <core/base/JsonText.h>

namespace satchel {

namespace {

Result<void> record(Session& session, const Volume& volume, const Result<Ejection>& result)
{
    return result ? recordMedium(session, logged::Ejected, {ejectionName(result->how)}, volume)
                  : recordMedium(session, logged::NotEjected,
                        {errorCodeName(result.error().code), result.error().message}, volume);
}

Warning unrecorded(const Error& why)
{
    return {Warning::Kind::NotInCustodyLog, QStringLiteral("this is not in the custody log: %1").arg(why.message)};
}

} // namespace

EjectReport ejectVolume(Session* session, const Volumes& volumes, const Volume& volume, const Conduct& conduct)
{
    EjectReport report;
    report.volume = volume;
    auto result = volumes.eject(volume, conduct);
    if (session) {
        const auto recorded = record(*session, volume, result);
        report.recorded = recorded.has_value();
        if (!recorded) {
            report.warnings += unrecorded(recorded.error());
        }
    }
    if (!result) {
        report.failure = std::move(result).error();
        return report;
    }
    if (result->remark) {
        report.warnings += Warning{Warning::Kind::MediumRemark, result->remark->message};
    }
    report.ejection = *std::move(result);
    return report;
}

EjectReport ejectVolume(StationAccess access, const QString& name, const Conduct& conduct)
{
    EjectReport report;
    const auto volumes = Volumes::open(access.media);
    const auto volume = findVolume(volumes.list(), name);
    if (!volume) {
        report.failure = volume.error();
        return report;
    }
    auto session = Session::forWriting(std::move(access), QStringLiteral("media eject"), conduct.stop);
    if (!session && (session.error().code == ErrorCode::StationInUse || session.error().code == ErrorCode::Cancelled)) {
        report.volume = *volume;
        report.failure = std::move(session).error();
        return report;
    }
    report = ejectVolume(session ? &*session : nullptr, volumes, *volume, conduct);
    if (!session && session.error().code != ErrorCode::NotAStation) {
        report.warnings += unrecorded(session.error());
    }
    return report;
}

Outcome EjectReport::outcome() const
{
    return failure ? outcomeOf(*failure) : Outcome::Done;
}

void EjectReport::writeJson(JsonWriter& writer) const
{
    VolumesReport{volume ? QList<Volume>{*volume} : QList<Volume>{}}.writeJson(writer);
    writer.key(u"ejected");
    if (ejection) {
        writer.value(ejectionName(ejection->how));
    } else {
        writer.null();
    }
    writer.member(u"recorded", recorded);
    writeWarnings(writer, u"warnings", warnings);
    if (failure) {
        writeError(writer, *failure);
    }
}

} // namespace satchel
