#include "Commands.h"

#include <cli/StandardInput.h>
#include <cli/Table.h>
#include <core/base/File.h>
#include <core/exchange/station/Peering.h>
#include <core/station/StationId.h>

namespace satchel {

namespace {

struct PeerAddOptions {
    std::string card;
    std::string alias;
    std::string fingerprint;
};

struct PeerNameOptions {
    std::string peer;
};

struct PeerListOptions { };

void printPeers(Console& console, const PeersReport& report)
{
    Table table{{QStringLiteral("ALIAS"), QStringLiteral("ROLE"), QStringLiteral("FINGERPRINT"), QStringLiteral("CARD"),
        QStringLiteral("ADDED"), QStringLiteral("")}};
    for (const auto& peer : report.peers) {
        table.add({peer.alias, stationRoleName(peer.role()), peer.id().toString().left(16),
            QString::number(peer.card.facts().issue), toUtcText(peer.addedAt),
            peer.revoked ? QStringLiteral("REVOKED") : QString{}});
    }
    if (table.isEmpty()) {
        console.line(QStringLiteral("No peers yet: add one by its card with `satchel peer add CARD`."));
    } else {
        table.print(console);
    }
}

void printPeer(Console& console, const Peer& peer)
{
    const auto& facts = peer.card.facts();
    printFacts(console,
        {{QStringLiteral("alias"), peer.alias}, {QStringLiteral("name"), peer.name()},
            {QStringLiteral("role"), stationRoleName(peer.role())},
            {QStringLiteral("fingerprint"), groupedFingerprint(peer.id())},
            {QStringLiteral("card"),
                QStringLiteral("number %1, made %2").arg(facts.issue).arg(toUtcText(facts.created))},
            {QStringLiteral("added"), toUtcText(peer.addedAt)},
            {QStringLiteral("revoked"), peer.revoked ? QStringLiteral("yes, for good") : QString{}}});
    for (const auto& certificate : facts.signing) {
        console.line(
            QStringLiteral("signs with %1 until %2").arg(certificate.subject(), toUtcText(certificate.notAfter())));
    }
    for (const auto& certificate : facts.decryption) {
        console.line(
            QStringLiteral("decrypts with %1 until %2").arg(certificate.subject(), toUtcText(certificate.notAfter())));
    }
}

Result<QByteArray> readCardFile(CommandContext& context, const QString& path)
{
    return path == u"-" ? StandardInput::readAll(LargestCardFile, context.stop()) : readFile(path, LargestCardFile);
}

Result<bool> askWhetherSame(CommandContext& context, const Card& card)
{
    auto& console = context.console();
    console.complaint(QStringLiteral("This is the card of the %1 station \"%2\". Its fingerprint:")
            .arg(stationRoleName(card.facts().role), card.facts().name));
    console.complaint(QStringLiteral("  ") + groupedFingerprint(card.station()));
    return console.ask(u"Does the other station show the same? [y/N]", context.stop());
}

// Somebody must have compared: by --fingerprint, or now. Nothing, --yes least of all, stands for that.
Result<void> compare(CommandContext& context, const Card& card, bool wasGiven)
{
    if (wasGiven) {
        return {};
    }
    if (!context.console().canAsk()) {
        return fail(ErrorCode::Usage,
            QStringLiteral("nobody can be asked whether the fingerprint is right: read it off the other station and "
                           "give it with --fingerprint"));
    }
    const auto same = askWhetherSame(context, card);
    if (!same) {
        return fail(same.error());
    }
    if (!*same) {
        return fail(
            ErrorCode::FingerprintMismatch, QStringLiteral("nothing was added: the fingerprint was not confirmed"));
    }
    return {};
}

Result<Card> readComparedCard(CommandContext& context, const PeerAddOptions& options)
{
    std::optional<StationId> expected;
    if (!options.fingerprint.empty()) {
        const auto typed = parseTypedFingerprint(argumentText(options.fingerprint));
        if (!typed) {
            return fail(ErrorCode::Usage, QStringLiteral("--fingerprint: %1").arg(typed.error().message));
        }
        expected = *typed;
    }
    const auto path = argumentText(options.card);
    const auto file = readCardFile(context, path);
    if (!file) {
        return fail(file.error());
    }
    auto card = readCard(*file, expected);
    if (!card) {
        return fail(std::move(card).error().withFile(path));
    }
    SATCHEL_TRY(compare(context, *card, expected.has_value()));
    return card;
}

Outcome add(CommandContext& context, const PeerAddOptions& options)
{
    const auto card = readComparedCard(context, options);
    if (!card) {
        return context.fail(card.error());
    }
    auto session = context.openForWriting(QStringLiteral("peer add"));
    if (!session) {
        return context.fail(session.error());
    }
    if (card->station() != session->station().id()) {
        context.console().adviseOn(ErrorCode::Usage, QStringLiteral("Choose its name here with --name ALIAS."));
    }
    const auto report = addPeer(*session, *card, argumentText(options.alias));
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] {
        const auto& peer = report->peers.first();
        const auto form = report->changed ? QStringLiteral("Added the %1 station \"%2\" as %3.")
                                          : QStringLiteral("The %1 station \"%2\" is known by this very card, as %3.");
        context.console().line(form.arg(stationRoleName(peer.role()), peer.name(), peer.alias));
    });
}

