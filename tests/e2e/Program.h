#pragma once

#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

namespace satchel::test {

// "init --name site" as the three arguments that it is.
[[nodiscard]] QStringList words(const char* text);

// How one run of the built program ended.
struct ProgramRun {
    int exitCode = -1; // -1: it crashed or never ended
    QByteArray out;
    QByteArray err; // empty after a run on a terminal: that shows both as one

    // stdout as the one JSON object that --json promises; null if it is anything else.
    [[nodiscard]] JsonValue json() const;
};

// What a person at the terminal does once some text has appeared.
struct TerminalStep {
    QByteArray awaited;
    QByteArray typed;
    int signal = 0; // sent to the program after what is typed
};

// The program as users run it: the binary of this build, with an environment in which nothing of Satchel is set. In a
// build with sanitizers, leaks are not looked for at the end of each run, which takes longer than most commands do.
class Program final {
public:
    Program();

    void set(const QString& variable, const QString& value) { m_environment.insert(variable, value); }
    void unset(const QString& variable) { m_environment.remove(variable); }
    void lookForLeaks() { unset(QStringLiteral("LSAN_OPTIONS")); }

    // The binary itself, for tests that signal or kill it.
    [[nodiscard]] static QString file();

    // stdin, stdout and stderr are pipes.
    [[nodiscard]] ProgramRun run(const QStringList& arguments, const QByteArray& input = {}) const;
    // The same with stdout in a file, such as /dev/full.
    [[nodiscard]] ProgramRun runInto(const QString& file, const QStringList& arguments) const;
    // All three are a terminal of 100 columns.
    [[nodiscard]] ProgramRun runOnTerminal(const QStringList& arguments, const QList<TerminalStep>& steps = {}) const;

private:
    QMap<QString, QString> m_environment;
};

// "a.b" walks into objects, "a.0" into arrays; null where it leads nowhere.
[[nodiscard]] JsonValue at(const JsonValue& value, const QString& path);
[[nodiscard]] QString textAt(const JsonValue& value, const QString& path);
[[nodiscard]] qint64 numberAt(const JsonValue& value, const QString& path); // -1 if it is no number
[[nodiscard]] qsizetype sizeAt(const JsonValue& value, const QString& path); // of an array, else -1
// The names of an object's members, sorted, with spaces between.
[[nodiscard]] QString keysAt(const JsonValue& value, const QString& path);

} // namespace satchel::test
