#include "StationFixture.h"

#include <core/crypto/Signature.h>
#include <core/station/CertificatePem.h>
#include <core/station/Station.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <memory>

using satchel::Card;
using satchel::CertificateTemplate;
using satchel::ErrorCode;
using satchel::Secret;
using satchel::Settings;
using satchel::Station;
using satchel::StationRole;

class TestStation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void opensWithoutTouchingAKey();
    void aFolderWithoutSettingsIsNoStation();
    void namesWhatIsDamaged_data();
    void namesWhatIsDamaged();
    void theRoleIsForLife();
    void aWrongPassphraseIsToldApart();
    void aMissingKeyIsNamed();
    void anotherSigningKeyIsRefused();
    void aKeyIsLoadedOnce();
    void olderDecryptionKeysStillOpen();
    void theCardIsOurs();
    void theIssueStaysWhileNothingChanges();
    void theIssueGrowsWithTheCertificates();
    void theIssueGrowsWithTheName();
    void theIssueIsDurableBeforeTheCard();
    void knowsAPeerOfTheOtherRole();
    void refusesItselfAsAPeer();
    void refusesAPeerOfItsOwnRole();
    void loadsPeersAndAnchors();
    void isARegistrationAuthorityOnlyIfItsSettingsSaySo();

private:
    [[nodiscard]] satchel::Result<Station> open(const QByteArray& passphrase = {}) const
    {
        return Station::open(m_home, Secret{passphrase}, fixture::clock());
    }
    [[nodiscard]] Settings settings() const
    {
        return Settings::load(m_home + QStringLiteral("/settings.toml")).value();
    }
    void save(const Settings& settings) const
    {
        QVERIFY(settings.save(m_home + QStringLiteral("/settings.toml")).has_value());
    }
    // Puts another pair into the home and names it as the settings do.
    [[nodiscard]] Settings::KeyPair store(const fixture::Pair& pair, const QString& stem) const
    {
        const Settings::KeyPair paths{QStringLiteral("keys/%1.key").arg(stem), QStringLiteral("keys/%1.cer").arg(stem)};
        fixture::put(m_home + QLatin1Char('/') + paths.key, pair.key.toPkcs8Pem(Secret{}).value().reveal());
        fixture::put(m_home + QLatin1Char('/') + paths.certificate, pair.certificate.der());
        return paths;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_home;
};

void TestStation::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_home = m_folder->filePath(QStringLiteral("home"));
    const auto station
        = Station::init(m_home, {.role = StationRole::Site, .name = QStringLiteral("Depot")}, {}, fixture::clock());
    QVERIFY2(station.has_value(), station ? "" : qPrintable(station.error().message));
}

void TestStation::opensWithoutTouchingAKey()
{
    QVERIFY(QDir{m_home + QStringLiteral("/keys")}.removeRecursively());
    const auto station = open();
    QVERIFY(station.has_value());
    QVERIFY(!station->id().isNull());
    QCOMPARE(station->role(), StationRole::Site);
    QCOMPARE(station->now(), fixture::clock()());
}

void TestStation::aFolderWithoutSettingsIsNoStation()
{
    for (const auto& home : {m_folder->path(), m_folder->filePath(QStringLiteral("absent"))}) {
        const auto station = Station::open(home, {}, fixture::clock());
        QVERIFY(!station.has_value());
        QCOMPARE(station.error().code, ErrorCode::NotAStation);
        QCOMPARE(station.error().file, home);
    }
}

void TestStation::namesWhatIsDamaged_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("bytes");

    const auto identity = QStringLiteral("/identity.toml");
    const QByteArray good = "station = \"" + QByteArray(64, 'a') + "\"\nrole = \"site\"\ncard-issue = 1\n";
    QTest::newRow("settings") << QStringLiteral("/settings.toml") << QByteArray("role = 1\n");
    QTest::newRow("identity is empty") << identity << QByteArray();
    QTest::newRow("identity without a station") << identity << QByteArray{good}.replace("station", "# station");
    QTest::newRow("identity with half a station") << identity << QByteArray{good}.replace("aaaa", "a");
    QTest::newRow("identity with another role") << identity << QByteArray{good}.replace("site", "both");
    QTest::newRow("identity with issue 0") << identity << QByteArray{good}.replace("= 1", "= 0");
    QTest::newRow("identity with a bad digest") << identity << good + "card-content = \"x\"\n";
    QTest::newRow("identity with another key") << identity << good + "x = 1\n";
    QTest::newRow("an anchor") << QStringLiteral("/trust/domain/a.pem") << QByteArray("hello");
}

