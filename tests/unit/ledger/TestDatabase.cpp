#include <core/ledger/Database.h>
#include <core/media/FileSystem.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

#include <QFile>

#include <limits>

using satchel::Database;
using satchel::DatabaseMode;
using satchel::ErrorCode;

class TestDatabase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsWhatWasCommitted();
    void isDurableAndStrict();
    void aReaderSeesTheSamePragmas();
    void aReaderCannotWrite();
    void changesNeedATransaction();
    void rollbackUndoes();
    void twoTransactionsAtOnceAreAMistake();
    void aFailedChangeSpoilsItsTransaction();
    void whatIsInsertedHasANumber();
    void whatSqliteEndedCannotGoOn();
    void aTransactionThatCannotGoOnEndsWithItsCommit();
    void aFullDatabaseIsNoSpace();
    void aSecondWriterIsTurnedAway();
    void oneQueryMayRunTwiceAtOnce();
    void storesNoNull();
    void givesBackWhatItWasGiven();
    void wantsAsManyValuesAsItAsksFor();
    void refusesValuesOfOtherKinds();
    void looksAtReferencesOfAChangeThatReturns();
    void countsReferencesToWhatIsNotThere();
    void emptiesItsLog();
    void keepsWhatWasAskedForLast();
    void makesNoDatabaseUnlessAsked();
    void refusesWhatIsNoDatabase_data();
    void refusesWhatIsNoDatabase();
    void tellsWhyAFileCannotBeOpened();
    void mapsResultCodes_data();
    void mapsResultCodes();
    void refusesNetworkFileSystems();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(QStringLiteral("x.sqlite")); }
    [[nodiscard]] std::unique_ptr<Database> open(DatabaseMode mode) const { return got(Database::open(file(), mode)); }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestDatabase::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    const auto database = open(DatabaseMode::Create);
    got(database->begin());
    got(database->change(QString::fromLatin1("CREATE TABLE t (n INTEGER NOT NULL PRIMARY KEY, words TEXT NOT NULL)")));
    got(database->change(QString::fromLatin1("CREATE TABLE child (n INTEGER NOT NULL REFERENCES t (n))")));
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (1, 'one')")));
    got(database->commit());
}

void TestDatabase::keepsWhatWasCommitted()
{
    QCOMPARE(got(open(DatabaseMode::ReadOnly)->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
    QCOMPARE(
        got(open(DatabaseMode::ReadWrite)
                ->queryNumber(QString::fromLatin1("SELECT n FROM t WHERE words = ?"), {QString::fromLatin1("one")})),
        1);
}

void TestDatabase::isDurableAndStrict()
{
    const auto database = open(DatabaseMode::ReadWrite);
    auto journal = got(database->query(QString::fromLatin1("PRAGMA journal_mode")));
    QVERIFY(got(journal.next()));
    QCOMPARE(journal.text(0), QString::fromLatin1("wal"));
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("PRAGMA synchronous"))), 2);
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("PRAGMA foreign_keys"))), 1);

    got(database->begin());
    QVERIFY(!database->change(QString::fromLatin1("INSERT INTO child (n) VALUES (99)")));
    database->rollback();
}

void TestDatabase::aReaderSeesTheSamePragmas()
{
    const auto database = open(DatabaseMode::ReadOnly);
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("PRAGMA synchronous"))), 2);
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("PRAGMA foreign_keys"))), 1);
}

void TestDatabase::aReaderCannotWrite()
{
    const auto database = open(DatabaseMode::ReadOnly);
    auto begun = database->begin();
    if (begun) {
        VERIFY_FAILS(database->change(QString::fromLatin1("DELETE FROM t")), ErrorCode::DatabaseUnavailable);
        database->rollback();
    } else {
        QVERIFY(begun.error().code == ErrorCode::DatabaseUnavailable);
    }
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
}

void TestDatabase::changesNeedATransaction()
{
    const auto database = open(DatabaseMode::ReadWrite);
    VERIFY_FAILS(database->change(QString::fromLatin1("DELETE FROM t")), ErrorCode::Internal);
    VERIFY_FAILS(database->changeReturning(QString::fromLatin1("DELETE FROM t RETURNING n"), {}), ErrorCode::Internal);
    VERIFY_FAILS(database->commit(), ErrorCode::Internal);
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
}

void TestDatabase::rollbackUndoes()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    QCOMPARE(got(database->change(QString::fromLatin1("DELETE FROM t"))), 1);
    database->rollback();
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
    QVERIFY(database->begin().has_value()); // and the next one can begin
}

