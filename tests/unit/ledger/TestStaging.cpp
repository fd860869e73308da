#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;

class TestStaging : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void stagedItemsAreSeenByNobody();
    void requestersComeWithTheirItems();
    void committedItemsAreAllThere();
    void theRestOfALedgerIsUntouched();
    void duplicatesAreCountedAndChangeNothing();
    void anItemTwiceInOneBundleIsOne();
    void droppedItemsAreGone();
    void aRolledBackCommitCanBeDoneAgain();
    void onlyOneBundleIsStagedAtOnce();
    void onlyProperBeginningsAreStaged();
    void anAnswerEndsItsRequest_data();
    void anAnswerEndsItsRequest();
    void aHeldAnswerEndsNothing();
    void whatIsNoFinalAnswerEndsNothing();
    void theFirstOfTwoAnswersWins();
    void anAnswerAfterAnotherIsHeld();
    void anAnswerAfterOneRefusedCounts();
    void anAnswerToAClosedRequestIsHeld_data();
    void anAnswerToAClosedRequestIsHeld();
    void anAnswerToNobodyIsHeld();
    void manyAnswersAreAllSettled();
    void manyItemsComeInTheirOrder();
    void manyItemsMoveTheKeysOfOthers();
    void requestsThatComeAgainAreSeenFromFirstToLast();
    void requestsAtABackendEndNothing();
    void whoSettlesMayEndOthersToo();
    void anAnswerThatMayNotEndItsRequestEndsNothing();

private:
    static ItemWithBytes answerTo(const LedgerFixture& fixture, const ItemId& request, const QByteArray& bytes,
        Kind kind = Kind::CertificationResponse)
    {
        auto content = fixture.imported(bytes);
        content.item.kind = kind;
        content.item.inReplyTo = request;
        return content;
    }

    static qint64 bytesCarried(const LedgerFixture& fixture)
    {
        return test::numberFrom(fixture.file(), QStringLiteral("SELECT COUNT(*) FROM carried_bytes"));
    }

    static BundleRecords::StagedTotals import(LedgerFixture& fixture, const QList<ItemWithBytes>& items)
    {
        const auto bundle = fixture.ulid();
        BundleRecords::StagedTotals totals;
        fixture.inTransaction([&] {
            for (const auto& item : items) {
                got(fixture.ledger.bundles().stage(bundle, item));
            }
        });
        fixture.inTransaction([&] { totals = got(fixture.ledger.bundles().commitStaged(bundle)); });
        return totals;
    }

    static Reason reasonOf(const LedgerFixture& fixture, const ItemId& item)
    {
        return got(fixture.ledger.items().get(item)).reason.value_or(Reason{ErrorCode::Internal, {}});
    }
};

void TestStaging::stagedItemsAreSeenByNobody()
{
    LedgerFixture fixture;
    const auto content = fixture.imported("x");
    fixture.inTransaction([&] { got(fixture.ledger.bundles().stage(fixture.ulid(), content)); });
    const auto& items = fixture.ledger.items();
    QVERIFY(!got(items.find(content.item.id)));
    QVERIFY(!items.bytes(content.item.id));
    QVERIFY(!items.resolve(content.item.id.toString()));
    QCOMPARE(got(items.count({})), 0);
    QVERIFY(got(items.readyAfter(0, {}, true, 10, 1 << 20)).isEmpty());
    QVERIFY(got(items.history(content.item.id)).isEmpty());
}

void TestStaging::requestersComeWithTheirItems()
{
    LedgerFixture fixture{StationRole::Backend};
    auto known = fixture.imported("known");
    known.item.requester = "{\"authenticatedBy\":\"first\"}";
    import(fixture, {known});
    auto again = known;
    again.item.requester = "{\"authenticatedBy\":\"later\"}";
    auto with = fixture.imported("with");
    with.item.requester = "{\"authenticatedBy\":\"tls\"}";
    const auto without = fixture.imported("without");
    import(fixture, {again, without, with, with});

    const auto requesterOf
        = [&](const ItemWithBytes& content) { return got(fixture.ledger.items().get(content.item.id)).requester; };
    QCOMPARE(requesterOf(known), known.item.requester);
    QCOMPARE(requesterOf(with), with.item.requester);
    QCOMPARE(requesterOf(without), QByteArray());
}

