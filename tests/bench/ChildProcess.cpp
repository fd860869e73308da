#include "ChildProcess.h"

#include "Demand.h"

#include <QElapsedTimer>
#include <QStandardPaths>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vector>

namespace satchel::bench {

namespace {

constexpr double NanosecondsOfASecond = 1e9;
constexpr double MicrosecondsOfASecond = 1e6;
constexpr qint64 BytesOfABlock = 512; // in which the kernel counts what is read
constexpr mode_t FileMode = 0644;

double seconds(const timeval& time)
{
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / MicrosecondsOfASecond;
}

pid_t spawn(const QStringList& command, const QString& standardOutput)
{
    std::vector<QByteArray> words;
    for (const auto& word : command) {
        words.push_back(word.toLocal8Bit());
    }
    std::vector<char*> arguments;
    for (auto& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(
        &actions, STDOUT_FILENO, standardOutput.toLocal8Bit().constData(), O_WRONLY | O_CREAT | O_TRUNC, FileMode);
    pid_t child = 0;
    const int failure = posix_spawnp(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    demand(failure == 0, QStringLiteral("%1 cannot be started").arg(command.first()));
    return child;
}

} // namespace

ChildResult ChildProcess::run(const QStringList& command, const QString& standardOutput)
{
    QElapsedTimer clock;
    clock.start();
    const pid_t child = spawn(command, standardOutput);
    int status = 0;
    rusage used{};
    while (wait4(child, &status, 0, &used) < 0) {
        demand(errno == EINTR, QStringLiteral("%1 cannot be waited for").arg(command.first()));
    }
    ChildResult result;
    result.sample.wall = static_cast<double>(clock.nsecsElapsed()) / NanosecondsOfASecond;
    result.sample.user = seconds(used.ru_utime);
    result.sample.system = seconds(used.ru_stime);
    result.sample.peakKib = used.ru_maxrss;
    result.sample.readBytes = qint64{used.ru_inblock} * BytesOfABlock;
    result.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
}

ChildResult ChildProcess::runShell(const QString& script, const QString& standardOutput)
{
    return run(
        {QStringLiteral("bash"), QStringLiteral("-c"), QStringLiteral("set -euo pipefail; ") + script}, standardOutput);
}

bool ChildProcess::isThere(const QString& program)
{
    return !QStandardPaths::findExecutable(program).isEmpty();
}

QString quoted(const QString& text)
{
    return QLatin1Char('\'') + QString{text}.replace(QLatin1Char('\''), QStringLiteral("'\\''")) + QLatin1Char('\'');
}

} // namespace satchel::bench
