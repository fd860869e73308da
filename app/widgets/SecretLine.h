#pragma once

#include <core/base/Secret.h>

class QLineEdit;
class QWidget;

namespace satchel {

// A line for a passphrase: not shown, not predicted, not remembered by an input method.
[[nodiscard]] QLineEdit* secretLine(QWidget* parent);
// What was entered, in UTF-8; the line is empty afterwards. Qt keeps copies of its own that cannot be wiped; the one
// that is taken out is.
[[nodiscard]] Secret takeSecret(QLineEdit& line);
void clearSecret(QLineEdit& line);

} // namespace satchel
