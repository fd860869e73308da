#include <core/ledger/Database.h>

#include "LedgerFixture.h"

#include <tests/support/TestRegistry.h>

#include <algorithm>

using namespace satchel;

class TestDeviceRecords : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatEndsSoon();
    void aLaterOneReplaces();
    void anotherSubjectDoesNotReplace();
    void whatIsHeldDoesNotCount();
    void whatWasNeverTakenInDoesNotCount();
    void isToldOnceForAllThatBringIt();
    void theSameAgainChangesNothing();
    void fingerprintsOfOneKeyAreToldApart();
    void manyItemsMayBringOneCertificate();
    void aKeyThatWasMovedIsFound();
    void aLostOneIsTold_data();
    void aLostOneIsTold();
    void theNextToEndComesFirstAndNoMoreThanAskedFor();
    void manyThatEndAtOneInstantAreAllTold();
    void whatEndedLongAgoIsNotLookedAt();
    void tellsWhichVouchersEnd();
    void knowsRenewals();
    void walksItsIndexes();
    void nothingReplacesThatOfAnUnknownDevice();

private:
    // An item, of which the certificate with this letter came.
    DeviceCertificate given(char letter, const char* device, int days, ItemState state = ItemState::Pending,
        const char* subject = "CN=device")
    {
        auto content = m_fixture.gathered(QByteArray(8, letter) + device);
        content.item.state = state;
        if (state == ItemState::Held) {
            content.item.reason = Reason{ErrorCode::UntrustedIssuer, QStringLiteral("who?")};
        }
        m_fixture.inTransaction([&] { QVERIFY(got(m_fixture.ledger.items().add(content))); });
        return remembered(letter, device, days, content.item.id, subject);
    }

    DeviceCertificate remembered(
        char letter, const char* device, int days, const ItemId& item, const char* subject = "CN=device")
    {
        const DeviceCertificate certificate{(QByteArray(32, letter) + device).right(32), QString::fromLatin1(device),
            QString::fromLatin1(subject), m_fixture.now.addDays(days), item};
        m_fixture.inTransaction([&] { got(m_fixture.ledger.devices().remember(certificate)); });
        return certificate;
    }

    [[nodiscard]] QList<DeviceCertificate> endingWithin(int days, qint64 most = 0) const
    {
        QList<DeviceCertificate> all;
        got(m_fixture.ledger.devices().forEachEnding(m_fixture.now.addDays(days), most,
            [&all](const DeviceCertificate& certificate, const Item&) -> Result<void> {
                all.append(certificate);
                return {};
            }));
        return all;
    }

    LedgerFixture m_fixture{StationRole::Backend};
};

void TestDeviceRecords::tellsWhatEndsSoon()
{
    const auto soon = given('a', "SN-1", 30);
    const auto later = given('b', "SN-2", 90);

    QVERIFY(endingWithin(30).isEmpty());
    QCOMPARE(endingWithin(31), QList{soon});
    QCOMPARE(endingWithin(91), (QList{soon, later}));
}

void TestDeviceRecords::aLaterOneReplaces()
{
    given('c', "SN-3", 10);
    const auto newer = given('d', "SN-3", 400);

    const auto ending = endingWithin(100);
    QVERIFY(std::ranges::none_of(ending, [](const auto& each) { return each.device == u"SN-3"; }));
    QVERIFY(endingWithin(401).contains(newer));
}

void TestDeviceRecords::anotherSubjectDoesNotReplace()
{
    const auto one = given('e', "SN-4", 10, ItemState::Pending, "CN=for TLS");
    given('f', "SN-4", 400, ItemState::Pending, "CN=for signing");

    QVERIFY(endingWithin(100).contains(one));
}

void TestDeviceRecords::whatIsHeldDoesNotCount()
{
    const auto good = given('g', "SN-5", 10);
    const auto held = given('h', "SN-5", 400, ItemState::Held);

    QVERIFY(endingWithin(100).contains(good)); // a forged answer must not hide that the real one ends
    QVERIFY(!endingWithin(401).contains(held));
}

void TestDeviceRecords::whatWasNeverTakenInDoesNotCount()
{
    const auto good = given('i', "SN-6", 10);
    remembered('j', "SN-6", 400, ItemId::fromBytes(QByteArray(32, 'j')));

    QVERIFY(endingWithin(100).contains(good));
    const auto ending = endingWithin(401);
    QCOMPARE(std::ranges::count_if(ending, [](const auto& each) { return each.device == u"SN-6"; }), 1);
}

