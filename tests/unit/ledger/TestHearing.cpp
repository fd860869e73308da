#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

// Receipts, and what a peer says it has heard of us.
class TestHearing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aReceiptMarksItsItemsReceived();
    void aReceiptActsOnlyIfItIsForUs_data();
    void aReceiptActsOnlyIfItIsForUs();
    void aReceiptActsOnce();
    void anItemRefusedAtTheBackendIsRejected();
    void whatIsForAllIsRefusedByOneSiteOnly();
    void aRefusedAnswerReopensItsRequest();
    void aRefusedAnswerReopensNothingIfAnotherStands();
    void aReceiptSpeaksOfItsOwnBundleOnly();
    void aReceiptDoesNotUndoAnAnswer();
    void aReceiptIsNoUseForAVoidBundle();

    void whatIsHeardIsReceived();
    void voidNumbersAreNamedUntilHeard();
    void numbersOfAnotherLedgerAreIgnored();
    void hearingLessMakesDueAgain();
    void aLostExtraMakesDueAgain();
    void hearingMoreMakesNothingDue();
    void whatIsAnsweredStaysAnswered();
    void aPeerThatLostItsMemoryGetsAllAgain();
    void aPeerThatLostItsMemoryNamesNoLedger();
    void anItemStillKnownFromAnotherBundleIsNotDue();
    void anotherPeersHearingIsUntouched();
    void aReplayedReceiptDoesNotUndoTheLoss();
    void aReceiptOfAFormerLedgerComesTooLate_data();
    void aReceiptOfAFormerLedgerComesTooLate();
    void aReceiptCountsInABundleOfItsOwnLedger();
    void aReceiptInALateBundleOfAFormerLedgerComesTooLate();
    void aLedgerNeverHeardRefusesAndReceivesNothing();
    void aFormerLedgerRefusesNothing();
    void aBundleThatComesLateIsNotListenedTo();

    void aNumberNeverGivenOutShowsAnOldCopy_data();
    void aNumberNeverGivenOutShowsAnOldCopy();
    void afterARestoreAllThatIsOpenIsDueAgain();
    void afterARestoreNumbersGoOnAndOldOnesAreVoid();
    void afterARestoreTheFormerLedgerIsNotBelieved();

    void receiptsAreDueUntilTheirCarrierIsHeard();
    void receiptsAreDueAgainIfTheirCarrierIsForgotten();
    void bundlesWithoutItemsNeedNoReceipt();

