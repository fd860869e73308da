#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/StandardInput.h>
#include <cli/Table.h>
#include <core/exchange/station/Peering.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

constexpr qsizetype LargestAnchors = 1024 * 1024;

struct TrustOptions {
    std::string use;
    std::vector<std::string> names; // files, or digests
};

std::optional<AnchorUse> useOf(const TrustOptions& options)
{
    return anchorUseFromName(argumentText(options.use));
}

void printAnchors(Console& console, const AnchorsReport& report)
{
    Table table{
        {QStringLiteral("FOR"), QStringLiteral("SHA-256"), QStringLiteral("NOT AFTER"), QStringLiteral("SUBJECT")}};
    for (const auto& anchor : report.anchors) {
        table.add({anchorUseName(anchor.use), anchor.certificate.sha256().toString().left(16),
            toUtcText(anchor.certificate.notAfter()), anchor.certificate.subject()});
    }
    if (!table.isEmpty()) {
        table.print(console);
    }
}

Outcome add(CommandContext& context, const TrustOptions& options)
{
    AnchorOrder order{useOf(options).value_or(AnchorUse::Manufacturer), argumentTexts(options.names), {}};
    if (order.files.contains(QStringLiteral("-"))) {
        auto input = StandardInput::readAll(LargestAnchors, context.stop());
        if (!input) {
            return context.fail(input.error());
        }
        order.standardInput = *std::move(input);
    }
    auto session = context.openForWriting(QStringLiteral("trust add"));
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = addAnchors(*session, order);
    return context.show(report, [&] {
        context.console().line(QStringLiteral("Took %1 for %2.")
                .arg(countOf(report.anchors.size(), QStringLiteral("anchor"), QStringLiteral("anchors")),
                    anchorUseName(order.use)));
        printAnchors(context.console(), report);
        context.console().refusals(report.refused);
    });
}

Outcome list(CommandContext& context, const TrustOptions& options)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = listAnchors(*session, useOf(options));
    return context.show(report, [&] {
        if (report.anchors.isEmpty()) {
            context.console().line(
                QStringLiteral("No anchors: what comes in is held until `satchel trust add` names some."));
        }
        printAnchors(context.console(), report);
    });
}

Outcome remove(CommandContext& context, const TrustOptions& options)
{
    auto session = context.openForWriting(QStringLiteral("trust remove"));
    if (!session) {
        return context.fail(session.error());
    }
    context.console().adviseOn(ErrorCode::NotFound, QStringLiteral("`satchel trust list` shows them."));
    const auto report = removeAnchors(*session, argumentTexts(options.names), useOf(options));
    return context.show(report, [&] {
        context.console().line(QStringLiteral("Removed %1.")
                .arg(countOf(report.anchors.size(), QStringLiteral("anchor"), QStringLiteral("anchors"))));
        printAnchors(context.console(), report);
    });
}

CLI::Option* addUse(CLI::App& command, TrustOptions& options)
{
    return command
        .add_option("--for", options.use,
            "what they vouch for: manufacturer (IDevID chains), domain (LDevID chains), masa (voucher signers)")
        ->check(CLI::IsMember(std::vector<std::string>{"manufacturer", "domain", "masa"}));
}

} // namespace

void addTrustCommand(CLI::App& program, CommandContext& context)
{
    auto* const trust = addCommand(program, "trust", "the certificates by which items are checked",
        "satchel trust add --for manufacturer acme-root.pem");
    trust->require_subcommand(1);

    const auto addOptions = std::make_shared<TrustOptions>();
    auto* const addOne
        = addCommand(*trust, "add", "take certificates as anchors", "satchel trust add --for masa acme-masa.pem");
    addUse(*addOne, *addOptions)->required();
    addOne->add_option("FILE", addOptions->names, "PEM (any number) or DER; - is stdin")->required();
    onChosen(*addOne, context, addOptions, add);

    const auto listOptions = std::make_shared<TrustOptions>();
    auto* const listAll = addCommand(*trust, "list", "all anchors", "satchel trust list --for domain");
    addUse(*listAll, *listOptions);
    onChosen(*listAll, context, listOptions, list);

    const auto removeOptions = std::make_shared<TrustOptions>();
    auto* const removeOne
        = addCommand(*trust, "remove", "take anchors out again", "satchel trust remove 3f9c2b --for masa");
    addUse(*removeOne, *removeOptions);
    removeOne->add_option("SHA256", removeOptions->names, "of the certificate, shortened to what is unique")
        ->required();
    onChosen(*removeOne, context, removeOptions, remove);
}

} // namespace satchel