void TestDeviceRecords::isToldOnceForAllThatBringIt()
{
    given('k', "SN-7", 10);
    auto again = m_fixture.gathered("a renewal that shows it");
    m_fixture.inTransaction([&] { QVERIFY(got(m_fixture.ledger.items().add(again))); });
    remembered('k', "SN-7", 10, again.item.id);
    remembered('k', "SN-7", 10, again.item.id);

    const auto ending = endingWithin(100);
    QCOMPARE(std::ranges::count_if(ending, [](const auto& each) { return each.device == u"SN-7"; }), 1);
}

void TestDeviceRecords::theSameAgainChangesNothing()
{
    const auto once = given('q', "SN-10", 10);
    const auto count = [this] {
        return test::numberFrom(m_fixture.file(), QStringLiteral("SELECT COUNT(*) FROM device_certificates"));
    };
    const auto before = count();
    remembered('q', "SN-10", 10, once.item);
    QCOMPARE(count(), before);
    remembered('q', "SN-10", 10, ItemId::fromBytes(QByteArray(32, 'q'))); // brought by another item
    QCOMPARE(count(), before + 1);
}

// Whoever makes two that begin alike (44 bits, ShortKeys) neither hides the one nor gives it the other's renewal.
void TestDeviceRecords::fingerprintsOfOneKeyAreToldApart()
{
    auto one = given('r', "SN-11", 10);
    auto another = given('s', "SN-12", 20);
    one.fingerprint = QByteArray(31, 'r') + '1';
    another.fingerprint = QByteArray(31, 'r') + '2';
    auto& devices = m_fixture.ledger.devices();
    const auto request = m_fixture.gathered("renews the other");
    m_fixture.inTransaction([&] {
        got(devices.remember(one));
        got(devices.remember(another));
        QVERIFY(got(m_fixture.ledger.items().add(request)));
        got(devices.rememberRenewal(request.item.id, another.fingerprint));
    });

    QCOMPARE(got(devices.renewedBy(request.item.id)), std::optional{another});
    QVERIFY(!got(devices.renewalOf(one.fingerprint)));
    const auto ending = endingWithin(100);
    QVERIFY(ending.contains(one) && ending.contains(another));
}

// Whether an item brought one is found by a key of the two: for each of N items that name one issuer and serial number,
// those before it are not looked at. (Half an hour for 100,000 items otherwise.)
void TestDeviceRecords::manyItemsMayBringOneCertificate()
{
    const auto database = got(Database::open(m_fixture.file(), DatabaseMode::ReadWrite));
    const ItemStore items{*database, StationRole::Backend, m_fixture.clock()};
    DeviceRecords devices{*database, items};
    const DeviceCertificate one{QByteArray(32, 'v'), QStringLiteral("SN-15"), QStringLiteral("CN=device"),
        m_fixture.now.addDays(10), ItemId::fromBytes(QByteArray(32, 'v'))};
    got(database->begin());
    got(devices.remember(one));
    database->rollback();
    const auto statements = database->idleStatements();
    const auto inserting = std::ranges::find_if(
        statements, [](const QString& sql) { return sql.contains(u"INSERT INTO device_certificates"); });
    QVERIFY(inserting != statements.end());
    QVERIFY2(inserting->contains(u"WHERE key = ?"), qPrintable(*inserting));

    QStringList plan;
    auto rows = got(database->query(QStringLiteral("EXPLAIN QUERY PLAN ") + *inserting,
        QVariantList(inserting->count(QLatin1Char('?')), QVariant{0})));
    while (got(rows.next())) {
        plan.append(rows.text(3));
    }
    for (const auto* const step : {"SEARCH device_certificates USING INTEGER PRIMARY KEY (rowid=?)",
             "SEARCH certificate_keys USING PRIMARY KEY (key=?)",
             "SEARCH fresh_certificate_keys USING PRIMARY KEY (key=?)"}) {
        QVERIFY2(plan.contains(QLatin1StringView{step}), qPrintable(plan.join(QLatin1Char('\n'))));
    }

    // It is looked for by that key alone: without it, it is not there.
    const auto count = [this] {
        return test::numberFrom(
            m_fixture.file(), QStringLiteral("SELECT COUNT(*) FROM device_certificates WHERE device = 'SN-15'"));
    };
    const auto rememberOnce = [&] { got(m_fixture.ledger.devices().remember(one)); };
    m_fixture.inTransaction(rememberOnce);
    m_fixture.inTransaction(rememberOnce);
    QCOMPARE(count(), 1);
    test::changeLedger(m_fixture.file(),
        {QStringLiteral("DELETE FROM fresh_certificate_keys WHERE key > 17592186044416 AND certificate IN "
                        "(SELECT number FROM device_certificates WHERE device = 'SN-15')")});
    m_fixture.inTransaction(rememberOnce);
    QCOMPARE(count(), 2);
}

