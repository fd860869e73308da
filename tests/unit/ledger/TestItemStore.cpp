#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

#include <QRandomGenerator>

using namespace satchel;

namespace {

QString text(const char* literal)
{
    return QString::fromUtf8(literal);
}

Reason reason(ErrorCode code = ErrorCode::UntrustedIssuer)
{
    return {code, text("no anchor knows its issuer")};
}

} // namespace

class TestItemStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void givesBackWhatWasAdded();
    void theSameItemTwiceIsOne();
    void refusesBeginningsThatTheTableForbids();
    void heldNeedsAReason();
    void movesOnlyAsTheTableAllows();
    void whatIndexesGoByFollowsEveryMove_data();
    void whatIndexesGoByFollowsEveryMove();
    void tellsOfBundlesWhereTheyBelong();
    void tellsTheStory();
    void releasingClearsTheReason();
    void whatIsNotThereIsNotFound();
    void warningsAddUpOnce();
    void bindsAnAnswer();
    void lapsesWhatIsOverdue();
    void lapsesMoreThanAPage();
    void aBackendLapsesNothing();
    void resolvesShortIds();
    void findsRequestsByCorrelation();
    void findsRequestsByDevice();
    void findsAnswersOldestFirst();
    void listsByFilter_data();
    void listsByFilter();
    void aVisitorsFailureEndsTheWalk();
    void aVisitorMayLookAround();
    void countsEveryStateOfListedKinds();
    void everyStateIsCountedAndMiscountsAreTold();
    void nextDeadlinesAreOfWaitingRequests();
    void dueComesMostUrgentFirst();
    void dueIsPagedByNumberAndBytes();
    void oneItemIsGivenHoweverLarge();
    void dueIsFiltered();
    void onlyWhatIsNewIfAsked();
    void theBoundAreDueForTheirPeerOnly();
    void onlyStatesThatWaitToBeCarriedAreDue_data();
    void onlyStatesThatWaitToBeCarriedAreDue();
    void whatOnePeerReceivedIsDueForAnother();
    void readyItemsComeByPage();
    void readyItemsOfOnePageHoldFewBytes();
    void heldItemsComeByPage();
    void refusesWhatItCannotRead();
    void tellsOfAnItemWithoutFacts();
    void onlyWhatIsHeldIsHeldForSomethingElse();
};

void TestItemStore::givesBackWhatWasAdded()
{
    LedgerFixture fixture{StationRole::Backend};
    const QByteArray bytes("\0binary\xff", 8);
    auto content = fixture.gathered(bytes);
    auto& item = content.item;
    item.peer = LedgerFixture::peer();
    item.device = text("JADA-Ω");
    item.correlation = text("key:1");
    item.inReplyTo = fixture.gathered("request").item.id;
    item.context = QByteArray("con\0text", 8);
    item.requester = "{\"idevid\":[]}";
    item.localName = text("pledge 42.p7c");
    item.path = text("/.well-known/est/simpleenroll");
    item.warnings = {text("first \"quoted\""), text("second\nwith a line")};
    item.deadline = fixture.now.addDays(4);
    item.state = ItemState::Held;
    item.reason = reason();
    item.bundle = fixture.ulid();
    fixture.add(content);

    const auto read = got(fixture.ledger.items().get(item.id));
    QVERIFY(read.id == item.id);
    QVERIFY(read.kind == item.kind);
    QVERIFY(read.protocol == item.protocol);
    QCOMPARE(read.extension, item.extension);
    QVERIFY(read.origin == item.origin);
    QCOMPARE(read.gatheredHere, true);
    QVERIFY(read.peer == item.peer);
    QCOMPARE(read.device, item.device);
    QCOMPARE(read.correlation, item.correlation);
    QVERIFY(read.inReplyTo == item.inReplyTo);
    QCOMPARE(read.context, item.context);
    QCOMPARE(read.requester, item.requester);
    QCOMPARE(read.localName, item.localName);
    QCOMPARE(read.path, item.path);
    QCOMPARE(read.warnings, item.warnings);
    QCOMPARE(read.gatheredAt, item.gatheredAt);
    QVERIFY(read.deadline == item.deadline);
    QCOMPARE(read.size, 8);
    QVERIFY(read.state == ItemState::Held);
    QVERIFY(read.reason->code == ErrorCode::UntrustedIssuer);
    QCOMPARE(read.reason->text, item.reason->text);
    QVERIFY(read.bundle == item.bundle);
    QCOMPARE(got(fixture.ledger.items().bytes(item.id)), bytes);

    const auto plain = fixture.add(fixture.gathered({}));
    QVERIFY(!got(fixture.ledger.items().get(plain)).deadline);
    QVERIFY(!got(fixture.ledger.items().get(plain)).reason);
    QVERIFY(got(fixture.ledger.items().get(plain)).peer.isNull());
    QCOMPARE(got(fixture.ledger.items().bytes(plain)), QByteArray{});
}

void TestItemStore::theSameItemTwiceIsOne()
{
    LedgerFixture fixture;
    auto content = fixture.gathered("x");
    fixture.add(content);
    fixture.setState(content.item.id, ItemState::Superseded);
    content.item.device = text("another");
    fixture.inTransaction([&] { QVERIFY(!got(fixture.ledger.items().add(content))); });

    QCOMPARE(got(fixture.ledger.items().count({})), 1);
    QVERIFY(fixture.stateOf(content.item.id) == ItemState::Superseded);
    QVERIFY(got(fixture.ledger.items().get(content.item.id)).device.isEmpty());
    QCOMPARE(got(fixture.ledger.items().history(content.item.id)).size(), 2);
}

