#pragma once

#include <core/base/Result.h>

#include <QString>
#include <QStringList>

#include <span>

namespace satchel {

class Database;

// What takes a ledger from one version of its tables to the next: statements, and then what only a program can fill in.
struct Migration {
    QStringList statements;
    Result<void> (*fill)(Database& database) = nullptr;
};

// All of them, in order: the first makes version 1 out of nothing. Statements that PostgreSQL takes too, but where a
// comment says otherwise.
[[nodiscard]] std::span<const Migration> ledgerMigrations();

// 0 if there are no tables of ours at all.
[[nodiscard]] Result<qint64> schemaVersion(Database& database);

// Brings the tables to the version that `migrations` ends at, in the open transaction. UnsupportedVersion if they are
// newer than that.
[[nodiscard]] Result<void> migrate(Database& database, std::span<const Migration> migrations);

// UnsupportedVersion with what to do about it, unless `found` is `known`.
[[nodiscard]] Result<void> requireSchema(qint64 found, qint64 known);

} // namespace satchel
