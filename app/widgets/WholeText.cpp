#include "WholeText.h"

#include <QAbstractItemView>
#include <QHelpEvent>
#include <QStyle>
#include <QToolTip>

namespace satchel {

void WholeText::tellIn(QAbstractItemView& view)
{
    view.setItemDelegate(new WholeText{&view});
}

int WholeText::marginIn(const QWidget& view)
{
    return view.style()->pixelMetric(QStyle::PM_FocusFrameHMargin, nullptr, &view) + 1;
}

bool WholeText::isCutOff(const QAbstractItemView& view, const QModelIndex& index)
{
    const QString text = index.data(Qt::DisplayRole).toString();
    if (text.isEmpty()) {
        return false;
    }
    const QRect cell = view.visualRect(index);
    const bool hasSign = !index.data(Qt::DecorationRole).isNull();
    const int sign = hasSign
        ? view.iconSize().isValid() ? view.iconSize().width() : view.style()->pixelMetric(QStyle::PM_SmallIconSize)
        : 0;
    const int there = cell.width() - 2 * marginIn(view) - sign;
    const QSize oneLine = view.fontMetrics().size(0, text);
    if (oneLine.width() <= there) {
        return false;
    }
    const QRect wrapped = view.fontMetrics().boundingRect(0, 0, there, 1'000'000, Qt::TextWordWrap, text);
    return wrapped.width() > there || wrapped.height() > cell.height();
}

bool WholeText::helpEvent(
    QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option, const QModelIndex& index)
{
    const bool isAsked = event->type() == QEvent::ToolTip && index.isValid();
    if (isAsked && index.data(Qt::ToolTipRole).toString().isEmpty() && isCutOff(*view, index)) {
        QToolTip::showText(
            event->globalPos(), index.data(Qt::DisplayRole).toString().toHtmlEscaped(), view, view->visualRect(index));
        return true;
    }
    return QStyledItemDelegate::helpEvent(event, view, option, index);
}

} // namespace satchel
