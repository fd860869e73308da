#include "Commands.h"

#include <cli/Amounts.h>

#include <core/base/StrictJson.h>
#include <core/issuer/Issuer.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

struct IssueOptions {
    std::string authority;
    std::string requests;
    std::string answers;
    bool again = false;
    bool requireRequester = false;
};

QString summary(const IssueReport& report)
{
    QStringList parts;
    const auto tell = [&parts](qint64 count, const QString& words) {
        if (count > 0) {
            parts += QStringLiteral("%1 %2").arg(count).arg(words);
        }
    };
    tell(report.already, QStringLiteral("answered already"));
    tell(report.refused.size(), QStringLiteral("refused"));
    tell(report.otherFiles, QStringLiteral("left alone, being no requests"));
    if (report.issued == 0 && parts.isEmpty()) {
        return QStringLiteral("Nothing to answer.");
    }
    parts.prepend(QStringLiteral("Answered %1")
            .arg(countOf(report.issued, QStringLiteral("request"), QStringLiteral("requests"))));
    return parts.join(QStringLiteral("; ")) + u'.';
}

Outcome run(CommandContext& context, const IssueOptions& options)
{
    // Only for the clock and the passphrase: an issuer needs no station.
    auto access = context.access(KeyUse::None);
    if (!access) {
        return context.fail(access.error());
    }
    IssueOrder order{.authority = argumentText(options.authority),
        .requests = argumentText(options.requests),
        .answers = argumentText(options.answers),
        .again = options.again,
        .passphrase = std::move(access->passphrase),
        .clock = access->clock};
    if (options.requireRequester) {
        order.requireRequester = true;
    }
    const auto report = issue(order, context.conduct());
    return context.show(report, [&] {
        auto& console = context.console();
        if (report.madeIssuer) {
            console.line(
                QStringLiteral("Made a new issuer in %1: a CA, a CMP RA and a MASA with keys of their own. Put "
                               "the anchors of the devices' manufacturers into manufacturer.pem there.")
                    .arg(order.authority));
        }
        console.line(summary(report));
        report.warnings.forEach([&console](QByteArrayView json) {
            const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
            console.warning(*row.find(u"path")->string() + QStringLiteral(": ") + *row.find(u"text")->string());
        });
        console.refusals(report.refused);
    });
}

} // namespace

void addIssueCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<IssueOptions>();
    auto* const command = addCommand(program, "issue",
        "answer delivered requests, as the CA, RA and MASA of a demonstration or a very small operator",
        "satchel issue --ca /var/lib/issuer --in /var/spool/ra --out /var/spool/answers");
    command->add_option("--ca", options->authority, "the issuer's folder; a new issuer is made in an empty one")
        ->required()
        ->type_name("DIR");
    command->add_option("--in", options->requests, "the requests, as `satchel deliver` hands them over")
        ->required()
        ->type_name("DIR");
    command->add_option("--out", options->answers, "where the answers go; made if it is missing")
        ->required()
        ->type_name("DIR");
    command->add_flag("--again", options->again, "write also what was answered before and is gone from the folder");
    command->add_flag("--require-requester", options->requireRequester,
        "answer a PKCS #10 only if its .meta shows an IDevID of a known manufacturer");
    onChosen(*command, context, options, run);
}

} // namespace satchel
