#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/KindOption.h>
#include <cli/Table.h>
#include <core/exchange/report/Overview.h>

#include <CLI/CLI.hpp>

#include <functional>

namespace satchel {

namespace {

struct ListOptions {
    std::string state;
    std::string kind;
    std::string device;
    std::string peer;
    qint64 limit = 0;
    bool urgent = false;
    std::optional<qint64> expiring; // days
};

Result<ItemFilter> filterOf(const Session& session, const ListOptions& options)
{
    ItemFilter filter;
    filter.state = itemStateFromName(argumentText(options.state));
    filter.kind = kindFromName(argumentText(options.kind));
    filter.device = argumentText(options.device);
    filter.isUrgent = options.urgent;
    filter.limit = options.limit;
    if (!options.peer.empty()) {
        const auto peer = session.station().peers().find(argumentText(options.peer));
        if (!peer) {
            return fail(peer.error());
        }
        filter.peer = peer->id();
    }
    return filter;
}

// Fixed widths, because the rows are not known before they are printed.
QString row(const QString& id, const QString& kind, const QString& device, const QString& state, const QString& reason,
    const QString& deadline)
{
    return QStringList{
        padded(id, 12), padded(kind, 22), padded(device, 20), padded(state, 10), padded(deadline, 20), reason}
        .join(QStringLiteral("  "));
}

QString endingRow(const QString& end, const QString& device, const QString& subject, const QString& renewal)
{
    return QStringList{padded(end, 20), padded(device, 20), padded(subject, 40), renewal}.join(QStringLiteral("  "));
}

void printItem(Console& console, const Item& item)
{
    console.line(row(item.id.toString().left(12), kindName(item.kind), item.device, itemStateName(item.state),
        item.reason ? errorCodeName(item.reason->code) : QString{},
        item.deadline ? toUtcText(*item.deadline) : QString{}));
}

Result<void> printText(CommandContext& context, const Session& session, const ItemFilter& filter)
{
    auto& console = context.console();
    bool any = false;
    const auto walked = session.ledger().items().forEach(filter, [&](const Item& item) -> Result<void> {
        if (!any) {
            console.line(row(QStringLiteral("ID"), QStringLiteral("KIND"), QStringLiteral("DEVICE"),
                QStringLiteral("STATE"), QStringLiteral("REASON"), QStringLiteral("DEADLINE")));
        }
        any = true;
        printItem(console, item);
        return context.carryOn();
    });
    if (walked && !any) {
        console.line(QStringLiteral("No items."));
    }
    return walked;
}

// `writeItems` writes each element of the list and gives back what ended the walk.
Result<void> printItemsJson(CommandContext& context, const std::function<Result<void>(JsonWriter&)>& writeItems)
{
    Result<void> walked;
    context.console().json([&](JsonWriter& writer) {
        writer.key(u"items").beginArray();
        walked = writeItems(writer);
        writer.endArray();
        if (!walked) {
            writeError(writer, walked.error());
        }
    });
    return walked;
}

Result<void> printJson(CommandContext& context, const Session& session, const ItemFilter& filter)
{
    return printItemsJson(context, [&](JsonWriter& writer) {
        return session.ledger().items().forEach(filter, [&](const Item& item) -> Result<void> {
            writer.beginObject();
            writeItemMembers(writer, item);
            writer.endObject();
            return context.carryOn();
        });
    });
}

// What ends soon and has no successor yet, and what is under way to renew it.
Result<void> printEnding(CommandContext& context, const Session& session, const ListOptions& options)
{
    auto& console = context.console();
    const QDateTime until = session.station().now().addDays(*options.expiring);
    bool any = false;
    const auto print = [&](const EndingCertificate& ending) -> Result<void> {
        if (!any) {
            console.line(endingRow(QStringLiteral("ENDS"), QStringLiteral("DEVICE"), QStringLiteral("SUBJECT"),
                QStringLiteral("RENEWAL")));
        }
        any = true;
        console.line(
            endingRow(toUtcText(ending.certificate.notAfter), ending.certificate.device, ending.certificate.subject,
                ending.renewal ? QStringLiteral("%1, %2").arg(
                                     ending.renewal->id.toString().left(12), itemStateName(ending.renewal->state))
                               : QStringLiteral("none")));
        return context.carryOn();
    };
    const auto walked = forEachEnding(session, until, options.limit, print);
    if (walked && !any) {
        console.line(QStringLiteral("No certificate ends within %1.")
                .arg(countOf(*options.expiring, QStringLiteral("day"), QStringLiteral("days"))));
    }
    return walked;
}

Result<void> printEndingJson(CommandContext& context, const Session& session, const ListOptions& options)
{
    const QDateTime until = session.station().now().addDays(*options.expiring);
    return printItemsJson(context, [&](JsonWriter& writer) {
        return forEachEnding(session, until, options.limit, [&](const EndingCertificate& ending) -> Result<void> {
            writer.beginObject();
            writeItemMembers(writer, ending.item);
            ending.writeJson(writer);
            writer.endObject();
            return context.carryOn();
        });
    });
}

Result<void> print(
    CommandContext& context, const Session& session, const ListOptions& options, const ItemFilter& filter)
{
    const bool isJson = context.console().isJson();
    if (options.expiring) {
        return isJson ? printEndingJson(context, session, options) : printEnding(context, session, options);
    }
    return isJson ? printJson(context, session, filter) : printText(context, session, filter);
}

Outcome run(CommandContext& context, const ListOptions& options)
{
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto filter = filterOf(*session, options);
    if (!filter) {
        return context.fail(filter.error());
    }
    const auto& console = context.console();
    const auto printed = print(context, *session, options, *filter);
    if (printed) {
        return Outcome::Done;
    }
    if (console.outputWorks()) {
        context.console().error(printed.error());
    }
    return console.outputWorks() ? outcomeOf(printed.error()) : Outcome::Failed;
}

std::vector<std::string> stateNames()
{
    std::vector<std::string> names;
    for (const auto state : allItemStates()) {
        names.push_back(itemStateName(state).toStdString());
    }
    return names;
}

} // namespace

void addListCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ListOptions>();
    auto* const command = addCommand(program, "list", "the items, in the order in which they were gathered",
        "satchel list --state held --kind certification-request");
    command->add_option("--state", options->state, "only those in this state")->check(CLI::IsMember(stateNames()));
    command->add_option("--kind", options->kind, "only those of this kind")->check(checkKind);
    command->add_option("--device", options->device, "only those of the device with this serial number")
        ->type_name("SERIAL");
    command->add_option("--peer", options->peer, "only those from or for this peer");
    command->add_option("--limit", options->limit, "at most so many")
        ->type_name("N")
        ->check(CLI::Range(qint64{1}, std::numeric_limits<qint64>::max()));
    command->add_flag("--urgent", options->urgent, "only what waits and has a deadline, the nearest first");
    command->add_option("--expiring", options->expiring, "the certificates of devices that end within so many days")
        ->type_name("DAYS")
        ->check(CLI::Range(qint64{0}, qint64{36500}))
        ->excludes("--urgent")
        ->excludes("--state")
        ->excludes("--kind")
        ->excludes("--device")
        ->excludes("--peer");
    onChosen(*command, context, options, run);
}

} // namespace satchel
