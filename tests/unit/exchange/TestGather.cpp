#include <core/exchange/station/Decide.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <tests/support/Lacking.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFile>
#include <QTest>

#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace satchel;
using namespace satchel::test;

class TestGather : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClockAtTheEndOfTimeSpoilsNothing();
    void takesRequestsAndSaysSo();
    void sameBytesAreOneItem();
    void namesEachBadFileAndTakesTheOthers_data();
    void namesEachBadFileAndTakesTheOthers();
    void bindsTheSidecarToItsRequest();
    void refusesABadSidecarAndKeepsTheSource();
    void sourcesStayUnlessRemoved();
    void removesSourcesAfterTheCommit();
    void removesNothingThatCameInItsPlace();
    void sourceThatCannotBeRemovedIsToldOf();
    void leavesAFileThatIsStillGrowing();
    void standardInputIsAnItem();
    void standardInputHasTheLimitOfAFile();
    void holdsWhatNoAnchorChecks();
    void anchorAddedLaterLetsItGo();
    void holdsTheWrongDirection();
    void newNonceSupersedesTheOlderRequest();
    void untrustedRequestSupersedesNothing();
    void repeatedRequestWithNewBytesIsOne();
    void stopLeavesTheStateAsBefore();
    void voucherRequestGetsADeadline();
    void overdueRequestLapses();

    void pairsAnswersByContent();
    void holdsAnswersThatFitNothing_data();
    void holdsAnswersThatFitNothing();
    void laterDifferentAnswerIsKeptAndHeld();
    void equalRequestsOfTwoSitesNeedAName();
    void anEarlyAnswerLearnsOfItsRequestThoughItStaysHeld();
    void anotherResourceIsAnotherWish();
};

// Four days later no year has four digits any more.
void TestGather::aClockAtTheEndOfTimeSpoilsNothing()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.advance(world.now().secsTo(QDateTime{QDate{9999, 12, 30}, QTime{}, Qt::UTC}));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto items = world.site.items();
    QCOMPARE(items.size(), 2);
    for (const auto& item : items) {
        QVERIFY(!item.deadline);
    }
}

void TestGather::takesRequestsAndSaysSo()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    const auto report = world.site.gather({world.path(QStringLiteral("spool"))});

    QVERIFY(!report.failure);
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.gathered, 2);
    QCOMPARE(report.held, 0);
    QCOMPARE(report.items.size(), 2);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
    for (const auto& item : world.site.items()) {
        QCOMPARE(item.device, QStringLiteral("SN-1"));
    }
}

void TestGather::sameBytesAreOneItem()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.put(QStringLiteral("spool/copy.bin"), device.voucherRequest);
    const auto first = world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(first.gathered, 2);
    QCOMPARE(first.duplicates, 1);
    const auto second = world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(second.gathered, 0);
    QCOMPARE(second.duplicates, 3);
    QCOMPARE(second.outcome(), Outcome::Done);
    QCOMPARE(world.site.items().size(), 2);
}

void TestGather::namesEachBadFileAndTakesTheOthers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-9"));
    QTest::newRow("empty") << QByteArray{} << QStringLiteral("empty");
    QTest::newRow("text") << QByteArray{"shopping list"} << QStringLiteral("not-recognised");
    QTest::newRow("huge") << QByteArray(4 * 1024 * 1024 + 1, 'x') << QStringLiteral("too-large");
    QTest::newRow("truncated") << device.certificationRequest.chopped(10) << QStringLiteral("malformed");
    QTest::newRow("trailing garbage") << device.certificationRequest + "garbage" << QStringLiteral("trailing-data");
    auto forged = device.certificationRequest;
    forged[forged.size() - 3] = static_cast<char>(forged[forged.size() - 3] ^ 1);
    QTest::newRow("bad proof of possession") << forged << QStringLiteral("bad-proof-of-possession");
    auto altered = device.voucherRequest;
    altered.replace("SN-9", "SN-8");
    QTest::newRow("bad signature") << altered << QStringLiteral("bad-signature");
}

