#include <core/exchange/station/Decide.h>
#include <core/objects/Rejection.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// Which request an answer belongs to, and what becomes of both when something came in between.
class TestPairing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void voucherForAnOlderNonceIsNeverDelivered_data();
    void voucherForAnOlderNonceIsNeverDelivered();
    void onlyOpenRequestsOfAnotherNonceAreSuperseded();
    void answerToARejectedRequestIsHeld();
    void rejectionFromTheOwnSystemEndsTheRequestItNames();
    void whatIsOddBesideTheRequestIsSaidAtBothStations();

private:
    static Item itemOf(const TestStation& station, Kind kind);
    static QStringList refusalsOfRelease(const TestStation& station, const ItemId& item);
    static QString request(const TestWorld& world, const TestDevice& device, const char* file, const QString& nonce);
};

Item TestPairing::itemOf(const TestStation& station, Kind kind)
{
    for (const auto& item : station.items()) {
        if (item.kind == kind) {
            return item;
        }
    }
    qFatal("no %s", qPrintable(kindName(kind)));
}

QStringList TestPairing::refusalsOfRelease(const TestStation& station, const ItemId& item)
{
    auto session = station.write();
    return codesOf(release(session, {{item.toString()}, false, QStringLiteral("the foreman wants it")}).refused);
}

QString TestPairing::request(const TestWorld& world, const TestDevice& device, const char* file, const QString& nonce)
{
    return world.put(QLatin1StringView{file}, world.pki.voucherRequest(device.idevid, device.serial, nonce));
}

void TestPairing::voucherForAnOlderNonceIsNeverDelivered_data()
{
    QTest::addColumn<bool>("late"); // after the request has lapsed
    QTest::addColumn<bool>("released"); // by hand, before the device comes anew
    QTest::addColumn<bool>("overtaken"); // the device comes anew before the voucher does
    QTest::addColumn<ItemState>("request");
    QTest::addColumn<ItemState>("voucher");
    QTest::addColumn<QString>("release");

    const auto notHeld = QStringLiteral("not-found");
    const auto superseded = QStringLiteral("superseded");
    QTest::newRow("ready") << false << false << false << ItemState::Answered << ItemState::Rejected << notHeld;
    QTest::newRow("on its way") << false << false << true << ItemState::Superseded << ItemState::Held << superseded;
    QTest::newRow("late and held") << true << false << false << ItemState::Superseded << ItemState::Rejected << notHeld;
    QTest::newRow("late and released") << true << true << false << ItemState::Superseded << ItemState::Rejected
                                       << notHeld;
    QTest::newRow("late and on its way") << true << false << true << ItemState::Superseded << ItemState::Held
                                         << superseded;
}

// Neither by itself nor by a person's word. The device would refuse it, and whoever waits would wait in vain.
void TestPairing::voucherForAnOlderNonceIsNeverDelivered()
{
    QFETCH(bool, late);
    QFETCH(bool, released);
    QFETCH(bool, overtaken);
    QFETCH(QString, release);
    TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto older = world.site.only().id;
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    world.advance(late ? qint64{5} * 24 * 3600 : 0);
    const auto newer = request(world, device, "2.vcj", QStringLiteral("bmV3ZXI="));
    if (overtaken) {
        world.site.gather({newer});
    }
    world.carry(world.backend, world.site, QStringLiteral("back"));
    const auto voucher = itemOf(world.site, Kind::Voucher);
    QCOMPARE(voucher.inReplyTo, older);
    if (released) {
        QVERIFY(refusalsOfRelease(world.site, voucher.id).isEmpty());
        QCOMPARE(itemOf(world.site, Kind::Voucher).state, ItemState::Ready);
    }

    if (!overtaken) {
        world.site.gather({newer});
    }

    QCOMPARE(refusalsOfRelease(world.site, voucher.id), QStringList{release});
    QTEST(itemOf(world.site, Kind::Voucher).state, "voucher");
    QCOMPARE(itemOf(world.site, Kind::Voucher).reason->code, ErrorCode::Superseded);
    QTEST(world.site.read().ledger().items().get(older)->state, "request");
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("registrar"))).delivered, 0);
    QCOMPARE(world.site.count(ItemState::Pending), 1); // the newer request
}

