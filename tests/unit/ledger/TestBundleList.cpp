#include <core/ledger/Database.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestBundleList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_fixture = std::make_unique<LedgerFixture>(); }
    void comesInPagesFromTheNewest();
    void tellsWhereABundleWasWritten();
    void tellsOfTheReceiptAndWhenItCame();
    void whatAnotherWayIsCalledTheSameDoesNotCount();
    void tellsWhereABundleWasReadAndWhetherOurReceiptIsKnown();
    void knowsTheItemsOfABundle();
    void knowsTheItemsThatABundleBrought();
    void namesBundlesByTheBeginningsOfTheirIds();
    void aBundleWaitsForItsReceipt();
    void whatCameByAnotherBundleIsNotMissed();
    void whatIsForEverybodyWaitsForItsPeerOnly();
    void clocksAreComparedWhereTheOrderIsCertain();
    void whatIsDueNoMoreIsPassedUntilItIsAgain();
    void findsOneByTheBeginningOfItsId();
    void walksItsIndexes();

private:
    [[nodiscard]] const BundleList& list() const { return m_fixture->ledger.bundleList(); }

    OutgoingBundle pack(const QByteArray& bytes) const
    {
        return m_fixture->pack({m_fixture->add(m_fixture->gathered(bytes))});
    }

    void log(const char* action, const Ulid& bundle, const char* medium) const
    {
        m_fixture->inTransaction([&] {
            got(m_fixture->ledger.log().append(
                QString::fromLatin1(action), bundle.toString(), QString::fromLatin1(medium), QStringLiteral("done")));
        });
    }

    void receive(const OutgoingBundle& bundle, const QList<RefusedItem>& refused = {}, char ledger = 'L') const
    {
        m_fixture->inTransaction([&] {
            QVERIFY(got(m_fixture->ledger.bundles().applyReceipt(
                {bundle.id, bundle.labelDigest, LedgerFixture::peer(), LedgerFixture::ledgerId(ledger), m_fixture->now,
                    refused.isEmpty() ? QStringLiteral("imported") : QStringLiteral("imported-in-part"), bundle.items,
                    refused})));
        });
    }

    // A bundle of the peer with these items.
    IncomingBundle takeIn(qint64 sequence, const QList<QByteArray>& items, const QDateTime& created = {}) const
    {
        IncomingBundle incoming;
        incoming.id = m_fixture->ulid();
        incoming.from = LedgerFixture::peer();
        incoming.ledger = LedgerFixture::ledgerId('L');
        incoming.sequence = sequence;
        incoming.verdict = QStringLiteral("imported");
        incoming.items = items.size();
        incoming.at = m_fixture->now;
        incoming.created = created.isValid() ? created : m_fixture->now;
        incoming.bytes = 815;
        auto& bundles = m_fixture->ledger.bundles();
        m_fixture->inTransaction([&] {
            for (const auto& bytes : items) {
                got(bundles.stage(incoming.id, m_fixture->imported(bytes)));
            }
            const auto totals = got(bundles.commitStaged(incoming.id));
            incoming.added = totals.added;
            incoming.firstItem = totals.firstItem;
            incoming.lastItem = totals.lastItem;
            got(bundles.addIncoming(incoming, {}));
        });
        return incoming;
    }

    template <typename Bundle> [[nodiscard]] QList<ItemId> itemsOf(const Bundle& bundle) const
    {
        QList<ItemId> items;
        got(list().forEachItem(bundle, [&items](const Item& item) -> Result<void> {
            items += item.id;
            return {};
        }));
        return items;
    }

    [[nodiscard]] QList<Ulid> waiting(int days = 0, const StationId& peer = LedgerFixture::peer()) const
    {
        QList<Ulid> ids;
        for (const auto& bundle : got(list().withoutReceipt(peer, m_fixture->now.addDays(-days), 100))) {
            ids += bundle.id;
        }
        return ids;
    }

    std::unique_ptr<LedgerFixture> m_fixture;
};

void TestBundleList::comesInPagesFromTheNewest()
{
    QList<Ulid> made;
    for (int i = 0; i < 5; ++i) {
        made.prepend(pack(QByteArray::number(i)).id);
        takeIn(i + 1, {});
    }
    QList<Ulid> out;
    qint64 before = 0;
    while (true) {
        const auto page = got(list().outgoing(before, 2));
        QVERIFY(page.size() <= 2);
        if (page.isEmpty()) {
            break;
        }
        for (const auto& entry : page) {
            out += entry.bundle.id;
        }
        before = page.last().number;
    }
    QCOMPARE(out, made);
    const auto in = got(list().incoming(4, 2));
    QCOMPARE(in.size(), 2);
    QCOMPARE(in[0].bundle.sequence, 3);
    QCOMPARE(in[1].bundle.sequence, 2);
    QCOMPARE(in[0].bundle.bytes, 815);
}

