#include "IconEngine.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPixmap>
#include <QPixmapCache>

namespace satchel {

QColor IconEngine::colour(QIcon::Mode mode) const
{
    const QPalette palette = QGuiApplication::palette();
    switch (mode) {
    case QIcon::Disabled:
        return palette.color(QPalette::Disabled, QPalette::ButtonText);
    case QIcon::Selected:
        return palette.color(QPalette::HighlightedText);
    default:
        return m_meaning == Meaning::Plain ? palette.color(QPalette::ButtonText) : currentColours().ink(m_meaning);
    }
}

void IconEngine::paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State)
{
    drawIcon(*painter, m_which, rect, colour(mode));
}

QPixmap IconEngine::pixmap(const QSize& size, QIcon::Mode mode, QIcon::State)
{
    const QColor ink = colour(mode);
    const auto key = QStringLiteral("satchel-%1-%2-%3x%4")
                         .arg(static_cast<int>(m_which))
                         .arg(ink.name())
                         .arg(size.width())
                         .arg(size.height());
    QPixmap drawn;
    if (!QPixmapCache::find(key, &drawn)) {
        drawn = QPixmap{size};
        drawn.fill(Qt::transparent);
        QPainter painter{&drawn};
        painter.setRenderHint(QPainter::Antialiasing);
        drawIcon(painter, m_which, QRectF{QPointF{}, size}, ink);
        painter.end();
        QPixmapCache::insert(key, drawn);
    }
    return drawn;
}

QIconEngine* IconEngine::clone() const
{
    return new IconEngine{*this};
}

} // namespace satchel