void TestStaging::committedItemsAreAllThere()
{
    LedgerFixture fixture;
    auto first = fixture.imported("first");
    first.item.device = QStringLiteral("JADA-1");
    first.item.warnings = {QStringLiteral("a warning")};
    const auto second = fixture.imported("second");
    const auto bundle = fixture.ulid();
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().stage(bundle, first));
        got(fixture.ledger.bundles().stage(bundle, second));
        const auto totals = got(fixture.ledger.bundles().commitStaged(bundle));
        QCOMPARE(totals.added, 2);
        QCOMPARE(totals.duplicates, 0);
    });
    const auto read = got(fixture.ledger.items().get(first.item.id));
    QCOMPARE(read.device, first.item.device);
    QCOMPARE(read.warnings, first.item.warnings);
    QVERIFY(read.bundle == bundle);
    QCOMPARE(got(fixture.ledger.items().bytes(first.item.id)), QByteArray("first"));
    QCOMPARE(got(fixture.ledger.items().bytes(second.item.id)), QByteArray("second"));
    const auto story = got(fixture.ledger.items().history(second.item.id));
    QCOMPARE(story.size(), 1);
    QVERIFY(story[0].state == ItemState::Ready);
    QVERIFY(story[0].bundle == bundle);
    QVERIFY(got(fixture.ledger.items().readyAfter(0, {}, false, 1, 1 << 20))[0].content.item.id == first.item.id);
}

void TestStaging::theRestOfALedgerIsUntouched()
{
    LedgerFixture fixture;
    const auto before = fixture.add(fixture.gathered("before"));
    import(fixture, {fixture.imported("x")});
    QCOMPARE(got(fixture.ledger.items().history(before)).size(), 1);
    QCOMPARE(got(fixture.ledger.items().bytes(before)), QByteArray("before"));
}

void TestStaging::duplicatesAreCountedAndChangeNothing()
{
    LedgerFixture fixture;
    const auto known = fixture.imported("known");
    import(fixture, {known});
    fixture.setState(known.item.id, ItemState::Delivered);
    const auto totals = import(fixture, {known, fixture.imported("new")});
    QCOMPARE(totals.added, 1);
    QCOMPARE(totals.duplicates, 1);
    QVERIFY(fixture.stateOf(known.item.id) == ItemState::Delivered);
    QCOMPARE(got(fixture.ledger.items().history(known.item.id)).size(), 2);
}

void TestStaging::anItemTwiceInOneBundleIsOne()
{
    LedgerFixture fixture;
    const auto totals = import(fixture, {fixture.imported("x"), fixture.imported("x"), fixture.imported("y")});
    QCOMPARE(totals.added, 2);
    QCOMPARE(totals.duplicates, 1);
    QCOMPARE(got(fixture.ledger.items().count({})), 2);
}

void TestStaging::droppedItemsAreGone()
{
    LedgerFixture fixture;
    const auto bundle = fixture.ulid();
    const auto known = fixture.imported("known");
    import(fixture, {known});
    fixture.inTransaction([&] { got(fixture.ledger.bundles().stage(bundle, fixture.imported("x"))); });
    QCOMPARE(bytesCarried(fixture), 2);
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
    fixture.inTransaction([&] { got(fixture.ledger.bundles().dropStaged()); });
    fixture.inTransaction([&] { QCOMPARE(got(fixture.ledger.bundles().commitStaged(bundle)).added, 0); });
    QCOMPARE(got(fixture.ledger.items().count({})), 1);
    QCOMPARE(bytesCarried(fixture), 1);
    QCOMPARE(got(fixture.ledger.items().bytes(known.item.id)), QByteArray("known"));
    // Nor does what nobody has staged stand in the way.
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("INSERT INTO carried_bytes VALUES (2, X'00')")});
    fixture.inTransaction([&] { got(fixture.ledger.bundles().dropStaged()); });
    const auto next = fixture.imported("next");
    import(fixture, {next});
    QCOMPARE(got(fixture.ledger.items().bytes(next.item.id)), QByteArray("next"));
}

