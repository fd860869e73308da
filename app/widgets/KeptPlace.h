#pragma once

#include <app/models/ItemModel.h>

#include <core/ledger/ItemStore.h>

#include <vector>

class QAbstractItemView;

namespace satchel {

// What is chosen and in sight in a view of items, so that it can be found again once the model has been set anew: with
// another list, another order, fewer rows.
class KeptPlace final {
public:
    // Rows. Of a choice of more only the current one is kept. Nothing may be done with more than these at once, either:
    // what is done is done with what a person sees chosen.
    static constexpr qsizetype MostKept = DueFilter::MostNumbers;

    KeptPlace(QAbstractItemView& view, const ItemModel& model);

    void putBack() const;

private:
    using Places = std::vector<quint32>; // of items in the list
    struct Place {
        quint32 item = ItemList::Nowhere;
        bool isDevice = false; // the line of its device, not its own
    };

    void keepSelected();
    void keepExpanded();
    [[nodiscard]] Place placeOf(const QModelIndex& index) const;
    [[nodiscard]] Places placesNow(const Places& places) const;
    [[nodiscard]] std::vector<bool> itemsNow(const Places& places) const;
    [[nodiscard]] std::vector<bool> devicesNow(const Places& places) const; // whose items these are
    [[nodiscard]] QModelIndex indexNow(const Place& place) const;

    QAbstractItemView& m_view;
    const ItemModel& m_model;
    ItemList::Ptr m_list; // as it was
    Places m_items;
    Places m_devices; // each by its first item that was shown
    Places m_expanded; // likewise
    Place m_current;
    Place m_top;
    bool m_isAtTop = false;
};

} // namespace satchel
