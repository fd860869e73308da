#include "StationFixture.h"

#include <core/station/Peers.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

#include <memory>

using satchel::Card;
using satchel::ErrorCode;
using satchel::Peers;
using satchel::StationRole;

namespace {

const QDateTime Now{QDate{2026, 11, 22}, QTime{9, 0}, Qt::UTC};

} // namespace

class TestPeers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();

    void noFolderIsNoPeers();
    void aFolderItCannotReadIsNotEmpty();
    void keepsWhatIsAdded();
    void findsByAliasAndShortenedId();
    void findsNothingElse_data();
    void findsNothingElse();
    void anAliasThatLooksLikeAnIdIsAmbiguous();
    void aNewerCardReplaces();
    void theSameCardChangesNothing();
    void refusesAStaleCard_data();
    void refusesAStaleCard();
    void refusesATakenAlias();
    void refusesAnAliasNobodyCanRead();
    void theAliasCanChange();
    void aRevokedPeerStaysRevoked();
    void aRemovedPeerIsGone();
    void unknownPeersAreNeitherRemovedNorRevoked();
    void ignoresWhatBrokeOff_data();
    void ignoresWhatBrokeOff();
    void namesADamagedPeer_data();
    void namesADamagedPeer();
    void refusesOneAliasForTwo();

private:
    [[nodiscard]] QString folder() const { return m_folder->filePath(QStringLiteral("peers")); }
    [[nodiscard]] QString folderOf(const Card& card) const
    {
        return folder() + QLatin1Char('/') + card.station().toString();
    }
    [[nodiscard]] Peers load() const { return Peers::load(folder()).value(); }

    const fixture::Keys m_keys;
    const fixture::Keys m_otherKeys;
    const Card m_card = m_keys.card();
    const Card m_other = m_otherKeys.card(m_otherKeys.facts(StationRole::Backend, QStringLiteral("Plant 8")));
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPeers::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    QVERIFY(QDir{m_folder->path()}.mkdir(QStringLiteral("peers")));
}

void TestPeers::noFolderIsNoPeers()
{
    const auto peers = Peers::load(m_folder->filePath(QStringLiteral("absent")));
    QVERIFY(peers.has_value());
    QVERIFY(peers->all().isEmpty());
}

void TestPeers::aFolderItCannotReadIsNotEmpty()
{
    const auto file = m_folder->filePath(QStringLiteral("file"));
    fixture::put(file, "no folder");

    const auto peers = Peers::load(file);
    QVERIFY(!peers.has_value());
    QCOMPARE(peers.error().file, file);
}

void TestPeers::keepsWhatIsAdded()
{
    auto peers = load();
    const auto added = peers.add(m_card, QStringLiteral("main"), Now);
    QVERIFY2(added.has_value(), added ? "" : qPrintable(added.error().message));
    QVERIFY(peers.add(m_other, {}, Now).has_value());
    QCOMPARE(peers.all().size(), 2);

    const auto again = load();
    QCOMPARE(again.all().size(), 2);
    const auto peer = again.byId(m_card.station());
    QVERIFY(peer);
    QCOMPARE(peer->alias, QStringLiteral("main"));
    QCOMPARE(peer->name(), QStringLiteral("Plant 7"));
    QCOMPARE(peer->role(), StationRole::Backend);
    QCOMPARE(peer->addedAt, Now);
    QVERIFY(!peer->revoked);
    QCOMPARE(again.byId(m_other.station())->alias, QStringLiteral("Plant 8"));
    QCOMPARE(fixture::contentOf(folderOf(m_card) + QStringLiteral("/card.satchel-card")), m_card.file());
    QCOMPARE(fixture::modeOf(folderOf(m_card)), mode_t{0700});
}

void TestPeers::findsByAliasAndShortenedId()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    const auto id = m_card.station().toString();
    for (const auto& name : {QStringLiteral("main"), id, id.left(12), id.left(4)}) {
        const auto found = peers.find(name);
        QVERIFY2(found.has_value(), qPrintable(name));
        QVERIFY(found->id() == m_card.station());
    }
}

