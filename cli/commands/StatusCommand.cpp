#include "Commands.h"

#include <cli/Advice.h>
#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/exchange/report/Overview.h>
#include <core/station/StationId.h>

#include <CLI/CLI.hpp>

#include <optional>

namespace satchel {

namespace {

struct StatusOptions {
    std::optional<int> days;
};

// What `status` shows: the report, and with --days how much came and went.
struct StatusAndDays {
    StatusReport status;
    std::optional<QList<DayReport>> days;

    void writeJson(JsonWriter& writer) const
    {
        status.writeJson(writer);
        if (days) {
            writeDaysJson(writer, *days);
        }
    }
};

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

void printConcerns(Console& console, const StatusReport& report)
{
    if (!report.concerns.told.isEmpty()) {
        console.line(QStringLiteral("Needs attention:"));
    }
    for (const auto& concern : report.concerns.told) {
        console.line(
            QStringLiteral("  ") + padded(urgencyName(concern.urgency), 5) + QStringLiteral("  ") + concern.text());
    }
    for (const auto& further : report.concerns.further) {
        console.line(QStringLiteral("         %1: %2").arg(further.text(), listingOf(further.kind)));
    }
}

void printDays(Console& console, const QList<DayReport>& days)
{
    Table table{
        {QStringLiteral("DAY"), QStringLiteral("GATHERED"), QStringLiteral("BROUGHT IN"), QStringLiteral("DELIVERED")}};
    for (const auto& [day, counts] : days) {
        table.add({day.toString(Qt::ISODate), QString::number(counts.gathered), QString::number(counts.broughtIn),
            QString::number(counts.delivered)});
    }
    table.print(console);
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
    printConcerns(console, report);
}

Result<StatusAndDays> read(const Session& session, const StatusOptions& options)
{
    auto status = statusOf(session);
    if (!status) {
        return fail(std::move(status).error());
    }
    StatusAndDays report{*std::move(status), {}};
    if (options.days) {
        auto days = lastDays(session, *options.days);
        if (!days) {
            return fail(std::move(days).error());
        }
        report.days = *std::move(days);
    }
    return report;
}

Outcome run(CommandContext& context, const StatusOptions& options)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = read(*session, options);
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] {
        print(context.console(), report->status);
        if (report->days) {
            printDays(context.console(), *report->days);
        }
    });
}

} // namespace

void addStatusCommand(CLI::App& program, CommandContext& context)
{
    auto* const command
        = addCommand(program, "status", "what stands where, and what is due next", "satchel status --json");
    const auto options = std::make_shared<StatusOptions>();
    command->add_option("--days", options->days, "how much came and went on each of the last so many days")
        ->type_name("N")
        ->check(CLI::Range(1, 366));
    onChosen(*command, context, options, run);
}

} // namespace satchel
