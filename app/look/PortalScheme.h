#pragma once

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>
#include <QString>

#include <app/look/Colours.h>

#include <optional>

namespace satchel {

// Whether the person's desktop is light or dark, as its portal tells (org.freedesktop.appearance, color-scheme), at
// once and whenever it changes: Qt 6.4 does not know. Nothing waits for it; where there is no bus or no portal, nothing
// is told.
class PortalScheme final : public QObject {
    Q_OBJECT

public:
    // The person's session bus, if there is one: a bus that is not there would be launched by asking for it.
    [[nodiscard]] static std::optional<QDBusConnection> sessionBus();

    explicit PortalScheme(QDBusConnection bus, QObject* parent = nullptr);

    // nullopt: it did not tell, or has no preference
    [[nodiscard]] const std::optional<ColourScheme>& scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void settingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    enum class Method { ReadOne, Read }; // the newer, and what portals before version 2 have
    void ask(Method method);
    void take(const QVariant& value);

    QDBusConnection m_bus;
    std::optional<ColourScheme> m_scheme;
};

} // namespace satchel
