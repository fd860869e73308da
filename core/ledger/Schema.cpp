#include "Schema.h"

#include "Database.h"
#include "DeviceRecords.h"
#include "ItemKeys.h"
#include "ShortKeys.h"

#include <array>

namespace satchel {

namespace {

// Of a migration that has ever run nothing may change any more: what several of them say alike stands here, once.
constexpr QLatin1StringView WhatAnItemIs{"kind TEXT NOT NULL, protocol TEXT NOT NULL, extension TEXT NOT NULL, "
                                         "origin TEXT NOT NULL, gathered_here SMALLINT NOT NULL, peer TEXT NOT NULL, "
                                         "device TEXT NOT NULL, correlation TEXT NOT NULL, in_reply_to TEXT NOT NULL, "
                                         "context BYTEA NOT NULL"};
constexpr QLatin1StringView HowAnItemStands{"local_name TEXT NOT NULL, warnings TEXT NOT NULL, "
                                            "gathered_at TEXT NOT NULL, deadline TEXT NOT NULL, size BIGINT NOT NULL, "
                                            "state TEXT NOT NULL, reason_code TEXT NOT NULL, "
                                            "reason_text TEXT NOT NULL, bundle TEXT NOT NULL"};
constexpr QLatin1StringView ItemsListed{
    "CREATE INDEX items_listed ON items (state, number, kind) WHERE kind NOT IN ('card', 'checkpoint')"};
constexpr QLatin1StringView ItemsByDevice{
    "CREATE INDEX items_by_device ON items (device, kind, number) WHERE device <> ''"};
constexpr QLatin1StringView ItemsDue{"CREATE INDEX items_due ON items (deadline, number, peer) WHERE due = 1"};
constexpr QLatin1StringView ItemsWaiting{"CREATE INDEX items_waiting ON items (deadline, number) WHERE waiting = 1"};
constexpr QLatin1StringView ItemsUnlisted{
    "CREATE INDEX items_unlisted ON items (state) WHERE kind IN ('card', 'checkpoint')"};
constexpr QLatin1StringView ItemsByGathering{
    "CREATE INDEX items_by_gathering ON items (gathered_at) WHERE gathered_here = 1"};
constexpr QLatin1StringView ItemsEnding{"CREATE INDEX items_ending ON items (ends, number)"
                                        " WHERE ends <> '' AND state IN ('held', 'pending', 'packed', 'ready')"};

constexpr QLatin1StringView CertificatesByEnd{
    "CREATE INDEX device_certificates_by_end ON device_certificates (not_after, number)"};
constexpr QLatin1StringView CertificatesByDevice{
    "CREATE INDEX device_certificates_by_device ON device_certificates (device, subject, not_after)"
    " WHERE device <> ''"};

// Bytes are kept apart from what is known of an item, so that lists and counts never touch them. Names (state, kind,
// ids) are text, times RFC 3339 in UTC, whose order as text is their order in time; an item without a deadline has the
// last one there is. Numbers that this program assigns stay in the order of arrival.
QStringList itemTables()
{
    return {
        QStringLiteral("CREATE TABLE ledger ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " schema BIGINT NOT NULL,"
                       " id TEXT NOT NULL,"
                       " station TEXT NOT NULL,"
                       " role TEXT NOT NULL,"
                       " created TEXT NOT NULL,"
                       " log_count BIGINT NOT NULL,"
                       " log_head BYTEA NOT NULL)"),
        QStringLiteral("CREATE TABLE items ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " id TEXT NOT NULL UNIQUE, %1, requester BYTEA NOT NULL, %2)")
            .arg(WhatAnItemIs, HowAnItemStands),
    };
}

QStringList itemIndexes()
{
    return {
        QString{ItemsListed},
        QString{ItemsByDevice},
        QStringLiteral("CREATE INDEX items_by_correlation ON items (correlation, number) WHERE correlation <> ''"),
        QStringLiteral("CREATE INDEX items_by_request ON items (in_reply_to, number) WHERE in_reply_to <> ''"),
        // What is bound to one peer and was received there is due no more; what any peer may have is due for others.
        QStringLiteral("CREATE INDEX items_due ON items (deadline, number, peer) WHERE gathered_here = 1"
                       " AND (state IN ('pending', 'packed') OR (state = 'received' AND peer = ''))"),
        QStringLiteral("CREATE INDEX items_waiting ON items (deadline, number)"
                       " WHERE deadline < '9999' AND state IN ('held', 'pending', 'packed', 'received', 'ready',"
                       " 'delivered')"),
    };
}

QStringList itemCompanions()
{
    return {
        QStringLiteral("CREATE TABLE item_bytes ("
                       " item INTEGER NOT NULL PRIMARY KEY REFERENCES items (number),"
                       " bytes BYTEA NOT NULL)"),
        QStringLiteral("CREATE TABLE item_history ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " item INTEGER NOT NULL REFERENCES items (number),"
                       " at TEXT NOT NULL,"
                       " state TEXT NOT NULL,"
                       " reason_code TEXT NOT NULL,"
                       " reason_text TEXT NOT NULL,"
                       " bundle TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX item_history_by_item ON item_history (item, number)"),
    };
}

// Items of a bundle that is being imported: the columns of items, in a table that no list reads.
QStringList stagingTables()
{
    return {
        QStringLiteral("CREATE TABLE staged_items ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " carrier TEXT NOT NULL,"
                       " id TEXT NOT NULL, %1, requester BYTEA NOT NULL, %2,"
                       " bytes BYTEA NOT NULL)")
            .arg(WhatAnItemIs, HowAnItemStands),
        QStringLiteral("CREATE INDEX staged_items_by_carrier ON staged_items (carrier, number)"),
        QStringLiteral("CREATE INDEX staged_items_by_id ON staged_items (carrier, id, number)"),
    };
}

// `heard` of an outgoing bundle that is void: the peer has told us that it knows of the burnt number.
QStringList outgoingTables()
{
    return {
        QStringLiteral("CREATE TABLE outgoing ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " bundle TEXT NOT NULL UNIQUE,"
                       " peer TEXT NOT NULL,"
                       " sequence BIGINT NOT NULL,"
                       " shipment TEXT NOT NULL,"
                       " shipment_index BIGINT NOT NULL,"
                       " path TEXT NOT NULL,"
                       " state TEXT NOT NULL,"
                       " label_digest TEXT NOT NULL,"
                       " file_digest TEXT NOT NULL,"
                       " items BIGINT NOT NULL,"
                       " bytes BIGINT NOT NULL,"
                       " at TEXT NOT NULL,"
                       " heard SMALLINT NOT NULL,"
                       " UNIQUE (peer, sequence))"),
        QStringLiteral("CREATE INDEX outgoing_by_state ON outgoing (state, peer, sequence)"),
        QStringLiteral("CREATE TABLE outgoing_items ("
                       " outgoing INTEGER NOT NULL REFERENCES outgoing (number),"
                       " item INTEGER NOT NULL REFERENCES items (number),"
                       " PRIMARY KEY (outgoing, item))"),
        QStringLiteral("CREATE INDEX outgoing_items_by_item ON outgoing_items (item, outgoing)"),
        QStringLiteral("CREATE TABLE carriage ("
                       " item INTEGER NOT NULL REFERENCES items (number),"
                       " peer TEXT NOT NULL,"
                       " received SMALLINT NOT NULL,"
                       " PRIMARY KEY (item, peer))"),
        QStringLiteral("CREATE TABLE receipts_applied ("
                       " outgoing INTEGER NOT NULL REFERENCES outgoing (number),"
                       " receiver_ledger TEXT NOT NULL,"
                       " verdict TEXT NOT NULL,"
                       " items BIGINT NOT NULL,"
                       " refused BIGINT NOT NULL,"
                       " at TEXT NOT NULL,"
                       " PRIMARY KEY (outgoing, receiver_ledger))"),
    };
}

QStringList incomingTables()
{
    return {
        QStringLiteral("CREATE TABLE incoming ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " bundle TEXT NOT NULL,"
                       " peer TEXT NOT NULL,"
                       " peer_ledger TEXT NOT NULL,"
                       " sequence BIGINT NOT NULL,"
                       " label_digest TEXT NOT NULL,"
                       " verdict TEXT NOT NULL,"
                       " items BIGINT NOT NULL,"
                       " added BIGINT NOT NULL,"
                       " duplicates BIGINT NOT NULL,"
                       " refused BIGINT NOT NULL,"
                       " at TEXT NOT NULL,"
                       " created TEXT NOT NULL,"
                       " receipt_known SMALLINT NOT NULL,"
                       " UNIQUE (peer, bundle),"
                       " UNIQUE (peer, peer_ledger, sequence))"),
        QStringLiteral("CREATE INDEX incoming_by_peer ON incoming (peer, number)"),
        QStringLiteral("CREATE INDEX incoming_receipt_due ON incoming (peer, number)"
                       " WHERE receipt_known = 0 AND items > 0"),
        QStringLiteral("CREATE TABLE incoming_refused ("
                       " incoming INTEGER NOT NULL REFERENCES incoming (number),"
                       " position INTEGER NOT NULL,"
                       " item TEXT NOT NULL,"
                       " code TEXT NOT NULL,"
                       " PRIMARY KEY (incoming, position))"),
        QStringLiteral("CREATE TABLE receipts_carried ("
                       " outgoing INTEGER NOT NULL REFERENCES outgoing (number),"
                       " incoming INTEGER NOT NULL REFERENCES incoming (number),"
                       " PRIMARY KEY (outgoing, incoming))"),
        QStringLiteral("CREATE INDEX receipts_carried_by_incoming ON receipts_carried (incoming, outgoing)"),
    };
}

// The numbers of a peer's ledger that we know of, of bundles imported or declared void: all up to `contiguous`, and
// beyond it those listed. And what each peer said last of what it has heard of us.
QStringList hearingTables()
{
    return {
        QStringLiteral("CREATE TABLE known_sequences ("
                       " peer TEXT NOT NULL,"
                       " peer_ledger TEXT NOT NULL,"
                       " sequence BIGINT NOT NULL,"
                       " PRIMARY KEY (peer, peer_ledger, sequence))"),
        QStringLiteral("CREATE TABLE known_contiguous ("
                       " peer TEXT NOT NULL,"
                       " peer_ledger TEXT NOT NULL,"
                       " contiguous BIGINT NOT NULL,"
                       " PRIMARY KEY (peer, peer_ledger))"),
        QStringLiteral("CREATE TABLE peer_heard ("
                       " peer TEXT NOT NULL PRIMARY KEY,"
                       " peer_ledger TEXT NOT NULL,"
                       " contiguous BIGINT NOT NULL,"
                       " extras TEXT NOT NULL)"),
    };
}

// Requests that came again when they had an answer, each with the last of our bundles that was made before it came.
QStringList returnedTable()
{
    return {
        QStringLiteral("CREATE TABLE returned_requests ("
                       " request INTEGER NOT NULL PRIMARY KEY REFERENCES items (number),"
                       " outgoing BIGINT NOT NULL)"),
    };
}

// An item's row is written anew whenever its state changes, and the record of its requester is most of it. So is its
// line in each index whose condition names the state; `due` and `waiting` are what two of them went by, and stay as
// they are while an item is pending, packed and received (ItemRecords). That an item went into a bundle stands in
// outgoing_items alone: `history_mark` is the last line of item_history when the bundle was proved, so that the item's
// story can be told in order (0: those lines were written there, as the first versions did).
QStringList slimItems()
{
    return {
        QStringLiteral("CREATE TABLE item_requesters ("
                       " item INTEGER NOT NULL PRIMARY KEY REFERENCES items (number),"
                       " record BYTEA NOT NULL)"),
        QStringLiteral("INSERT INTO item_requesters (item, record) "
                       "SELECT number, requester FROM items WHERE LENGTH(requester) > 0"),
        QStringLiteral("ALTER TABLE items DROP COLUMN requester"),
        QStringLiteral("ALTER TABLE items ADD COLUMN due SMALLINT NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE items ADD COLUMN waiting SMALLINT NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE staged_items ADD COLUMN due SMALLINT NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE staged_items ADD COLUMN waiting SMALLINT NOT NULL DEFAULT 0"),
        QStringLiteral("UPDATE items SET due = 1 WHERE gathered_here = 1"
                       " AND (state IN ('pending', 'packed') OR (state = 'received' AND peer = ''))"),
        QStringLiteral("UPDATE items SET waiting = 1 WHERE deadline < '9999'"
                       " AND state IN ('held', 'pending', 'packed', 'received', 'ready', 'delivered')"),
        QStringLiteral("DROP INDEX items_due"),
        QStringLiteral("DROP INDEX items_waiting"),
        QString{ItemsDue},
        QString{ItemsWaiting},
        QStringLiteral("ALTER TABLE outgoing ADD COLUMN history_mark BIGINT NOT NULL DEFAULT 0"),
        QStringLiteral("CREATE TABLE received_items ("
                       " item INTEGER NOT NULL REFERENCES items (number),"
                       " peer TEXT NOT NULL,"
                       " PRIMARY KEY (item, peer))"),
        QStringLiteral("INSERT INTO received_items (item, peer) SELECT item, peer FROM carriage WHERE received = 1"),
        QStringLiteral("DROP TABLE carriage"),
    };
}

// Two indexes of items and one of staged_items were in the order of digests (ShortKeys). The table of items is made
// anew, since SQLite cannot take UNIQUE away from a column (PostgreSQL can, and would not let go of a table that others
// refer to). What is staged is what an interrupted import left.
QStringList shortKeys()
{
    const auto columns = QStringLiteral("number, id, kind, protocol, extension, origin, gathered_here, peer, device, "
                                        "correlation, in_reply_to, context, local_name, warnings, gathered_at, "
                                        "deadline, size, state, reason_code, reason_text, bundle, due, waiting");
    return QStringList{
               QStringLiteral("CREATE TABLE items_anew ("
                              " number INTEGER NOT NULL PRIMARY KEY,"
                              " id TEXT NOT NULL, %1, %2,"
                              " due SMALLINT NOT NULL,"
                              " waiting SMALLINT NOT NULL)")
                   .arg(WhatAnItemIs, HowAnItemStands),
               QStringLiteral("INSERT INTO items_anew (%1) SELECT %1 FROM items ORDER BY number").arg(columns),
               QStringLiteral("DROP TABLE items"),
               QStringLiteral("ALTER TABLE items_anew RENAME TO items"),
               QString{ItemsListed},
               QString{ItemsByDevice},
               QString{ItemsDue},
               QString{ItemsWaiting},
           }
    + ShortKeys::Tables::creation(QLatin1StringView{"item"})
        + QStringList{
            QStringLiteral("DELETE FROM staged_items"),
            QStringLiteral("DROP INDEX staged_items_by_id"),
            QStringLiteral("ALTER TABLE staged_items ADD COLUMN id_key BIGINT NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE staged_items ADD COLUMN correlation_key BIGINT NOT NULL DEFAULT 0"),
            QStringLiteral("ALTER TABLE staged_items ADD COLUMN request_key BIGINT NOT NULL DEFAULT 0"),
        };
}

Result<void> keyAllItems(Database& database)
{
    return ItemKeys{database}.addAll();
}

// Moved items are counted (StateCounts). Kinds that no list shows are few, if any, and are taken off.
QStringList stateCounts()
{
    QStringList statements{
        QStringLiteral("CREATE TABLE state_counts (state TEXT NOT NULL PRIMARY KEY, items BIGINT NOT NULL)"),
        QString{ItemsUnlisted},
    };
    for (const auto* const state : {"held", "pending", "packed", "received", "ready", "delivered", "answered",
             "rejected", "confirmed", "superseded", "lapsed"}) {
        statements += QStringLiteral("INSERT INTO state_counts (state, items) "
                                     "SELECT '%1', COUNT(*) FROM items WHERE state = '%1'")
                          .arg(QLatin1StringView{state});
    }
    return statements;
}

// What devices have, and what renews it. An item is named by its id and not by its number, because what a bundle brings
// is written here while it is staged; one that is never taken in leaves a line that leads nowhere.
QStringList deviceTables()
{
    return {
        QStringLiteral("CREATE TABLE device_certificates ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " fingerprint TEXT NOT NULL,"
                       " device TEXT NOT NULL,"
                       " subject TEXT NOT NULL,"
                       " not_after TEXT NOT NULL,"
                       " item TEXT NOT NULL,"
                       " UNIQUE (fingerprint, item))"),
        QString{CertificatesByEnd},
        QString{CertificatesByDevice},
        QStringLiteral("CREATE TABLE renewals ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " item TEXT NOT NULL UNIQUE,"
                       " fingerprint TEXT NOT NULL)"),
        QStringLiteral("CREATE INDEX renewals_by_fingerprint ON renewals (fingerprint, number)"),
    };
}

// What was put around items for the RA (Wrappings).
QStringList wrappingTables()
{
    return {
        QStringLiteral("CREATE TABLE wrappings ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " name TEXT NOT NULL,"
                       " items BIGINT NOT NULL,"
                       " bytes BYTEA NOT NULL)"),
        QStringLiteral("CREATE TABLE wrapped_items ("
                       " item INTEGER NOT NULL PRIMARY KEY REFERENCES items (number),"
                       " wrapping INTEGER NOT NULL REFERENCES wrappings (number))"),
        QStringLiteral("CREATE INDEX wrapped_items_by_wrapping ON wrapped_items (wrapping, item)"),
    };
}

// The resource that an item was posted to. Last, as ALTER TABLE puts it.
QStringList itemPaths()
{
    return {
        QStringLiteral("ALTER TABLE items ADD COLUMN path TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE staged_items ADD COLUMN path TEXT NOT NULL DEFAULT ''"),
    };
}

// What people look at: where a bundle was, what it brought, and how much came and went on a day. An item is in the
// index of gathering once and for good; in that of handing over it is when it was handed over. The items of a bundle
// taken in have one number after the other: those of earlier imports are looked up here, once.
QStringList bundleStories()
{
    return {
        QStringLiteral("ALTER TABLE incoming ADD COLUMN bytes BIGINT NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE incoming ADD COLUMN first_item BIGINT NOT NULL DEFAULT 0"),
        QStringLiteral("ALTER TABLE incoming ADD COLUMN last_item BIGINT NOT NULL DEFAULT -1"),
        QStringLiteral("UPDATE incoming SET first_item = f.first, last_item = f.last FROM "
                       "(SELECT peer, bundle, MIN(number) AS first, MAX(number) AS last FROM items "
                       "WHERE gathered_here = 0 GROUP BY peer, bundle) f "
                       "WHERE f.peer = incoming.peer AND f.bundle = incoming.bundle"),
        QStringLiteral("CREATE INDEX incoming_by_time ON incoming (at, added)"),
        QString{ItemsByGathering},
        QStringLiteral("CREATE INDEX item_history_delivered ON item_history (at) WHERE state = 'delivered'"),
        QStringLiteral("CREATE INDEX custody_log_by_bundle ON custody_log (bundle, seq) WHERE bundle <> ''"),
    };
}

// What receipts have said of single items. It is for looking at, and what an item is by that stands elsewhere.
QStringList receiptRefusals()
{
    return {
        QStringLiteral("CREATE TABLE receipt_refusals ("
                       " outgoing INTEGER NOT NULL REFERENCES outgoing (number),"
                       " item TEXT NOT NULL,"
                       " code TEXT NOT NULL,"
                       " PRIMARY KEY (outgoing, item))"),
    };
}

// Until when a voucher can be used stands with its item, so that one index holds those that are still under way, and
// only them (DeviceRecords): what was handed over long ago is not looked at any more. Of an outgoing bundle no item
// before `due_from` was due when somebody looked last (BundleRecords::passWhatIsNotDue()): one that was lost stays
// without a receipt for good, and would be walked from its beginning each time.
QStringList whatIsStillUnderWay()
{
    return {
        QStringLiteral("ALTER TABLE items ADD COLUMN ends TEXT NOT NULL DEFAULT ''"),
        QStringLiteral("ALTER TABLE staged_items ADD COLUMN ends TEXT NOT NULL DEFAULT ''"),
        QString{ItemsEnding},
        QStringLiteral("ALTER TABLE outgoing ADD COLUMN due_from BIGINT NOT NULL DEFAULT 0"),
    };
}

// An item's row was written anew whenever its state changed, with all that never changes of it, which is four fifths.
// What an item is stands apart from how it stands, therefore; `items` keeps what indexes and orders go by. (The table
// is made anew as in shortKeys(); PostgreSQL would take columns away instead.)
QStringList factsApart()
{
    const auto standing = QStringLiteral("number, kind, gathered_here, peer, device, gathered_at, deadline, size, "
                                         "state, reason_code, reason_text, bundle, ends, due, waiting");
    const auto facts = QStringLiteral("id, protocol, extension, origin, correlation, in_reply_to, context, local_name, "
                                      "warnings, path");
    return {
        QStringLiteral("CREATE TABLE item_facts ("
                       " item INTEGER NOT NULL PRIMARY KEY REFERENCES items (number),"
                       " id TEXT NOT NULL,"
                       " protocol TEXT NOT NULL,"
                       " extension TEXT NOT NULL,"
                       " origin TEXT NOT NULL,"
                       " correlation TEXT NOT NULL,"
                       " in_reply_to TEXT NOT NULL,"
                       " context BYTEA NOT NULL,"
                       " local_name TEXT NOT NULL,"
                       " warnings TEXT NOT NULL,"
                       " path TEXT NOT NULL)"),
        QStringLiteral("INSERT INTO item_facts (item, %1) SELECT number, %1 FROM items ORDER BY number").arg(facts),
        QStringLiteral("CREATE TABLE items_anew ("
                       " number INTEGER NOT NULL PRIMARY KEY,"
                       " kind TEXT NOT NULL,"
                       " gathered_here SMALLINT NOT NULL,"
                       " peer TEXT NOT NULL,"
                       " device TEXT NOT NULL,"
                       " gathered_at TEXT NOT NULL,"
                       " deadline TEXT NOT NULL,"
                       " size BIGINT NOT NULL,"
                       " state TEXT NOT NULL,"
                       " reason_code TEXT NOT NULL,"
                       " reason_text TEXT NOT NULL,"
                       " bundle TEXT NOT NULL,"
                       " ends TEXT NOT NULL,"
                       " due SMALLINT NOT NULL,"
                       " waiting SMALLINT NOT NULL)"),
        QStringLiteral("INSERT INTO items_anew (%1) SELECT %1 FROM items ORDER BY number").arg(standing),
        QStringLiteral("DROP TABLE items"),
        QStringLiteral("ALTER TABLE items_anew RENAME TO items"),
        QString{ItemsListed},
        QString{ItemsUnlisted},
        QString{ItemsByDevice},
        QString{ItemsDue},
        QString{ItemsWaiting},
        QString{ItemsByGathering},
        QString{ItemsEnding},
    };
}

// The index of certificates by their fingerprints, in no order, was as large as the table, and each new one changed a
// page of its own: it is found by a short key now, as items are. (The table is made anew as in shortKeys().)
QStringList certificateKeys()
{
    const auto columns = QStringLiteral("number, fingerprint, device, subject, not_after, item");
    return QStringList{
               QStringLiteral("CREATE TABLE device_certificates_anew ("
                              " number INTEGER NOT NULL PRIMARY KEY,"
                              " fingerprint TEXT NOT NULL,"
                              " device TEXT NOT NULL,"
                              " subject TEXT NOT NULL,"
                              " not_after TEXT NOT NULL,"
                              " item TEXT NOT NULL)"),
               QStringLiteral(
                   "INSERT INTO device_certificates_anew (%1) SELECT %1 FROM device_certificates ORDER BY number")
                   .arg(columns),
               QStringLiteral("DROP TABLE device_certificates"),
               QStringLiteral("ALTER TABLE device_certificates_anew RENAME TO device_certificates"),
               QString{CertificatesByEnd},
               QString{CertificatesByDevice},
           }
    + ShortKeys::Tables::creation(QLatin1StringView{"certificate"});
}

Result<void> keyAllCertificates(Database& database)
{
    return DeviceRecords::keyAll(database);
}

// The bytes of what a bundle brings are written once, while they are staged, under the number that the item will have:
// moving them was most of an import's last transaction. No reference to the items, which come later. `bundle` tells of
// what is staged what `carrier` told, and only one bundle ever is. Who has received what is kept in the order of that,
// once (WITHOUT ROWID, as of ShortKeys' tables); it was the largest part of what a receipt of many items wrote.
QStringList bytesWrittenOnce()
{
    return {
        QStringLiteral("CREATE TABLE carried_bytes ("
                       " item INTEGER NOT NULL PRIMARY KEY,"
                       " bytes BYTEA NOT NULL)"),
        QStringLiteral("DELETE FROM staged_items"),
        QStringLiteral("DROP INDEX staged_items_by_carrier"),
        QStringLiteral("ALTER TABLE staged_items DROP COLUMN carrier"),
        QStringLiteral("ALTER TABLE staged_items DROP COLUMN bytes"),
        QStringLiteral("CREATE TABLE received_items_anew ("
                       " item INTEGER NOT NULL REFERENCES items (number),"
                       " peer TEXT NOT NULL,"
                       " PRIMARY KEY (item, peer)) WITHOUT ROWID"),
        QStringLiteral("INSERT INTO received_items_anew (item, peer) SELECT item, peer FROM received_items "
                       "ORDER BY item, peer"),
        QStringLiteral("DROP TABLE received_items"),
        QStringLiteral("ALTER TABLE received_items_anew RENAME TO received_items"),
    };
}

QStringList logTable()
{
    return {
        QStringLiteral("CREATE TABLE custody_log ("
                       " seq INTEGER NOT NULL PRIMARY KEY,"
                       " at TEXT NOT NULL,"
                       " monotonic BIGINT NOT NULL,"
                       " user_name TEXT NOT NULL,"
                       " operator_name TEXT NOT NULL,"
                       " host TEXT NOT NULL,"
                       " action TEXT NOT NULL,"
                       " bundle TEXT NOT NULL,"
                       " medium TEXT NOT NULL,"
                       " verdict TEXT NOT NULL,"
                       " hash BYTEA NOT NULL)"),
    };
}

Result<void> applyOne(Database& database, const Migration& migration)
{
    for (const auto& statement : migration.statements) {
        SATCHEL_TRY(database.change(statement));
    }
    return migration.fill ? migration.fill(database) : Result<void>{};
}

} // namespace

std::span<const Migration> ledgerMigrations()
{
    static const std::array all{Migration{itemTables() + itemIndexes() + itemCompanions() + stagingTables()
                                    + outgoingTables() + incomingTables() + hearingTables() + logTable()},
        Migration{returnedTable()}, Migration{slimItems()}, Migration{shortKeys(), &keyAllItems},
        Migration{stateCounts()}, Migration{deviceTables() + wrappingTables()}, Migration{itemPaths()},
        Migration{bundleStories() + receiptRefusals() + whatIsStillUnderWay()}, Migration{factsApart()},
        Migration{certificateKeys(), &keyAllCertificates}, Migration{bytesWrittenOnce()}};
    return all;
}

Result<qint64> schemaVersion(Database& database)
{
    // The one question that PostgreSQL answers in another place (information_schema.tables).
    auto there = database.queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'ledger'"));
    if (!there || *there == 0) {
        return there;
    }
    return database.queryNumber(QStringLiteral("SELECT schema FROM ledger"));
}

Result<void> requireSchema(qint64 found, qint64 known)
{
    if (found > known) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this ledger was made by a newer Satchel (schema %1, this one knows %2): install the newer "
                           "program")
                .arg(found)
                .arg(known));
    }
    if (found < known) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this ledger was made by an older Satchel (schema %1, this one needs %2): run a command "
                           "that writes first, which brings it up to date")
                .arg(found)
                .arg(known));
    }
    return {};
}

Result<void> migrate(Database& database, std::span<const Migration> migrations)
{
    const auto found = schemaVersion(database);
    if (!found) {
        return fail(found.error());
    }
    const auto known = static_cast<qint64>(migrations.size());
    if (*found > known) {
        return requireSchema(*found, known);
    }
    for (const auto& migration : migrations.subspan(static_cast<std::size_t>(*found))) {
        SATCHEL_TRY(applyOne(database, migration));
    }
    SATCHEL_TRY(database.change(QStringLiteral("UPDATE ledger SET schema = ?"), {known}));
    return {};
}

} // namespace satchel
