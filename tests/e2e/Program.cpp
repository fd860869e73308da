#include "Program.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QProcess>
#include <QProcessEnvironment>

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

#include <csignal>
#include <vector>

namespace satchel::test {

namespace {

constexpr int PatienceMilliseconds = 120'000; // a machine that does much else besides, under sanitizers

QStringList environmentLines(const QMap<QString, QString>& environment)
{
    QStringList lines;
    for (auto it = environment.begin(); it != environment.end(); ++it) {
        lines += it.key() + QLatin1Char('=') + it.value();
    }
    return lines;
}

// The strings stay owned by `storage`.
std::vector<char*> pointersTo(QList<QByteArray>& storage)
{
    std::vector<char*> pointers;
    for (auto& text : storage) {
        pointers.push_back(text.data());
    }
    pointers.push_back(nullptr);
    return pointers;
}

QList<QByteArray> encoded(const QStringList& texts)
{
    QList<QByteArray> all;
    for (const auto& text : texts) {
        all += text.toUtf8();
    }
    return all;
}

struct Terminal {
    int master = -1;
    pid_t child = -1;
};

Terminal start(const QStringList& arguments, const QMap<QString, QString>& environment)
{
    auto argumentBytes = encoded(QStringList{QStringLiteral(SATCHEL_PROGRAM)} + arguments);
    auto environmentBytes = encoded(environmentLines(environment));
    const auto argumentPointers = pointersTo(argumentBytes);
    const auto environmentPointers = pointersTo(environmentBytes);
    const winsize size{24, 100, 0, 0};
    Terminal terminal;
    int slave = -1;
    if (openpty(&terminal.master, &slave, nullptr, nullptr, &size) != 0) {
        qFatal("no terminal to be had");
    }
    terminal.child = fork();
    if (terminal.child == 0) {
        close(terminal.master);
        login_tty(slave);
        execve(SATCHEL_PROGRAM, argumentPointers.data(), environmentPointers.data());
        _exit(127);
    }
    close(slave);
    return terminal;
}

void act(const Terminal& terminal, const TerminalStep& step)
{
    if (!step.typed.isEmpty()
        && write(terminal.master, step.typed.constData(), static_cast<size_t>(step.typed.size())) < 0) {
        qFatal("the terminal takes nothing");
    }
    if (step.signal != 0) {
        kill(terminal.child, step.signal);
    }
}

// Reads until the program closes its end, acting whenever the next awaited text has appeared.
QByteArray converse(const Terminal& terminal, QList<TerminalStep> steps)
{
    QByteArray shown;
    qsizetype searched = 0;
    const QDeadlineTimer deadline{PatienceMilliseconds};
    char buffer[4096];
    while (!deadline.hasExpired()) {
        pollfd input{terminal.master, POLLIN, 0};
        if (poll(&input, 1, 100) <= 0) {
            continue;
        }
        const auto got = read(terminal.master, buffer, sizeof buffer);
        if (got <= 0) {
            return shown;
        }
        shown.append(buffer, got);
        const auto found = steps.isEmpty() ? -1 : shown.indexOf(steps.first().awaited, searched);
        if (found >= 0) {
            searched = found + steps.first().awaited.size();
            act(terminal, steps.takeFirst());
        }
    }
    kill(terminal.child, SIGKILL);
    return shown;
}

ProgramRun finish(QProcess& process, const QByteArray& input)
{
    if (!process.waitForStarted(PatienceMilliseconds)) {
        return {};
    }
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(PatienceMilliseconds)) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), process.readAllStandardError()};
    }
    const int code = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
    return {code, process.readAllStandardOutput(), process.readAllStandardError()};
}

} // namespace

QStringList words(const char* text)
{
    return QString::fromUtf8(text).split(QLatin1Char(' '), Qt::SkipEmptyParts);
}

JsonValue ProgramRun::json() const
{
    if (!out.endsWith("}\n") || out.count('\n') != 1) {
        return {};
    }
    return parseJson(QByteArrayView{out}.chopped(1), JsonDialect::Lenient).value_or(JsonValue{});
}

Program::Program()
{
    const auto system = QProcessEnvironment::systemEnvironment();
    for (const auto& name : system.keys()) {
        if (!name.startsWith(u"SATCHEL_") && name != u"NO_COLOR" && name != u"XDG_DATA_HOME") {
            m_environment.insert(name, system.value(name));
        }
    }
    m_environment.insert(QStringLiteral("LSAN_OPTIONS"), QStringLiteral("detect_leaks=0"));
    m_environment.insert(QStringLiteral("TERM"), QStringLiteral("xterm"));
    m_environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C"));
}

QString Program::file()
{
    return QStringLiteral(SATCHEL_PROGRAM);
}

ProgramRun Program::run(const QStringList& arguments, const QByteArray& input) const
{
    QProcess process;
    process.setEnvironment(environmentLines(m_environment));
    process.start(QStringLiteral(SATCHEL_PROGRAM), arguments);
    return finish(process, input);
}

ProgramRun Program::runInto(const QString& file, const QStringList& arguments) const
{
    QProcess process;
    process.setEnvironment(environmentLines(m_environment));
    process.setStandardOutputFile(file, QIODevice::Append);
    process.start(QStringLiteral(SATCHEL_PROGRAM), arguments);
    return finish(process, {});
}

ProgramRun Program::runOnTerminal(const QStringList& arguments, const QList<TerminalStep>& steps) const
{
    const auto terminal = start(arguments, m_environment);
    ProgramRun run;
    run.out = converse(terminal, steps);
    close(terminal.master);
    int status = 0;
    waitpid(terminal.child, &status, 0);
    run.exitCode = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return run;
}

JsonValue at(const JsonValue& value, const QString& path)
{
    const JsonValue* here = &value;
    for (const auto& step : path.split(QLatin1Char('.'), Qt::SkipEmptyParts)) {
        if (const auto* const elements = here->array()) {
            const auto index = step.toULongLong();
            here = index < elements->size() ? &elements->at(index) : nullptr;
        } else {
            here = here->find(step);
        }
        if (!here) {
            return {};
        }
    }
    return *here;
}

QString textAt(const JsonValue& value, const QString& path)
{
    const auto there = at(value, path);
    return there.string() ? *there.string() : QString{};
}

qint64 numberAt(const JsonValue& value, const QString& path)
{
    const auto there = at(value, path);
    return there.integer() ? *there.integer() : -1;
}

qsizetype sizeAt(const JsonValue& value, const QString& path)
{
    const auto there = at(value, path);
    return there.array() ? static_cast<qsizetype>(there.array()->size()) : -1;
}

QString keysAt(const JsonValue& value, const QString& path)
{
    const auto there = at(value, path);
    QStringList names;
    if (const auto* const members = there.object()) {
        for (const auto& [name, member] : *members) {
            names += name;
        }
    }
    names.sort();
    return names.join(QLatin1Char(' '));
}

} // namespace satchel::test
