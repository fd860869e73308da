#include "SignLabel.h"

#include <QEvent>
#include <QPainter>

namespace satchel {

SignLabel::SignLabel(Icon sign, double lines, QWidget* parent)
    : QWidget{parent}
    , m_sign{sign}
    , m_lines{lines}
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

void SignLabel::setSign(Icon sign)
{
    m_sign = sign;
    update();
}

QSize SignLabel::sizeHint() const
{
    const auto side = static_cast<int>(fontMetrics().height() * m_lines);
    return {side, side};
}

void SignLabel::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        updateGeometry();
    }
}

void SignLabel::paintEvent(QPaintEvent*)
{
    QPainter painter{this};
    painter.setRenderHint(QPainter::Antialiasing);
    drawIcon(painter, m_sign, rect(), palette().color(QPalette::WindowText));
}

} // namespace satchel
