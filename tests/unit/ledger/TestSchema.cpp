#include <core/ledger/Database.h>
#include <core/ledger/ItemKeys.h>
#include <core/ledger/Schema.h>

#include "LedgerFixture.h"

#include <tests/support/OlderLedger.h>
#include <tests/support/TestRegistry.h>

#include <cstring>

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
    void whatTheSecondVersionHeldIsStillThere();
    void whatEarlierImportsBroughtIsFound();
    void certificatesOfTheNinthVersionAreFound();
    void whatTheTenthVersionHadTakenInIsThere();
    void ofManyItemsAllAreFound();
    void oneThatCannotBeReadStopsNothing();
    void whatRefersToNothingIsNotBroughtUpToDate();

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

// One peer has received the first bundle; the second is on its way.
void TestSchema::whatTheSecondVersionHeldIsStillThere()
{
    QTemporaryDir home;
    const auto here = LedgerFixture::here().toString();
    const auto peer = LedgerFixture::peer().toString();
    const auto idOf = [](const char* bytes) {
        return satchel::itemIdOf(
            satchel::Kind::CertificationRequest, satchel::Protocol::Est, LedgerFixture::here(), {}, bytes);
    };
    const auto earlier = satchel::Ulid::generate(QDateTime::currentDateTimeUtc());
    const auto later = satchel::Ulid::generate(QDateTime::currentDateTimeUtc().addSecs(1));
    const auto rowsOf = [&](int number, const char* bytes, const char* requester, const char* state,
                            const QString& bundle) {
        const auto last
            = number % 2 == 0 ? QStringLiteral("9999-12-31T23:59:59Z") : QStringLiteral("2026-11-29T10:00:00Z");
        return QStringList{
            QStringLiteral("INSERT INTO items VALUES (%1, '%2', 'certification-request', 'est', 'p10', '%3', 1, '', "
                           "'JADA-%1', '', '', X'', CAST('%4' AS BLOB), 'x.p10', '[]', '2026-11-25T10:00:00Z', '%5', "
                           "%8, '%6', '', '', '%7')")
                .arg(number)
                .arg(idOf(bytes).toString(), here, QLatin1StringView{requester}, last, QLatin1StringView{state}, bundle)
                .arg(std::strlen(bytes)),
            QStringLiteral("INSERT INTO item_bytes VALUES (%1, CAST('%2' AS BLOB))")
                .arg(number)
                .arg(QLatin1StringView{bytes}),
            QStringLiteral("INSERT INTO item_history VALUES (%1, %1, '2026-11-25T10:00:00Z', 'pending', '', '', '')")
                .arg(number)};
    };
    const auto outgoing = [&](int number, const satchel::Ulid& bundle, const char* state) {
        return QStringLiteral("INSERT INTO outgoing VALUES (%1, '%2', '%3', %1, '%2', 1, '/m/x', '%4', '%5', '%5', 1, "
                              "1, '2026-11-25T11:00:00Z', 0)")
            .arg(number)
            .arg(bundle.toString(), peer, QLatin1StringView{state}, QString{64, QLatin1Char('a')});
    };
    const auto line = [](int number, int ofItem, const char* state, const satchel::Ulid& bundle) {
        return QStringLiteral("INSERT INTO item_history VALUES (%1, %2, '2026-11-25T11:00:00Z', '%3', '', '', '%4')")
            .arg(number)
            .arg(ofItem)
            .arg(QLatin1StringView{state}, bundle.toString());
    };
    const auto carried = [&](int inBundle, int ofItem, int received) {
        return QStringList{QStringLiteral("INSERT INTO outgoing_items VALUES (%1, %2)").arg(inBundle).arg(ofItem),
            QStringLiteral("INSERT INTO carriage VALUES (%1, '%2', %3)").arg(ofItem).arg(peer).arg(received)};
    };
    const QStringList content = rowsOf(1, "one", "{}", "received", earlier.toString())
        + rowsOf(2, "two", "{\"idevid\":[]}", "packed", later.toString()) + rowsOf(3, "three", "", "pending", {})
        + QStringList{outgoing(1, earlier, "received"), outgoing(2, later, "packed")} + carried(1, 1, 1)
        + carried(2, 2, 0)
        + QStringList{line(4, 1, "packed", earlier), line(5, 2, "packed", later), line(6, 1, "received", earlier),
            QStringLiteral("UPDATE items SET correlation = 'key:2' WHERE number = 2"),
            QStringLiteral("INSERT INTO items SELECT 4, REPLACE(id, '0', '1'), 'certification-response', protocol, "
                           "'p7c', peer, 0, peer, device, '', id, context, requester, local_name, warnings, "
                           "gathered_at, deadline, size, 'ready', '', '', '' FROM items WHERE number = 2"),
            QStringLiteral("INSERT INTO item_bytes SELECT 4, bytes FROM item_bytes WHERE item = 2")};
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    got(satchel::test::makeOlderLedger(file, 2, LedgerFixture::ledgerId('L').toString(), here, content));

    const auto ledger = got(satchel::Ledger::open(
        home.path(), satchel::LedgerAccess::ReadWrite, [] { return QDateTime::currentDateTimeUtc(); }));
    const auto& items = ledger.items();

    QCOMPARE(got(items.get(idOf("one"))).requester, QByteArray("{}"));
    QCOMPARE(got(items.get(idOf("two"))).requester, QByteArray("{\"idevid\":[]}"));
    QCOMPARE(got(items.get(idOf("three"))).requester, QByteArray());
    QCOMPARE(got(items.bytes(idOf("three"))), QByteArray("three"));
    const auto story = got(items.history(idOf("one")));
    QCOMPARE(story.size(), 3);
    QVERIFY(story[1].state == satchel::ItemState::Packed && story[1].bundle == earlier);
    QVERIFY(story[2].state == satchel::ItemState::Received);
    QCOMPARE(satchel::test::wronglyIndexed(file), 0);
    QVERIFY(got(items.requestsByCorrelation(QStringLiteral("key:2"))).value(0).id == idOf("two"));
    QCOMPARE(got(items.answersTo(idOf("two"))).size(), 1);
    QVERIFY(got(items.resolve(idOf("three").toString().left(9))) == idOf("three"));
    QCOMPARE(got(ledger.checkIntegrity()), QString{});
    QCOMPARE(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM pragma_foreign_key_check")), 0);
    QCOMPARE(got(items.nextDeadlines(10)).size(), 2);
    satchel::DueCursor cursor;
    const auto due = got(items.dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 10, 1000));
    QCOMPARE(due.size(), 2); // what the peer has received is not due for it
    QCOMPARE(due[0].bytes, QByteArray("three"));
    QCOMPARE(due[1].bytes, QByteArray("two"));
    satchel::DueCursor others;
    QCOMPARE(got(items.dueAfter({LedgerFixture::station('Q'), {}, {}, false}, others, 10, 1000)).size(), 3);
}

