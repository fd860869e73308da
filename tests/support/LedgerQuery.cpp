#include "LedgerQuery.h"

#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QUuid>

namespace satchel::test {

qint64 numberFrom(const QString& databaseFile, const QString& sql)
{
    qint64 number = 0;
    const auto name = QUuid::createUuid().toString();
    {
        auto connection = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        connection.setDatabaseName(databaseFile);
        const bool open = connection.open();
        QSqlQuery query{connection};
        if (!open || !query.exec(sql)) {
            qFatal("%s: %s", qPrintable(sql), qPrintable(query.lastError().text()));
        }
        number = query.next() ? query.value(0).toLongLong() : 0;
    }
    QSqlDatabase::removeDatabase(name);
    return number;
}

void changeLedger(const QString& databaseFile, const QString& sql)
{
    static_cast<void>(numberFrom(databaseFile, sql));
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
