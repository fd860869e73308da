#include <core/station/Station.h>

#include <tests/support/LedgerQuery.h>
#include <tests/support/OlderLedger.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFile>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

// Puts in the place of a station's ledger, which is empty, the one that the version before would have made. Returns
// that version.
qint64 makeOlder(const TestStation& station)
{
    const auto ledger = station.read().ledger().id().toString();
    const auto id = station.read().station().id().toString();
    const auto version = static_cast<qsizetype>(ledgerMigrations().size()) - 1;
    const bool isMade
        = QFile::remove(station.ledgerFile()) && makeOlderLedger(station.ledgerFile(), version, ledger, id);
    return isMade ? version : 0;
}

qint64 versionOf(const TestStation& station)
{
    return numberFrom(station.ledgerFile(), QStringLiteral("SELECT schema FROM ledger"));
}

} // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoOnlyLooksBringsTheLedgerUpToDate();
    void saysWhyWhereThatCannotBe();
    void leavesANewerLedgerAlone();
};

void TestSession::whoOnlyLooksBringsTheLedgerUpToDate()
{
    const TestWorld world;
    const auto before = makeOlder(world.site);
    QVERIFY(before > 0);
    QCOMPARE(versionOf(world.site), before);

    const auto session = Session::forReading(world.site.access());

    QVERIFY2(session.has_value(), session ? "" : qPrintable(session.error().message));
    QCOMPARE(versionOf(world.site), before + 1);
    QCOMPARE(world.site.count(ItemState::Pending), 0);
}

void TestSession::saysWhyWhereThatCannotBe()
{
    const TestWorld world;
    const auto before = makeOlder(world.site);
    auto access = world.site.access();
    access.patience = std::chrono::milliseconds{0};
    {
        const auto found = Station::find(world.site.home());
        QVERIFY(found.has_value());
        const auto lock = StationLock::acquire(*found, QStringLiteral("gather"), std::chrono::milliseconds{0});
        QVERIFY(lock.has_value());

        const auto session = Session::forReading(std::move(access));

        QVERIFY(!session);
        QVERIFY(session.error().code == ErrorCode::StationInUse);
        QVERIFY(session.error().message.contains(QStringLiteral("an older Satchel made this ledger")));
        QVERIFY(session.error().message.contains(QStringLiteral("gather")));
    }
    QCOMPARE(versionOf(world.site), before);
}

void TestSession::leavesANewerLedgerAlone()
{
    const TestWorld world;
    changeLedger(world.site.ledgerFile(), {QStringLiteral("UPDATE ledger SET schema = 1000")});

    const auto session = Session::forReading(world.site.access());

    QVERIFY(!session);
    QVERIFY(session.error().code == ErrorCode::UnsupportedVersion);
    QVERIFY(session.error().message.contains(QStringLiteral("a newer Satchel")));
    QCOMPARE(versionOf(world.site), 1000);
}

SATCHEL_TEST(TestSession)
#include "TestSession.moc"
