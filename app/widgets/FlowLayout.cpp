#include "FlowLayout.h"

#include <QApplication>
#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace satchel {

namespace {

bool doesExpand(const QLayoutItem& item)
{
    return (item.expandingDirections() & Qt::Horizontal) != 0;
}

} // namespace

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout{parent}
{
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

void FlowLayout::addItem(QLayoutItem* item)
{
    m_items += item;
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

int FlowLayout::gap() const
{
    return spacing() >= 0 ? spacing() : QApplication::style()->pixelMetric(QStyle::PM_LayoutHorizontalSpacing);
}

QList<FlowLayout::Line> FlowLayout::linesFor(int width) const
{
    QList<Line> lines;
    int used = 0;
    for (auto* const item : m_items) {
        if (item->isEmpty()) {
            continue;
        }
        const QSize size = item->sizeHint();
        if (lines.isEmpty() || used + gap() + size.width() > width) {
            lines += Line{};
            used = -gap();
        }
        used += gap() + size.width();
        lines.last().items += item;
        lines.last().height = std::max(lines.last().height, size.height());
    }
    return lines;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom();
    const auto lines = linesFor(width - margins.left() - margins.right());
    for (const auto& line : lines) {
        height += line.height;
    }
    return height + gap() * std::max(0, static_cast<int>(lines.size()) - 1);
}

QSize FlowLayout::minimumSize() const
{
    QSize size{0, 0};
    for (const auto* const item : m_items) {
        size = size.expandedTo(item->minimumSize());
    }
    return size.grownBy(contentsMargins());
}

QSize FlowLayout::sizeHint() const
{
    const auto lines = linesFor(QWIDGETSIZE_MAX);
    QSize size{0, 0};
    for (const auto& line : lines) {
        for (const auto* const item : line.items) {
            size.rwidth() += item->sizeHint().width() + gap();
        }
        size.setHeight(std::max(size.height(), line.height));
    }
    return size.grownBy(contentsMargins());
}

// What is left over in a line goes to those of its items that expand, so that their line ends where the page does.
void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    const QRect inner = rect.marginsRemoved(contentsMargins());
    int y = inner.y();
    for (const auto& line : linesFor(inner.width())) {
        int wanted = -gap();
        int expanding = 0;
        for (const auto* const item : line.items) {
            wanted += gap() + item->sizeHint().width();
            expanding += doesExpand(*item) ? 1 : 0;
        }
        const int extra = expanding > 0 ? std::max(0, inner.width() - wanted) / expanding : 0;
        int x = inner.x();
        for (auto* const item : line.items) {
            const int width = item->sizeHint().width() + (doesExpand(*item) ? extra : 0);
            const QRect place{x, y, std::min(width, inner.width()), line.height};
            item->setGeometry(QStyle::visualRect(QApplication::layoutDirection(), inner, place));
            x += width + gap();
        }
        y += line.height + gap();
    }
}

} // namespace satchel
