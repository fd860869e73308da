#include "Commands.h"

#include <cli/Table.h>
#include <core/base/File.h>
#include <core/exchange/verify/Verify.h>
#include <core/station/Card.h>

namespace satchel {

namespace {

struct VerifyOptions {
    std::vector<std::string> files;
    std::string card;
};

Result<std::optional<Card>> readCardOption(const std::string& option)
{
    if (option.empty()) {
        return std::nullopt;
    }
    const auto path = argumentText(option);
    const auto file = readFile(path, LargestCardFile);
    if (!file) {
        return fail(file.error());
    }
    auto card = Card::parse(*file);
    if (!card) {
        return fail(std::move(card).error().withFile(path));
    }
    return *std::move(card);
}

// With a card in hand the checks that need no private key can be made anywhere.
Result<std::optional<Session>> openSession(CommandContext& context, bool hasCard)
{
    auto session = context.openForReading(hasCard ? KeyUse::None : KeyUse::Needed);
    if (session) {
        return *std::move(session);
    }
    if (hasCard && session.error().code == ErrorCode::NotAStation) {
        return std::nullopt;
    }
    return fail(std::move(session).error());
}

void printFile(Console& console, const VerifiedFile& file)
{
    console.line(QStringLiteral("%1: %2").arg(file.file, file.verdict));
    for (const auto& check : file.checks) {
        console.line(QStringLiteral("  %1  %2  %3")
                .arg(padded(checkResultName(check.result), 7), padded(check.name, 9), check.detail));
    }
    console.failures(file.failures, file.file);
}

Outcome run(CommandContext& context, const VerifyOptions& options)
{
    const auto files = argumentTexts(options.files);
    if (files.contains(QStringLiteral("-"))) {
        return context.usage(
            QStringLiteral("a bundle is read from its end too, so it cannot come from stdin: name a file"));
    }
    const auto card = readCardOption(options.card);
    if (!card) {
        return context.fail(card.error());
    }
    context.console().adviseOn(
        ErrorCode::NotAStation, QStringLiteral("Name the station with --home, or give the sender's card with --card."));
    auto session = openSession(context, card->has_value());
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = verifyFiles(*session ? &**session : nullptr, *card, files, context.conduct());
    return context.show(report, [&] {
        for (const auto& file : report.files) {
            printFile(context.console(), file);
        }
    });
}

} // namespace

void addVerifyCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<VerifyOptions>();
    auto* const command
        = addCommand(program, "verify", "check bundles and receipts as far as the keys at hand allow; changes nothing",
            "satchel verify /media/stick/*.satchel");
    command->add_option("FILE", options->files, "bundles and receipts")->required();
    command->add_option("--card", options->card, "the sender's card; with it no station is needed")->type_name("CARD");
    onChosen(*command, context, options, run);
}

} // namespace satchel
