#include "FilterLine.h"

#include <app/look/Icons.h>

#include <QAction>

#include <algorithm>

namespace satchel {

FilterLine::FilterLine(QWidget* parent)
    : QLineEdit{parent}
{
    setClearButtonEnabled(true);
    addAction(new QAction{icon(Icon::Search), tr("Filter"), this}, LeadingPosition);
}

// Beside the hint there is a frame, a margin, the sign and the button that clears.
QSize FilterLine::withHint(QSize size) const
{
    const int letters = fontMetrics().horizontalAdvance(placeholderText());
    const int rest = QLineEdit::minimumSizeHint().width() + 3 * fontMetrics().height();
    return {std::max(size.width(), letters + rest), size.height()};
}

} // namespace satchel
