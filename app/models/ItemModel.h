#pragma once

#include "ItemList.h"

#include <QAbstractItemModel>
#include <QItemSelection>
#include <QList>
#include <QString>

#include <functional>
#include <optional>
#include <vector>

namespace satchel {

// Which items are shown. What is not set means all.
struct ItemChoice {
    QString text; // in the serial number, in any case of letters
    std::optional<ItemState> state = {};
    std::optional<Kind> kind = {};
    std::optional<QList<ItemId>> only = {}; // where it is set, it means none when empty

    friend bool operator==(const ItemChoice&, const ItemChoice&) = default;
};

// What the two ways of showing the items of a station have in common: the list, which of it, by which column. Rows are
// found and ordered by their places in the list and by keys that are numbers, so that a hundred thousand of them take
// no time that a person would see. No ledger here: whoever reads it gives the list.
class ItemModel : public QAbstractItemModel {
    Q_OBJECT

public:
    enum Column { Device, What, State, Gathered, Deadline, ColumnCount };

    // All three set the model anew, and only if that changes anything.
    void setList(ItemList::Ptr list);
    void setChoice(const ItemChoice& choice);
    void sort(int column, Qt::SortOrder order) override; // -1: as they arrived

    [[nodiscard]] const ItemList& list() const { return *m_list; }
    [[nodiscard]] const ItemList::Ptr& sharedList() const { return m_list; }
    [[nodiscard]] const ItemChoice& choice() const { return m_choice; }
    [[nodiscard]] virtual qsizetype shownItems() const = 0;
    // Their places in the list, in the order in which they are shown.
    [[nodiscard]] virtual std::vector<quint32> shown() const = 0;
    // The items below an index, by their places in the list: one, or all of a device that are shown.
    [[nodiscard]] virtual std::vector<quint32> itemsAt(const QModelIndex& index) const = 0;
    // Where an item of the list is shown; invalid if it is not.
    [[nodiscard]] virtual QModelIndex indexOf(quint32 item) const = 0;
    // The rows of the marked items, and of devices whose own line is marked, by places in the list and in its
    // devices(). In one walk, as few ranges as can be.
    [[nodiscard]] virtual QItemSelection rowsOf(const std::vector<bool>& items, const std::vector<bool>& devices) const
        = 0;
    // The items of all these rows, each once, in the order of the list.
    [[nodiscard]] std::vector<quint32> itemsIn(const QItemSelection& rows) const;

    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    explicit ItemModel(QObject* parent);

    // Finds anew what is shown, and in which order.
    virtual void arrange() = 0;

    // Places in the list of what the choice leaves.
    [[nodiscard]] std::vector<quint32> chosen() const;
    [[nodiscard]] const ItemRow& row(quint32 item) const { return m_list->rows()[item]; }
    [[nodiscard]] int sortColumn() const { return m_column; }
    [[nodiscard]] QString textOf(const ItemRow& row, int column) const;
    [[nodiscard]] qint64 keyOf(const ItemRow& row) const; // by which it sorts

    // Something to be put in order: its key, and its place among equal ones.
    struct Sortable {
        qint64 key = 0;
        quint32 place = 0;
    };
    // Equal ones stay in the order of their places, whichever way it goes.
    void putInOrder(std::vector<Sortable>& all) const;
    // Adds those of the first `count` rows below a parent that are meant.
    void addRows(
        QItemSelection& rows, const QModelIndex& parent, int count, const std::function<bool(int row)>& isMeant) const;

private:
    ItemList::Ptr m_list;
    ItemChoice m_choice;
    int m_column = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace satchel
