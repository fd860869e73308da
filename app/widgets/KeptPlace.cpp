#include "KeptPlace.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QTreeView>

namespace satchel {

KeptPlace::KeptPlace(QAbstractItemView& view, const ItemModel& model)
    : m_view{view}
    , m_model{model}
    , m_current{placeOf(view.currentIndex())}
    , m_top{placeOf(view.indexAt({0, 0}))}
    , m_isAtTop{view.verticalScrollBar()->value() == 0}
{
    const auto selected = view.selectionModel()->selection();
    qsizetype rows = 0;
    for (const auto& range : selected) {
        rows += range.height();
    }
    if (rows <= MostKept) {
        for (const auto& index : view.selectionModel()->selectedRows()) {
            m_selected += placeOf(index);
        }
    }
    keepExpanded();
}

void KeptPlace::keepExpanded()
{
    const auto* const tree = qobject_cast<const QTreeView*>(&m_view);
    for (int row = 0; tree != nullptr && row < m_model.rowCount() && m_expanded.size() < MostKept; ++row) {
        const auto index = m_model.index(row, 0);
        if (tree->isExpanded(index)) {
            m_expanded += placeOf(index);
        }
    }
}

ItemId KeptPlace::firstItemAt(const QModelIndex& index) const
{
    const auto items = m_model.itemsAt(index);
    return items.empty() ? ItemId{} : m_model.list().rows()[items.front()].itemId();
}

KeptPlace::Place KeptPlace::placeOf(const QModelIndex& index) const
{
    return {firstItemAt(index), index.isValid() && m_model.rowCount(index.siblingAtColumn(0)) > 0};
}

KeptPlace::Found KeptPlace::findAll() const
{
    QList<ItemId> items;
    for (const auto& places : {m_selected, m_expanded, QList<Place>{m_current, m_top}}) {
        for (const Place& place : places) {
            items += place.item;
        }
    }
    return m_model.list().find(items);
}

QModelIndex KeptPlace::indexOf(const Place& place, const Found& found) const
{
    const auto item = found.find(place.item);
    if (item == found.end()) {
        return {};
    }
    const auto index = m_model.indexOf(item->second);
    return place.isDevice ? index.parent() : index;
}

void KeptPlace::putBack() const
{
    const Found found = findAll();
    if (auto* const tree = qobject_cast<QTreeView*>(&m_view)) {
        for (const Place& place : m_expanded) {
            tree->expand(indexOf(place, found));
        }
    }
    QItemSelection selection;
    for (const Place& place : m_selected) {
        if (const auto index = indexOf(place, found); index.isValid()) {
            selection.select(index, index.siblingAtColumn(ItemModel::ColumnCount - 1));
        }
    }
    auto* const chosen = m_view.selectionModel();
    if (const auto current = indexOf(m_current, found); current.isValid()) {
        chosen->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    }
    chosen->select(selection, QItemSelectionModel::ClearAndSelect);
    // Whoever looks at the beginning goes on looking at the beginning, whatever has come before it.
    if (const auto top = indexOf(m_top, found); top.isValid() && !m_isAtTop) {
        m_view.scrollTo(top, QAbstractItemView::PositionAtTop);
    }
}

} // namespace satchel
