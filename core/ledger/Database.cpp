#include "Database.h"

#include <core/media/FileSystem.h>

#include <QSqlError>
#include <QUuid>

namespace satchel {

namespace {

constexpr std::size_t MostIdleStatements = 128;

// Primary and extended result codes of SQLite (https://www.sqlite.org/rescode.html); only those that mean something of
// their own to us.
constexpr int SqlitePrimaryMask = 0xff;
constexpr int SqlitePerm = 3;
constexpr int SqliteBusy = 5;
constexpr int SqliteLocked = 6;
constexpr int SqliteReadOnly = 8;
constexpr int SqliteIoError = 10;
constexpr int SqliteCorrupt = 11;
constexpr int SqliteFull = 13;
constexpr int SqliteCannotOpen = 14;
constexpr int SqliteNotADatabase = 26;
constexpr int SqliteIoErrorSharedMemorySize = SqliteIoError | (19 << 8);

QString adviceFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NoSpaceForLedger:
        return QStringLiteral("there is no space left for the ledger: free some on the disk that holds it");
    case ErrorCode::StationInUse:
        return QStringLiteral("another process is writing to the ledger: try again when it is done");
    case ErrorCode::DatabaseUnavailable:
        return QStringLiteral("the ledger cannot be used: check its disk and its permissions");
    default:
        return QStringLiteral("the ledger refused a statement");
    }
}

QVariant neverNull(const QVariant& value)
{
    if (value.typeId() == QMetaType::QString && value.toString().isNull()) {
        return QString{QLatin1StringView{""}};
    }
    if (value.typeId() == QMetaType::QByteArray && value.toByteArray().isNull()) {
        return QByteArray{""};
    }
    return value;
}

bool execute(QSqlQuery& query, const QVariantList& values)
{
    for (int i = 0; i < values.size(); ++i) {
        query.bindValue(i, neverNull(values[i]));
    }
    return query.exec();
}

} // namespace

ErrorCode errorCodeOfSqlite(int extendedResultCode)
{
    if (extendedResultCode == SqliteIoErrorSharedMemorySize) {
        return ErrorCode::NoSpaceForLedger; // growing the -shm file failed: nothing but a full disk does that
    }
    switch (extendedResultCode & SqlitePrimaryMask) {
    case SqliteFull:
        return ErrorCode::NoSpaceForLedger;
    case SqliteBusy:
    case SqliteLocked:
        return ErrorCode::StationInUse;
    case SqlitePerm:
    case SqliteReadOnly:
    case SqliteIoError:
    case SqliteCorrupt:
    case SqliteCannotOpen:
    case SqliteNotADatabase:
        return ErrorCode::DatabaseUnavailable;
    default:
        return ErrorCode::Internal;
    }
}

Result<void> requireFitForLedger(const FileSystemFacts& facts)
{
    if (facts.network) {
        return fail(ErrorCode::DatabaseUnavailable,
            QStringLiteral("%1 is on a network file system (%2), where locks and flushes cannot be relied upon: keep "
                           "the station on a local disk")
                .arg(facts.mountPoint, facts.type));
    }
    return {};
}

// --- Rows ---

Rows::Rows(Database& database, QString sql, std::unique_ptr<QSqlQuery> query)
    : m_database{&database}
    , m_sql{std::move(sql)}
    , m_query{std::move(query)}
{
}

Rows::~Rows()
{
    if (m_query) {
        m_database->giveBack(m_sql, std::move(m_query));
    }
}

Result<bool> Rows::next()
{
    if (m_query->next()) {
        return true;
    }
    if (m_query->lastError().isValid()) {
        return fail(m_database->errorFrom(m_query->lastError()));
    }
    return false;
}

QString Rows::text(int column) const
{
    return m_query->value(column).toString();
}

qint64 Rows::number(int column) const
{
    return m_query->value(column).toLongLong();
}

QByteArray Rows::bytes(int column) const
{
    return m_query->value(column).toByteArray();
}

