#pragma once

#include <core/base/Result.h>
#include <core/ledger/ItemStore.h>

#include <QByteArray>
#include <QList>
#include <QString>

#include <optional>

namespace satchel {

class Database;

// A message that was put around one item or several for those who get them (CMP nested, RFC 9810 section 5.1.3.5).
struct Wrapping {
    QString name; // of its file
    QByteArray bytes;
    // By number and without their bytes; those that went into a later wrapping are not among them.
    QList<ItemStore::NumberedItem> members;
    bool isWhole = true; // all that are in its bytes are members
};

// What was put around which items, as it was first made: written down before it is handed over, so that whoever does so
// again, after a crash too, hands over the same bytes under the same name. Changes need an open Transaction.
class Wrappings final {
public:
    explicit Wrappings(Database& database);

    // Of an item that is in one already this is the one that counts from now on.
    [[nodiscard]] Result<void> add(const QString& name, const QByteArray& bytes, const QList<qint64>& items);
    [[nodiscard]] Result<std::optional<Wrapping>> around(qint64 item) const;

private:
    Database* m_database;
};

} // namespace satchel
