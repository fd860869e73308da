#pragma once

#include <core/base/Result.h>

#include <QByteArray>
#include <QLatin1StringView>
#include <QString>
#include <QStringList>
#include <QVariantList>

namespace satchel {

class Database;

// How rows of a table are found by digests, or by other texts that are as good as random. In an index of these texts
// each new row would change a page of its own. Instead the first 44 bits of each are its key, and the keys lie in two
// tables: new ones in a small one, which is moved in its order into the large one when it is full, so that a page of
// that is written once for many rows. Whoever looks looks into both (the view `lookups`), and compares the text, since
// two may share a key.
class ShortKeys final {
public:
    // The names of what belongs to the rows of one table; `of` is the column that holds a row's number, as in
    // item_keys (key, item). Made once: statements are told apart by their text.
    class Tables final {
    public:
        Tables(QLatin1StringView of, QLatin1StringView rows);

        // What creates them; which no migration that has run may see changed (Schema.cpp).
        [[nodiscard]] static QStringList creation(QLatin1StringView of);
        // The two, from new to old.
        [[nodiscard]] const QStringList& names() const { return m_names; }

    private:
        friend class ShortKeys;
        QStringList m_names;
        QStringList m_inserts; // of one key, of two, of three
        QString m_insertSelected;
        QString m_countFresh;
        QString m_lastRow;
        QString m_move;
        QString m_clear;
    };

    // 44 bits are eleven hexadecimal digits; with two bits more, which tell sorts of keys apart, they still fit into
    // the six bytes that SQLite has for them.
    static constexpr int Bits = 44;
    static constexpr int Digits = 11;
    // Of a digest; octets that are missing count as nought.
    [[nodiscard]] static qint64 leadingBits(const QByteArray& digest);

    ShortKeys(Database& database, const Tables& tables);

    // These need an open Transaction; what is there already is no hindrance.
    // For one new row, up to three keys, each followed by the row's number.
    [[nodiscard]] Result<void> add(const QVariantList& keysAndNumbers) const;
    // For new rows that a SELECT gives, each as a key and a number.
    [[nodiscard]] Result<void> addSelected(const QString& select, const QVariantList& values) const;
    // Moves what is new if there is enough of it. Call it now and then: no look is slower for want of it, but writing
    // becomes so.
    [[nodiscard]] Result<void> settle() const;
    // Does so for one row of a thousand.
    [[nodiscard]] Result<void> settleNowAndThen(qint64 number) const;

private:
    Database* m_database;
    const Tables* m_tables;
};

} // namespace satchel