Result<void> forEachRow(Result<Rows> rows, const std::function<Result<void>(const Rows&)>& visit)
{
    if (!rows) {
        return fail(std::move(rows).error());
    }
    while (true) {
        const auto found = rows->next();
        if (!found) {
            return fail(found.error());
        }
        if (!*found) {
            return {};
        }
        SATCHEL_TRY(visit(*rows));
    }
}

// --- Database ---

Database::Database(QString file)
    : m_file{std::move(file)}
    , m_connectionName{QStringLiteral("satchel-ledger-") + QUuid::createUuid().toString(QUuid::WithoutBraces)}
{
}

Database::~Database()
{
    m_idle.clear();
    m_connection.close();
    m_connection = {}; // removeDatabase() warns while anybody holds the connection
    QSqlDatabase::removeDatabase(m_connectionName);
}

Result<std::unique_ptr<Database>> Database::open(const QString& file, DatabaseMode mode)
{
    std::unique_ptr<Database> database{new Database{file}};
    SATCHEL_TRY(database->connect(mode));
    SATCHEL_TRY(database->configure(mode));
    return database;
}

Result<void> Database::connect(DatabaseMode mode)
{
    m_connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), m_connectionName);
    if (!m_connection.isValid()) {
        return fail(ErrorCode::DatabaseUnavailable,
            QStringLiteral("Qt's SQLite driver is missing: install the package libqt6sql6-sqlite"));
    }
    m_connection.setDatabaseName(m_file);
    m_connection.setConnectOptions(mode == DatabaseMode::ReadOnly
            ? QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000;QSQLITE_OPEN_READONLY")
            : QStringLiteral("QSQLITE_BUSY_TIMEOUT=5000"));
    if (!m_connection.open()) {
        return fail(errorFrom(m_connection.lastError()));
    }
    return {};
}

Result<void> Database::configure(DatabaseMode mode)
{
    if (mode == DatabaseMode::ReadOnly) {
        // A reader cannot set the mode. If the folder may not be written it cannot make the -shm file either.
        auto journal = pragma(QStringLiteral("journal_mode"), {}, QStringLiteral("wal"));
        if (!journal) {
            return fail(std::move(journal).error().withContext(QStringLiteral(
                "the ledger cannot be read (reading it needs write permission on its folder, or a running writer)")));
        }
    } else {
        SATCHEL_TRY(pragma(QStringLiteral("journal_mode"), QStringLiteral("WAL"), QStringLiteral("wal")));
    }
    SATCHEL_TRY(pragma(QStringLiteral("synchronous"), QStringLiteral("FULL"), QStringLiteral("2")));
    SATCHEL_TRY(enforceReferences(true));
    SATCHEL_TRY(pragma(QStringLiteral("trusted_schema"), QStringLiteral("OFF"), QStringLiteral("0")));
    // 16 MiB: the table of new keys (ItemKeys.h) stays in it, and what an import moves of ordinary items at once.
    SATCHEL_TRY(pragma(QStringLiteral("cache_size"), QStringLiteral("-16384"), QStringLiteral("-16384")));
    // In pages of 4 KiB. The table of new keys changes in each transaction: the more of them go by between two
    // checkpoints, the fewer of its pages are written again and again.
    return pragma(QStringLiteral("wal_autocheckpoint"), QStringLiteral("4096"), QStringLiteral("4096"));
}

// Sets and asks again: SQLite says nothing when it leaves a pragma as it was.
Result<void> Database::pragma(const QString& name, const QString& value, const QString& expected)
{
    QSqlQuery query{m_connection};
    query.setForwardOnly(true);
    if (!value.isEmpty() && !query.exec(QStringLiteral("PRAGMA %1=%2").arg(name, value))) {
        return fail(errorFrom(query.lastError()));
    }
    query.finish();
    if (!query.exec(QStringLiteral("PRAGMA ") + name) || !query.next()) {
        return fail(errorFrom(query.lastError()));
    }
    const auto answer = query.value(0).toString();
    if (answer != expected) {
        return fail(Error{ErrorCode::DatabaseUnavailable,
            QStringLiteral("SQLite does not keep the ledger as it must: %1 is %2, not %3").arg(name, answer, expected),
            m_file});
    }
    return {};
}

