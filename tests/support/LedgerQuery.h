#pragma once

#include <core/ledger/SqliteHandle.h>

#include <QString>
#include <QStringList>

namespace satchel::test {

// The one number that a query gives, asked beside the ledger that has the file open; 0 if it gives none.
[[nodiscard]] qint64 numberFrom(const QString& databaseFile, const QString& sql);

// Changes a ledger as nothing of Satchel would, but somebody with a SQLite shell could: the statements in their order,
// on one connection. Ends the test's run where that cannot be done.
void changeLedger(const QString& databaseFile, const QStringList& statements);

// Keeps everybody from writing a ledger as long as it lives, as a SQLite shell may.
class HeldLedger final {
public:
    explicit HeldLedger(const QString& databaseFile);

private:
    SqliteConnection m_connection;
};

// How many items stand otherwise in the columns that indexes go by than their states say.
[[nodiscard]] qint64 wronglyIndexed(const QString& databaseFile);

} // namespace satchel::test