void TestGather::namesEachBadFileAndTakesTheOthers()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, code);
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    const auto bad = world.put(QStringLiteral("spool/bad.bin"), bytes);

    const auto report = world.site.gather({world.path(QStringLiteral("spool"))});

    QCOMPARE(report.gathered, 2);
    QCOMPARE(codesOf(report.refused), QStringList{code});
    const auto row = report.refused.values().front();
    QCOMPARE(*row.find(u"path")->string(), bad);
    QVERIFY(!row.find(u"reason")->string()->isEmpty());
    QCOMPARE(report.outcome(), Outcome::DoneInPart);
    QVERIFY(QFile::exists(bad));

    QCOMPARE(world.site.gather({bad}).outcome(), Outcome::Refused);
}

void TestGather::bindsTheSidecarToItsRequest()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.p10"), device.certificationRequest);
    world.put(QStringLiteral("spool/a.p10.meta"), world.pki.sidecar(device.idevid));
    const auto report = world.site.gather({path});
    QCOMPARE(report.gathered, 1);
    const auto item = world.site.only();
    const auto json = parseJson(item.requester);
    QVERIFY(json.has_value());
    QCOMPARE(*json->find(u"authenticatedBy")->string(), QStringLiteral("tls-client-certificate"));
    QCOMPARE(item.localName, QStringLiteral("a.p10"));
}

void TestGather::refusesABadSidecarAndKeepsTheSource()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.p10"), device.certificationRequest);
    world.put(QStringLiteral("spool/a.p10.meta"), R"({"type":"satchel-meta","version":1,"surprise":1})");
    const auto report = world.site.gather({path});
    QCOMPARE(report.gathered, 0);
    QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("unknown-field")});
    QVERIFY(QFile::exists(path));
    world.put(QStringLiteral("spool/a.p10.meta"), QByteArray(8 * 1024 * 1024, ' '));
    QCOMPARE(codesOf(world.site.gather({path}).refused), QStringList{QStringLiteral("too-large")});
}

void TestGather::sourcesStayUnlessRemoved()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    QCOMPARE(world.list(QStringLiteral("spool")).size(), 3);
}

void TestGather::removesSourcesAfterTheCommit()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.put(QStringLiteral("spool/bad.bin"), "nothing of ours");
    {
        auto session = world.site.write();
        GatherOrder order;
        order.paths = {world.path(QStringLiteral("spool"))};
        order.remove = true;
        QCOMPARE(gather(session, order, {}).gathered, 2);
    }
    QCOMPARE(world.list(QStringLiteral("spool")), QStringList{QStringLiteral("bad.bin")});
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

// Between the reading and the commit somebody may have put the next request under the same name.
void TestGather::removesNothingThatCameInItsPlace()
{
    const TestWorld world;
    const auto first = world.makeDevice(QStringLiteral("SN-1"));
    const auto second = world.makeDevice(QStringLiteral("SN-2"));
    const auto path = world.put(QStringLiteral("spool/a.vcj"), first.voucherRequest);
    GatherOrder order;
    order.paths = {path};
    order.remove = true;
    Conduct conduct;
    conduct.report = [&](const Progress&) { world.put(QStringLiteral("spool/a.vcj"), second.voucherRequest); };
    {
        auto session = world.site.write();
        QCOMPARE(gather(session, order, conduct).gathered, 1);
    }
    QCOMPARE(world.site.only().device, QStringLiteral("SN-1"));
    QCOMPARE(TestWorld::read(path), second.voucherRequest);
    QCOMPARE(world.site.gather({path}).gathered, 1);
}