void TestStaging::aRolledBackCommitCanBeDoneAgain()
{
    LedgerFixture fixture;
    const auto bundle = fixture.ulid();
    fixture.inTransaction([&] { got(fixture.ledger.bundles().stage(bundle, fixture.imported("x"))); });
    {
        const auto transaction = got(fixture.ledger.begin());
        QCOMPARE(got(fixture.ledger.bundles().commitStaged(bundle)).added, 1);
    }
    QCOMPARE(got(fixture.ledger.items().count({})), 0);
    fixture.inTransaction([&] { QCOMPARE(got(fixture.ledger.bundles().commitStaged(bundle)).added, 1); });
    QCOMPARE(got(fixture.ledger.items().count({})), 1);
}

// What is staged has its numbers already: nothing may come between.
void TestStaging::onlyOneBundleIsStagedAtOnce()
{
    LedgerFixture fixture;
    auto& bundles = fixture.ledger.bundles();
    const auto one = fixture.ulid();
    fixture.inTransaction([&] {
        got(bundles.stage(one, fixture.imported("one")));
        got(bundles.stage(fixture.ulid(), fixture.imported("other")));
    });
    {
        const auto transaction = got(fixture.ledger.begin());
        VERIFY_FAILS(bundles.commitStaged(one), ErrorCode::Internal);
    }
    fixture.inTransaction([&] { got(bundles.dropStaged()); });
    fixture.inTransaction([&] { got(bundles.stage(one, fixture.imported("one"))); });
    fixture.add(fixture.gathered("between"));
    {
        const auto transaction = got(fixture.ledger.begin());
        VERIFY_FAILS(bundles.commitStaged(one), ErrorCode::Internal);
    }
    QCOMPARE(got(fixture.ledger.items().count({})), 1);
}

void TestStaging::onlyProperBeginningsAreStaged()
{
    LedgerFixture fixture;
    const auto transaction = got(fixture.ledger.begin());
    auto content = fixture.imported("x");
    content.item.state = ItemState::Delivered;
    VERIFY_FAILS(fixture.ledger.bundles().stage(fixture.ulid(), content), ErrorCode::Internal);
    content.item.state = ItemState::Held; // without a reason
    VERIFY_FAILS(fixture.ledger.bundles().stage(fixture.ulid(), content), ErrorCode::Internal);
    VERIFY_FAILS(fixture.ledger.bundles().stage(fixture.ulid(), fixture.gathered("x")), ErrorCode::Internal);
}

void TestStaging::anAnswerEndsItsRequest_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<ItemState>("before");
    QTest::addColumn<ItemState>("after");

    QTest::newRow("certificate, receipt came before")
        << Kind::CertificationResponse << ItemState::Received << ItemState::Answered;
    QTest::newRow("certificate, no receipt") << Kind::CertificationResponse << ItemState::Packed << ItemState::Answered;
    QTest::newRow("certificate, export not recorded")
        << Kind::CertificationResponse << ItemState::Pending << ItemState::Answered;
    QTest::newRow("voucher") << Kind::Voucher << ItemState::Packed << ItemState::Answered;
    QTest::newRow("rejection") << Kind::Rejection << ItemState::Packed << ItemState::Rejected;
}

void TestStaging::anAnswerEndsItsRequest()
{
    LedgerFixture fixture;
    QFETCH(Kind, kind);
    QFETCH(ItemState, before);
    const auto request = fixture.add(fixture.gathered("request"));
    if (before != ItemState::Pending) {
        fixture.setState(request, before);
    }
    const auto answer = answerTo(fixture, request, "answer", kind);
    import(fixture, {answer});
    QTEST(fixture.stateOf(request), "after");
    QVERIFY(fixture.stateOf(answer.item.id) == ItemState::Ready);
    QVERIFY(got(fixture.ledger.items().history(request)).last().state == fixture.stateOf(request));
}