Result<std::unique_ptr<QSqlQuery>> Database::takePrepared(const QString& sql)
{
    if (const auto idle = m_idle.find(sql); idle != m_idle.end()) {
        auto query = std::move(idle->second);
        m_idle.erase(idle);
        return query;
    }
    auto query = std::make_unique<QSqlQuery>(m_connection);
    query->setForwardOnly(true);
    if (!query->prepare(sql)) {
        return fail(errorFrom(query->lastError()));
    }
    return query;
}

void Database::giveBack(const QString& sql, std::unique_ptr<QSqlQuery> query)
{
    query->finish();
    if (m_idle.size() < MostIdleStatements) {
        m_idle.insert_or_assign(sql, std::move(query));
    }
}

Result<Rows> Database::query(const QString& sql, const QVariantList& values)
{
    auto query = takePrepared(sql);
    if (!query) {
        return fail(std::move(query).error());
    }
    if (!execute(**query, values)) {
        return fail(errorFrom((*query)->lastError()));
    }
    return Rows{*this, sql, *std::move(query)};
}

Result<qint64> Database::queryNumber(const QString& sql, const QVariantList& values)
{
    auto rows = query(sql, values);
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found) {
        return fail(found.error());
    }
    return *found ? rows->number(0) : 0;
}

Result<qint64> Database::change(const QString& sql, const QVariantList& values)
{
    SATCHEL_TRY(requireTransaction());
    auto rows = query(sql, values);
    if (!rows) {
        m_broken = true;
        return fail(std::move(rows).error());
    }
    return qint64{rows->m_query->numRowsAffected()};
}

Result<std::optional<qint64>> Database::changeReturning(const QString& sql, const QVariantList& values)
{
    SATCHEL_TRY(requireTransaction());
    auto rows = query(sql, values);
    const auto found = rows ? rows->next() : Result<bool>{tl::unexpected<Error>{rows.error()}};
    if (!found) {
        m_broken = true;
        return fail(found.error());
    }
    return *found ? std::optional{rows->number(0)} : std::nullopt;
}

Result<void> Database::begin()
{
    if (m_inTransaction) {
        return fail(ErrorCode::Internal, QStringLiteral("a transaction of the ledger is open already"));
    }
    auto begun = query(QStringLiteral("BEGIN IMMEDIATE"));
    if (!begun) {
        return fail(std::move(begun).error());
    }
    m_inTransaction = true;
    m_broken = false;
    return {};
}

Result<void> Database::commit()
{
    SATCHEL_TRY(requireTransaction());
    auto committed = query(QStringLiteral("COMMIT"));
    if (!committed) {
        auto error = std::move(committed).error();
        rollback();
        return fail(std::move(error));
    }
    m_inTransaction = false;
    return {};
}

void Database::rollback()
{
    // Fails only if SQLite has rolled back by itself, or is out of reach: then the next opening rolls back.
    [[maybe_unused]] const auto undone = query(QStringLiteral("ROLLBACK"));
    m_inTransaction = false;
    m_broken = false;
}

Result<void> Database::requireTransaction() const
{
    if (!m_inTransaction) {
        return fail(ErrorCode::Internal, QStringLiteral("the ledger is changed inside a transaction only"));
    }
    if (m_broken) {
        return fail(ErrorCode::Internal, QStringLiteral("a change in this transaction failed: it cannot go on"));
    }
    return {};
}

Result<void> Database::enforceReferences(bool enforce)
{
    return pragma(QStringLiteral("foreign_keys"), enforce ? QStringLiteral("ON") : QStringLiteral("OFF"),
        enforce ? QStringLiteral("1") : QStringLiteral("0"));
}

QStringList Database::idleStatements() const
{
    QStringList texts;
    for (const auto& [sql, query] : m_idle) {
        texts += sql;
    }
    return texts;
}

Error Database::errorFrom(const QSqlError& error) const
{
    const auto code = errorCodeOfSqlite(error.nativeErrorCode().toInt());
    return {code, QStringLiteral("%1 (%2)").arg(adviceFor(code), error.databaseText()), m_file};
}

} // namespace satchel
