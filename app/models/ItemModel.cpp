#include "ItemModel.h"

#include "ColumnTitle.h"

#include <app/Words.h>

#include <QStringMatcher>

#include <algorithm>

namespace satchel {

ItemModel::ItemModel(QObject* parent)
    : QAbstractItemModel{parent}
    , m_list{std::make_shared<ItemList>()}
{
}

void ItemModel::setList(ItemList::Ptr list)
{
    if (list == m_list) {
        return;
    }
    beginResetModel();
    m_list = std::move(list);
    arrange();
    endResetModel();
}

void ItemModel::setChoice(const ItemChoice& choice)
{
    if (choice == m_choice) {
        return;
    }
    beginResetModel();
    m_choice = choice;
    arrange();
    endResetModel();
}

void ItemModel::sort(int column, Qt::SortOrder order)
{
    if (column == m_column && order == m_order) {
        return;
    }
    beginResetModel();
    m_column = column;
    m_order = order;
    arrange();
    endResetModel();
}

// The text is looked for once in each serial number, not in each item.
std::vector<quint32> ItemModel::chosen() const
{
    const auto& devices = m_list->devices();
    std::vector<bool> hasText(devices.size(), m_choice.text.isEmpty());
    if (!m_choice.text.isEmpty()) {
        const QStringMatcher matcher{m_choice.text, Qt::CaseInsensitive};
        std::transform(devices.begin(), devices.end(), hasText.begin(),
            [&matcher](const QString& device) { return matcher.indexIn(device) >= 0; });
    }
    const auto only = m_choice.only ? m_list->marked(*m_choice.only) : std::vector<bool>{};
    std::vector<quint32> places;
    const auto& rows = m_list->rows();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const ItemRow& each = rows[i];
        if (hasText[each.device] && (!m_choice.state || each.state == *m_choice.state)
            && (!m_choice.kind || each.kind == *m_choice.kind) && (!m_choice.only || only[i])) {
            places.push_back(static_cast<quint32>(i));
        }
    }
    return places;
}

qint64 ItemModel::keyOf(const ItemRow& row) const
{
    switch (m_column) {
    case Device:
        return m_list->rankOf(row.device);
    case What:
        return static_cast<qint64>(row.kind);
    case State:
        return static_cast<qint64>(row.state);
    case Gathered:
        return row.gatheredAt;
    case Deadline: // none comes last
        return row.deadline;
    default:
        return 0;
    }
}

void ItemModel::putInOrder(std::vector<Sortable>& all) const
{
    const bool ascends = m_order == Qt::AscendingOrder;
    std::sort(all.begin(), all.end(), [ascends](const Sortable& one, const Sortable& other) {
        if (one.key != other.key) {
            return ascends ? one.key < other.key : one.key > other.key;
        }
        return one.place < other.place;
    });
}

void ItemModel::addRows(
    QItemSelection& rows, const QModelIndex& parent, int count, const std::function<bool(int)>& isMeant) const
{
    int first = -1; // of rows that follow each other
    for (int row = 0; row <= count; ++row) {
        const bool isRow = row < count && isMeant(row);
        if (isRow && first < 0) {
            first = row;
        } else if (!isRow && first >= 0) {
            rows.select(index(first, 0, parent), index(row - 1, ColumnCount - 1, parent));
            first = -1;
        }
    }
}

std::vector<quint32> ItemModel::itemsIn(const QItemSelection& rows) const
{
    std::vector<quint32> items;
    for (const auto& range : rows) {
        for (int row = range.top(); row <= range.bottom(); ++row) {
            const auto each = itemsAt(index(row, 0, range.parent()));
            items.insert(items.end(), each.begin(), each.end());
        }
    }
    std::sort(items.begin(), items.end());
    items.erase(std::unique(items.begin(), items.end()), items.end()); // a device may be chosen with its items
    return items;
}

QString ItemModel::textOf(const ItemRow& row, int column) const
{
    switch (column) {
    case Device:
        return m_list->deviceOf(row);
    case What:
        return kindText(row.kind);
    case State:
        return stateText(row.state);
    case Gathered:
        return timeText(QDateTime::fromSecsSinceEpoch(row.gatheredAt));
    case Deadline:
        return row.deadline == ItemRow::NoDeadline ? QString{} : timeText(QDateTime::fromSecsSinceEpoch(row.deadline));
    default:
        return {};
    }
}

int ItemModel::columnCount(const QModelIndex&) const
{
    return ColumnCount;
}

QVariant ItemModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    return sortableTitle(
        {tr("Device"), tr("What"), tr("State"), tr("Since"), tr("Deadline")}, section, orientation, role);
}

} // namespace satchel
