#pragma once

#include <functional>

class QHeaderView;
class QWidget;

namespace satchel {

// A click on a title tells the order that is wanted, and the title shows it. Qt sorts nothing by itself, as it would
// have it: what is chosen and in sight shall stay.
void makeSortable(QHeaderView& header);

// Headers take no keys: Alt and the number of a column do the same as a click on its title, wherever on the page the
// keyboard is. `header` is that of the list that is shown.
void addSortKeys(QWidget& page, int columns, const std::function<QHeaderView&()>& header);

} // namespace satchel