void TestPairing::onlyOpenRequestsOfAnotherNonceAreSuperseded()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    QCOMPARE(world.site.gather({request(world, device, "none.vcj", {})}).gathered, 1); // good for any time
    QCOMPARE(world.site.gather({request(world, device, "1.vcj", QStringLiteral("Zmlyc3Q="))}).superseded, 0);
    const auto rejected = world.site.items().back().id;
    {
        auto session = world.site.write();
        QCOMPARE(reject(session, {{rejected.toString()}, ErrorCode::NotInInventory, {}}).items.size(), 1);
    }
    QCOMPARE(world.site.gather({request(world, device, "2.vcj", QStringLiteral("c2Vjb25k"))}).superseded, 0);
    QCOMPARE(world.site.count(ItemState::Rejected), 1);
    QCOMPARE(world.site.count(ItemState::Pending), 2);
}

void TestPairing::answerToARejectedRequestIsHeld()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    {
        auto session = world.backend.write();
        const auto id = itemOf(world.backend, Kind::VoucherRequest).id.toString();
        QCOMPARE(reject(session, {{id}, ErrorCode::NotInInventory, {}}).items.size(), 1);
    }
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    const auto voucher = itemOf(world.backend, Kind::Voucher);
    QCOMPARE(voucher.state, ItemState::Held);
    QCOMPARE(voucher.reason->code, ErrorCode::Superseded);
    QVERIFY(voucher.reason->text.contains(QStringLiteral("rejected before")));
    QCOMPARE(refusalsOfRelease(world.backend, voucher.id), QStringList{QStringLiteral("superseded")});
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(itemOf(world.site, Kind::VoucherRequest).state, ItemState::Rejected);
}

// A CA or MASA that says no by a rejection file, rather than a person by `reject`.
void TestPairing::rejectionFromTheOwnSystemEndsTheRequestItNames()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto asked = world.site.only().id;
    world.carry(world.site, world.backend, QStringLiteral("out"));
    const auto no = [&](const ItemId& id) {
        return world.put(QStringLiteral("no"), Rejection::make(id, ErrorCode::NotInInventory, {}, world.now()));
    };
    const auto unknown = ItemId::parse(QString{64, QLatin1Char('0')});
    QVERIFY(unknown.has_value());
    QCOMPARE(world.backend.gather({no(*unknown)}).held, 1);
    QCOMPARE(world.backend.gather({no(asked)}).paired, 1);
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(itemOf(world.site, Kind::VoucherRequest).state, ItemState::Rejected);
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("registrar"))).delivered, 1);
}

// A voucher for a device of another issuer goes its way, with a warning.
void TestPairing::whatIsOddBesideTheRequestIsSaidAtBothStations()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    QJsonObject leaves{{QStringLiteral("serial-number"), device.serial}, {QStringLiteral("nonce"), device.nonce},
        {QStringLiteral("assertion"), QStringLiteral("logged")},
        {QStringLiteral("created-on"), QStringLiteral("2026-06-01T12:00:00Z")},
        {QStringLiteral("idevid-issuer"), QStringLiteral("b3RoZXI=")},
        {QStringLiteral("pinned-domain-cert"), QString::fromLatin1(world.pki.domainCa.certificate.der().toBase64())}};
    const QByteArray json
        = QJsonDocument{QJsonObject{{QStringLiteral("ietf-voucher:voucher"), leaves}}}.toJson(QJsonDocument::Compact);
    world.backend.gather({world.put(QStringLiteral("v"), makeCms({.content = json, .signer = world.pki.masa}))});
    world.carry(world.backend, world.site, QStringLiteral("back"));

    for (const auto* const station : {&world.site, &world.backend}) {
        const auto voucher = itemOf(*station, Kind::Voucher);
        QCOMPARE(voucher.warnings.filter(QStringLiteral("idevid-issuer")).size(), 1);
        QVERIFY(voucher.state != ItemState::Held);
    }
}

SATCHEL_TEST(TestPairing)
#include "TestPairing.moc"
