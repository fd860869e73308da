#pragma once

#include <QAbstractTableModel>

#include <core/exchange/import/Arrivals.h>

#include <vector>

namespace satchel {

// What an import brought, device by device, and what was refused and why. No ledger here: whoever reads it gives the
// rows.
class ArrivalTable final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Device, What, State, Why, ColumnCount };

    explicit ArrivalTable(QObject* parent = nullptr);

    // What was refused first, then what waits for somebody. Takes its time: not for the window's thread.
    static void putInOrder(std::vector<Arrival>& rows);
    void setRows(std::vector<Arrival> rows); // in that order
    [[nodiscard]] const Arrival& rowAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::vector<Arrival> m_rows;
};

} // namespace satchel
