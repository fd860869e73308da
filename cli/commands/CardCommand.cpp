#include "Commands.h"

#include <core/exchange/station/Peering.h>
#include <core/station/StationId.h>

namespace satchel {

namespace {

struct CardOptions {
    std::string file;
    bool asText = false;
};

Outcome run(CommandContext& context, const CardOptions& options)
{
    auto& console = context.console();
    const bool toFile = !options.file.empty() && options.file != "-";
    if (!toFile && !options.asText && !console.isJson() && console.outputIsTerminal()) {
        return context.usage(
            QStringLiteral("a card is no text for a terminal: name a file with -o FILE, or ask for --text"));
    }
    auto session = context.openForWriting(QStringLiteral("card"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    const auto form = options.asText ? CardForm::Text : CardForm::File;
    const auto report = toFile ? writeOwnCard(*session, argumentText(options.file), form) : ownCard(*session);
    if (!report) {
        return context.fail(report.error());
    }
    if (!toFile && !console.isJson()) {
        console.bytes(cardBytesAs(form, report->card));
        return Outcome::Done;
    }
    return context.show(*report, [&] {
        console.line(QStringLiteral("Wrote card %1 of \"%2\" to %3.")
                .arg(report->card.facts().issue)
                .arg(report->card.facts().name, report->path));
        console.line(QStringLiteral("Its fingerprint, which the other station's people compare:"));
        console.line(QStringLiteral("  ") + groupedFingerprint(report->card.station()));
    });
}

} // namespace

void addCardCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<CardOptions>();
    auto* const command = addCommand(program, "card", "write this station's card, by which others come to know it",
        "satchel card -o depot4.satchel-card");
    command->add_option("-o,--output", options->file, "where to; stdout without it")->type_name("FILE");
    command->add_flag("--text", options->asText, "as text, which a mail can carry and `peer add` takes");
    onChosen(*command, context, options, run);
}

} // namespace satchel
