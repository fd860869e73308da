#include "ItemKeys.h"

#include "Database.h"
#include "RowReader.h"

#include <core/crypto/Digest.h>

#include <optional>

namespace satchel {

namespace {

constexpr qint64 Correlations = 2 * ItemKeys::AnswersFromId;

const ShortKeys::Tables& keysOfItems()
{
    static const ShortKeys::Tables tables{QLatin1StringView{"item"}, QLatin1StringView{"items"}};
    return tables;
}

std::optional<qint64> keyOfDigits(const QString& digits, QChar filler)
{
    bool areDigits = false;
    const auto key = digits.left(ShortKeys::Digits).leftJustified(ShortKeys::Digits, filler).toLongLong(&areDigits, 16);
    return areDigits ? std::optional{key} : std::nullopt;
}

} // namespace

ItemKeys::ItemKeys(Database& database)
    : m_database{&database}
    , m_keys{database, keysOfItems()}
{
}

qint64 ItemKeys::ofId(const ItemId& id)
{
    return id.isNull() ? 0 : ShortKeys::leadingBits(id.bytes());
}

qint64 ItemKeys::ofCorrelation(const QString& correlation)
{
    return Correlations + ShortKeys::leadingBits(sha256(correlation.toUtf8()).bytes());
}

qint64 ItemKeys::ofAnswersTo(const ItemId& request)
{
    return AnswersFromId + ofId(request);
}

QString ItemKeys::matches(const QString& item, const QString& column, const QString& key, const QString& text)
{
    return QStringLiteral("%1.number IN (SELECT item FROM item_lookups WHERE key = %3) "
                          "AND EXISTS (SELECT 1 FROM item_facts f WHERE f.item = %1.number AND f.%2 = %4)")
        .arg(item, column, key, text);
}

QString ItemKeys::hasId(const QString& item)
{
    return matches(item, QStringLiteral("id"), QStringLiteral("?"), QStringLiteral("?"));
}

QVariantList ItemKeys::idValues(const ItemId& id)
{
    return {ofId(id), id.toString()};
}

QString ItemKeys::isAnswer(const QString& item)
{
    return matches(item, QStringLiteral("in_reply_to"), QStringLiteral("?"), QStringLiteral("?"));
}

QVariantList ItemKeys::requestValues(const ItemId& request)
{
    return {ofAnswersTo(request), request.toString()};
}

const QStringList& ItemKeys::tables()
{
    return keysOfItems().names();
}

Result<QStringList> ItemKeys::idsBeginning(const QString& digits, int most) const
{
    QStringList ids;
    const auto first = keyOfDigits(digits, QLatin1Char('0'));
    const auto last = keyOfDigits(digits, QLatin1Char('f'));
    if (!first || !last) {
        return ids;
    }
    for (const auto& table : tables()) {
        // 'g' is the first letter after the digits that an id is written in.
        auto rows = m_database->query(
            QStringLiteral("SELECT f.id FROM %1 k JOIN item_facts f ON f.item = k.item WHERE k.key >= ? AND k.key <= ? "
                           "AND f.id >= ? AND f.id < ? ORDER BY k.key, k.item LIMIT ?")
                .arg(table),
            {*first, *last, digits, digits + QLatin1Char('g'), most});
        SATCHEL_TRY(forEachRow(std::move(rows), [&ids](const Rows& row) -> Result<void> {
            ids += row.text(0);
            return {};
        }));
    }
    ids.sort();
    return ids.mid(0, most);
}

Result<void> ItemKeys::add(qint64 number, const ItemId& id, const QString& correlation, const ItemId& inReplyTo) const
{
    QVariantList values;
    if (!id.isNull()) {
        values += {ofId(id), number};
    }
    if (!correlation.isEmpty()) {
        values += {ofCorrelation(correlation), number};
    }
    if (!inReplyTo.isNull()) {
        values += {ofAnswersTo(inReplyTo), number};
    }
    SATCHEL_TRY(m_keys.add(values));
    return m_keys.settleNowAndThen(number);
}

Result<void> ItemKeys::addAnswer(qint64 number, const ItemId& request) const
{
    return m_keys.add({ofAnswersTo(request), number});
}

Result<void> ItemKeys::addSelected(const QString& select, const QVariantList& values) const
{
    return m_keys.addSelected(select, values);
}

Result<void> ItemKeys::settle() const
{
    return m_keys.settle();
}

struct ItemKeys::Found {
    qint64 number = 0;
    ItemId id;
    QString correlation;
    ItemId inReplyTo;
    bool isReadable = true;
};

Result<void> ItemKeys::forEachItem(const QString& select, const std::function<Result<void>(const Found&)>& visit) const
{
    return forEachRow(m_database->query(select), [&visit](const Rows& each) -> Result<void> {
        RowReader row{each};
        Found item;
        item.number = row.number();
        item.id = row.id<ItemId>();
        item.correlation = row.text();
        item.inReplyTo = row.id<ItemId>();
        item.isReadable = row.finish().has_value();
        return visit(item);
    });
}

Result<void> ItemKeys::addAll() const
{
    return forEachItem(QStringLiteral("SELECT number, id, correlation, in_reply_to FROM items"),
        [this](const Found& item) { return add(item.number, item.id, item.correlation, item.inReplyTo); });
}

Result<bool> ItemKeys::isLost(const Found& item) const
{
    static const auto sql
        = QStringLiteral("SELECT CASE WHEN COUNT(*) = 1 THEN MAX(number) ELSE 0 END FROM items WHERE %1").arg(hasId());
    const auto byId = m_database->queryNumber(sql, idValues(item.id));
    if (!byId) {
        return fail(byId.error());
    }
    QList<qint64> others;
    if (!item.correlation.isEmpty()) {
        others += ofCorrelation(item.correlation);
    }
    if (!item.inReplyTo.isNull()) {
        others += ofAnswersTo(item.inReplyTo);
    }
    for (const auto key : others) {
        const auto found = m_database->queryNumber(
            QStringLiteral("SELECT COUNT(*) FROM item_lookups WHERE key = ? AND item = ?"), {key, item.number});
        if (!found) {
            return fail(found.error());
        }
        if (*found == 0) {
            return true;
        }
    }
    return *byId != item.number;
}

Result<qint64> ItemKeys::countLost() const
{
    qint64 lost = 0;
    const auto select = QStringLiteral("SELECT i.number, COALESCE(f.id, ''), COALESCE(f.correlation, ''), "
                                       "COALESCE(f.in_reply_to, '') FROM items i "
                                       "LEFT JOIN item_facts f ON f.item = i.number");
    SATCHEL_TRY(forEachItem(select, [this, &lost](const Found& item) -> Result<void> {
        const auto found = item.isReadable ? isLost(item) : true;
        if (!found) {
            return fail(found.error());
        }
        lost += *found ? 1 : 0;
        return {};
    }));
    const auto astray = m_database->queryNumber(QStringLiteral("SELECT COUNT(*) FROM item_lookups "
                                                               "WHERE item NOT IN (SELECT number FROM items)"));
    return astray ? Result<qint64>{lost + *astray} : astray;
}

} // namespace satchel
