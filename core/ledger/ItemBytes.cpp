#include "ItemBytes.h"

#include "Database.h"

namespace satchel {

ItemBytes::ItemBytes(Database& database)
    : m_database{&database}
{
}

Result<void> ItemBytes::addOwn(qint64 item, const QByteArray& bytes) const
{
    SATCHEL_TRY(
        m_database->change(QStringLiteral("INSERT INTO item_bytes (item, bytes) VALUES (?, ?)"), {item, bytes}));
    return {};
}

Result<void> ItemBytes::addCarried(qint64 item, const QByteArray& bytes) const
{
    SATCHEL_TRY(
        m_database->change(QStringLiteral("INSERT INTO carried_bytes (item, bytes) VALUES (?, ?)"), {item, bytes}));
    return {};
}

Result<std::optional<QByteArray>> ItemBytes::find(qint64 item) const
{
    auto rows = m_database->query(QStringLiteral("SELECT bytes FROM item_bytes WHERE item = ? "
                                                 "UNION ALL SELECT bytes FROM carried_bytes WHERE item = ?"),
        {item, item});
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found) {
        return fail(found.error());
    }
    return *found ? std::optional{rows->bytes(0)} : std::nullopt;
}

Result<void> ItemBytes::dropFrom(qint64 first) const
{
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM carried_bytes WHERE item >= ?"), {first}));
    return {};
}

Result<void> ItemBytes::dropOfNone(qint64 first, qint64 past) const
{
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM carried_bytes WHERE item >= ? AND item < ? "
                                                  "AND NOT EXISTS (SELECT 1 FROM items i WHERE i.number = item)"),
        {first, past}));
    return {};
}

Result<qint64> ItemBytes::countLost() const
{
    const auto missing = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items i WHERE i.size <> "
                       "COALESCE((SELECT LENGTH(bytes) FROM carried_bytes WHERE item = i.number), -1) + "
                       "COALESCE((SELECT LENGTH(bytes) FROM item_bytes WHERE item = i.number), -1) + 1"));
    const auto astray = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM carried_bytes c WHERE NOT EXISTS (SELECT 1 FROM items i WHERE i.number = "
                       "c.item) AND NOT EXISTS (SELECT 1 FROM staged_items s WHERE s.number = c.item)"));
    return missing && astray ? Result<qint64>{*missing + *astray} : missing ? astray : missing;
}

} // namespace satchel
