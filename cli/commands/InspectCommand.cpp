#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/exchange/verify/Inspect.h>

namespace satchel {

namespace {

struct InspectOptions {
    std::string file;
};

void print(Console& console, const InspectReport& report)
{
    const auto& label = report.label;
    printFacts(console,
        {{QStringLiteral("file"), report.file}, {QStringLiteral("bundle"), label.address.bundle.toString()},
            {QStringLiteral("from"), label.address.from.toString()},
            {QStringLiteral("to"), label.address.to.toString()},
            {QStringLiteral("number"), QString::number(label.address.sequence)},
            {QStringLiteral("shipment"),
                QStringLiteral("%1, number %2%3")
                    .arg(label.shipment.toString())
                    .arg(label.shipmentIndex)
                    .arg(label.shipmentLast ? QStringLiteral(", the last") : QString{})},
            {QStringLiteral("made"), toUtcText(label.created)},
            {QStringLiteral("not after"), label.notAfter ? toUtcText(*label.notAfter) : QString{}},
            {QStringLiteral("parts"), QString::number(label.parts.size())}, {QStringLiteral("made by"), label.producer},
            {QStringLiteral("size"), byteAmount(report.size)}, {QStringLiteral("sha256"), report.sha256.toString()},
            {QStringLiteral("label sha256"), report.labelDigest.toString()}});
    console.note(QStringLiteral("This is what the label says. Nothing of it is verified: that does `satchel verify`."));
}

Outcome run(CommandContext& context, const InspectOptions& options)
{
    if (options.file == "-") {
        return context.usage(
            QStringLiteral("a bundle is read from its end too, so it cannot come from stdin: name a file"));
    }
    const auto report = inspectFile(argumentText(options.file), context.conduct());
    if (!report) {
        return context.fail(report.error());
    }
    return context.show(*report, [&] { print(context.console(), *report); });
}

} // namespace

void addInspectCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<InspectOptions>();
    auto* const command
        = addCommand(program, "inspect", "what stands on a bundle's label; needs no station and no keys",
            "satchel inspect /media/stick/satchel-1f00c2aa-9be10d42-000007.satchel");
    command->add_option("FILE", options->file, "a bundle")->required();
    onChosen(*command, context, options, run);
}

} // namespace satchel