void TestItemStore::refusesBeginningsThatTheTableForbids()
{
    LedgerFixture fixture;
    const auto transaction = got(fixture.ledger.begin());
    auto outgoing = fixture.gathered("x");
    outgoing.item.state = ItemState::Ready;
    VERIFY_FAILS(fixture.ledger.items().add(outgoing), ErrorCode::Internal);
    auto incoming = fixture.imported("x");
    incoming.item.state = ItemState::Pending;
    VERIFY_FAILS(fixture.ledger.items().add(incoming), ErrorCode::Internal);
}

void TestItemStore::heldNeedsAReason()
{
    LedgerFixture fixture;
    const auto transaction = got(fixture.ledger.begin());
    auto content = fixture.gathered("x");
    content.item.state = ItemState::Held;
    VERIFY_FAILS(fixture.ledger.items().add(content), ErrorCode::Internal);
    content.item.reason = reason();
    QVERIFY(got(fixture.ledger.items().add(content)));
}

void TestItemStore::movesOnlyAsTheTableAllows()
{
    LedgerFixture fixture;
    const auto id = fixture.add(fixture.gathered("x"));
    const auto transaction = got(fixture.ledger.begin());
    const auto refused = fixture.ledger.items().setState(id, ItemState::Ready);
    QVERIFY(!refused);
    QVERIFY(refused.error().code == ErrorCode::Internal);
    QCOMPARE(refused.error().message, text("an item that is pending cannot become ready"));
    QCOMPARE(refused.error().item, id.toString());
    QVERIFY(fixture.stateOf(id) == ItemState::Pending);
    // A refusal is no failed change: the transaction goes on.
    QVERIFY(fixture.ledger.items().setState(id, ItemState::Answered).has_value());
    QVERIFY(fixture.ledger.items().setState(id, ItemState::Confirmed).has_value());
}

// What is due and what waits is found by columns of its own: they must say what the state says after every move.
void TestItemStore::whatIndexesGoByFollowsEveryMove_data()
{
    QTest::addColumn<StationRole>("role");
    QTest::addColumn<bool>("gatheredHere");
    for (const auto role : {StationRole::Site, StationRole::Backend}) {
        for (const bool gatheredHere : {true, false}) {
            QTest::addRow("%s, %s", qPrintable(satchel::stationRoleName(role)), gatheredHere ? "gathered" : "imported")
                << role << gatheredHere;
        }
    }
}

void TestItemStore::whatIndexesGoByFollowsEveryMove()
{
    QFETCH(StationRole, role);
    QFETCH(bool, gatheredHere);
    LedgerFixture fixture{role};
    QRandomGenerator random{1};
    QSet<QString> moves;
    constexpr int Walks = 24;
    constexpr int LongestWalk = 8; // items can go to and fro
    for (int walk = 0; walk < Walks; ++walk) {
        const auto bytes = QByteArray::number(walk);
        auto content = gatheredHere ? fixture.gathered(bytes) : fixture.imported(bytes);
        content.item.peer = random.bounded(2) == 0 ? LedgerFixture::peer() : satchel::StationId{};
        if (random.bounded(2) == 0) {
            // Of the last year there is, no deadline waits.
            content.item.deadline
                = random.bounded(4) == 0 ? QDateTime{QDate{9999, 1, 1}, QTime{}, Qt::UTC} : fixture.now.addDays(1);
        }
        if (random.bounded(2) == 0) {
            content.item.state = ItemState::Held;
            content.item.reason = reason();
        }
        auto state = content.item.state;
        const auto id = fixture.add(content);
        QCOMPARE(fixture.wronglyIndexed(), 0);
        for (int step = 0; step < LongestWalk; ++step) {
            QList<ItemState> next;
            std::copy_if(satchel::allItemStates().begin(), satchel::allItemStates().end(), std::back_inserter(next),
                [&](ItemState to) { return satchel::mayBecome(content.item.standing(role), state, to); });
            if (next.isEmpty()) {
                break;
            }
            const auto to = next[random.bounded(static_cast<int>(next.size()))];
            fixture.setState(id, to, reason());
            QCOMPARE(fixture.wronglyIndexed(), 0);
            QCOMPARE(got(fixture.ledger.items().countMiscounted()), 0);
            moves.insert(satchel::itemStateName(state) + satchel::itemStateName(to));
            state = to;
        }
    }
    QVERIFY2(moves.size() > 1, "the walks went nowhere");
    if (gatheredHere) {
        const auto bound = fixture.add(fixture.gathered("bound late"));
        fixture.pack({bound});
        fixture.setState(bound, ItemState::Received);
        QCOMPARE(fixture.due(LedgerFixture::station('Q')).contains(bound), true);
        fixture.inTransaction([&] { got(fixture.ledger.items().bindAnswer(bound, bound, LedgerFixture::peer())); });
        QCOMPARE(fixture.due(LedgerFixture::station('Q')).contains(bound), false);
    }
    QCOMPARE(fixture.wronglyIndexed(), 0);
    QCOMPARE(got(fixture.ledger.items().countWronglyIndexed()), 0);
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("UPDATE items SET due = 1 - due WHERE number = 1")});
    QCOMPARE(got(fixture.ledger.items().countWronglyIndexed()), 1);
    QVERIFY(!got(fixture.ledger.checkIntegrity()).isEmpty());
}

