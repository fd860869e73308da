#include "Commands.h"

#include <cli/demo/BuildingDemo.h>

#include <core/base/File.h>

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

namespace satchel {

namespace {

constexpr qint64 DefaultPledges = 8;
constexpr qint64 MostPledges = 10000;

struct BuildingOptions {
    qint64 pledges = DefaultPledges;
    std::string folder;
};

// The folder to play in: the one named, which stays, or a new one that goes.
Result<QString> prepareFolder(const BuildingOptions& options, std::optional<QTemporaryDir>& temporary)
{
    if (options.folder.empty()) {
        temporary.emplace(QDir::tempPath() + QStringLiteral("/satchel-demo-XXXXXX"));
        if (!temporary->isValid()) {
            return fail(ErrorCode::Unreadable,
                QStringLiteral("no temporary folder can be made (%1); name a folder with --dir")
                    .arg(temporary->errorString()));
        }
        return temporary->path();
    }
    const QString folder = QDir::current().absoluteFilePath(argumentText(options.folder));
    SATCHEL_TRY(makeFolder(folder));
    if (!QDir{folder}.isEmpty(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        return fail(Error{ErrorCode::Usage, QStringLiteral("--dir: this folder is not empty; name another"), folder});
    }
    return folder;
}

void printEnd(Console& console, const BuildingDemoReport& report)
{
    qint64 milliseconds = 0;
    for (const auto& step : report.steps) {
        milliseconds += step.milliseconds;
    }
    console.line();
    if (report.failure) {
        console.line(QStringLiteral("The demonstration failed. What there is lies in %1.").arg(report.directory));
        return;
    }
    console.line(QStringLiteral("%1 devices have their vouchers and certificates: %2 commands, %3 s. Nothing but "
                                "sticks and a receipt went between basement and office.")
            .arg(report.pledges)
            .arg(report.steps.size())
            .arg(static_cast<double>(milliseconds) / 1000, 0, 'f', 1));
    console.line(report.directoryStays
            ? QStringLiteral("Everything lies in %1 to be looked at.").arg(report.directory)
            : QStringLiteral("Everything has been removed again; name a folder with --dir to keep it."));
}

Outcome runBuilding(CommandContext& context, const BuildingOptions& options)
{
    std::optional<QTemporaryDir> temporary;
    const auto folder = prepareFolder(options, temporary);
    if (!folder) {
        return context.fail(folder.error());
    }
    DemoStage stage{context.console(), CommandRunner{QCoreApplication::applicationFilePath(), *folder, context.stop()}};
    auto report = BuildingDemo{*folder, options.pledges, stage, context.clock()}.play();
    if (temporary && report.failure) {
        temporary->setAutoRemove(false);
    }
    report.directoryStays = !temporary || !temporary->autoRemove();
    return context.show(report, [&] { printEnd(context.console(), report); });
}

} // namespace

void addDemoCommand(CLI::App& program, CommandContext& context)
{
    auto* const demo = addCommand(
        program, "demo", "the whole way there and back on this machine", "satchel demo building --pledges 20");
    demo->require_subcommand(1);
    const auto options = std::make_shared<BuildingOptions>();
    auto* const building = addCommand(*demo, "building",
        "a basement without network, an office, and a stick between them; makes its own devices and certificates",
        "satchel demo building --pledges 20 --dir /tmp/demo");
    building->add_option("--pledges", options->pledges, "how many new devices (8)")
        ->type_name("N")
        ->check(CLI::Range(qint64{1}, MostPledges));
    building->add_option("--dir", options->folder, "an empty folder to play in, which stays (else a temporary one)")
        ->type_name("DIR");
    onChosen(*building, context, options, runBuilding);
}

} // namespace satchel
