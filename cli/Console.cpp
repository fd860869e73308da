#include "Console.h"

#include "Advice.h"
#include "ProgressLine.h"
#include "StandardInput.h"

#include <core/base/File.h>
#include <core/base/Printable.h>
#include <core/base/StrictJson.h>

#include <QStringList>

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace satchel {

namespace {

constexpr qsizetype FlushAt = 64 * 1024;
constexpr qsizetype LongestAnswer = 1024;
constexpr int Red = 31;
constexpr int Yellow = 33;
constexpr int Plain = 0;

bool coloursAreWelcome()
{
    return qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb";
}

Result<void> writeAll(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const auto written = write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (written < 0 && errno != EINTR) {
            return fail(takeErrno(QStringLiteral("cannot write the result"), QStringLiteral("stdout")));
        }
        bytes = bytes.sliced(std::max<qsizetype>(written, 0));
    }
    return {};
}

// Switches the terminal's echo off for as long as it lives.
class EchoOff final {
public:
    EchoOff()
        : m_changed{tcgetattr(STDIN_FILENO, &m_before) == 0}
    {
        auto silent = m_before;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (m_changed) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
        }
    }

    EchoOff(const EchoOff&) = delete;
    EchoOff& operator=(const EchoOff&) = delete;

    ~EchoOff()
    {
        if (m_changed) {
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        }
    }

private:
    termios m_before = {};
    bool m_changed;
};

QString textOf(const JsonValue& row, QStringView name)
{
    const auto* const value = row.find(name);
    return value && value->string() ? *value->string() : QString{};
}

} // namespace

Console::Console()
    : m_inputIsTerminal{isatty(STDIN_FILENO) == 1}
    , m_outputIsTerminal{isatty(STDOUT_FILENO) == 1}
    , m_errorIsTerminal{isatty(STDERR_FILENO) == 1}
    , m_coloured{m_errorIsTerminal && coloursAreWelcome()}
    , m_progress{std::make_unique<ProgressLine>()}
{
}

Console::~Console() = default;

void Console::line(QStringView text)
{
    if (!m_manner.json && m_manner.loudness != Loudness::Quiet) {
        record(text);
    }
}

void Console::bytes(QByteArrayView content)
{
    writeOut(content);
}

void Console::record(QStringView text)
{
    writeOut(printable(text).toUtf8() + '\n');
}

void Console::json(const std::function<void(JsonWriter&)>& members)
{
    JsonWriter writer{[this](QByteArrayView text) { writeOut(printableJson(text)); }};
    writer.beginObject();
    members(writer);
    writer.endObject();
    writeOut("\n");
}

void Console::note(QStringView text)
{
    if (!m_manner.json && m_manner.loudness != Loudness::Quiet) {
        writeErr({}, Plain, text);
    }
}

void Console::detail(QStringView text)
{
    if (isVerbose()) {
        writeErr({}, Plain, text);
    }
}

void Console::warning(QStringView text)
{
    if (m_manner.loudness != Loudness::Quiet) {
        writeErr("warning: ", Yellow, text);
    }
}

void Console::complaint(QStringView text)
{
    writeErr({}, Plain, text);
}

void Console::error(const Error& error)
{
    const bool namesFile = !error.file.isEmpty() && !error.message.contains(error.file);
    const auto message = namesFile ? error.file + QStringLiteral(": ") + error.message : error.message;
    writeErr("satchel: ", Red, message + QStringLiteral(" [%1]").arg(errorCodeName(error.code)));
    if (const auto advice = adviceOn(error.code); !advice.isEmpty()) {
        writeErr("         ", Plain, advice);
    }
}

void Console::refusals(const RowList& refused)
{
    if (m_manner.json) {
        return;
    }
    QStringList codes;
    refused.forEach([this, &codes](QByteArrayView json) {
        const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
        const auto code = textOf(row, u"code");
        const auto what = textOf(row, u"path") + textOf(row, u"item");
        writeErr("refused: ", Red, QStringLiteral("%1: %2 [%3]").arg(what, textOf(row, u"reason"), code));
        if (!codes.contains(code)) {
            codes += code;
        }
    });
    for (const auto& name : codes) {
        const auto code = errorCodeFromName(name);
        const auto advice = code ? adviceOn(*code) : QString{};
        if (!advice.isEmpty()) {
            writeErr("  ", Plain, name + QStringLiteral(": ") + advice);
        }
    }
}

