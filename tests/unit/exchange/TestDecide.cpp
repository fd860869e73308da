#include <core/exchange/report/Overview.h>
#include <core/exchange/station/Decide.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFile>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestDecide : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void releaseLetsAHeldRequestGo();
    void releaseNeedsAReason();
    void releaseOfWhatIsNotHeldIsRefused();
    void requesterUnknownIsHeldAtTheBackendUntilReleased();
    void nobodyReleasesWhatDoesNotFit();
    void releaseAllLeavesOutWhatDoesNotFit();
    void releaseAllReachesEveryOne();
    void releasedAnswerSettlesItsRequest();
    void rejectAtTheBackendTravelsBack();
    void rejectAtTheSiteIsDelivered();
    void rejectPutsAHeldAnswerAway();
    void ambiguousAndUnknownIdsAreNamed();
    void decisionsAreInTheCustodyLog();
    void releasedRequestSupersedesOlderOnes();
    void onlyOneAnswerToALapsedRequestIsReleased();
    void heldAnswerToAnAnsweredRequestIsNotReleased();
    void whatIsOverIsNotRejected();
    void requestInAnothersNameIsReleasedByAPerson();
    void ledgerThatFailsUndoesTheWholeDecision();
    void ledgerThatCannotBeReadDecidesNothing();
    void onlyWhatIsPossibleIsOffered();

private:
    static QString heldId(const TestStation& station);
    static DecisionReport releaseIt(const TestStation& station, const QStringList& items, bool all = false);
    // While a table of the ledger is out of reach.
    static DecisionReport rejectWithout(const QString& table, const TestStation& station, const QStringList& items);
};

QString TestDecide::heldId(const TestStation& station)
{
    ItemFilter held;
    held.state = ItemState::Held;
    QString id;
    const auto walked = station.read().ledger().items().forEach(held, [&id](const Item& item) -> Result<void> {
        id = item.id.toString();
        return {};
    });
    return walked ? id : QString{};
}

DecisionReport TestDecide::releaseIt(const TestStation& station, const QStringList& items, bool all)
{
    auto session = station.write();
    return release(session, {items, all, QStringLiteral("seen by hand")});
}

DecisionReport TestDecide::rejectWithout(const QString& table, const TestStation& station, const QStringList& items)
{
    const auto rename = [&station](const QString& from, const QString& to) {
        changeLedger(station.ledgerFile(), {QStringLiteral("ALTER TABLE %1 RENAME TO %2").arg(from, to)});
    };
    const auto away = QStringLiteral("out_of_reach");
    DecisionReport report;
    {
        auto session = station.write();
        rename(table, away);
        report = reject(session, {items, ErrorCode::NotInInventory, {}});
    }
    rename(away, table);
    return report;
}

void TestDecide::releaseLetsAHeldRequestGo()
{
    const TestWorld world;
    const TestPki stranger;
    world.site.gather({world.put(QStringLiteral("a.vcj"),
        stranger.voucherRequest(
            stranger.device(QStringLiteral("SN-1")), QStringLiteral("SN-1"), QStringLiteral("bm9uY2U=")))});
    const auto report = releaseIt(world.site, {heldId(world.site).first(8)});
    QCOMPARE(report.items.size(), 1);
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(world.site.only().state, ItemState::Pending);
}

void TestDecide::releaseNeedsAReason()
{
    const TestWorld world;
    auto session = world.site.write();
    QCOMPARE(release(session, {{}, true, QStringLiteral("  ")}).outcome(), Outcome::Usage);
}

void TestDecide::releaseOfWhatIsNotHeldIsRefused()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto id = world.site.items().front().id.toString();
    QCOMPARE(codesOf(releaseIt(world.site, {id}).refused), QStringList{QStringLiteral("not-found")});
}

void TestDecide::requesterUnknownIsHeldAtTheBackendUntilReleased()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    QCOMPARE(world.site.gather({world.put(QStringLiteral("a.p10"), device.certificationRequest)}).held, 0);
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    QCOMPARE(world.backend.only().state, ItemState::Held);
    QCOMPARE(world.backend.only().reason->code, ErrorCode::RequesterUnknown);
    QCOMPARE(world.backend.deliver(world.path(QStringLiteral("out"))).delivered, 0);
    releaseIt(world.backend, {heldId(world.backend)});
    QCOMPARE(world.backend.deliver(world.path(QStringLiteral("out"))).delivered, 1);
}

