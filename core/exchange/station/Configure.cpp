#include "Configure.h"

#include <core/exchange/session/OnRecord.h>

namespace satchel {

namespace {

// What is on the card is the name and the current certificates.
bool differOnCard(const Settings& a, const Settings& b)
{
    return a.name != b.name || a.signing.certificate != b.signing.certificate
        || a.decryption.first().certificate != b.decryption.first().certificate;
}

} // namespace

Result<SettingsReport> changeSettings(Session& session, const Settings& seen, const Settings& wanted)
{
    auto& station = session.station();
    const Settings former = station.settings();
    if (!former.changesTo(seen).isEmpty()) {
        return fail(
            Error{ErrorCode::Usage, QStringLiteral("somebody has changed the settings meanwhile: look at them again"),
                station.paths().settings()});
    }
    SettingsReport report{former.changesTo(wanted), false};
    if (report.changes.isEmpty() && former.role == wanted.role) {
        return report;
    }
    SATCHEL_TRY(changeOnRecord(session, logged::SettingsChanged, {report.changes.join(QStringLiteral(", "))},
        [&] { return station.changeSettings(wanted); }));
    report.makesNewCard = differOnCard(former, wanted);
    return report;
}

} // namespace satchel