void TestStaging::aHeldAnswerEndsNothing()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    auto answer = answerTo(fixture, request, "answer");
    answer.item.state = ItemState::Held;
    answer.item.reason = Reason{ErrorCode::UntrustedIssuer, QStringLiteral("unknown CA")};
    import(fixture, {answer});
    QVERIFY(fixture.stateOf(request) == ItemState::Pending);
    QVERIFY(reasonOf(fixture, answer.item.id).code == ErrorCode::UntrustedIssuer);
}

void TestStaging::whatIsNoFinalAnswerEndsNothing()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    import(fixture, {answerTo(fixture, request, "wait", Kind::Waiting), fixture.imported("for nobody")});
    QVERIFY(fixture.stateOf(request) == ItemState::Pending);
}

void TestStaging::theFirstOfTwoAnswersWins()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    const auto first = answerTo(fixture, request, "first");
    const auto second = answerTo(fixture, request, "second", Kind::Rejection);
    const auto totals = import(fixture, {first, second});
    QCOMPARE(totals.added, 2);
    QVERIFY(fixture.stateOf(request) == ItemState::Answered);
    QVERIFY(fixture.stateOf(first.item.id) == ItemState::Ready);
    QVERIFY(fixture.stateOf(second.item.id) == ItemState::Held);
    QVERIFY(reasonOf(fixture, second.item.id).code == ErrorCode::Superseded);
    const auto story = got(fixture.ledger.items().history(second.item.id));
    QCOMPARE(story.size(), 1); // it never was ready, not for a moment
    QVERIFY(story[0].state == ItemState::Held);
}

void TestStaging::anAnswerAfterAnotherIsHeld()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    const auto first = answerTo(fixture, request, "first");
    import(fixture, {first});
    fixture.setState(first.item.id, ItemState::Delivered);
    const auto late = answerTo(fixture, request, "late");
    import(fixture, {late});
    QVERIFY(fixture.stateOf(late.item.id) == ItemState::Held);
    QVERIFY(fixture.stateOf(request) == ItemState::Answered);
}

void TestStaging::anAnswerAfterOneRefusedCounts()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    auto doubtful = answerTo(fixture, request, "doubtful");
    doubtful.item.state = ItemState::Held;
    doubtful.item.reason = Reason{ErrorCode::UntrustedIssuer, QStringLiteral("unknown CA")};
    import(fixture, {doubtful});
    fixture.setState(doubtful.item.id, ItemState::Rejected);
    const auto good = answerTo(fixture, request, "good");
    import(fixture, {good});
    QVERIFY(fixture.stateOf(good.item.id) == ItemState::Ready);
    QVERIFY(fixture.stateOf(request) == ItemState::Answered);
}

void TestStaging::anAnswerToAClosedRequestIsHeld_data()
{
    QTest::addColumn<ItemState>("closed");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("superseded") << ItemState::Superseded << ErrorCode::Superseded;
    QTest::newRow("lapsed") << ItemState::Lapsed << ErrorCode::Lapsed;
    QTest::newRow("answered through another") << ItemState::Answered << ErrorCode::Superseded;
    QTest::newRow("rejected through another") << ItemState::Rejected << ErrorCode::Superseded;
}

void TestStaging::anAnswerToAClosedRequestIsHeld()
{
    LedgerFixture fixture;
    QFETCH(ItemState, closed);
    const auto request = fixture.add(fixture.gathered("request"));
    fixture.setState(request, closed);
    const auto answer = answerTo(fixture, request, "answer", Kind::Voucher);
    import(fixture, {answer});
    QVERIFY(fixture.stateOf(answer.item.id) == ItemState::Held);
    QTEST(reasonOf(fixture, answer.item.id).code, "code");
    QVERIFY(fixture.stateOf(request) == closed);
}