// Lines of its own and the bundles it went into are told in the order in which they came about, all in one second.
void TestItemStore::tellsOfBundlesWhereTheyBelong()
{
    LedgerFixture fixture;
    const auto id = fixture.add(fixture.gathered("x"));
    const auto first = fixture.pack({id});
    fixture.setState(id, ItemState::Received);
    const auto second = fixture.pack({id}, LedgerFixture::station('Q'));
    const auto third = fixture.pack({id}, LedgerFixture::station('R'));
    fixture.setState(id, ItemState::Answered);

    const auto story = got(fixture.ledger.items().history(id));
    QCOMPARE(story.size(), 6);
    const QList<ItemState> states{ItemState::Pending, ItemState::Packed, ItemState::Received, ItemState::Received,
        ItemState::Received, ItemState::Answered};
    const QList<satchel::Ulid> bundles{{}, first.id, {}, second.id, third.id, {}};
    for (qsizetype i = 0; i < story.size(); ++i) {
        QVERIFY2(story[i].state == states[i], qPrintable(QString::number(i)));
        QVERIFY2(story[i].bundle == bundles[i], qPrintable(QString::number(i)));
    }
}

void TestItemStore::tellsTheStory()
{
    LedgerFixture fixture;
    auto content = fixture.gathered("x");
    content.item.state = ItemState::Held;
    content.item.reason = reason();
    const auto id = fixture.add(content);
    fixture.add(fixture.gathered("another"));
    fixture.now = fixture.now.addSecs(60);
    fixture.setState(id, ItemState::Pending);
    const auto bundle = fixture.pack({id});

    const auto story = got(fixture.ledger.items().history(id));
    QCOMPARE(story.size(), 3);
    QVERIFY(story[0].state == ItemState::Held);
    QVERIFY(story[0].reason->code == ErrorCode::UntrustedIssuer);
    QVERIFY(story[1].state == ItemState::Pending);
    QVERIFY(!story[1].reason);
    QCOMPARE(story[1].at, fixture.now);
    QVERIFY(story[1].bundle.isNull());
    QVERIFY(story[2].state == ItemState::Packed);
    QVERIFY(story[2].bundle == bundle.id);
    QVERIFY(got(fixture.ledger.items().history(fixture.gathered("none").item.id)).isEmpty());
}

void TestItemStore::releasingClearsTheReason()
{
    LedgerFixture fixture;
    auto content = fixture.gathered("x");
    content.item.state = ItemState::Held;
    content.item.reason = reason();
    const auto id = fixture.add(content);
    fixture.setState(id, ItemState::Pending);
    QVERIFY(!got(fixture.ledger.items().get(id)).reason);
    fixture.setState(id, ItemState::Rejected, reason(ErrorCode::Expired));
    QVERIFY(got(fixture.ledger.items().get(id)).reason->code == ErrorCode::Expired);
}

void TestItemStore::whatIsNotThereIsNotFound()
{
    LedgerFixture fixture;
    const auto id = fixture.gathered("never added").item.id;
    auto& items = fixture.ledger.items();
    VERIFY_FAILS(items.get(id), ErrorCode::NotFound);
    VERIFY_FAILS(items.bytes(id), ErrorCode::NotFound);
    QVERIFY(!got(items.find(id)));
    const auto transaction = got(fixture.ledger.begin());
    VERIFY_FAILS(items.setState(id, ItemState::Packed), ErrorCode::NotFound);
    VERIFY_FAILS(items.addWarning(id, text("w")), ErrorCode::NotFound);
    VERIFY_FAILS(items.bindAnswer(id, id, LedgerFixture::peer()), ErrorCode::NotFound);
}

void TestItemStore::warningsAddUpOnce()
{
    LedgerFixture fixture;
    const auto id = fixture.add(fixture.gathered("x"));
    fixture.inTransaction([&] {
        got(fixture.ledger.items().addWarning(id, text("one")));
        got(fixture.ledger.items().addWarning(id, text("two")));
        got(fixture.ledger.items().addWarning(id, text("one")));
    });
    QCOMPARE(got(fixture.ledger.items().get(id)).warnings, (QStringList{text("one"), text("two")}));
    QVERIFY(fixture.stateOf(id) == ItemState::Pending);
}

void TestItemStore::bindsAnAnswer()
{
    LedgerFixture fixture{StationRole::Backend};
    const auto request = fixture.add(fixture.imported("request"));
    const auto answer = fixture.add(fixture.gathered("answer"));
    fixture.inTransaction([&] { got(fixture.ledger.items().bindAnswer(answer, request, LedgerFixture::peer())); });
    QVERIFY(got(fixture.ledger.items().get(answer)).inReplyTo == request);
    QVERIFY(got(fixture.ledger.items().get(answer)).peer == LedgerFixture::peer());
    QCOMPARE(got(fixture.ledger.items().answersTo(request)).size(), 1);
}

