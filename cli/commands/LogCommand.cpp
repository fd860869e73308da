#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/LogFormat.h>
#include <core/exchange/session/Session.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

struct LogOptions {
    std::string since;
    bool verify = false;
    std::string format = "text";
};

using Verification = CustodyLog::Verification;
using Since = std::optional<QDateTime>;

Result<void> carryOn(const CommandContext& context, const Console& console)
{
    if (context.stop().stop_requested() || !console.outputWorks()) {
        return fail(ErrorCode::Cancelled, QStringLiteral("the log was not finished"));
    }
    return {};
}

Result<void> printJson(
    CommandContext& context, const CustodyLog& log, const Since& since, const Verification& verification)
{
    auto& console = context.console();
    Result<void> walked;
    console.json([&](JsonWriter& writer) {
        writer.key(u"entries").beginArray();
        walked = log.forEach(since, [&](const LogEntry& entry) {
            writeLogEntry(writer, entry);
            return carryOn(context, console);
        });
        writer.endArray();
        writeVerification(writer, verification);
        if (!walked) {
            writeError(writer, walked.error());
        }
    });
    return walked;
}

Result<void> printLines(CommandContext& context, const CustodyLog& log, const Since& since, const std::string& format)
{
    auto& console = context.console();
    if (format == "csv") {
        console.record(logCsvHead());
    }
    return log.forEach(since, [&](const LogEntry& entry) {
        if (format == "csv") {
            console.record(logCsvLine(entry));
        } else if (format == "syslog") {
            console.record(logSyslogLine(entry));
        } else {
            console.line(logTextLine(entry));
        }
        return carryOn(context, console);
    });
}

Outcome tellVerification(Console& console, const Verification& verification)
{
    if (verification.intact) {
        console.note(QStringLiteral("The custody log is intact."));
        return Outcome::Done;
    }
    console.complaint(
        QStringLiteral("The custody log is NOT intact: entry %1 is the first that is not as it was written. "
                       "Entries before it are sound.")
            .arg(verification.firstBad.value_or(0)));
    return Outcome::Failed;
}

Outcome print(CommandContext& context, const CustodyLog& log, const Since& since, const LogOptions& options)
{
    auto& console = context.console();
    const bool json = console.isJson() || options.format == "json";
    Result<Verification> verification = Verification{};
    if (json || options.verify) {
        verification = log.verify();
    }
    if (!verification) {
        return context.fail(verification.error());
    }
    const auto printed
        = json ? printJson(context, log, since, *verification) : printLines(context, log, since, options.format);
    if (!printed) {
        if (console.outputWorks()) {
            console.error(printed.error());
        }
        return console.outputWorks() ? outcomeOf(printed.error()) : Outcome::Failed;
    }
    return json || options.verify ? tellVerification(console, *verification) : Outcome::Done;
}

Outcome run(CommandContext& context, const LogOptions& options)
{
    Since since;
    if (!options.since.empty()) {
        const auto instant = parseInstant(argumentText(options.since));
        if (!instant) {
            return context.usage(QStringLiteral("--since: %1").arg(instant.error().message));
        }
        since = *instant;
    }
    if (context.console().isJson() && options.format != "text" && options.format != "json") {
        return context.usage(
            QStringLiteral("--json and --format %1 exclude each other").arg(argumentText(options.format)));
    }
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    return print(context, session->ledger().log(), since, options);
}

} // namespace

void addLogCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<LogOptions>();
    auto* const command = addCommand(program, "log", "the custody log: who did what with which bundle on which medium",
        "satchel log --since 2026-11-01 --verify");
    command->add_option("--since", options->since, "only entries from then on (RFC 3339, or a date)")
        ->type_name("TIME");
    command->add_flag("--verify", options->verify, "recompute the whole chain of hashes; exit 1 if it is broken");
    command->add_option("--format", options->format, "text, json, csv or syslog (RFC 5424)")
        ->check(CLI::IsMember(std::vector<std::string>{"text", "json", "csv", "syslog"}));
    onChosen(*command, context, options, run);
}

} // namespace satchel
