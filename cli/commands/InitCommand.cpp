#include "Commands.h"

#include <cli/Table.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/session/Session.h>
#include <core/station/StationId.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

struct InitOptions {
    std::string role;
    std::string name;
    std::string key;
    std::string certificate;
    std::string decryptionKey;
    std::string decryptionCertificate;
};

// A report with a JSON face of its own: the station, as `card` and `status` show it.
struct MadeStation {
    InitReport made;

    void writeJson(JsonWriter& writer) const
    {
        writeStationJson(writer, made.name, made.role, made.id, made.ledger, made.cardIssue);
    }
};

std::optional<Settings::KeyPair> keyPair(const std::string& key, const std::string& certificate)
{
    if (key.empty()) {
        return std::nullopt;
    }
    return Settings::KeyPair{argumentText(key), argumentText(certificate)};
}

Outcome run(CommandContext& context, const InitOptions& options)
{
    const auto role = stationRoleFromName(argumentText(options.role));
    if (!role) {
        return context.usage(QStringLiteral("--role is site or backend"));
    }
    auto access = context.access(KeyUse::None);
    if (!access) {
        return context.fail(access.error());
    }
    const StationInit wishes{*role, argumentText(options.name), keyPair(options.key, options.certificate),
        keyPair(options.decryptionKey, options.decryptionCertificate)};
    const auto made = initStation(*std::move(access), wishes);
    if (!made) {
        return context.fail(made.error());
    }
    return context.show(MadeStation{*made}, [&] {
        auto& console = context.console();
        console.line(QStringLiteral("Made the %1 station \"%2\" in %3.")
                .arg(stationRoleName(made->role), made->name, context.home()));
        console.line(QStringLiteral("Its fingerprint, which the other stations' people compare:"));
        console.line(QStringLiteral("  ") + groupedFingerprint(made->id));
        console.note(QStringLiteral("Next: `satchel card -o FILE`, and carry that card to the other station."));
    });
}

} // namespace

void addInitCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<InitOptions>();
    auto* const command = addCommand(program, "init", "make the station: identity, settings and an empty ledger",
        "satchel init --role site --name \"Depot 4\"");
    command->add_option("--role", options->role, "site (beside the registrar) or backend (beside RA, CA and MASA)")
        ->required()
        ->check(CLI::IsMember(std::vector<std::string>{"site", "backend"}));
    command->add_option("--name", options->name, "what people call it")->required()->type_name("NAME");
    auto* const key = command->add_option("--key", options->key, "signing key that is there already")->type_name("URI");
    auto* const certificate = command->add_option("--cert", options->certificate, "its certificate")->type_name("FILE");
    key->needs(certificate);
    certificate->needs(key);
    auto* const decryptionKey
        = command->add_option("--decryption-key", options->decryptionKey, "decryption key that is there already")
              ->type_name("URI");
    auto* const decryptionCertificate
        = command->add_option("--decryption-cert", options->decryptionCertificate, "its certificate")
              ->type_name("FILE");
    decryptionKey->needs(decryptionCertificate);
    decryptionCertificate->needs(decryptionKey);
    onChosen(*command, context, options, run);
}

} // namespace satchel
