#pragma once

#include <QString>

#include <initializer_list>
#include <utility>

class QAbstractItemModel;
class QHeaderView;
class QTableView;
class QWidget;

namespace satchel {

// A table of whole rows, one of which can be chosen; Tab leaves it, and no line wraps;
// what is too long for its column is told by the pointer.
[[nodiscard]] QTableView* rowTable(QAbstractItemModel& model, const QString& accessibleName, QWidget* parent);

// As wide as so many letters each, in whatever size: {column, letters}.
void setLetters(QHeaderView& header, std::initializer_list<std::pair<int, int>> lettersOfColumns);

} // namespace satchel
