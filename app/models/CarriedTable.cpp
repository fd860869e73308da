#include "CarriedTable.h"

#include "ColumnTitle.h"

#include <app/BundleWords.h>
#include <app/Words.h>

#include <algorithm>
#include <iterator>

namespace satchel {

CarriedTable::CarriedTable(QObject* parent)
    : QAbstractTableModel{parent}
{
}

void CarriedTable::show(const BundleReport& report)
{
    beginResetModel();
    m_report.bundle = report.bundle;
    m_report.items.clear();
    for (const bool isRefused : {true, false}) {
        std::copy_if(report.items.begin(), report.items.end(), std::back_inserter(m_report.items),
            [isRefused](const CarriedItem& item) { return item.refused.has_value() == isRefused; });
    }
    endResetModel();
}

int CarriedTable::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_report.items.size());
}

int CarriedTable::columnCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CarriedTable::data(const QModelIndex& index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::ToolTipRole)) {
        return {};
    }
    const CarriedItem& carried = m_report.items.at(index.row());
    const auto text = [&]() -> QString {
        switch (index.column()) {
        case Device: // what was refused here is known by its id alone
            return carried.item ? carried.item->device : carried.id.toString();
        case What:
            return carried.item ? kindText(carried.item->kind) : QString{};
        case State:
            return carried.item ? stateText(carried.item->state) : QString{};
        case Verdict:
            return verdictText(m_report.bundle, carried);
        default:
            return {};
        }
    }();
    return role == Qt::ToolTipRole ? text.toHtmlEscaped() : text;
}

QVariant CarriedTable::headerData(int section, Qt::Orientation orientation, int role) const
{
    return columnTitle({tr("Device"), tr("What"), tr("State now"), tr("Verdict")}, section, orientation, role);
}

} // namespace satchel
