#pragma once

#include <QSet>
#include <QString>

#include <functional>

class QAbstractItemView;

namespace satchel {

// Which rows of a table are chosen and which is the first in sight, by what names them, so that they can be found again
// once the model has been set anew. (KeptPlace does the same for items, of which there are many more.)
class KeptRows final {
public:
    using KeyOf = std::function<QString(int row)>;

    KeptRows(QAbstractItemView& view, KeyOf keyOf);

    void putBack() const; // what is still there

private:
    QAbstractItemView& m_view;
    KeyOf m_keyOf;
    QSet<QString> m_selected;
    QString m_current; // null: none
    QString m_top; // null: whoever looks at the beginning goes on looking at the beginning
};

} // namespace satchel
