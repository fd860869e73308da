#include "PlainLabel.h"

#include <QLabel>

namespace satchel {

void setTextSize(QWidget& widget, double size)
{
    auto font = widget.font();
    font.setPointSizeF(font.pointSizeF() * size);
    widget.setFont(font);
}

QLabel* plainLabel(QWidget* parent, double size, const QString& text)
{
    auto* const label = new QLabel{parent};
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    setTextSize(*label, size);
    return label;
}

QLabel* selectableLabel(QWidget* parent, double size)
{
    auto* const label = plainLabel(parent, size);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace satchel