void TestDecide::nobodyReleasesWhatDoesNotFit()
{
    const TestWorld world;
    world.backend.gather(
        {world.put(QStringLiteral("v"), world.pki.voucher(QStringLiteral("SN-7"), QStringLiteral("bm9uY2U=")))});
    const auto report = releaseIt(world.backend, {heldId(world.backend)});
    QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("no-matching-request")});
    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(world.backend.only().state, ItemState::Held);
}

void TestDecide::releaseAllLeavesOutWhatDoesNotFit()
{
    const TestWorld world;
    const TestPki stranger;
    world.site.gather({world.put(QStringLiteral("a.vcj"),
                           stranger.voucherRequest(stranger.device(QStringLiteral("SN-1")), QStringLiteral("SN-1"),
                               QStringLiteral("bm9uY2U="))),
        world.put(QStringLiteral("b.vcj"), world.pki.voucher(QStringLiteral("SN-2"), QStringLiteral("bm9uY2U=")))});
    QCOMPARE(world.site.count(ItemState::Held), 2);
    const auto report = releaseIt(world.site, {}, true);
    QCOMPARE(report.items.size(), 1);
    QCOMPARE(world.site.count(ItemState::Held), 1);
}

// More than are looked at in one go, among them some that are released by nobody, and some that are superseded while
// the others are released.
void TestDecide::releaseAllReachesEveryOne()
{
    const TestWorld world;
    const TestPki stranger;
    constexpr int Devices = 150;
    QStringList files;
    for (int i = 0; i < Devices; ++i) {
        const auto serial = QStringLiteral("SN-%1").arg(i);
        const auto device = stranger.device(serial);
        for (const auto* const nonce : {"Zmlyc3Q=", "c2Vjb25k"}) {
            files += world.put(QStringLiteral("%1-%2.vcj").arg(serial, QLatin1StringView{nonce}),
                stranger.voucherRequest(device, serial, QLatin1StringView{nonce}));
        }
        if (i % 50 == 0) {
            files += world.put(QStringLiteral("v-%1").arg(i),
                world.pki.voucher(QStringLiteral("X-%1").arg(i), QStringLiteral("bm8=")));
        }
    }
    world.site.gather(files);
    QCOMPARE(world.site.count(ItemState::Held), 2 * Devices + 3);
    const auto report = releaseIt(world.site, {}, true);
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(world.site.count(ItemState::Held), 3);
    QCOMPARE(world.site.count(ItemState::Pending), Devices);
    QCOMPARE(world.site.count(ItemState::Superseded), Devices);
}

void TestDecide::releasedAnswerSettlesItsRequest()
{
    const TestWorld world;
    const TestPki stranger;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("a.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    world.backend.gather({world.put(QStringLiteral("v"), stranger.voucher(device.serial, device.nonce))});
    QCOMPARE(world.backend.count(ItemState::Answered), 0);
    QCOMPARE(releaseIt(world.backend, {heldId(world.backend)}).items.size(), 1);
    QCOMPARE(world.backend.count(ItemState::Answered), 1);
    QCOMPARE(world.backend.count(ItemState::Pending), 1);
}

void TestDecide::rejectAtTheBackendTravelsBack()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("a.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id.toString();
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    {
        auto session = world.backend.write();
        const auto report = reject(session, {{request}, ErrorCode::NotInInventory, QStringLiteral("never bought")});
        QCOMPARE(report.items.size(), 1);
    }
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Rejected), 1);
    world.site.deliver(world.path(QStringLiteral("registrar")));
    const auto told = TestWorld::read(world.path(QStringLiteral("registrar/%1.rejected.json").arg(request)));
    const auto json = parseJson(told);
    QVERIFY(json.has_value());
    QCOMPARE(*json->find(u"code")->string(), QStringLiteral("not-in-inventory"));
    QCOMPARE(*json->find(u"text")->string(), QStringLiteral("never bought"));
}

