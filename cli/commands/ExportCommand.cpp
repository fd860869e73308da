#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/KindOption.h>
#include <core/exchange/export/Export.h>

namespace satchel {

namespace {

struct ExportOptions {
    std::vector<std::string> folders;
    std::string to;
    std::vector<std::string> devices;
    std::vector<std::string> items;
    std::vector<std::string> notIn;
    std::string kind;
    bool onlyNew = false;
    std::string mostBytes;
    std::string notAfter;
    bool dryRun = false;
};

Result<ExportOrder> orderOf(const ExportOptions& options)
{
    const auto folders = argumentTexts(options.folders);
    ExportOrder order{folders.value(0), argumentText(options.to), argumentTexts(options.devices),
        kindFromName(argumentText(options.kind)), options.onlyNew, 0, {}, options.dryRun};
    for (const auto& folder : folders.sliced(1)) {
        order.further.append(ExportPlace{folder});
    }
    order.items = argumentTexts(options.items);
    order.notIn = argumentTexts(options.notIn);
    if (!options.mostBytes.empty()) {
        const auto bytes = parseByteAmount(argumentText(options.mostBytes));
        if (!bytes || *bytes == 0) {
            return fail(ErrorCode::Usage,
                QStringLiteral("--max-size: %1")
                    .arg(bytes ? QStringLiteral("a bundle of no bytes holds nothing") : bytes.error().message));
        }
        order.mostBytes = *bytes;
    }
    if (!options.notAfter.empty()) {
        const auto instant = parseInstant(argumentText(options.notAfter));
        if (!instant) {
            return fail(ErrorCode::Usage, QStringLiteral("--not-after: %1").arg(instant.error().message));
        }
        order.notAfter = *instant;
    }
    return order;
}

QString items(qint64 count)
{
    return countOf(count, QStringLiteral("item"), QStringLiteral("items"));
}

void printBundle(Console& console, const ExportedBundle& bundle)
{
    console.line(bundle.path);
    console.line(QStringLiteral("  for %1, number %2, %3, %4")
            .arg(bundle.toName)
            .arg(bundle.sequence)
            .arg(items(bundle.items), byteAmount(bundle.bytes)));
    if (bundle.readBackVerified) {
        console.line(bundle.cacheBypassed
                ? QStringLiteral("  read back from the medium and found whole")
                : QStringLiteral("  read back and found whole, though perhaps from this computer's memory"));
    }
}

void print(Console& console, const ExportReport& report)
{
    if (report.items == 0 && report.bundles.isEmpty()) {
        if (!report.failure) {
            console.line(QStringLiteral("Nothing is due: nothing was written."));
        }
    } else {
        console.line(QStringLiteral("%1 %2 (%3 new, %4 once more) in %5.")
                .arg(report.dryRun ? QStringLiteral("Would pack") : QStringLiteral("Packed"), items(report.items))
                .arg(report.fresh)
                .arg(report.again)
                .arg(countOf(report.bundles.size(), QStringLiteral("bundle"), QStringLiteral("bundles"))));
    }
    for (const auto& bundle : report.bundles) {
        printBundle(console, bundle);
    }
    if (report.notDue.value_or(0) > 0) {
        console.line(QStringLiteral("%1 of those named: not due.").arg(items(*report.notDue)));
    }
    if (report.stayed) {
        const bool wasFull = report.failure && report.failure->code == ErrorCode::MediumFull;
        console.line(QStringLiteral("%1 (%2 of content) stayed%3; the most urgent went first.")
                .arg(items(report.stayed->items), byteAmount(report.stayed->bytes),
                    wasFull ? QStringLiteral(" for want of room") : QString{}));
    }
    for (const auto& warning : report.warnings) {
        console.warning(warning.text);
    }
}

Outcome run(CommandContext& context, const ExportOptions& options)
{
    const auto order = orderOf(options);
    if (!order) {
        return context.fail(order.error());
    }
    auto session = context.openForWriting(QStringLiteral("export"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    if (options.to.empty() && session->role() == StationRole::Site && session->station().peers().all().size() > 1) {
        context.console().adviseOn(
            ErrorCode::Usage, QStringLiteral("Name it with --to PEER; `satchel peer list` shows who is known."));
    }
    const auto report = exportBundles(*session, *order, context.conduct());
    return context.show(report, [&] { print(context.console(), report); });
}

} // namespace

void addExportCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ExportOptions>();
    auto* const command = addCommand(program, "export",
        "write everything due into bundles: what was never packed, or packed without a receipt",
        "satchel export --out /media/stick");
    command
        ->add_option("--out", options->folders,
            "the folder to write to, made if it is missing; once more: where it goes on when the medium is full")
        ->required()
        ->allow_extra_args(false)
        ->type_name("DIR");
    command->add_option("--to", options->to, "only for this peer")->type_name("PEER");
    command->add_option("--device", options->devices, "only of these devices")->type_name("SERIAL");
    command->add_option("--item", options->items, "only these items, by their ids")->type_name("ID");
    command->add_option("--not-in", options->notIn, "leave out what these bundles carried")->type_name("BUNDLE");
    command->add_option("--kind", options->kind, "only items of this kind")->check(checkKind);
    command->add_flag("--new", options->onlyNew, "only what was never packed");
    command->add_option("--max-size", options->mostBytes, "of one bundle; K, M or G may follow")->type_name("BYTES");
    command->add_option("--not-after", options->notAfter, "nobody shall import it later than this (RFC 3339)")
        ->type_name("TIME");
    command->add_flag("--dry-run", options->dryRun, "tell what would be packed, and write nothing");
    onChosen(*command, context, options, run);
}

} // namespace satchel
