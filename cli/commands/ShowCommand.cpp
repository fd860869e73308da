#include "Commands.h"

#include <cli/Advice.h>
#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/base/JsonText.h>
#include <core/exchange/report/Overview.h>

#include <CLI/CLI.hpp>

namespace satchel {

namespace {

struct ShowOptions {
    std::string item;
    bool raw = false;
    bool text = false;
};

void printTree(Console& console, const QString& name, const JsonValue& value, int depth)
{
    const QString lead = QString{2 * depth, u' '} + name;
    if (const auto* const members = value.object()) {
        console.line(lead + u':');
        for (const auto& [memberName, member] : *members) {
            printTree(console, memberName, member, depth + 1);
        }
    } else if (const auto* const elements = value.array()) {
        console.line(lead + u':');
        for (const auto& element : *elements) {
            printTree(console, QStringLiteral("-"), element, depth + 1);
        }
    } else {
        console.line(lead + QStringLiteral(": ") + scalarText(value));
    }
}

void printObject(Console& console, const ShowReport& report)
{
    if (report.object.isNull()) {
        console.line(QStringLiteral("This object cannot be shown as text; --raw gives its bytes."));
    } else {
        printTree(console, kindName(report.item.kind), report.object, 0);
    }
}

void printStory(Console& console, const Item& item)
{
    printFacts(console,
        {{QStringLiteral("item"), item.id.toString()}, {QStringLiteral("kind"), kindName(item.kind)},
            {QStringLiteral("protocol"), protocolName(item.protocol)}, {QStringLiteral("device"), item.device},
            {QStringLiteral("size"), byteAmount(item.size)}, {QStringLiteral("gathered"), toUtcText(item.gatheredAt)},
            {QStringLiteral("gathered as"), item.localName}, {QStringLiteral("posted to"), item.path},
            {QStringLiteral("at station"), item.origin.toString()},
            {QStringLiteral("answers"), item.inReplyTo.isNull() ? QString{} : item.inReplyTo.toString()},
            {QStringLiteral("last bundle"), item.bundle.toString()},
            {QStringLiteral("deadline"), item.deadline ? toUtcText(*item.deadline) : QString{}},
            {QStringLiteral("state"), itemStateName(item.state)},
            {QStringLiteral("because"),
                item.reason ? QStringLiteral("%1 [%2]").arg(item.reason->text, errorCodeName(item.reason->code))
                            : QString{}}});
    const auto advice = item.state == ItemState::Held && item.reason ? adviceForHeld(item.reason->code) : QString{};
    if (!advice.isEmpty()) {
        console.line(advice);
    }
}

void printChecks(Console& console, const ShowReport& report)
{
    console.line(QStringLiteral("Checks:"));
    for (const auto& check : report.assessment.checks) {
        console.line(QStringLiteral("  %1  %2  %3")
                .arg(padded(checkResultName(check.result), 7), padded(check.name, 20), check.detail));
    }
    for (const auto& warning : report.item.warnings) {
        console.line(QStringLiteral("  remark: ") + warning);
    }
}

void printStory(Console& console, const ShowReport& report)
{
    console.line(QStringLiteral("Story:"));
    for (const auto& event : report.history) {
        console.line(QStringLiteral("  %1  %2  %3")
                .arg(toUtcText(event.at), padded(itemStateName(event.state), 10),
                    event.reason ? event.reason->text : event.bundle.toString()));
    }
    if (report.renews) {
        console.line(QStringLiteral("Renews: the certificate of \"%1\" that ends %2")
                .arg(report.renews->subject, toUtcText(report.renews->notAfter)));
    }
    for (const auto& answer : report.answers) {
        console.line(QStringLiteral("Answer: %1 %2, %3")
                .arg(kindName(answer.kind), answer.id.toString().left(12), itemStateName(answer.state)));
    }
}

Outcome showRaw(CommandContext& context, const ShowReport& report)
{
    if (report.holdsKey) {
        return context.usage(
            QStringLiteral("this answer holds the device's private key, which is never shown; `satchel "
                           "deliver` hands it to the registrar"));
    }
    if (context.console().outputIsTerminal()) {
        return context.usage(QStringLiteral("the bytes of an object are no text for a terminal: send them into a file, "
                                            "`satchel show ITEM --raw >FILE`"));
    }
    context.console().bytes(report.bytes);
    return Outcome::Done;
}

Outcome run(CommandContext& context, const ShowOptions& options)
{
    if (options.raw && context.console().isJson()) {
        return context.usage(QStringLiteral("--raw gives bytes and --json an object: choose one"));
    }
    const auto session = context.openForReading();
    if (!session) {
        return context.fail(session.error());
    }
    const auto report = showItem(*session, argumentText(options.item));
    if (!report) {
        return context.fail(report.error());
    }
    if (options.raw) {
        return showRaw(context, *report);
    }
    return context.show(*report, [&] {
        auto& console = context.console();
        if (options.text) {
            printObject(console, *report);
            return;
        }
        printStory(console, report->item);
        printChecks(console, *report);
        printStory(console, *report);
    });
}

} // namespace

void addShowCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<ShowOptions>();
    auto* const command = addCommand(
        program, "show", "one item: what it is, how it was judged, its story", "satchel show 3f9c2b --text");
    command->add_option("ITEM", options->item, "its id, shortened to what is unique")->required();
    auto* const raw = command->add_flag("--raw", options->raw, "its bytes on stdout, as gathered");
    command->add_flag("--text", options->text, "only the object, decoded")->excludes(raw);
    onChosen(*command, context, options, run);
}

} // namespace satchel
