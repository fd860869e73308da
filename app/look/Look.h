#pragma once

#include <QObject>
#include <QPalette>

#include <app/look/Colours.h>
#include <app/look/PortalScheme.h>

#include <memory>
#include <optional>

namespace satchel {

// The style and the colours of the application: light or dark as the person's desktop is, also when that changes while
// the window is open. There must be an application.
class Look final : public QObject {
    Q_OBJECT

public:
    // `wish` is what the person asked for; else the desktop's portal on `bus` decides, and where that does not tell,
    // whether the platform's own palette is dark.
    explicit Look(std::optional<ColourScheme> wish = {}, const std::optional<QDBusConnection>& bus = {},
        QObject* parent = nullptr);

    [[nodiscard]] ColourScheme scheme() const { return m_scheme; }

Q_SIGNALS:
    void changed();

private:
    void follow();

    ColourScheme m_ofPlatform;
    ColourScheme m_scheme;
    std::unique_ptr<PortalScheme> m_portal; // null where it does not matter
};

} // namespace satchel