void TestPeers::findsNothingElse_data()
{
    QTest::addColumn<QString>("name");

    QTest::newRow("empty") << QString();
    QTest::newRow("the card's name, since it has an alias") << QStringLiteral("Plant 7");
    QTest::newRow("alias in capitals") << QStringLiteral("MAIN");
    QTest::newRow("three digits of the id") << m_card.station().toString().left(3);
    QTest::newRow("id and more") << m_card.station().toString() + QLatin1Char('0');
}

void TestPeers::findsNothingElse()
{
    QFETCH(QString, name);
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    const auto found = peers.find(name);
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().code, ErrorCode::UnknownPeer);
}

void TestPeers::anAliasThatLooksLikeAnIdIsAmbiguous()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, {}, Now).has_value());
    const auto digits = m_card.station().toString().left(8);
    QVERIFY(peers.add(m_other, digits, Now).has_value());
    const auto found = peers.find(digits);
    QVERIFY(!found.has_value());
    QCOMPARE(found.error().code, ErrorCode::UnknownPeer);
    QVERIFY(found.error().message.contains(QStringLiteral("more than one")));
}

void TestPeers::aNewerCardReplaces()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    auto facts = m_keys.facts();
    facts.issue = 2;
    facts.decryption << m_otherKeys.decryption.certificate;
    const auto newer = m_keys.card(facts);
    QVERIFY(peers.add(newer, {}, Now.addDays(1)).has_value());

    const auto again = load();
    QCOMPARE(again.all().size(), 1);
    QCOMPARE(again.all()[0].card.facts().issue, qint64{2});
    QCOMPARE(again.all()[0].alias, QStringLiteral("main"));
    QCOMPARE(again.all()[0].addedAt, Now);
}

void TestPeers::theSameCardChangesNothing()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, {}, Now).has_value());
    auto facts = m_keys.facts();
    facts.created = facts.created.addDays(1);
    const auto signedAgain = m_keys.card(facts);
    QVERIFY(signedAgain.file() != m_card.file());
    QVERIFY(peers.add(signedAgain, {}, Now.addDays(1)).has_value());
    QCOMPARE(load().all()[0].card.file(), m_card.file());
    QCOMPARE(load().all()[0].addedAt, Now);
}

void TestPeers::refusesAStaleCard_data()
{
    QTest::addColumn<qint64>("issue");
    QTest::addColumn<QString>("name");

    QTest::newRow("lower issue") << qint64{2} << QStringLiteral("Plant 7");
    QTest::newRow("same issue that says something else") << qint64{3} << QStringLiteral("Plant 9");
}

void TestPeers::refusesAStaleCard()
{
    QFETCH(qint64, issue);
    QFETCH(QString, name);
    auto peers = load();
    auto facts = m_keys.facts();
    facts.issue = 3;
    const auto known = m_keys.card(facts);
    QVERIFY(peers.add(known, {}, Now).has_value());
    facts.issue = issue;
    facts.name = name;
    const auto added = peers.add(m_keys.card(facts), {}, Now);
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, ErrorCode::StaleCard);
    QCOMPARE(load().all()[0].card.file(), known.file());
}

void TestPeers::refusesATakenAlias()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    const auto added = peers.add(m_other, QStringLiteral("main"), Now);
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, ErrorCode::Usage);
    QCOMPARE(load().all().size(), 1);
}

void TestPeers::refusesAnAliasNobodyCanRead()
{
    auto peers = load();
    const auto added = peers.add(m_card, QStringLiteral("a\x1B[2J"), Now);
    QVERIFY(!added.has_value());
    QCOMPARE(added.error().code, ErrorCode::Usage);
    QVERIFY(load().all().isEmpty());
}

void TestPeers::theAliasCanChange()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("old"), Now).has_value());
    QVERIFY(peers.add(m_card, QStringLiteral("new"), Now).has_value());
    QCOMPARE(load().all()[0].alias, QStringLiteral("new"));
    QVERIFY(!load().find(u"old").has_value());
}

void TestPeers::aRevokedPeerStaysRevoked()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    const auto revoked = peers.revoke(u"main");
    QVERIFY(revoked.has_value() && revoked->revoked);
    QVERIFY(peers.byId(m_card.station())->revoked);
    QVERIFY(load().byId(m_card.station())->revoked);

    auto facts = m_keys.facts();
    for (const qint64 issue : {1, 2}) {
        facts.issue = issue;
        const auto added = peers.add(m_keys.card(facts), {}, Now);
        QVERIFY(!added.has_value());
        QCOMPARE(added.error().code, ErrorCode::RevokedSender);
    }
    QVERIFY(peers.remove(u"main").has_value());
    const auto added = peers.add(m_card, {}, Now);
    QVERIFY(added.has_value() && !added->revoked);
}

