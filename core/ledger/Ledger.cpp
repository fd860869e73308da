#include "Ledger.h"

#include "Database.h"
#include "RowReader.h"
#include "Schema.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>
#include <core/media/ExclusiveRename.h>
#include <core/media/FileSystem.h>
#include <core/station/StationDisk.h>

#include <QFile>

#include <fcntl.h>

namespace satchel {

namespace {

constexpr mode_t FolderMode = 0700;
constexpr mode_t FileMode = 0600;

QString fileIn(const QString& folder)
{
    return folder + QStringLiteral("/ledger.sqlite");
}

// Made under another name, so that a ledger that exists is a whole one.
QString unfinishedFileIn(const QString& folder)
{
    return folder + QStringLiteral("/ledger.sqlite.new");
}

Result<void> requireFitFolder(const QString& folder)
{
    const auto facts = fileSystemOf(folder);
    if (!facts) {
        return fail(ofStationDisk(facts.error()));
    }
    return requireFitForLedger(*facts);
}

void removeUnfinished(const QString& folder)
{
    for (const auto* ending : {"", "-wal", "-shm", "-journal"}) {
        QFile::remove(unfinishedFileIn(folder) + QLatin1StringView{ending});
    }
}

Error alreadyThere(const QString& folder)
{
    return {ErrorCode::Usage, QStringLiteral("there is a ledger already"), fileIn(folder)};
}

// SQLite gives its -wal and -shm files the mode of the database file.
Result<void> makePrivateFile(const QString& path)
{
    auto file = FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, FileMode);
    if (!file) {
        return fail(std::move(file).error());
    }
    return {};
}

Result<void> fillNew(
    Database& database, const LedgerId& id, const StationId& station, StationRole role, const Clock& clock)
{
    SATCHEL_TRY(database.begin());
    SATCHEL_TRY(migrate(database, ledgerMigrations()));
    SATCHEL_TRY(database.change(
        QStringLiteral("INSERT INTO ledger (number, schema, id, station, role, created, log_count, log_head) "
                       "VALUES (1, ?, ?, ?, ?, ?, 0, ?)"),
        {static_cast<qint64>(ledgerMigrations().size()), id.toString(), station.toString(), stationRoleName(role),
            toUtcText(clock()), QByteArray{}}));
    return database.commit();
}

Result<void> makeUnfinished(
    const QString& folder, const LedgerId& id, const StationId& station, StationRole role, const Clock& clock)
{
    removeUnfinished(folder);
    SATCHEL_TRY(makePrivateFile(unfinishedFileIn(folder)));
    auto database = Database::open(unfinishedFileIn(folder), DatabaseMode::Create);
    if (!database) {
        return fail(std::move(database).error());
    }
    SATCHEL_TRY(fillNew(**database, id, station, role, clock));
    return (*database)->emptyLog(); // it is renamed without its -wal file
}

// References were not looked at on the way.
Result<void> migrateAndCheck(Database& database)
{
    SATCHEL_TRY(migrate(database, ledgerMigrations()));
    const auto dangling = database.countDangling();
    if (!dangling) {
        return fail(dangling.error());
    }
    if (*dangling > 0) {
        return fail(ErrorCode::DatabaseUnavailable,
            QStringLiteral("the ledger cannot be brought up to date and stays as it was: rows of it that refer to what "
                           "is not there: %1; restore it from a backup")
                .arg(*dangling));
    }
    return {};
}

Result<void> bringUpToDate(Database& database, LedgerAccess access)
{
    const auto known = static_cast<qint64>(ledgerMigrations().size());
    const auto found = schemaVersion(database);
    if (!found) {
        return fail(found.error());
    }
    if (*found == 0) {
        return fail(ErrorCode::DatabaseUnavailable, QStringLiteral("this database is no ledger of Satchel's"));
    }
    if (access == LedgerAccess::ReadOnly || *found >= known) {
        return requireSchema(*found, known);
    }
    SATCHEL_TRY(database.enforceReferences(false)); // a table that others refer to may be made anew
    SATCHEL_TRY(database.begin());
    auto migrated = migrateAndCheck(database);
    if (!migrated) {
        database.rollback();
        return migrated;
    }
    SATCHEL_TRY(database.commit());
    return database.enforceReferences(true);
}

struct LedgerFacts {
    LedgerId id;
    StationRole role = StationRole::Site;
};

Result<LedgerFacts> readFacts(Database& database)
{
    auto rows = database.query(QStringLiteral("SELECT id, role FROM ledger"));
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found || !*found) {
        return fail(found ? Error{ErrorCode::DatabaseUnavailable, QStringLiteral("the ledger does not say whose it is")}
                          : found.error());
    }
    RowReader row{*rows};
    LedgerFacts facts;
    facts.id = row.id<LedgerId>();
    facts.role = row.named(&stationRoleFromName);
    SATCHEL_TRY(row.finish());
    return facts;
}

