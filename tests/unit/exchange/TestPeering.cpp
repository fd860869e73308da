#include <core/exchange/station/Peering.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <map>

using namespace satchel;
using namespace satchel::test;

class TestPeering : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyIsRemovedOrRevokedByAnUnknownName();
    void anAnchorThatCannotBeKeptLeavesNoEntry();
    void anchorsAreRemovedAsFarAsTheyAreFound();
    void anAmbiguousDigestRemovesNothing();
    void theCardIsWrittenInTheFormThatIsWanted();
    void anotherNameMakesAnotherCard();

private:
    static qint64 entries(const Session& session, const QString& action);
    static JsonValue jsonOf(const AnchorsReport& report);
};

qint64 TestPeering::entries(const Session& session, const QString& action)
{
    qint64 count = 0;
    const auto walked = session.ledger().log().forEach({}, [&](const LogEntry& entry) -> Result<void> {
        count += entry.action == action ? 1 : 0;
        return {};
    });
    return walked ? count : -1;
}

JsonValue TestPeering::jsonOf(const AnchorsReport& report)
{
    JsonWriter writer;
    writer.beginObject();
    report.writeJson(writer);
    writer.endObject();
    return parseJson(writer.text(), JsonDialect::Lenient).value();
}

void TestPeering::nobodyIsRemovedOrRevokedByAnUnknownName()
{
    const TestWorld world;
    auto session = world.site.write();
    QCOMPARE(removePeer(session, u"nobody").error().code, ErrorCode::UnknownPeer);
    QCOMPARE(revokePeer(session, u"nobody").error().code, ErrorCode::UnknownPeer);
    QCOMPARE(listPeers(session).peers.size(), 1);
    QVERIFY(revokePeer(session, u"backend")->changed);
    QVERIFY(!revokePeer(session, u"backend")->changed);
    QCOMPARE(entries(session, QStringLiteral("peer-revoke")), 1);
}

// The log tells of what is so, never of what was only meant.
void TestPeering::anAnchorThatCannotBeKeptLeavesNoEntry()
{
    const TestWorld world;
    const TestPki other;
    auto session = world.site.write();
    const auto trust = world.site.home() + QStringLiteral("/trust");
    QVERIFY(QDir{trust}.removeRecursively());
    world.put(QStringLiteral("site/trust"), "in the way");
    const auto before = entries(session, QStringLiteral("trust-add"));
    const auto file = world.put(QStringLiteral("ca.cer"), other.masa.certificate.der());
    const auto report = addAnchors(session, {AnchorUse::Masa, {file, file}, {}});
    QCOMPARE(report.failure->code, ErrorCode::Unreadable);
    QCOMPARE(report.outcome(), Outcome::Failed);
    QVERIFY(report.anchors.isEmpty());
    QCOMPARE(*jsonOf(report).find(u"error")->find(u"code")->string(), QStringLiteral("unreadable"));
    QCOMPARE(entries(session, QStringLiteral("trust-add")), before);
}

void TestPeering::anchorsAreRemovedAsFarAsTheyAreFound()
{
    const TestWorld world;
    auto session = world.site.write();
    const auto masa = world.pki.masa.certificate.sha256().toString();
    const auto report = removeAnchors(session, {masa, QString{64, QLatin1Char('0')}}, {});
    QCOMPARE(report.anchors.size(), 1);
    QCOMPARE(report.failure->code, ErrorCode::NotFound);
    QCOMPARE(listAnchors(session, AnchorUse::Masa).anchors.size(), 0);
    QCOMPARE(listAnchors(session, {}).anchors.size(), 2);
    QCOMPARE(entries(session, QStringLiteral("trust-remove")), 1);
}

// Four digits are enough to name an anchor, and not enough to tell any two apart.
void TestPeering::anAmbiguousDigestRemovesNothing()
{
    const TestWorld world;
    const auto key = PrivateKey::generate(KeyType::P256);
    QVERIFY(key.has_value());
    std::map<QString, Certificate> seen;
    QList<Certificate> alike;
    while (alike.isEmpty()) {
        const auto certificate = issueSelfSigned({.commonName = QStringLiteral("Twin"),
                                                     .notBefore = beginningOfTime(),
                                                     .notAfter = endOfTime(),
                                                     .use = CertificateTemplate::Use::Authority},
            *key);
        QVERIFY(certificate.has_value());
        const auto [other, isNew] = seen.emplace(certificate->sha256().toString().first(4), *certificate);
        if (!isNew) {
            alike = {other->second, *certificate};
        }
    }
    world.site.trust(AnchorUse::Masa, alike[0]);
    world.site.trust(AnchorUse::Domain, alike[1]);
    auto session = world.site.write();
    const auto digest = alike[0].sha256().toString();
    QCOMPARE(removeAnchors(session, {digest.first(4)}, {}).failure->code, ErrorCode::Usage);
    QCOMPARE(listAnchors(session, {}).anchors.size(), 5);
    QCOMPARE(removeAnchors(session, {digest.first(4)}, AnchorUse::Masa).anchors.size(), 1);
}

void TestPeering::theCardIsWrittenInTheFormThatIsWanted()
{
    const TestWorld world;
    const auto path = world.path(QStringLiteral("own.satchel-card"));
    auto session = world.site.write();
    for (const auto form : {CardForm::File, CardForm::Text}) {
        const auto report = writeOwnCard(session, path, form);
        QVERIFY(report.has_value());
        QCOMPARE(report->path, path);
        const auto written = TestWorld::read(path);
        QCOMPARE(written, cardBytesAs(form, report->card));
        QCOMPARE(readCard(written, {})->station(), session.station().id());
    }
    QVERIFY(TestWorld::read(path) != ownCard(session)->card.file());
    const auto nowhere = writeOwnCard(session, world.path(QStringLiteral("no/such/folder/card")));
    QVERIFY(!nowhere.has_value());
}

void TestPeering::anotherNameMakesAnotherCard()
{
    const TestWorld world;
    {
        auto session = world.site.write();
        QCOMPARE(ownCard(session)->card.facts().issue, 1);
        QCOMPARE(entries(session, QStringLiteral("card-issue")), 0);
    }
    const auto settings = world.site.home() + QStringLiteral("/settings.toml");
    auto text = TestWorld::read(settings);
    QVERIFY(text.contains("\"site\""));
    text.replace("name = \"site\"", "name = \"Plant 8\"");
    QVERIFY(writeFileAtomically(settings, text).has_value());
    auto session = world.site.write();
    const auto card = ownCard(session);
    QCOMPARE(card->card.facts().issue, 2);
    QCOMPARE(card->card.facts().name, QStringLiteral("Plant 8"));
    QCOMPARE(ownCard(session)->card.facts().issue, 2);
    QCOMPARE(entries(session, QStringLiteral("card-issue")), 1);
}

SATCHEL_TEST(TestPeering)
#include "TestPeering.moc"