void TestStaging::anAnswerToNobodyIsHeld()
{
    LedgerFixture fixture;
    const auto notOurs = fixture.imported("not ours");
    import(fixture, {notOurs});
    const auto unknown = answerTo(fixture, fixture.gathered("never seen").item.id, "a");
    const auto imported = answerTo(fixture, notOurs.item.id, "b");
    import(fixture, {unknown, imported});
    for (const auto& answer : {unknown, imported}) {
        QVERIFY(fixture.stateOf(answer.item.id) == ItemState::Held);
        QVERIFY(reasonOf(fixture, answer.item.id).code == ErrorCode::NoMatchingRequest);
    }
}

void TestStaging::manyAnswersAreAllSettled()
{
    LedgerFixture fixture;
    QList<ItemId> requests;
    QList<ItemWithBytes> answers;
    fixture.inTransaction([&] {
        for (int i = 0; i < 600; ++i) {
            const auto request = fixture.gathered("request " + QByteArray::number(i));
            QVERIFY(got(fixture.ledger.items().add(request)));
            requests += request.item.id;
            answers += answerTo(fixture, request.item.id, "answer " + QByteArray::number(i));
        }
    });
    QCOMPARE(import(fixture, answers).added, 600);
    QCOMPARE(got(fixture.ledger.items().countByState())[ItemState::Answered], 600);
    QCOMPARE(got(fixture.ledger.items().countByState())[ItemState::Ready], 600);
}

// More than are moved at once, some of them known before, some twice, near each other and far apart.
void TestStaging::manyItemsComeInTheirOrder()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto known = fixture.imported("known");
    import(fixture, {known});
    fixture.setState(known.item.id, ItemState::Delivered);
    QList<ItemWithBytes> items;
    for (int i = 0; i < 5000; ++i) {
        auto content = fixture.imported(QByteArray::number(i));
        content.item.correlation = QStringLiteral("key:%1").arg(i);
        if (i % 1000 == 0) {
            content.item.requester = "{\"n\":" + QByteArray::number(i) + '}';
        }
        items += content;
    }
    auto carried = items;
    carried.insert(4500, items[3]);
    carried.insert(3000, known);
    carried.insert(100, items[99]);

    const auto totals = import(fixture, carried);

    QCOMPARE(totals.added, 5000);
    QCOMPARE(totals.duplicates, 3);
    const auto& store = fixture.ledger.items();
    const auto all = got(store.readyAfter(0, {}, false, 10000, 1 << 20));
    QCOMPARE(all.size(), 5000);
    for (int i = 0; i < 5000; ++i) {
        QCOMPARE(all[i].content.bytes, items[i].bytes);
        QCOMPARE(all[i].content.item.requester, items[i].item.requester);
    }
    for (const int i : {0, 255, 256, 4095, 4096, 4999}) {
        QVERIFY(got(store.requestsByCorrelation(QStringLiteral("key:%1").arg(i))).value(0).id == items[i].item.id);
        QCOMPARE(got(store.history(items[i].item.id)).size(), 1);
    }
    QVERIFY(fixture.stateOf(known.item.id) == ItemState::Delivered);
    QCOMPARE(test::numberFrom(fixture.file(), QStringLiteral("SELECT COUNT(*) FROM staged_items")), 0);
    QCOMPARE(bytesCarried(fixture), 5001); // none of the duplicates
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
}

// A station that only imports moves its new keys too.
void TestStaging::manyItemsMoveTheKeysOfOthers()
{
    LedgerFixture fixture{StationRole::Backend};
    satchel::test::changeLedger(fixture.file(), {LedgerFixture::manyFreshKeys()});
    const auto item = fixture.imported("x");
    import(fixture, {item});
    QCOMPARE(test::numberFrom(fixture.file(), QStringLiteral("SELECT COUNT(*) FROM fresh_item_keys")), 0);
    QCOMPARE(got(fixture.ledger.items().bytes(item.item.id)), QByteArray("x"));
}

