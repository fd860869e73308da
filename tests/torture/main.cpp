#include "Victims.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QThread>

#include <algorithm>
#include <cstdio>

using namespace satchel::torture;

namespace {

void say(const QString& line)
{
    std::printf("%s\n", qPrintable(line));
    std::fflush(stdout);
}

bool tortureOne(const Victim& victim, const TortureScope& scope)
{
    const auto tally = putToTorture(victim, scope);
    say(tally.line(victim));
    for (const auto& wrong : tally.wrong) {
        say(QStringLiteral("    ") + wrong);
    }
    return tally.isPassed();
}

} // namespace

// All bytes (docs/testing.md, "All bytes"): satchel-torture [--most N] [VICTIM…], where a VICTIM may be the beginning
// of a name.
int main(int argc, char** argv)
{
    const QCoreApplication application{argc, argv};
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({QStringLiteral("most"), QStringLiteral("About so many faults of each victim, instead of all."),
        QStringLiteral("count"), QStringLiteral("0")});
    parser.addOption({QStringLiteral("threads"), QStringLiteral("Instead of one for each core."),
        QStringLiteral("count"), QString::number(QThread::idealThreadCount())});
    parser.addPositionalArgument(
        QStringLiteral("victim"), QStringLiteral("What to alter."), QStringLiteral("[VICTIM…]"));
    parser.process(application);

    const TortureScope scope{
        parser.value(QStringLiteral("most")).toLongLong(), parser.value(QStringLiteral("threads")).toUInt()};
    const auto wanted = parser.positionalArguments();
    const auto victims = allVictims();
    for (const auto& name : wanted) {
        if (std::ranges::none_of(victims, [&](const auto& victim) { return victim.name.startsWith(name); })) {
            say(QStringLiteral("there is no victim whose name begins with \"%1\"").arg(name));
            return 2;
        }
    }
    int tried = 0;
    int failed = 0;
    for (const auto& victim : victims) {
        const bool isWanted = wanted.isEmpty() || std::any_of(wanted.begin(), wanted.end(), [&](const QString& name) {
            return victim.name.startsWith(name);
        });
        if (isWanted) {
            ++tried;
            failed += tortureOne(victim, scope) ? 0 : 1;
        }
    }
    say(QStringLiteral("%1 of %2 victims withstood everything").arg(tried - failed).arg(tried));
    return tried > 0 && failed == 0 ? 0 : 1;
}