void Console::failures(const RowList& failures, const QString& whole)
{
    failures.forEach([this, &whole](QByteArrayView json) {
        const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
        const auto item = textOf(row, u"item");
        complaint(QStringLiteral("%1: %2 [%3]")
                .arg(item.isEmpty() ? whole : QStringLiteral("item ") + item, textOf(row, u"reason"),
                    textOf(row, u"code")));
    });
}

void Console::warnings(const RowList& warnings)
{
    if (m_manner.json) {
        return;
    }
    warnings.forEach([this](QByteArrayView json) {
        const auto row = parseJson(json, JsonDialect::Lenient).value_or(JsonValue{});
        const QString item = textOf(row, u"item").left(12);
        warning(item.isEmpty() ? textOf(row, u"text") : QStringLiteral("item %1: %2").arg(item, textOf(row, u"text")));
    });
}

Result<bool> Console::ask(QStringView question, const std::stop_token& stop)
{
    flushOut();
    clearProgress();
    SATCHEL_TRY(writeAll(STDERR_FILENO, printable(question).toUtf8() + ' '));
    const auto answer = StandardInput::readLine(LongestAnswer, stop);
    if (!answer) {
        return fail(answer.error());
    }
    const auto word = answer->trimmed().toLower();
    return word == "y" || word == "yes";
}

Result<Secret> Console::askSecret(QStringView prompt, const std::stop_token& stop)
{
    flushOut();
    clearProgress();
    const EchoOff silence;
    SATCHEL_TRY(writeAll(STDERR_FILENO, printable(prompt).toUtf8() + ' '));
    auto answer = StandardInput::readLine(LongestAnswer, stop);
    SATCHEL_TRY(writeAll(STDERR_FILENO, "\n"));
    return answer.map([](QByteArray& bytes) { return Secret{std::move(bytes)}; });
}

Conduct Console::conduct(const std::stop_token& stop)
{
    if (!m_errorIsTerminal || m_manner.loudness == Loudness::Quiet) {
        return {{}, stop};
    }
    return {[this](const Progress& progress) { m_progress->update(progress); }, stop};
}

void Console::clearProgress()
{
    m_progress->clear();
}

Outcome Console::finish(Outcome outcome)
{
    clearProgress();
    flushOut();
    if (!m_outputError) {
        return outcome;
    }
    // A reader that went away (`satchel list | head`) has got what it wanted: no word about it, but no success either.
    if (!m_outputError->message.isEmpty()) {
        error(*m_outputError);
    }
    return outcome == Outcome::Done ? Outcome::Failed : outcome;
}

QString Console::adviceOn(ErrorCode code) const
{
    const auto known = m_advice.constFind(code);
    return known == m_advice.constEnd() ? adviceFor(code) : *known;
}

void Console::writeOut(QByteArrayView bytes)
{
    m_pending.append(bytes);
    if (m_pending.size() >= FlushAt) {
        flushOut();
    }
}

void Console::flushOut()
{
    if (!m_outputError && !m_pending.isEmpty()) {
        if (m_outputIsTerminal) {
            clearProgress();
        }
        errno = 0;
        if (auto written = writeAll(STDOUT_FILENO, m_pending); !written) {
            m_outputError = errno == EPIPE ? Error{} : std::move(written).error();
        }
    }
    m_pending.clear();
}

void Console::writeErr(QByteArrayView prefix, int colour, QStringView text)
{
    flushOut();
    clearProgress();
    QByteArray line;
    if (m_coloured && colour != Plain) {
        line = "\x1b[" + QByteArray::number(colour) + 'm' + prefix.toByteArray() + "\x1b[0m";
    } else {
        line += prefix;
    }
    line += printable(text).toUtf8() + '\n';
    [[maybe_unused]] const auto told = writeAll(STDERR_FILENO, line); // nowhere left to complain
}

} // namespace satchel
