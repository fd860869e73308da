#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/Table.h>

#include <core/exchange/Overview.h>
#include <core/station/StationId.h>

namespace satchel {

namespace {

struct StatusOptions { };

void printCounts(Console& console, const StatusReport& report)
{
    QList<QPair<QString, QString>> facts;
    for (const auto state : allItemStates()) {
        if (const auto count = report.counts.value(state); count > 0) {
            facts += {QStringLiteral("  ") + itemStateName(state), QString::number(count)};
        }
    }
    console.line(facts.isEmpty() ? QStringLiteral("No items yet.") : QStringLiteral("Items:"));
    printFacts(console, facts);
}

void printDeadlines(Console& console, const StatusReport& report)
{
    if (!report.deadlines.isEmpty()) {
        console.line(QStringLiteral("Next deadlines:"));
    }
    for (const auto& item : report.deadlines) {
        console.line(QStringLiteral("  %1  %2  %3")
                .arg(item.deadline ? toUtcText(*item.deadline) : QString{}, item.id.toString().left(12), item.device));
    }
}

QString describe(const OutgoingBundle& bundle)
{
    return QStringLiteral("%1, %2: %3")
        .arg(toUtcText(bundle.at), countOf(bundle.items, QStringLiteral("item"), QStringLiteral("items")), bundle.path);
}

QString describe(const IncomingBundle& bundle)
{
    return QStringLiteral("%1, %2: %3, from %4")
        .arg(toUtcText(bundle.at), countOf(bundle.items, QStringLiteral("item"), QStringLiteral("items")),
            bundle.verdict, bundle.from.toString().left(16));
}

void print(Console& console, const StatusReport& report)
{
    printFacts(console,
        {{QStringLiteral("station"), QStringLiteral("%1 (%2)").arg(report.name, stationRoleName(report.role))},
            {QStringLiteral("fingerprint"), groupedFingerprint(report.station)},
            {QStringLiteral("last export"), report.lastExport ? describe(*report.lastExport) : QStringLiteral("never")},
            {QStringLiteral("last import"),
                report.lastImport ? describe(*report.lastImport) : QStringLiteral("never")}});
    printCounts(console, report);
    printDeadlines(console, report);
}

Outcome run(CommandContext& context, const StatusOptions& /*options*/)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = statusOf(*session);
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] { print(context.console(), *report); });
}

} // namespace

void addStatusCommand(CLI::App& program, CommandContext& context)
{
    auto* const command
        = addCommand(program, "status", "what stands where, and what is due next", "satchel status --json");
    onChosen(*command, context, std::make_shared<StatusOptions>(), run);
}

} // namespace satchel
