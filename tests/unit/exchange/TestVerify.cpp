#include <tests/support/BundleForge.h>
#include <tests/support/TestWorld.h>

#include <core/crypto/Digest.h>
#include <core/exchange/Inspect.h>
#include <core/exchange/Overview.h>
#include <core/exchange/ReceiptFiles.h>
#include <core/exchange/Verify.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestVerify : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresseeChecksEverything();
    void changesNothing();
    void cardAloneIsIncomplete();
    void senderSeesItsOwnAsIncomplete();
    void otherStationRefusesIt();
    void badItemIsGoodInPart();
    void alteredPartIsRefused();
    void everyCheckIsNamed();
    void withoutStationOrCardItSaysSo();
    void receiptsAreVerifiedToo();
    void inspectShowsTheLabelAsItIs();
    void showTellsTheStory();

private:
    static QString exportOne(const TestWorld& world);
    static VerifiedFile verifyAt(const TestStation& station, const QString& path);
    static CheckResult resultOf(const VerifiedFile& file, const QString& name);
};

QString TestVerify::exportOne(const TestWorld& world)
{
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    return world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
}

VerifiedFile TestVerify::verifyAt(const TestStation& station, const QString& path)
{
    auto session = station.read();
    return verifyFiles(&session, {}, {path}, {}).files.front();
}

CheckResult TestVerify::resultOf(const VerifiedFile& file, const QString& name)
{
    for (const auto& check : file.checks) {
        if (check.name == name) {
            return check.result;
        }
    }
    qFatal("no check %s", qPrintable(name));
}

void TestVerify::addresseeChecksEverything()
{
    const TestWorld world;
    const auto file = verifyAt(world.backend, exportOne(world));
    QCOMPARE(file.verdict, QStringLiteral("good"));
    for (const auto& check : file.checks) {
        QCOMPARE(check.result, CheckResult::Pass);
    }
}

void TestVerify::changesNothing()
{
    const TestWorld world;
    const auto path = exportOne(world);
    verifyAt(world.backend, path);
    QVERIFY(world.backend.items().isEmpty());
    QCOMPARE(world.backend.import({path}).bundles.front().verdict, QStringLiteral("imported"));
}

void TestVerify::cardAloneIsIncomplete()
{
    const TestWorld world;
    const auto path = exportOne(world);
    const auto report = verifyFiles(nullptr, world.site.card(), {path}, {});
    const auto& file = report.files.front();
    QCOMPARE(file.verdict, QStringLiteral("incomplete"));
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(resultOf(file, QStringLiteral("digests")), CheckResult::Pass);
    QCOMPARE(resultOf(file, QStringLiteral("contents")), CheckResult::Skipped);
    const auto wrongCard = verifyFiles(nullptr, world.backend.card(), {path}, {});
    QCOMPARE(wrongCard.files.front().firstFailure->code, ErrorCode::UnknownSender);
}

void TestVerify::senderSeesItsOwnAsIncomplete()
{
    const TestWorld world;
    QCOMPARE(verifyAt(world.site, exportOne(world)).verdict, QStringLiteral("incomplete"));
}

void TestVerify::otherStationRefusesIt()
{
    const TestWorld world;
    const auto other = world.station(QStringLiteral("other"), StationRole::Backend);
    other.know(world.site);
    const auto file = verifyAt(other, exportOne(world));
    QCOMPARE(file.verdict, QStringLiteral("refused"));
    QCOMPARE(file.firstFailure->code, ErrorCode::NotAddressedToUs);
    QCOMPARE(resultOf(file, QStringLiteral("contents")), CheckResult::Skipped);
}

