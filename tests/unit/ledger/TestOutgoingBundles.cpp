#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestOutgoingBundles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sequencesCountPerPeer();
    void aNumberIsNeverUsedAgain();
    void aBundleBeingWrittenChangesNoItem();
    void thePathIsNamedWhileWritingOnly();
    void finishingPacksItsItems();
    void finishingKeepsWhatIsFurtherAlong();
    void finishingNeedsABundleBeingWritten();
    void finishingNeedsDigests();
    void onlyKnownItemsGoIntoAnOpenBundle();
    void anyNumberOfItemsGoesInOnce_data();
    void anyNumberOfItemsGoesInOnce();
    void aVoidBundleLeavesItsItemsDue();
    void voidNumbersAreNamedPerPeer();
    void whatACrashLeftIsListed();
    void theLastOneIsTheLastProved();
    void remembersToWhomAnItemWent();

private:
    static OutgoingBundle begin(LedgerFixture& fixture, const StationId& to = LedgerFixture::peer())
    {
        OutgoingBundle bundle;
        fixture.inTransaction([&] {
            bundle = got(fixture.ledger.bundles().beginOutgoing(
                to, fixture.ulid(), fixture.ulid(), 2, QStringLiteral("/media/.x.part")));
        });
        return bundle;
    }

    static OutgoingBundle proved(OutgoingBundle bundle)
    {
        bundle.labelDigest = sha256("label");
        bundle.fileDigest = sha256("file");
        return bundle;
    }

    static void makeVoid(LedgerFixture& fixture, const OutgoingBundle& bundle)
    {
        fixture.inTransaction([&] { got(fixture.ledger.bundles().voidOutgoing(bundle.id)); });
    }
};

void TestOutgoingBundles::sequencesCountPerPeer()
{
    LedgerFixture fixture;
    QCOMPARE(begin(fixture).sequence, 1);
    QCOMPARE(begin(fixture).sequence, 2);
    QCOMPARE(begin(fixture, LedgerFixture::station('Q')).sequence, 1);
    QCOMPARE(begin(fixture).sequence, 3);
}

void TestOutgoingBundles::aNumberIsNeverUsedAgain()
{
    LedgerFixture fixture;
    makeVoid(fixture, begin(fixture));
    QCOMPARE(begin(fixture).sequence, 2);
    const auto id = begin(fixture).id;
    auto transaction = got(fixture.ledger.begin());
    QVERIFY(!fixture.ledger.bundles().beginOutgoing(LedgerFixture::peer(), id, id, 1, {}));
}

void TestOutgoingBundles::aBundleBeingWrittenChangesNoItem()
{
    LedgerFixture fixture;
    const auto item = fixture.add(fixture.gathered("x"));
    const auto bundle = begin(fixture);
    fixture.inTransaction([&] { fixture.addTo(bundle.id, {item}); });

    QVERIFY(fixture.stateOf(item) == ItemState::Pending);
    QCOMPARE(fixture.due(LedgerFixture::peer(), true), QList{item});
    const auto found = got(fixture.ledger.bundles().findOutgoing(bundle.id));
    QVERIFY(found->state == OutgoingBundle::State::Writing);
    QVERIFY(found->labelDigest.isNull());
    QCOMPARE(found->path, QStringLiteral("/media/.x.part"));
    QCOMPARE(found->shipmentIndex, 2);
    QVERIFY(found->shipment == bundle.shipment);
    QVERIFY(found->peer == LedgerFixture::peer());
}

void TestOutgoingBundles::thePathIsNamedWhileWritingOnly()
{
    LedgerFixture fixture;
    const auto bundle = begin(fixture);
    const auto closed = fixture.pack({});
    const auto path = QStringLiteral("/media/.y.part");
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().setOutgoingPath(bundle.id, path));
        got(fixture.ledger.bundles().setOutgoingPath(closed.id, path));
    });
    QCOMPARE(got(fixture.ledger.bundles().findOutgoing(bundle.id))->path, path);
    QCOMPARE(got(fixture.ledger.bundles().findOutgoing(closed.id))->path, closed.path);
}