void TestBundleList::tellsWhereABundleWasWritten()
{
    const auto one = pack("1");
    const auto two = pack("2");
    log("export", one.id, "/m/1 [serial \"4C53\"]");
    log("void", two.id, "/m/2");
    const auto page = got(list().outgoing(0, 10));
    QVERIFY(page[0].bundle.id == two.id && page[1].bundle.id == one.id);
    QCOMPARE(page[0].place, QString{});
    QCOMPARE(page[1].place, QStringLiteral("/m/1 [serial \"4C53\"]"));
}

void TestBundleList::tellsOfTheReceiptAndWhenItCame()
{
    const auto bundle = pack("1");
    const auto without = pack("2");
    const auto takenIn = m_fixture->now.addDays(1);
    m_fixture->now = takenIn;
    receive(bundle, {{itemsOf(bundle).first(), ErrorCode::BadSignature}});
    const auto came = takenIn.addDays(2);
    m_fixture->now = came;
    log("receipt", bundle.id, "");
    m_fixture->now = came.addDays(1);
    log("receipt", bundle.id, ""); // again, in the next bundle
    const auto found = got(list().findOutgoing(bundle.id));
    QVERIFY(found && found->receipt);
    QCOMPARE(found->receipt->verdict, QStringLiteral("imported-in-part"));
    QCOMPARE(found->receipt->items, 1);
    QCOMPARE(found->receipt->refused, 1);
    QCOMPARE(found->receipt->takenIn, takenIn);
    QCOMPARE(found->receipt->came, came);
    const auto refused = got(list().refusedThere(bundle));
    QCOMPARE(refused.size(), 1);
    QVERIFY(refused[0].item == itemsOf(bundle).first() && refused[0].code == ErrorCode::BadSignature);
    QVERIFY(got(list().refusedThere(without)).isEmpty());
    QVERIFY(!got(list().findOutgoing(without.id))->receipt);
    QVERIFY(!got(list().findOutgoing(m_fixture->ulid())));
}

// Nobody keeps a peer from giving its bundle the id of one of ours.
void TestBundleList::whatAnotherWayIsCalledTheSameDoesNotCount()
{
    const auto ours = pack("1");
    log("export", ours.id, "/ours");
    log("import", ours.id, "/theirs");
    log("refuse", ours.id, "/refused");
    QCOMPARE(got(list().findOutgoing(ours.id))->place, QStringLiteral("/ours"));
}

void TestBundleList::tellsWhereABundleWasReadAndWhetherOurReceiptIsKnown()
{
    const auto incoming = takeIn(1, {"a"});
    log("import", incoming.id, "/m/in");
    const auto before = got(list().findIncoming(LedgerFixture::peer(), incoming.id));
    QCOMPARE(before->place, QStringLiteral("/m/in"));
    QVERIFY(!before->receiptKnown);
    const auto carrier = pack("1");
    m_fixture->inTransaction([&] { got(m_fixture->ledger.bundles().noteReceiptsCarried(carrier.id, {incoming.id})); });
    receive(carrier);
    QVERIFY(got(list().findIncoming(LedgerFixture::peer(), incoming.id))->receiptKnown);
    QVERIFY(!got(list().findIncoming(LedgerFixture::station('Q'), incoming.id)));
}

void TestBundleList::knowsTheItemsOfABundle()
{
    const auto one = m_fixture->add(m_fixture->gathered("1"));
    const auto two = m_fixture->add(m_fixture->gathered("2"));
    m_fixture->add(m_fixture->gathered("3"));
    QCOMPARE(itemsOf(m_fixture->pack({two, one})), (QList<ItemId>{one, two}));
}

void TestBundleList::knowsTheItemsThatABundleBrought()
{
    m_fixture->add(m_fixture->gathered("here"));
    const auto first = takeIn(1, {"a", "b"});
    m_fixture->add(m_fixture->gathered("between"));
    const auto second = takeIn(2, {"b", "c"}); // b is there already
    const auto empty = takeIn(3, {});
    QCOMPARE(itemsOf(first), (QList<ItemId>{m_fixture->imported("a").item.id, m_fixture->imported("b").item.id}));
    QCOMPARE(itemsOf(second), QList<ItemId>{m_fixture->imported("c").item.id});
    QCOMPARE(itemsOf(got(list().findIncoming(LedgerFixture::peer(), second.id))->bundle).size(), 1);
    QVERIFY(itemsOf(empty).isEmpty());
}