private:
    static ReceiptFacts receiptFor(const OutgoingBundle& bundle, const QList<RefusedItem>& refused = {})
    {
        ReceiptFacts receipt;
        receipt.bundle = bundle.id;
        receipt.labelDigest = bundle.labelDigest;
        receipt.receiver = bundle.peer;
        receipt.receiverLedger = LedgerFixture::ledgerId('L');
        receipt.verdict = refused.isEmpty() ? QStringLiteral("imported") : QStringLiteral("imported-in-part");
        receipt.refused = refused;
        return receipt;
    }

    static bool apply(LedgerFixture& fixture, const ReceiptFacts& receipt)
    {
        bool applied = false;
        fixture.inTransaction([&] { applied = got(fixture.ledger.bundles().applyReceipt(receipt)); });
        return applied;
    }

    // The peer, whose ledger is `letter`, says what it has heard of this ledger.
    static void says(LedgerFixture& fixture, qint64 contiguous, const QList<qint64>& extras = {}, char letter = 'L',
        const StationId& peer = LedgerFixture::peer())
    {
        fixture.inTransaction([&] {
            got(fixture.ledger.bundles().applyHeard(
                peer, LedgerFixture::ledgerId(letter), Heard{fixture.id, contiguous, extras}));
        });
    }

    static QList<ItemId> addItems(LedgerFixture& fixture, int count)
    {
        QList<ItemId> items;
        for (int i = 0; i < count; ++i) {
            items += fixture.add(fixture.gathered(QByteArray::number(i)));
        }
        return items;
    }

    static OutgoingBundle::State stateOf(const LedgerFixture& fixture, const OutgoingBundle& bundle)
    {
        return got(fixture.ledger.bundles().findOutgoing(bundle.id))->state;
    }

    static void burnANumber(LedgerFixture& fixture)
    {
        const auto id = fixture.ulid();
        fixture.inTransaction([&] {
            got(fixture.ledger.bundles().beginOutgoing(LedgerFixture::peer(), id, id, 1, {}));
            got(fixture.ledger.bundles().voidOutgoing(id));
        });
    }

    static Ulid takeIn(LedgerFixture& fixture, qint64 sequence, qint64 items)
    {
        IncomingBundle incoming;
        incoming.id = fixture.ulid();
        incoming.from = LedgerFixture::peer();
        incoming.ledger = LedgerFixture::ledgerId('L');
        incoming.sequence = sequence;
        incoming.verdict = QStringLiteral("imported");
        incoming.items = items;
        fixture.inTransaction([&] { got(fixture.ledger.bundles().addIncoming(incoming, {})); });
        return incoming.id;
    }

    static QList<Ulid> receiptsDue(const LedgerFixture& fixture, int most = 100)
    {
        QList<Ulid> ids;
        for (const auto& bundle : got(fixture.ledger.bundles().receiptsDue(LedgerFixture::peer(), most))) {
            ids += bundle.id;
        }
        return ids;
    }

    // A backend with a request delivered and answered; the answer is packed.
    struct Answered {
        ItemId request;
        ItemId answer;
        OutgoingBundle bundle;
    };

    static ItemId addAnswer(LedgerFixture& fixture, const ItemId& request, const QByteArray& bytes)
    {
        auto answer = fixture.gathered(bytes);
        answer.item.inReplyTo = request;
        answer.item.peer = LedgerFixture::peer();
        return fixture.add(answer);
    }

    static Answered answerARequest(LedgerFixture& fixture)
    {
        const auto request = fixture.add(fixture.imported("request"));
        fixture.setState(request, ItemState::Delivered);
        const auto answer = addAnswer(fixture, request, "answer");
        fixture.setState(request, ItemState::Answered);
        return {request, answer, fixture.pack({answer})};
    }
};

// --- Receipts ---

void TestHearing::aReceiptMarksItsItemsReceived()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    const auto bundle = fixture.pack({items[0]});
    QVERIFY(apply(fixture, receiptFor(bundle)));
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Pending);
    QVERIFY(stateOf(fixture, bundle) == OutgoingBundle::State::Received);
    QCOMPARE(fixture.due(), QList{items[1]});
    QVERIFY(got(fixture.ledger.items().history(items[0])).last().bundle == bundle.id);
    QVERIFY(got(fixture.ledger.bundles().lastOutgoing())->id == bundle.id);
}

void TestHearing::aReceiptActsOnlyIfItIsForUs_data()
{
    QTest::addColumn<QString>("changed");
    QTest::newRow("another bundle") << QStringLiteral("bundle");
    QTest::newRow("another label") << QStringLiteral("label");
    QTest::newRow("another receiver") << QStringLiteral("receiver");
}

void TestHearing::aReceiptActsOnlyIfItIsForUs()
{
    LedgerFixture fixture;
    QFETCH(QString, changed);
    const auto item = addItems(fixture, 1).first();
    auto receipt = receiptFor(fixture.pack({item}), {{item, ErrorCode::BadSignature}});
    if (changed == QStringLiteral("bundle")) {
        receipt.bundle = fixture.ulid();
    } else if (changed == QStringLiteral("label")) {
        receipt.labelDigest = sha256("another");
    } else {
        receipt.receiver = LedgerFixture::station('Q');
    }
    QVERIFY(!apply(fixture, receipt));
    QVERIFY(fixture.stateOf(item) == ItemState::Packed);
    QCOMPARE(fixture.due(), QList{item});
}

void TestHearing::aReceiptActsOnce()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto receipt = receiptFor(fixture.pack({item}));
    QVERIFY(apply(fixture, receipt));
    const auto story = got(fixture.ledger.items().history(item)).size();
    QVERIFY(apply(fixture, receipt)); // ours, and nothing new
    QCOMPARE(got(fixture.ledger.items().history(item)).size(), story);
}

