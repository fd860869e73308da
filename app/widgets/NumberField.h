#pragma once

#include <QSpinBox>
#include <QWheelEvent>

namespace satchel {

// A number that turning the wheel over a page changes only where somebody works on it.
class NumberField final : public QSpinBox {
    Q_OBJECT

public:
    NumberField(int least, int most, QWidget* parent)
        : QSpinBox{parent}
    {
        setRange(least, most);
        setGroupSeparatorShown(true);
        setFocusPolicy(Qt::StrongFocus);
    }

protected:
    void wheelEvent(QWheelEvent* event) override { hasFocus() ? QSpinBox::wheelEvent(event) : event->ignore(); }
};

} // namespace satchel