// Their answers were refused for want of them, and may go out again: also of the first and the last of many.
void TestStaging::requestsThatComeAgainAreSeenFromFirstToLast()
{
    LedgerFixture fixture{StationRole::Backend};
    QList<ItemWithBytes> requests;
    for (int i = 0; i < 2100; ++i) {
        requests += fixture.imported("request " + QByteArray::number(i));
    }
    import(fixture, requests);
    QList<ItemId> answers;
    for (const auto& request : {requests.first(), requests.last()}) {
        auto answer = fixture.gathered("answer to " + request.bytes);
        answer.item.inReplyTo = request.item.id;
        answer.item.peer = LedgerFixture::peer();
        answers += fixture.add(answer);
    }
    const auto bundle = fixture.pack(answers);
    ReceiptFacts receipt;
    receipt.bundle = bundle.id;
    receipt.labelDigest = bundle.labelDigest;
    receipt.receiver = LedgerFixture::peer();
    receipt.receiverLedger = LedgerFixture::ledgerId('P');
    receipt.at = fixture.now;
    receipt.verdict = QStringLiteral("imported-in-part");
    receipt.items = 2;
    for (const auto& answer : answers) {
        receipt.refused += RefusedItem{answer, ErrorCode::NoMatchingRequest};
    }
    fixture.inTransaction([&] { QVERIFY(got(fixture.ledger.bundles().applyReceipt(receipt))); });
    for (const auto& answer : answers) {
        QVERIFY(fixture.stateOf(answer) == ItemState::Rejected);
    }

    QCOMPARE(import(fixture, requests).duplicates, 2100);

    for (const auto& answer : answers) {
        QVERIFY(fixture.stateOf(answer) == ItemState::Pending);
    }
}

void TestStaging::requestsAtABackendEndNothing()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto answer = fixture.add(fixture.gathered("our answer"));
    auto confirmation = fixture.imported("confirmation");
    confirmation.item.kind = Kind::Confirmation;
    confirmation.item.inReplyTo = answer;
    import(fixture, {confirmation});
    QVERIFY(fixture.stateOf(answer) == ItemState::Pending);
    QVERIFY(fixture.stateOf(confirmation.item.id) == ItemState::Ready);
}

// A request that another's answer has ended takes none any more, not even from the same bundle.
void TestStaging::whoSettlesMayEndOthersToo()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    const auto poll = fixture.add(fixture.gathered("poll"));
    const auto toPoll = answerTo(fixture, poll, "to the poll");
    const auto toRequest = answerTo(fixture, request, "to the request");
    const auto bundle = fixture.ulid();
    QList<ItemId> settled;
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().stage(bundle, toPoll));
        got(fixture.ledger.bundles().stage(bundle, toRequest));
    });
    fixture.inTransaction([&] {
        got(fixture.ledger.bundles().commitStaged(bundle, [&](const Item& answer) {
            settled.append(answer.id);
            return fixture.ledger.items().setState(request, ItemState::Answered);
        }));
    });
    QCOMPARE(settled, QList<ItemId>{toPoll.item.id});
    QVERIFY(fixture.stateOf(poll) == ItemState::Answered);
    QVERIFY(fixture.stateOf(toPoll.item.id) == ItemState::Ready);
    QVERIFY(fixture.stateOf(toRequest.item.id) == ItemState::Held);
    QVERIFY(reasonOf(fixture, toRequest.item.id).code == ErrorCode::Superseded);
}

// The verb holds such an answer; the ledger breaks no rule of its table, whoever asks.
void TestStaging::anAnswerThatMayNotEndItsRequestEndsNothing()
{
    LedgerFixture fixture;
    auto request = fixture.gathered("request");
    request.item.state = ItemState::Held;
    request.item.reason = Reason{ErrorCode::SerialMismatch, QStringLiteral("whose is it?")};
    fixture.add(request);
    const auto answer = answerTo(fixture, request.item.id, "answer");

    QCOMPARE(import(fixture, {answer}).added, 1);

    QVERIFY(fixture.stateOf(request.item.id) == ItemState::Held);
    QCOMPARE(got(fixture.ledger.items().history(request.item.id)).size(), 1);
}

SATCHEL_TEST(TestStaging)
#include "TestStaging.moc"
