#pragma once

#include "Volume.h"

#include <QDBusObjectPath>
#include <QMap>
#include <QString>
#include <QVariantMap>

namespace satchel {

// Interfaces of objects that volumes are read from and that are called.
namespace udisks {
inline const QString Filesystem = QStringLiteral("org.freedesktop.UDisks2.Filesystem");
inline const QString Drive = QStringLiteral("org.freedesktop.UDisks2.Drive");
} // namespace udisks

// What GetManagedObjects of UDisks2 tells: a{oa{sa{sv}}}.
using UDisksInterfaces = QMap<QString, QVariantMap>;
using UDisksObjects = QMap<QDBusObjectPath, UDisksInterfaces>;

// What a drive allows (org.freedesktop.UDisks2.Drive).
struct UDisksDrive {
    bool canPowerOff = false;
    bool ejectable = false;
    bool sharesPower = false; // other drives lose power with it, as the slots of one card reader do
};

// Every block device with a file system that UDisks2 does not say to ignore. Properties of another type than
// documented count as absent.
[[nodiscard]] QList<Volume> volumesIn(const UDisksObjects& objects);

[[nodiscard]] UDisksDrive driveIn(const UDisksObjects& objects, const QString& drive);

} // namespace satchel