void TestBundleList::namesBundlesByTheBeginningsOfTheirIds()
{
    const auto ours = pack("1");
    m_fixture->now = m_fixture->now.addYears(1); // so that ids begin otherwise
    const auto theirs = takeIn(1, {});
    const QList<StationId> peers{LedgerFixture::peer()};
    const auto only = got(list().beginningWith(ours.id.toString().left(10).toLower(), peers, 5));
    QCOMPARE(only.size(), 1);
    QVERIFY(only.first().isOutgoing && only.first().bundle == ours.id);
    const auto other = got(list().beginningWith(theirs.id.toString().left(10), peers, 5));
    QCOMPARE(other.size(), 1);
    QVERIFY(!other.first().isOutgoing && other.first().bundle == theirs.id);
    QCOMPARE(got(list().beginningWith(u"0", peers, 5)).size(), 2);
    QVERIFY(got(list().beginningWith(u"Z", peers, 5)).isEmpty());
}

void TestBundleList::aBundleWaitsForItsReceipt()
{
    const auto old = pack("1");
    m_fixture->now = m_fixture->now.addDays(5);
    const auto fresh = pack("2");
    m_fixture->now = m_fixture->now.addSecs(1);
    QCOMPARE(waiting(4), QList<Ulid>{old.id});
    QCOMPARE(waiting(), (QList<Ulid>{old.id, fresh.id}));
    QVERIFY(waiting(0, LedgerFixture::station('Q')).isEmpty());
    receive(old);
    QVERIFY(waiting(4).isEmpty());
}

void TestBundleList::whatCameByAnotherBundleIsNotMissed()
{
    const auto item = m_fixture->add(m_fixture->gathered("1"));
    const auto rest = m_fixture->add(m_fixture->gathered("2"));
    const auto lost = m_fixture->pack({item, rest});
    const auto again = m_fixture->pack({item});
    m_fixture->now = m_fixture->now.addDays(5);
    receive(again);
    QCOMPARE(waiting(4), QList<Ulid>{lost.id}); // one of its items is due still
    receive(m_fixture->pack({rest}));
    QVERIFY(waiting(4).isEmpty());
}

void TestBundleList::whatIsForEverybodyWaitsForItsPeerOnly()
{
    m_fixture = std::make_unique<LedgerFixture>(StationRole::Backend);
    auto forAll = m_fixture->gathered("certificates of CAs");
    forAll.item.kind = Kind::CaCertificates;
    forAll.item.id = itemIdOf(forAll.item.kind, forAll.item.protocol, forAll.item.origin, {}, forAll.bytes);
    const auto item = m_fixture->add(forAll);
    const auto lost = m_fixture->pack({item});
    const auto elsewhere = m_fixture->pack({item}, LedgerFixture::station('Q'));
    const auto again = m_fixture->pack({item});
    m_fixture->now = m_fixture->now.addDays(5);
    receive(again);
    QVERIFY(waiting(4).isEmpty());
    QCOMPARE(waiting(4, LedgerFixture::station('Q')), QList<Ulid>{elsewhere.id});
    QVERIFY(lost.id != again.id);
}