void TestHearing::whatIsForAllIsRefusedByOneSiteOnly()
{
    LedgerFixture fixture{StationRole::Backend};
    auto content = fixture.gathered("CA certificates");
    content.item.kind = Kind::CaCertificates;
    content.item.id = itemIdOf(content.item.kind, content.item.protocol, content.item.origin, {}, content.bytes);
    const auto other = LedgerFixture::station('Q');
    const auto item = fixture.add(content);
    QVERIFY(got(fixture.ledger.items().hasDueForEverybody(LedgerFixture::peer())));
    const auto bundle = fixture.pack({item});

    QVERIFY(apply(fixture, receiptFor(bundle, {{item, ErrorCode::UnknownKind}})));

    QCOMPARE(fixture.stateOf(item), ItemState::Received);
    QVERIFY(fixture.due().isEmpty());
    QCOMPARE(fixture.due(other), QList<ItemId>{item});
    QVERIFY(!got(fixture.ledger.items().hasDueForEverybody(LedgerFixture::peer())));
    QVERIFY(got(fixture.ledger.items().hasDueForEverybody(other)));
    const auto warnings = got(fixture.ledger.items().get(item)).warnings;
    QCOMPARE(warnings.size(), 1);
    QVERIFY2(warnings.front().contains(QStringLiteral("unknown-kind")), qPrintable(warnings.front()));
}

void TestHearing::anItemRefusedAtTheBackendIsRejected()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    QVERIFY(apply(fixture, receiptFor(fixture.pack(items), {{items[1], ErrorCode::BadProofOfPossession}})));
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Rejected);
    QVERIFY(got(fixture.ledger.items().get(items[1])).reason->code == ErrorCode::BadProofOfPossession);
}

void TestHearing::aRefusedAnswerReopensItsRequest()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto answered = answerARequest(fixture);
    const auto receipt = receiptFor(answered.bundle, {{answered.answer, ErrorCode::KeyMismatch}});
    QVERIFY(apply(fixture, receipt));
    QVERIFY(fixture.stateOf(answered.answer) == ItemState::Rejected);
    QVERIFY(got(fixture.ledger.items().get(answered.answer)).reason->code == ErrorCode::KeyMismatch);
    QVERIFY(fixture.stateOf(answered.request) == ItemState::Delivered);

    // A better answer is given; the receipt for the first turns up again.
    const auto better = addAnswer(fixture, answered.request, "better");
    fixture.setState(answered.request, ItemState::Answered);
    QVERIFY(apply(fixture, receipt));
    auto fromAnotherLedger = receipt;
    fromAnotherLedger.receiverLedger = LedgerFixture::ledgerId('M');
    QVERIFY(apply(fixture, fromAnotherLedger));
    QVERIFY(fixture.stateOf(answered.request) == ItemState::Answered);
    QVERIFY(fixture.stateOf(better) == ItemState::Pending);
}

void TestHearing::aRefusedAnswerReopensNothingIfAnotherStands()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto answered = answerARequest(fixture);
    addAnswer(fixture, answered.request, "another that stands");
    QVERIFY(apply(fixture, receiptFor(answered.bundle, {{answered.answer, ErrorCode::KeyMismatch}})));
    QVERIFY(fixture.stateOf(answered.answer) == ItemState::Rejected);
    QVERIFY(fixture.stateOf(answered.request) == ItemState::Answered);
}

void TestHearing::aReceiptSpeaksOfItsOwnBundleOnly()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    const auto bundle = fixture.pack({items[0]});
    const auto unknown = fixture.gathered("none").item.id;
    QVERIFY(
        apply(fixture, receiptFor(bundle, {{items[1], ErrorCode::BadSignature}, {unknown, ErrorCode::BadSignature}})));
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Pending);
}

void TestHearing::aReceiptDoesNotUndoAnAnswer()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto bundle = fixture.pack({item});
    fixture.setState(item, ItemState::Answered);
    QVERIFY(apply(fixture, receiptFor(bundle, {{item, ErrorCode::Expired}})));
    QVERIFY(fixture.stateOf(item) == ItemState::Answered);
}

