#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Result.h>

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// One file system that could carry bundles: a partition of a stick, a card in its reader. Everything but sizes is what
// the medium and its maker claim.
struct Volume {
    QString id; // stable across plugs and machines where the medium has a serial number or its file system an id
    QString device; // "/dev/sdb1"
    QString drive; // equal for all volumes that are ejected together
    QString label;
    QString vendor;
    QString model;
    QString serial; // of the drive
    QString uuid; // of the file system, as its tools write it
    QString fileSystem; // "vfat", "ext4"; empty where nobody knows
    qint64 size = 0; // bytes, of the partition
    std::optional<qint64> free = {}; // bytes for an ordinary user; known only while it is mounted
    bool readOnly = false; // by its switch, its file system or its mount
    bool removable = false; // can be pulled out: removable media, USB, cards
    QStringList mountPoints; // empty while it is not mounted
    QString object; // UDisks2's name for it; empty where the kernel alone told of it

    [[nodiscard]] bool isMounted() const { return !mountPoints.isEmpty(); }
    [[nodiscard]] QString mountPoint() const { return mountPoints.value(0); }

    friend bool operator==(const Volume&, const Volume&) = default;
};

// Where volumes are looked for. The defaults are this machine's; tests name their own.
struct MediaAccess {
    QString busAddress = {}; // of the system bus; empty: DBUS_SYSTEM_BUS_ADDRESS, else where every system has it
    QString root = {}; // before /proc, /sys and /dev
};

// Gives each volume its id (serial number and id of the file system, as far as there are such) and sorts by device. Two
// that claim to be the same are told apart by their device.
void identify(QList<Volume>& volumes);

// Free space and what mounting adds to `readOnly`, from the kernel. May wait for a medium that does not answer.
void askFileSystem(Volume& volume);

// By id (which may be shortened to what is unique), device, mount point, serial number or label. NotFound if there is
// none, Usage if there are several.
[[nodiscard]] Result<Volume> findVolume(const QList<Volume>& volumes, const QString& name);

// `/media/DEPOT/x.satchel [serial "4C53", label "DEPOT", "SanDisk Ultra"]`: for the custody log. What stands between
// the last brackets describes the medium; the quoted texts are its own claims, quotes and backslashes in them escaped.
[[nodiscard]] QString pathOnMedium(const QString& path, const Volume& volume);

// The serial number in what pathOnMedium() gave; empty where it told none.
[[nodiscard]] QString serialOf(const QString& pathOnMedium);

// "DEPOT (SanDisk Ultra)": for a sentence.
[[nodiscard]] QString volumeTitle(const Volume& volume);

// As docs/cli.md says of `media`.
void writeVolume(JsonWriter& writer, const Volume& volume);

// `"volumes": [...]`
struct VolumesReport {
    QList<Volume> volumes;

    void writeJson(JsonWriter& writer) const;
};

} // namespace satchel
