#pragma once

#include <QDateTime>
#include <QList>
#include <QString>

#include <core/ledger/Item.h>

#include <array>
#include <limits>
#include <memory>
#include <unordered_map>
#include <vector>

namespace satchel {

// What tables show of an item, in 64 bytes: a hundred thousand of them take no memory worth telling of.
struct ItemRow {
    static constexpr qint64 NoDeadline = std::numeric_limits<qint64>::max();

    std::array<char, ItemId::Size> id{};
    qint64 gatheredAt = 0; // seconds since 1970, as the next
    qint64 deadline = NoDeadline;
    quint32 device = 0; // its place in ItemList::devices()
    Kind kind = Kind::VoucherRequest;
    ItemState state = ItemState::Held;

    [[nodiscard]] ItemId itemId() const;
};

// The items of a station as they were at one moment, made on the thread that reads the ledger, never changed after
// that, and shared by the models that show them. Each serial number is held once; how devices sort is found once.
class ItemList final {
public:
    using Ptr = std::shared_ptr<const ItemList>;

    // In the order of arrival.
    void add(const Item& item);
    // After the last one, before anything below is asked.
    void finish();

    [[nodiscard]] const std::vector<ItemRow>& rows() const { return m_rows; }
    [[nodiscard]] const std::vector<QString>& devices() const { return m_devices; }
    [[nodiscard]] const QString& deviceOf(const ItemRow& row) const { return m_devices[row.device]; }
    // The place of a device among all of them as people sort them: "SN-9" before "sn-10".
    [[nodiscard]] quint32 rankOf(quint32 device) const { return m_ranks[device]; }
    // The ids of the rows at these places.
    [[nodiscard]] QList<ItemId> idsAt(const std::vector<quint32>& places) const;
    // For each row, whether it is one of these: in one walk, however many they are.
    [[nodiscard]] std::vector<bool> marked(const QList<ItemId>& ids) const;
    // Where the items that stood at these places of a former list stand here, in the same order; Nowhere if they are
    // gone. In one walk likewise.
    static constexpr quint32 Nowhere = std::numeric_limits<quint32>::max();
    [[nodiscard]] std::vector<quint32> placesOf(const ItemList& former, const std::vector<quint32>& places) const;

private:
    std::vector<ItemRow> m_rows;
    std::vector<QString> m_devices;
    std::vector<quint32> m_ranks; // by device
    std::unordered_map<QString, quint32> m_places; // of devices, while items are added
};

// Whether one text comes before another when numbers in them count as numbers and letters are of any case.
[[nodiscard]] bool isNaturallyBefore(QStringView one, QStringView other);

} // namespace satchel
