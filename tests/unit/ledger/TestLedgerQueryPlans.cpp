#include <core/ledger/Database.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

// How SQLite goes about the statements that must stay quick with a million items. No times: plans.
class TestLedgerQueryPlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void countingByStateReadsNoItem();
    void aListByStateWalksItsIndex();
    void aCountByStateReadsAnIndexOnly();
    void ofOneDeviceOnlyThatIsRead();
    void dueItemsComeInTheirOrder();
    void whetherAnythingIsDueForEverybodyIsFoundAtOnce();
    void nextDeadlinesComeInTheirOrder();
    void readyItemsComeInTheirOrder();
    void lookupsUseTheirIndexes();
    void theMostOfASequenceIsFound();
    void equalCorrelationsAreWalkedFromTheNewest();
    void whatIsStagedIsMovedInItsOrder();
    void namedAndLeftOutItemsAreWalkedInTheirOrder();
    void whatStatusAsksReadsNoMoreThanItTells();

private:
    // The plan of the statement that `run` has just run: its lines, joined.
    QString planOf(const std::function<void()>& run);

    std::unique_ptr<LedgerFixture> m_fixture;
    std::unique_ptr<Database> m_database;
    std::optional<ItemStore> m_items;
    std::optional<BundleRecords> m_bundles;
};

void TestLedgerQueryPlans::init()
{
    m_items.reset();
    m_bundles.reset();
    m_database.reset();
    m_fixture = std::make_unique<LedgerFixture>();
    m_database = got(Database::open(m_fixture->file(), DatabaseMode::ReadWrite));
    m_items.emplace(*m_database, StationRole::Site, m_fixture->clock());
    m_bundles.emplace(*m_database, StationRole::Site, m_fixture->clock());
}

QString TestLedgerQueryPlans::planOf(const std::function<void()>& run)
{
    const auto before = m_database->idleStatements();
    run();
    QStringList lines;
    for (const auto& sql : m_database->idleStatements()) {
        if (before.contains(sql)) {
            continue;
        }
        auto plan = got(m_database->query(
            QStringLiteral("EXPLAIN QUERY PLAN ") + sql, QVariantList(sql.count(QLatin1Char('?')), QVariant{0})));
        while (got(plan.next())) {
            lines += plan.text(3);
        }
    }
    return lines.join(QLatin1Char('\n'));
}

#define VERIFY_PLAN(plan, part) QVERIFY2((plan).contains(QLatin1StringView{part}), qPrintable(plan))
#define VERIFY_PLAN_LACKS(plan, part) QVERIFY2(!(plan).contains(QLatin1StringView{part}), qPrintable(plan))

void TestLedgerQueryPlans::countingByStateReadsNoItem()
{
    const auto plan = planOf([this] { got(m_items->countByState()); });
    VERIFY_PLAN(plan, "SEARCH i USING INDEX items_unlisted (state=?)");
    VERIFY_PLAN_LACKS(plan, "SCAN i");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
}

void TestLedgerQueryPlans::aListByStateWalksItsIndex()
{
    ItemFilter filter;
    filter.state = ItemState::Pending;
    filter.limit = 100;
    const auto plan = planOf([&] { got(m_items->forEach(filter, [](const Item&) { return Result<void>{}; })); });
    VERIFY_PLAN(plan, "SEARCH items USING INDEX items_listed (state=?)");
    VERIFY_PLAN_LACKS(plan, "SCAN");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
}

void TestLedgerQueryPlans::aCountByStateReadsAnIndexOnly()
{
    ItemFilter filter;
    filter.state = ItemState::Pending;
    const auto plan = planOf([&] { got(m_items->count(filter)); });
    VERIFY_PLAN(plan, "items_listed (state=?)");
    VERIFY_PLAN_LACKS(plan, "SCAN");
}

void TestLedgerQueryPlans::ofOneDeviceOnlyThatIsRead()
{
    ItemFilter filter;
    filter.device = QStringLiteral("JADA-1");
    const auto plan = planOf([&] { got(m_items->forEach(filter, [](const Item&) { return Result<void>{}; })); });
    VERIFY_PLAN(plan, "items_by_device (device=?)");
    VERIFY_PLAN_LACKS(plan, "SCAN");
}

void TestLedgerQueryPlans::dueItemsComeInTheirOrder()
{
    DueCursor cursor;
    const auto plan = planOf([&] { got(m_items->dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 10, 1000)); });
    VERIFY_PLAN(plan, "SEARCH i USING INDEX items_due (deadline=? AND number>?)");
    VERIFY_PLAN(plan, "SEARCH i USING INDEX items_due (deadline>?)");
    VERIFY_PLAN_LACKS(plan, "SCAN");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
    // What the peer has received is passed over without a look at anything else of it.
    QVERIFY2(plan.indexOf(QStringLiteral("SEARCH r ")) < plan.indexOf(QStringLiteral("SEARCH f ")), qPrintable(plan));
    VERIFY_PLAN(plan, "SEARCH r ");
}

