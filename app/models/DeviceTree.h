#pragma once

#include "ItemModel.h"

namespace satchel {

// Each device with all of its items below it. A device is shown if any of its items is; what is for no device at all
// stands below a line of its own.
class DeviceTree final : public ItemModel {
    Q_OBJECT

public:
    explicit DeviceTree(QObject* parent = nullptr);

    [[nodiscard]] QString deviceAt(int row) const;

    [[nodiscard]] qsizetype shownItems() const override { return m_shownItems; }
    [[nodiscard]] std::vector<quint32> shown() const override;
    [[nodiscard]] std::vector<quint32> itemsAt(const QModelIndex& index) const override;
    [[nodiscard]] QModelIndex indexOf(quint32 item) const override;
    [[nodiscard]] QItemSelection rowsOf(
        const std::vector<bool>& items, const std::vector<bool>& devices) const override;

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& child) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] bool hasChildren(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;

protected:
    void arrange() override;

private:
    struct Group {
        quint32 device = 0;
        std::vector<quint32> items; // that are shown, as they arrived
    };

    [[nodiscard]] const Group& group(int row) const { return m_groups[static_cast<std::size_t>(row)]; }
    [[nodiscard]] qint64 groupKey(const Group& group) const;
    [[nodiscard]] QString groupText(const Group& group, int column) const;
    [[nodiscard]] QString statesOf(const Group& group) const;

    std::vector<Group> m_groups;
    std::vector<int> m_rowOf; // of a device; -1: it is not shown
    qsizetype m_shownItems = 0;
};

} // namespace satchel
