#pragma once

#include <QList>

#include <app/models/ItemModel.h>

#include <map>

class QAbstractItemView;

namespace satchel {

// What is chosen and in sight in a view of items, by the items' ids, so that it can be found again once the model has
// been set anew: with another list, another order, fewer rows.
class KeptPlace final {
public:
    // Of a choice of more rows only the current one is kept. Nothing may be done with more than these at once, either:
    // what is done is done with what a person sees chosen.
    static constexpr qsizetype MostKept = 1000;

    KeptPlace(QAbstractItemView& view, const ItemModel& model);

    void putBack() const;

private:
    void keepExpanded();
    [[nodiscard]] ItemId firstItemAt(const QModelIndex& index) const;

    struct Place {
        ItemId item;
        bool isDevice = false; // the line of its device, not its own
    };
    // Where items stand in the list.
    using Found = std::map<ItemId, quint32>;
    [[nodiscard]] Place placeOf(const QModelIndex& index) const;
    [[nodiscard]] Found findAll() const;
    [[nodiscard]] QModelIndex indexOf(const Place& place, const Found& found) const;

    QAbstractItemView& m_view;
    const ItemModel& m_model;
    QList<Place> m_selected;
    QList<Place> m_expanded;
    Place m_current;
    Place m_top;
    bool m_isAtTop = false;
};

} // namespace satchel
