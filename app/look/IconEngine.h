#pragma once

#include <app/look/Icons.h>

#include <QIconEngine>

namespace satchel {

// Draws one of the icons in the colour that the palette has for it when it is drawn.
class IconEngine final : public QIconEngine {
public:
    IconEngine(Icon which, Meaning meaning)
        : m_which{which}
        , m_meaning{meaning}
    {
    }

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override;
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override;
    [[nodiscard]] QIconEngine* clone() const override;
    [[nodiscard]] QString key() const override { return QStringLiteral("satchel"); }

private:
    [[nodiscard]] QColor colour(QIcon::Mode mode) const;

    Icon m_which;
    Meaning m_meaning;
};

} // namespace satchel