// What SQLite finds wrong with its file.
Result<QStringList> complaintsOf(Database& database)
{
    QStringList complaints;
    auto rows = database.query(QStringLiteral("PRAGMA integrity_check"));
    SATCHEL_TRY(forEachRow(std::move(rows), [&complaints](const Rows& row) -> Result<void> {
        if (row.text(0) != QLatin1StringView{"ok"}) {
            complaints += row.text(0);
        }
        return {};
    }));
    return complaints;
}

} // namespace

// --- Transaction ---

Transaction::Transaction(Database& database)
    : m_database{&database}
{
}

Transaction::Transaction(Transaction&& other) noexcept
    : m_database{std::exchange(other.m_database, nullptr)}
{
}

Transaction::~Transaction()
{
    if (m_database) {
        m_database->rollback();
    }
}

Result<void> Transaction::commit()
{
    if (!m_database) {
        return fail(ErrorCode::Internal, QStringLiteral("this transaction is over"));
    }
    return std::exchange(m_database, nullptr)->commit();
}

// --- Ledger ---

struct Ledger::Parts {
    Parts(std::unique_ptr<Database> opened, const LedgerFacts& facts, const Clock& clock)
        : database{std::move(opened)}
        , id{facts.id}
        , role{facts.role}
        , items{*database, role, clock}
        , bundles{*database, role, clock}
        , bundleList{*database}
        , activity{*database}
        , devices{*database, items}
        , wrappings{*database}
        , log{*database, clock}
    {
    }

    std::unique_ptr<Database> database;
    LedgerId id;
    StationRole role;
    ItemStore items;
    BundleRecords bundles;
    BundleList bundleList;
    Activity activity;
    DeviceRecords devices;
    Wrappings wrappings;
    CustodyLog log;
};

Ledger::Ledger(std::unique_ptr<Parts> parts)
    : m_parts{std::move(parts)}
{
}

Ledger::Ledger(Ledger&&) noexcept = default;
Ledger& Ledger::operator=(Ledger&&) noexcept = default;
Ledger::~Ledger() = default;

Result<LedgerId> Ledger::create(const QString& folder, const StationId& station, StationRole role, const Clock& clock)
{
    SATCHEL_TRY(makeFolder(folder, FolderMode));
    SATCHEL_TRY(requireFitFolder(folder));
    if (QFile::exists(fileIn(folder))) {
        return fail(alreadyThere(folder));
    }
    auto id = LedgerId::fromBytes(randomBytes(LedgerId::Size));
    auto made = makeUnfinished(folder, id, station, role, clock);
    if (!made) {
        removeUnfinished(folder);
        return fail(std::move(made).error());
    }
    const auto named = renameWithoutReplacing(unfinishedFileIn(folder), fileIn(folder));
    if (!named || !*named) {
        removeUnfinished(folder);
        return fail(named ? alreadyThere(folder) : named.error());
    }
    SATCHEL_TRY(syncFolder(folder));
    return id;
}