namespace {

// A ledger of the third version with so many items, whose ids begin with their numbers.
void makeThirdVersion(const QString& file, int items)
{
    const auto here = LedgerFixture::here().toString();
    const auto content = QStringLiteral(
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %2) "
        "INSERT INTO items SELECT i, printf('%011x%053x', i, 0), 'certification-request', 'est', 'p10', "
        "'%1', 1, '', '', 'key:' || i, '', X'', '', '[]', '2026-11-25T10:00:00Z', "
        "'9999-12-31T23:59:59Z', 1, 'pending', '', '', '', 1, 0 FROM n")
                             .replace(QStringLiteral("%1"), here)
                             .replace(QStringLiteral("%2"), QString::number(items));
    got(satchel::test::makeOlderLedger(file, 3, LedgerFixture::ledgerId('L').toString(), here,
        {content, QStringLiteral("INSERT INTO item_bytes SELECT number, X'00' FROM items")}));
}

satchel::Result<satchel::Ledger> opened(const QTemporaryDir& home)
{
    return satchel::Ledger::open(
        home.path(), satchel::LedgerAccess::ReadWrite, [] { return QDateTime::currentDateTimeUtc(); });
}

} // namespace

void TestSchema::whatRefersToNothingIsNotBroughtUpToDate()
{
    QTemporaryDir home;
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    makeThirdVersion(file, 1);
    satchel::test::changeLedger(file, {QStringLiteral("INSERT INTO item_bytes VALUES (99, X'00')")});
    VERIFY_FAILS(opened(home), ErrorCode::DatabaseUnavailable);
    QCOMPARE(satchel::test::numberFrom(file, QStringLiteral("SELECT schema FROM ledger")), 3);
}

