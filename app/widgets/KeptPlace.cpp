#include "KeptPlace.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>
#include <QScrollBar>
#include <QSignalBlocker>
#include <QTreeView>

namespace satchel {

KeptPlace::KeptPlace(QAbstractItemView& view, const ItemModel& model)
    : m_view{view}
    , m_model{model}
    , m_list{model.sharedList()}
    , m_current{placeOf(view.currentIndex())}
    , m_top{placeOf(view.indexAt({0, 0}))}
    , m_isAtTop{view.verticalScrollBar()->value() == 0}
{
    keepSelected();
    keepExpanded();
}

void KeptPlace::keepSelected()
{
    const auto selected = m_view.selectionModel()->selection();
    qsizetype rows = 0;
    for (const auto& range : selected) {
        rows += range.height();
    }
    if (rows > MostKept) {
        return;
    }
    for (const auto& range : selected) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const Place place = placeOf(m_model.index(row, 0, range.parent()));
            (place.isDevice ? m_devices : m_items).push_back(place.item);
        }
    }
}

void KeptPlace::keepExpanded()
{
    const auto* const tree = qobject_cast<const QTreeView*>(&m_view);
    for (int row = 0; tree != nullptr && row < m_model.rowCount(); ++row) {
        const auto index = m_model.index(row, 0);
        if (tree->isExpanded(index) && static_cast<qsizetype>(m_expanded.size()) < MostKept) {
            m_expanded.push_back(placeOf(index).item);
        }
    }
}

KeptPlace::Place KeptPlace::placeOf(const QModelIndex& index) const
{
    const auto items = m_model.itemsAt(index);
    return items.empty() ? Place{} : Place{items.front(), m_model.rowCount(index.siblingAtColumn(0)) > 0};
}

KeptPlace::Places KeptPlace::placesNow(const Places& places) const
{
    return places.empty() ? Places{} : m_model.list().placesOf(*m_list, places);
}

std::vector<bool> KeptPlace::itemsNow(const Places& places) const
{
    std::vector<bool> marks(m_model.list().rows().size());
    for (const quint32 place : placesNow(places)) {
        if (place != ItemList::Nowhere) {
            marks[place] = true;
        }
    }
    return marks;
}

std::vector<bool> KeptPlace::devicesNow(const Places& places) const
{
    std::vector<bool> marks(m_model.list().devices().size());
    for (const quint32 place : placesNow(places)) {
        if (place != ItemList::Nowhere) {
            marks[m_model.list().rows()[place].device] = true;
        }
    }
    return marks;
}

QModelIndex KeptPlace::indexNow(const Place& place) const
{
    const quint32 item = placesNow({place.item}).front();
    if (item == ItemList::Nowhere) {
        return {};
    }
    const auto index = m_model.indexOf(item);
    return place.isDevice ? index.parent() : index;
}

void KeptPlace::putBack() const
{
    if (auto* const tree = qobject_cast<QTreeView*>(&m_view)) {
        for (const auto& range : m_model.rowsOf(itemsNow({}), devicesNow(m_expanded))) {
            for (int row = range.top(); row <= range.bottom(); ++row) {
                tree->expand(m_model.index(row, 0));
            }
        }
    }
    auto* const chosen = m_view.selectionModel();
    if (const auto current = indexNow(m_current); current.isValid()) {
        chosen->setCurrentIndex(current, QItemSelectionModel::NoUpdate);
    }
    {
        // Nothing has changed for anybody, and of thousands of rows that lie apart Qt would work out what to paint
        // anew.
        const QSignalBlocker quietly{chosen};
        chosen->select(m_model.rowsOf(itemsNow(m_items), devicesNow(m_devices)), QItemSelectionModel::ClearAndSelect);
    }
    m_view.viewport()->update();
    // Whoever looks at the beginning goes on looking at the beginning, whatever has come before it.
    if (const auto top = indexNow(m_top); top.isValid() && !m_isAtTop) {
        m_view.scrollTo(top, QAbstractItemView::PositionAtTop);
    }
}

} // namespace satchel