Result<Ledger> Ledger::open(const QString& folder, LedgerAccess access, const Clock& clock)
{
    const auto file = fileIn(folder);
    if (!QFile::exists(file)) {
        return fail(Error{ErrorCode::NotFound, QStringLiteral("there is no ledger"), file});
    }
    SATCHEL_TRY(requireFitFolder(folder));
    auto database
        = Database::open(file, access == LedgerAccess::ReadOnly ? DatabaseMode::ReadOnly : DatabaseMode::ReadWrite);
    if (!database) {
        return fail(std::move(database).error());
    }
    auto current = bringUpToDate(**database, access);
    if (!current) {
        return fail(std::move(current).error().withFile(file));
    }
    const auto facts = readFacts(**database);
    if (!facts) {
        return fail(Error{facts.error()}.withFile(file));
    }
    return Ledger{std::make_unique<Parts>(*std::move(database), *facts, clock)};
}

const LedgerId& Ledger::id() const
{
    return m_parts->id;
}

StationRole Ledger::role() const
{
    return m_parts->role;
}

Result<Transaction> Ledger::begin()
{
    SATCHEL_TRY(m_parts->database->begin());
    return Transaction{*m_parts->database};
}

ItemStore& Ledger::items()
{
    return m_parts->items;
}

const ItemStore& Ledger::items() const
{
    return m_parts->items;
}

BundleRecords& Ledger::bundles()
{
    return m_parts->bundles;
}

const BundleRecords& Ledger::bundles() const
{
    return m_parts->bundles;
}

const BundleList& Ledger::bundleList() const
{
    return m_parts->bundleList;
}

const Activity& Ledger::activity() const
{
    return m_parts->activity;
}

DeviceRecords& Ledger::devices()
{
    return m_parts->devices;
}

const DeviceRecords& Ledger::devices() const
{
    return m_parts->devices;
}

Wrappings& Ledger::wrappings()
{
    return m_parts->wrappings;
}

CustodyLog& Ledger::log()
{
    return m_parts->log;
}

const CustodyLog& Ledger::log() const
{
    return m_parts->log;
}

Result<LedgerId> Ledger::takeNewId()
{
    auto id = LedgerId::fromBytes(randomBytes(LedgerId::Size));
    SATCHEL_TRY(m_parts->database->change(QStringLiteral("UPDATE ledger SET id = ?"), {id.toString()}));
    SATCHEL_TRY(m_parts->bundles.disownOutgoing());
    m_parts->id = id;
    return id;
}

Result<QString> Ledger::checkIntegrity() const
{
    auto findings = complaintsOf(*m_parts->database);
    if (!findings) {
        return fail(std::move(findings).error());
    }
    const auto add = [&findings](const Result<qint64>& count, const QString& complaint) -> Result<void> {
        if (!count) {
            return fail(count.error());
        }
        if (*count > 0) {
            *findings += complaint.arg(*count);
        }
        return {};
    };
    const auto& items = m_parts->items;
    SATCHEL_TRY(add(m_parts->database->countDangling(), QStringLiteral("rows that refer to what is not there: %1")));
    SATCHEL_TRY(
        add(items.countWronglyIndexed(), QStringLiteral("%1 items are due or wait otherwise than their states say")));
    SATCHEL_TRY(add(items.countMiscounted(), QStringLiteral("the counts of items by state are wrong by %1")));
    SATCHEL_TRY(
        add(items.countLost(), QStringLiteral("%1 entries of the index of items are missing, doubled or of no item")));
    SATCHEL_TRY(add(
        items.countWithoutBytes(), QStringLiteral("items without the bytes that came, or bytes without an item: %1")));
    SATCHEL_TRY(add(m_parts->devices.countLost(),
        QStringLiteral("%1 entries of the index of certificates are missing, doubled or of none")));
    return findings->join(QLatin1Char('\n'));
}

} // namespace satchel
