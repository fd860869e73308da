#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/exchange/report/BundleReports.h>

#include <CLI/CLI.hpp>

#include <functional>
#include <optional>
#include <utility>

namespace satchel {

namespace {

struct BundlesOptions {
    std::string bundle;
};

// Fixed widths, because the rows are not known before they are printed.
QString row(const QStringList& cells)
{
    return QStringList{padded(cells[0], 26), padded(cells[1], 3), padded(cells[2], 6), padded(cells[3], 16),
        padded(cells[4], 20), padded(cells[5], 6), padded(cells[6], 16), cells[7]}
        .join(QStringLiteral("  "));
}

QString wayText(const BundleFacts& bundle)
{
    return bundle.way == BundleWay::Out ? QStringLiteral("out") : QStringLiteral("in");
}

QString timeText(const QDateTime& time)
{
    return time.isValid() ? toUtcText(time) : QString{};
}

QString receiptText(const BundleFacts& bundle)
{
    if (!bundle.receipt) {
        return {};
    }
    return QStringLiteral("%1 of %2 refused, taken in %3, came %4")
        .arg(QString::number(bundle.receipt->refused),
            countOf(bundle.receipt->items, QStringLiteral("item"), QStringLiteral("items")),
            timeText(bundle.receipt->takenIn), timeText(bundle.receipt->came));
}

Result<void> printText(CommandContext& context, const Session& session)
{
    auto& console = context.console();
    bool any = false;
    const auto walked = forEachBundle(session, [&](const BundleFacts& bundle) -> Result<void> {
        if (!any) {
            console.line(row({QStringLiteral("ID"), QStringLiteral("WAY"), QStringLiteral("NUMBER"),
                QStringLiteral("STATION"), QStringLiteral("AT"), QStringLiteral("ITEMS"), QStringLiteral("STANDING"),
                QStringLiteral("MEDIUM")}));
        }
        any = true;
        console.line(row({bundle.id.toString(), wayText(bundle), QString::number(bundle.sequence), bundle.peerName,
            timeText(bundle.at), QString::number(bundle.items), bundleStandingName(bundle.standing), bundle.place}));
        return context.carryOn();
    });
    if (walked && !any) {
        console.line(QStringLiteral("No bundles."));
    }
    return walked;
}

// `writeBundles` writes each element of the list and gives back what ended the walk.
Result<void> printJson(CommandContext& context, const std::function<Result<void>(JsonWriter&)>& writeBundles)
{
    Result<void> walked;
    context.console().json([&](JsonWriter& writer) {
        writer.key(u"bundles").beginArray();
        walked = writeBundles(writer);
        writer.endArray();
        if (!walked) {
            writeError(writer, walked.error());
        }
    });
    return walked;
}

Result<void> printAll(CommandContext& context, const Session& session)
{
    if (!context.console().isJson()) {
        return printText(context, session);
    }
    return printJson(context, [&](JsonWriter& writer) {
        return forEachBundle(session, [&](const BundleFacts& bundle) -> Result<void> {
            writer.beginObject();
            bundle.writeJson(writer);
            writer.endObject();
            return context.carryOn();
        });
    });
}

void printFactsOf(Console& console, const BundleFacts& bundle)
{
    printFacts(console,
        {{QStringLiteral("bundle"), bundle.id.toString()}, {QStringLiteral("way"), wayText(bundle)},
            {QStringLiteral("number"), QString::number(bundle.sequence)}, {QStringLiteral("station"), bundle.peerName},
            {QStringLiteral("at"), timeText(bundle.at)}, {QStringLiteral("made there at"), timeText(bundle.created)},
            {QStringLiteral("items"), QString::number(bundle.items)},
            {QStringLiteral("size"), bundle.bytes > 0 ? byteAmount(bundle.bytes) : QString{}},
            {QStringLiteral("medium"), bundle.place}, {QStringLiteral("standing"), bundleStandingName(bundle.standing)},
            {QStringLiteral("receipt"), receiptText(bundle)}});
}

void printCarried(Console& console, const CarriedItem& carried)
{
    console.line(QStringLiteral("  %1  %2  %3  %4")
            .arg(carried.id.toString().left(12), padded(carried.item ? kindName(carried.item->kind) : QString{}, 22),
                padded(carried.item ? carried.item->device : QString{}, 20),
                carried.refused    ? QStringLiteral("refused: ") + errorCodeName(*carried.refused)
                    : carried.item ? itemStateName(carried.item->state)
                                   : QString{}));
}

Result<void> printOne(CommandContext& context, const Session& session, const BundleFacts& bundle)
{
    auto& console = context.console();
    if (console.isJson()) {
        return printJson(context, [&](JsonWriter& writer) {
            writer.beginObject();
            bundle.writeJson(writer);
            writer.key(u"carried").beginArray();
            auto walked = forEachCarried(session, bundle, [&](const CarriedItem& carried) {
                carried.writeJson(writer);
                return context.carryOn();
            });
            writer.endArray().endObject();
            return walked;
        });
    }
    printFactsOf(console, bundle);
    bool any = false;
    auto walked = forEachCarried(session, bundle, [&](const CarriedItem& carried) {
        if (!std::exchange(any, true)) {
            console.line(QStringLiteral("Items:"));
        }
        printCarried(console, carried);
        return context.carryOn();
    });
    if (walked && !any) {
        console.line(QStringLiteral("Nothing of it is in the ledger."));
    }
    return walked;
}

Outcome run(CommandContext& context, const BundlesOptions& options)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    std::optional<BundleFacts> one;
    if (!options.bundle.empty()) {
        auto found = findBundle(*session, argumentText(options.bundle));
        if (!found) {
            return context.fail(found.error());
        }
        one = *std::move(found);
    }
    const auto printed = one ? printOne(context, *session, *one) : printAll(context, *session);
    if (printed) {
        return Outcome::Done;
    }
    if (context.console().outputWorks()) {
        context.console().error(printed.error());
    }
    return context.console().outputWorks() ? outcomeOf(printed.error()) : Outcome::Failed;
}

} // namespace

void addBundlesCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<BundlesOptions>();
    auto* const command = addCommand(program, "bundles",
        "the bundles made here and those that came, their receipts, and what never came", "satchel bundles 01KAP4T8");
    command->add_option("BUNDLE", options->bundle, "only this one, with its items; its id may be shortened");
    onChosen(*command, context, options, run);
}

} // namespace satchel
