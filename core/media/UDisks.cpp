#include "UDisks.h"

#include "UDisksError.h"

#include <QDBusArgument>
#include <QDBusConnectionInterface>
#include <QDBusPendingCall>
#include <QFileInfo>
#include <QThread>
#include <QUuid>

#include <limits>

namespace satchel {

namespace {

const QString Service = QStringLiteral("org.freedesktop.UDisks2");
const QString Root = QStringLiteral("/org/freedesktop/UDisks2");
const QString Manager = QStringLiteral("org.freedesktop.DBus.ObjectManager");
const QString Properties = QStringLiteral("org.freedesktop.DBus.Properties");

constexpr int MillisecondsToAnswer = 10'000; // a question; the daemon may have to be started for it
// Unmounting flushes: minutes on a slow stick. It is over when it is over, or when somebody says stop.
constexpr int ForEver = std::numeric_limits<int>::max();
constexpr unsigned long MillisecondsBetweenLooks = 20;

QString usualAddress()
{
    const auto named = qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS");
    return named.isEmpty() ? QStringLiteral("unix:path=/run/dbus/system_bus_socket") : named;
}

// Most headless machines have no bus: asking Qt for it would start a thread for nothing.
bool mayBeThere(const QString& address)
{
    const auto prefix = QStringLiteral("unix:path=");
    return !address.startsWith(prefix)
        || QFileInfo::exists(address.section(QLatin1Char(','), 0, 0).sliced(prefix.size()));
}

Error stopped(const QString& method, const Volume& volume)
{
    return {ErrorCode::Cancelled,
        method == u"Mount" ? QStringLiteral("stopped on request; %1 may be mounted yet").arg(volumeTitle(volume))
                           : QStringLiteral("stopped on request: %1 may still be written to, so do not pull it yet")
                                 .arg(volumeTitle(volume)),
        volume.mountPoint()};
}

} // namespace

struct UDisks::Connection {
    explicit Connection(const QString& address)
        : name{QStringLiteral("satchel-") + QUuid::createUuid().toString(QUuid::Id128)}
        , bus{QDBusConnection::connectToBus(address, name)}
    {
    }

    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    ~Connection() { QDBusConnection::disconnectFromBus(name); }

    QString name;
    QDBusConnection bus;
};

std::optional<UDisks> UDisks::connect(const QString& busAddress)
{
    const auto address = busAddress.isEmpty() ? usualAddress() : busAddress;
    if (!mayBeThere(address)) {
        return std::nullopt;
    }
    UDisks daemon{std::make_shared<const Connection>(address)};
    if (!daemon.m_connection->bus.isConnected() || !daemon.objects()) {
        return std::nullopt;
    }
    return daemon;
}

Result<UDisksObjects> UDisks::objects() const
{
    const auto question = QDBusMessage::createMethodCall(Service, Root, Manager, QStringLiteral("GetManagedObjects"));
    const auto answer = m_connection->bus.call(question, QDBus::Block, MillisecondsToAnswer);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.signature() != u"a{oa{sa{sv}}}") {
        return fail(ErrorCode::Unreadable,
            QStringLiteral("UDisks2 does not tell which media there are (%1)").arg(answer.errorMessage()));
    }
    return qdbus_cast<UDisksObjects>(answer.arguments().constFirst());
}

Result<QDBusMessage> UDisks::call(
    const QString& object, const QString& interface, const QString& method, const Conduct& conduct) const
{
    auto request = QDBusMessage::createMethodCall(Service, object, interface, method);
    request << QVariantMap{};
    request.setInteractiveAuthorizationAllowed(true); // a desktop's agent may ask for a password
    const auto pending = m_connection->bus.asyncCall(request, ForEver);
    while (!pending.isFinished()) {
        if (conduct.stopRequested()) {
            return fail(ErrorCode::Cancelled, {});
        }
        QThread::msleep(MillisecondsBetweenLooks);
    }
    return pending.reply();
}

Result<QString> UDisks::mount(const Volume& volume, const Conduct& conduct) const
{
    const auto method = QStringLiteral("Mount");
    if (volume.isMounted()) {
        return volume.mountPoint();
    }
    const auto answer = call(volume.object, udisks::Filesystem, method, conduct);
    if (!answer) {
        return fail(stopped(method, volume));
    }
    if (answer->type() == QDBusMessage::ErrorMessage) {
        return fail(describeUDisksError(
            answer->errorName(), answer->errorMessage(), method, volumeTitle(volume), volume.mountPoint()));
    }
    return answer->arguments().value(0).toString();
}

Result<void> UDisks::unmount(const Volume& volume, const Conduct& conduct) const
{
    const auto method = QStringLiteral("Unmount");
    // One call takes one mount away.
    for (qsizetype i = 0; i < volume.mountPoints.size(); ++i) {
        const auto answer = call(volume.object, udisks::Filesystem, method, conduct);
        if (!answer) {
            return fail(stopped(method, volume));
        }
        if (answer->type() == QDBusMessage::ErrorMessage && !isAlreadySo(answer->errorName())) {
            return fail(describeUDisksError(
                answer->errorName(), answer->errorMessage(), method, volumeTitle(volume), volume.mountPoint()));
        }
    }
    return {};
}

Result<void> UDisks::eject(const Volume& volume, const Conduct& conduct) const
{
    return speakToDrive(volume, QStringLiteral("Eject"), conduct);
}

Result<void> UDisks::powerOff(const Volume& volume, const Conduct& conduct) const
{
    return speakToDrive(volume, QStringLiteral("PowerOff"), conduct);
}

Result<void> UDisks::speakToDrive(const Volume& volume, const QString& method, const Conduct& conduct) const
{
    const auto answer = call(volume.drive, udisks::Drive, method, conduct);
    if (!answer) {
        return fail(stopped(method, volume));
    }
    if (answer->type() == QDBusMessage::ErrorMessage) {
        return fail(describeUDisksError(answer->errorName(), answer->errorMessage(), method, volumeTitle(volume), {}));
    }
    return {};
}

bool UDisks::tellChanges(QObject* receiver, const char* slot) const
{
    auto bus = m_connection->bus;
    const bool added = bus.connect(Service, Root, Manager, QStringLiteral("InterfacesAdded"), receiver, slot);
    const bool removed = bus.connect(Service, Root, Manager, QStringLiteral("InterfacesRemoved"), receiver, slot);
    const bool changed = bus.connect(Service, {}, Properties, QStringLiteral("PropertiesChanged"), receiver, slot);
    return added && removed && changed;
}

} // namespace satchel
