#pragma once

#include <QStringList>

class QWidget;

namespace satchel::test {

// What cannot be read as it stands: text that is longer or higher than the place that it has, controls over each other
// or beyond the edge of what they lie on. One line for each, with the control's kind, name and text; only what is
// visible.
[[nodiscard]] QStringList cutOffIn(const QWidget& page);

} // namespace satchel::test
