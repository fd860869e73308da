#include "CommandRunner.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QRegularExpression>

namespace satchel {

namespace {

constexpr int StopLatency = 100; // milliseconds between two looks at the stop token

// A station of the person who runs the demonstration must not be touched by it, nor its passphrase asked for.
QProcessEnvironment environmentWithoutStation()
{
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("SATCHEL_HOME"));
    environment.remove(QStringLiteral("SATCHEL_PASSPHRASE_FILE"));
    return environment;
}

} // namespace

QString CommandRunner::typed(const QStringList& arguments)
{
    static const QRegularExpression Plain{QStringLiteral("^[A-Za-z0-9_./:=-]+$")};
    QStringList words{QStringLiteral("satchel")};
    for (const auto& argument : arguments) {
        words += Plain.match(argument).hasMatch() ? argument : QLatin1Char('"') + argument + QLatin1Char('"');
    }
    return words.join(QLatin1Char(' '));
}

Result<CommandResult> CommandRunner::run(const QStringList& arguments) const
{
    CommandResult result;
    result.command = typed(arguments);
    QElapsedTimer clock;
    clock.start();
    QProcess process;
    process.setWorkingDirectory(m_folder);
    process.setProcessEnvironment(environmentWithoutStation());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(m_program, arguments + QStringList{QStringLiteral("--json")});
    while (!process.waitForFinished(StopLatency) && process.state() != QProcess::NotRunning) {
        if (m_stop.stop_requested()) {
            process.terminate();
            process.waitForFinished();
            return fail(ErrorCode::Cancelled, QStringLiteral("stopped during `%1`").arg(result.command));
        }
    }
    if (process.error() == QProcess::FailedToStart || process.exitStatus() != QProcess::NormalExit) {
        return fail(ErrorCode::Internal,
            QStringLiteral("`%1` could not be run to its end: %2").arg(result.command, process.errorString()));
    }
    result.milliseconds = clock.elapsed();
    result.exitCode = process.exitCode();
    result.complaints = process.readAllStandardError();
    auto json = parseJson(process.readAllStandardOutput().trimmed(), JsonDialect::Lenient);
    if (!json) {
        return fail(ErrorCode::Internal,
            QStringLiteral("`%1` exited with %2 and printed no JSON: %3; it complained: %4")
                .arg(result.command)
                .arg(result.exitCode)
                .arg(json.error().message, QString::fromUtf8(result.complaints).trimmed()));
    }
    result.json = *std::move(json);
    return result;
}

} // namespace satchel