void TestDatabase::twoTransactionsAtOnceAreAMistake()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    VERIFY_FAILS(database->begin(), ErrorCode::Internal);
}

void TestDatabase::aFailedChangeSpoilsItsTransaction()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    VERIFY_FAILS(
        database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'again')")), ErrorCode::Internal);
    VERIFY_FAILS(
        database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (3, 'three')")), ErrorCode::Internal);
    database->rollback();
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);

    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    got(database->commit());
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 2);
}

void TestDatabase::whatIsInsertedHasANumber()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    const auto insert = QStringLiteral("INSERT INTO t (n, words) SELECT 7, 'seven' WHERE %1 RETURNING n");
    QCOMPARE(got(database->insertReturning(insert.arg(QStringLiteral("TRUE")), {})), 7);
    VERIFY_FAILS(database->insertReturning(insert.arg(QStringLiteral("FALSE")), {}), ErrorCode::Internal);
    QVERIFY(!got(database->changeReturning(insert.arg(QStringLiteral("FALSE")), {})));
}

// As SQLite does when the disk fails while something is read.
void TestDatabase::whatSqliteEndedCannotGoOn()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    got(database->query(QString::fromLatin1("ROLLBACK")));
    VERIFY_FAILS(
        database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (3, 'three')")), ErrorCode::Internal);
    VERIFY_FAILS(
        database->changeReturning(QString::fromLatin1("INSERT INTO t (n, words) VALUES (4, 'four') RETURNING n"), {}),
        ErrorCode::Internal);
    VERIFY_FAILS(database->commit(), ErrorCode::Internal);
    QCOMPARE(got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
    got(database->begin());
}

void TestDatabase::aTransactionThatCannotGoOnEndsWithItsCommit()
{
    const auto database = open(DatabaseMode::ReadWrite);
    const auto other = open(DatabaseMode::ReadWrite);
    got(other->queryNumber(QString::fromLatin1("PRAGMA busy_timeout = 1")));
    got(database->begin());
    QVERIFY(!database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (1, 'again')")));
    VERIFY_FAILS(database->commit(), ErrorCode::Internal);
    got(other->begin()); // nobody is locked out
    other->rollback();
    got(database->begin());
}

// SQLite rolls back by itself when it is full: what comes after must not be committed on its own.
void TestDatabase::aFullDatabaseIsNoSpace()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->queryNumber(QString::fromLatin1("PRAGMA max_page_count = 8")));
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    VERIFY_FAILS(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (3, ?)"),
                     {QString(100'000, QLatin1Char('x'))}),
        ErrorCode::NoSpaceForLedger);
    QVERIFY(!database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (4, 'four')")));
    QVERIFY(!database->commit());
    database->rollback();
    QCOMPARE(got(open(DatabaseMode::ReadOnly)->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1);
}

void TestDatabase::aSecondWriterIsTurnedAway()
{
    const auto first = open(DatabaseMode::ReadWrite);
    const auto second = open(DatabaseMode::ReadWrite);
    got(second->queryNumber(QString::fromLatin1("PRAGMA busy_timeout = 1")));
    got(first->begin());
    got(first->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    VERIFY_FAILS(second->begin(), ErrorCode::StationInUse);
    QCOMPARE(got(second->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 1); // reading goes on meanwhile
    got(first->commit());
    QCOMPARE(got(second->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM t"))), 2);
    QVERIFY(second->begin().has_value());
}

void TestDatabase::oneQueryMayRunTwiceAtOnce()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    got(database->commit());
    int pairs = 0;
    auto outer = got(database->query(QString::fromLatin1("SELECT n FROM t ORDER BY n")));
    while (got(outer.next())) {
        auto inner = got(database->query(QString::fromLatin1("SELECT n FROM t ORDER BY n")));
        while (got(inner.next())) {
            ++pairs;
        }
    }
    QCOMPARE(pairs, 4);
}

void TestDatabase::storesNoNull()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("CREATE TABLE texts (a TEXT NOT NULL, b BYTEA NOT NULL)")));
    got(database->change(QString::fromLatin1("INSERT INTO texts (a, b) VALUES (?, ?)"), {QString{}, QByteArray{}}));
    got(database->commit());
    QCOMPARE(
        got(database->queryNumber(QString::fromLatin1("SELECT COUNT(*) FROM texts WHERE a = '' AND LENGTH(b) = 0"))),
        1);
}

void TestDatabase::givesBackWhatItWasGiven()
{
    const auto text = QString::fromUtf8("Z\u00fcrich \U0001F9F3 ") + QChar{} + QLatin1Char('b');
    const QChar mark{QChar::ByteOrderMark};
    const auto marked = QString{2, mark} + QString::fromLatin1("Ada") + mark;
    const QByteArray bytes{"\0\xff\x80 three", 9};
    constexpr qint64 number = std::numeric_limits<qint64>::min();
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("CREATE TABLE kinds (a TEXT, b BYTEA, c BIGINT, d SMALLINT, e INTEGER)")));
    got(database->change(QString::fromLatin1("INSERT INTO kinds (a, b, c, d, e) VALUES (?, ?, ?, ?, ?)"),
        {text, bytes, number, true, 7}));
    got(database->commit());
    auto rows = got(database->query(QString::fromLatin1("SELECT a, b, c, d, e FROM kinds WHERE a = ?"), {text}));
    QVERIFY(got(rows.next()));
    QCOMPARE(rows.text(0), text);
    QCOMPARE(rows.bytes(1), bytes);
    QCOMPARE(rows.number(2), number);
    QCOMPARE(rows.truth(3), true);
    QCOMPARE(rows.number(4), 7);
    QVERIFY(!got(rows.next()));
    QVERIFY(!got(rows.next())); // and does not begin again

    auto same = got(database->query(QString::fromLatin1("SELECT ?"), {marked}));
    QVERIFY(got(same.next()));
    QCOMPARE(same.text(0), marked);
}

void TestDatabase::wantsAsManyValuesAsItAsksFor()
{
    const auto database = open(DatabaseMode::ReadWrite);
    VERIFY_FAILS(database->query(QString::fromLatin1("SELECT n FROM t WHERE n = ?")), ErrorCode::Internal);
    VERIFY_FAILS(database->query(QString::fromLatin1("SELECT n FROM t WHERE n = ?"), {1, 2}), ErrorCode::Internal);
}

void TestDatabase::refusesValuesOfOtherKinds()
{
    const auto database = open(DatabaseMode::ReadWrite);
    VERIFY_FAILS(database->query(QString::fromLatin1("SELECT n FROM t WHERE n = ?"), {1.5}), ErrorCode::Internal);
    VERIFY_FAILS(
        database->query(QString::fromLatin1("SELECT n FROM t WHERE n = ?"), {QVariant{}}), ErrorCode::Internal);
}

void TestDatabase::looksAtReferencesOfAChangeThatReturns()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    QCOMPARE(
        *got(database->changeReturning(QString::fromLatin1("INSERT INTO child (n) VALUES (?) RETURNING n"), {1})), 1);
    QVERIFY(!got(database->changeReturning(QString::fromLatin1("DELETE FROM t WHERE n = ? RETURNING n"), {5})));
    VERIFY_FAILS(database->changeReturning(QString::fromLatin1("INSERT INTO child (n) VALUES (?) RETURNING n"), {99}),
        ErrorCode::Internal);
    VERIFY_FAILS(database->commit(), ErrorCode::Internal);
}

void TestDatabase::countsReferencesToWhatIsNotThere()
{
    const auto database = open(DatabaseMode::ReadWrite);
    QCOMPARE(got(database->countDangling()), 0);
    got(database->enforceReferences(false));
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO child (n) VALUES (1), (98), (99)")));
    got(database->commit());
    QCOMPARE(got(database->countDangling()), 2);
}

void TestDatabase::emptiesItsLog()
{
    const auto database = open(DatabaseMode::ReadWrite);
    got(database->begin());
    got(database->change(QString::fromLatin1("INSERT INTO t (n, words) VALUES (2, 'two')")));
    got(database->commit());
    const QFileInfo log{file() + QLatin1StringView{"-wal"}};
    QVERIFY(log.size() > 0);
    {
        const auto reader = open(DatabaseMode::ReadOnly);
        auto rows = got(reader->query(QString::fromLatin1("SELECT n FROM t")));
        got(database->queryNumber(QString::fromLatin1("PRAGMA busy_timeout = 1")));
        VERIFY_FAILS(database->emptyLog(), ErrorCode::StationInUse);
    }
    got(database->emptyLog());
    QCOMPARE(QFileInfo{log.filePath()}.size(), 0);
}

// However many other statements there were before it.
void TestDatabase::keepsWhatWasAskedForLast()
{
    const auto database = open(DatabaseMode::ReadWrite);
    for (int i = 0; i < 1000; ++i) {
        got(database->queryNumber(QString::fromLatin1("SELECT %1").arg(i)));
    }
    const auto first = QString::fromLatin1("SELECT 'first'");
    const auto second = QString::fromLatin1("SELECT 'second'");
    got(database->queryNumber(first));
    got(database->queryNumber(second));
    const auto kept = database->idleStatements();
    QVERIFY(kept.contains(first));
    QVERIFY(kept.contains(second));
    QVERIFY(kept.size() < 500);
}

void TestDatabase::makesNoDatabaseUnlessAsked()
{
    const auto none = m_folder->filePath(QStringLiteral("none.sqlite"));
    VERIFY_FAILS(Database::open(none, DatabaseMode::ReadWrite), ErrorCode::DatabaseUnavailable);
    VERIFY_FAILS(Database::open(none, DatabaseMode::ReadOnly), ErrorCode::DatabaseUnavailable);
    QVERIFY(!QFile::exists(none));
}

void TestDatabase::refusesWhatIsNoDatabase_data()
{
    QTest::addColumn<QByteArray>("content");

    QTest::newRow("text") << QByteArray("not a database, and long enough to be seen as none\n").repeated(40);
    QTest::newRow("cut header") << QByteArray("SQLite format 3\0", 16) + QByteArray(200, '\xff');
}

void TestDatabase::refusesWhatIsNoDatabase()
{
    QFETCH(QByteArray, content);
    QFile other{m_folder->filePath(QStringLiteral("other"))};
    QVERIFY(other.open(QIODevice::WriteOnly));
    other.write(content);
    other.close();
    VERIFY_FAILS(Database::open(other.fileName(), DatabaseMode::ReadWrite), ErrorCode::DatabaseUnavailable);
    VERIFY_FAILS(Database::open(other.fileName(), DatabaseMode::ReadOnly), ErrorCode::DatabaseUnavailable);
}

void TestDatabase::tellsWhyAFileCannotBeOpened()
{
    const auto nowhere = m_folder->filePath(QStringLiteral("none/x.sqlite"));
    const auto opened = Database::open(nowhere, DatabaseMode::ReadWrite);
    QVERIFY(!opened);
    QVERIFY(opened.error().code == ErrorCode::DatabaseUnavailable);
    QCOMPARE(opened.error().file, nowhere);
    VERIFY_FAILS(Database::open(m_folder->path(), DatabaseMode::ReadOnly), ErrorCode::DatabaseUnavailable);
}

void TestDatabase::mapsResultCodes_data()
{
    QTest::addColumn<int>("sqlite");
    QTest::addColumn<ErrorCode>("code");

    QTest::newRow("FULL") << 13 << ErrorCode::NoSpaceForLedger;
    QTest::newRow("IOERR_SHMSIZE") << 4874 << ErrorCode::NoSpaceForLedger;
    QTest::newRow("BUSY") << 5 << ErrorCode::StationInUse;
    QTest::newRow("BUSY_SNAPSHOT") << 517 << ErrorCode::StationInUse;
    QTest::newRow("PROTOCOL") << 15 << ErrorCode::StationInUse;
    QTest::newRow("LOCKED") << 6 << ErrorCode::Internal; // by ourselves: no other connection shares our cache
    QTest::newRow("PERM") << 3 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("READONLY_CANTINIT") << 1288 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("IOERR_FSYNC") << 1034 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("CORRUPT") << 11 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("CANTOPEN") << 14 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("NOTADB") << 26 << ErrorCode::DatabaseUnavailable;
    QTest::newRow("ERROR") << 1 << ErrorCode::Internal;
    QTest::newRow("CONSTRAINT_UNIQUE") << 2067 << ErrorCode::Internal;
}

void TestDatabase::mapsResultCodes()
{
    QFETCH(int, sqlite);
    QTEST(satchel::errorCodeOfSqlite(sqlite), "code");
}

void TestDatabase::refusesNetworkFileSystems()
{
    satchel::FileSystemFacts facts;
    facts.type = QString::fromLatin1("ext4");
    QVERIFY(satchel::requireFitForLedger(facts).has_value());
    facts.type = QString::fromLatin1("nfs4");
    facts.network = true;
    VERIFY_FAILS(satchel::requireFitForLedger(facts), ErrorCode::DatabaseUnavailable);
}

SATCHEL_TEST(TestDatabase)
#include "TestDatabase.moc"
