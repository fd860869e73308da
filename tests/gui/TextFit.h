#pragma once

#include <QStringList>

class QWidget;

namespace satchel::test {

// What cannot be read as it stands: text that is longer or higher than the place that it has, controls over each other
// or beyond the edge of what they lie on. One line for each, with the control's kind, name and text; only what is
// visible.
[[nodiscard]] QStringList cutOffIn(const QWidget& page);

// Of visible tables, cells of the columns without which a row says nothing (TextFit.cpp names them) that are not whole,
// and a further column that is out of sight. In letters of the usual size they have to fit a window of the usual size.
[[nodiscard]] QStringList cutEssentialsIn(const QWidget& page);

} // namespace satchel::test
