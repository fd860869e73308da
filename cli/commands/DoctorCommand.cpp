#include "Commands.h"

#include <cli/Advice.h>
#include <cli/Table.h>
#include <core/exchange/station/Doctor.h>

namespace satchel {

namespace {

struct DoctorOptions { };

QString word(FindingLevel level)
{
    switch (level) {
    case FindingLevel::Ok:
        return QStringLiteral("ok");
    case FindingLevel::Warning:
        return QStringLiteral("warning");
    case FindingLevel::Problem:
        break;
    }
    return QStringLiteral("PROBLEM");
}

// By which command or option what core advises is done.
QString howTo(const Finding& finding)
{
    if (finding.code == u"station") {
        return adviceFor(ErrorCode::NotAStation);
    }
    const bool areLocked = finding.code == u"keys" && finding.level == FindingLevel::Warning;
    return areLocked ? adviceFor(ErrorCode::WrongPassphrase) : QString{};
}

void print(Console& console, const DoctorReport& report)
{
    for (const auto& finding : report.findings) {
        console.line(
            QStringLiteral("%1  %2  %3").arg(padded(word(finding.level), 7), padded(finding.code, 12), finding.text));
        for (const auto& hint : {finding.hint, howTo(finding)}) {
            if (!hint.isEmpty()) {
                console.line(padded({}, 23) + hint);
            }
        }
    }
}

Outcome run(CommandContext& context, const DoctorOptions& /*options*/)
{
    auto access = context.access(KeyUse::Needed);
    if (!access && access.error().code == ErrorCode::WrongPassphrase) {
        access = context.access(KeyUse::None); // the keys are then one of the findings
    }
    if (!access) {
        return context.fail(access.error());
    }
    const auto report = examine(*std::move(access));
    return context.show(report, [&] { print(context.console(), report); });
}

} // namespace

void addDoctorCommand(CLI::App& program, CommandContext& context)
{
    auto* const command = addCommand(program, "doctor",
        "look at everything that the station depends on: clock, space, permissions, keys, database", "satchel doctor");
    onChosen(*command, context, std::make_shared<DoctorOptions>(), run);
}

} // namespace satchel