void TestItemStore::lapsesWhatIsOverdue()
{
    LedgerFixture fixture;
    const auto withDeadline = [&](const QByteArray& bytes, qint64 seconds) {
        auto content = fixture.gathered(bytes);
        content.item.deadline = fixture.now.addSecs(seconds);
        return fixture.add(content);
    };
    const auto pending = withDeadline("pending", -1);
    const auto packed = withDeadline("packed", -2);
    const auto received = withDeadline("received", -3);
    const auto answered = withDeadline("answered", -4);
    const auto inTime = withDeadline("in time", 0);
    const auto without = fixture.add(fixture.gathered("none"));
    auto heldContent = fixture.gathered("held");
    heldContent.item.deadline = fixture.now.addSecs(-5);
    heldContent.item.state = ItemState::Held;
    heldContent.item.reason = reason();
    const auto held = fixture.add(heldContent);
    fixture.setState(packed, ItemState::Packed);
    fixture.setState(received, ItemState::Received);
    fixture.setState(answered, ItemState::Answered);

    fixture.inTransaction([&] { QCOMPARE(got(fixture.ledger.items().lapseOverdue()), 4); });
    for (const auto& id : {pending, packed, received, held}) {
        const auto item = got(fixture.ledger.items().get(id));
        QVERIFY(item.state == ItemState::Lapsed);
        QVERIFY(item.reason->code == ErrorCode::Lapsed);
    }
    QVERIFY(fixture.stateOf(answered) == ItemState::Answered);
    QVERIFY(fixture.stateOf(inTime) == ItemState::Pending);
    QVERIFY(fixture.stateOf(without) == ItemState::Pending);
    fixture.inTransaction([&] { QCOMPARE(got(fixture.ledger.items().lapseOverdue()), 0); });
}

void TestItemStore::lapsesMoreThanAPage()
{
    LedgerFixture fixture;
    fixture.inTransaction([&] {
        for (int i = 0; i < 600; ++i) {
            auto content = fixture.gathered(QByteArray::number(i));
            content.item.deadline = fixture.now.addSecs(-1);
            QVERIFY(got(fixture.ledger.items().add(content)));
        }
        QCOMPARE(got(fixture.ledger.items().lapseOverdue()), 600);
    });
}

void TestItemStore::aBackendLapsesNothing()
{
    LedgerFixture fixture{StationRole::Backend};
    auto request = fixture.imported("x");
    request.item.deadline = fixture.now.addSecs(-1);
    auto answer = fixture.gathered("y");
    answer.item.deadline = fixture.now.addSecs(-1);
    fixture.add(request);
    fixture.add(answer);
    fixture.inTransaction([&] { QCOMPARE(got(fixture.ledger.items().lapseOverdue()), 0); });
}

void TestItemStore::resolvesShortIds()
{
    LedgerFixture fixture;
    QList<ItemId> ids;
    for (int i = 0; i < 20; ++i) {
        ids += fixture.add(fixture.gathered(QByteArray::number(i)));
    }
    const auto full = ids.first().toString();
    auto& items = fixture.ledger.items();
    QVERIFY(got(items.resolve(full)) == ids.first());
    QVERIFY(got(items.resolve(full.left(12))) == ids.first());
    QVERIFY(got(items.resolve(QString{QLatin1Char(' ') + full.left(12).toUpper()})) == ids.first());
    VERIFY_FAILS(items.resolve(u""), ErrorCode::Usage);
    VERIFY_FAILS(items.resolve(QString{full + QLatin1Char('0')}), ErrorCode::NotFound);
    VERIFY_FAILS(items.resolve(u"not-hex"), ErrorCode::NotFound);
    VERIFY_FAILS(items.resolve(u"%"), ErrorCode::NotFound);

    // Twenty ids begin with at most sixteen digits, so that two share one.
    QMap<QChar, QStringList> byDigit;
    for (const auto& id : ids) {
        byDigit[id.toString().at(0)] += id.toString();
    }
    const auto shared = *std::find_if(byDigit.begin(), byDigit.end(), [](const auto& list) { return list.size() > 1; });
    const auto ambiguous = items.resolve(QString{shared.first().at(0)});
    QVERIFY(!ambiguous);
    QVERIFY(ambiguous.error().code == ErrorCode::Usage);
    QVERIFY(ambiguous.error().message.contains(*std::min_element(shared.begin(), shared.end())));
}

void TestItemStore::findsRequestsByCorrelation()
{
    LedgerFixture fixture{StationRole::Backend};
    auto older = fixture.imported("older");
    auto newer = fixture.imported("newer");
    auto answer = fixture.gathered("answer");
    auto other = fixture.imported("other");
    older.item.correlation = newer.item.correlation = answer.item.correlation = text("key:1");
    other.item.correlation = text("key:2");
    for (const auto& content : {older, newer, answer, other, fixture.imported("without")}) {
        fixture.add(content);
    }
    const auto found = got(fixture.ledger.items().requestsByCorrelation(text("key:1")));
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0].id == newer.item.id);
    QVERIFY(found[1].id == older.item.id);
    QVERIFY(got(fixture.ledger.items().requestsByCorrelation({})).isEmpty());
}

