#pragma once

#include <QStringList>
#include <QVariant>

namespace satchel {

// What a model says above a column: its title, in the order of its columns. Nothing beside rows and for other roles.
[[nodiscard]] inline QVariant columnTitle(const QStringList& titles, int section, Qt::Orientation orientation, int role)
{
    const bool isTitle = orientation == Qt::Horizontal && role == Qt::DisplayRole;
    return isTitle && section >= 0 && section < titles.size() ? titles.at(section) : QVariant{};
}

} // namespace satchel
