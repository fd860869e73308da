#include "KeptRows.h"

#include <QAbstractItemView>
#include <QItemSelectionModel>
#include <QScrollBar>

#include <utility>

namespace satchel {

KeptRows::KeptRows(QAbstractItemView& view, KeyOf keyOf)
    : m_view{view}
    , m_keyOf{std::move(keyOf)}
{
    for (const auto& index : view.selectionModel()->selectedRows()) {
        m_selected += m_keyOf(index.row());
    }
    if (const auto current = view.currentIndex(); current.isValid()) {
        m_current = m_keyOf(current.row());
    }
    if (const auto top = view.indexAt({0, 0}); top.isValid() && view.verticalScrollBar()->value() > 0) {
        m_top = m_keyOf(top.row());
    }
}

void KeptRows::putBack() const
{
    if (m_selected.isEmpty() && m_current.isNull() && m_top.isNull()) {
        return;
    }
    const auto& model = *m_view.model();
    QItemSelection selection;
    int current = -1;
    int top = -1;
    int first = -1; // of chosen ones that follow each other
    for (int row = 0; row < model.rowCount(); ++row) {
        const QString key = m_keyOf(row);
        const bool isSelected = m_selected.contains(key);
        first = isSelected && first < 0 ? row : first;
        if (first >= 0 && (!isSelected || row == model.rowCount() - 1)) {
            selection.select(model.index(first, 0), model.index(isSelected ? row : row - 1, model.columnCount() - 1));
            first = -1;
        }
        current = key == m_current ? row : current;
        top = key == m_top ? row : top;
    }
    auto* const chosen = m_view.selectionModel();
    if (current >= 0) {
        chosen->setCurrentIndex(model.index(current, 0), QItemSelectionModel::NoUpdate);
    }
    chosen->select(selection, QItemSelectionModel::ClearAndSelect);
    if (top >= 0) {
        m_view.scrollTo(model.index(top, 0), QAbstractItemView::PositionAtTop);
    }
}

} // namespace satchel
