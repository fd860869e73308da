#include "Commands.h"

#include <cli/Amounts.h>
#include <cli/Table.h>
#include <core/exchange/session/Eject.h>
#include <core/media/VolumeMonitor.h>

namespace satchel {

namespace {

struct MediaOptions {
    bool watch = false;
};

struct EjectOptions {
    std::string volume;
};

void print(Console& console, const VolumesReport& report)
{
    Table table{
        {QStringLiteral("VOLUME"), QStringLiteral("LABEL"), QStringLiteral("MAKER AND MODEL"), QStringLiteral("SIZE"),
            QStringLiteral("FREE"), QStringLiteral("KIND"), QStringLiteral("MOUNTED AT"), QStringLiteral("")}};
    for (const auto& volume : report.volumes) {
        table.add({volume.id, volume.label, QStringLiteral("%1 %2").arg(volume.vendor, volume.model).simplified(),
            byteAmount(volume.size), volume.free ? byteAmount(*volume.free) : QString{}, volume.fileSystem,
            volume.isMounted() ? volume.mountPoint() : volume.device + QStringLiteral(", not mounted"),
            volume.readOnly ? QStringLiteral("READ-ONLY") : QString{}});
    }
    if (table.isEmpty()) {
        console.line(QStringLiteral("No removable media are plugged in. Any folder will do in their place."));
    } else {
        table.print(console);
    }
}

void print(Console& console, const EjectReport& report)
{
    for (const auto& warning : report.warnings) {
        console.warning(warning.text);
    }
    if (report.volume && report.ejection) {
        console.line(QStringLiteral("%1 may be pulled now (%2).")
                .arg(volumeTitle(*report.volume), ejectionName(report.ejection->how)));
    }
}

Outcome show(CommandContext& context, const QList<Volume>& volumes)
{
    const VolumesReport report{volumes};
    return context.show(report, [&] { print(context.console(), report); });
}

Outcome watch(CommandContext& context)
{
    auto& console = context.console();
    const auto tell = [&](const QList<Volume>& volumes) {
        console.line(QStringLiteral("--- %1").arg(toUtcText(context.clock()())));
        (void)show(context, volumes);
        console.flush();
        return console.outputWorks();
    };
    watchVolumes({}, tell, context.conduct());
    return context.stop().stop_requested() ? Outcome::Interrupted : Outcome::Done;
}

Outcome list(CommandContext& context, const MediaOptions& options)
{
    return options.watch ? watch(context) : show(context, Volumes::open().list());
}

Outcome eject(CommandContext& context, const EjectOptions& options)
{
    auto access = context.access(KeyUse::None);
    if (!access) {
        return context.fail(access.error());
    }
    context.console().adviseOn(
        ErrorCode::NotFound, QStringLiteral("`satchel media` lists what is plugged in, and by which names."));
    const auto report = ejectVolume(*std::move(access), argumentText(options.volume), context.conduct());
    return context.show(report, [&] { print(context.console(), report); });
}

} // namespace

void addMediaCommand(CLI::App& program, CommandContext& context)
{
    const auto options = std::make_shared<MediaOptions>();
    auto* const media
        = addCommand(program, "media", "the removable media that are plugged in", "satchel media --watch");
    media->require_subcommand(0, 1);
    media->add_flag("--watch", options->watch, "tell them again at each change, until stopped");
    // Called for its subcommand too, after it.
    media->callback([&context, media, options] {
        if (media->get_subcommands().empty()) {
            context.choose([&context, options] { return list(context, *options); });
        }
    });

    const auto ejectOptions = std::make_shared<EjectOptions>();
    auto* const command = addCommand(*media, "eject", "make a medium ready to be pulled", "satchel media eject DEPOT4");
    command
        ->add_option("VOLUME", ejectOptions->volume,
            "its id (shortened to what is unique), device, mount point, serial number or label")
        ->required();
    onChosen(*command, context, ejectOptions, eject);
}

} // namespace satchel
