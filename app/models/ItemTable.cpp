#include "ItemTable.h"

#include <app/Words.h>
#include <app/look/Icons.h>

#include <algorithm>

namespace satchel {

ItemTable::ItemTable(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void ItemTable::setRows(std::vector<ItemRow> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    choose();
    endResetModel();
}

void ItemTable::setFilter(const QString& text, std::optional<ItemState> state)
{
    beginResetModel();
    m_text = text;
    m_state = state;
    choose();
    endResetModel();
}

void ItemTable::setOnly(std::optional<std::vector<ItemId>> items)
{
    beginResetModel();
    m_only = std::move(items);
    if (m_only) {
        std::sort(m_only->begin(), m_only->end());
    }
    choose();
    endResetModel();
}

void ItemTable::sort(int column, Qt::SortOrder order)
{
    beginResetModel();
    m_column = column;
    m_order = order;
    choose();
    endResetModel();
}

void ItemTable::choose()
{
    m_shown.clear();
    for (int i = 0; i < static_cast<int>(m_rows.size()); ++i) {
        const ItemRow& row = m_rows[static_cast<std::size_t>(i)];
        const bool hasState = !m_state || row.state == *m_state;
        const bool isMeant = !m_only || std::binary_search(m_only->begin(), m_only->end(), row.id);
        if (hasState && isMeant && (m_text.isEmpty() || row.device.contains(m_text, Qt::CaseInsensitive))) {
            m_shown.push_back(i);
        }
    }
    if (m_column < 0) {
        return;
    }
    // Equal ones stay as they were gathered. Not std::stable_sort: libstdc++'s takes what its own headers deprecate.
    const bool ascends = m_order == Qt::AscendingOrder;
    std::sort(m_shown.begin(), m_shown.end(), [&](int one, int other) {
        const ItemRow& left = m_rows[static_cast<std::size_t>(ascends ? one : other)];
        const ItemRow& right = m_rows[static_cast<std::size_t>(ascends ? other : one)];
        return isBefore(left, right) || (!isBefore(right, left) && one < other);
    });
}

bool ItemTable::isBefore(const ItemRow& one, const ItemRow& other) const
{
    switch (m_column) {
    case Device:
        return one.device < other.device;
    case What:
        return one.kind < other.kind;
    case State:
        return one.state < other.state;
    case Gathered:
        return one.gatheredAt < other.gatheredAt;
    case Deadline: // none comes last
        return one.deadline && (!other.deadline || *one.deadline < *other.deadline);
    default:
        return false;
    }
}

const ItemRow& ItemTable::rowAt(int row) const
{
    return m_rows[static_cast<std::size_t>(m_shown[static_cast<std::size_t>(row)])];
}

int ItemTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_shown.size());
}

int ItemTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ItemTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::DecorationRole)) {
        return {};
    }
    const ItemRow& row = rowAt(index.row());
    if (role == Qt::DecorationRole) {
        return index.column() == State ? stateIcon(row.state) : QVariant{};
    }
    switch (index.column()) {
    case Device:
        return row.device;
    case What:
        return kindName(row.kind);
    case State:
        return stateText(row.state);
    case Gathered:
        return timeText(row.gatheredAt);
    case Deadline:
        return row.deadline ? timeText(*row.deadline) : QString{};
    default:
        return {};
    }
}

QVariant ItemTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
        return {};
    }
    switch (section) {
    case Device:
        return tr("Device");
    case What:
        return tr("What");
    case State:
        return tr("State");
    case Gathered:
        return tr("Since");
    case Deadline:
        return tr("Deadline");
    default:
        return {};
    }
}

} // namespace satchel
