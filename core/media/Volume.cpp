#include "Volume.h"

#include "FileSystem.h"

#include <QDir>
#include <QHash>
#include <QRegularExpression>

#include <algorithm>

namespace satchel {

namespace {

// What a shell, a path and a person take without quoting.
QString plainPart(const QString& claimed)
{
    QString plain;
    for (const auto c : claimed) {
        const bool isPlain = c.unicode() < 0x80 && (c.isLetterOrNumber() || QStringLiteral("._-").contains(c));
        plain += isPlain ? c : QLatin1Char('_');
    }
    return plain;
}

QString deviceName(const Volume& volume)
{
    return volume.device.section(QLatin1Char('/'), -1);
}

QString claimedId(const Volume& volume)
{
    QStringList parts{plainPart(volume.serial), plainPart(volume.uuid)};
    if (volume.uuid.isEmpty()) {
        parts.last() = plainPart(deviceName(volume)); // a drive may have several
    }
    parts.removeAll(QString{});
    return parts.join(QLatin1Char(':'));
}

QString quoted(QString text)
{
    text.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('"'), QStringLiteral("\\\""));
    return QLatin1Char('"') + text + QLatin1Char('"');
}

QString makerAndModel(const Volume& volume)
{
    return QStringLiteral("%1 %2").arg(volume.vendor, volume.model).simplified();
}

bool isNamed(const Volume& volume, const QString& name)
{
    return name == volume.id || name == volume.device || name == volume.serial || name == volume.label
        || volume.mountPoints.contains(QDir::cleanPath(name));
}

void writeTextOrNull(JsonWriter& writer, QStringView key, const QString& text)
{
    writer.key(key);
    if (text.isEmpty()) {
        writer.null();
    } else {
        writer.value(text);
    }
}

} // namespace

void identify(QList<Volume>& volumes)
{
    QHash<QString, int> claims;
    for (auto& volume : volumes) {
        volume.id = claimedId(volume);
        ++claims[volume.id];
    }
    for (auto& volume : volumes) {
        if (claims.value(volume.id) > 1) {
            volume.id += QLatin1Char(':') + plainPart(deviceName(volume));
        }
    }
    std::sort(volumes.begin(), volumes.end(), [](const Volume& a, const Volume& b) { return a.device < b.device; });
}

void askFileSystem(Volume& volume)
{
    if (!volume.isMounted()) {
        return;
    }
    // One that was pulled while it was mounted gives no answer: nothing is known of it then.
    if (const auto facts = fileSystemOf(volume.mountPoint())) {
        volume.free = facts->freeBytes;
        volume.readOnly = volume.readOnly || facts->readOnly;
    }
}

Result<Volume> findVolume(const QList<Volume>& volumes, const QString& name)
{
    QList<Volume> found;
    const auto collect
        = [&](const auto& fits) { std::copy_if(volumes.begin(), volumes.end(), std::back_inserter(found), fits); };
    if (!name.isEmpty()) {
        collect([&](const Volume& volume) { return isNamed(volume, name); });
    }
    if (found.isEmpty() && !name.isEmpty()) {
        collect([&](const Volume& volume) { return volume.id.startsWith(name); });
    }
    if (found.isEmpty()) {
        return fail(ErrorCode::NotFound, QStringLiteral("no removable volume \"%1\" is plugged in").arg(name));
    }
    if (found.size() > 1) {
        return fail(ErrorCode::Usage,
            QStringLiteral("\"%1\" may be %2 or %3: name one by its id or its device")
                .arg(name, found[0].id, found[1].id));
    }
    return found.front();
}

QString pathOnMedium(const QString& path, const Volume& volume)
{
    QStringList facts;
    if (!volume.serial.isEmpty()) {
        facts += QStringLiteral("serial ") + quoted(volume.serial);
    }
    if (!volume.label.isEmpty()) {
        facts += QStringLiteral("label ") + quoted(volume.label);
    }
    if (volume.serial.isEmpty() && !volume.uuid.isEmpty()) {
        facts += QStringLiteral("file system ") + quoted(volume.uuid);
    }
    if (const auto maker = makerAndModel(volume); !maker.isEmpty()) {
        facts += quoted(maker);
    }
    if (facts.isEmpty()) {
        facts += QStringLiteral("device ") + quoted(volume.device);
    }
    return QStringLiteral("%1 [%2]").arg(path, facts.join(QStringLiteral(", ")));
}

// A path may have brackets in it, too: only what stands between the last ones, whole and as it was written, counts.
QString serialOf(const QString& pathOnMedium)
{
    static const QRegularExpression written{
        QStringLiteral(R"re( \[serial "((?:[^"\\]|\\.)*)"(?:, (?:label )?"(?:[^"\\]|\\.)*")*\]$)re")};
    auto serial = written.match(pathOnMedium).captured(1);
    serial.replace(QStringLiteral("\\\""), QStringLiteral("\"")).replace(QStringLiteral("\\\\"), QStringLiteral("\\"));
    return serial;
}

QString volumeTitle(const Volume& volume)
{
    const auto maker = makerAndModel(volume);
    const auto name = volume.label.isEmpty() ? deviceName(volume) : volume.label;
    return maker.isEmpty() ? name : QStringLiteral("%1 (%2)").arg(name, maker);
}

void writeVolume(JsonWriter& writer, const Volume& volume)
{
    writer.beginObject().member(u"id", volume.id).member(u"label", volume.label);
    writer.member(u"vendor", volume.vendor).member(u"model", volume.model).member(u"serial", volume.serial);
    writer.member(u"size", volume.size).key(u"free");
    if (volume.free) {
        writer.value(std::int64_t{*volume.free});
    } else {
        writer.null();
    }
    writer.member(u"fileSystem", volume.fileSystem).member(u"readOnly", volume.readOnly);
    writeTextOrNull(writer, u"mountPoint", volume.mountPoint());
    writer.member(u"removable", volume.removable).member(u"device", volume.device).endObject();
}

void VolumesReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"volumes").beginArray();
    for (const auto& volume : volumes) {
        writeVolume(writer, volume);
    }
    writer.endArray();
}

} // namespace satchel