void TestHearing::aReceiptIsNoUseForAVoidBundle()
{
    LedgerFixture fixture;
    const auto id = fixture.ulid();
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().beginOutgoing(LedgerFixture::peer(), id, id, 1, {}));
        got(fixture.ledger.bundles().voidOutgoing(id));
    });
    ReceiptFacts receipt;
    receipt.bundle = id;
    receipt.receiver = LedgerFixture::peer();
    QVERIFY(!apply(fixture, receipt)); // its label digest is as null as ours
}

// --- Heard ---

void TestHearing::whatIsHeardIsReceived()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 4);
    QList<OutgoingBundle> bundles;
    for (const auto& item : items) {
        bundles += fixture.pack({item});
    }
    says(fixture, 1, {3});
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Packed);
    QVERIFY(fixture.stateOf(items[2]) == ItemState::Received);
    QVERIFY(fixture.stateOf(items[3]) == ItemState::Packed);
    QVERIFY(stateOf(fixture, bundles[2]) == OutgoingBundle::State::Received);
    QCOMPARE(fixture.due(), (QList{items[1], items[3]}));
    says(fixture, 4);
    QVERIFY(fixture.due().isEmpty());
}

void TestHearing::voidNumbersAreNamedUntilHeard()
{
    LedgerFixture fixture;
    burnANumber(fixture);
    fixture.pack({});
    burnANumber(fixture);
    const auto named = [&] { return got(fixture.ledger.bundles().voidSequences(LedgerFixture::peer())); };
    QCOMPARE(named(), (QList<qint64>{1, 3}));
    says(fixture, 2);
    QCOMPARE(named(), QList<qint64>{3});
    says(fixture, 3);
    QCOMPARE(named(), QList<qint64>{});
    says(fixture, 0, {}, 'M'); // the peer was restored: it knows of none
    QCOMPARE(named(), (QList<qint64>{1, 3}));
}

void TestHearing::numbersOfAnotherLedgerAreIgnored()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    fixture.pack({item});
    says(fixture, 0);
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().applyHeard(
            LedgerFixture::peer(), LedgerFixture::ledgerId('L'), Heard{LedgerFixture::ledgerId('X'), 99, {}}));
    });
    QVERIFY(fixture.stateOf(item) == ItemState::Packed);
    says(fixture, 1);
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().applyHeard(
            LedgerFixture::peer(), LedgerFixture::ledgerId('L'), Heard{LedgerFixture::ledgerId('X'), 0, {}}));
    });
    QVERIFY(fixture.stateOf(item) == ItemState::Received);
}

void TestHearing::hearingLessMakesDueAgain()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 3);
    QList<OutgoingBundle> bundles;
    for (const auto& item : items) {
        bundles += fixture.pack({item});
    }
    says(fixture, 3);
    says(fixture, 1);
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Packed);
    QVERIFY(stateOf(fixture, bundles[1]) == OutgoingBundle::State::Packed);
    QCOMPARE(fixture.due(), (QList{items[1], items[2]}));
    says(fixture, 3);
    QVERIFY(fixture.due().isEmpty());
}

void TestHearing::aLostExtraMakesDueAgain()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 3);
    for (const auto& item : items) {
        fixture.pack({item});
    }
    says(fixture, 1, {3});
    says(fixture, 1);
    QVERIFY(fixture.stateOf(items[2]) == ItemState::Packed);
    says(fixture, 1, {2});
    says(fixture, 0, {2}); // one number less, the other kept
    QCOMPARE(fixture.due(), (QList{items[0], items[2]}));
}

