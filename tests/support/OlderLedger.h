#pragma once

#include <core/ledger/Database.h>
#include <core/ledger/Schema.h>

#include <QStringList>

namespace satchel::test {

// A site's ledger as the version of that number made it, with what these statements put in.
inline Result<void> makeOlderLedger(const QString& databaseFile, qsizetype version, const QString& ledger,
    const QString& station, const QStringList& content = {})
{
    const auto database = Database::open(databaseFile, DatabaseMode::Create);
    if (!database) {
        return fail(database.error());
    }
    SATCHEL_TRY((*database)->begin());
    SATCHEL_TRY(migrate(**database, ledgerMigrations().first(static_cast<std::size_t>(version))));
    SATCHEL_TRY((*database)->change(
        QStringLiteral("INSERT INTO ledger VALUES (1, ?, ?, ?, 'site', '2026-11-25T09:00:00Z', 0, X'')"),
        {qint64{version}, ledger, station}));
    for (const auto& statement : content) {
        SATCHEL_TRY((*database)->change(statement));
    }
    return (*database)->commit();
}

} // namespace satchel::test
