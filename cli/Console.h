#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Outcome.h>
#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/base/RowList.h>
#include <core/base/Secret.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QHash>
#include <QString>
#include <QStringView>

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace satchel {

class ProgressLine;

enum class Loudness { Quiet, Normal, Verbose };

// Everything that the program says and hears: data on stdout, all else on stderr. Every text that goes through here is
// made printable first, so that nothing that stands in somebody's object can steer a terminal. Use by the main thread.
class Console final {
public:
    // What the command line asked for.
    struct Manner {
        bool json = false;
        Loudness loudness = Loudness::Normal;
        bool mayAsk = true; // neither --yes nor --no-input
    };

    Console();
    Console(const Console&) = delete;
    Console& operator=(const Console&) = delete;
    ~Console();

    void setManner(const Manner& manner) { m_manner = manner; }
    [[nodiscard]] const Manner& manner() const { return m_manner; }
    [[nodiscard]] bool isJson() const { return m_manner.json; }
    [[nodiscard]] bool isVerbose() const { return m_manner.loudness == Loudness::Verbose; }
    [[nodiscard]] bool outputIsTerminal() const { return m_outputIsTerminal; }
    // Somebody sits there and may be asked: stdin is a terminal, and neither --yes nor --no-input was given.
    [[nodiscard]] bool canAsk() const { return m_inputIsTerminal && m_manner.mayAsk; }

    // --- Data, on stdout ---

    // A line of the report for people: nothing with --json or --quiet.
    void line(QStringView text = {});
    // Bytes that the command was asked for, as they are.
    void bytes(QByteArrayView content);
    // Text that another program reads (CSV, syslog), one line: made printable, told whatever the loudness.
    void record(QStringView text);
    // The one object of --json; `members` adds to it. May be long: it is written as it grows.
    void json(const std::function<void(JsonWriter& writer)>& members);
    // What was told so far appears now: for commands that take long between two lines.
    void flush() { flushOut(); }
    // False once stdout took no more (a full disk, a reader that went away): a long list may end early.
    [[nodiscard]] bool outputWorks() const { return !m_outputError; }

    // --- All else, on stderr ---

    void note(QStringView text); // nothing with --quiet or --json
    void detail(QStringView text); // only with --verbose
    void warning(QStringView text); // nothing with --quiet
    void complaint(QStringView text); // always: what went wrong
    void error(const Error& error); // likewise, with what to do now; "satchel: message"
    // What to do about errors of this code from now on, where the command knows more than its code tells.
    void adviseOn(ErrorCode code, const QString& advice) { m_advice.insert(code, advice); }
    // `refused: [{path|item, code, reason}]` of a report, one complaint each, then what to do about each code. Nothing
    // with --json: they stand in its object.
    void refusals(const RowList& refused);
    // `failures: [{code, item, reason}]` of what `whole` names, one complaint each.
    void failures(const RowList& failures, const QString& whole);

    // `warnings: [{item, text}]` of a report, one warning each. Nothing with --json or --quiet.
    void warnings(const RowList& warnings);

    // --- Questions; only if canAsk() ---

    // True only for y or yes.
    [[nodiscard]] Result<bool> ask(QStringView question, const std::stop_token& stop);
    // One line with echo off.
    [[nodiscard]] Result<Secret> askSecret(QStringView prompt, const std::stop_token& stop);

    // Progress with rate and time left, drawn only if stderr is a terminal and not --quiet.
    [[nodiscard]] Conduct conduct(const std::stop_token& stop);
    void clearProgress();

    // Writes out what is left. `outcome`, or Failed if stdout did not take everything.
    [[nodiscard]] Outcome finish(Outcome outcome);

private:
    [[nodiscard]] QString adviceOn(ErrorCode code) const;
    void writeOut(QByteArrayView bytes);
    void flushOut();
    void writeErr(QByteArrayView prefix, int colour, QStringView text);

    Manner m_manner;
    bool m_inputIsTerminal;
    bool m_outputIsTerminal;
    bool m_errorIsTerminal;
    bool m_coloured;
    QByteArray m_pending;
    std::optional<Error> m_outputError;
    QHash<ErrorCode, QString> m_advice;
    std::unique_ptr<ProgressLine> m_progress;
};

} // namespace satchel