void TestDecide::rejectAtTheSiteIsDelivered()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("a.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id.toString();
    {
        auto session = world.site.write();
        QCOMPARE(
            reject(session, {{request}, ErrorCode::NotInInventory, QStringLiteral("wrong building")}).items.size(), 1);
    }
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("registrar"))).delivered, 1);
    QVERIFY(world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.isEmpty());
}

void TestDecide::rejectPutsAHeldAnswerAway()
{
    const TestWorld world;
    world.backend.gather(
        {world.put(QStringLiteral("v"), world.pki.voucher(QStringLiteral("SN-7"), QStringLiteral("bm9uY2U=")))});
    auto session = world.backend.write();
    QCOMPARE(reject(session, {{heldId(world.backend)}, ErrorCode::NoMatchingRequest, {}}).items.size(), 1);
    QCOMPARE(world.backend.only().state, ItemState::Rejected);
}

void TestDecide::ambiguousAndUnknownIdsAreNamed()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto report = releaseIt(world.site, {QString{}, QStringLiteral("ffffffffffff")});
    QCOMPARE(codesOf(report.refused), (QStringList{QStringLiteral("not-found"), QStringLiteral("usage")}));
}

void TestDecide::decisionsAreInTheCustodyLog()
{
    const TestWorld world;
    const TestPki stranger;
    world.site.gather({world.put(QStringLiteral("a.vcj"),
        stranger.voucherRequest(
            stranger.device(QStringLiteral("SN-1")), QStringLiteral("SN-1"), QStringLiteral("bm9uY2U=")))});
    releaseIt(world.site, {heldId(world.site)});
    QStringList actions;
    const auto session = world.site.read();
    QVERIFY(session.ledger().log().forEach({}, [&actions](const LogEntry& entry) -> Result<void> {
        actions.append(entry.action);
        if (entry.action == QStringLiteral("release")) {
            actions.append(entry.verdict.contains(QStringLiteral("seen by hand")) ? QStringLiteral("why") : QString{});
        }
        return {};
    }));
    QVERIFY(actions.contains(QStringLiteral("gather")));
    QVERIFY(actions.contains(QStringLiteral("why")));
    QVERIFY(session.ledger().log().verify()->intact);
}

void TestDecide::releasedRequestSupersedesOlderOnes()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    TestPki stranger;
    stranger.registrar = world.pki.registrar;
    const auto newer
        = stranger.voucherRequest(stranger.device(device.serial), device.serial, QStringLiteral("bmV3ZXI="));
    QCOMPARE(world.site.gather({world.put(QStringLiteral("2.vcj"), newer)}).held, 1);
    QCOMPARE(world.site.count(ItemState::Superseded), 0);
    QCOMPARE(releaseIt(world.site, {heldId(world.site)}).items.size(), 1);
    QCOMPARE(world.site.count(ItemState::Superseded), 1);
    QCOMPARE(world.site.count(ItemState::Pending), 1);
}

void TestDecide::onlyOneAnswerToALapsedRequestIsReleased()
{
    TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id;
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    world.advance(qint64{5} * 24 * 3600);
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Lapsed), 1);
    const auto first = heldId(world.site);
    QCOMPARE(releaseIt(world.site, {first}).items.size(), 1);
    {
        // A second answer that was held beside the first.
        auto session = world.site.write();
        auto transaction = session.ledger().begin();
        auto item = *session.ledger().items().get(*ItemId::parse(first));
        const auto bytes = world.pki.voucher(device.serial, device.nonce);
        item.id = itemIdOf(item.kind, item.protocol, item.origin, {}, bytes);
        item.inReplyTo = request;
        item.state = ItemState::Held;
        item.reason = Reason{ErrorCode::Lapsed, QStringLiteral("late")};
        QVERIFY(session.ledger().items().add({item, bytes}).value_or(false));
        QVERIFY(transaction->commit().has_value());
    }
    QCOMPARE(codesOf(releaseIt(world.site, {heldId(world.site)}).refused), QStringList{QStringLiteral("superseded")});
}

