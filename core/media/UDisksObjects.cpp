#include "UDisksObjects.h"

#include <QByteArrayList>
#include <QDBusArgument>
#include <QFile>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

const QString Block = QStringLiteral("org.freedesktop.UDisks2.Block");

// Buses that a person plugs something into.
constexpr std::array HotPlugBuses{QLatin1StringView{"usb"}, QLatin1StringView{"sdio"}, QLatin1StringView{"ieee1394"}};

// Nothing is converted: a property of another type is not the one that is meant.
template <typename T> T valueOf(const QVariantMap& properties, const QString& name)
{
    const auto value = properties.value(name);
    return value.metaType() == QMetaType::fromType<T>() ? value.value<T>() : T{};
}

QString text(const QVariantMap& properties, const QString& name)
{
    return valueOf<QString>(properties, name).simplified();
}

bool truth(const QVariantMap& properties, const QString& name)
{
    return valueOf<bool>(properties, name);
}

QString objectPath(const QVariantMap& properties, const QString& name)
{
    return valueOf<QDBusObjectPath>(properties, name).path();
}

// File names are byte strings (ay) that end with a zero.
QString decoded(const QByteArray& name)
{
    const auto end = name.indexOf('\0');
    return QFile::decodeName(end < 0 ? name : name.first(end));
}

QStringList mountPointsOf(const QVariantMap& filesystem)
{
    QStringList names;
    for (const auto& name : qdbus_cast<QByteArrayList>(filesystem.value(QStringLiteral("MountPoints")))) {
        names += decoded(name);
    }
    return names;
}

bool isRemovable(const QVariantMap& block, const QVariantMap& drive)
{
    const auto bus = text(drive, QStringLiteral("ConnectionBus"));
    const bool pluggable = truth(drive, QStringLiteral("Removable")) || truth(drive, QStringLiteral("MediaRemovable"))
        || truth(drive, QStringLiteral("Ejectable"))
        || std::find(HotPlugBuses.begin(), HotPlugBuses.end(), bus) != HotPlugBuses.end();
    return pluggable && !truth(block, QStringLiteral("HintSystem"));
}

Volume volumeOf(const QString& path, const UDisksInterfaces& interfaces, const UDisksObjects& objects)
{
    const auto& block = interfaces[Block];
    const auto drivePath = objectPath(block, QStringLiteral("Drive"));
    const auto drive = objects.value(QDBusObjectPath{drivePath}).value(udisks::Drive);
    Volume volume;
    volume.object = path;
    volume.device = decoded(valueOf<QByteArray>(block, QStringLiteral("PreferredDevice")));
    if (volume.device.isEmpty()) {
        volume.device = decoded(valueOf<QByteArray>(block, QStringLiteral("Device")));
    }
    volume.drive = drive.isEmpty() ? path : drivePath; // "/": it is on none
    volume.label = text(block, QStringLiteral("IdLabel"));
    volume.uuid = text(block, QStringLiteral("IdUUID"));
    volume.fileSystem = text(block, QStringLiteral("IdType"));
    volume.size = static_cast<qint64>(valueOf<qulonglong>(block, QStringLiteral("Size")));
    volume.readOnly = truth(block, QStringLiteral("ReadOnly"));
    volume.vendor = text(drive, QStringLiteral("Vendor"));
    volume.model = text(drive, QStringLiteral("Model"));
    volume.serial = text(drive, QStringLiteral("Serial"));
    volume.removable = isRemovable(block, drive);
    volume.mountPoints = mountPointsOf(interfaces[udisks::Filesystem]);
    return volume;
}

} // namespace

QList<Volume> volumesIn(const UDisksObjects& objects)
{
    QList<Volume> volumes;
    for (auto object = objects.begin(); object != objects.end(); ++object) {
        const auto& interfaces = object.value();
        if (interfaces.contains(Block) && interfaces.contains(udisks::Filesystem)
            && !truth(interfaces[Block], QStringLiteral("HintIgnore"))) {
            volumes += volumeOf(object.key().path(), interfaces, objects);
        }
    }
    identify(volumes);
    return volumes;
}

UDisksDrive driveIn(const UDisksObjects& objects, const QString& drive)
{
    const auto properties = objects.value(QDBusObjectPath{drive}).value(udisks::Drive);
    const auto sibling = text(properties, QStringLiteral("SiblingId"));
    qsizetype together = 0;
    for (const auto& interfaces : objects) {
        together += !sibling.isEmpty() && text(interfaces.value(udisks::Drive), QStringLiteral("SiblingId")) == sibling
            ? 1
            : 0;
    }
    return {truth(properties, QStringLiteral("CanPowerOff")),
        truth(properties, QStringLiteral("Ejectable")) || truth(properties, QStringLiteral("MediaRemovable")),
        together > 1};
}

} // namespace satchel