void TestHearing::hearingMoreMakesNothingDue()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 3);
    QList<OutgoingBundle> bundles;
    for (const auto& item : items) {
        bundles += fixture.pack({item});
    }
    QVERIFY(apply(fixture, receiptFor(bundles[2]))); // a receipt by itself, ahead of what is heard
    says(fixture, 0, {3});
    says(fixture, 1);
    // Number 3 is no longer heard, and that is the fall of an extra.
    QCOMPARE(fixture.due(), (QList{items[1], items[2]}));

    LedgerFixture other;
    const auto theirs = addItems(other, 2);
    other.pack({theirs[0]});
    const auto second = other.pack({theirs[1]});
    QVERIFY(apply(other, receiptFor(second)));
    says(other, 0);
    says(other, 1);
    QVERIFY(other.due().isEmpty()); // nothing fell: the receipt stands
}

void TestHearing::whatIsAnsweredStaysAnswered()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    fixture.pack(items);
    says(fixture, 1);
    fixture.setState(items[0], ItemState::Answered);
    says(fixture, 0, {}, 'M');
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Answered);
    QCOMPARE(fixture.due(), QList{items[1]});
}

void TestHearing::aPeerThatLostItsMemoryGetsAllAgain()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    fixture.pack({items[0]});
    const auto second = fixture.pack({items[1]});
    QVERIFY(apply(fixture, receiptFor(second))); // the ledger of the receipt is the first that we know of
    says(fixture, 1, {}, 'M');
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QCOMPARE(fixture.due(), QList{items[1]});
}

void TestHearing::aPeerThatLostItsMemoryNamesNoLedger()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 1);
    fixture.pack(items);
    says(fixture, 1);
    fixture.inTransaction(
        [&] { got(fixture.ledger.bundles().applyHeard(LedgerFixture::peer(), LedgerFixture::ledgerId('M'), {})); });
    QCOMPARE(fixture.due(), items);
}

void TestHearing::anItemStillKnownFromAnotherBundleIsNotDue()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    fixture.pack({items[0]});
    fixture.pack(items);
    says(fixture, 2);
    says(fixture, 1);
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    QCOMPARE(fixture.due(), QList{items[1]});
}

void TestHearing::anotherPeersHearingIsUntouched()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 1);
    const auto other = LedgerFixture::station('Q');
    fixture.pack(items);
    fixture.pack(items, other);
    says(fixture, 1);
    QCOMPARE(fixture.due(other), items); // received by one, not by the other
    says(fixture, 1, {}, 'Q', other);
    says(fixture, 0);
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received); // the other still has it
    QCOMPARE(fixture.due(), items);
    QVERIFY(fixture.due(other).isEmpty());
}

void TestHearing::aReplayedReceiptDoesNotUndoTheLoss()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 1);
    const auto receipt = receiptFor(fixture.pack(items));
    QVERIFY(apply(fixture, receipt));
    says(fixture, 0, {}, 'M');
    QCOMPARE(fixture.due(), items);
    QVERIFY(!apply(fixture, receipt)); // what it tells of is gone
    QCOMPARE(fixture.due(), items);
}

void TestHearing::aBundleThatComesLateIsNotListenedTo()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    fixture.pack({items[0]});
    fixture.pack({items[1]});
    takeIn(fixture, 2, 0);
    says(fixture, 1);
    takeIn(fixture, 1, 0); // written before the peer had heard anything
    says(fixture, 0);
    QVERIFY(fixture.stateOf(items[0]) == ItemState::Received);
    takeIn(fixture, 3, 0);
    says(fixture, 2);
    QVERIFY(fixture.due().isEmpty());
    takeIn(fixture, 4, 0);
    says(fixture, 0); // the newest of all: it did lose its memory
    QCOMPARE(fixture.due(), items);
}

// --- Receipts that we owe ---

void TestHearing::aNumberNeverGivenOutShowsAnOldCopy_data()
{
    QTest::addColumn<qint64>("contiguous");
    QTest::addColumn<QList<qint64>>("extras");
    QTest::newRow("contiguous") << qint64{2} << QList<qint64>{};
    QTest::newRow("beyond") << qint64{0} << QList<qint64>{1, 3};
}

