#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/base/StrictJson.h>
#include <core/exchange/deliver/Deliver.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

struct DeliverOptions {
    std::string folder;
    std::string recipient;
    bool again = false;
    bool bare = false;
};

void printFile(Console& console, QByteArrayView json)
{
    const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
    const auto text = [&row](QStringView name) {
        const auto* const value = row.find(name);
        return value && value->string() ? *value->string() : QString{};
    };
    console.line(QStringLiteral("  %1  %2").arg(padded(text(u"kind"), 22), text(u"path")));
}

void print(Console& console, const DeliverReport& report)
{
    console.line(report.delivered == 0 && report.refused.isEmpty() && !report.failure
            ? QStringLiteral("Nothing is ready.")
            : QStringLiteral("Delivered %1.")
                  .arg(countOf(report.delivered, QStringLiteral("item"), QStringLiteral("items"))));
    if (report.waiting > 0) {
        console.line(QStringLiteral("%1 until what came before in the same CMP transaction has its answer.")
                .arg(countOf(report.waiting, QStringLiteral("item waits"), QStringLiteral("items wait"))));
    }
    report.files.forEach([&console](QByteArrayView json) { printFile(console, json); });
    console.refusals(report.refused);
}

Outcome run(CommandContext& context, const DeliverOptions& options)
{
    auto session = context.openForWriting(QStringLiteral("deliver"));
    if (!session) {
        return context.fail(session.error());
    }
    const DeliverOrder order{
        argumentText(options.folder), argumentText(options.recipient), options.again, !options.bare};
    const auto report = deliver(*session, order, context.conduct());
    return context.show(report, [&] { print(context.console(), report); });
}

} // namespace

void addDeliverCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<DeliverOptions>();
    auto* const command
        = addCommand(program, "deliver", "hand ready items to the local registrar, RA or MASA, as files",
            "satchel deliver --out /var/spool/ra --for ra");
    command->add_option("--out", options->folder, "the folder they are handed over in; made if it is missing")
        ->required()
        ->type_name("DIR");
    command->add_option("--for", options->recipient, "only what is for: registrar, ra, masa")
        ->check(CLI::IsMember(std::vector<std::string>{"registrar", "ra", "masa"}));
    command->add_flag("--again", options->again, "write also what was delivered before and is gone from the folder");
    command->add_flag(
        "--bare", options->bare, "without the .meta files, for a reader that takes every file for a message");
    onChosen(*command, context, options, run);
}

} // namespace satchel
