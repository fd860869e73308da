#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

#include <QSysInfo>

using namespace satchel;

class TestCustodyLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cleanup();
    void anEmptyLogIsIntact();
    void anEmptyLogStaysEmpty();
    void fillsInWhoWhereAndWhen();
    void theOperatorsNameIsOneLine();
    void aNameThatWasGivenGoesBeforeTheEnvironments();
    void aNameBeginsWithWhateverItBeginsWith();
    void numbersAndChainsItsEntries();
    void theChainGoesOnAfterReopening();
    void listsFromATimeOn();
    void aVisitorsFailureEndsTheWalk();
    void goesWithItsTransaction();
    void seesEveryChange_data();
    void seesEveryChange();
    void anAlteredTimeCanStillBeListed();

private:
    static void append(LedgerFixture& fixture, const char* action)
    {
        fixture.inTransaction([&] {
            got(fixture.ledger.log().append(QString::fromLatin1(action), QStringLiteral("01HZZZZZZZZZZZZZZZZZZZZZZZ"),
                QStringLiteral("/media/stick"), QStringLiteral("3 items")));
        });
    }

    static QList<LogEntry> entries(const LedgerFixture& fixture, const std::optional<QDateTime>& since = {})
    {
        QList<LogEntry> all;
        got(fixture.ledger.log().forEach(since, [&all](const LogEntry& entry) -> Result<void> {
            all += entry;
            return {};
        }));
        return all;
    }
};

void TestCustodyLog::cleanup()
{
    qunsetenv("SATCHEL_OPERATOR");
}

void TestCustodyLog::anEmptyLogIsIntact()
{
    LedgerFixture fixture;
    const auto verification = got(fixture.ledger.log().verify());
    QVERIFY(verification.intact);
    QVERIFY(!verification.firstBad);
    QVERIFY(entries(fixture).isEmpty());
}

void TestCustodyLog::anEmptyLogStaysEmpty()
{
    LedgerFixture fixture;
    satchel::test::changeLedger(fixture.file(),
        {QStringLiteral("INSERT INTO custody_log VALUES (1, '', 0, '', '', '', 'import', '', '', '', '')")});
    QCOMPARE(got(fixture.ledger.log().verify()).firstBad.value_or(0), 1);
}

void TestCustodyLog::fillsInWhoWhereAndWhen()
{
    LedgerFixture fixture;
    qputenv("SATCHEL_OPERATOR", "Grace Hopper");
    append(fixture, "export");
    const auto entry = entries(fixture).first();
    QCOMPARE(entry.seq, 1);
    QCOMPARE(entry.at, fixture.now);
    QVERIFY(entry.monotonic > 0);
    QVERIFY(!entry.user.isEmpty());
    QCOMPARE(entry.operatorName, QStringLiteral("Grace Hopper"));
    QCOMPARE(entry.host, QSysInfo::machineHostName());
    QCOMPARE(entry.action, QStringLiteral("export"));
    QCOMPARE(entry.bundle, QStringLiteral("01HZZZZZZZZZZZZZZZZZZZZZZZ"));
    QCOMPARE(entry.medium, QStringLiteral("/media/stick"));
    QCOMPARE(entry.verdict, QStringLiteral("3 items"));
    QCOMPARE(entry.hash.size(), 32);
}

void TestCustodyLog::theOperatorsNameIsOneLine()
{
    LedgerFixture fixture;
    qputenv("SATCHEL_OPERATOR", " Eve\nimport\tgood " + QByteArray(500, 'x'));
    append(fixture, "export");
    const auto name = entries(fixture).first().operatorName;
    QVERIFY(name.startsWith(QStringLiteral("Eve import good x")));
    QCOMPARE(name.size(), 200);
}

void TestCustodyLog::aNameThatWasGivenGoesBeforeTheEnvironments()
{
    LedgerFixture fixture;
    qputenv("SATCHEL_OPERATOR", "Eve");
    fixture.ledger.log().setOperator(QStringLiteral(" Grace\nHopper"));
    append(fixture, "export");
    fixture.ledger.log().setOperator({});
    append(fixture, "export");
    QCOMPARE(entries(fixture)[0].operatorName, QStringLiteral("Grace Hopper"));
    QCOMPARE(entries(fixture)[1].operatorName, QStringLiteral("Eve"));
}

// What a program puts before copied text stays, or else the chain would be of another text than is read again.
void TestCustodyLog::aNameBeginsWithWhateverItBeginsWith()
{
    LedgerFixture fixture;
    const auto name = QChar{QChar::ByteOrderMark} + QStringLiteral("Ada");
    fixture.ledger.log().setOperator(name);
    append(fixture, "export");
    QCOMPARE(entries(fixture).first().operatorName, name);
    QVERIFY(got(fixture.ledger.log().verify()).intact);
}

void TestCustodyLog::numbersAndChainsItsEntries()
{
    LedgerFixture fixture;
    append(fixture, "export");
    append(fixture, "export"); // word for word the same
    const auto all = entries(fixture);
    QCOMPARE(all.size(), 2);
    QCOMPARE(all[1].seq, 2);
    QVERIFY(all[0].hash != all[1].hash);
    QVERIFY(all[1].monotonic >= all[0].monotonic);
    QVERIFY(got(fixture.ledger.log().verify()).intact);
}

