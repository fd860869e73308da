#pragma once

#include "Console.h"

#include <core/base/Outcome.h>
#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/exchange/session/Session.h>

#include <CLI/App.hpp>

#include <QString>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace satchel {

// Whether a verb opens private keys: only then may a passphrase be asked for.
enum class KeyUse { None, Needed };

// What every command gets: the options before and after its name, the console, the stop token, and the way to the
// station.
class CommandContext final {
public:
    struct Options {
        std::string home;
        bool json = false;
        bool quiet = false;
        bool verbose = false;
        bool yes = false;
        bool noInput = false;
        double waitSeconds = 5;
        std::string passphraseFile;
    };

    CommandContext(Console& console, std::stop_token stop);

    [[nodiscard]] Options& options() { return m_options; }
    [[nodiscard]] Console& console() { return m_console; }
    [[nodiscard]] const std::stop_token& stop() const { return m_stop; }
    [[nodiscard]] Conduct conduct() { return m_console.conduct(m_stop); }
    // For a walk that prints: Cancelled once somebody said stop, or the reader went away (which the console tells).
    [[nodiscard]] Result<void> carryOn() const;
    // The system's, or a fixed one (docs/cli.md, "For developers").
    [[nodiscard]] const Clock& clock() const { return m_clock; }
    // --home, SATCHEL_HOME, $XDG_DATA_HOME/satchel, ~/.local/share/satchel.
    [[nodiscard]] QString home() const;

    // A command is chosen while the command line is read, and run when all of it has been.
    void choose(std::function<Outcome()> command) { m_chosen = std::move(command); }
    [[nodiscard]] Outcome runChosen();

    // How to open the station. Reads the passphrase file if one was named; asks for the passphrase if keys are needed,
    // are encrypted, and somebody can be asked.
    [[nodiscard]] Result<StationAccess> access(KeyUse keys);
    [[nodiscard]] Result<Session> openForReading(KeyUse keys = KeyUse::None);
    [[nodiscard]] Result<Session> openForWriting(const QString& command, KeyUse keys = KeyUse::None);

    // The error on stderr and, with --json, as the one object on stdout.
    [[nodiscard]] Outcome fail(const Error& error);
    [[nodiscard]] Outcome usage(const QString& message);

    // Shows a report: its JSON, or `text` for people; what stopped the verb is told on stderr in both.
    template <typename Report> [[nodiscard]] Outcome show(const Report& report, const std::function<void()>& text)
    {
        m_console.clearProgress();
        if (m_options.json) {
            m_console.json([&report](JsonWriter& writer) { report.writeJson(writer); });
        } else {
            text();
        }
        if constexpr (requires { report.failure; }) {
            if (report.failure) {
                m_console.error(*report.failure);
            }
        }
        if constexpr (requires { report.outcome(); }) {
            return report.outcome();
        } else {
            return Outcome::Done;
        }
    }

private:
    [[nodiscard]] Result<void> readClock();
    [[nodiscard]] Result<void> readPassphrase();
    [[nodiscard]] Result<void> askPassphraseIfNeeded();

    Console& m_console;
    std::stop_token m_stop;
    Options m_options;
    Clock m_clock = systemClock();
    std::optional<Secret> m_passphrase;
    std::function<Outcome()> m_chosen;
};

// A subcommand with its one-line description and, in its help, an example. What follows the name may be global options.
CLI::App* addCommand(CLI::App& parent, const char* name, const char* description, const char* example);

// Chooses `run` with these options when the command line names the command.
template <typename Options>
void onChosen(CLI::App& command, CommandContext& context, const std::shared_ptr<Options>& options,
    Outcome (*run)(CommandContext&, const Options&))
{
    command.callback(
        [&context, options, run] { context.choose([&context, options, run] { return run(context, *options); }); });
}

// An argument as the shell gave it.
[[nodiscard]] QString argumentText(const std::string& argument);
[[nodiscard]] QStringList argumentTexts(const std::vector<std::string>& arguments);

} // namespace satchel
