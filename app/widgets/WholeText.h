#pragma once

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace satchel {

// Cells whose text is longer than its place: the pointer on one brings up the whole of it, unless the cell has a tip of
// its own that tells more.
class WholeText : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static void tellIn(QAbstractItemView& view);

    // Whether less than all of the text can be read in the cell.
    [[nodiscard]] static bool isCutOff(const QAbstractItemView& view, const QModelIndex& index);

    // That the style leaves at each side of a text.
    [[nodiscard]] static int marginIn(const QWidget& view);

    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;
};

} // namespace satchel