void TestItemStore::findsRequestsByDevice()
{
    LedgerFixture fixture;
    auto older = fixture.gathered("older");
    auto newer = fixture.gathered("newer");
    auto otherKind = fixture.gathered("voucher request");
    auto otherProtocol = fixture.gathered("cmp");
    for (auto* content : {&older, &newer, &otherKind, &otherProtocol}) {
        content->item.device = text("JADA-1");
    }
    otherKind.item.kind = Kind::VoucherRequest;
    otherProtocol.item.protocol = Protocol::Cmp;
    for (const auto& content : {older, newer, otherKind, otherProtocol, fixture.gathered("without")}) {
        fixture.add(content);
    }
    auto& items = fixture.ledger.items();
    const auto found = got(items.requestsByDevice(text("JADA-1"), Kind::CertificationRequest, Protocol::Est));
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0].id == newer.item.id);
    const auto beforeNewer
        = got(items.requestsByDevice(text("JADA-1"), Kind::CertificationRequest, Protocol::Est, newer.item.id));
    QCOMPARE(beforeNewer.size(), 1);
    QVERIFY(beforeNewer[0].id == older.item.id);
    QVERIFY(got(items.requestsByDevice(text("JADA-1"), Kind::CertificationRequest, Protocol::Est, older.item.id))
            .isEmpty());
    QVERIFY(got(items.requestsByDevice({}, Kind::CertificationRequest, Protocol::Est)).isEmpty());
    QVERIFY(got(items.requestsByDevice(text("JADA-1"), Kind::EnrollStatus, Protocol::Est)).isEmpty());
}

void TestItemStore::findsAnswersOldestFirst()
{
    LedgerFixture fixture;
    const auto request = fixture.add(fixture.gathered("request"));
    const auto answer = [&](const QByteArray& bytes, Kind kind) {
        auto content = fixture.imported(bytes);
        content.item.kind = kind;
        content.item.inReplyTo = request;
        return fixture.add(content);
    };
    const auto first = answer("z", Kind::CertificationResponse);
    answer("waiting", Kind::Waiting);
    const auto second = answer("a", Kind::Rejection);
    const auto found = got(fixture.ledger.items().answersTo(request));
    QCOMPARE(found.size(), 2);
    QVERIFY(found[0].id == first);
    QVERIFY(found[1].id == second);
    QVERIFY(got(fixture.ledger.items().answersTo({})).isEmpty());
}

void TestItemStore::listsByFilter_data()
{
    QTest::addColumn<ItemFilter>("filter");
    QTest::addColumn<QString>("expected");

    const auto row = [](const char* name, const char* expected, auto set) {
        ItemFilter filter;
        set(filter);
        QTest::newRow(name) << filter << QString::fromLatin1(expected);
    };
    row("all, without cards", "a b c d", [](ItemFilter&) { });
    row("state", "b", [](ItemFilter& f) { f.state = ItemState::Answered; });
    row("kind", "c", [](ItemFilter& f) { f.kind = Kind::VoucherRequest; });
    row("cards if asked for", "card", [](ItemFilter& f) { f.kind = Kind::Card; });
    row("device", "a", [](ItemFilter& f) { f.device = text("JADA-1"); });
    row("peer as origin", "d", [](ItemFilter& f) { f.peer = LedgerFixture::peer(); });
    row("peer it is bound to", "c", [](ItemFilter& f) { f.peer = LedgerFixture::station('Q'); });
    row("gathered here", "a b c", [](ItemFilter& f) { f.gatheredHere = true; });
    row("imported", "d", [](ItemFilter& f) { f.gatheredHere = false; });
    row("limit", "a b", [](ItemFilter& f) { f.limit = 2; });
    row("state and kind", "", [](ItemFilter& f) {
        f.state = ItemState::Answered;
        f.kind = Kind::VoucherRequest;
    });
}

void TestItemStore::listsByFilter()
{
    LedgerFixture fixture;
    auto a = fixture.gathered("a");
    a.item.device = text("JADA-1");
    auto c = fixture.gathered("c");
    c.item.kind = Kind::VoucherRequest;
    c.item.peer = LedgerFixture::station('Q');
    auto card = fixture.gathered("card");
    card.item.kind = Kind::Card;
    fixture.add(a);
    const auto b = fixture.add(fixture.gathered("b"));
    fixture.add(c);
    fixture.add(card);
    fixture.add(fixture.imported("d"));
    fixture.setState(b, ItemState::Answered);

    QFETCH(ItemFilter, filter);
    QStringList listed;
    got(fixture.ledger.items().forEach(filter, [&](const Item& item) -> Result<void> {
        listed += QString::fromLatin1(got(fixture.ledger.items().bytes(item.id)));
        return {};
    }));
    QTEST(listed.join(QLatin1Char(' ')), "expected");
    if (filter.limit == 0) {
        QCOMPARE(got(fixture.ledger.items().count(filter)), listed.size());
    }
}

void TestItemStore::aVisitorsFailureEndsTheWalk()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("a"));
    fixture.add(fixture.gathered("b"));
    int visited = 0;
    const auto stop = [&visited](const Item&) -> Result<void> {
        ++visited;
        return fail(ErrorCode::Cancelled, text("enough"));
    };
    VERIFY_FAILS(fixture.ledger.items().forEach({}, stop), ErrorCode::Cancelled);
    QCOMPARE(visited, 1);
}

