#pragma once

#include "CommandRunner.h"

#include <cli/Console.h>

#include <core/base/Result.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

namespace satchel {

// Where a demonstration plays: it prints each command, runs it, and compares what came of it with what is due. The
// first thing that is not as it should be is kept and ends everything after it, so that a demonstration is a plain list
// of commands and expectations.
class DemoStage final {
public:
    DemoStage(Console& console, CommandRunner runner)
        : m_console{console}
        , m_runner{std::move(runner)}
    {
    }

    // Plain words between the commands.
    void heading(const QString& text);
    void say(const QString& text);

    // What is run and checked while silent is not printed: the same thing for the seventh time.
    void setSilent(bool silent) { m_silent = silent; }

    // Runs `satchel` with these arguments; `exitCode` is due.
    CommandResult run(const QStringList& arguments, int exitCode = 0);
    // The same for a verb that is called here instead of by a command, because it happens at another time than now.
    // `work` fills in exit code and JSON.
    CommandResult perform(const QStringList& arguments, const std::function<void(CommandResult&)>& work);
    // The value at `path` of what the last command printed.
    void expect(QStringView path, const QString& due);
    void expect(QStringView path, qint64 due) { expect(path, QString::number(due)); }
    // Something that was looked at besides.
    void expectThat(bool isTrue, const QString& what);
    // What was checked since the last command, in plain words.
    void checked(const QString& text);
    // Something went wrong between the commands.
    void fail(Error error);

    [[nodiscard]] bool isGood() const { return !m_failure; }
    [[nodiscard]] const std::optional<Error>& failure() const { return m_failure; }
    [[nodiscard]] const QList<CommandResult>& steps() const { return m_steps; }

private:
    void announce(const QStringList& arguments);
    CommandResult keep(CommandResult result, int exitCode);

    Console& m_console;
    CommandRunner m_runner;
    QList<CommandResult> m_steps;
    std::optional<Error> m_failure;
    bool m_silent = false;
};

} // namespace satchel
