#pragma once

#include <core/base/Result.h>
#include <core/ledger/ItemId.h>
#include <core/ledger/ShortKeys.h>

#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>

namespace satchel {

class Database;

// How an item is found otherwise than by its number: by its id, by what pairs a request with its answer, and by the
// request that it answers. All three are as good as random (ShortKeys); the sort of a key stands in its highest bits.
class ItemKeys final {
public:
    explicit ItemKeys(Database& database);

    [[nodiscard]] static qint64 ofId(const ItemId& id);
    [[nodiscard]] static qint64 ofCorrelation(const QString& correlation);
    [[nodiscard]] static qint64 ofAnswersTo(const ItemId& request);
    // From the key of an id to that of the answers to it.
    static constexpr qint64 AnswersFromId = qint64{1} << ShortKeys::Bits;

    // Conditions on the item that a statement calls `item`: that its id, or the request that it answers, is what the
    // two values say that the function below each gives.
    [[nodiscard]] static QString hasId(const QString& item = QStringLiteral("items"));
    [[nodiscard]] static QVariantList idValues(const ItemId& id);
    [[nodiscard]] static QString isAnswer(const QString& item = QStringLiteral("items"));
    [[nodiscard]] static QVariantList requestValues(const ItemId& request);
    // The same with expressions of SQL in place of the values.
    [[nodiscard]] static QString matches(
        const QString& item, const QString& column, const QString& key, const QString& text);

    // The two tables, as far as correlations go in the order from new to old.
    [[nodiscard]] static const QStringList& tables();
    // The ids that begin with these digits, at most so many, in their order.
    [[nodiscard]] Result<QStringList> idsBeginning(const QString& digits, int most) const;

    // For a new item of that number.
    [[nodiscard]] Result<void> add(
        qint64 number, const ItemId& id, const QString& correlation, const ItemId& inReplyTo) const;
    [[nodiscard]] Result<void> addAnswer(qint64 number, const ItemId& request) const;
    // For new items that a SELECT gives, each as a key and a number.
    [[nodiscard]] Result<void> addSelected(const QString& select, const QVariantList& values) const;
    // See ShortKeys.
    [[nodiscard]] Result<void> settle() const;
    // Keys of all items of a ledger of the third version, which has none (Schema.cpp). What cannot be read of an item
    // gets none (countLost()).
    [[nodiscard]] Result<void> addAll() const;
    // How many items would not be found by what they are found by, or share their id with another; and how many keys
    // are of no item.
    [[nodiscard]] Result<qint64> countLost() const;

private:
    struct Found;
    [[nodiscard]] Result<void> forEachItem(
        const QString& select, const std::function<Result<void>(const Found&)>& visit) const;
    [[nodiscard]] Result<bool> isLost(const Found& item) const;

    Database* m_database;
    ShortKeys m_keys;
};

} // namespace satchel
