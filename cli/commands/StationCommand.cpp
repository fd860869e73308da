#include "Commands.h"

#include <core/exchange/station/Restored.h>

namespace satchel {

namespace {

struct RestoredOptions { };

Outcome runRestored(CommandContext& context, const RestoredOptions&)
{
    auto session = context.openForWriting(QStringLiteral("station restored"), KeyUse::None);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = declareRestored(*session);
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] {
        auto& console = context.console();
        console.line(QStringLiteral("The ledger of \"%1\" is now %2; it was %3.")
                .arg(report->name, report->ledger.toString(), report->formerLedger.toString()));
        console.line(QStringLiteral("Whatever has no final answer is due again."));
        console.note(QStringLiteral("Next: gather what came after the copy was made, export, and only then import."));
    });
}

} // namespace

void addStationCommand(CLI::App& program, CommandContext& context)
{
    auto* const station = addCommand(
        program, "station", "what happens to the station as a whole", "satchel station restored --home /srv/satchel");
    station->require_subcommand(1);
    auto* const restored = addCommand(*station, "restored",
        "say that this station was put back from a backup or an image, so that no number is used twice",
        "satchel station restored --home /srv/satchel");
    onChosen(*restored, context, std::make_shared<RestoredOptions>(), runRestored);
}

} // namespace satchel
