#pragma once

#include <core/base/Result.h>
#include <core/ledger/SqliteHandle.h>

#include <QByteArray>
#include <QString>
#include <QStringList>
#include <QVariantList>

#include <functional>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace satchel {

struct FileSystemFacts;
class Database;

// A statement of SQLite, prepared, and the texts and bytes that it refers to while it runs.
struct PreparedStatement {
    QString sql;
    std::vector<QByteArray> values;
    SqliteStatement handle; // goes before what it refers to
};

// The rows of one query, one at a time. Going away ends the query, and with it its view of the database.
class Rows final {
public:
    Rows(Rows&&) noexcept = default;
    Rows& operator=(Rows&&) = delete;
    ~Rows();

    // Moves to the next row; false at the end.
    [[nodiscard]] Result<bool> next();

    [[nodiscard]] QString text(int column) const;
    [[nodiscard]] qint64 number(int column) const;
    [[nodiscard]] bool truth(int column) const { return number(column) != 0; }
    [[nodiscard]] QByteArray bytes(int column) const;

private:
    friend class Database;
    enum class Step { Row, End };
    Rows(Database& database, PreparedStatement statement, Step first);

    Database* m_database;
    PreparedStatement m_statement; // without a handle once moved from
    Step m_ahead; // what the statement came to when it was stepped last
    bool m_begun = false;
};

enum class DatabaseMode { Create, ReadWrite, ReadOnly };

// One connection to a SQLite file in WAL mode with full synchronisation and foreign keys. Knows SQL and nothing of
// items. Use by the thread that opened it.
//
// Errors: NoSpaceForLedger, StationInUse (another process writes), DatabaseUnavailable (no database, damaged, not to be
// opened, not to be written, an I/O error), Internal for everything that is our own mistake.
class Database final {
public:
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const QString& file, DatabaseMode mode);

    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;
    ~Database();

    // Values are numbers (bool, int, qint64), texts and bytes. Null texts and bytes are stored as empty ones: no column
    // of ours knows NULL.
    [[nodiscard]] Result<Rows> query(const QString& sql, const QVariantList& values = {});
    // For a query that gives exactly one number, like COUNT(*).
    [[nodiscard]] Result<qint64> queryNumber(const QString& sql, const QVariantList& values = {});
    // Changes something and returns how many rows. Internal without an open transaction. Once a change has failed in
    // it, or the disk while it was read, a transaction can only be rolled back: SQLite may have done so already, and
    // what followed would stand alone.
    [[nodiscard]] Result<qint64> change(const QString& sql, const QVariantList& values = {});
    // The same for a change that gives one number with RETURNING; nullopt if it gives no row.
    [[nodiscard]] Result<std::optional<qint64>> changeReturning(const QString& sql, const QVariantList& values);
    // The same for an INSERT that always gives the number of its row; Internal if it does not.
    [[nodiscard]] Result<qint64> insertReturning(const QString& sql, const QVariantList& values);

    // Writers take their turn from the start, so that nobody is turned away in the middle. One at a time, and while no
    // rows are being read: their view may be older than what another process has written, and SQLite refuses at once.
    [[nodiscard]] Result<void> begin();
    // The transaction is over, whatever comes of it.
    [[nodiscard]] Result<void> commit();
    void rollback();
    [[nodiscard]] Result<void> requireTransaction() const;

    // Whether a row must be there that another refers to: always, unless tables are made anew. Between transactions.
    [[nodiscard]] Result<void> enforceReferences(bool enforce);

    // How many rows refer to one that is not there.
    [[nodiscard]] Result<qint64> countDangling();
    // Moves all that is in the -wal file into the database. Closing does so too, but cannot tell that it failed.
    [[nodiscard]] Result<void> emptyLog();

    // The texts of statements that were run and are not running: to look at their plans.
    [[nodiscard]] QStringList idleStatements() const;

private:
    friend class Rows;
    explicit Database(QString file);

    [[nodiscard]] Result<void> connect(DatabaseMode mode);
    [[nodiscard]] Result<void> configure(DatabaseMode mode);
    [[nodiscard]] Result<void> pragma(const QString& name, const QString& value, const QString& expected);
    [[nodiscard]] Result<PreparedStatement> takePrepared(const QString& sql);
    void giveBack(PreparedStatement statement);
    [[nodiscard]] Result<void> bind(PreparedStatement& statement, const QVariantList& values);
    [[nodiscard]] Result<Rows::Step> step(sqlite3_stmt& statement);
    [[nodiscard]] Error lastError() const;

    QString m_file;
    SqliteConnection m_connection;
    std::unordered_map<QString, PreparedStatement> m_idle; // prepared and not in use, by text
    bool m_inTransaction = false;
    bool m_broken = false; // a change of the open transaction failed
};

// Visits row after row. The first failure, of reading or of the visitor, ends the walk and is returned.
[[nodiscard]] Result<void> forEachRow(Result<Rows> rows, const std::function<Result<void>(const Rows&)>& visit);

// A ledger needs locks and flushes that hold: DatabaseUnavailable on a network file system.
[[nodiscard]] Result<void> requireFitForLedger(const FileSystemFacts& facts);

// What a failed SQLite call means to the caller, by its extended result code.
[[nodiscard]] ErrorCode errorCodeOfSqlite(int extendedResultCode);

} // namespace satchel
