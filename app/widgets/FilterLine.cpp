#include "FilterLine.h"

#include <algorithm>

namespace satchel {

// Beside the hint there is a frame, a margin and the button that clears.
QSize FilterLine::withHint(QSize size) const
{
    const int letters = fontMetrics().horizontalAdvance(placeholderText());
    const int rest = QLineEdit::minimumSizeHint().width() + fontMetrics().height();
    return {std::max(size.width(), letters + rest), size.height()};
}

} // namespace satchel
