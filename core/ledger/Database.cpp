#include "Database.h"

#include <core/media/FileSystem.h>

#include <QFile>

#include <utility>

namespace satchel {

namespace {

constexpr std::size_t MostIdleStatements = 128;

constexpr QByteArrayView ByteOrderMark{"\xef\xbb\xbf"}; // U+FEFF in UTF-8
constexpr int BusyTimeoutMilliseconds = 5'000;
constexpr int SqlitePrimaryMask = 0xff; // of an extended result code (https://www.sqlite.org/rescode.html)

// SQLite counts what it allocates under one lock, which every statement of every thread takes many times, for
// statistics that nobody asks for. It can be told so only before it is used; too late, all stays as it was.
void keepNoStatistics()
{
    [[maybe_unused]] static const int told = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

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

// QString leaves out what looks like a byte order mark; here it is the first character of a text like any other.
QString textOf(QByteArrayView utf8)
{
    QString marks;
    for (; utf8.startsWith(ByteOrderMark); utf8 = utf8.sliced(ByteOrderMark.size())) {
        marks += QChar{QChar::ByteOrderMark};
    }
    return marks + QString::fromUtf8(utf8);
}

// Texts and bytes outlive the statement's run: SQLite need not copy them.
int bindText(sqlite3_stmt& statement, int place, const QByteArray& utf8)
{
    const auto size = static_cast<sqlite3_uint64>(utf8.size());
    return sqlite3_bind_text64(&statement, place, utf8.constData(), size, SQLITE_STATIC, SQLITE_UTF8);
}

int bindBytes(sqlite3_stmt& statement, int place, const QByteArray& bytes)
{
    const auto size = static_cast<sqlite3_uint64>(bytes.size());
    return sqlite3_bind_blob64(&statement, place, bytes.constData(), size, SQLITE_STATIC);
}

} // namespace

ErrorCode errorCodeOfSqlite(int extendedResultCode)
{
    if (extendedResultCode == SQLITE_IOERR_SHMSIZE) {
        return ErrorCode::NoSpaceForLedger; // growing the -shm file failed, for which SQLite keeps no other reason
    }
    switch (extendedResultCode & SqlitePrimaryMask) {
    case SQLITE_FULL:
        return ErrorCode::NoSpaceForLedger;
    case SQLITE_BUSY:
    case SQLITE_PROTOCOL: // lost the race for the -wal file too often
        return ErrorCode::StationInUse;
    case SQLITE_PERM:
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_CANTOPEN:
    case SQLITE_NOTADB:
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

Rows::Rows(Database& database, PreparedStatement statement, Step first)
    : m_database{&database}
    , m_statement{std::move(statement)}
    , m_ahead{first}
{
}

Rows::~Rows()
{
    if (m_statement.handle) {
        m_database->giveBack(std::move(m_statement));
    }
}

Result<bool> Rows::next()
{
    if (m_begun && m_ahead == Step::Row) {
        const auto stepped = m_database->step(*m_statement.handle);
        if (!stepped) {
            m_ahead = Step::End;
            return fail(stepped.error());
        }
        m_ahead = *stepped;
    }
    m_begun = true;
    return m_ahead == Step::Row;
}

QString Rows::text(int column) const
{
    // In this order: the size is that of the text once it is UTF-8.
    const auto* const text = reinterpret_cast<const char*>(sqlite3_column_text(m_statement.handle.get(), column));
    return textOf({text, sqlite3_column_bytes(m_statement.handle.get(), column)});
}

qint64 Rows::number(int column) const
{
    return sqlite3_column_int64(m_statement.handle.get(), column);
}

QByteArray Rows::bytes(int column) const
{
    const auto* const bytes = static_cast<const char*>(sqlite3_column_blob(m_statement.handle.get(), column));
    return QByteArray{bytes, sqlite3_column_bytes(m_statement.handle.get(), column)};
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
{
}

Database::~Database() = default;

Result<std::unique_ptr<Database>> Database::open(const QString& file, DatabaseMode mode)
{
    std::unique_ptr<Database> database{new Database{file}};
    SATCHEL_TRY(database->connect(mode));
    SATCHEL_TRY(database->configure(mode));
    return database;
}

Result<void> Database::connect(DatabaseMode mode)
{
    keepNoStatistics();
    const int access = mode == DatabaseMode::ReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    const int create = mode == DatabaseMode::Create ? SQLITE_OPEN_CREATE : 0;
    sqlite3* connection = nullptr;
    const int opened = sqlite3_open_v2(QFile::encodeName(m_file).constData(), &connection,
        access | create | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE | SQLITE_OPEN_EXRESCODE, nullptr);
    m_connection.reset(connection); // there is one even if it could not be opened, to tell why
    if (opened != SQLITE_OK) {
        return fail(lastError());
    }
    sqlite3_busy_timeout(m_connection.get(), BusyTimeoutMilliseconds);
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
    // 16 MiB: the tables of new keys (ShortKeys) stay in it, and what an import moves of ordinary items at once.
    SATCHEL_TRY(pragma(QStringLiteral("cache_size"), QStringLiteral("-16384"), QStringLiteral("-16384")));
    // In pages of 4 KiB. The tables of new keys change in each transaction: the more of them go by between two
    // checkpoints, the fewer of its pages are written again and again.
    return pragma(QStringLiteral("wal_autocheckpoint"), QStringLiteral("4096"), QStringLiteral("4096"));
}

// Sets and asks again: SQLite says nothing when it leaves a pragma as it was.
Result<void> Database::pragma(const QString& name, const QString& value, const QString& expected)
{
    if (!value.isEmpty()) {
        SATCHEL_TRY(query(QStringLiteral("PRAGMA %1=%2").arg(name, value)));
    }
    QString answer;
    SATCHEL_TRY(forEachRow(query(QStringLiteral("PRAGMA ") + name), [&answer](const Rows& row) -> Result<void> {
        answer = row.text(0);
        return {};
    }));
    if (answer != expected) {
        return fail(Error{ErrorCode::DatabaseUnavailable,
            QStringLiteral("SQLite does not keep the ledger as it must: %1 is %2, not %3").arg(name, answer, expected),
            m_file});
    }
    return {};
}

Result<PreparedStatement> Database::takePrepared(const QString& sql)
{
    if (const auto idle = m_idle.find(sql); idle != m_idle.end()) {
        auto statement = std::move(idle->second);
        m_idle.erase(idle);
        return statement;
    }
    const auto text = sql.toUtf8();
    sqlite3_stmt* handle = nullptr;
    if (sqlite3_prepare_v3(m_connection.get(), text.constData(), static_cast<int>(text.size()) + 1,
            SQLITE_PREPARE_PERSISTENT, &handle, nullptr)
        != SQLITE_OK) {
        return fail(lastError());
    }
    return PreparedStatement{sql, {}, SqliteStatement{handle}};
}

void Database::giveBack(PreparedStatement statement)
{
    // Tells once more how the last step ended, which whoever stepped has heard.
    sqlite3_reset(statement.handle.get());
    sqlite3_clear_bindings(statement.handle.get());
    statement.values.clear();
    if (m_idle.size() >= MostIdleStatements) {
        m_idle.clear(); // most are of lists of some length, and never asked for again
    }
    auto sql = statement.sql;
    m_idle.insert_or_assign(std::move(sql), std::move(statement));
}

Result<void> Database::bind(PreparedStatement& statement, const QVariantList& values)
{
    auto& handle = *statement.handle;
    if (values.size() != sqlite3_bind_parameter_count(&handle)) {
        return fail(ErrorCode::Internal,
            QStringLiteral("a statement of the ledger has not as many values as it asks for: ") + statement.sql);
    }
    statement.values.reserve(static_cast<std::size_t>(values.size()));
    for (int i = 0; i < values.size(); ++i) {
        int bound = SQLITE_MISMATCH;
        switch (const auto& value = values[i]; value.typeId()) {
        case QMetaType::Bool:
        case QMetaType::Int:
        case QMetaType::LongLong:
            bound = sqlite3_bind_int64(&handle, i + 1, value.toLongLong());
            break;
        case QMetaType::QString:
            bound = bindText(handle, i + 1, statement.values.emplace_back(value.toString().toUtf8()));
            break;
        case QMetaType::QByteArray:
            bound = bindBytes(handle, i + 1, statement.values.emplace_back(value.toByteArray()));
            break;
        default:
            break;
        }
        if (bound != SQLITE_OK) {
            return fail(ErrorCode::Internal,
                QStringLiteral("value %1 cannot be given to a statement of the ledger: %2").arg(i).arg(statement.sql));
        }
    }
    return {};
}

Result<Rows::Step> Database::step(sqlite3_stmt& statement)
{
    switch (sqlite3_step(&statement)) {
    case SQLITE_ROW:
        return Rows::Step::Row;
    case SQLITE_DONE:
        return Rows::Step::End;
    default:
        return fail(lastError());
    }
}

// Begun at once, so that a change is made, and what is wrong is told, whether or not anybody reads rows.
Result<Rows> Database::query(const QString& sql, const QVariantList& values)
{
    auto statement = takePrepared(sql);
    if (!statement) {
        return fail(std::move(statement).error());
    }
    SATCHEL_TRY(bind(*statement, values));
    const auto first = step(*statement->handle);
    if (!first) {
        return fail(first.error());
    }
    return Rows{*this, *std::move(statement), *first};
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
    return qint64{sqlite3_changes64(m_connection.get())};
}

// To the end, where SQLite looks at references.
Result<std::optional<qint64>> Database::changeReturning(const QString& sql, const QVariantList& values)
{
    SATCHEL_TRY(requireTransaction());
    std::optional<qint64> returned;
    auto changed = forEachRow(query(sql, values), [&returned](const Rows& row) -> Result<void> {
        returned = row.number(0);
        return {};
    });
    if (!changed) {
        m_broken = true;
        return fail(std::move(changed).error());
    }
    return returned;
}

Result<qint64> Database::insertReturning(const QString& sql, const QVariantList& values)
{
    const auto number = changeReturning(sql, values);
    if (!number) {
        return fail(number.error());
    }
    return *number ? Result<qint64>{**number}
                   : fail(ErrorCode::Internal, QStringLiteral("a row that was added has no number"));
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
    auto fit = requireTransaction();
    if (!fit) {
        if (m_inTransaction) {
            rollback();
        }
        return fit;
    }
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
    // On an error of the disk SQLite rolls back also where something was only read.
    if (sqlite3_get_autocommit(m_connection.get()) != 0) {
        return fail(ErrorCode::Internal, QStringLiteral("SQLite has ended this transaction: it cannot go on"));
    }
    return {};
}

Result<void> Database::emptyLog()
{
    const auto busy = queryNumber(QStringLiteral("PRAGMA wal_checkpoint(TRUNCATE)"));
    if (!busy) {
        return fail(busy.error());
    }
    return *busy != 0 ? fail(Error{ErrorCode::StationInUse, adviceFor(ErrorCode::StationInUse), m_file})
                      : Result<void>{};
}

Result<qint64> Database::countDangling()
{
    return queryNumber(QStringLiteral("SELECT COUNT(*) FROM pragma_foreign_key_check"));
}

Result<void> Database::enforceReferences(bool enforce)
{
    return pragma(QStringLiteral("foreign_keys"), enforce ? QStringLiteral("ON") : QStringLiteral("OFF"),
        enforce ? QStringLiteral("1") : QStringLiteral("0"));
}

QStringList Database::idleStatements() const
{
    QStringList texts;
    for (const auto& [sql, statement] : m_idle) {
        texts += sql;
    }
    return texts;
}

Error Database::lastError() const
{
    const auto code = errorCodeOfSqlite(sqlite3_extended_errcode(m_connection.get()));
    return {code, QStringLiteral("%1 (%2)").arg(adviceFor(code), QString::fromUtf8(sqlite3_errmsg(m_connection.get()))),
        m_file};
}

} // namespace satchel