void TestSchema::whatEarlierImportsBroughtIsFound()
{
    QTemporaryDir home;
    const auto peer = LedgerFixture::peer();
    const auto bundle = satchel::Ulid::generate(QDateTime::currentDateTimeUtc());
    const auto id = satchel::itemIdOf(satchel::Kind::CertificationResponse, satchel::Protocol::Est, peer, {}, "x");
    got(satchel::test::makeOlderLedger(home.filePath(QStringLiteral("ledger.sqlite")), 7,
        LedgerFixture::ledgerId('L').toString(), LedgerFixture::here().toString(),
        {QStringLiteral("INSERT INTO items VALUES (5, '%1', 'certification-response', 'est', 'p7c', '%2', 0, '%2', "
                        "'', '', '', X'', '', '[]', '2026-11-25T10:00:00Z', '9999-12-31T23:59:59Z', 1, 'ready', '', "
                        "'', '%3', 0, 0, '')")
                .arg(id.toString(), peer.toString(), bundle.toString()),
            QStringLiteral("INSERT INTO incoming VALUES (1, '%1', '%2', '%3', 1, '%4', 'imported', 1, 1, 0, 0, "
                           "'2026-11-25T11:00:00Z', '2026-11-25T10:30:00Z', 0)")
                .arg(bundle.toString(), peer.toString(), LedgerFixture::ledgerId('M').toString(),
                    QString{64, QLatin1Char('a')})}));
    const auto ledger = got(opened(home));
    const auto found = got(ledger.bundleList().findIncoming(peer, bundle));
    QVERIFY(found.has_value());
    QCOMPARE(found->bundle.bytes, 0);
    QList<satchel::ItemId> items;
    got(ledger.bundleList().forEachItem(found->bundle, [&items](const satchel::Item& item) -> satchel::Result<void> {
        items += item.id;
        return {};
    }));
    QCOMPARE(items, QList<satchel::ItemId>{id});
}