void TestLedgerQueryPlans::whetherAnythingIsDueForEverybodyIsFoundAtOnce()
{
    const auto plan = planOf([this] { got(m_items->hasDueForEverybody(LedgerFixture::peer())); });
    VERIFY_PLAN(plan, "items_due");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
}

void TestLedgerQueryPlans::nextDeadlinesComeInTheirOrder()
{
    ItemFilter urgent;
    urgent.isUrgent = true;
    urgent.limit = 100;
    const auto pass = [](const Item&) { return Result<void>{}; };
    const DeadlineFilter lapsing{m_fixture->now, m_fixture->now.addDays(1), DeadlineFilter::Of::Requests};
    const DeadlineFilter due{m_fixture->now, m_fixture->now.addDays(1), DeadlineFilter::Of::Confirmations};
    // From the beginning to the last that is asked for: there is nothing in this index but what waits.
    for (const auto& plan :
        {planOf([this] { got(m_items->nextDeadlines(10)); }), planOf([&] { got(m_items->forEach(urgent, pass)); })}) {
        VERIFY_PLAN(plan, "SCAN items USING INDEX items_waiting");
        VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
    }
    for (const auto& plan : {planOf([&] { got(m_items->countDeadlines(lapsing)); }),
             planOf([&] { got(m_items->forEachDeadline(lapsing, 10, pass)); }),
             planOf([&] { got(m_items->countDeadlines(due)); }),
             planOf([&] { got(m_items->forEachDeadline(due, 10, pass)); })}) {
        VERIFY_PLAN(plan, "SEARCH items USING INDEX items_waiting (deadline>");
        VERIFY_PLAN_LACKS(plan, "SCAN");
        VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
    }
}

void TestLedgerQueryPlans::readyItemsComeInTheirOrder()
{
    const auto plan = planOf([this] { got(m_items->readyAfter(0, {Kind::Voucher}, true, 10, 1 << 20)); });
    VERIFY_PLAN(plan, "SEARCH items USING INDEX items_listed (state=? AND number>?)");
    VERIFY_PLAN_LACKS(plan, "SCAN");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
}

void TestLedgerQueryPlans::lookupsUseTheirIndexes()
{
    const auto id = m_fixture->gathered("x").item.id;
    const auto plan = planOf([&] {
        QVERIFY(!got(m_items->find(id)));
        QVERIFY(!m_items->bytes(id));
        QVERIFY(!m_items->resolve(u"ab"));
        got(m_items->history(id));
        got(m_items->requestsByCorrelation(QStringLiteral("key")));
        got(m_items->editions(Kind::CaCertificates, QStringLiteral("ca-certificates@")));
        got(m_items->requestsByDevice(QStringLiteral("JADA-1"), Kind::VoucherRequest, Protocol::Brski));
        got(m_items->requestsByDevice(QStringLiteral("JADA-1"), Kind::VoucherRequest, Protocol::Brski, id));
        got(m_items->answersTo(id));
        got(m_bundles->wasSentTo(id, LedgerFixture::peer()));
        got(m_bundles->findIncoming(LedgerFixture::peer(), m_fixture->ulid()));
        got(m_bundles->findIncoming(LedgerFixture::peer(), m_fixture->id, 3));
        got(m_bundles->receiptsDue(LedgerFixture::peer(), 10));
        got(m_bundles->voidSequences(LedgerFixture::peer()));
        got(m_bundles->unfinishedOutgoing());
    });
    VERIFY_PLAN_LACKS(plan, "SCAN");
    VERIFY_PLAN(plan, "items_by_device (device=? AND kind=?)");
    VERIFY_PLAN(plan, "incoming_receipt_due");
    VERIFY_PLAN(plan, "SEARCH item_keys USING PRIMARY KEY (key=?)");
    VERIFY_PLAN(plan, "SEARCH fresh_item_keys USING PRIMARY KEY (key=?)");
    VERIFY_PLAN(plan, "SEARCH k USING PRIMARY KEY (key>? AND key<?)");
}

void TestLedgerQueryPlans::theMostOfASequenceIsFound()
{
    const auto plan = planOf([this] {
        got(m_database->begin());
        got(m_bundles->beginOutgoing(LedgerFixture::peer(), m_fixture->ulid(), m_fixture->ulid(), 1, {}));
        QVERIFY(got(m_items->add(m_fixture->gathered("x"))));
        got(m_database->commit());
    });
    VERIFY_PLAN(plan, "SEARCH items");
    VERIFY_PLAN_LACKS(plan, "SCAN items");
    VERIFY_PLAN_LACKS(plan, "SCAN item_history");
    VERIFY_PLAN_LACKS(plan, "SCAN outgoing");
}

