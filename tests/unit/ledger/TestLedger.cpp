#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>
#include <tests/unit/media/MountedFolder.h>

#include <QDir>
#include <QFile>

using namespace satchel;

class TestLedger : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void opensWhatItCreated();
    void everyLedgerHasAnIdOfItsOwn();
    void isPrivate();
    void leavesNothingUnfinished();
    void aLeftoverOfACrashedCreationIsReplaced();
    void aDiskThatIsTooSmallGetsNoHalfALedger();
    void aDiskWithoutRoomForFilesIsLeftAsItWas();
    void neverReplacesALedger();
    void thereMustBeOne();
    void refusesANewerSchema();
    void refusesAForeignDatabase();
    void refusesADamagedOwnRecord();
    void aTransactionThatGoesIsUndone();
    void aTransactionIsCommittedOnce();
    void oneTransactionAtATime();
    void changesNeedATransaction();
    void readersSeeTheLastCommitWhileAWriterWrites();
    void aReadOnlyLedgerIsNotChanged();
    void integrityIsTold();
    void bytesThatAreNotThereAreTold_data();
    void bytesThatAreNotThereAreTold();
    void rowsThatReferToNothingAreTold();
};

void TestLedger::opensWhatItCreated()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto reader = got(fixture.open(LedgerAccess::ReadOnly));
    QCOMPARE(reader.id().toString(), fixture.id.toString());
    QVERIFY(reader.role() == StationRole::Backend);
}

void TestLedger::everyLedgerHasAnIdOfItsOwn()
{
    QVERIFY(LedgerFixture{}.id != LedgerFixture{}.id);
}

void TestLedger::isPrivate()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("x"));
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther | QFile::ExeOther;
    QVERIFY(!(QFile::permissions(fixture.folder()) & others));
    QVERIFY(!(QFile::permissions(fixture.file()) & others));
    QVERIFY(!(QFile::permissions(fixture.file() + QStringLiteral("-wal")) & others));
}

void TestLedger::leavesNothingUnfinished()
{
    QTemporaryDir folder;
    got(Ledger::create(folder.path(), LedgerFixture::here(), StationRole::Site, systemClock()));
    QCOMPARE(QDir{folder.path()}.entryList(QDir::Files), QStringList{QStringLiteral("ledger.sqlite")});
}

void TestLedger::aLeftoverOfACrashedCreationIsReplaced()
{
    QTemporaryDir folder;
    QFile leftover{folder.filePath(QStringLiteral("ledger.sqlite.new"))};
    QVERIFY(leftover.open(QIODevice::WriteOnly));
    leftover.write("half a ledger");
    leftover.close();
    got(Ledger::create(folder.path(), LedgerFixture::here(), StationRole::Site, systemClock()));
    QVERIFY(Ledger::open(folder.path(), LedgerAccess::ReadWrite, systemClock()).has_value());
    QVERIFY(!leftover.exists());
}

// A file that has its name is the whole ledger by itself, wherever space ran out.
void TestLedger::aDiskThatIsTooSmallGetsNoHalfALedger()
{
    constexpr int LargestKib = 1024;
    constexpr int StepKib = 16;
    int whole = 0;
    int none = 0;
    for (int size = StepKib; size <= LargestKib; size += StepKib) {
        const MountedFolder disk{qPrintable(QStringLiteral("size=%1k").arg(size))};
        SKIP_UNLESS_MOUNTED(disk);
        const auto made = Ledger::create(disk.path(), LedgerFixture::here(), StationRole::Site, systemClock());
        const auto left = QDir{disk.path()}.entryList(QDir::Files);
        if (!made) {
            QVERIFY2(made.error().code == ErrorCode::NoSpaceForLedger, qPrintable(made.error().message));
            QCOMPARE(left, QStringList{});
            ++none;
            continue;
        }
        QCOMPARE(left, QStringList{QStringLiteral("ledger.sqlite")});
        const QTemporaryDir elsewhere;
        QVERIFY(QFile::copy(
            disk.path() + QStringLiteral("/ledger.sqlite"), elsewhere.filePath(QStringLiteral("ledger.sqlite"))));
        const auto opened = got(Ledger::open(elsewhere.path(), LedgerAccess::ReadWrite, systemClock()));
        QCOMPARE(opened.id().toString(), made->toString());
        ++whole;
    }
    QVERIFY(whole > 0);
    QVERIFY(none > 0);
}