void TestItemStore::aVisitorMayLookAround()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("a"));
    fixture.add(fixture.gathered("b"));
    int inner = 0;
    got(fixture.ledger.items().forEach({}, [&](const Item&) {
        return fixture.ledger.items().forEach({}, [&inner](const Item&) -> Result<void> {
            ++inner;
            return {};
        });
    }));
    QCOMPARE(inner, 4);
}

void TestItemStore::countsEveryStateOfListedKinds()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("a"));
    fixture.add(fixture.gathered("b"));
    auto card = fixture.gathered("card");
    card.item.kind = Kind::Checkpoint;
    fixture.add(card);
    fixture.setState(fixture.add(fixture.gathered("c")), ItemState::Lapsed);
    const auto counts = got(fixture.ledger.items().countByState());
    QCOMPARE(counts.size(), qsizetype(allItemStates().size()));
    QCOMPARE(counts[ItemState::Pending], 2);
    QCOMPARE(counts[ItemState::Lapsed], 1);
    QCOMPARE(counts[ItemState::Ready], 0);
    QCOMPARE(got(fixture.ledger.items().countMiscounted()), 0);
}

void TestItemStore::everyStateIsCountedAndMiscountsAreTold()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("a"));
    QCOMPARE(test::numberFrom(fixture.file(), text("SELECT COUNT(*) FROM state_counts")),
        static_cast<qint64>(allItemStates().size()));
    satchel::test::changeLedger(fixture.file(),
        {text("UPDATE state_counts SET items = items + 2 WHERE state = 'ready'"),
            text("DELETE FROM state_counts WHERE state = 'pending'")});
    QCOMPARE(got(fixture.ledger.items().countMiscounted()), 3);
    QVERIFY(got(fixture.ledger.checkIntegrity()).contains(text("counts of items by state are wrong by 3")));
    // Nothing can be added to what is not counted.
    const auto transaction = got(fixture.ledger.begin());
    const auto added = fixture.ledger.items().add(fixture.gathered("b"));
    QVERIFY(!added);
    QCOMPARE(added.error().code, ErrorCode::DatabaseUnavailable);
}

void TestItemStore::nextDeadlinesAreOfWaitingRequests()
{
    LedgerFixture fixture;
    const auto withDeadline = [&](ItemWithBytes content, qint64 days) {
        content.item.deadline = fixture.now.addDays(days);
        return fixture.add(content);
    };
    const auto later = withDeadline(fixture.gathered("later"), 3);
    const auto sooner = withDeadline(fixture.gathered("sooner"), 1);
    const auto latest = withDeadline(fixture.gathered("latest"), 9);
    withDeadline(fixture.imported("an answer"), 0);
    fixture.setState(withDeadline(fixture.gathered("answered"), 0), ItemState::Answered);
    fixture.add(fixture.gathered("without"));

    const auto next = got(fixture.ledger.items().nextDeadlines(10));
    QCOMPARE(next.size(), 3);
    QVERIFY(next[0].id == sooner);
    QVERIFY(next[1].id == later);
    QVERIFY(next[2].id == latest);
    QCOMPARE(got(fixture.ledger.items().nextDeadlines(2)).size(), 2);

    QList<ItemId> urgent;
    got(fixture.ledger.items().forEach(
        {.gatheredHere = true, .isUrgent = true}, [&urgent](const Item& item) -> Result<void> {
            urgent.append(item.id);
            return {};
        }));
    QCOMPARE(urgent, (QList{sooner, later, latest}));
}

void TestItemStore::dueComesMostUrgentFirst()
{
    LedgerFixture fixture;
    const auto unhurried = fixture.add(fixture.gathered("1"));
    auto content = fixture.gathered("2");
    content.item.deadline = fixture.now.addDays(4);
    const auto urgent = fixture.add(content);
    content = fixture.gathered("3");
    content.item.deadline = fixture.now.addDays(1);
    const auto mostUrgent = fixture.add(content);
    const auto alsoUnhurried = fixture.add(fixture.gathered("4"));
    QCOMPARE(fixture.due(), (QList{mostUrgent, urgent, unhurried, alsoUnhurried}));

    DueCursor cursor;
    const auto first = got(fixture.ledger.items().dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 1, 1000));
    QCOMPARE(first.first().bytes, QByteArray("3"));
    QVERIFY(!first.first().again);
}

void TestItemStore::dueIsPagedByNumberAndBytes()
{
    LedgerFixture fixture;
    QList<ItemId> all;
    for (int i = 0; i < 10; ++i) {
        auto content = fixture.gathered(QByteArray(100, static_cast<char>('a' + i)));
        content.item.deadline = fixture.now.addDays(i % 2); // several with one deadline
        all += fixture.add(content);
    }
    const DueFilter filter{LedgerFixture::peer(), {}, {}, false};
    const auto walk = [&](int most, qint64 mostBytes) {
        DueCursor cursor;
        QList<ItemId> seen;
        QList<qsizetype> pages;
        while (true) {
            const auto page = got(fixture.ledger.items().dueAfter(filter, cursor, most, mostBytes));
            if (page.isEmpty()) {
                break;
            }
            pages += page.size();
            for (const auto& each : page) {
                seen += LedgerFixture::idOf(each);
            }
        }
        return std::pair{seen, pages};
    };
    const auto [byNumber, numberPages] = walk(3, 1'000'000);
    QCOMPARE(numberPages, (QList<qsizetype>{3, 3, 3, 1}));
    const auto [byBytes, bytePages] = walk(100, 250);
    QCOMPARE(bytePages, (QList<qsizetype>{2, 2, 2, 2, 2}));
    QCOMPARE(byNumber, byBytes);
    QCOMPARE(QSet(byNumber.begin(), byNumber.end()), QSet(all.begin(), all.end()));
    const auto total = got(fixture.ledger.items().countDue(filter));
    QCOMPARE(total.items, 10);
    QCOMPARE(total.bytes, 1000);
}