Outcome list(CommandContext& context, const PeerListOptions& /*options*/)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = listPeers(*session);
    return context.show(report, [&] { printPeers(context.console(), report); });
}

Outcome show(CommandContext& context, const PeerNameOptions& options)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto peer = session->station().peers().find(argumentText(options.peer));
    if (!peer) {
        return context.fail(peer.error());
    }
    return context.show(PeersReport{{*peer}, false}, [&] { printPeer(context.console(), *peer); });
}

using PeerVerb = Result<PeersReport> (*)(Session&, QStringView);

Outcome change(
    CommandContext& context, const PeerNameOptions& options, const QString& verb, PeerVerb doIt, const QString& done)
{
    auto session = context.openForWriting(QStringLiteral("peer ") + verb);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = doIt(*session, argumentText(options.peer));
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] {
        context.console().line(
            report->changed ? done.arg(report->peers.first().alias) : QStringLiteral("There was nothing to change."));
    });
}

Outcome remove(CommandContext& context, const PeerNameOptions& options)
{
    return change(context, options, QStringLiteral("remove"), removePeer,
        QStringLiteral("Removed %1: it is a stranger from now on."));
}

Outcome revoke(CommandContext& context, const PeerNameOptions& options)
{
    return change(context, options, QStringLiteral("revoke"), revokePeer,
        QStringLiteral("Revoked %1 for good: its bundles are refused, and none is made for it."));
}

void addNamedCommand(CLI::App& peer, CommandContext& context, const char* name, const char* description,
    const char* example, Outcome (*run)(CommandContext&, const PeerNameOptions&))
{
    const auto options = std::make_shared<PeerNameOptions>();
    auto* const command = addCommand(peer, name, description, example);
    command->add_option("PEER", options->peer, "alias, or fingerprint, shortened to what is unique")->required();
    onChosen(*command, context, options, run);
}

} // namespace

void addPeerCommand(CLI::App& program, CommandContext& context)
{
    auto* const peer = addCommand(program, "peer", "whom this station exchanges bundles with",
        "satchel peer add backend.satchel-card --name office");
    peer->require_subcommand(1);

    const auto options = std::make_shared<PeerAddOptions>();
    auto* const command
        = addCommand(*peer, "add", "take a station as a peer by its card, once its fingerprint is compared",
            "satchel peer add backend.satchel-card --fingerprint \"c2f1 09ab ...\"");
    command->add_option("CARD", options->card, "the card, as file or text; - is stdin")->required();
    command->add_option("--name", options->alias, "what to call it here (else the name on the card)")
        ->type_name("ALIAS");
    command
        ->add_option("--fingerprint", options->fingerprint,
            "as the other station shows it; spaces, colons and capitals do not matter")
        ->type_name("HEX");
    onChosen(*command, context, options, add);

    auto* const listCommand = addCommand(*peer, "list", "all peers", "satchel peer list");
    onChosen(*listCommand, context, std::make_shared<PeerListOptions>(), list);
    addNamedCommand(*peer, context, "show", "one peer in full", "satchel peer show office", show);
    addNamedCommand(*peer, context, "remove", "forget a peer", "satchel peer remove office", remove);
    addNamedCommand(*peer, context, "revoke", "never trust a peer again", "satchel peer revoke stolen-laptop", revoke);
}

} // namespace satchel