// SQLite says no more than that it cannot open its files.
void TestLedger::aDiskWithoutRoomForFilesIsLeftAsItWas()
{
    const MountedFolder disk{"nr_inodes=2"}; // for its root and the database
    SKIP_UNLESS_MOUNTED(disk);
    VERIFY_FAILS(Ledger::create(disk.path(), LedgerFixture::here(), StationRole::Site, systemClock()),
        ErrorCode::DatabaseUnavailable);
    QVERIFY(QDir{disk.path()}.isEmpty());
}

void TestLedger::neverReplacesALedger()
{
    LedgerFixture fixture;
    VERIFY_FAILS(
        Ledger::create(fixture.folder(), LedgerFixture::here(), StationRole::Site, fixture.clock()), ErrorCode::Usage);
    QCOMPARE(got(fixture.open(LedgerAccess::ReadOnly)).id().toString(), fixture.id.toString());
}

void TestLedger::thereMustBeOne()
{
    QTemporaryDir folder;
    VERIFY_FAILS(Ledger::open(folder.path(), LedgerAccess::ReadWrite, systemClock()), ErrorCode::NotFound);
    VERIFY_FAILS(Ledger::open(folder.filePath(QStringLiteral("none")), LedgerAccess::ReadOnly, systemClock()),
        ErrorCode::NotFound);
    QVERIFY(QDir{folder.path()}.isEmpty());
}

void TestLedger::refusesANewerSchema()
{
    LedgerFixture fixture;
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("UPDATE ledger SET schema = 1000")});
    for (const auto access : {LedgerAccess::ReadOnly, LedgerAccess::ReadWrite}) {
        const auto opened = fixture.open(access);
        QVERIFY(!opened);
        QVERIFY(opened.error().code == ErrorCode::UnsupportedVersion);
        QVERIFY(opened.error().message.contains(QStringLiteral("install the newer program")));
        QCOMPARE(opened.error().file, fixture.file());
    }
}

void TestLedger::refusesAForeignDatabase()
{
    QTemporaryDir folder;
    const auto file = folder.filePath(QStringLiteral("ledger.sqlite"));
    satchel::test::changeLedger(file, {QStringLiteral("PRAGMA journal_mode = WAL")});
    satchel::test::changeLedger(file, {QStringLiteral("CREATE TABLE recipes (name TEXT)")});
    VERIFY_FAILS(Ledger::open(folder.path(), LedgerAccess::ReadWrite, systemClock()), ErrorCode::DatabaseUnavailable);
}

void TestLedger::refusesADamagedOwnRecord()
{
    LedgerFixture fixture;
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("UPDATE ledger SET id = 'zz'")});
    VERIFY_FAILS(fixture.open(LedgerAccess::ReadWrite), ErrorCode::DatabaseUnavailable);
}

void TestLedger::aTransactionThatGoesIsUndone()
{
    LedgerFixture fixture;
    const auto content = fixture.gathered("x");
    {
        auto transaction = got(fixture.ledger.begin());
        QVERIFY(got(fixture.ledger.items().add(content)));
        got(fixture.ledger.log().append(QStringLiteral("gather"), {}, {}, QStringLiteral("1 item")));
        const auto moved = std::move(transaction); // undone once, by whoever holds it last
    }
    QVERIFY(!got(fixture.ledger.items().find(content.item.id)));
    QVERIFY(got(fixture.ledger.log().verify()).intact);
    fixture.add(content);
    QVERIFY(got(fixture.ledger.items().find(content.item.id)).has_value());
}

void TestLedger::aTransactionIsCommittedOnce()
{
    LedgerFixture fixture;
    auto transaction = got(fixture.ledger.begin());
    got(transaction.commit());
    VERIFY_FAILS(transaction.commit(), ErrorCode::Internal);
}

void TestLedger::oneTransactionAtATime()
{
    LedgerFixture fixture;
    const auto transaction = got(fixture.ledger.begin());
    VERIFY_FAILS(fixture.ledger.begin(), ErrorCode::Internal);
}

