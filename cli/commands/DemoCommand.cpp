#include "Commands.h"

#include <cli/demo/BuildingDemo.h>
#include <cli/demo/DesktopApp.h>
#include <cli/demo/DesktopDemo.h>
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
    bool opensNothing = false;
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

// Opens the app on both stations, or says how.
void goOn(Console& console, const DemoReport& report, const DesktopDemo& demo, bool opensNothing)
{
    console.line();
    console.line(QStringLiteral("Everything lies in %1 (%2 commands, %3 s); remove it when you have seen enough.")
            .arg(report.directory)
            .arg(report.steps.size())
            .arg(static_cast<double>(report.milliseconds()) / 1000, 0, 'f', 1));
    console.line(QStringLiteral("The stick that lies ready, with a bundle for each of the two, is the folder %1.")
            .arg(QDir{report.directory}.absoluteFilePath(DesktopDemo::stick())));
    const DesktopApp app;
    if (opensNothing || !app.isThere() || !DesktopApp::hasDisplay()) {
        console.line(opensNothing ? QStringLiteral("The desktop app shows it with:")
                : app.isThere()   ? QStringLiteral("There is no display here. With one, the desktop app shows it with:")
                                : QStringLiteral("The desktop app is not installed. Where it is, it shows this with:"));
        for (const auto& command : report.next) {
            console.line(QStringLiteral("  ") + command);
        }
        return;
    }
    for (const auto& home : {demo.siteHome(), demo.officeHome()}) {
        console.line(app.open(home)
                ? QStringLiteral("Opened the desktop app on %1.").arg(home)
                : QStringLiteral("The desktop app could not be opened; try: %1").arg(app.commandFor(home)));
    }
}

// It stays, also in a temporary folder: it is there to be looked at.
Outcome runDesktop(CommandContext& context, const DemoOptions& options)
{
    std::optional<QTemporaryDir> temporary;
    const auto folder = prepareFolder(options, temporary);
    if (!folder) {
        return context.fail(folder.error());
    }
    if (temporary) {
        temporary->setAutoRemove(false);
    }
    DemoStage stage{context.console(), CommandRunner{QCoreApplication::applicationFilePath(), *folder, context.stop()}};
    DesktopDemo demo{*folder, stage, context.clock()};
    auto report = demo.play();
    report.directoryStays = true;
    for (const auto& home : {demo.siteHome(), demo.officeHome()}) {
        report.next += DesktopApp{}.commandFor(home);
    }
    return context.show(report, [&] {
        if (report.failure) {
            printEnd(context.console(), report, {});
        } else {
            goOn(context.console(), report, demo, options.opensNothing);
        }
    });
}

// What the demonstrations have in common: where.
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

    const auto month = std::make_shared<DemoOptions>();
    auto* const desktop = addDemo(*demo, month, "desktop",
        "two stations after a month, with sixty devices in every state, and the desktop app opened on both",
        "satchel demo desktop --dir /tmp/demo");
    desktop->add_flag("--no-open", month->opensNothing, "only make them, and say how to open the app");
    onChosen(*desktop, context, month, runDesktop);
}

} // namespace satchel
