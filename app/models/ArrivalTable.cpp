#include "ArrivalTable.h"

#include "ColumnTitle.h"

#include <app/ErrorSentences.h>
#include <app/Words.h>

#include <algorithm>
#include <tuple>

namespace satchel {

ArrivalTable::ArrivalTable(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void ArrivalTable::putInOrder(std::vector<Arrival>& rows)
{
    const auto rank = [](const Arrival& row) { return !row.state ? 0 : row.state == ItemState::Held ? 1 : 2; };
    const auto isBefore = [&rank](const Arrival& one, const Arrival& other) {
        return std::tuple{rank(one), QStringView{one.device}} < std::tuple{rank(other), QStringView{other.device}};
    };
    std::sort(rows.begin(), rows.end(), isBefore);
}

void ArrivalTable::setRows(std::vector<Arrival> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    endResetModel();
}

int ArrivalTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ArrivalTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ArrivalTable::data(const QModelIndex& index, int role) const
{
    if (index.isValid() && role == Qt::ToolTipRole && index.column() == Why && rowAt(index.row()).reason) {
        return rowAt(index.row()).reason->text.toHtmlEscaped(); // the words of core, which are English
    }
    if (!index.isValid() || role != Qt::DisplayRole) {
        return {};
    }
    const Arrival& row = rowAt(index.row());
    switch (index.column()) {
    case Device:
        return row.device.isEmpty() ? row.item.toString().left(12) : row.device;
    case What:
        return row.kind ? kindText(*row.kind) : QString{};
    case State:
        return row.state ? stateText(*row.state) : markedBad(tr("refused"));
    case Why:
        return row.reason ? whatHappened(row.reason->code) : QString{};
    default:
        return {};
    }
}

QVariant ArrivalTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnTitle({tr("Device"), tr("What"), tr("State"), tr("Why")}, section, orientation, role);
}

} // namespace satchel
