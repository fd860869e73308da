#include "DeviceTree.h"

#include <app/Words.h>
#include <app/look/Icons.h>

#include <QLocale>

#include <algorithm>
#include <bitset>

namespace satchel {

namespace {

// A device's index holds nothing; that of an item the row of its device, from 1.
bool isDevice(const QModelIndex& index)
{
    return index.internalId() == 0;
}

} // namespace

DeviceTree::DeviceTree(QObject* parent)
    : ItemModel{parent}
{
}

void DeviceTree::arrange()
{
    constexpr quint32 None = std::numeric_limits<quint32>::max();
    const auto items = chosen();
    m_shownItems = static_cast<qsizetype>(items.size());
    std::vector<Group> groups; // by the first of their items
    std::vector<quint32> placeOf(list().devices().size(), None);
    for (const quint32 item : items) {
        auto& place = placeOf[row(item).device];
        if (place == None) {
            place = static_cast<quint32>(groups.size());
            groups.push_back({row(item).device, {}});
        }
        groups[place].items.push_back(item);
    }
    std::vector<Sortable> order;
    order.reserve(groups.size());
    for (std::size_t i = 0; i < groups.size(); ++i) {
        order.push_back({sortColumn() < 0 ? 0 : groupKey(groups[i]), static_cast<quint32>(i)});
    }
    putInOrder(order);
    m_groups.clear();
    m_groups.reserve(groups.size());
    m_rowOf.assign(list().devices().size(), -1);
    for (const Sortable& each : order) {
        m_rowOf[groups[each.place].device] = static_cast<int>(m_groups.size());
        m_groups.push_back(std::move(groups[each.place]));
    }
}

// By what is first of any of its items: the nearest deadline, the state that is furthest from the end.
qint64 DeviceTree::groupKey(const Group& group) const
{
    if (sortColumn() == What) {
        return static_cast<qint64>(group.items.size());
    }
    qint64 least = keyOf(row(group.items.front()));
    for (const quint32 item : group.items) {
        least = std::min(least, keyOf(row(item)));
    }
    return least;
}

QString DeviceTree::statesOf(const Group& group) const
{
    std::bitset<32> present;
    for (const quint32 item : group.items) {
        present.set(static_cast<std::size_t>(row(item).state));
    }
    QStringList texts;
    for (const ItemState state : allItemStates()) {
        if (present.test(static_cast<std::size_t>(state))) {
            texts += stateText(state);
        }
    }
    return QLocale{}.createSeparatedList(texts);
}

QString DeviceTree::groupText(const Group& group, int column) const
{
    switch (column) {
    case Device: {
        const QString& serial = list().devices()[group.device];
        return serial.isEmpty() ? tr("of no device") : serial;
    }
    case What:
        return tr("%n item(s)", nullptr, static_cast<int>(group.items.size()));
    case State:
        return statesOf(group);
    default: {
        const auto before = [this, column](quint32 one, quint32 other) {
            return column == Gathered ? row(one).gatheredAt < row(other).gatheredAt
                                      : row(one).deadline < row(other).deadline;
        };
        return textOf(row(*std::min_element(group.items.begin(), group.items.end(), before)), column);
    }
    }
}

QString DeviceTree::deviceAt(int row) const
{
    return list().devices()[group(row).device];
}

std::vector<quint32> DeviceTree::itemsAt(const QModelIndex& index) const
{
    if (!index.isValid()) {
        return {};
    }
    if (isDevice(index)) {
        return group(index.row()).items;
    }
    return {group(static_cast<int>(index.internalId()) - 1).items[static_cast<std::size_t>(index.row())]};
}

QModelIndex DeviceTree::indexOf(quint32 item) const
{
    const int parent = m_rowOf[row(item).device];
    if (parent < 0) {
        return {};
    }
    const auto& items = group(parent).items;
    const auto place = std::find(items.begin(), items.end(), item);
    if (place == items.end()) {
        return {};
    }
    return createIndex(static_cast<int>(place - items.begin()), 0, static_cast<quintptr>(parent) + 1);
}

QItemSelection DeviceTree::rowsOf(const std::vector<bool>& items, const std::vector<bool>& devices) const
{
    QItemSelection rows;
    addRows(rows, {}, rowCount(), [&](int row) { return devices[group(row).device]; });
    for (int parent = 0; parent < rowCount(); ++parent) {
        const auto& below = group(parent).items;
        addRows(rows, index(parent, 0), static_cast<int>(below.size()),
            [&](int row) { return items[below[static_cast<std::size_t>(row)]]; });
    }
    return rows;
}

std::vector<quint32> DeviceTree::shown() const
{
    std::vector<quint32> all;
    all.reserve(static_cast<std::size_t>(m_shownItems));
    for (const Group& each : m_groups) {
        all.insert(all.end(), each.items.begin(), each.items.end());
    }
    return all;
}

QModelIndex DeviceTree::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent)) {
        return {};
    }
    return createIndex(row, column, parent.isValid() ? static_cast<quintptr>(parent.row()) + 1 : quintptr{0});
}

QModelIndex DeviceTree::parent(const QModelIndex& child) const
{
    if (!child.isValid() || isDevice(child)) {
        return {};
    }
    return createIndex(static_cast<int>(child.internalId()) - 1, 0, quintptr{0});
}

int DeviceTree::rowCount(const QModelIndex& parent) const
{
    if (!parent.isValid()) {
        return static_cast<int>(m_groups.size());
    }
    return isDevice(parent) && parent.column() == 0 ? static_cast<int>(group(parent.row()).items.size()) : 0;
}

bool DeviceTree::hasChildren(const QModelIndex& parent) const
{
    return rowCount(parent) > 0;
}

QVariant DeviceTree::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::DecorationRole)) {
        return {};
    }
    if (role == Qt::DecorationRole) {
        return isDevice(index) || index.column() != State ? QVariant{} : stateIcon(row(itemsAt(index).front()).state);
    }
    if (isDevice(index)) {
        return groupText(group(index.row()), index.column());
    }
    // The serial number stands above it; here it is enough to say what it is.
    const int column = index.column() == Device ? int{What} : index.column() == What ? -1 : index.column();
    return textOf(row(itemsAt(index).front()), column);
}

} // namespace satchel
