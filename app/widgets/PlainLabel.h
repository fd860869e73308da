#pragma once

#include <QString>

class QLabel;
class QWidget;

namespace satchel {

// A label that wraps and takes no markup (names and messages are somebody else's text), so many times as large as the
// font of the platform.
[[nodiscard]] QLabel* plainLabel(QWidget* parent, double size = 1.0, const QString& text = {});
// One whose text can be marked and copied, by keyboard too.
[[nodiscard]] QLabel* selectableLabel(QWidget* parent, double size = 1.0);

} // namespace satchel