void TestGather::sourceThatCannotBeRemovedIsToldOf()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.vcj"), device.voucherRequest);
    const auto name = QFile::encodeName(path);
    // Root removes what it likes, but not what something is mounted on.
    const bool isRoot = ::geteuid() == 0;
    if (isRoot && ::mount(name.constData(), name.constData(), nullptr, MS_BIND, nullptr) != 0) {
        LACKING_MOUNT("root that may not mount: nothing here cannot be removed");
    }
    const auto folder = QFile::encodeName(world.path(QStringLiteral("spool")));
    QVERIFY(isRoot || ::chmod(folder.constData(), 0500) == 0);
    GatherReport report;
    {
        auto session = world.site.write();
        GatherOrder order;
        order.paths = {path};
        order.remove = true;
        report = gather(session, order, {});
    }
    isRoot ? ::umount(name.constData()) : ::chmod(folder.constData(), 0700);
    QCOMPARE(report.gathered, 1);
    QCOMPARE(report.outcome(), Outcome::Done); // it is in the ledger
    QCOMPARE(report.warnings.size(), 1);
    QVERIFY(report.warnings.values().front().find(u"text")->string()->contains(QStringLiteral("cannot be removed")));
    QVERIFY(QFile::exists(path));
    QCOMPARE(world.site.gather({path}).duplicates, 1);
}

void TestGather::leavesAFileThatIsStillGrowing()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.vcj"), device.voucherRequest.first(40));
    QCOMPARE(codesOf(world.site.gather({path}).refused), QStringList{QStringLiteral("malformed")});
    world.put(QStringLiteral("spool/a.vcj"), device.voucherRequest);
    QCOMPARE(world.site.gather({path}).gathered, 1);
}

void TestGather::standardInputIsAnItem()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    auto session = world.site.write();
    GatherOrder order;
    order.paths = {QStringLiteral("-")};
    order.standardInput = device.voucherRequest;
    const auto report = gather(session, order, {});
    QCOMPARE(report.gathered, 1);
    QCOMPARE(report.outcome(), Outcome::Done);
}

void TestGather::standardInputHasTheLimitOfAFile()
{
    const TestWorld world;
    auto session = world.site.write();
    const auto largest = session.station().settings().policy.itemBytes;
    GatherOrder order;
    order.paths = {QStringLiteral("-")};
    order.standardInput = QByteArray(largest + 1, 'x');
    const auto report = gather(session, order, {});
    QCOMPARE(codesOf(report.refused), QStringList{QStringLiteral("too-large")});
    QCOMPARE(report.outcome(), Outcome::Refused);
}

void TestGather::holdsWhatNoAnchorChecks()
{
    const TestWorld world;
    TestPki stranger;
    stranger.registrar = world.pki.registrar;
    const auto device = stranger.device(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.vcj"),
        stranger.voucherRequest(device, QStringLiteral("SN-1"), QStringLiteral("bm9uY2U=")));
    const auto report = world.site.gather({path});
    QCOMPARE(report.gathered, 1);
    QCOMPARE(report.held, 1);
    QCOMPARE(report.refused.size(), 0);
    QCOMPARE(world.site.only().reason->code, ErrorCode::UntrustedIssuer);
}

void TestGather::anchorAddedLaterLetsItGo()
{
    const TestWorld world;
    TestPki stranger;
    stranger.registrar = world.pki.registrar;
    const auto device = stranger.device(QStringLiteral("SN-1"));
    const auto path = world.put(QStringLiteral("spool/a.vcj"),
        stranger.voucherRequest(device, QStringLiteral("SN-1"), QStringLiteral("bm9uY2U=")));
    world.site.gather({path});
    world.site.trust(AnchorUse::Manufacturer, stranger.manufacturer.certificate);
    world.site.trust(AnchorUse::Domain, stranger.domainCa.certificate);
    const auto report = world.site.gather({path});
    QCOMPARE(report.duplicates, 1);
    QCOMPARE(world.site.only().state, ItemState::Pending);
}

