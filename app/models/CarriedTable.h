#pragma once

#include <QAbstractTableModel>

#include <core/exchange/report/BundleReports.h>

namespace satchel {

// What one bundle carried, what was refused of it first.
class CarriedTable final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Device, What, State, Verdict, ColumnCount };

    explicit CarriedTable(QObject* parent = nullptr);

    void show(const BundleReport& report);
    [[nodiscard]] const BundleReport& report() const { return m_report; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    BundleReport m_report;
};

} // namespace satchel
