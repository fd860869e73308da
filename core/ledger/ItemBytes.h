#pragma once

#include <core/base/Result.h>

#include <QByteArray>

#include <optional>

namespace satchel {

class Database;

// The bytes of items, by their numbers in the ledger. What a bundle brings is written once, while it is staged, to a
// table that does not refer to the items, which come later (BundleRecords). All else is in one that does: what was
// gathered or made here, and what came before the eleventh version (Schema.cpp).
class ItemBytes final {
public:
    explicit ItemBytes(Database& database);

    [[nodiscard]] Result<void> addOwn(qint64 item, const QByteArray& bytes) const;
    // Of an item that is staged under this number.
    [[nodiscard]] Result<void> addCarried(qint64 item, const QByteArray& bytes) const;
    [[nodiscard]] Result<std::optional<QByteArray>> find(qint64 item) const;

    // What was staged from this number on.
    [[nodiscard]] Result<void> dropFrom(qint64 first) const;
    // What was staged under numbers from `first` to before `past` and has become no item.
    [[nodiscard]] Result<void> dropOfNone(qint64 first, qint64 past) const;

    // Items whose bytes are not there or not as long as they came, and bytes that belong to none. None, unless somebody
    // meddled.
    [[nodiscard]] Result<qint64> countLost() const;

private:
    Database* m_database;
};

} // namespace satchel
