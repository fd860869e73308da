#include "Style.h"

#include <app/look/Colours.h>

#include <QApplication>
#include <QPainter>
#include <QPushButton>
#include <QStyleOption>

#include <algorithm>

namespace satchel {

namespace {

constexpr double PanelRadius = 3; // as Fusion rounds its panels
constexpr double RingWidth = 2;

void drawRing(QPainter& painter, const QRectF& around, const QColor& colour, double width, double radius = PanelRadius)
{
    const double half = width / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen{colour, width});
    painter.drawRoundedRect(around.adjusted(half, half, -half, -half), radius, radius);
    painter.restore();
}

// Over what Fusion has drawn: an outline, and a ring instead of it around what has the keyboard.
void drawOutline(QPainter& painter, const QStyleOption& option, double radius = PanelRadius)
{
    const auto& colours = currentColours();
    if (!option.state.testFlag(QStyle::State_Enabled)) {
        drawRing(painter, option.rect, colours.palette.color(QPalette::Disabled, QPalette::Highlight), 1, radius);
    } else if (option.state.testFlag(QStyle::State_HasFocus)) {
        drawRing(painter, option.rect, colours.focus, RingWidth, radius);
    } else {
        drawRing(painter, option.rect, colours.outline, 1, radius);
    }
}

bool isFlat(const QStyleOption& option)
{
    const auto* const button = qstyleoption_cast<const QStyleOptionButton*>(&option);
    const bool isPressed = option.state.testAnyFlags(QStyle::State_Sunken | QStyle::State_On);
    return button != nullptr && button->features.testFlag(QStyleOptionButton::Flat) && !isPressed;
}

} // namespace

Style::Style()
    : QProxyStyle{QStringLiteral("Fusion")}
{
}

void Style::drawPrimitive(
    PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    if (element == PE_FrameFocusRect) {
        if (qobject_cast<const QPushButton*>(widget) != nullptr) {
            return; // its panel has a ring
        }
        drawRing(*painter, option->rect, currentColours().focus, RingWidth);
        return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    switch (element) {
    case PE_PanelButtonCommand:
        if (!isFlat(*option)) {
            drawOutline(*painter, *option);
        }
        break;
    case PE_Frame:
    case PE_FrameLineEdit:
    case PE_IndicatorCheckBox:
        drawOutline(*painter, *option);
        break;
    case PE_IndicatorRadioButton:
        drawOutline(*painter, *option, option->rect.width() / 2.0);
        break;
    default:
        break;
    }
}

void Style::drawComplexControl(
    ComplexControl control, const QStyleOptionComplex* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawComplexControl(control, option, painter, widget);
    if (control == CC_ComboBox || control == CC_SpinBox) {
        drawOutline(*painter, *option);
    }
}

void Style::drawControl(
    ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const
{
    QProxyStyle::drawControl(element, option, painter, widget);
    if (element == CE_ProgressBarGroove) {
        drawRing(*painter, option->rect, currentColours().outline, 1);
    }
}

// Room beside the words of a button.
QSize Style::sizeFromContents(
    ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const
{
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_PushButton) {
        size.rwidth() += option->fontMetrics.height();
    }
    return size;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption* option, const QWidget* widget) const
{
    const int usual = QProxyStyle::pixelMetric(metric, option, widget);
    const int line = widget != nullptr ? widget->fontMetrics().height() : QFontMetrics{QApplication::font()}.height();
    switch (metric) {
    case PM_DefaultFrameWidth:
        return std::max(usual, static_cast<int>(RingWidth));
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
    case PM_SmallIconSize:
        return std::max(usual, line);
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return std::max(usual, line * 5 / 4);
    case PM_HeaderDefaultSectionSizeVertical: // rows of tables
        return std::max(usual, line * 3 / 2);
    default:
        return usual;
    }
}

} // namespace satchel
