#include "FlowLayout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace satchel {

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

QLayoutItem* FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QList<FlowLayout::Row> FlowLayout::rowsIn(int width) const
{
    QList<Row> rows;
    int used = 0;
    for (auto* const item : m_items) {
        const int wanted = item->sizeHint().width();
        if (rows.isEmpty() || used + gap() + wanted > width) {
            rows.append(Row{});
            used = wanted;
        } else {
            used += gap() + wanted;
        }
        rows.last().append(item);
    }
    return rows;
}

int FlowLayout::heightOf(const Row& row)
{
    int height = 0;
    for (auto* const item : row) {
        height = std::max(height, item->sizeHint().height());
    }
    return height;
}

int FlowLayout::heightForWidth(int width) const
{
    const QMargins margins = contentsMargins();
    int height = margins.top() + margins.bottom();
    const auto rows = rowsIn(width - margins.left() - margins.right());
    for (const auto& row : rows) {
        height += heightOf(row);
    }
    return height + gap() * std::max(0, static_cast<int>(rows.size()) - 1);
}

QSize FlowLayout::sizeHint() const
{
    const QMargins margins = contentsMargins();
    int width = 0;
    for (auto* const item : m_items) {
        width += item->sizeHint().width() + gap();
    }
    return {width + margins.left() + margins.right(), heightOf(m_items) + margins.top() + margins.bottom()};
}

QSize FlowLayout::minimumSize() const
{
    QSize size;
    for (auto* const item : m_items) {
        size = size.expandedTo(item->sizeHint());
    }
    const QMargins margins = contentsMargins();
    return size + QSize{margins.left() + margins.right(), margins.top() + margins.bottom()};
}

void FlowLayout::setGeometry(const QRect& rect)
{
    QLayout::setGeometry(rect);
    const QRect area = rect.marginsRemoved(contentsMargins());
    int y = area.top();
    for (const auto& row : rowsIn(area.width())) {
        const int height = heightOf(row);
        int x = area.left();
        for (auto* const item : row) {
            const int width = item->sizeHint().width();
            const auto place = QRect{x, y, width, height};
            item->setGeometry(QStyle::visualRect(parentWidget()->layoutDirection(), area, place));
            x += width + gap();
        }
        y += height + gap();
    }
}

} // namespace satchel