void TestDeviceRecords::aKeyThatWasMovedIsFound()
{
    const auto old = given('t', "SN-13", 10);
    auto& devices = m_fixture.ledger.devices();
    const auto request = m_fixture.gathered("renews what was long known");
    m_fixture.inTransaction([&] {
        QVERIFY(got(m_fixture.ledger.items().add(request)));
        got(devices.rememberRenewal(request.item.id, old.fingerprint));
    });
    test::changeLedger(m_fixture.file(),
        {QStringLiteral("INSERT INTO certificate_keys SELECT key, certificate FROM fresh_certificate_keys"),
            QStringLiteral("DELETE FROM fresh_certificate_keys")});

    QCOMPARE(got(devices.renewedBy(request.item.id)), std::optional{old});
    const auto rows = QStringLiteral("SELECT COUNT(*) FROM device_certificates");
    const auto before = test::numberFrom(m_fixture.file(), rows);
    remembered('t', "SN-13", 10, old.item);
    QCOMPARE(test::numberFrom(m_fixture.file(), rows), before);
}

void TestDeviceRecords::aLostOneIsTold_data()
{
    QTest::addColumn<QString>("damage");
    QTest::newRow("no key") << QStringLiteral("DELETE FROM fresh_certificate_keys");
    QTest::newRow("the key of another fingerprint")
        << QStringLiteral("UPDATE fresh_certificate_keys SET key = key + 1 WHERE key < 17592186044416");
    QTest::newRow("no key of what brought it")
        << QStringLiteral("DELETE FROM fresh_certificate_keys WHERE key > 17592186044416");
    QTest::newRow("a key of none") << QStringLiteral(
        "INSERT INTO certificate_keys (key, certificate) VALUES (5, 7777)");
}

void TestDeviceRecords::aLostOneIsTold()
{
    QFETCH(QString, damage);
    LedgerFixture fixture{StationRole::Backend};
    const auto content = fixture.gathered("with a certificate");
    fixture.inTransaction([&] {
        QVERIFY(got(fixture.ledger.items().add(content)));
        got(fixture.ledger.devices().remember({QByteArray(32, 'u'), QStringLiteral("SN-14"),
            QStringLiteral("CN=device"), fixture.now.addDays(10), content.item.id}));
    });
    QCOMPARE(got(fixture.ledger.checkIntegrity()), QString{});
    test::changeLedger(fixture.file(), {damage});
    QCOMPARE(got(fixture.ledger.checkIntegrity()),
        QStringLiteral("1 entries of the index of certificates are missing, doubled or of none"));
}

void TestDeviceRecords::theNextToEndComesFirstAndNoMoreThanAskedFor()
{
    for (int i = 0; i < 300; ++i) { // more than a page
        given('l', qPrintable(QStringLiteral("LIST-%1").arg(i)), 1000 + (i * 7) % 300);
    }
    const auto all = endingWithin(2000);
    QVERIFY(all.size() >= 300);
    QVERIFY(std::ranges::is_sorted(all, {}, &DeviceCertificate::notAfter));
    QCOMPARE(endingWithin(2000, 5), all.first(5));
}

void TestDeviceRecords::manyThatEndAtOneInstantAreAllTold()
{
    const auto earlier = given('p', "ONCE-EARLIER", 2999);
    QList<DeviceCertificate> expected{earlier};
    for (int i = 0; i < 600; ++i) { // more than two pages
        expected += given('q', qPrintable(QStringLiteral("ONCE-%1").arg(i)), 3000);
    }
    expected += given('r', "ONCE-LATER", 3001);
    auto all = endingWithin(3002);
    all.removeIf([](const auto& each) { return !each.device.startsWith(u"ONCE-"); });

    QCOMPARE(all, expected);
}