void TestCustodyLog::theChainGoesOnAfterReopening()
{
    LedgerFixture fixture;
    append(fixture, "gather");
    auto again = got(fixture.open(LedgerAccess::ReadWrite));
    auto transaction = got(again.begin());
    got(again.log().append(QStringLiteral("export"), {}, {}, {}));
    got(transaction.commit());
    append(fixture, "import");
    QCOMPARE(entries(fixture).last().seq, 3);
    QVERIFY(got(got(fixture.open(LedgerAccess::ReadOnly)).log().verify()).intact);
}

void TestCustodyLog::listsFromATimeOn()
{
    LedgerFixture fixture;
    append(fixture, "gather");
    fixture.now = fixture.now.addDays(1);
    append(fixture, "export");
    const auto recent = entries(fixture, fixture.now);
    QCOMPARE(recent.size(), 1);
    QCOMPARE(recent.first().action, QStringLiteral("export"));
}

void TestCustodyLog::aVisitorsFailureEndsTheWalk()
{
    LedgerFixture fixture;
    append(fixture, "gather");
    const auto stop
        = [](const LogEntry&) -> Result<void> { return fail(ErrorCode::Cancelled, QStringLiteral("enough")); };
    VERIFY_FAILS(fixture.ledger.log().forEach({}, stop), ErrorCode::Cancelled);
}

void TestCustodyLog::goesWithItsTransaction()
{
    LedgerFixture fixture;
    append(fixture, "gather");
    {
        const auto transaction = got(fixture.ledger.begin());
        got(fixture.ledger.log().append(QStringLiteral("export"), {}, {}, {}));
    }
    QCOMPARE(entries(fixture).size(), 1);
    append(fixture, "import");
    QCOMPARE(entries(fixture).last().seq, 2);
    QVERIFY(got(fixture.ledger.log().verify()).intact);
}

void TestCustodyLog::seesEveryChange_data()
{
    QTest::addColumn<QString>("sql");
    QTest::addColumn<qint64>("firstBad");

    const auto row = [](const char* name, const char* sql, qint64 firstBad) {
        QTest::newRow(name) << QString::fromLatin1(sql) << firstBad;
    };
    for (const auto* column : {"at", "user_name", "operator_name", "host", "action", "bundle", "medium", "verdict"}) {
        QTest::newRow(column)
            << QStringLiteral("UPDATE custody_log SET %1 = %1 || 'x' WHERE seq = 2").arg(QString::fromLatin1(column))
            << qint64{2};
    }
    row("monotonic", "UPDATE custody_log SET monotonic = monotonic + 1 WHERE seq = 2", 2);
    row("hash", "UPDATE custody_log SET hash = zeroblob(32) WHERE seq = 2", 2);
    row("a word moved to the next column",
        "UPDATE custody_log SET medium = '', verdict = medium || verdict WHERE seq = 2", 2);
    row("the first deleted", "DELETE FROM custody_log WHERE seq = 1", 1);
    row("one in the middle deleted", "DELETE FROM custody_log WHERE seq = 2", 2);
    row("the last deleted", "DELETE FROM custody_log WHERE seq = 4", 4);
    row("the last two deleted", "DELETE FROM custody_log WHERE seq > 2", 3);
    row("all deleted", "DELETE FROM custody_log", 1);
    row("renumbered", "UPDATE custody_log SET seq = 9 WHERE seq = 4", 4);
    row("one put before the first",
        "INSERT INTO custody_log SELECT -1, at, monotonic, user_name, operator_name, host, action, bundle, medium, "
        "verdict, hash FROM custody_log WHERE seq = 1",
        1);
    row("one put at the end",
        "INSERT INTO custody_log SELECT 5, at, monotonic, user_name, operator_name, host, action, bundle, medium, "
        "verdict, hash FROM custody_log WHERE seq = 4",
        5);
    row("its end forgotten", "UPDATE ledger SET log_count = 0, log_head = ''", 1);
}

void TestCustodyLog::seesEveryChange()
{
    LedgerFixture fixture;
    for (const auto* action : {"gather", "export", "import", "deliver"}) {
        append(fixture, action);
    }
    QVERIFY(got(fixture.ledger.log().verify()).intact);
    QFETCH(QString, sql);
    satchel::test::changeLedger(fixture.file(), {sql});
    const auto verification = got(fixture.ledger.log().verify());
    QVERIFY(!verification.intact);
    QTEST(verification.firstBad.value_or(0), "firstBad");
}

void TestCustodyLog::anAlteredTimeCanStillBeListed()
{
    LedgerFixture fixture;
    append(fixture, "gather");
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("UPDATE custody_log SET at = 'yesterday'")});
    QVERIFY(!entries(fixture).first().at.isValid());
    QVERIFY(!got(fixture.ledger.log().verify()).intact);
}

SATCHEL_TEST(TestCustodyLog)
#include "TestCustodyLog.moc"
