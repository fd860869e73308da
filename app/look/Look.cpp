#include "Look.h"

#include "Style.h"

#include <QApplication>

namespace satchel {

Look::Look(std::optional<ColourScheme> wish, const std::optional<QDBusConnection>& bus, QObject* parent)
    : QObject{parent}
    , m_ofPlatform{schemeOf(QGuiApplication::palette())}
    , m_scheme{wish.value_or(m_ofPlatform)}
{
    // Whoever has named another style for all programs has a reason.
    if (qEnvironmentVariableIsEmpty("QT_STYLE_OVERRIDE")) {
        QApplication::setStyle(new Style);
    }
    QApplication::setPalette(coloursOf(m_scheme).palette);
    if (!wish && bus) {
        m_portal = std::make_unique<PortalScheme>(*bus);
        connect(m_portal.get(), &PortalScheme::changed, this, &Look::follow);
    }
}

void Look::follow()
{
    const ColourScheme told = m_portal->scheme().value_or(m_ofPlatform);
    if (told != m_scheme) {
        m_scheme = told;
        QApplication::setPalette(coloursOf(m_scheme).palette);
        Q_EMIT changed();
    }
}

} // namespace satchel