void TestGather::holdsTheWrongDirection()
{
    const TestWorld world;
    const auto path = world.put(
        QStringLiteral("spool/a.vcj"), world.pki.voucher(QStringLiteral("SN-1"), QStringLiteral("bm9uY2U=")));
    QCOMPARE(world.site.gather({path}).held, 1);
    QCOMPARE(world.site.only().reason->code, ErrorCode::WrongDirection);

    const auto device = world.makeDevice(QStringLiteral("SN-2"));
    const auto request = world.put(QStringLiteral("ra/a.vcj"), device.voucherRequest);
    QCOMPARE(world.backend.gather({request}).held, 1);
    QCOMPARE(world.backend.only().reason->code, ErrorCode::WrongDirection);
}

void TestGather::newNonceSupersedesTheOlderRequest()
{
    const TestWorld world;
    const auto device = world.pki.device(QStringLiteral("SN-1"));
    const auto older = world.put(QStringLiteral("spool/1.vcj"),
        world.pki.voucherRequest(device, QStringLiteral("SN-1"), QStringLiteral("b2xkZXI=")));
    QCOMPARE(world.site.gather({older}).superseded, 0);
    const auto newer = world.put(QStringLiteral("spool/2.vcj"),
        world.pki.voucherRequest(device, QStringLiteral("SN-1"), QStringLiteral("bmV3ZXI=")));
    QCOMPARE(world.site.gather({newer}).superseded, 1);
    QCOMPARE(world.site.count(ItemState::Superseded), 1);
    QCOMPARE(world.site.count(ItemState::Pending), 1);
}

void TestGather::untrustedRequestSupersedesNothing()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const TestPki stranger;
    const auto forged = world.put(QStringLiteral("forged.vcj"),
        stranger.voucherRequest(
            stranger.device(QStringLiteral("SN-1")), QStringLiteral("SN-1"), QStringLiteral("ZXZpbA==")));
    const auto report = world.site.gather({forged});
    QCOMPARE(report.superseded, 0);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
    QCOMPARE(world.site.count(ItemState::Held), 1);
}

void TestGather::repeatedRequestWithNewBytesIsOne()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    // The same key asks again: the signature of an ECDSA key, and so the bytes, are others each time.
    const auto again = makePkcs10(device.newKey, QStringLiteral("Device"), QStringLiteral("SN-1"));
    QVERIFY(again.has_value());
    QVERIFY(*again != device.certificationRequest);
    const auto path = world.put(QStringLiteral("again.p10"), *again);
    world.put(QStringLiteral("again.p10.meta"), world.pki.sidecar(device.idevid));
    const auto report = world.site.gather({path});
    QCOMPARE(report.duplicates, 1);
    QCOMPARE(report.gathered, 0);
    QCOMPARE(world.site.items().size(), 2);
}

void TestGather::stopLeavesTheStateAsBefore()
{
    const TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    auto session = world.site.write();
    std::stop_source stop;
    Conduct conduct;
    conduct.stop = stop.get_token();
    conduct.report = [&stop](const Progress&) { stop.request_stop(); };
    GatherOrder order;
    order.paths = {world.path(QStringLiteral("spool"))};
    const auto report = gather(session, order, conduct);
    QVERIFY(report.failure.has_value());
    QCOMPARE(report.outcome(), Outcome::Interrupted);
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text(), JsonDialect::Lenient);
    QCOMPARE(*json->find(u"error")->find(u"code")->string(), QStringLiteral("cancelled"));
    QCOMPARE(report.gathered, 0);
    QVERIFY(world.site.items().isEmpty());
}

void TestGather::voucherRequestGetsADeadline()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("a.vcj"), device.voucherRequest)});
    const auto item = world.site.only();
    QVERIFY(item.deadline.has_value());
    // RFC 8995 section 5.2: a pledge gives up after about four days.
    QCOMPARE(item.gatheredAt.daysTo(*item.deadline), 4);
}

