#include "ShortKeys.h"

#include "Database.h"

#include <algorithm>

namespace satchel {

namespace {

// Some 3 MB of each sort of rows, which stay in SQLite's cache.
constexpr qint64 MostFresh = 131072;
// Or that share of the rows, so that a page of a very large table is still written for several of them.
constexpr qint64 FreshShare = 8;
constexpr int MostKeysOfARow = 3;

} // namespace

ShortKeys::Tables::Tables(QLatin1StringView of, QLatin1StringView rows)
    : m_names{QStringLiteral("fresh_%1_keys").arg(of), QStringLiteral("%1_keys").arg(of)}
    , m_insertSelected{QStringLiteral("INSERT INTO %1 (key, %2) %3 ON CONFLICT DO NOTHING").arg(m_names[0], of)}
    , m_countFresh{QStringLiteral("SELECT COUNT(*) FROM %1").arg(m_names[0])}
    , m_lastRow{QStringLiteral("SELECT COALESCE(MAX(number), 0) FROM %1").arg(rows)}
    // The same may be in both: an answer that was bound to its request a second time. Without a WHERE, SQLite would
    // take ON for part of the SELECT.
    , m_move{QStringLiteral("INSERT INTO %1 (key, %3) SELECT key, %3 FROM %2 WHERE TRUE ORDER BY key, %3 "
                            "ON CONFLICT DO NOTHING")
              .arg(m_names[1], m_names[0], of)}
    , m_clear{QStringLiteral("DELETE FROM %1").arg(m_names[0])}
{
    for (int keys = 1; keys <= MostKeysOfARow; ++keys) {
        m_inserts += QStringLiteral("INSERT INTO %1 (key, %2) VALUES %3 ON CONFLICT DO NOTHING")
                         .arg(m_names[0], of, QStringList{keys, QStringLiteral("(?, ?)")}.join(QStringLiteral(", ")));
    }
}

// A table that is nothing but its key: it is kept in the order of that, once. (PostgreSQL does not know the last two
// words, and can do without them.) No reference to the rows: a key is never read but to look at the row that it names.
QStringList ShortKeys::Tables::creation(QLatin1StringView of)
{
    const auto table = QStringLiteral("CREATE TABLE %2 (key BIGINT NOT NULL, %1 INTEGER NOT NULL, "
                                      "PRIMARY KEY (key, %1)) WITHOUT ROWID");
    return {
        table.arg(of, QStringLiteral("%1_keys").arg(of)),
        table.arg(of, QStringLiteral("fresh_%1_keys").arg(of)),
        QStringLiteral("CREATE VIEW %1_lookups AS SELECT key, %1 FROM %1_keys "
                       "UNION ALL SELECT key, %1 FROM fresh_%1_keys")
            .arg(of),
    };
}

qint64 ShortKeys::leadingBits(const QByteArray& digest)
{
    qint64 bits = 0;
    for (int i = 0; i < 6; ++i) {
        bits = bits << 8 | (i < digest.size() ? static_cast<unsigned char>(digest[i]) : 0);
    }
    return bits >> (48 - Bits);
}

ShortKeys::ShortKeys(Database& database, const Tables& tables)
    : m_database{&database}
    , m_tables{&tables}
{
}

Result<void> ShortKeys::add(const QVariantList& keysAndNumbers) const
{
    if (keysAndNumbers.isEmpty()) {
        return {};
    }
    SATCHEL_TRY(m_database->change(m_tables->m_inserts[keysAndNumbers.size() / 2 - 1], keysAndNumbers));
    return {};
}

Result<void> ShortKeys::addSelected(const QString& select, const QVariantList& values) const
{
    SATCHEL_TRY(m_database->change(m_tables->m_insertSelected.arg(select), values));
    return {};
}

Result<void> ShortKeys::settle() const
{
    const auto fresh = m_database->queryNumber(m_tables->m_countFresh);
    const auto rows = m_database->queryNumber(m_tables->m_lastRow);
    if (!fresh || !rows) {
        return fail(!fresh ? fresh.error() : rows.error());
    }
    if (*fresh < std::max(MostFresh, *rows / FreshShare)) {
        return {};
    }
    SATCHEL_TRY(m_database->change(m_tables->m_move));
    SATCHEL_TRY(m_database->change(m_tables->m_clear));
    return {};
}

Result<void> ShortKeys::settleNowAndThen(qint64 number) const
{
    constexpr qint64 RowsBetweenLooks = 1024;
    return number % RowsBetweenLooks == 0 ? settle() : Result<void>{};
}

} // namespace satchel