void TestVerify::badItemIsGoodInPart()
{
    const TestWorld world;
    auto session = world.site.write();
    const auto signer = session.station().signingIdentity();
    const ForgedStation from{signer->key, signer->certificate, signer->key, signer->certificate, session.station().id(),
        session.ledger().id()};
    const auto backend = world.backend.card();
    ForgedStation to = from;
    to.id = backend.station();
    to.decryption = backend.facts().decryption.front();
    BundleForge forge{from, to};
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    forge.parts.front().items
        = {someItem(from, "rubbish"), someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    const auto path = world.path(QStringLiteral("x.satchel"));
    forge.write(path);
    const auto file = verifyAt(world.backend, path);
    QCOMPARE(file.verdict, QStringLiteral("good-in-part"));
    QCOMPARE(file.failures.size(), 1);
    QCOMPARE(file.firstFailure->code, ErrorCode::NotRecognised);
    QVERIFY(!file.firstFailure->item.isEmpty());
    QCOMPARE(resultOf(file, QStringLiteral("objects")), CheckResult::Fail);
}

void TestVerify::alteredPartIsRefused()
{
    const TestWorld world;
    const auto path = exportOne(world);
    auto bytes = TestWorld::read(path);
    bytes[3000] = static_cast<char>(bytes[3000] ^ 1);
    const auto altered = world.put(QStringLiteral("altered.satchel"), bytes);
    const auto file = verifyAt(world.backend, altered);
    QCOMPARE(file.verdict, QStringLiteral("refused"));
    QCOMPARE(file.firstFailure->code, ErrorCode::BadDigest);
    QCOMPARE(resultOf(file, QStringLiteral("digests")), CheckResult::Fail);
    const auto byCard = verifyFiles(nullptr, world.site.card(), {altered}, {});
    QCOMPARE(byCard.files.front().firstFailure->code, ErrorCode::BadDigest);
    QCOMPARE(byCard.outcome(), Outcome::Refused);
}

void TestVerify::everyCheckIsNamed()
{
    const TestWorld world;
    const auto file = verifyAt(world.backend, world.put(QStringLiteral("x.satchel"), "no bundle"));
    QStringList names;
    for (const auto& check : file.checks) {
        names.append(check.name);
    }
    QCOMPARE(names,
        QStringLiteral("container label signature sender addressee ledger digests contents objects")
            .split(QLatin1Char(' ')));
    QCOMPARE(file.checks.front().result, CheckResult::Fail);
}

void TestVerify::withoutStationOrCardItSaysSo()
{
    QCOMPARE(verifyFiles(nullptr, {}, {QStringLiteral("x.satchel")}, {}).failure->code, ErrorCode::NotAStation);
}

void TestVerify::receiptsAreVerifiedToo()
{
    const TestWorld world;
    world.backend.import({exportOne(world)});
    QString path;
    {
        auto session = world.backend.write();
        const auto written = writeReceipts(session, {}, world.path(QStringLiteral("receipts")));
        QVERIFY(!written.failure);
        QCOMPARE(written.receipts.size(), 1);
        path = written.receipts.front().path;
    }
    QCOMPARE(verifyAt(world.site, path).verdict, QStringLiteral("good"));
    auto bytes = TestWorld::read(path);
    bytes[bytes.size() - 2] = static_cast<char>(bytes[bytes.size() - 2] ^ 1);
    QCOMPARE(verifyAt(world.site, world.put(QStringLiteral("bad.receipt"), bytes)).verdict, QStringLiteral("refused"));
    QCOMPARE(world.site.import({path}).receipts.front().verdict, QStringLiteral("applied"));
    QCOMPARE(world.site.count(ItemState::Received), 2);
}

void TestVerify::inspectShowsTheLabelAsItIs()
{
    const TestWorld world;
    const auto path = exportOne(world);
    const auto report = inspectFile(path, {});
    QVERIFY(report.has_value());
    QCOMPARE(report->sha256, sha256(TestWorld::read(path)));
    JsonWriter writer;
    writer.beginObject();
    report->writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text(), JsonDialect::Lenient);
    QCOMPARE(*json->find(u"label")->find(u"sequence")->integer(), 1);
    QVERIFY(!inspectFile(world.put(QStringLiteral("x"), "x"), {}).has_value());
}

void TestVerify::showTellsTheStory()
{
    const TestWorld world;
    world.backend.import({exportOne(world)});
    const auto id = world.site.items().front().id.toString();
    const auto session = world.site.read();
    const auto report = showItem(session, id.first(10));
    QVERIFY(report.has_value());
    QCOMPARE(report->item.id.toString(), id);
    QVERIFY(report->history.size() >= 2); // pending, packed
    QVERIFY(!report->object.isNull());
    QVERIFY(!report->assessment.checks.isEmpty());
    QCOMPARE(showItem(session, u"ffffffff").error().code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TestVerify)
#include "TestVerify.moc"