void TestItemStore::oneItemIsGivenHoweverLarge()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered(QByteArray(5000, 'x')));
    DueCursor cursor;
    QCOMPARE(got(fixture.ledger.items().dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 10, 10)).size(), 1);
}

void TestItemStore::dueIsFiltered()
{
    LedgerFixture fixture;
    for (const auto* device : {"JADA-1", "JADA-2", "JADA-3"}) {
        auto content = fixture.gathered(device);
        content.item.device = text(device);
        fixture.add(content);
    }
    auto voucher = fixture.gathered("voucher request");
    voucher.item.kind = Kind::VoucherRequest;
    fixture.add(voucher);
    const auto count = [&](const QStringList& devices, std::optional<Kind> kind) {
        return got(fixture.ledger.items().countDue({LedgerFixture::peer(), devices, kind, false})).items;
    };
    QCOMPARE(count({}, {}), 4);
    QCOMPARE(count({text("JADA-1"), text("JADA-3"), text("none")}, {}), 2);
    QCOMPARE(count({}, Kind::VoucherRequest), 1);
    QCOMPARE(count({text("JADA-1")}, Kind::VoucherRequest), 0);
}

void TestItemStore::onlyWhatIsNewIfAsked()
{
    LedgerFixture fixture;
    const auto packed = fixture.add(fixture.gathered("packed"));
    fixture.pack({packed});
    const auto fresh = fixture.add(fixture.gathered("fresh"));
    QCOMPARE(fixture.due(LedgerFixture::peer(), true), QList{fresh});
    QCOMPARE(fixture.due(), (QList{packed, fresh}));

    DueCursor cursor;
    const auto due = got(fixture.ledger.items().dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 10, 1000));
    QCOMPARE(due[0].again, true);
    QCOMPARE(due[1].again, false);
}

void TestItemStore::theBoundAreDueForTheirPeerOnly()
{
    LedgerFixture fixture{StationRole::Backend};
    auto bound = fixture.gathered("bound");
    bound.item.peer = LedgerFixture::station('Q');
    fixture.add(bound);
    const auto forAll = fixture.add(fixture.gathered("a revocation list"));
    QCOMPARE(fixture.due(), QList{forAll});
    QCOMPARE(fixture.due(LedgerFixture::station('Q')), (QList{bound.item.id, forAll}));
    QCOMPARE(got(fixture.ledger.items().peersWithDueItems()), QList{LedgerFixture::station('Q')});
}

void TestItemStore::onlyStatesThatWaitToBeCarriedAreDue_data()
{
    QTest::addColumn<ItemState>("state");
    QTest::addColumn<bool>("isDue");

    for (const auto state : allItemStates()) {
        const bool reachable = mayBecome(Standing::RequestAtSite, ItemState::Pending, state);
        if (reachable) {
            QTest::newRow(qPrintable(itemStateName(state)))
                << state << (state == ItemState::Packed || state == ItemState::Received);
        }
    }
}

void TestItemStore::onlyStatesThatWaitToBeCarriedAreDue()
{
    LedgerFixture fixture;
    QFETCH(ItemState, state);
    QFETCH(bool, isDue);
    const auto id = fixture.add(fixture.gathered("x"));
    fixture.setState(id, state);
    QCOMPARE(fixture.due().contains(id), isDue);
    fixture.add(fixture.imported("what came in is never due"));
    QCOMPARE(fixture.due().size(), isDue ? 1 : 0);
}

void TestItemStore::whatOnePeerReceivedIsDueForAnother()
{
    LedgerFixture fixture;
    const auto id = fixture.add(fixture.gathered("x"));
    const auto bundle = fixture.pack({id});
    fixture.inTransaction([&] {
        ReceiptFacts receipt;
        receipt.bundle = bundle.id;
        receipt.labelDigest = bundle.labelDigest;
        receipt.receiver = bundle.peer;
        QVERIFY(got(fixture.ledger.bundles().applyReceipt(receipt)));
    });
    QVERIFY(fixture.due().isEmpty());
    QCOMPARE(fixture.due(LedgerFixture::station('Q')), QList{id});
}

