#include "DemoStage.h"

#include <QElapsedTimer>

namespace satchel {

void DemoStage::heading(const QString& text)
{
    if (m_failure) {
        return;
    }
    m_console.line();
    m_console.line(text);
    m_console.line(QString{text.size(), u'-'});
}

void DemoStage::say(const QString& text)
{
    if (!m_failure) {
        m_console.line(text);
        m_console.flush();
    }
}

void DemoStage::announce(const QStringList& arguments)
{
    if (!m_silent) {
        say(QStringLiteral("  $ ") + CommandRunner::typed(arguments));
    }
}

CommandResult DemoStage::keep(CommandResult result, int exitCode)
{
    m_steps.append(std::move(result));
    const auto& step = m_steps.last();
    if (step.exitCode != exitCode) {
        const QString reason = step.text(u"error.message");
        m_failure = Error{ErrorCode::Internal,
            QStringLiteral("`%1` exited with %2, %3 was due; it says: %4; %5")
                .arg(step.command)
                .arg(step.exitCode)
                .arg(exitCode)
                .arg(reason, QString::fromUtf8(step.complaints).trimmed())};
    }
    return step;
}

CommandResult DemoStage::run(const QStringList& arguments, int exitCode)
{
    if (m_failure) {
        return {};
    }
    announce(arguments);
    auto result = m_runner.run(arguments);
    if (!result) {
        m_failure = std::move(result).error();
        return {};
    }
    return keep(*std::move(result), exitCode);
}

CommandResult DemoStage::perform(const QStringList& arguments, const std::function<void(CommandResult&)>& work)
{
    if (m_failure) {
        return {};
    }
    if (m_runner.isStopped()) {
        m_failure = Error{ErrorCode::Cancelled, QStringLiteral("stopped")};
        return {};
    }
    announce(arguments);
    CommandResult result;
    result.command = CommandRunner::typed(arguments);
    QElapsedTimer clock;
    clock.start();
    work(result);
    result.milliseconds = clock.elapsed();
    return keep(std::move(result), 0);
}

void DemoStage::expect(QStringView path, const QString& due)
{
    if (m_failure) {
        return;
    }
    const auto& step = m_steps.last();
    const QString found = step.text(path);
    if (found != due) {
        m_failure = Error{ErrorCode::Internal,
            QStringLiteral("after `%1`: %2 is %3, and %4 was due").arg(step.command, path.toString(), found, due)};
    }
}

void DemoStage::expectThat(bool isTrue, const QString& what)
{
    if (!m_failure && !isTrue) {
        m_failure = Error{ErrorCode::Internal, QStringLiteral("this is not so: %1").arg(what)};
    }
}

void DemoStage::checked(const QString& text)
{
    if (!m_silent) {
        say(QStringLiteral("    ok: ") + text);
    }
}

void DemoStage::fail(Error error)
{
    if (!m_failure) {
        m_failure = std::move(error);
    }
}

} // namespace satchel
