#include "Commands.h"

#include <cli/Amounts.h>
#include <core/exchange/import/Import.h>

namespace satchel {

namespace {

struct ImportOptions {
    std::vector<std::string> paths;
    bool dryRun = false;
};

QString describeContent(const ImportedBundle& bundle)
{
    QStringList parts{
        QStringLiteral("%1 new").arg(countOf(bundle.added, QStringLiteral("item"), QStringLiteral("items")))};
    if (bundle.duplicates > 0) {
        parts += QStringLiteral("%1 here already").arg(bundle.duplicates);
    }
    if (bundle.held > 0) {
        parts += QStringLiteral("%1 held").arg(bundle.held);
    }
    if (!bundle.refused.isEmpty()) {
        parts += QStringLiteral("%1 refused").arg(bundle.refused.size());
    }
    return parts.join(QStringLiteral(", "));
}

QString numbers(const QList<qint64>& sequences)
{
    QStringList texts;
    for (const auto sequence : sequences) {
        texts += QString::number(sequence);
    }
    return texts.join(QStringLiteral(", "));
}

void printBundle(Console& console, const ImportedBundle& bundle)
{
    console.line(QStringLiteral("%1: %2").arg(bundle.path, bundle.verdict));
    if (!bundle.failure) {
        console.line(QStringLiteral("  number %1 from %2: %3")
                .arg(bundle.sequence)
                .arg(bundle.fromName.isEmpty() ? bundle.from : bundle.fromName, describeContent(bundle)));
    }
    if (!bundle.remark.isEmpty()) {
        console.line(QStringLiteral("  ") + bundle.remark);
    }
    if (!bundle.missingSequences.isEmpty()) {
        console.warning(QStringLiteral("from %1 never came: number %2. Ask whether a medium was lost; the next export "
                                       "there carries it again.")
                .arg(bundle.fromName, numbers(bundle.missingSequences)));
    }
    for (const auto& warning : bundle.warnings) {
        console.warning(warning.text);
    }
    console.refusals(bundle.refused);
    if (bundle.failure) {
        console.error(*bundle.failure);
    }
}

void printReceipt(Console& console, const ImportedReceipt& receipt)
{
    // Of one that cannot be believed nobody knows which bundle it is for.
    console.line(receipt.bundle.isEmpty()
            ? QStringLiteral("%1: receipt: %2").arg(receipt.path, receipt.verdict)
            : QStringLiteral("%1: receipt for %2: %3").arg(receipt.path, receipt.bundle, receipt.verdict));
    if (receipt.failure) {
        console.error(*receipt.failure);
    }
}

void print(Console& console, const ImportReport& report)
{
    if (report.dryRun) {
        console.line(QStringLiteral("A dry run: nothing is changed."));
    }
    for (const auto& bundle : report.bundles) {
        printBundle(console, bundle);
    }
    for (const auto& receipt : report.receipts) {
        printReceipt(console, receipt);
    }
    if (report.bundles.isEmpty() && report.receipts.isEmpty() && !report.failure) {
        console.line(QStringLiteral("Nothing to import."));
    }
    if (report.otherFiles > 0) {
        console.line(QStringLiteral("%1 left alone.")
                .arg(countOf(report.otherFiles, QStringLiteral("other file"), QStringLiteral("other files"))));
    }
}

Outcome run(CommandContext& context, const ImportOptions& options)
{
    const ImportOrder order{argumentTexts(options.paths), options.dryRun};
    if (order.paths.contains(QStringLiteral("-"))) {
        return context.usage(
            QStringLiteral("a bundle is read from its end too, so it cannot come from stdin: name a file"));
    }
    auto session = context.openForWriting(QStringLiteral("import"), KeyUse::Needed);
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = importBundles(*session, order, context.conduct());
    return context.show(report, [&] { print(context.console(), report); });
}

} // namespace

void addImportCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ImportOptions>();
    auto* const command = addCommand(program, "import",
        "verify bundles and receipts and take them in; doing it twice is as good as once",
        "satchel import /media/stick");
    command->add_option("PATH", options->paths, "bundles, receipts, and folders of them")->required();
    command->add_flag("--dry-run", options->dryRun, "tell what would be taken in, and change nothing");
    onChosen(*command, context, options, run);
}

} // namespace satchel