void TestDecide::heldAnswerToAnAnsweredRequestIsNotReleased()
{
    const TestWorld world;
    const TestPki stranger;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("v1"), stranger.voucher(device.serial, device.nonce))});
    const auto doubtful = heldId(world.backend);
    QCOMPARE(
        world.backend.gather({world.put(QStringLiteral("v2"), world.pki.voucher(device.serial, device.nonce))}).paired,
        1);
    QCOMPARE(codesOf(releaseIt(world.backend, {doubtful}).refused), QStringList{QStringLiteral("superseded")});
    QCOMPARE(world.backend.count(ItemState::Pending), 1);
    QCOMPARE(world.backend.count(ItemState::Held), 1);
}

void TestDecide::whatIsOverIsNotRejected()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    QStringList both;
    for (const auto& item : world.backend.items()) {
        both.append(item.id.toString());
    }
    QCOMPARE(both.size(), 2);
    auto session = world.backend.write();
    const auto report = reject(session, {both, ErrorCode::NotInInventory, {}});
    QCOMPARE(codesOf(report.refused), (QStringList{QStringLiteral("not-found"), QStringLiteral("not-found")}));
    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(world.backend.count(ItemState::Answered), 1);
    QCOMPARE(world.backend.count(ItemState::Pending), 1);
}

void TestDecide::requestInAnothersNameIsReleasedByAPerson()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.put(
        QStringLiteral("a.p10"), test::makePkcs10({.serialNumber = QStringLiteral("SN-2"), .key = device.newKey}));
    world.put(QStringLiteral("a.p10.meta"), world.pki.sidecar(device.idevid));
    QCOMPARE(world.site.gather({world.path(QStringLiteral("a.p10"))}).held, 0);
    world.carry(world.site, world.backend, QStringLiteral("out"));
    QCOMPARE(world.backend.only().reason->code, ErrorCode::SerialMismatch);
    QCOMPARE(releaseIt(world.backend, {heldId(world.backend)}).items.size(), 1);
    QCOMPARE(world.backend.only().state, ItemState::Ready);
}

// Half a decision would be worse than none: what was decided before is undone and not told as done.
void TestDecide::ledgerThatFailsUndoesTheWholeDecision()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto report
        = rejectWithout(QStringLiteral("custody_log"), world.site, {world.site.items().front().id.toString()});
    QVERIFY(report.items.isEmpty());
    QCOMPARE(report.outcome(), Outcome::Failed);
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    QVERIFY(parseJson(writer.text(), JsonDialect::Lenient)->find(u"error") != nullptr);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
    QCOMPARE(world.site.items().size(), 2);
}

// That an item was not found is a matter of its name; that nobody could look is not.
void TestDecide::ledgerThatCannotBeReadDecidesNothing()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto report = rejectWithout(QStringLiteral("fresh_item_keys"), world.site,
        {QStringLiteral("0123"), world.site.items().front().id.toString()});
    QVERIFY(report.items.isEmpty());
    QCOMPARE(report.outcome(), Outcome::Failed);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

// What is offered is done, and what is not offered is refused.
void TestDecide::onlyWhatIsPossibleIsOffered()
{
    const TestWorld world;
    const TestPki stranger;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool")),
        world.put(QStringLiteral("held.vcj"),
            stranger.voucherRequest(
                stranger.device(QStringLiteral("SN-2")), QStringLiteral("SN-2"), QStringLiteral("bm9uY2U="))),
        world.put(QStringLiteral("unfit.vcj"), world.pki.voucher(QStringLiteral("SN-3"), QStringLiteral("bm8=")))});
    QList<ItemId> ids{ItemId::fromBytes(QByteArray(ItemId::Size, 'x'))}; // of no item
    for (const auto& item : world.site.items()) {
        ids += item.id;
    }
    QCOMPARE(ids.size(), 5);

    const auto decidable = decidableOf(world.site.read(), ids);

    QVERIFY(decidable.has_value());
    QCOMPARE(decidable->releasable.size(), 1); // not the voucher that nothing asked for
    QCOMPARE(decidable->releasable.first().device, QStringLiteral("SN-2"));
    QCOMPARE(decidable->rejectable.size(), 4);
    QStringList names;
    for (const auto& id : ids) {
        names += id.toString();
    }
    QCOMPARE(releaseIt(world.site, names).items.size(), 1);
    auto session = world.site.write();
    QCOMPARE(reject(session, {names, ErrorCode::Held, {}}).items.size(), 4);
}

SATCHEL_TEST(TestDecide)
#include "TestDecide.moc"