void TestBundleList::clocksAreComparedWhereTheOrderIsCertain()
{
    QVERIFY(!got(list().madeBeforeTakenIn(LedgerFixture::peer())));
    QVERIFY(!got(list().madeBeforeConfirmed(LedgerFixture::peer())));
    takeIn(1, {}, m_fixture->now.addDays(9));
    const auto newest = takeIn(2, {}, m_fixture->now.addDays(3));
    const auto taken = got(list().madeBeforeTakenIn(LedgerFixture::peer()));
    QVERIFY(taken && taken->bundle == newest.id);
    QCOMPARE(taken->sequence, 2);
    QCOMPARE(taken->here.secsTo(taken->there), qint64{3} * 86'400);

    const auto made = m_fixture->now;
    const auto bundle = pack("1");
    m_fixture->now = made.addDays(-2); // the peer's clock says so when it takes it in
    receive(bundle);
    m_fixture->now = made.addDays(1);
    (void)pack("2"); // nobody has confirmed it
    const auto confirmed = got(list().madeBeforeConfirmed(LedgerFixture::peer()));
    QVERIFY(confirmed && confirmed->bundle == bundle.id);
    QCOMPARE(confirmed->here.secsTo(confirmed->there), qint64{-2} * 86'400);
}

// No times: plans. Nothing that grows with the ledger is read as a whole, or sorted.
// A lost bundle, whose items arrived by the next one. Its peer forgets that: they are due again, and so it is missed.
void TestBundleList::whatIsDueNoMoreIsPassedUntilItIsAgain()
{
    const auto a = m_fixture->add(m_fixture->gathered("a"));
    const auto b = m_fixture->add(m_fixture->gathered("b"));
    const auto lost = m_fixture->pack({a, b});
    const auto arrived = m_fixture->pack({a, b});
    auto& bundles = m_fixture->ledger.bundles();
    m_fixture->now = m_fixture->now.addDays(1);
    QCOMPARE(waiting().size(), 2);
    const auto hear = [&](char peerLedger, const QList<qint64>& extras) {
        m_fixture->inTransaction([&] {
            got(bundles.applyHeard(
                LedgerFixture::peer(), LedgerFixture::ledgerId(peerLedger), satchel::Heard{m_fixture->id, 0, extras}));
            got(bundles.passWhatIsNotDue());
        });
    };
    const auto passed = [this] {
        return satchel::test::numberFrom(m_fixture->file(),
            QStringLiteral("SELECT COUNT(*) FROM outgoing WHERE due_from > (SELECT MAX(number) FROM items)"));
    };
    hear('A', {arrived.sequence});
    QVERIFY(waiting().isEmpty());
    QCOMPARE(passed(), 1);
    hear('B', {});
    QCOMPARE(waiting(), (QList<Ulid>{lost.id, arrived.id}));
    // The first of its items is answered: it begins with the second.
    m_fixture->setState(a, ItemState::Answered);
    m_fixture->inTransaction([&] { got(bundles.passWhatIsNotDue()); });
    QCOMPARE(waiting(), (QList<Ulid>{lost.id, arrived.id}));
    QCOMPARE(passed(), 0);
    m_fixture->setState(b, ItemState::Answered);
    QVERIFY(waiting().isEmpty());
}

void TestBundleList::findsOneByTheBeginningOfItsId()
{
    const auto ours = pack("1");
    const auto theirs = takeIn(1, {"a"});
    QCOMPARE(got(list().senders()), QList<StationId>{LedgerFixture::peer()});
    QVERIFY(got(list().resolve(ours.id.toString(), {})).bundle == ours.id);
    VERIFY_FAILS(list().resolve(theirs.id.toString(), {}), ErrorCode::NotFound);
    QVERIFY(!got(list().resolve(theirs.id.toString(), {LedgerFixture::peer()})).isOutgoing);
    VERIFY_FAILS(list().resolve(u"0", {LedgerFixture::peer()}), ErrorCode::Usage);
    VERIFY_FAILS(list().resolve(u"", {}), ErrorCode::NotFound);
}

void TestBundleList::walksItsIndexes()
{
    const auto bundle = pack("1");
    receive(bundle);
    const auto incoming = takeIn(1, {"a"});
    const auto database = got(Database::open(m_fixture->file(), DatabaseMode::ReadOnly));
    const BundleList looked{*database};
    const Activity activity{*database};
    const auto nothing = [](const Item&) { return Result<void>{}; };
    got(looked.outgoing(0, 10));
    got(looked.incoming(0, 10));
    got(looked.findOutgoing(bundle.id));
    got(looked.findIncoming(LedgerFixture::peer(), incoming.id));
    got(looked.beginningWith(u"0", {LedgerFixture::peer()}, 2));
    got(looked.forEachItem(bundle, nothing));
    got(looked.forEachItem(incoming, nothing));
    got(looked.refusedThere(bundle));
    got(looked.withoutReceipt(LedgerFixture::peer(), m_fixture->now, 10));
    got(looked.madeBeforeTakenIn(LedgerFixture::peer()));
    got(looked.madeBeforeConfirmed(LedgerFixture::peer()));
    got(activity.between(m_fixture->now.addDays(-1), m_fixture->now));

    QStringList scans;
    for (const auto& sql : database->idleStatements()) {
        auto plan = got(database->query(
            QStringLiteral("EXPLAIN QUERY PLAN ") + sql, QVariantList(sql.count(QLatin1Char('?')), QVariant{0})));
        while (got(plan.next())) {
            if (plan.text(3).startsWith(u"SCAN") || plan.text(3).contains(u"TEMP B-TREE")) {
                scans.append(plan.text(3) + QStringLiteral(": ") + sql);
            }
        }
    }
    QVERIFY2(scans.isEmpty(), qPrintable(scans.join(QLatin1Char('\n'))));
}

SATCHEL_TEST(TestBundleList)
#include "TestBundleList.moc"
