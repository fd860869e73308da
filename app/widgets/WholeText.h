#pragma once

#include <QStyledItemDelegate>

class QAbstractItemView;

namespace satchel {

// Cells whose text is longer than its place: the pointer on one brings up the whole of it, unless the cell has a tip of
// its own that tells more. Shift+F1 brings up all of the current row, with what the tips tell, for who has no pointer.
class WholeText : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit WholeText(QAbstractItemView& view);

    static void tellIn(QAbstractItemView& view);

    // Whether less than all of the text can be read in the cell.
    [[nodiscard]] static bool isCutOff(const QAbstractItemView& view, const QModelIndex& index);

    // That the style leaves at each side of a text.
    [[nodiscard]] static int marginIn(const QWidget& view);

    bool helpEvent(QHelpEvent* event, QAbstractItemView* view, const QStyleOptionViewItem& option,
        const QModelIndex& index) override;

private:
    void tellRow() const;

    QAbstractItemView& m_view;
};

} // namespace satchel
