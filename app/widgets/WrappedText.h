#pragma once

#include "WholeText.h"

class QTreeView;

namespace satchel {

// Gives each row of a tree the height that the text in its last column takes when it is wrapped there. A tree by itself
// cuts it off.
class WrappedText final : public WholeText {
    Q_OBJECT

public:
    explicit WrappedText(QTreeView& tree);

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    QTreeView& m_tree;
};

// Rows that a finger in a glove hits: twice as high as their letters.
class RoomyRows final : public WholeText {
    Q_OBJECT

public:
    using WholeText::WholeText;

    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

} // namespace satchel