void TestGather::overdueRequestLapses()
{
    TestWorld world;
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.advance(qint64{4} * 24 * 3600 + 60);
    (void)world.site.write();
    QCOMPARE(world.site.count(ItemState::Lapsed), 1);
    QCOMPARE(world.site.count(ItemState::Pending), 1); // a PKCS #10 has no deadline
}

void TestGather::pairsAnswersByContent()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    world.backend.deliver(world.path(QStringLiteral("out")));
    world.put(QStringLiteral("answers/whatever"), world.pki.voucher(device.serial, device.nonce));
    world.put(
        QStringLiteral("answers/some.cer"), world.pki.certificateFor(publicKeyInfoOf(device.newKey), device.serial));

    const auto report = world.backend.gather({world.path(QStringLiteral("answers"))});
    QCOMPARE(report.gathered, 2);
    QCOMPARE(report.paired, 2);
    QCOMPARE(report.held, 0);
    QCOMPARE(world.backend.count(ItemState::Answered), 2);
    QCOMPARE(world.backend.count(ItemState::Pending), 2);
}

void TestGather::holdsAnswersThatFitNothing_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");
    QTest::newRow("a voucher for nobody") << QStringLiteral("nobody") << QStringLiteral("no-matching-request");
    QTest::newRow("a voucher with another nonce") << QStringLiteral("nonce") << QStringLiteral("nonce-mismatch");
    QTest::newRow("a certificate for another key") << QStringLiteral("key") << QStringLiteral("no-matching-request");
    QTest::newRow("a certificate for another key, named for the request")
        << QStringLiteral("named key") << QStringLiteral("key-mismatch");
    QTest::newRow("a certificate from another CA") << QStringLiteral("ca") << QStringLiteral("untrusted-issuer");
    QTest::newRow("a voucher from another MASA") << QStringLiteral("masa") << QStringLiteral("untrusted-issuer");
}

void TestGather::holdsAnswersThatFitNothing()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    const auto delivered = world.backend.deliver(world.path(QStringLiteral("out")), QStringLiteral("ra"));
    const auto rows = delivered.files.values();
    const auto requestId = *rows.front().find(u"item")->string();
    const TestPki stranger;
    auto otherMasa = world.pki; // only its voucher signer is another
    otherMasa.masa = stranger.masa;
    const auto ownKey = publicKeyInfoOf(device.newKey);
    const auto otherKey = stranger.registrar.certificate.publicKeyInfo();
    const QHash<QString, QByteArray> answers{
        {QStringLiteral("nobody"), world.pki.voucher(QStringLiteral("SN-7"), device.nonce)},
        {QStringLiteral("nonce"), world.pki.voucher(device.serial, QStringLiteral("b3RoZXI="))},
        {QStringLiteral("key"), world.pki.certificateFor(otherKey, device.serial)},
        {QStringLiteral("named key"), world.pki.certificateFor(otherKey, device.serial)},
        {QStringLiteral("ca"), stranger.certificateFor(ownKey, device.serial)},
        {QStringLiteral("masa"), otherMasa.voucher(device.serial, device.nonce)},
    };
    const auto name
        = scenario == QStringLiteral("named key") ? requestId + QStringLiteral(".cer") : QStringLiteral("answer");
    const auto report = world.backend.gather({world.put(QStringLiteral("answers/") + name, answers.value(scenario))});
    QCOMPARE(report.gathered, 1);
    QCOMPARE(report.held, 1);
    ItemFilter held;
    held.state = ItemState::Held;
    QString found;
    const auto session = world.backend.read();
    QVERIFY(session.ledger().items().forEach(held, [&found](const Item& item) -> Result<void> {
        found = errorCodeName(item.reason->code);
        return {};
    }));
    QCOMPARE(found, code);
    QCOMPARE(world.backend.count(ItemState::Answered), 0);
}

