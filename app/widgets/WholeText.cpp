#include "WholeText.h"

#include <QAbstractItemView>
#include <QAction>
#include <QHelpEvent>
#include <QStyle>
#include <QToolTip>

namespace satchel {

namespace {

// Of one cell, as markup: its title, its text, and its tip where that says more.
QString lineOf(const QModelIndex& cell)
{
    const QString text = cell.data(Qt::DisplayRole).toString().toHtmlEscaped();
    const QString tip = cell.data(Qt::ToolTipRole).toString();
    const QString more = tip.isEmpty() || tip == text ? text
        : text.isEmpty()                              ? tip
                                                      : text + QStringLiteral("<br>") + tip;
    const QString title = cell.model()->headerData(cell.column(), Qt::Horizontal).toString().toHtmlEscaped();
    return title.isEmpty() || more.isEmpty() ? more : QStringLiteral("<b>%1:</b> %2").arg(title, more);
}

} // namespace

WholeText::WholeText(QAbstractItemView& view)
    : QStyledItemDelegate{&view}
    , m_view{view}
{
    auto* const action = new QAction{&view};
    action->setShortcut(QKeySequence{Qt::SHIFT | Qt::Key_F1});
    action->setShortcutContext(Qt::WidgetShortcut);
    view.addAction(action);
    connect(action, &QAction::triggered, this, &WholeText::tellRow);
}

void WholeText::tellIn(QAbstractItemView& view)
{
    view.setItemDelegate(new WholeText{view});
}

void WholeText::tellRow() const
{
    const auto current = m_view.currentIndex();
    QStringList lines;
    for (int column = 0; current.isValid() && column < current.model()->columnCount(current.parent()); ++column) {
        if (const QString line = lineOf(current.siblingAtColumn(column)); !line.isEmpty()) {
            lines += line;
        }
    }
    const QPoint below = m_view.visualRect(current).bottomLeft();
    QToolTip::showText(m_view.viewport()->mapToGlobal(below), lines.join(QStringLiteral("<br>")), &m_view);
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
