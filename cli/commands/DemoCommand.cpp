#include "Commands.h"

#include <cli/demo/BuildingDemo.h>
#include <cli/demo/TrainDemo.h>

#include <core/base/File.h>

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QDir>
#include <QTemporaryDir>

namespace satchel {

namespace {

constexpr qint64 MostPledges = 10000;
constexpr qint64 MostCars = 64;

struct DemoOptions {
    qint64 count = 8;
    std::string folder;
};

// The folder to play in: the one named, which stays, or a new one that goes.
Result<QString> prepareFolder(const DemoOptions& options, std::optional<QTemporaryDir>& temporary)
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

void printEnd(Console& console, const DemoReport& report, const QString& summary)
{
    console.line();
    if (report.failure) {
        console.line(QStringLiteral("The demonstration failed. What there is lies in %1.").arg(report.directory));
        return;
    }
    console.line(QStringLiteral("%1 (%2 commands, %3 s)")
            .arg(summary)
            .arg(report.steps.size())
            .arg(static_cast<double>(report.milliseconds()) / 1000, 0, 'f', 1));
    console.line(report.directoryStays
            ? QStringLiteral("Everything lies in %1 to be looked at.").arg(report.directory)
            : QStringLiteral("Everything has been removed again; name a folder with --dir to keep it."));
}

// `Demo` is one that plays in a folder with so many of something.
template <typename Demo> Outcome play(CommandContext& context, const DemoOptions& options, const QString& summary)
{
    std::optional<QTemporaryDir> temporary;
    const auto folder = prepareFolder(options, temporary);
    if (!folder) {
        return context.fail(folder.error());
    }
    DemoStage stage{context.console(), CommandRunner{QCoreApplication::applicationFilePath(), *folder, context.stop()}};
    auto report = Demo{*folder, options.count, stage, context.clock()}.play();
    if (temporary && report.failure) {
        temporary->setAutoRemove(false);
    }
    report.directoryStays = !temporary || !temporary->autoRemove();
    return context.show(report, [&] { printEnd(context.console(), report, summary); });
}

Outcome runBuilding(CommandContext& context, const DemoOptions& options)
{
    return play<BuildingDemo>(context, options,
        QStringLiteral("%1 devices have their vouchers and certificates, and nothing but sticks and a receipt went "
                       "between basement and office.")
            .arg(options.count));
}

Outcome runTrain(CommandContext& context, const DemoOptions& options)
{
    return play<TrainDemo>(context, options,
        QStringLiteral("Every device (cars: %1) has its voucher and its certificates, renewed ones too; each request "
                       "was answered once, whatever was missed, left behind or put back.")
            .arg(options.count));
}

// What both demonstrations have in common: how many, and where.
CLI::App* addDemo(CLI::App& demo, const std::shared_ptr<DemoOptions>& options, const char* name, const char* what,
    const char* example)
{
    auto* const command = addCommand(demo, name, what, example);
    command->add_option("--dir", options->folder, "an empty folder to play in, which stays (else a temporary one)")
        ->type_name("DIR");
    return command;
}

} // namespace

void addDemoCommand(CLI::App& program, CommandContext& context)
{
    auto* const demo = addCommand(
        program, "demo", "the whole way there and back on this machine", "satchel demo building --pledges 20");
    demo->require_subcommand(1);
    const auto pledges = std::make_shared<DemoOptions>();
    auto* const building = addDemo(*demo, pledges, "building",
        "a basement without network, an office, and a stick between them; makes its own devices and certificates",
        "satchel demo building --pledges 20 --dir /tmp/demo");
    building->add_option("--pledges", pledges->count, "how many new devices (8)")
        ->type_name("N")
        ->check(CLI::Range(qint64{1}, MostPledges));
    onChosen(*building, context, pledges, runBuilding);

    const auto cars = std::make_shared<DemoOptions>();
    auto* const train = addDemo(*demo, cars, "train",
        "the cars of a train, reached now and then: what is missed, left behind or put back, and what is renewed",
        "satchel demo train --cars 8 --dir /tmp/demo");
    train->add_option("--cars", cars->count, "how many cars (8)")
        ->type_name("N")
        ->check(CLI::Range(qint64{1}, MostCars));
    onChosen(*train, context, cars, runTrain);
}

} // namespace satchel
