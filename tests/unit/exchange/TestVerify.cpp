#include <core/bundle/Receipt.h>
#include <core/crypto/Digest.h>
#include <core/exchange/export/ReceiptFiles.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/verify/Inspect.h>
#include <core/exchange/verify/Verify.h>
#include <tests/support/BundleForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

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
    void lockedKeysLeaveTheContentsUnchecked();
    void otherStationRefusesIt();
    void badItemIsGoodInPart();
    void alteredPartIsRefused();
    void everyCheckIsNamed();
    void withoutStationOrCardItSaysSo();
    void receiptsAreVerifiedToo();
    void receiptsAreVerifiedWithACardToo();
    void receiptOfAnAmbiguousBundleIsAskedFor();
    void stoppedIsNoVerdict();
    void inspectShowsTheLabelAsItIs();
    void showTellsTheStory();
    void statusAndShowTellWhatCameIn();

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

// A wrong passphrase is a fault of the caller's, and none at all means that nobody is there to enter it.
void TestVerify::lockedKeysLeaveTheContentsUnchecked()
{
    const TestWorld world;
    const auto path = exportOne(world);
    const auto keyFile = QStringLiteral("backend/keys/decryption.key.pem");
    const auto key = loadKey(world.path(keyFile), {}).value();
    world.put(keyFile, key.toPkcs8Pem(Secret{"correct horse"})->reveal());
    const auto locked = verifyAt(world.backend, path);
    QCOMPARE(locked.verdict, QStringLiteral("incomplete"));
    QCOMPARE(resultOf(locked, QStringLiteral("signature")), CheckResult::Pass);
    QCOMPARE(resultOf(locked, QStringLiteral("digests")), CheckResult::Pass);
    QCOMPARE(resultOf(locked, QStringLiteral("contents")), CheckResult::Skipped);
    QCOMPARE(resultOf(locked, QStringLiteral("objects")), CheckResult::Skipped);

    auto bytes = TestWorld::read(path);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    QCOMPARE(verifyAt(world.backend, world.put(QStringLiteral("altered.satchel"), bytes)).verdict,
        QStringLiteral("refused"));

    auto access = world.backend.access();
    access.passphrase = Secret{"close sesame"};
    auto session = Session::forReading(std::move(access)).value();
    const auto wrong = verifyFiles(&session, {}, {path}, {}).files.front();
    QCOMPARE(wrong.verdict, QStringLiteral("refused"));
    QCOMPARE(wrong.firstFailure->code, ErrorCode::WrongPassphrase);
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

void TestVerify::receiptsAreVerifiedWithACardToo()
{
    const TestWorld world;
    world.backend.import({exportOne(world)});
    QString path;
    QString inAnothersName;
    {
        auto session = world.backend.write();
        path = writeReceipts(session, {}, world.path(QStringLiteral("receipts"))).receipts.front().path;
        const auto bundle = session.ledger().bundles().lastIncoming();
        QVERIFY(bundle && *bundle);
        const ReceiptFacts facts{(*bundle)->id, (*bundle)->labelDigest, world.site.card().station(),
            session.ledger().id(), world.now(), QStringLiteral("imported"), 2, {}};
        const auto receipt = Receipt::create(facts, *session.station().signingIdentity(), world.now());
        QVERIFY(receipt.has_value());
        inAnothersName = world.put(QStringLiteral("x.receipt"), *receipt);
    }
    const auto verdictOf
        = [](const Card& card, const QString& file) { return verifyFiles(nullptr, card, {file}, {}).files.front(); };
    QCOMPARE(verdictOf(world.backend.card(), path).verdict, QStringLiteral("good"));
    QCOMPARE(verdictOf(world.site.card(), path).firstFailure->code, ErrorCode::UnknownSender);
    QCOMPARE(verdictOf(world.backend.card(), inAnothersName).firstFailure->code, ErrorCode::UnknownSender);
    const auto missing = verdictOf(world.backend.card(), world.path(QStringLiteral("none.receipt")));
    QCOMPARE(missing.verdict, QStringLiteral("refused"));
    QCOMPARE(missing.firstFailure->code, ErrorCode::Unreadable);
}

void TestVerify::receiptOfAnAmbiguousBundleIsAskedFor()
{
    const TestWorld world;
    world.backend.import({exportOne(world)});
    world.backend.import({world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path});
    auto session = world.backend.write();
    const auto both = writeReceipts(session, {}, world.path(QStringLiteral("all")));
    QCOMPARE(both.receipts.size(), 2);
    const auto folder = world.path(QStringLiteral("one"));
    // Ids begin with the time: those of two bundles of one minute look alike for long.
    const auto id = both.receipts.front().bundle;
    const auto ambiguous = writeReceipts(session, id.first(4), folder);
    QCOMPARE(ambiguous.failure->code, ErrorCode::Usage);
    QCOMPARE(writeReceipts(session, QStringLiteral("7ZZZ"), folder).failure->code, ErrorCode::NotFound);
    QVERIFY(world.list(QStringLiteral("one")).isEmpty());
    QCOMPARE(writeReceipts(session, id.toLower(), folder).receipts.size(), 1);
}

void TestVerify::stoppedIsNoVerdict()
{
    const TestWorld world;
    const auto path = exportOne(world);
    std::stop_source stop;
    stop.request_stop();
    Conduct conduct;
    conduct.stop = stop.get_token();
    auto session = world.backend.read();
    for (auto* const opener : {&session, static_cast<Session*>(nullptr)}) {
        const auto report = verifyFiles(opener, world.site.card(), {path, path}, conduct);
        QVERIFY(report.files.isEmpty());
        QCOMPARE(report.failure->code, ErrorCode::Cancelled);
        QCOMPARE(report.outcome(), Outcome::Interrupted);
        JsonWriter writer;
        writer.beginObject();
        report.writeJson(writer);
        writer.endObject();
        const auto json = parseJson(writer.text(), JsonDialect::Lenient);
        QCOMPARE(*json->find(u"error")->find(u"code")->string(), QStringLiteral("cancelled"));
    }
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

void TestVerify::statusAndShowTellWhatCameIn()
{
    const TestWorld world;
    world.backend.import({exportOne(world)});
    const auto device = world.makeDevice(QStringLiteral("SN-2"));
    world.site.gather({world.put(QStringLiteral("2.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("next"));
    world.backend.gather({world.put(QStringLiteral("v"), world.pki.voucher(device.serial, device.nonce))});
    const auto jsonOf = [](const auto& report) {
        JsonWriter writer;
        writer.beginObject();
        report.writeJson(writer);
        writer.endObject();
        return parseJson(writer.text(), JsonDialect::Lenient).value();
    };
    const auto session = world.backend.read();
    const auto status = statusOf(session);
    QVERIFY(status.has_value());
    const auto lastImport = *jsonOf(*status).find(u"lastImport");
    QCOMPARE(*lastImport.find(u"sequence")->integer(), 2);
    QCOMPARE(*lastImport.find(u"items")->integer(), 3); // the first two were due again
    QCOMPARE(*lastImport.find(u"from")->string(), world.site.card().station().toString());
    QCOMPARE(*lastImport.find(u"verdict")->string(), QStringLiteral("imported"));

    int requesters = 0;
    int answers = 0;
    for (const auto& item : world.backend.items()) {
        const auto shown = jsonOf(showItem(session, item.id.toString()).value()).find(u"items")->array()->front();
        const auto checks = QString::fromUtf8(JsonWriter{}.value(shown).text());
        requesters += item.requester.isEmpty() ? 0 : 1;
        // With the record of who asked, nobody is missing.
        QVERIFY(item.requester.isEmpty() || !checks.contains(QStringLiteral("requester-unknown")));
        answers += static_cast<int>(shown.find(u"answers")->array()->size());
    }
    QCOMPARE(requesters, 1);
    QCOMPARE(answers, 1);
}

SATCHEL_TEST(TestVerify)
#include "TestVerify.moc"
