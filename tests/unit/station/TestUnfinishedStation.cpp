#include "StationFixture.h"

#include <core/station/Station.h>
#include <core/station/UnfinishedStation.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <memory>

using satchel::ErrorCode;
using satchel::holdsUnfinishedStation;
using satchel::putUnfinishedAside;
using satchel::Station;
using satchel::StationRole;

class TestUnfinishedStation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void isWhatAKilledInitLeaves_data();
    void isWhatAKilledInitLeaves();
    void isNothingElse_data();
    void isNothingElse();
    void asideItMakesRoomForAStation();

private:
    [[nodiscard]] QString home() const { return m_folder->filePath(QStringLiteral("home")); }
    [[nodiscard]] satchel::Result<Station> makeStation() const
    {
        return Station::init(
            home(), {.role = StationRole::Site, .name = QStringLiteral("Depot")}, {}, fixture::clock());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestUnfinishedStation::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestUnfinishedStation::isWhatAKilledInitLeaves_data()
{
    QTest::addColumn<QStringList>("files");

    QTest::newRow("no key yet") << QStringList{QStringLiteral("keys/.signing.key.pem.x1.part")};
    QTest::newRow("one key") << QStringList{QStringLiteral("keys/signing.key.pem")};
    QTest::newRow("all but the settings")
        << QStringList{QStringLiteral("keys/signing.key.pem"), QStringLiteral("keys/signing.cert.pem"),
               QStringLiteral("keys/decryption.key.pem"), QStringLiteral("keys/decryption.cert.pem"),
               QStringLiteral("identity.toml"), QStringLiteral("lock"), QStringLiteral(".settings.toml.x1.part")};
}

void TestUnfinishedStation::isWhatAKilledInitLeaves()
{
    QFETCH(QStringList, files);
    for (const auto& file : files) {
        fixture::put(home() + QLatin1Char('/') + file, "x");
    }
    QVERIFY(QDir{}.mkpath(home() + QStringLiteral("/peers")));
    QVERIFY(holdsUnfinishedStation(home()));
}

void TestUnfinishedStation::isNothingElse_data()
{
    QTest::addColumn<QString>("file");

    QTest::newRow("somebody's file") << QStringLiteral("thesis.odt");
    QTest::newRow("somebody's key") << QStringLiteral("keys/mine.pem");
    QTest::newRow("somebody's hidden file") << QStringLiteral(".profile");
    QTest::newRow("settings") << QStringLiteral("settings.toml");
    QTest::newRow("a ledger") << QStringLiteral("ledger/ledger.sqlite");
    QTest::newRow("a peer") << QStringLiteral("peers/0123/peer.toml");
    QTest::newRow("an anchor") << QStringLiteral("trust/masa/0123.pem");
}

void TestUnfinishedStation::isNothingElse()
{
    QFETCH(QString, file);
    fixture::put(home() + QStringLiteral("/keys/signing.key.pem"), "x");
    fixture::put(home() + QLatin1Char('/') + file, "x");
    QVERIFY(!holdsUnfinishedStation(home()));
    QCOMPARE(putUnfinishedAside(home(), fixture::clock()()).error().code, ErrorCode::Usage);
    QCOMPARE(fixture::contentOf(home() + QLatin1Char('/') + file), QByteArray("x"));
}

void TestUnfinishedStation::asideItMakesRoomForAStation()
{
    fixture::put(home() + QStringLiteral("/keys/signing.key.pem"), "a key");
    QVERIFY(!makeStation().has_value());
    const auto aside = putUnfinishedAside(home(), fixture::clock()());
    QVERIFY2(aside.has_value(), aside ? "" : qPrintable(aside.error().message));
    QCOMPARE(*aside, home() + QStringLiteral(".unfinished-20261122T090000Z"));
    QCOMPARE(fixture::contentOf(*aside + QStringLiteral("/keys/signing.key.pem")), QByteArray("a key"));
    QVERIFY(makeStation().has_value());
    QVERIFY(!holdsUnfinishedStation(home()));
}

SATCHEL_TEST(TestUnfinishedStation)
#include "TestUnfinishedStation.moc"
