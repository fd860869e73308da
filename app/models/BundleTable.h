#pragma once

#include <QAbstractTableModel>
#include <QString>

#include <core/exchange/report/BundleReports.h>

#include <optional>
#include <vector>

namespace satchel {

// The bundles of a station, filtered and sorted by their indexes, so that many thousand take no time that a person
// would see. No ledger here: whoever reads it gives the rows.
class BundleTable final : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Sequence, Way, Station, When, Items, Size, Receipt, Medium, Id, ColumnCount };
    enum class Choice { All, MadeHere, CameHere, WithoutReceipt, WithRefusals, Missing };

    explicit BundleTable(QObject* parent = nullptr);

    void setRows(std::vector<BundleFacts> rows);
    // Rows of that choice that have `text` in their id, station or medium, in any case of letters.
    void setFilter(const QString& text, Choice choice);
    [[nodiscard]] const BundleFacts& rowAt(int row) const;
    [[nodiscard]] std::vector<BundleFacts> shownRows() const;
    // The row that shows this bundle of either way; nullopt if none does.
    [[nodiscard]] std::optional<int> rowOf(const Ulid& bundle) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    void choose(); // which rows are shown, and in which order
    [[nodiscard]] bool isShown(const BundleFacts& row) const;
    [[nodiscard]] bool isBefore(const BundleFacts& one, const BundleFacts& other) const;
    [[nodiscard]] static QString textOf(const BundleFacts& row, int column);

    std::vector<BundleFacts> m_rows; // as they were given
    std::vector<int> m_shown; // indexes of m_rows
    QString m_text;
    Choice m_choice = Choice::All;
    int m_column = -1; // -1: as they were given
    Qt::SortOrder m_order = Qt::AscendingOrder;
};

} // namespace satchel
