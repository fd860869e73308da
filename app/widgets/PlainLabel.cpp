#include "PlainLabel.h"

#include <QLabel>

namespace satchel {

QLabel* plainLabel(QWidget* parent, double size, const QString& text)
{
    auto* const label = new QLabel{parent};
    label->setTextFormat(Qt::PlainText);
    label->setText(text);
    label->setWordWrap(true);
    auto font = label->font();
    font.setPointSizeF(font.pointSizeF() * size);
    label->setFont(font);
    return label;
}

QLabel* selectableLabel(QWidget* parent, double size)
{
    auto* const label = plainLabel(parent, size);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    return label;
}

} // namespace satchel
