#pragma once

#include <QList>

#include <app/models/ItemModel.h>

class QAbstractItemView;

namespace satchel {

// What is chosen and in sight in a view of items, by the items' ids, so that it can be found again once the model has
// been set anew: with another list, another order, fewer rows.
class KeptPlace final {
public:
    // Of a choice of more items than a person has picked one by one only the current one is kept.
    static constexpr qsizetype MostKept = 200;

    KeptPlace(QAbstractItemView& view, const ItemModel& model);

    void putBack() const;

private:
    void keepExpanded();
    [[nodiscard]] ItemId firstItemAt(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const ItemId& item, bool isDevice) const;

    struct Place {
        ItemId item;
        bool isDevice = false; // the line of its device, not its own
    };
    [[nodiscard]] Place placeOf(const QModelIndex& index) const;
    [[nodiscard]] QModelIndex indexOf(const Place& place) const { return indexOf(place.item, place.isDevice); }

    QAbstractItemView& m_view;
    const ItemModel& m_model;
    QList<Place> m_selected;
    QList<Place> m_expanded;
    Place m_current;
    Place m_top;
    bool m_isAtTop = false;
};

} // namespace satchel