void TestItemStore::readyItemsComeByPage()
{
    LedgerFixture fixture;
    QList<ItemId> ids;
    for (int i = 0; i < 5; ++i) {
        auto content = fixture.imported(QByteArray::number(i));
        content.item.kind = i % 2 == 0 ? Kind::CertificationResponse : Kind::Voucher;
        ids += fixture.add(content);
    }
    auto card = fixture.imported("card");
    card.item.kind = Kind::Card;
    fixture.add(card);
    fixture.setState(ids[1], ItemState::Delivered);

    const auto walk = [&](const QList<Kind>& kinds, bool alsoDelivered) {
        QList<ItemId> seen;
        qint64 number = 0;
        while (true) {
            const auto page = got(fixture.ledger.items().readyAfter(number, kinds, alsoDelivered, 2, 1 << 20));
            if (page.isEmpty()) {
                return seen;
            }
            for (const auto& each : page) {
                seen += each.content.item.id;
                number = each.number;
            }
        }
    };
    QCOMPARE(walk({}, false), (QList{ids[0], ids[2], ids[3], ids[4]}));
    QCOMPARE(walk({}, true), ids);
    QCOMPARE(walk({Kind::Voucher}, false), QList{ids[3]});
    QCOMPARE(walk({Kind::Voucher, Kind::CertificationResponse}, true), ids);
    const auto page = got(fixture.ledger.items().readyAfter(0, {}, true, 2, 1 << 20));
    QCOMPARE(page[1].content.bytes, QByteArray("1"));
}

void TestItemStore::readyItemsOfOnePageHoldFewBytes()
{
    LedgerFixture fixture;
    QList<qsizetype> sizes;
    for (const int size : {100, 5, 5, 5, 90}) {
        fixture.add(fixture.imported(QByteArray(size, static_cast<char>('a' + sizes.size()))));
        sizes += size;
    }
    QList<qsizetype> pages;
    for (qint64 number = 0;;) {
        const auto page = got(fixture.ledger.items().readyAfter(number, {}, false, 10, 10));
        if (page.isEmpty()) {
            break;
        }
        pages += page.size();
        number = page.last().number;
    }
    QCOMPARE(pages, (QList<qsizetype>{1, 2, 2})); // one that is too large comes alone
}

void TestItemStore::heldItemsComeByPage()
{
    LedgerFixture fixture;
    QList<ItemId> held;
    for (int i = 0; i < 5; ++i) {
        auto content = fixture.gathered(QByteArray::number(i));
        if (i != 2) {
            content.item.state = ItemState::Held;
            content.item.reason = reason();
        }
        const auto id = fixture.add(content);
        if (i != 2) {
            held += id;
        }
    }
    QList<ItemId> seen;
    for (qint64 number = 0;;) {
        const auto page = got(fixture.ledger.items().heldAfter(number, 3));
        if (page.isEmpty()) {
            break;
        }
        for (const auto& each : page) {
            seen += each.content.item.id;
            QVERIFY(each.content.bytes.isEmpty());
        }
        number = page.last().number;
    }
    QCOMPARE(seen, held);
}

void TestItemStore::refusesWhatItCannotRead()
{
    LedgerFixture fixture;
    const auto id = fixture.add(fixture.gathered("x"));
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("UPDATE items SET state = 'lost'")});
    VERIFY_FAILS(fixture.ledger.items().get(id), ErrorCode::DatabaseUnavailable);
    satchel::test::changeLedger(
        fixture.file(), {QStringLiteral("UPDATE items SET state = 'pending', gathered_at = 'yesterday'")});
    VERIFY_FAILS(fixture.ledger.items().get(id), ErrorCode::DatabaseUnavailable);
}

void TestItemStore::tellsOfAnItemWithoutFacts()
{
    LedgerFixture fixture;
    fixture.add(fixture.gathered("x"));
    fixture.add(fixture.gathered("y"));
    const auto& items = fixture.ledger.items();
    satchel::test::changeLedger(fixture.file(), {QStringLiteral("DELETE FROM item_facts WHERE item = 1")});
    satchel::DueCursor cursor;
    VERIFY_FAILS(
        items.dueAfter({LedgerFixture::peer(), {}, {}, false}, cursor, 10, 1000), ErrorCode::DatabaseUnavailable);
    const auto pass = [](const Item&) { return satchel::Result<void>{}; };
    VERIFY_FAILS(items.forEach({}, pass), ErrorCode::DatabaseUnavailable);
    VERIFY_FAILS(items.forEach(ItemFilter{.state = ItemState::Pending}, pass), ErrorCode::DatabaseUnavailable);
}

void TestItemStore::onlyWhatIsHeldIsHeldForSomethingElse()
{
    LedgerFixture fixture;
    const auto pending = fixture.add(fixture.gathered("pending"));
    auto content = fixture.gathered("held");
    content.item.state = ItemState::Held;
    content.item.reason = reason();
    const auto held = fixture.add(content);
    const Reason other{ErrorCode::Expired, text("it has expired since")};
    fixture.inTransaction([&] {
        VERIFY_FAILS(fixture.ledger.items().setHoldReason(pending, other), ErrorCode::Internal);
        got(fixture.ledger.items().setHoldReason(held, other));
    });

    QVERIFY(fixture.stateOf(pending) == ItemState::Pending);
    QVERIFY(!got(fixture.ledger.items().get(pending)).reason);
    QCOMPARE(got(fixture.ledger.items().history(pending)).size(), 1);
    QVERIFY(fixture.stateOf(held) == ItemState::Held);
    QCOMPARE(got(fixture.ledger.items().get(held)).reason->text, other.text);
    QCOMPARE(got(fixture.ledger.items().history(held)).size(), 2);
}

SATCHEL_TEST(TestItemStore)
#include "TestItemStore.moc"