void TestStation::namesWhatIsDamaged()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, bytes);
    fixture::put(m_home + path, bytes);
    const auto station = open();
    QVERIFY(!station.has_value());
    QCOMPARE(station.error().file, m_home + path);
}

void TestStation::theRoleIsForLife()
{
    auto changed = settings();
    changed.role = StationRole::Backend;
    save(changed);
    const auto station = open();
    QVERIFY(!station.has_value());
    QCOMPARE(station.error().code, ErrorCode::WrongRole);
}

void TestStation::aWrongPassphraseIsToldApart()
{
    m_home = m_folder->filePath(QStringLiteral("locked"));
    QVERIFY(Station::init(m_home, {.role = StationRole::Site, .name = QStringLiteral("Depot")},
        Secret{QByteArray("horse")}, fixture::clock())
            .has_value());
    for (const QByteArray& passphrase : {QByteArray("cow"), QByteArray()}) {
        auto station = open(passphrase);
        QVERIFY(station.has_value());
        QCOMPARE(station->signingIdentity().error().code, ErrorCode::WrongPassphrase);
        QCOMPARE(station->decryptionIdentities().error().code, ErrorCode::WrongPassphrase);
        QCOMPARE(station->card().error().code, ErrorCode::WrongPassphrase);
    }
    QVERIFY(open("horse")->signingIdentity().has_value());
}

void TestStation::aMissingKeyIsNamed()
{
    const auto key = m_home + QStringLiteral("/keys/signing.key.pem");
    QVERIFY(QFile::remove(key));
    const auto identity = open()->signingIdentity();
    QVERIFY(!identity.has_value());
    QCOMPARE(identity.error().code, ErrorCode::KeyUnavailable);
    QCOMPARE(identity.error().file, key);
}

void TestStation::anotherSigningKeyIsRefused()
{
    auto changed = settings();
    changed.signing = store(fixture::makePair(CertificateTemplate::Use::Signing), QStringLiteral("new"));
    save(changed);
    auto station = open();
    QVERIFY(station.has_value());
    QCOMPARE(station->signingIdentity().error().code, ErrorCode::KeyMismatch);
    QCOMPARE(station->card().error().code, ErrorCode::KeyMismatch);
}

void TestStation::aKeyIsLoadedOnce()
{
    auto station = open();
    QVERIFY(station->signingIdentity().has_value());
    QVERIFY(station->decryptionIdentities().has_value());
    QVERIFY(QDir{m_home + QStringLiteral("/keys")}.removeRecursively());
    QVERIFY(station->signingIdentity().has_value());
    QVERIFY(station->decryptionIdentities().has_value());
}

void TestStation::olderDecryptionKeysStillOpen()
{
    const auto oldCertificate = open()->decryptionIdentities()->first().certificate;
    const auto fresh = fixture::makePair(CertificateTemplate::Use::Decryption);
    auto changed = settings();
    changed.decryption.prepend(store(fresh, QStringLiteral("new")));
    save(changed);

    auto station = open();
    const auto identities = station->decryptionIdentities();
    QVERIFY(identities.has_value());
    QCOMPARE(identities->size(), 2);
    QVERIFY(identities->at(0).certificate == fresh.certificate);
    QVERIFY(identities->at(1).certificate == oldCertificate);
    // Nobody shall encrypt for the old one any more.
    QVERIFY(station->card()->facts().decryption == QList{fresh.certificate});
}

void TestStation::theCardIsOurs()
{
    auto station = open();
    const auto card = station->card();
    QVERIFY2(card.has_value(), card ? "" : qPrintable(card.error().message));
    QVERIFY(card->station() == station->id());
    QCOMPARE(card->facts().role, StationRole::Site);
    QCOMPARE(card->facts().name, QStringLiteral("Depot"));
    QCOMPARE(card->facts().issue, qint64{1});
    QCOMPARE(card->facts().created, fixture::clock()());
    QVERIFY(card->facts().signing == QList{station->signingIdentity()->certificate});
    QVERIFY(Card::parse(card->file()).has_value());
}

