#include <core/ledger/Database.h>
#include <core/ledger/Schema.h>

#include "LedgerFixture.h"

using satchel::Database;
using satchel::DatabaseMode;
using satchel::ErrorCode;
using satchel::Migration;

namespace {

QStringList statements(const char* one, const char* another)
{
    return {QString::fromLatin1(one), QString::fromLatin1(another)};
}

// A small history of tables, as ours may become one.
const QList<Migration>& threeVersions()
{
    static const QList<Migration> all{
        {statements("CREATE TABLE ledger (schema BIGINT NOT NULL)", "INSERT INTO ledger (schema) VALUES (1)")},
        {statements("CREATE TABLE b (n BIGINT NOT NULL)", "INSERT INTO b (n) VALUES (20)")},
        {statements("CREATE TABLE c (n BIGINT NOT NULL)", "INSERT INTO c (n) SELECT n + 10 FROM b")},
    };
    return all;
}

std::span<const Migration> upTo(qsizetype version)
{
    return std::span{threeVersions().constData(), static_cast<std::size_t>(version)};
}

} // namespace

class TestSchema : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEmptyDatabaseIsVersionNought();
    void bringsAnyOlderVersionUpToDate_data();
    void bringsAnyOlderVersionUpToDate();
    void isDoneOnce();
    void aFailedStepLeavesTheOldVersion();
    void refusesANewerVersion();
    void saysWhatToDoAboutAnOlderOne();

private:
    void migrateTo(qsizetype version)
    {
        got(m_database->begin());
        got(satchel::migrate(*m_database, upTo(version)));
        got(m_database->commit());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Database> m_database;
};

void TestSchema::init()
{
    m_database.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_database = got(Database::open(m_folder->filePath(QStringLiteral("x.sqlite")), DatabaseMode::Create));
}

void TestSchema::anEmptyDatabaseIsVersionNought()
{
    QCOMPARE(got(satchel::schemaVersion(*m_database)), 0);
}

void TestSchema::bringsAnyOlderVersionUpToDate_data()
{
    QTest::addColumn<int>("version");
    QTest::newRow("from nothing") << 0;
    QTest::newRow("from 1") << 1;
    QTest::newRow("from 2") << 2;
}

void TestSchema::bringsAnyOlderVersionUpToDate()
{
    QFETCH(int, version);
    if (version > 0) {
        migrateTo(version);
        QCOMPARE(got(satchel::schemaVersion(*m_database)), version);
    }
    migrateTo(3);
    QCOMPARE(got(satchel::schemaVersion(*m_database)), 3);
    QCOMPARE(got(m_database->queryNumber(QStringLiteral("SELECT n FROM c"))), 30);
}

void TestSchema::isDoneOnce()
{
    migrateTo(3);
    migrateTo(3);
    QCOMPARE(got(m_database->queryNumber(QStringLiteral("SELECT COUNT(*) FROM c"))), 1);
}

void TestSchema::aFailedStepLeavesTheOldVersion()
{
    migrateTo(2);
    auto broken = threeVersions();
    broken[2].statements += QStringLiteral("INSERT INTO nowhere (n) VALUES (1)");
    got(m_database->begin());
    QVERIFY(!satchel::migrate(*m_database, std::span{broken.constData(), 3}));
    m_database->rollback();

    QCOMPARE(got(satchel::schemaVersion(*m_database)), 2);
    QVERIFY(!m_database->query(QStringLiteral("SELECT n FROM c")));
}

void TestSchema::refusesANewerVersion()
{
    migrateTo(3);
    got(m_database->begin());
    const auto migrated = satchel::migrate(*m_database, upTo(2));
    QVERIFY(!migrated);
    QVERIFY(migrated.error().code == ErrorCode::UnsupportedVersion);
    QVERIFY(migrated.error().message.contains(QStringLiteral("made by a newer Satchel (schema 3, this one knows 2)")));
}

void TestSchema::saysWhatToDoAboutAnOlderOne()
{
    QVERIFY(satchel::requireSchema(3, 3).has_value());
    const auto older = satchel::requireSchema(2, 3);
    QVERIFY(!older);
    QVERIFY(older.error().code == ErrorCode::UnsupportedVersion);
    QVERIFY(older.error().message.contains(QStringLiteral("older Satchel")));
}

QTEST_GUILESS_MAIN(TestSchema)
#include "TestSchema.moc"