void TestLedger::changesNeedATransaction()
{
    LedgerFixture fixture;
    const auto content = fixture.gathered("x");
    auto& ledger = fixture.ledger;
    const auto id = content.item.id;
    const auto peer = LedgerFixture::peer();
    VERIFY_FAILS(ledger.items().add(content), ErrorCode::Internal);
    VERIFY_FAILS(ledger.items().lapseOverdue(), ErrorCode::Internal);
    VERIFY_FAILS(ledger.items().bindAnswer(id, id, peer), ErrorCode::Internal);
    VERIFY_FAILS(ledger.log().append(QStringLiteral("gather"), {}, {}, {}), ErrorCode::Internal);
    auto& bundles = ledger.bundles();
    const auto bundle = fixture.ulid();
    VERIFY_FAILS(bundles.beginOutgoing(peer, bundle, bundle, 1, {}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.addToOutgoing(bundle, QList<qint64>{1}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.addIncoming({}, {}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.addVoidSequences(peer, fixture.id, {1}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.stage(bundle, fixture.imported("y")), ErrorCode::Internal);
    VERIFY_FAILS(bundles.commitStaged(bundle), ErrorCode::Internal);
    VERIFY_FAILS(bundles.dropStaged(), ErrorCode::Internal);
    VERIFY_FAILS(bundles.noteReceiptsCarried(bundle, {}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.applyReceipt({}), ErrorCode::Internal);
    VERIFY_FAILS(bundles.applyHeard(peer, fixture.id, {}), ErrorCode::Internal);

    fixture.add(content);
    VERIFY_FAILS(ledger.items().setState(id, ItemState::Packed), ErrorCode::Internal);
    VERIFY_FAILS(ledger.items().addWarning(id, QStringLiteral("w")), ErrorCode::Internal);
    QVERIFY(fixture.stateOf(id) == ItemState::Pending);
}

void TestLedger::readersSeeTheLastCommitWhileAWriterWrites()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("first"));
    const auto reader = got(fixture.open(LedgerAccess::ReadOnly));
    auto transaction = got(fixture.ledger.begin());
    QVERIFY(got(fixture.ledger.items().add(fixture.gathered("second"))));
    QCOMPARE(got(reader.items().count({})), 1);
    QCOMPARE(got(got(fixture.open(LedgerAccess::ReadOnly)).items().count({})), 1);
    got(transaction.commit());
    QCOMPARE(got(reader.items().count({})), 2);
}

void TestLedger::aReadOnlyLedgerIsNotChanged()
{
    LedgerFixture fixture;
    auto reader = got(fixture.open(LedgerAccess::ReadOnly));
    auto transaction = reader.begin();
    if (transaction) {
        QVERIFY(!reader.items().add(fixture.gathered("x")));
        QVERIFY(!transaction->commit());
    } else {
        QVERIFY(transaction.error().code == ErrorCode::DatabaseUnavailable);
    }
    QCOMPARE(got(fixture.ledger.items().count({})), 0);
}

void TestLedger::integrityIsTold()
{
    LedgerFixture fixture;
    for (int i = 0; i < 50; ++i) {
        fixture.add(fixture.gathered(QByteArray::number(i)));
    }
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});

    // An index that lacks its entries: nothing but this check would tell.
    satchel::test::changeLedger(fixture.file(),
        {QStringLiteral("PRAGMA writable_schema = ON"),
            QStringLiteral("UPDATE sqlite_master SET sql = 'CREATE INDEX items_by_device ON items (device, kind, "
                           "number)' WHERE name = 'items_by_device'")});
    QVERIFY(!got(got(fixture.open(LedgerAccess::ReadOnly)).checkIntegrity()).isEmpty());
}

void TestLedger::bytesThatAreNotThereAreTold_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("gathered") << QStringLiteral("DELETE FROM item_bytes");
    QTest::newRow("carried") << QStringLiteral("DELETE FROM carried_bytes");
    QTest::newRow("cut") << QStringLiteral("UPDATE carried_bytes SET bytes = X'00'");
    QTest::newRow("of none") << QStringLiteral("INSERT INTO carried_bytes VALUES (99, X'00')");
    QTest::newRow("twice") << QStringLiteral("INSERT INTO carried_bytes SELECT item, X'' FROM item_bytes");
}

void TestLedger::bytesThatAreNotThereAreTold()
{
    QFETCH(QString, damage);
    LedgerFixture fixture;
    fixture.add(fixture.gathered("gathered"));
    const auto bundle = fixture.ulid();
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().stage(bundle, fixture.imported("imported")));
        QCOMPARE(got(fixture.ledger.bundles().commitStaged(bundle)).added, 1);
    });
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
    satchel::test::changeLedger(fixture.file(), {damage});
    QCOMPARE(got(fixture.ledger.checkIntegrity()),
        QStringLiteral("items without the bytes that came, or bytes without an item: 1"));
}

void TestLedger::rowsThatReferToNothingAreTold()
{
    LedgerFixture fixture;
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("INSERT INTO item_bytes VALUES (999, X'00')")});
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QStringLiteral("rows that refer to what is not there: 1"));
}

SATCHEL_TEST(TestLedger)
#include "TestLedger.moc"
