#include "CommandContext.h"
#include "Console.h"
#include "Interrupts.h"

#include <cli/commands/Commands.h>
#include <core/base/Allocator.h>
#include <core/base/LooseThread.h>

#include <CLI/CLI.hpp>

#include <QCoreApplication>

#include <csignal>
#include <cstdio>
#include <string_view>
#include <vector>

namespace {

using namespace satchel;

// Qt talks to developers; people get what Satchel says itself. --verbose shows it all the same.
bool qtMayTalk = false;

void onQtMessage(QtMsgType type, const QMessageLogContext& /*context*/, const QString& message)
{
    if (qtMayTalk || type == QtFatalMsg) {
        std::fprintf(stderr, "%s\n", qPrintable(message));
    }
}

void addGlobalOptions(CLI::App& program, CommandContext::Options& options)
{
    const std::string group = "Options of every command (before or after its name)";
    program.add_option("--home", options.home, "the station's directory (else SATCHEL_HOME)")
        ->type_name("DIR")
        ->group(group);
    program.add_flag("--json", options.json, "print the result as one JSON object on stdout")->group(group);
    auto* const quiet = program.add_flag("--quiet", options.quiet, "print nothing but errors")->group(group);
    program.add_flag("--verbose", options.verbose, "tell more on stderr")->group(group)->excludes(quiet);
    program.add_flag("--yes", options.yes, "ask nothing: yes to what may be answered by a script")->group(group);
    program.add_flag("--no-input", options.noInput, "ask nothing")->group(group);
    program.add_option("--wait", options.waitSeconds, "how long to wait for a station in use (5)")
        ->type_name("SECONDS")
        ->check(CLI::Range(0.0, 1e6))
        ->group(group);
    program
        .add_option("--passphrase-file", options.passphraseFile,
            "its first line opens the station's keys; - is stdin (else SATCHEL_PASSPHRASE_FILE)")
        ->type_name("FILE")
        ->group(group);
}

void addCommands(CLI::App& program, CommandContext& context)
{
    for (auto* const add :
        {addInitCommand, addCardCommand, addPeerCommand, addTrustCommand, addGatherCommand, addStatusCommand,
            addListCommand, addShowCommand, addBundlesCommand, addReleaseCommand, addRejectCommand, addExportCommand,
            addMediaCommand, addInspectCommand, addVerifyCommand, addImportCommand, addDeliverCommand,
            addReceiptCommand, addLogCommand, addIssueCommand, addDoctorCommand, addStationCommand, addDemoCommand}) {
        add(program, context);
    }
}

// The innermost command that was named.
const CLI::App& namedCommand(const CLI::App& program)
{
    const auto chosen = program.get_subcommands();
    return chosen.empty() ? program : namedCommand(*chosen.front());
}

std::string fullName(const CLI::App& command)
{
    const auto* const parent = command.get_parent();
    return parent ? fullName(*parent) + ' ' + command.get_name() : command.get_name();
}

// Options that decide how a mistake is told must be known even if the mistake hides them from the parser.
Console::Manner guessManner(const std::vector<std::string>& arguments)
{
    Console::Manner manner;
    for (const auto& argument : arguments) {
        if (argument == "--") {
            break;
        }
        manner.json |= argument == "--json";
        manner.mayAsk &= argument != "--yes" && argument != "--no-input";
        if (argument == "--quiet") {
            manner.loudness = Loudness::Quiet;
        } else if (argument == "--verbose") {
            manner.loudness = Loudness::Verbose;
        }
    }
    return manner;
}

Console::Manner mannerOf(const CommandContext::Options& options)
{
    const auto loudness = options.quiet ? Loudness::Quiet : options.verbose ? Loudness::Verbose : Loudness::Normal;
    return {options.json, loudness, !options.yes && !options.noInput};
}

void printHelp(Console& console, const CLI::App& command, bool asked)
{
    const auto* const parent = command.get_parent();
    const auto help = QString::fromStdString(command.help(parent ? fullName(*parent) : std::string{}));
    for (const auto& line : help.trimmed().split(u'\n')) {
        asked ? console.record(line) : console.complaint(line);
    }
}

// What the parser says of a word that it does not know depends on what else is missing; people want to hear the word.
QString describeMistake(const CLI::App& program, const CLI::App& command, const CLI::ParseError& mistake)
{
    const auto unknown = argumentTexts(program.remaining(true));
    const bool isGroup = !command.get_subcommands({}).empty();
    if (isGroup && !unknown.isEmpty()) {
        const auto form = unknown.front().startsWith(u'-') ? QStringLiteral("there is no option %1")
                                                           : QStringLiteral("there is no command \"%1\"");
        return form.arg(unknown.front());
    }
    const bool namesNone = isGroup && dynamic_cast<const CLI::RequiredError*>(&mistake);
    return namesNone ? QStringLiteral("a command is missing") : QString::fromUtf8(mistake.what());
}

Outcome tellMistake(CommandContext& context, const CLI::App& program, const CLI::ParseError& mistake)
{
    const auto& command = namedCommand(program);
    if (!command.get_subcommands({}).empty() && program.remaining_size(true) == 0) {
        printHelp(context.console(), command, false);
    }
    return context.usage(QStringLiteral("%1. See `%2 --help`.")
            .arg(describeMistake(program, command, mistake), QString::fromStdString(fullName(command))));
}

Outcome run(CLI::App& program, CommandContext& context, const std::vector<std::string>& arguments)
{
    try {
        program.parse(std::vector<std::string>{arguments.rbegin(), arguments.rend()});
    } catch (const CLI::CallForHelp&) {
        printHelp(context.console(), namedCommand(program), true);
        return Outcome::Done;
    } catch (const CLI::CallForVersion& version) {
        context.console().record(QString::fromUtf8(version.what()));
        return Outcome::Done;
    } catch (const CLI::ParseError& mistake) {
        return tellMistake(context, program, mistake);
    }
    context.console().setManner(mannerOf(context.options()));
    return context.runChosen();
}

} // namespace

int main(int argc, char* argv[])
{
    keepFreedMemory();
    qInstallMessageHandler(onQtMessage);
    std::signal(SIGPIPE, SIG_IGN); // a stdout that nobody reads is an error to tell by the exit code
    const Interrupts interrupts;
    const std::vector<std::string> arguments{argv + 1, argv + argc};
    const QCoreApplication application{argc, argv};
    QCoreApplication::setApplicationName(QStringLiteral("satchel"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SATCHEL_VERSION));

    Console console;
    console.setManner(guessManner(arguments));
    qtMayTalk = console.isVerbose();
    CommandContext context{console, interrupts.token()};
    context.options().json = console.isJson();
    CLI::App program{
        "Satchel, the offline courier of BRSKI-AE: carries enrolment requests of new devices out to RA, CA "
        "and MASA, and their answers back, as signed and encrypted bundles.",
        "satchel"};
    program.require_subcommand(1);
    program.fallthrough();
    program.set_version_flag("--version", "satchel " SATCHEL_VERSION);
    program.footer("\nExample:\n  satchel init --role site --name \"Depot 4\"\n\n`satchel COMMAND --help` shows an "
                   "example of each command; docs/cli.md tells the whole.");
    addGlobalOptions(program, context.options());
    addCommands(program, context);
    const auto exitCode = static_cast<int>(console.finish(run(program, context, arguments)));
    endProcessIfThreadsStayAtLarge(exitCode);
    return exitCode;
}