void TestHearing::aNumberNeverGivenOutShowsAnOldCopy()
{
    QFETCH(qint64, contiguous);
    QFETCH(QList<qint64>, extras);
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    fixture.pack({item});
    auto transaction = got(fixture.ledger.begin());
    VERIFY_FAILS(fixture.ledger.bundles().applyHeard(
                     LedgerFixture::peer(), LedgerFixture::ledgerId('L'), Heard{fixture.id, contiguous, extras}),
        ErrorCode::ReplayConflict);
    QVERIFY(fixture.stateOf(item) == ItemState::Packed);
}

void TestHearing::afterARestoreAllThatIsOpenIsDueAgain()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 4);
    fixture.pack({items[0], items[1]});
    fixture.pack({items[2]});
    says(fixture, 2);
    fixture.setState(items[1], ItemState::Answered);
    QCOMPARE(fixture.due(), QList{items[3]});

    fixture.inTransaction([&] { got(fixture.ledger.takeNewId()); });

    QVERIFY(fixture.ledger.id() != fixture.id);
    QVERIFY(got(fixture.open(LedgerAccess::ReadOnly)).id() == fixture.ledger.id());
    QCOMPARE(fixture.due(), (QList{items[0], items[2], items[3]}));
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Answered);
    QVERIFY(got(fixture.ledger.bundles().wasSentTo(items[0], LedgerFixture::peer()))); // an answer may be under way
}

void TestHearing::afterARestoreNumbersGoOnAndOldOnesAreVoid()
{
    LedgerFixture fixture;
    fixture.pack(addItems(fixture, 1));
    fixture.pack({});
    fixture.inTransaction([&] { got(fixture.ledger.takeNewId()); });

    QCOMPARE(got(fixture.ledger.bundles().voidSequences(LedgerFixture::peer())), (QList<qint64>{1, 2}));
    QCOMPARE(fixture.pack({}).sequence, 3);
}

void TestHearing::afterARestoreTheFormerLedgerIsNotBelieved()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto bundle = fixture.pack({item});
    says(fixture, 1);
    fixture.inTransaction([&] { got(fixture.ledger.takeNewId()); });
    const auto again = fixture.pack({item});

    says(fixture, 9); // numbers of the former ledger
    QVERIFY(!apply(fixture, receiptFor(bundle)));
    QCOMPARE(fixture.due(), QList{item});

    fixture.id = fixture.ledger.id();
    says(fixture, again.sequence);
    QVERIFY(fixture.stateOf(item) == ItemState::Received);
}

void TestHearing::receiptsAreDueUntilTheirCarrierIsHeard()
{
    LedgerFixture fixture;
    const auto first = takeIn(fixture, 1, 5);
    const auto second = takeIn(fixture, 2, 1);
    QCOMPARE(receiptsDue(fixture), (QList{first, second}));
    QCOMPARE(receiptsDue(fixture, 1), QList{first});
    QVERIFY(got(fixture.ledger.bundles().receiptsDue(LedgerFixture::station('Q'), 10)).isEmpty());

    const auto lost = fixture.pack({});
    const auto carrier = fixture.pack({});
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().noteReceiptsCarried(lost.id, {first}));
        got(fixture.ledger.bundles().noteReceiptsCarried(carrier.id, {first, fixture.ulid()}));
    });
    QCOMPARE(receiptsDue(fixture), (QList{first, second})); // carried is not heard
    says(fixture, 0, {2});
    QCOMPARE(receiptsDue(fixture), QList{second});
    QCOMPARE(got(fixture.ledger.bundles().allIncoming(LedgerFixture::peer())).size(), 2);
}

void TestHearing::receiptsAreDueAgainIfTheirCarrierIsForgotten()
{
    LedgerFixture fixture;
    const auto bundle = takeIn(fixture, 1, 5);
    const auto kept = takeIn(fixture, 2, 5);
    const auto early = fixture.pack({});
    const auto late = fixture.pack({});
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().noteReceiptsCarried(early.id, {kept}));
        got(fixture.ledger.bundles().noteReceiptsCarried(late.id, {bundle, kept}));
    });
    says(fixture, 2);
    QVERIFY(receiptsDue(fixture).isEmpty());
    says(fixture, 1);
    QCOMPARE(receiptsDue(fixture), QList{bundle});
}

