#pragma once

#include "ItemModel.h"

namespace satchel {

// Each item in a row of its own.
class ItemTable final : public ItemModel {
    Q_OBJECT

public:
    explicit ItemTable(QObject* parent = nullptr);

    [[nodiscard]] const ItemRow& rowAt(int row) const;

    [[nodiscard]] qsizetype shownItems() const override { return static_cast<qsizetype>(m_shown.size()); }
    [[nodiscard]] std::vector<quint32> shown() const override { return m_shown; }
    [[nodiscard]] std::vector<quint32> itemsAt(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex indexOf(quint32 item) const override;
    [[nodiscard]] QItemSelection rowsOf(
        const std::vector<bool>& items, const std::vector<bool>& devices) const override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    void arrange() override;

private:
    std::vector<quint32> m_shown; // places in the list
};

} // namespace satchel