void TestPeers::aRemovedPeerIsGone()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("main"), Now).has_value());
    QVERIFY(peers.add(m_other, {}, Now).has_value());
    const auto removed = peers.remove(m_card.station().toString().left(16));
    QVERIFY(removed.has_value());
    QCOMPARE(removed->alias, QStringLiteral("main"));
    QCOMPARE(peers.all().size(), 1);
    QCOMPARE(load().all().size(), 1);
    QVERIFY(!QFileInfo::exists(folderOf(m_card)));
    QVERIFY(peers.add(m_card, {}, Now).has_value());
    QCOMPARE(load().all().size(), 2);
}

void TestPeers::unknownPeersAreNeitherRemovedNorRevoked()
{
    auto peers = load();
    QCOMPARE(peers.remove(u"nobody").error().code, ErrorCode::UnknownPeer);
    QCOMPARE(peers.revoke(u"nobody").error().code, ErrorCode::UnknownPeer);
}

void TestPeers::ignoresWhatBrokeOff_data()
{
    QTest::addColumn<QString>("path");

    const auto id = m_card.station().toString();
    QTest::newRow("card without a record") << id + QStringLiteral("/card.satchel-card");
    QTest::newRow("another folder") << QStringLiteral("old/peer.toml");
    QTest::newRow("a file") << QStringLiteral("readme.txt");
}

void TestPeers::ignoresWhatBrokeOff()
{
    QFETCH(QString, path);
    fixture::put(folder() + QLatin1Char('/') + path, m_card.file());
    auto peers = Peers::load(folder());
    QVERIFY(peers.has_value());
    QVERIFY(peers->all().isEmpty());
    QVERIFY(peers->add(m_card, {}, Now).has_value());
    QCOMPARE(load().all().size(), 1);
}

void TestPeers::namesADamagedPeer_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");

    const auto card = QStringLiteral("card.satchel-card");
    const auto record = QStringLiteral("peer.toml");
    const QByteArray good = "alias = \"a\"\nadded = \"2026-11-22T09:00:00Z\"\nrevoked = false\n";
    QTest::newRow("empty card") << card << QByteArray();
    QTest::newRow("no card") << card << QByteArray("hello");
    QTest::newRow("another station's card") << card << m_other.file();
    QTest::newRow("record is no TOML") << record << QByteArray("alias");
    QTest::newRow("no word about revocation") << record << QByteArray{good}.replace("revoked = false\n", "");
    QTest::newRow("misspelt revocation") << record << QByteArray{good}.replace("revoked", "revokd");
    QTest::newRow("revocation as a text") << record << QByteArray{good}.replace("false", "\"false\"");
    QTest::newRow("unreadable time") << record << QByteArray{good}.replace("09:00", "9");
    QTest::newRow("alias with a control") << record << QByteArray{good}.replace("\"a\"", "\"\\u0007\"");
}

void TestPeers::namesADamagedPeer()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QVERIFY(load().add(m_card, {}, Now).has_value());
    const auto path = folderOf(m_card) + QLatin1Char('/') + name;
    fixture::put(path, bytes);
    const auto peers = Peers::load(folder());
    QVERIFY(!peers.has_value());
    QCOMPARE(peers.error().file, path);
}

void TestPeers::refusesOneAliasForTwo()
{
    auto peers = load();
    QVERIFY(peers.add(m_card, QStringLiteral("a"), Now).has_value());
    QVERIFY(peers.add(m_other, QStringLiteral("b"), Now).has_value());
    const auto record = folderOf(m_other) + QStringLiteral("/peer.toml");
    fixture::put(record, fixture::contentOf(record).replace("\"b\"", "\"a\""));
    const auto loaded = Peers::load(folder());
    QVERIFY(!loaded.has_value());
    QCOMPARE(loaded.error().code, ErrorCode::Malformed);
    QVERIFY(loaded.error().message.contains(QStringLiteral("\"a\"")));
}

SATCHEL_TEST(TestPeers)
#include "TestPeers.moc"
