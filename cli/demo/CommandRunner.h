#pragma once

#include "CommandResult.h"

#include <core/base/Result.h>

#include <QString>
#include <QStringList>

#include <stop_token>

namespace satchel {

// Runs commands of a program as its users do: in a process of its own, knowing nothing but its exit code and what it
// prints.
class CommandRunner final {
public:
    // Commands run in `folder`, so that their paths are short.
    CommandRunner(QString program, QString folder, std::stop_token stop)
        : m_program{std::move(program)}
        , m_folder{std::move(folder)}
        , m_stop{std::move(stop)}
    {
    }

    // With --json besides. An error if it cannot be run, was stopped, or printed no JSON.
    [[nodiscard]] Result<CommandResult> run(const QStringList& arguments) const;

    [[nodiscard]] bool isStopped() const { return m_stop.stop_requested(); }

    // The command line as a person types it, with quotes where a shell needs them.
    [[nodiscard]] static QString typed(const QStringList& arguments);

private:
    QString m_program;
    QString m_folder;
    std::stop_token m_stop;
};

} // namespace satchel
