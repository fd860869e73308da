#include "ItemTable.h"

#include <app/look/Icons.h>

#include <algorithm>

namespace satchel {

ItemTable::ItemTable(QObject* parent)
    : ItemModel{parent}
{
}

void ItemTable::arrange()
{
    m_shown = chosen();
    if (sortColumn() < 0) {
        return;
    }
    std::vector<Sortable> all;
    all.reserve(m_shown.size());
    for (const quint32 item : m_shown) {
        all.push_back({keyOf(row(item)), item});
    }
    putInOrder(all);
    std::transform(all.begin(), all.end(), m_shown.begin(), [](const Sortable& each) { return each.place; });
}

const ItemRow& ItemTable::rowAt(int row) const
{
    return ItemModel::row(m_shown[static_cast<std::size_t>(row)]);
}

std::vector<quint32> ItemTable::itemsAt(const QModelIndex& index) const
{
    return index.isValid() ? std::vector{m_shown[static_cast<std::size_t>(index.row())]} : std::vector<quint32>{};
}

QModelIndex ItemTable::indexOf(quint32 item) const
{
    const auto found = std::find(m_shown.begin(), m_shown.end(), item);
    return found == m_shown.end() ? QModelIndex{} : createIndex(static_cast<int>(found - m_shown.begin()), 0);
}

QItemSelection ItemTable::rowsOf(const std::vector<bool>& items, const std::vector<bool>&) const
{
    QItemSelection rows;
    addRows(rows, {}, rowCount(), [&](int row) { return items[m_shown[static_cast<std::size_t>(row)]]; });
    return rows;
}

QModelIndex ItemTable::index(int row, int column, const QModelIndex& parent) const
{
    return hasIndex(row, column, parent) ? createIndex(row, column) : QModelIndex{};
}

QModelIndex ItemTable::parent(const QModelIndex&) const
{
    return {};
}

int ItemTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

QVariant ItemTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::DecorationRole)) {
        return {};
    }
    if (role == Qt::DecorationRole) {
        return index.column() == State ? stateIcon(rowAt(index.row()).state) : QVariant{};
    }
    return textOf(rowAt(index.row()), index.column());
}

} // namespace satchel
