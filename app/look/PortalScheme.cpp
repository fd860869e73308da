#include "PortalScheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDir>
#include <QFileInfo>

namespace satchel {

namespace {

const QString Service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString Path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString SettingsInterface = QStringLiteral("org.freedesktop.portal.Settings");
const QString Group = QStringLiteral("org.freedesktop.appearance");
const QString SchemeKey = QStringLiteral("color-scheme");

// The older method answers a variant within a variant.
QVariant innermost(QVariant value)
{
    while (value.userType() == qMetaTypeId<QDBusVariant>()) {
        value = qvariant_cast<QDBusVariant>(value).variant();
    }
    return value;
}

// As the portal's documentation numbers them: 0 is no preference.
std::optional<ColourScheme> schemeFromNumber(uint number)
{
    if (number == 1) {
        return ColourScheme::Dark;
    }
    return number == 2 ? std::optional{ColourScheme::Light} : std::nullopt;
}

} // namespace

std::optional<QDBusConnection> PortalScheme::sessionBus()
{
    const QString usual = QDir{qEnvironmentVariable("XDG_RUNTIME_DIR")}.filePath(QStringLiteral("bus"));
    const bool isThere = qEnvironmentVariableIsSet("DBUS_SESSION_BUS_ADDRESS")
        || (qEnvironmentVariableIsSet("XDG_RUNTIME_DIR") && QFileInfo::exists(usual));
    return isThere ? std::optional{QDBusConnection::sessionBus()} : std::nullopt;
}

PortalScheme::PortalScheme(QDBusConnection bus, QObject* parent)
    : QObject{parent}
    , m_bus{std::move(bus)}
{
    m_bus.connect(Service, Path, SettingsInterface, QStringLiteral("SettingChanged"), this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    ask(Method::ReadOne);
}

void PortalScheme::ask(Method method)
{
    auto call = QDBusMessage::createMethodCall(Service, Path, SettingsInterface,
        method == Method::ReadOne ? QStringLiteral("ReadOne") : QStringLiteral("Read"));
    call.setArguments({Group, SchemeKey});
    auto* const watcher = new QDBusPendingCallWatcher{m_bus.asyncCall(call), this};
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, method] {
        watcher->deleteLater();
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        if (reply.isValid()) {
            take(reply.value().variant());
        } else if (method == Method::ReadOne && reply.error().type() == QDBusError::UnknownMethod) {
            ask(Method::Read);
        }
    });
}

void PortalScheme::settingChanged(const QString& group, const QString& key, const QDBusVariant& value)
{
    if (group == Group && key == SchemeKey) {
        take(value.variant());
    }
}

void PortalScheme::take(const QVariant& value)
{
    const auto told = schemeFromNumber(innermost(value).toUInt());
    if (told != m_scheme) {
        m_scheme = told;
        Q_EMIT changed();
    }
}

} // namespace satchel
