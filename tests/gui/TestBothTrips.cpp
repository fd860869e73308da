#include "CustodyLines.h"
#include "Driving.h"

#include <tests/support/TestRegistry.h>

using namespace satchel;
using namespace satchel::test;

// There and back by two windows; only what the local systems do at either end is done without.
class TestBothTrips : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestsGoAndAnswersCome();

private:
    void answer(const TestDevice& device) const; // as MASA and CA do

    TestWorld m_world;
};

void TestBothTrips::answer(const TestDevice& device) const
{
    QCOMPARE(m_world.backend.deliver(m_world.path(QStringLiteral("handed-over"))).outcome(), Outcome::Done);
    const auto& pki = m_world.pki;
    const auto taken = m_world.backend.gather(
        {m_world.put(QStringLiteral("answers/voucher"), pki.voucher(device.serial, device.nonce)),
            m_world.put(QStringLiteral("answers/certificate"),
                pki.certificateFor(device.newKey.publicKeyInfo(), device.serial))});
    QCOMPARE(taken.outcome(), Outcome::Done);
    QCOMPARE(taken.paired, 2);
}

void TestBothTrips::requestsGoAndAnswersCome()
{
    const auto device = m_world.putDevice(QStringLiteral("SN-1"));
    m_world.site.gather({m_world.path(QStringLiteral("spool"))});
    MainWindow window{viewOf(m_world.site)};
    window.show();
    MainWindow office{viewOf(m_world.backend)};
    office.show();

    const auto there = m_world.path(QStringLiteral("there"));
    run(window, window.takeOut(), there);
    VERIFY_SAYS(window.takeOut().card(), "2 item(s) in the folder, read back");
    QCOMPARE(m_world.site.count(ItemState::Packed), 2);
    run(office, office.bringIn(), there);
    VERIFY_SAYS(office.bringIn().card(), "2 new item(s), all verified");
    QCOMPARE(m_world.backend.count(ItemState::Ready), 2);

    answer(device);
    QCOMPARE(m_world.backend.count(ItemState::Answered), 2);
    QCOMPARE(m_world.backend.count(ItemState::Pending), 2);

    const auto back = m_world.path(QStringLiteral("back"));
    run(office, office.takeOut(), back);
    VERIFY_SAYS(office.takeOut().card(), "2 item(s) in the folder, read back");
    QCOMPARE(m_world.backend.count(ItemState::Packed), 2);
    run(window, window.bringIn(), back);
    VERIFY_SAYS(window.bringIn().card(), "2 new item(s), all verified");
    QCOMPARE(m_world.site.count(ItemState::Answered), 2);
    QCOMPARE(m_world.site.count(ItemState::Ready), 2);
    QCOMPARE(m_world.site.items().size(), 4);

    for (const auto* const station : {&m_world.site, &m_world.backend}) {
        QCOMPARE(custodyOf(*station, QStringLiteral("export")).size(), 1);
        QCOMPARE(custodyOf(*station, QStringLiteral("import")).size(), 1);
    }
    QCOMPARE(custodyOf(m_world.backend, QStringLiteral("import")).first().bundle,
        custodyOf(m_world.site, QStringLiteral("export")).first().bundle);
    QCOMPARE(custodyOf(m_world.site, QStringLiteral("import")).first().bundle,
        custodyOf(m_world.backend, QStringLiteral("export")).first().bundle);
}

SATCHEL_TEST(TestBothTrips)
#include "TestBothTrips.moc"
