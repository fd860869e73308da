#include "WrappedText.h"

#include <QApplication>
#include <QFontMetrics>
#include <QHeaderView>
#include <QTreeView>

#include <algorithm>
#include <limits>

namespace satchel {

WrappedText::WrappedText(QTreeView& tree)
    : WholeText{tree}
    , m_tree{tree}
{
    connect(tree.header(), &QHeaderView::sectionResized, &tree, [&tree] { tree.doItemsLayout(); });
}

QSize WrappedText::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = WholeText::sizeHint(option, index);
    if (index.column() != m_tree.header()->count() - 1) {
        return size;
    }
    QStyleOptionViewItem shown = option;
    initStyleOption(&shown, index);
    const int width = std::max(1, m_tree.columnWidth(index.column()) - 2 * marginIn(m_tree));
    const QRect room{0, 0, width, std::numeric_limits<int>::max() / 2};
    const QRect taken = QFontMetrics{shown.font}.boundingRect(room, Qt::TextWordWrap, shown.text);
    return {std::min(size.width(), width), std::max(size.height(), taken.height())};
}

QSize RoomyRows::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const
{
    QSize size = WholeText::sizeHint(option, index);
    size.setHeight(std::max(size.height(), 2 * option.fontMetrics.height()));
    return size;
}

} // namespace satchel