void TestOutgoingBundles::finishingPacksItsItems()
{
    LedgerFixture fixture;
    const auto in = fixture.add(fixture.gathered("in"));
    const auto out = fixture.add(fixture.gathered("out"));
    const auto bundle = fixture.pack({in});

    QVERIFY(fixture.stateOf(in) == ItemState::Packed);
    QVERIFY(got(fixture.ledger.items().get(in)).bundle == bundle.id);
    QVERIFY(fixture.stateOf(out) == ItemState::Pending);
    const auto found = got(fixture.ledger.bundles().findOutgoing(bundle.id));
    QVERIFY(found->state == OutgoingBundle::State::Packed);
    QVERIFY(found->labelDigest == bundle.labelDigest);
    QVERIFY(found->fileDigest == bundle.fileDigest);
    QCOMPARE(found->path, bundle.path);
    QCOMPARE(found->items, 1);
    QCOMPARE(found->bytes, 4711);
    QVERIFY(!got(fixture.ledger.bundles().findOutgoing(fixture.ulid())));
}

void TestOutgoingBundles::finishingKeepsWhatIsFurtherAlong()
{
    LedgerFixture fixture;
    const auto packed = fixture.add(fixture.gathered("packed"));
    const auto received = fixture.add(fixture.gathered("received"));
    const auto answered = fixture.add(fixture.gathered("answered"));
    fixture.pack({packed, received, answered});
    fixture.setState(received, ItemState::Received);
    fixture.setState(answered, ItemState::Answered);
    const auto again = fixture.pack({packed, received, answered}, LedgerFixture::station('Q'));

    QVERIFY(fixture.stateOf(packed) == ItemState::Packed);
    QVERIFY(fixture.stateOf(received) == ItemState::Received);
    QVERIFY(fixture.stateOf(answered) == ItemState::Answered);
    const auto story = got(fixture.ledger.items().history(received));
    QVERIFY(story.last().state == ItemState::Received);
    QVERIFY(story.last().bundle == again.id);
    QCOMPARE(got(fixture.ledger.items().history(packed)).size(), 3); // begun, packed, packed again
    QCOMPARE(got(fixture.ledger.items().history(answered)).size(), 3); // begun, packed, answered
    QCOMPARE(fixture.wronglyIndexed(), 0);
}

void TestOutgoingBundles::finishingNeedsABundleBeingWritten()
{
    LedgerFixture fixture;
    const auto packed = fixture.pack({});
    const auto burnt = begin(fixture);
    makeVoid(fixture, burnt);
    const auto transaction = got(fixture.ledger.begin());
    VERIFY_FAILS(fixture.ledger.bundles().packItems(packed.id), ErrorCode::Internal);
    VERIFY_FAILS(fixture.ledger.bundles().finishOutgoing(packed), ErrorCode::Internal);
    VERIFY_FAILS(fixture.ledger.bundles().finishOutgoing(proved(burnt)), ErrorCode::Internal);
    VERIFY_FAILS(fixture.ledger.bundles().voidOutgoing(packed.id), ErrorCode::Internal);
    VERIFY_FAILS(fixture.ledger.bundles().voidOutgoing(fixture.ulid()), ErrorCode::Internal);
}

void TestOutgoingBundles::finishingNeedsDigests()
{
    LedgerFixture fixture;
    const auto bundle = begin(fixture);
    const auto transaction = got(fixture.ledger.begin());
    VERIFY_FAILS(fixture.ledger.bundles().finishOutgoing(bundle), ErrorCode::Internal);
    QVERIFY(fixture.ledger.bundles().finishOutgoing(proved(bundle)).has_value());
}

void TestOutgoingBundles::onlyKnownItemsGoIntoAnOpenBundle()
{
    LedgerFixture fixture;
    const auto item = fixture.add(fixture.gathered("x"));
    const auto bundle = begin(fixture);
    const auto closed = fixture.pack({});
    const auto transaction = got(fixture.ledger.begin());
    auto& bundles = fixture.ledger.bundles();
    const QList<qint64> known{fixture.numberOf(item)};
    VERIFY_FAILS(bundles.addToOutgoing(closed.id, known), ErrorCode::Internal);
    VERIFY_FAILS(bundles.addToOutgoing(fixture.ulid(), known), ErrorCode::Internal);
    QVERIFY(bundles.addToOutgoing(bundle.id, known).has_value());
    VERIFY_FAILS(bundles.addToOutgoing(bundle.id, QList<qint64>{4711}), ErrorCode::Internal);
}

void TestOutgoingBundles::anyNumberOfItemsGoesInOnce_data()
{
    QTest::addColumn<int>("count");
    for (const int count : {0, 1, 2, 255, 256, 257, 513, 700}) {
        QTest::addRow("%d", count) << count;
    }
}

