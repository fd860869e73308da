#include "Wrappings.h"

#include "Database.h"
#include "ItemRecords.h"

namespace satchel {

Wrappings::Wrappings(Database& database)
    : m_database{&database}
{
}

Result<void> Wrappings::add(const QString& name, const QByteArray& bytes, const QList<qint64>& items)
{
    const auto number = m_database->insertReturning(
        QStringLiteral("INSERT INTO wrappings (number, name, items, bytes) VALUES "
                       "((SELECT COALESCE(MAX(number), 0) + 1 FROM wrappings), ?, ?, ?) RETURNING number"),
        {name, qint64{items.size()}, bytes});
    if (!number) {
        return fail(number.error());
    }
    for (const auto item : items) {
        SATCHEL_TRY(m_database->change(QStringLiteral("INSERT INTO wrapped_items (item, wrapping) VALUES (?, ?) "
                                                      "ON CONFLICT (item) DO UPDATE SET wrapping = excluded.wrapping"),
            {item, *number}));
    }
    return {};
}

Result<std::optional<Wrapping>> Wrappings::around(qint64 item) const
{
    Wrapping wrapping;
    qint64 number = 0;
    qint64 itemsInside = 0;
    auto found = m_database->query(QStringLiteral("SELECT w.number, w.name, w.items, w.bytes FROM wrapped_items i "
                                                  "JOIN wrappings w ON w.number = i.wrapping WHERE i.item = ?"),
        {item});
    SATCHEL_TRY(forEachRow(std::move(found), [&](const Rows& row) -> Result<void> {
        number = row.number(0);
        wrapping.name = row.text(1);
        itemsInside = row.number(2);
        wrapping.bytes = row.bytes(3);
        return {};
    }));
    if (number == 0) {
        return std::nullopt;
    }
    auto members
        = m_database->query(QStringLiteral("SELECT number, %1 FROM %2 WHERE number IN (SELECT item FROM wrapped_items "
                                           "WHERE wrapping = ?) ORDER BY number")
                                .arg(ItemRecords::selected(), ItemRecords::Whole),
            {number});
    SATCHEL_TRY(forEachRow(std::move(members), [&wrapping](const Rows& row) -> Result<void> {
        auto member = ItemRecords::read(row, 1);
        if (!member) {
            return fail(std::move(member).error());
        }
        wrapping.members += ItemStore::NumberedItem{row.number(0), {*std::move(member), {}}};
        return {};
    }));
    wrapping.isWhole = wrapping.members.size() == itemsInside;
    return wrapping;
}

} // namespace satchel
