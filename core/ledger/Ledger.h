#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/ledger/Activity.h>
#include <core/ledger/BundleList.h>
#include <core/ledger/BundleRecords.h>
#include <core/ledger/CustodyLog.h>
#include <core/ledger/DeviceRecords.h>
#include <core/ledger/ItemStore.h>
#include <core/ledger/Wrappings.h>
#include <core/station/StationId.h>
#include <core/station/StationRole.h>

#include <QString>

#include <memory>

namespace satchel {

class Database;

// A transaction that is undone when it goes without commit().
class Transaction final {
public:
    Transaction(Transaction&&) noexcept;
    Transaction& operator=(Transaction&&) = delete;
    ~Transaction();

    // What was written since begin() is on the disk when this returns (synchronous=FULL), or none of it is.
    [[nodiscard]] Result<void> commit();

private:
    friend class Ledger;
    explicit Transaction(Database& database);

    Database* m_database; // null once committed
};

enum class LedgerAccess { ReadOnly, ReadWrite };

// The station's durable record: SQLite in `<folder>/ledger.sqlite` (WAL, synchronous=FULL), item bytes inside. Every
// change is made inside a Transaction. Use by the thread that opened it; readers never wait for a writer.
class Ledger final {
public:
    // Makes the folder and an empty ledger with a new ledger id; fsyncs the folder. Refuses a network file system
    // (DatabaseUnavailable) and one that exists (Usage).
    [[nodiscard]] static Result<LedgerId> create(
        const QString& folder, const StationId& station, StationRole role, const Clock& clock);
    // NotFound if there is none. UnsupportedVersion if a newer program made it; older ones are migrated (ReadWrite
    // only, in one transaction).
    [[nodiscard]] static Result<Ledger> open(const QString& folder, LedgerAccess access, const Clock& clock);

    Ledger(Ledger&&) noexcept;
    Ledger& operator=(Ledger&&) noexcept;
    ~Ledger();

    [[nodiscard]] const LedgerId& id() const;
    [[nodiscard]] StationRole role() const;

    // NoSpaceForLedger or DatabaseUnavailable. One at a time.
    [[nodiscard]] Result<Transaction> begin();

    [[nodiscard]] ItemStore& items();
    [[nodiscard]] const ItemStore& items() const;
    [[nodiscard]] BundleRecords& bundles();
    [[nodiscard]] const BundleRecords& bundles() const;
    [[nodiscard]] const BundleList& bundleList() const;
    [[nodiscard]] const Activity& activity() const;
    [[nodiscard]] DeviceRecords& devices();
    [[nodiscard]] const DeviceRecords& devices() const;
    [[nodiscard]] Wrappings& wrappings();
    [[nodiscard]] CustodyLog& log();
    [[nodiscard]] const CustodyLog& log() const;

    // This ledger was put back from a copy: it takes a new id, so that no number given out since is used twice under
    // one id, and what has no final answer is due again. Needs an open Transaction, and counts once that is committed.
    [[nodiscard]] Result<LedgerId> takeNewId();

    // What PRAGMA integrity_check says and whether what is due is found by its index, for `doctor`: empty if all is
    // well.
    [[nodiscard]] Result<QString> checkIntegrity() const;

private:
    struct Parts;
    explicit Ledger(std::unique_ptr<Parts> parts);

    std::unique_ptr<Parts> m_parts;
};

} // namespace satchel