void TestGather::laterDifferentAnswerIsKeptAndHeld()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    QCOMPARE(
        world.backend.gather({world.put(QStringLiteral("1"), world.pki.voucher(device.serial, device.nonce))}).held, 0);
    const auto second
        = world.backend.gather({world.put(QStringLiteral("2"), world.pki.voucher(device.serial, device.nonce))});
    QCOMPARE(second.gathered, 1);
    QCOMPARE(second.held, 1);
    QCOMPARE(world.backend.count(ItemState::Pending), 1);
}

// No site may take the answer to another's request by repeating it.
void TestGather::equalRequestsOfTwoSitesNeedAName()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Site);
    other.know(world.backend);
    world.backend.know(other);
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto request = world.put(QStringLiteral("spool/1.vcj"), device.voucherRequest);
    world.site.gather({request});
    other.gather({request});
    world.carry(world.site, world.backend, QStringLiteral("stick"));
    world.carry(other, world.backend, QStringLiteral("other-stick"));
    const auto voucher = world.pki.voucher(device.serial, device.nonce);
    QCOMPARE(world.backend.gather({world.put(QStringLiteral("answers/v"), voucher)}).held, 1);
    QCOMPARE(world.backend.count(ItemState::Answered), 0);
    const auto named = QStringLiteral("answers/%1.vcj").arg(world.site.only().id.toString());
    QCOMPARE(world.backend.gather({world.put(named, voucher)}).paired, 1);
    const auto back = world.backend.exportTo(world.path(QStringLiteral("back")));
    QCOMPARE(back.bundles.size(), 1);
    QCOMPARE(back.bundles.front().to, world.site.card().station());
}

void TestGather::anEarlyAnswerLearnsOfItsRequestThoughItStaysHeld()
{
    const TestWorld world;
    const MessageForge strangers;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    const auto answer = world.put(QStringLiteral("in/cert"),
        MessageForge::certify(publicKeyInfoOf(device.newKey), device.serial, strangers.stranger).der());
    QCOMPARE(world.backend.gather({answer}).held, 1);
    QCOMPARE(errorCodeName(world.backend.only().reason->code), QStringLiteral("no-matching-request"));
    const auto id = world.backend.only().id;
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("stick"));

    const auto again = world.backend.gather({answer});

    QCOMPARE(again.duplicates, 1);
    QCOMPARE(again.paired, 1);
    auto session = world.backend.write();
    const auto known = session.ledger().items().get(id);
    QVERIFY(known.has_value() && known->state == ItemState::Held && !known->inReplyTo.isNull());
    QCOMPARE(errorCodeName(known->reason->code), QStringLiteral("untrusted-issuer"));
    const auto released = release(session, {{id.toString()}, false, QStringLiteral("we know that CA")});
    QCOMPARE(released.items.size(), 1);
    QCOMPARE(session.ledger().items().get(id)->state, ItemState::Pending);
}

void TestGather::anotherResourceIsAnotherWish()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    const auto gather = [&](const QString& path) {
        auto sidecar = *Sidecar::parse(world.pki.sidecar(device.idevid));
        sidecar.path = path;
        const auto name = QStringLiteral("spool/%1.p10").arg(world.site.items().size());
        world.put(name + QStringLiteral(".meta"), sidecar.toJson());
        const auto key = *PrivateKey::generate(KeyType::P256);
        return world.site.gather({world.put(name, test::makePkcs10({.serialNumber = device.serial, .key = key}))})
            .superseded;
    };
    QCOMPARE(gather(QStringLiteral("/.well-known/est/simpleenroll")), 0);
    QCOMPARE(gather(QStringLiteral("/.well-known/est/north/simpleenroll")), 0);
    QCOMPARE(gather(QStringLiteral("/.well-known/est/serverkeygen")), 0);
    QCOMPARE(gather(QStringLiteral("/.well-known/est/north/simpleenroll")), 1);
    QCOMPARE(gather({}), 3); // nobody knows
}

SATCHEL_TEST(TestGather)
#include "TestGather.moc"
