#pragma once

#include <QCoreApplication>
#include <QStringList>
#include <QVariant>

namespace satchel {

// What a model says above a column: its title, in the order of its columns. Nothing beside rows and for other roles.
[[nodiscard]] inline QVariant columnTitle(const QStringList& titles, int section, Qt::Orientation orientation, int role)
{
    const bool isTitle = orientation == Qt::Horizontal && role == Qt::DisplayRole;
    return isTitle && section >= 0 && section < titles.size() ? titles.at(section) : QVariant{};
}

// The same of a list that can be sorted (SortKeys.h), which says how.
[[nodiscard]] inline QVariant sortableTitle(
    const QStringList& titles, int section, Qt::Orientation orientation, int role)
{
    if (orientation == Qt::Horizontal && role == Qt::ToolTipRole) {
        return QCoreApplication::translate("ColumnTitle", "A click here or Alt+%1 sorts").arg(section + 1);
    }
    return columnTitle(titles, section, orientation, role);
}

} // namespace satchel
