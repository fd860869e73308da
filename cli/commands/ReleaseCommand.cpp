#include "Commands.h"

#include <cli/Amounts.h>
#include <core/exchange/station/Decide.h>

namespace satchel {

namespace {

struct ReleaseOptions {
    std::vector<std::string> items;
    bool all = false;
    std::string reason;
};

Outcome run(CommandContext& context, const ReleaseOptions& options)
{
    if (options.items.empty() != options.all) {
        return context.usage(QStringLiteral("name the items to release, or --all"));
    }
    const ReleaseOrder order{argumentTexts(options.items), options.all, argumentText(options.reason).trimmed()};
    if (order.reason.isEmpty()) {
        return context.usage(QStringLiteral("--reason must say something: it goes into the custody log"));
    }
    auto session = context.openForWriting(QStringLiteral("release"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = release(*session, order);
    return context.show(report, [&] {
        const auto count = report.items.size();
        context.console().line(count == 0 && report.refused.isEmpty()
                ? QStringLiteral("Nothing is held.")
                : QStringLiteral("Released %1.").arg(countOf(count, QStringLiteral("item"), QStringLiteral("items"))));
        context.console().refusals(report.refused);
    });
}

} // namespace

void addReleaseCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ReleaseOptions>();
    auto* const command = addCommand(program, "release", "let held items go their way",
        "satchel release 3f9c2b --reason \"seen the device and its label\"");
    command->add_option("ITEM", options->items, "ids, shortened to what is unique");
    command->add_flag("--all", options->all, "everything held that a person may release");
    command->add_option("--reason", options->reason, "why, for the custody log")->required()->type_name("TEXT");
    onChosen(*command, context, options, run);
}

} // namespace satchel
