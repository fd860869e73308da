#include "LedgerQuery.h"

#include <QFile>

namespace satchel::test {

namespace {

// By SQLite alone: what looks at the program's work does not go through the program.
SqliteConnection connected(const QString& databaseFile)
{
    sqlite3* connection = nullptr;
    if (sqlite3_open(QFile::encodeName(databaseFile).constData(), &connection) != SQLITE_OK) {
        qFatal("%s: %s", qPrintable(databaseFile), sqlite3_errmsg(connection));
    }
    return SqliteConnection{connection};
}

void execute(sqlite3& connection, const QString& sql)
{
    if (sqlite3_exec(&connection, sql.toUtf8().constData(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        qFatal("%s: %s", qPrintable(sql), sqlite3_errmsg(&connection));
    }
}

} // namespace

qint64 numberFrom(const QString& databaseFile, const QString& sql)
{
    const auto connection = connected(databaseFile);
    sqlite3_stmt* prepared = nullptr;
    int result = sqlite3_prepare_v2(connection.get(), sql.toUtf8().constData(), -1, &prepared, nullptr);
    const SqliteStatement statement{prepared};
    if (result == SQLITE_OK) {
        result = sqlite3_step(prepared);
    }
    if (result != SQLITE_ROW && result != SQLITE_DONE) {
        qFatal("%s: %s", qPrintable(sql), sqlite3_errmsg(connection.get()));
    }
    return result == SQLITE_ROW ? sqlite3_column_int64(prepared, 0) : 0;
}

void changeLedger(const QString& databaseFile, const QStringList& statements)
{
    const auto connection = connected(databaseFile);
    for (const auto& sql : statements) {
        execute(*connection, sql);
    }
}

HeldLedger::HeldLedger(const QString& databaseFile)
    : m_connection{connected(databaseFile)}
{
    execute(*m_connection, QStringLiteral("BEGIN IMMEDIATE"));
}

qint64 wronglyIndexed(const QString& databaseFile)
{
    return numberFrom(databaseFile,
        QStringLiteral("SELECT COUNT(*) FROM items WHERE due <> (gathered_here = 1 "
                       "AND (state IN ('pending', 'packed') OR (state = 'received' AND peer = ''))) "
                       "OR waiting <> (deadline < '9999' "
                       "AND state IN ('held', 'pending', 'packed', 'received', 'ready', 'delivered'))"));
}

} // namespace satchel::test
