#include "SortKeys.h"

#include <QAction>
#include <QHeaderView>

#include <algorithm>

namespace satchel {

namespace {

constexpr int MostKeys = 9;

} // namespace

void makeSortable(QHeaderView& header)
{
    header.setSectionsClickable(true);
    header.setSortIndicatorShown(true);
    header.setSortIndicator(-1, Qt::AscendingOrder);
}

void addSortKeys(QWidget& page, int columns, const std::function<QHeaderView&()>& header)
{
    for (int column = 0; column < std::min(columns, MostKeys); ++column) {
        auto* const action = new QAction{&page};
        action->setShortcut(QKeySequence{Qt::ALT | static_cast<Qt::Key>(Qt::Key_1 + column)});
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
        page.addAction(action);
        QObject::connect(action, &QAction::triggered, &page, [header, column] {
            auto& shown = header();
            const bool turns
                = shown.sortIndicatorSection() == column && shown.sortIndicatorOrder() == Qt::AscendingOrder;
            shown.setSortIndicator(column, turns ? Qt::DescendingOrder : Qt::AscendingOrder);
        });
    }
}

} // namespace satchel
