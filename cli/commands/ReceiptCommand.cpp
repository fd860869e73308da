#include "Commands.h"

#include <core/exchange/export/ReceiptFiles.h>

namespace satchel {

namespace {

struct ReceiptOptions {
    std::string bundle;
    std::string target;
};

Outcome run(CommandContext& context, const ReceiptOptions& options)
{
    auto session = context.openForWriting(QStringLiteral("receipt"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = writeReceipts(*session, argumentText(options.bundle), argumentText(options.target));
    return context.show(report, [&] {
        auto& console = context.console();
        for (const auto& receipt : report.receipts) {
            console.line(QStringLiteral("%1: receipt for %2").arg(receipt.path, receipt.bundle));
        }
        if (report.receipts.isEmpty() && !report.failure) {
            console.line(QStringLiteral("No receipt is due."));
        }
    });
}

} // namespace

void addReceiptCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ReceiptOptions>();
    auto* const command
        = addCommand(program, "receipt", "write receipts for imported bundles as files, to send them some other way",
            "satchel receipt -o /tmp/receipts");
    command->add_option("BUNDLE", options->bundle, "of this bundle only; else all that their senders may not have got");
    command->add_option("-o,--output", options->target, "folder, or for one bundle a file (else the current folder)")
        ->type_name("FILE");
    onChosen(*command, context, options, run);
}

} // namespace satchel