void TestHearing::bundlesWithoutItemsNeedNoReceipt()
{
    LedgerFixture fixture;
    takeIn(fixture, 1, 0);
    QVERIFY(receiptsDue(fixture).isEmpty());
}

// The peer had the bundle, was put back from an older copy, and what it wrote before that comes last.
void TestHearing::aReceiptOfAFormerLedgerComesTooLate_data()
{
    QTest::addColumn<bool>("spokeBefore");
    QTest::newRow("of one that spoke before") << true;
    QTest::newRow("of one never heard") << false;
}

void TestHearing::aReceiptOfAFormerLedgerComesTooLate()
{
    QFETCH(bool, spokeBefore);
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto bundle = fixture.pack({item});
    if (spokeBefore) {
        takeIn(fixture, 1, 0);
        says(fixture, 0, {}, 'L');
    }
    says(fixture, 0, {}, 'M');
    QVERIFY(!apply(fixture, receiptFor(bundle)));
    QCOMPARE(fixture.due(), QList{item});
    says(fixture, 0, {}, 'M');
    QCOMPARE(fixture.due(), QList{item});

    auto receipt = receiptFor(bundle);
    receipt.receiverLedger = LedgerFixture::ledgerId('M');
    QVERIFY(apply(fixture, receipt)); // the ledger that it has now
    QCOMPARE(fixture.due(), QList<ItemId>{});
}

void TestHearing::aReceiptCountsInABundleOfItsOwnLedger()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    auto receipt = receiptFor(fixture.pack({item}));
    says(fixture, 0, {}, 'L');
    receipt.receiverLedger = LedgerFixture::ledgerId('N');
    const auto applyFrom = [&](char speaking) {
        bool applied = false;
        fixture.inTransaction(
            [&] { applied = got(fixture.ledger.bundles().applyReceipt(receipt, LedgerFixture::ledgerId(speaking))); });
        return applied;
    };
    QVERIFY(!applyFrom('L'));
    QCOMPARE(fixture.due(), QList{item});
    QVERIFY(applyFrom('N')); // its first word
    QCOMPARE(fixture.due(), QList<ItemId>{});
}

void TestHearing::aReceiptInALateBundleOfAFormerLedgerComesTooLate()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto receipt = receiptFor(fixture.pack({item}));
    takeIn(fixture, 2, 0);
    says(fixture, 0, {}, 'L');
    says(fixture, 0, {}, 'M');
    takeIn(fixture, 1, 0);
    fixture.inTransaction(
        [&] { QVERIFY(!got(fixture.ledger.bundles().applyReceipt(receipt, LedgerFixture::ledgerId('L')))); });
    QCOMPARE(fixture.due(), QList{item});
}

// Whichever of the two ledgers is newer: what was refused is not carried for ever, and nothing else is given up.
void TestHearing::aLedgerNeverHeardRefusesAndReceivesNothing()
{
    LedgerFixture fixture;
    const auto items = addItems(fixture, 2);
    auto receipt = receiptFor(fixture.pack(items), {{items[1], ErrorCode::BadSignature}});
    says(fixture, 0, {}, 'L');
    receipt.receiverLedger = LedgerFixture::ledgerId('M');
    QVERIFY(apply(fixture, receipt));
    QVERIFY(fixture.stateOf(items[1]) == ItemState::Rejected);
    QCOMPARE(fixture.due(), QList{items[0]});
    says(fixture, 1, {}, 'M'); // its first bundle: it has the other one
    QCOMPARE(fixture.due(), QList<ItemId>{});
}

void TestHearing::aFormerLedgerRefusesNothing()
{
    LedgerFixture fixture;
    const auto item = addItems(fixture, 1).first();
    const auto receipt = receiptFor(fixture.pack({item}), {{item, ErrorCode::BadSignature}});
    takeIn(fixture, 1, 0);
    says(fixture, 0, {}, 'L');
    says(fixture, 1, {}, 'M');
    QVERIFY(!apply(fixture, receipt));
    QVERIFY(fixture.stateOf(item) == ItemState::Received);
}

SATCHEL_TEST(TestHearing)
#include "TestHearing.moc"