void TestLedgerQueryPlans::equalCorrelationsAreWalkedFromTheNewest()
{
    const auto plan = planOf([this] { got(m_items->requestsByCorrelation(QStringLiteral("key"))); });
    VERIFY_PLAN(plan, "SEARCH k USING PRIMARY KEY (key=?)\nSEARCH items USING INTEGER PRIMARY KEY (rowid=?)");
    VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
}

// Nothing is sorted that holds the bytes of items: what does not fit into the cache would go to a file elsewhere.
void TestLedgerQueryPlans::whatIsStagedIsMovedInItsOrder()
{
    const auto plan = planOf([this] {
        got(m_database->begin());
        BundleRecords backend{*m_database, StationRole::Backend, m_fixture->clock()};
        const auto bundle = m_fixture->ulid();
        const auto item = m_fixture->imported("x");
        got(backend.stage(bundle, item));
        got(backend.stage(bundle, item));
        QCOMPARE(got(backend.commitStaged(bundle)).duplicates, 1);
        got(m_database->commit());
    });
    VERIFY_PLAN(plan, "SEARCH item_keys USING PRIMARY KEY (key=?)");
    VERIFY_PLAN_LACKS(plan, "FOR ORDER BY");
    for (const auto* name : {"SCAN s", "SCAN i", "SCAN a", "SCAN staged_items", "SCAN item_keys"}) {
        VERIFY_PLAN_LACKS(plan, name);
    }
}

void TestLedgerQueryPlans::namedAndLeftOutItemsAreWalkedInTheirOrder()
{
    DueFilter filter{LedgerFixture::peer()};
    filter.numbers = {1, 2, 3};
    DueCursor cursor;
    const auto named = planOf([&] { got(m_items->dueAfter(filter, cursor, 10, 1000)); });
    const auto which = planOf([&] { got(m_items->dueNumbers(filter)); });
    filter.numbers.clear();
    filter.notIn = {m_fixture->ulid()};
    const auto leftOut = planOf([&] { got(m_items->dueAfter(filter, cursor, 10, 1000)); });
    for (const auto& plan : {named, leftOut}) {
        VERIFY_PLAN(plan, "SEARCH i USING INDEX items_due (deadline=? AND number>?)");
        VERIFY_PLAN(plan, "SEARCH i USING INDEX items_due (deadline>?)");
        VERIFY_PLAN_LACKS(plan, "SCAN");
        VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
    }
    VERIFY_PLAN(which, "SEARCH i USING INTEGER PRIMARY KEY (rowid=?)");
}

void TestLedgerQueryPlans::whatStatusAsksReadsNoMoreThanItTells()
{
    const BundleList list{*m_database};
    const DeviceRecords devices{*m_database, *m_items};
    const auto& now = m_fixture->now;
    const auto bundles = planOf([&] {
        got(list.withoutReceipt(LedgerFixture::peer(), now, 100));
        got(m_database->begin());
        got(m_bundles->passWhatIsNotDue());
        got(m_database->commit());
    });
    VERIFY_PLAN(bundles, "SEARCH outgoing USING INDEX outgoing_by_state (state=? AND peer=?)");
    VERIFY_PLAN(bundles, "SEARCH o USING INDEX outgoing_by_state (state=?)");
    QCOMPARE(bundles.count(QStringLiteral("(outgoing=? AND item>?)")), 2);
    const auto vouchers = planOf([&] {
        got(devices.forEachEndingVoucher(now, now.addDays(3), 10, [](const Item&) { return Result<void>{}; }));
        got(devices.countEndingVouchers(now, now.addDays(3)));
    });
    VERIFY_PLAN(vouchers, "SEARCH items USING INDEX items_ending (ends>? AND ends<?)");
    const auto clocks = planOf([&] {
        got(list.madeBeforeTakenIn(LedgerFixture::peer()));
        got(list.madeBeforeConfirmed(LedgerFixture::peer()));
        got(m_bundles->lastOutgoing());
        got(m_bundles->lastIncoming());
    });
    for (const auto& plan : {bundles, vouchers, clocks}) {
        VERIFY_PLAN_LACKS(plan, "TEMP B-TREE");
    }
    for (const auto& plan : {bundles, vouchers}) {
        VERIFY_PLAN_LACKS(plan, "SCAN");
    }
    // The last of all is the last of the table.
    for (const auto* name : {"SCAN items", "SCAN i", "SCAN oi", "SCAN custody_log"}) {
        VERIFY_PLAN_LACKS(clocks, name);
    }
    const auto senders = planOf([&] { got(list.senders()); });
    VERIFY_PLAN_LACKS(senders, "SCAN incoming");
    VERIFY_PLAN_LACKS(senders, "SCAN i");
}

SATCHEL_TEST(TestLedgerQueryPlans)
#include "TestLedgerQueryPlans.moc"
