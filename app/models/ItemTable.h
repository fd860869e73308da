#pragma once

#include <QAbstractTableModel>
#include <QList>
#include <QString>

#include <core/ledger/Item.h>

#include <optional>
#include <vector>

namespace satchel {

// What a table shows of an item.
struct ItemRow {
    ItemId id;
    QString device;
    Kind kind = Kind::VoucherRequest;
    ItemState state = ItemState::Held;
    QDateTime gatheredAt;
    std::optional<QDateTime> deadline;
};

// The items of a station, filtered by text and state and sorted by any column: by their indexes, so that a hundred
// thousand of them take no time that a person would see. No ledger here: whoever reads it gives the rows.
class ItemTable final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Device, What, State, Gathered, Deadline, ColumnCount };

    explicit ItemTable(QObject* parent = nullptr);

    void setRows(std::vector<ItemRow> rows);
    // Rows whose device has `text` in it, in any case of letters, and that are in that state; both may be left out.
    void setFilter(const QString& text, std::optional<ItemState> state);
    // Of those only these; nullopt: all.
    void setOnly(std::optional<std::vector<ItemId>> items);
    [[nodiscard]] const ItemRow& rowAt(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void choose(); // which rows are shown, and in which order
    [[nodiscard]] bool isBefore(const ItemRow& one, const ItemRow& other) const;

    std::vector<ItemRow> m_rows; // in the order of gathering
    std::vector<int> m_shown; // indexes of m_rows
    QString m_text;
    std::optional<ItemState> m_state;
    std::optional<std::vector<ItemId>> m_only; // sorted
    int m_column = -1; // -1: as they were gathered
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace satchel
