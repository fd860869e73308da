#include "Commands.h"

#include <cli/Amounts.h>
#include <core/exchange/station/Decide.h>

namespace satchel {

namespace {

struct RejectOptions {
    std::vector<std::string> items;
    std::string code;
    std::string text;
};

Outcome run(CommandContext& context, const RejectOptions& options)
{
    const auto code = errorCodeFromName(argumentText(options.code));
    if (!code) {
        return context.usage(
            QStringLiteral("--reason takes a code such as not-in-inventory; \"%1\" is none of those in "
                           "docs/cli.md, \"Error codes\"")
                .arg(argumentText(options.code)));
    }
    auto session = context.openForWriting(QStringLiteral("reject"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = reject(*session, {argumentTexts(options.items), *code, argumentText(options.text)});
    return context.show(report, [&] {
        context.console().line(QStringLiteral("Rejected %1.")
                .arg(countOf(report.items.size(), QStringLiteral("item"), QStringLiteral("items"))));
        context.console().refusals(report.refused);
    });
}

} // namespace

void addRejectCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<RejectOptions>();
    auto* const command = addCommand(program, "reject", "answer requests with no, or put held answers away",
        "satchel reject 3f9c2b --reason not-in-inventory --text \"no such device was ordered\"");
    command->add_option("ITEM", options->items, "ids, shortened to what is unique")->required();
    command->add_option("--reason", options->code, "one of the error codes of docs/cli.md")
        ->required()
        ->type_name("CODE");
    command->add_option("--text", options->text, "in words, for the people there");
    onChosen(*command, context, options, run);
}

} // namespace satchel