void TestOutgoingBundles::anyNumberOfItemsGoesInOnce()
{
    QFETCH(int, count);
    LedgerFixture fixture;
    const auto bundle = begin(fixture);
    QList<qint64> numbers;
    fixture.inTransaction([&] {
        for (int i = 0; i < count; ++i) {
            QVERIFY(got(fixture.ledger.items().add(fixture.gathered(QByteArray::number(i)))));
            numbers += i + 1; // as the ledger numbers them
        }
    });
    const auto carried = QStringLiteral("SELECT COUNT(*) FROM outgoing_items");
    fixture.inTransaction([&] { got(fixture.ledger.bundles().addToOutgoing(bundle.id, numbers)); });
    QCOMPARE(satchel::test::numberFrom(fixture.file(), carried), count);
    if (count > 0) {
        auto transaction = got(fixture.ledger.begin());
        VERIFY_FAILS(fixture.ledger.bundles().addToOutgoing(bundle.id, numbers.last(1)), ErrorCode::Internal);
    }
    QCOMPARE(satchel::test::numberFrom(fixture.file(), carried), count);
}

void TestOutgoingBundles::aVoidBundleLeavesItsItemsDue()
{
    LedgerFixture fixture;
    const auto item = fixture.add(fixture.gathered("x"));
    const auto bundle = begin(fixture);
    fixture.inTransaction([&] { fixture.addTo(bundle.id, {item}); });
    makeVoid(fixture, bundle);
    QVERIFY(fixture.stateOf(item) == ItemState::Pending);
    QCOMPARE(fixture.due(LedgerFixture::peer(), true), QList{item});
    fixture.pack({item});
    QVERIFY(fixture.stateOf(item) == ItemState::Packed);
}

void TestOutgoingBundles::voidNumbersAreNamedPerPeer()
{
    LedgerFixture fixture;
    makeVoid(fixture, begin(fixture));
    fixture.pack({});
    makeVoid(fixture, begin(fixture));
    begin(fixture); // still being written: not void
    makeVoid(fixture, begin(fixture, LedgerFixture::station('Q')));
    QCOMPARE(got(fixture.ledger.bundles().voidSequences(LedgerFixture::peer())), (QList<qint64>{1, 3}));
    QCOMPARE(got(fixture.ledger.bundles().voidSequences(LedgerFixture::station('Q'))), QList<qint64>{1});
}

void TestOutgoingBundles::whatACrashLeftIsListed()
{
    LedgerFixture fixture;
    fixture.pack({});
    const auto first = begin(fixture);
    makeVoid(fixture, begin(fixture));
    const auto second = begin(fixture, LedgerFixture::station('Q'));
    const auto unfinished = got(fixture.ledger.bundles().unfinishedOutgoing());
    QCOMPARE(unfinished.size(), 2);
    QVERIFY(unfinished[0].id == first.id);
    QVERIFY(unfinished[1].id == second.id);
    QCOMPARE(unfinished[0].path, QStringLiteral("/media/.x.part"));
}

void TestOutgoingBundles::theLastOneIsTheLastProved()
{
    LedgerFixture fixture;
    QVERIFY(!got(fixture.ledger.bundles().lastOutgoing()));
    fixture.pack({});
    const auto last = fixture.pack({});
    begin(fixture);
    makeVoid(fixture, begin(fixture));
    QVERIFY(got(fixture.ledger.bundles().lastOutgoing())->id == last.id);
}

void TestOutgoingBundles::remembersToWhomAnItemWent()
{
    LedgerFixture fixture;
    const auto packed = fixture.add(fixture.gathered("packed"));
    const auto stayed = fixture.add(fixture.gathered("stayed"));
    const auto givenUp = fixture.add(fixture.gathered("given up"));
    fixture.pack({packed});
    const auto burnt = begin(fixture);
    fixture.inTransaction([&] { fixture.addTo(burnt.id, {givenUp}); });
    makeVoid(fixture, burnt);

    auto& bundles = fixture.ledger.bundles();
    QVERIFY(got(bundles.wasSentTo(packed, LedgerFixture::peer())));
    QVERIFY(!got(bundles.wasSentTo(packed, LedgerFixture::station('Q'))));
    QVERIFY(!got(bundles.wasSentTo(stayed, LedgerFixture::peer())));
    QVERIFY(!got(bundles.wasSentTo(fixture.gathered("none").item.id, LedgerFixture::peer())));
    // The last byte may have been written when the crash came.
    QVERIFY(got(bundles.wasSentTo(givenUp, LedgerFixture::peer())));
}

SATCHEL_TEST(TestOutgoingBundles)
#include "TestOutgoingBundles.moc"
