#include "TextFit.h"

#include <app/widgets/WholeText.h>

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAbstractScrollArea>
#include <QComboBox>
#include <QGroupBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMap>
#include <QScrollBar>
#include <QSplitterHandle>
#include <QStyle>
#include <QStyleOptionComboBox>
#include <QTabBar>
#include <QToolButton>

namespace satchel::test {

namespace {

QString nameOf(const QWidget& widget)
{
    return QStringLiteral("%1 “%2”").arg(QLatin1StringView{widget.metaObject()->className()}, widget.objectName());
}

// The finding, or nothing where `there` is enough.
QStringList unlessFits(const QWidget& widget, const QString& text, const QSize& wanted, const QSize& there)
{
    if (wanted.width() <= there.width() && wanted.height() <= there.height()) {
        return {};
    }
    return {QStringLiteral("%1: “%2” wants %3x%4 and has %5x%6")
            .arg(nameOf(widget), text.left(60))
            .arg(wanted.width())
            .arg(wanted.height())
            .arg(there.width())
            .arg(there.height())};
}

QStringList cutOff(const QLabel& label)
{
    if (label.text().isEmpty()) {
        return {};
    }
    const QSize wanted = label.wordWrap() ? QSize{label.minimumSizeHint().width(), label.heightForWidth(label.width())}
                                          : label.sizeHint();
    return unlessFits(label, label.text(), wanted, label.size());
}

QStringList cutOff(const QComboBox& box)
{
    QStyleOptionComboBox option;
    option.initFrom(&box);
    option.editable = box.isEditable();
    const QRect place = box.style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, &box);
    const int wanted = box.fontMetrics().horizontalAdvance(box.currentText());
    return unlessFits(box, box.currentText(), {wanted, box.fontMetrics().height()}, place.size());
}

QStringList cutOff(const QTabBar& bar)
{
    QStringList found;
    for (int i = 0; i < bar.count(); ++i) {
        const QRect tab = bar.tabRect(i);
        const QSize wanted = bar.fontMetrics().size(Qt::TextShowMnemonic, bar.tabText(i));
        found += unlessFits(bar, bar.tabText(i), wanted, tab.intersected(bar.rect()).size());
    }
    return found;
}

QStringList cutOff(const QHeaderView& header)
{
    QStringList found;
    for (int i = 0; header.orientation() == Qt::Horizontal && i < header.count(); ++i) {
        if (!header.isSectionHidden(i)) {
            const QString text = header.model()->headerData(i, Qt::Horizontal).toString();
            const QSize there{header.sectionSize(i), header.height()};
            found += unlessFits(header, text, {header.sectionSizeHint(i), header.fontMetrics().height()}, there);
        }
    }
    return found;
}

bool canBeReadWhole(const QAbstractItemView& view, const QModelIndex& index)
{
    return !WholeText::isCutOff(view, index) || !index.data(Qt::ToolTipRole).toString().isEmpty()
        || qobject_cast<const WholeText*>(view.itemDelegate()) != nullptr;
}

// The columns without which a row says nothing, by the name of the table. The others may be cut off where the pointer
// and Shift+F1 bring up the whole of them: paths, ids, fingerprints, sentences.
const QMap<QString, QList<int>>& essentialColumns()
{
    static const QMap<QString, QList<int>> columns{
        {QStringLiteral("items"), {0, 1, 2, 3, 4}}, // ItemModel
        {QStringLiteral("devices"), {0, 1, 3, 4}},
        {QStringLiteral("bundles"), {0, 1, 2, 3, 4, 5, 6}}, // BundleTable
        {QStringLiteral("carried"), {0, 1, 2}}, // CarriedTable
        {QStringLiteral("arrivals"), {0, 1, 2}}, // ArrivalTable
        {QStringLiteral("entries"), {0, 1, 2}}, // LogTable
        {QStringLiteral("checks"), {0, 1}},
        {QStringLiteral("peers"), {0, 1}},
        {QStringLiteral("anchors"), {0, 2}},
        {QStringLiteral("keys"), {0}},
    };
    return columns;
}

void collectCutEssentials(
    const QAbstractItemView& view, const QList<int>& columns, const QModelIndex& parent, QStringList& found)
{
    const auto& model = *view.model();
    for (int row = 0; row < model.rowCount(parent); ++row) {
        for (const int column : columns) {
            const auto index = model.index(row, column, parent);
            const QRect cell = view.visualRect(index);
            if (!cell.isEmpty() && (WholeText::isCutOff(view, index) || cell.right() > view.viewport()->width())) {
                found += QStringLiteral("%1: column %2 is cut off: “%3” has %4 pixels, up to %5 of %6")
                             .arg(nameOf(view))
                             .arg(column)
                             .arg(index.data().toString().left(60))
                             .arg(cell.width())
                             .arg(cell.right())
                             .arg(view.viewport()->width());
            }
        }
        collectCutEssentials(view, columns, model.index(row, 0, parent), found);
    }
}

void collectCutOff(const QAbstractItemView& view, const QModelIndex& parent, QStringList& found)
{
    const auto& model = *view.model();
    constexpr int Enough = 200; // rows are alike
    for (int row = 0; row < std::min(model.rowCount(parent), Enough); ++row) {
        for (int column = 0; column < model.columnCount(parent); ++column) {
            const auto index = model.index(row, column, parent);
            if (view.visualRect(index).intersects(view.viewport()->rect()) && !canBeReadWhole(view, index)) {
                found += QStringLiteral("%1: cell “%2” has %3 pixels")
                             .arg(nameOf(view), index.data().toString().left(60))
                             .arg(view.visualRect(index).width());
            }
        }
        collectCutOff(view, model.index(row, 0, parent), found);
    }
}

// Cells may be narrower than their text where the pointer brings up the whole of it.
QStringList cutOff(const QAbstractItemView& view)
{
    QStringList found;
    if (view.model() != nullptr) {
        collectCutOff(view, {}, found);
    }
    return found;
}

QStringList cutOff(const QLineEdit& line)
{
    if (!line.text().isEmpty() || line.placeholderText().isEmpty()) {
        return {};
    }
    const int frame = 2 * line.style()->pixelMetric(QStyle::PM_DefaultFrameWidth, nullptr, &line);
    const int wanted = line.fontMetrics().horizontalAdvance(line.placeholderText()) + frame;
    return unlessFits(line, line.placeholderText(), {wanted, 0}, line.size());
}

QStringList cutOffItself(const QWidget& widget)
{
    if (const auto* const label = qobject_cast<const QLabel*>(&widget)) {
        return cutOff(*label);
    }
    const auto* const tool = qobject_cast<const QToolButton*>(&widget);
    if (tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly) {
        return {}; // its text is for who cannot see it
    }
    if (const auto* const button = qobject_cast<const QAbstractButton*>(&widget)) {
        return button->text().isEmpty() ? QStringList{}
                                        : unlessFits(*button, button->text(), button->sizeHint(), button->size());
    }
    if (const auto* const box = qobject_cast<const QComboBox*>(&widget)) {
        return cutOff(*box);
    }
    if (const auto* const bar = qobject_cast<const QTabBar*>(&widget)) {
        return cutOff(*bar);
    }
    if (const auto* const header = qobject_cast<const QHeaderView*>(&widget)) {
        return cutOff(*header);
    }
    if (const auto* const view = qobject_cast<const QAbstractItemView*>(&widget)) {
        return cutOff(*view);
    }
    if (const auto* const line = qobject_cast<const QLineEdit*>(&widget)) {
        return cutOff(*line);
    }
    if (const auto* const group = qobject_cast<const QGroupBox*>(&widget)) {
        return unlessFits(*group, group->title(), {group->minimumSizeHint().width(), 0}, group->size());
    }
    return {};
}

// Of the controls that lie on one: all visible, none a bar or viewport that the toolkit itself puts there.
QList<const QWidget*> liesOn(const QWidget& ground)
{
    QList<const QWidget*> found;
    const auto isScrolled
        = [](const QObject* widget) { return qobject_cast<const QAbstractScrollArea*>(widget) != nullptr; };
    if (isScrolled(&ground) || isScrolled(ground.parent()) || qobject_cast<const QComboBox*>(&ground) != nullptr
        || qobject_cast<const QLineEdit*>(&ground) != nullptr) {
        return found;
    }
    for (const auto* const child : ground.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        if (child->isVisible() && !child->isWindow() && qobject_cast<const QSplitterHandle*>(child) == nullptr) {
            found += child;
        }
    }
    return found;
}

QStringList misplacedOn(const QWidget& ground)
{
    QStringList found;
    const auto children = liesOn(ground);
    for (int i = 0; i < children.size(); ++i) {
        const QRect place = children[i]->geometry();
        if (!ground.rect().contains(place) && !place.isEmpty()) {
            found += nameOf(*children[i]) + QStringLiteral(" goes beyond the edge of ") + nameOf(ground);
        }
        for (int j = i + 1; j < children.size(); ++j) {
            if (place.intersects(children[j]->geometry())) {
                found += nameOf(*children[i]) + QStringLiteral(" lies over ") + nameOf(*children[j]);
            }
        }
    }
    return found;
}

// The innermost that want more than what is there.
QStringList widestOf(const QWidget& widget, int width)
{
    QStringList found;
    for (auto* const child : widget.findChildren<QWidget*>(Qt::FindDirectChildrenOnly)) {
        found += child->isVisible() ? widestOf(*child, width) : QStringList{};
    }
    const bool isWide = std::max(widget.minimumSizeHint().width(), widget.minimumWidth()) > width;
    return found.isEmpty() && isWide ? QStringList{nameOf(widget)} : found;
}

// Pages scroll up and down only.
QStringList widerThanItsFrame(const QWidget& widget)
{
    const auto* const area = qobject_cast<const QAbstractScrollArea*>(&widget);
    const bool isForForms = area != nullptr && area->inherits("QScrollArea");
    if (isForForms && area->horizontalScrollBar()->maximum() > 0) {
        return {QStringLiteral("%1 is wider than the window by %2, for: %3")
                .arg(nameOf(widget))
                .arg(area->horizontalScrollBar()->maximum())
                .arg(widestOf(widget, area->viewport()->width()).join(QStringLiteral(", ")))};
    }
    return {};
}

} // namespace

QStringList cutOffIn(const QWidget& page)
{
    QStringList found = misplacedOn(page);
    for (const auto* const widget : page.findChildren<QWidget*>()) {
        if (widget->isVisible()) {
            found += cutOffItself(*widget);
            found += misplacedOn(*widget);
            found += widerThanItsFrame(*widget);
        }
    }
    return found;
}

QStringList cutEssentialsIn(const QWidget& page)
{
    QStringList found;
    for (const auto* const view : page.findChildren<QAbstractItemView*>()) {
        const auto columns = essentialColumns().value(view->objectName());
        if (!view->isVisible() || view->model() == nullptr || columns.isEmpty()) {
            continue;
        }
        collectCutEssentials(*view, columns, {}, found);
        // And the next one begins in sight: who sees that there is more looks for it.
        const auto next = view->model()->index(0, columns.last() + 1);
        if (next.isValid() && view->visualRect(next).left() >= view->viewport()->width()) {
            found += QStringLiteral("%1: column %2 is out of sight").arg(nameOf(*view)).arg(next.column());
        }
    }
    return found;
}

} // namespace satchel::test