void TestStation::theIssueStaysWhileNothingChanges()
{
    QCOMPARE(open()->card()->facts().issue, qint64{1});
    QCOMPARE(open()->card()->facts().issue, qint64{1});
    QCOMPARE(open()->cardIssue(), qint64{1});
}

void TestStation::theIssueGrowsWithTheCertificates()
{
    auto station = open();
    QCOMPARE(station->card()->facts().issue, qint64{1});
    auto changed = settings();
    changed.decryption = {store(fixture::makePair(CertificateTemplate::Use::Decryption), QStringLiteral("new"))};
    save(changed);
    auto again = open();
    QCOMPARE(again->card()->facts().issue, qint64{2});
    QCOMPARE(again->card()->facts().issue, qint64{2});
    QCOMPARE(again->cardIssue(), qint64{2});
    QCOMPARE(open()->cardIssue(), qint64{2});
}

void TestStation::theIssueGrowsWithTheName()
{
    const auto original = settings();
    auto changed = original;
    changed.name = QStringLiteral("Depot 2");
    save(changed);
    QCOMPARE(open()->card()->facts().issue, qint64{2});
    save(original);
    QCOMPARE(open()->card()->facts().issue, qint64{3});
}

void TestStation::theIssueIsDurableBeforeTheCard()
{
    auto changed = settings();
    changed.name = QStringLiteral("Depot 2");
    save(changed);
    auto station = open();
    // A folder in the place of the record: it cannot be written, so no card may leave.
    const auto identity = m_home + QStringLiteral("/identity.toml");
    QVERIFY(QFile::remove(identity));
    QVERIFY(QDir{}.mkdir(identity));
    QVERIFY(!station->card().has_value());
    QCOMPARE(station->cardIssue(), qint64{1});
}

void TestStation::knowsAPeerOfTheOtherRole()
{
    const fixture::Keys keys;
    auto station = open();
    const auto peer = station->addPeer(keys.card(), QStringLiteral("main"));
    QVERIFY(peer.has_value());
    QCOMPARE(peer->addedAt, fixture::clock()());
    QVERIFY(station->peers().find(u"main").has_value());
}

void TestStation::refusesItselfAsAPeer()
{
    auto station = open();
    const auto peer = station->addPeer(*station->card(), {});
    QVERIFY(!peer.has_value());
    QCOMPARE(peer.error().code, ErrorCode::Usage);
    QVERIFY(station->peers().all().isEmpty());
}

void TestStation::refusesAPeerOfItsOwnRole()
{
    const fixture::Keys keys;
    auto station = open();
    const auto peer = station->addPeer(keys.card(keys.facts(StationRole::Site)), {});
    QVERIFY(!peer.has_value());
    QCOMPARE(peer.error().code, ErrorCode::WrongRole);
    QVERIFY(station->peers().all().isEmpty());
}

void TestStation::loadsPeersAndAnchors()
{
    const fixture::Keys keys;
    const auto authority = fixture::makePair(CertificateTemplate::Use::Authority).certificate;
    auto station = open();
    QVERIFY(station->addPeer(keys.card(), {}).has_value());
    QVERIFY(station->trust().add(satchel::AnchorUse::Masa, {authority}).has_value());
    const auto again = open();
    QCOMPARE(again->peers().all().size(), 1);
    QVERIFY(again->trust().anchorsFor(satchel::AnchorUse::Masa).contains(authority));
}

void TestStation::isARegistrationAuthorityOnlyIfItsSettingsSaySo()
{
    const auto none = open()->registrationAuthority();
    QVERIFY(!none.has_value());
    QCOMPARE(none.error().code, ErrorCode::Usage);
    QVERIFY(none.error().message.contains(u"[registration-authority]"));

    auto changed = settings();
    changed.registrationAuthority = store(fixture::makePair(CertificateTemplate::Use::Registrar), QStringLiteral("ra"));
    save(changed);
    const auto keys = open()->registrationAuthority();
    QVERIFY2(keys.has_value(), keys ? "" : qPrintable(keys.error().message));
}

SATCHEL_TEST(TestStation)
#include "TestStation.moc"
