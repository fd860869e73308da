#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/StandardInput.h>
#include <core/exchange/gather/Gather.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

// Far beyond what an item may be; the verb itself says what is too large for the station.
constexpr qsizetype LargestObjects = 64 * 1024 * 1024;

struct GatherOptions {
    std::vector<std::string> paths;
    std::string from;
    bool remove = false;
};

QString summary(const GatherReport& report)
{
    QStringList parts;
    const auto tell = [&parts](qint64 count, const QString& words) {
        if (count > 0) {
            parts += QStringLiteral("%1 %2").arg(count).arg(words);
        }
    };
    tell(report.duplicates, QStringLiteral("here already"));
    tell(report.paired, QStringLiteral("paired with their requests"));
    tell(report.superseded, QStringLiteral("older ones superseded"));
    tell(report.held, QStringLiteral("held (`satchel list --state held` tells why)"));
    tell(report.refused.size(), QStringLiteral("refused"));
    if (report.gathered == 0 && parts.isEmpty()) {
        return QStringLiteral("Nothing to gather.");
    }
    parts.prepend(
        QStringLiteral("Gathered %1").arg(countOf(report.gathered, QStringLiteral("item"), QStringLiteral("items"))));
    return parts.join(QStringLiteral("; ")) + u'.';
}

Outcome run(CommandContext& context, const GatherOptions& options)
{
    GatherOrder order{argumentTexts(options.paths), {}, argumentText(options.from), options.remove};
    if (order.paths.contains(QStringLiteral("-"))) {
        auto input = StandardInput::readAll(LargestObjects, context.stop());
        if (!input) {
            return context.fail(input.error());
        }
        order.standardInput = *std::move(input);
    }
    auto session = context.openForWriting(QStringLiteral("gather"));
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = gather(*session, order, context.conduct());
    return context.show(report, [&] {
        auto& console = context.console();
        console.line(summary(report));
        console.warnings(report.warnings);
        console.refusals(report.refused);
    });
}

} // namespace

void addGatherCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<GatherOptions>();
    auto* const command = addCommand(program, "gather",
        "take requests or answers in from files and folders; each is recognised by its content",
        "satchel gather /var/spool/registrar --from registrar");
    command->add_option("PATH", options->paths, "files, and folders (8 levels deep); - is stdin")->required();
    command->add_option("--from", options->from, "who made them: registrar, ra or masa; noted in the custody log")
        ->check(CLI::IsMember(std::vector<std::string>{"registrar", "ra", "masa"}));
    command->add_flag("--remove", options->remove, "remove each source once it is safely taken");
    onChosen(*command, context, options, run);
}

} // namespace satchel