// More than are moved at once (ShortKeys).
void TestSchema::certificatesOfTheNinthVersionAreFound()
{
    const QTemporaryDir home;
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    constexpr int Certificates = 70'000;
    const auto request = satchel::itemIdOf(
        satchel::Kind::CertificationRequest, satchel::Protocol::Cmp, LedgerFixture::here(), {}, "renews");
    const auto digest = QStringLiteral("%1").arg(77, 11, 16, QLatin1Char('0')).leftJustified(64, QLatin1Char('0'));
    got(satchel::test::makeOlderLedger(file, 9, LedgerFixture::ledgerId('L').toString(),
        LedgerFixture::here().toString(),
        {QStringLiteral("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %1) "
                        "INSERT INTO device_certificates SELECT i, printf('%011x%053x', i, 0), 'SN-' || i, 'CN=x', "
                        "'2027-01-01T00:00:00Z', printf('%064x', i) FROM n")
                .replace(QStringLiteral("%1"), QString::number(Certificates)),
            QStringLiteral("INSERT INTO renewals VALUES (1, '%1', '%2')").arg(request.toString(), digest)}));
    const auto ledger = got(opened(home));

    QCOMPARE(got(ledger.checkIntegrity()), QString{});
    QVERIFY(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM certificate_keys")) > 0);
    const auto renewed = got(ledger.devices().renewedBy(request));
    QVERIFY(renewed.has_value());
    QCOMPARE(renewed->device, QStringLiteral("SN-77"));
    QCOMPARE(renewed->fingerprint.toHex(), digest.toLatin1());
}

// Its bytes stay where they were, and what an interrupted import has staged is gone.
void TestSchema::whatTheTenthVersionHadTakenInIsThere()
{
    const QTemporaryDir home;
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    const auto peer = LedgerFixture::peer();
    const auto id = satchel::itemIdOf(satchel::Kind::CertificationResponse, satchel::Protocol::Est, peer, {}, "x");
    const QStringList content{
        QStringLiteral("INSERT INTO items VALUES (5, 'certification-response', 0, '%1', '', '2026-11-25T10:00:00Z', "
                       "'9999-12-31T23:59:59Z', 1, 'ready', '', '', '', '', 0, 0)")
            .arg(peer.toString()),
        QStringLiteral("INSERT INTO item_facts VALUES (5, '%1', 'est', 'p7c', '%2', '', '', X'', '', '[]', '')")
            .arg(id.toString(), peer.toString()),
        QStringLiteral("INSERT INTO item_bytes VALUES (5, CAST('x' AS BLOB))"),
        QStringLiteral("INSERT INTO item_keys VALUES (%1, 5)").arg(satchel::ItemKeys::ofId(id)),
        QStringLiteral("UPDATE state_counts SET items = 1 WHERE state = 'ready'"),
        QStringLiteral("INSERT INTO received_items VALUES (5, 'b'), (5, 'a')"),
        QStringLiteral("INSERT INTO staged_items (number, carrier, id, kind, protocol, extension, origin, "
                       "gathered_here, peer, device, correlation, in_reply_to, context, requester, local_name, "
                       "warnings, gathered_at, deadline, size, state, reason_code, reason_text, bundle, bytes) VALUES "
                       "(1, 'c', 'i', '', '', '', '', 0, '', '', '', '', X'', X'', '', '', '', '', 1, '', '', '', '', "
                       "X'00')")};
    got(satchel::test::makeOlderLedger(
        file, 10, LedgerFixture::ledgerId('L').toString(), LedgerFixture::here().toString(), content));
    const auto ledger = got(opened(home));

    QCOMPARE(got(ledger.checkIntegrity()), QString{});
    QCOMPARE(got(ledger.items().bytes(id)), QByteArray("x"));
    QCOMPARE(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM received_items WHERE item = 5")), 2);
    QCOMPARE(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM staged_items")), 0);
}

// More than are moved at once (ShortKeys).
void TestSchema::ofManyItemsAllAreFound()
{
    const QTemporaryDir home;
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    constexpr int Items = 70'000;
    makeThirdVersion(file, Items);
    auto ledger = got(opened(home));
    QCOMPARE(got(ledger.checkIntegrity()), QString{});
    QVERIFY(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM item_keys")) > Items);
    for (const int i : {1, 1024, 65'536, Items}) {
        QCOMPARE(got(ledger.items().requestsByCorrelation(QStringLiteral("key:%1").arg(i))).size(), 1);
    }
    // The same session goes on to write: what is referred to must be there again.
    auto transaction = got(ledger.begin());
    const auto bundle = satchel::Ulid::generate(QDateTime::currentDateTimeUtc());
    got(ledger.bundles().beginOutgoing(LedgerFixture::peer(), bundle, bundle, 1, {}));
    got(ledger.bundles().addToOutgoing(bundle, QList<qint64>{Items}));
    QVERIFY(!ledger.bundles().addToOutgoing(bundle, QList<qint64>{Items + 1}));
}

void TestSchema::oneThatCannotBeReadStopsNothing()
{
    const QTemporaryDir home;
    const auto file = home.filePath(QStringLiteral("ledger.sqlite"));
    makeThirdVersion(file, 3);
    satchel::test::changeLedger(file,
        {QStringLiteral("UPDATE items SET id = 'x' WHERE number = 2"),
            QStringLiteral("UPDATE items SET in_reply_to = 'x' WHERE number = 3")});
    auto ledger = got(opened(home));
    QCOMPARE(got(ledger.items().requestsByCorrelation(QStringLiteral("key:1"))).size(), 1);
    const auto told = got(ledger.checkIntegrity());
    QVERIFY2(told.startsWith(QStringLiteral("2 entries of the index of items are missing")), qPrintable(told));
    // What can be read of them counts still: the third does not come in a second time.
    const auto third = got(satchel::ItemId::parse(QStringLiteral("00000000003").leftJustified(64, QLatin1Char('0'))));
    QCOMPARE(satchel::test::numberFrom(file,
                 QStringLiteral("SELECT COUNT(*) FROM item_lookups WHERE item = 3 AND key = %1")
                     .arg(satchel::ItemKeys::ofId(third))),
        1);
    QCOMPARE(satchel::test::numberFrom(file, QStringLiteral("SELECT COUNT(*) FROM item_lookups WHERE item = 2")), 1);
}

SATCHEL_TEST(TestSchema)
#include "TestSchema.moc"