void TestDeviceRecords::whatEndedLongAgoIsNotLookedAt()
{
    given('q', "LONG-AGO", -100);
    const auto lately = given('r', "LATELY", -5);
    const auto soon = given('s', "SOON-Q", 5);
    QList<DeviceCertificate> all;
    got(m_fixture.ledger.devices().forEachEnding(m_fixture.now.addDays(-30), m_fixture.now.addDays(6), 0,
        [&all](const DeviceCertificate& certificate, const Item&) -> Result<void> {
            all.append(certificate);
            return {};
        }));
    QVERIFY(all.contains(lately) && all.contains(soon));
    QVERIFY(std::none_of(all.begin(), all.end(), [](const auto& each) { return each.device == u"LONG-AGO"; }));
}

// Only what is still here or on its way, the next to end first.
void TestDeviceRecords::tellsWhichVouchersEnd()
{
    LedgerFixture site;
    const auto& devices = site.ledger.devices();
    QList<ItemId> vouchers;
    for (const int days : {3, 1, 2, 9}) {
        auto voucher = site.imported(QByteArray::number(days));
        voucher.item.voucherEnds = site.now.addDays(days);
        vouchers.append(site.add(voucher));
    }
    (void)site.add(site.imported("does not tell"));
    const auto ending = [&](int most) {
        QList<ItemId> items;
        got(devices.forEachEndingVoucher(
            site.now.addDays(-1), site.now.addDays(4), most, [&items](const Item& each) -> Result<void> {
                items.append(each.id);
                return {};
            }));
        return items;
    };
    QCOMPARE(got(devices.countEndingVouchers(site.now.addDays(-1), site.now.addDays(4))), 3);
    QCOMPARE(ending(0).size(), 3);
    QCOMPARE(ending(10), (QList<ItemId>{vouchers[1], vouchers[2], vouchers[0]}));
    QCOMPARE(ending(1), QList<ItemId>{vouchers[1]});
    site.setState(vouchers[1], ItemState::Delivered);
    QCOMPARE(ending(10), (QList<ItemId>{vouchers[2], vouchers[0]}));
    QVERIFY(got(site.ledger.items().get(vouchers[2])).voucherEnds.has_value());
}

void TestDeviceRecords::knowsRenewals()
{
    const auto old = given('m', "SN-8", 10);
    auto& devices = m_fixture.ledger.devices();
    QVERIFY(!got(devices.renewalOf(old.fingerprint)));
    auto first = m_fixture.gathered("first renewal");
    auto second = m_fixture.gathered("second renewal");
    m_fixture.inTransaction([&] {
        for (const auto* const request : {&first, &second}) {
            QVERIFY(got(m_fixture.ledger.items().add(*request)));
            got(devices.rememberRenewal(request->item.id, old.fingerprint));
            got(devices.rememberRenewal(request->item.id, QByteArray(32, 'x'))); // the first counts
        }
    });

    QCOMPARE(got(devices.renewalOf(old.fingerprint))->id, second.item.id);
    QCOMPARE(got(devices.renewedBy(first.item.id)), std::optional{old});
    QVERIFY(!got(devices.renewedBy(old.item)));
}

void TestDeviceRecords::walksItsIndexes()
{
    const auto database = got(Database::open(m_fixture.file(), DatabaseMode::ReadOnly));
    const ItemStore items{*database, StationRole::Backend, m_fixture.clock()};
    const DeviceRecords devices{*database, items};
    given('n', "SN-9", 10);
    got(devices.forEachEnding(
        m_fixture.now.addDays(100), 1, [](const DeviceCertificate&, const Item&) { return Result<void>{}; }));
    got(devices.forEachEndingVoucher(
        m_fixture.now, m_fixture.now.addDays(100), 1, [](const Item&) { return Result<void>{}; }));
    got(devices.countEndingVouchers(m_fixture.now, m_fixture.now.addDays(100)));
    got(devices.renewalOf(QByteArray(32, 'n')));
    got(devices.renewedBy(ItemId::fromBytes(QByteArray(32, 'n'))));

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

void TestDeviceRecords::nothingReplacesThatOfAnUnknownDevice()
{
    const auto one = given('o', "", 10, ItemState::Pending, "CN=a name that many have");
    given('p', "", 400, ItemState::Pending, "CN=a name that many have");

    QVERIFY(endingWithin(100).contains(one));
}

SATCHEL_TEST(TestDeviceRecords)
#include "TestDeviceRecords.moc"
