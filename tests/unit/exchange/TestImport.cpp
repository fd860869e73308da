#include <tests/support/BundleForge.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <core/bundle/BundleReader.h>
#include <core/bundle/Receipt.h>
#include <core/crypto/Digest.h>
#include <core/objects/Rejection.h>

#include <QDir>
#include <QFile>
#include <QTest>

#include <chrono>
#include <memory>
#include <thread>

using namespace satchel;
using namespace satchel::test;

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesRequestsReady();
    void againIsANoOpThatSaysSo();
    void bothCopiesAtOnceEqualOne();
    void folderTakesBundlesAndLeavesOtherFiles();
    void whatCannotBeLookedAtIsRefusedOnlyIfNamed();
    void mediumThatFailsIsTheOutcome();
    void namedFileThatIsNeitherIsRefused_data();
    void namedFileThatIsNeitherIsRefused();
    void refusesTheWholeBundle_data();
    void refusesTheWholeBundle();
    void dryRunChangesNothing();
    void dryRunOfABadBundleCountsNothing();
    void namesMissingNumbers();
    void declaredVoidIsNotMissing();
    void replayUnderTheSameNumberConflicts();
    void refusesSingleItems_data();
    void refusesSingleItems();
    void duplicateArrivalOfItemsIsHarmless();
    void ordersBundlesByTheirNumbers();
    void progressTellsWhichBundle();
    void stopCommitsNothing();
    void ownTroubleRefusesNoBundle();
    void aLedgerInUseRefusesNoBundle();
    void aKeyThatCannotBeOpenedRefusesNoBundle();
    void expiredSenderWarnsOrRefusesByPolicy();
    void clockOffsetIsTold();
    void clockYearsOffLosesNothing_data();
    void clockYearsOffLosesNothing();

    void answersReachTheirRequests();
    void answersWithoutARequestOfOursAreRefused_data();
    void answersWithoutARequestOfOursAreRefused();
    void answerToASupersededRequestIsHeld();
    void secondAnswerIsHeld();
    void heldAnswerLeavesItsRequestOpen();

    void receiptEndsBeingDue();
    void receiptThatRefusesAnItemRejectsTheRequest();
    void receiptThatRefusesWhatWeNeverSentChangesNothing();
    void receiptThatIsTooLargeIsRefused();
    void foreignReceiptDoesNothing_data();
    void foreignReceiptDoesNothing();
    void receiptOnlyBundlesAreNotMade();
    void restoredBackendGetsEverythingAgain();

private:
    static ForgedStation keysOf(const TestStation& station);
    static QString stickOf(const TestWorld& world);
    static Error failureOf(const ImportReport& report);
    static bool hasRefused(const TestStation& station); // by its custody log
};

// What a station would need to forge: its own keys.
ForgedStation TestImport::keysOf(const TestStation& station)
{
    auto session = station.write();
    const auto signing = session.station().signingIdentity();
    const auto decryption = session.station().decryptionIdentities();
    return {signing->key, signing->certificate, decryption->front().key, decryption->front().certificate,
        session.station().id(), session.ledger().id()};
}

QString TestImport::stickOf(const TestWorld& world)
{
    world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    return world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
}

Error TestImport::failureOf(const ImportReport& report)
{
    return report.bundles.front().failure.value_or(Error{ErrorCode::Internal, QStringLiteral("no failure")});
}

bool TestImport::hasRefused(const TestStation& station)
{
    bool refused = false;
    const auto look = [&](const LogEntry& entry) -> Result<void> {
        refused |= entry.action == QStringLiteral("refuse");
        return {};
    };
    return !station.read().ledger().log().forEach(std::nullopt, look) || refused;
}

void TestImport::makesRequestsReady()
{
    const TestWorld world;
    const auto report = world.backend.import({stickOf(world)});
    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.bundles.front().verdict, QStringLiteral("imported"));
    QCOMPARE(report.bundles.front().added, 2);
    QCOMPARE(report.bundles.front().fromName, QStringLiteral("site"));
    QCOMPARE(world.backend.count(ItemState::Ready), 2);
}

void TestImport::againIsANoOpThatSaysSo()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    world.backend.import({bundle});
    const auto again = world.backend.import({bundle});
    QCOMPARE(again.outcome(), Outcome::Done);
    QCOMPARE(again.bundles.front().verdict, QStringLiteral("already-imported"));
    QVERIFY(again.bundles.front().remark.contains(QStringLiteral("imported on")));
    QCOMPARE(world.backend.count(ItemState::Ready), 2);
}

void TestImport::bothCopiesAtOnceEqualOne()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    QVERIFY(QFile::copy(bundle, world.path(QStringLiteral("stick/copy.satchel"))));
    const auto report = world.backend.import({world.path(QStringLiteral("stick"))});
    QCOMPARE(report.bundles.size(), 2);
    QCOMPARE(report.bundles[0].verdict, QStringLiteral("imported"));
    QCOMPARE(report.bundles[1].verdict, QStringLiteral("already-imported"));
    QCOMPARE(world.backend.count(ItemState::Ready), 2);
}

void TestImport::folderTakesBundlesAndLeavesOtherFiles()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    QVERIFY(QFile::rename(bundle, world.path(QStringLiteral("stick/renamed.bin"))));
    world.put(QStringLiteral("stick/holiday.jpg"), "a picture");
    world.put(QStringLiteral("stick/empty.txt"), "");
    const auto report = world.backend.import({world.path(QStringLiteral("stick"))});
    QCOMPARE(report.bundles.size(), 1);
    QCOMPARE(report.otherFiles, 2);
    QCOMPARE(report.outcome(), Outcome::Done);
}

void TestImport::whatCannotBeLookedAtIsRefusedOnlyIfNamed()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    const auto stick = world.path(QStringLiteral("stick"));
    QVERIFY(QFile::link(bundle, world.path(QStringLiteral("stick/link.satchel"))));
    QVERIFY(QDir{stick}.mkpath(QStringLiteral("1/2/3/4/5/6/7/8/9")));
    const auto missing = world.path(QStringLiteral("pulled-out"));
    const auto report = world.backend.import({missing, stick});
    QCOMPARE(report.bundles.size(), 2);
    QCOMPARE(report.bundles[0].path, missing);
    QCOMPARE(report.bundles[0].failure->code, ErrorCode::NotFound);
    QCOMPARE(report.bundles[1].verdict, QStringLiteral("imported"));
    QCOMPARE(report.otherFiles, 2);
    QCOMPARE(report.outcome(), Outcome::DoneInPart);
    QCOMPARE(world.backend.import({missing}).outcome(), Outcome::Refused);
    QCOMPARE(report.firstRefusal().code, ErrorCode::NotFound);
    QCOMPARE(world.backend.import({bundle}).firstRefusal().code, Error{}.code);
}

// A report whose failures are all of the medium says that the medium failed, whatever else it says.
void TestImport::mediumThatFailsIsTheOutcome()
{
    const auto jsonOf = [](const ImportReport& report) {
        JsonWriter writer;
        writer.beginObject();
        report.writeJson(writer);
        writer.endObject();
        return parseJson(writer.text(), JsonDialect::Lenient).value();
    };
    const Error gone{ErrorCode::MediumGone, QStringLiteral("the medium is gone")};
    ImportReport bundles;
    bundles.bundles.append(ImportedBundle{});
    bundles.bundles.append(ImportedBundle{});
    bundles.bundles.back().failure = gone;
    QCOMPARE(bundles.outcome(), Outcome::Medium);
    QCOMPARE(*jsonOf(bundles).find(u"error")->find(u"code")->string(), QStringLiteral("medium-gone"));
    ImportReport receipts;
    receipts.receipts.append({QStringLiteral("a.receipt"), {}, QStringLiteral("refused"), gone});
    QCOMPARE(receipts.outcome(), Outcome::Medium);
    QCOMPARE(receipts.firstRefusal().code, ErrorCode::MediumGone);
    QCOMPARE(*jsonOf(receipts).find(u"error")->find(u"code")->string(), QStringLiteral("medium-gone"));
    receipts.failure = Error{ErrorCode::NoSpaceForLedger, QStringLiteral("full")};
    QCOMPARE(receipts.outcome(), Outcome::Failed);
    QCOMPARE(*jsonOf(receipts).find(u"error")->find(u"code")->string(), QStringLiteral("no-space-for-ledger"));
}

void TestImport::namedFileThatIsNeitherIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QByteArray{} << QStringLiteral("empty");
    QTest::newRow("a picture") << QByteArray{"a picture"} << QStringLiteral("not-recognised");
}

void TestImport::namedFileThatIsNeitherIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, code);
    const TestWorld world;
    const auto report = world.backend.import({world.put(QStringLiteral("stick/file"), bytes)});
    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(errorCodeName(failureOf(report).code), code);
}

void TestImport::refusesTheWholeBundle_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");
    QTest::newRow("truncated") << QStringLiteral("truncated") << QStringLiteral("bad-container");
    QTest::newRow("bit flipped in a part") << QStringLiteral("flipped") << QStringLiteral("bad-digest");
    QTest::newRow("unsigned") << QStringLiteral("unsigned") << QStringLiteral("bad-signature");
    QTest::newRow("a stranger's") << QStringLiteral("stranger") << QStringLiteral("unknown-sender");
    QTest::newRow("a stranger's in a peer's name") << QStringLiteral("impostor") << QStringLiteral("unknown-sender");
    QTest::newRow("for somebody else") << QStringLiteral("misaddressed") << QStringLiteral("not-addressed-to-us");
    QTest::newRow("of a future version") << QStringLiteral("future") << QStringLiteral("unsupported-version");
    QTest::newRow("from a revoked peer") << QStringLiteral("revoked") << QStringLiteral("revoked-sender");
    QTest::newRow("from another backend") << QStringLiteral("role") << QStringLiteral("wrong-role");
    QTest::newRow("encrypted for somebody else") << QStringLiteral("recipient") << QStringLiteral("cannot-decrypt");
}

void TestImport::refusesTheWholeBundle()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    auto from = keysOf(world.site);
    auto to = keysOf(world.backend);
    if (scenario == QStringLiteral("stranger")) {
        from = someStranger();
    } else if (scenario == QStringLiteral("misaddressed")) {
        to = someStranger();
    } else if (scenario == QStringLiteral("role")) {
        // A backend that was added before roles were looked at cannot be added any more; revoke-like edits of the file
        // are what this guards against.
        const auto peers = StationPaths{world.backend.home()}.peers();
        const auto other = world.station(QStringLiteral("other"), StationRole::Backend);
        auto loaded = Peers::load(peers);
        QVERIFY(loaded.has_value() && loaded->add(other.card(), {}, world.now()).has_value());
        from = keysOf(other);
    } else if (scenario == QStringLiteral("revoked")) {
        auto session = world.backend.write();
        QVERIFY(session.station().peers().revoke(u"site").has_value());
    }
    BundleForge forge{from, to};
    forge.parts.front().items = {someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    if (scenario == QStringLiteral("impostor")) {
        forge.signer = someStranger().signer();
    } else if (scenario == QStringLiteral("future")) {
        forge.changeLabelJson = [](QByteArray& json) { json.replace("\"version\":1", "\"version\":2"); };
    } else if (scenario == QStringLiteral("recipient")) {
        forge.recipients = {someStranger().decryption};
    } else if (scenario == QStringLiteral("unsigned")) {
        forge.changeSignature = [](QByteArray& signature) { signature = QByteArray(64, '0'); };
    } else if (scenario == QStringLiteral("truncated")) {
        forge.changeContainer = [](QByteArray& bytes) { bytes.chop(600); };
    } else if (scenario == QStringLiteral("flipped")) {
        forge.changeEntries = [](QList<ForgedEntry>& entries) {
            entries[1].content[200] = static_cast<char>(entries[1].content[200] ^ 4);
        };
    }
    const auto path = world.path(QStringLiteral("stick.satchel"));
    forge.write(path);

    const auto report = world.backend.import({path});
    QCOMPARE(errorCodeName(failureOf(report).code), code);
    QCOMPARE(report.bundles.front().verdict, QStringLiteral("refused"));
    QVERIFY(!failureOf(report).message.isEmpty());
    QCOMPARE(report.outcome(), Outcome::Refused);
    QVERIFY(world.backend.items().isEmpty());
}

void TestImport::dryRunChangesNothing()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    {
        auto session = world.backend.write();
        const auto report = importBundles(session, {{bundle}, true}, {});
        QCOMPARE(report.bundles.front().verdict, QStringLiteral("imported"));
        QCOMPARE(report.bundles.front().added, 2);
    }
    QVERIFY(world.backend.items().isEmpty());
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("imported"));
}

void TestImport::dryRunOfABadBundleCountsNothing()
{
    const TestWorld world;
    const auto from = keysOf(world.site);
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    BundleForge forge{from, keysOf(world.backend)};
    forge.parts.resize(2);
    for (auto& part : forge.parts) {
        part.items = {someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    }
    forge.changeEntries = [](QList<ForgedEntry>& entries) { entries[2].content[200] ^= 4; }; // the second part
    const auto path = world.path(QStringLiteral("stick.satchel"));
    forge.write(path);

    auto session = world.backend.write();
    const auto report = importBundles(session, {{path}, true}, {});
    QCOMPARE(failureOf(report).code, ErrorCode::BadDigest);
    QCOMPARE(report.bundles.front().added, 0);
    QCOMPARE(report.bundles.front().duplicates, 0);
}

void TestImport::namesMissingNumbers()
{
    const TestWorld world;
    const auto first = stickOf(world);
    world.putDevice(QStringLiteral("SN-2"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    const auto second = world.site.exportTo(world.path(QStringLiteral("stick"))).bundles.front().path;
    const auto late = world.backend.import({second});
    QCOMPARE(late.bundles.front().missingSequences, QList<qint64>{1});
    QCOMPARE(late.bundles.front().verdict, QStringLiteral("imported"));
    // The lost stick turns up after all: no harm, and the gap closes.
    const auto found = world.backend.import({first});
    QCOMPARE(found.bundles.front().verdict, QStringLiteral("imported"));
    QCOMPARE(found.bundles.front().duplicates, 2);
    QCOMPARE(world.backend.count(ItemState::Ready), 4);
}

void TestImport::declaredVoidIsNotMissing()
{
    const TestWorld world;
    const auto from = keysOf(world.site);
    BundleForge forge{from, keysOf(world.backend), 5};
    forge.parts.front().matters.voidSequences = {1, 3, 4};
    const auto path = world.path(QStringLiteral("5.satchel"));
    forge.write(path);
    const auto missing = [&](bool dryRun) {
        auto session = world.backend.write();
        return importBundles(session, {{path}, dryRun}, {}).bundles.front().missingSequences;
    };
    QCOMPARE(missing(true), QList<qint64>{2});
    QCOMPARE(missing(false), QList<qint64>{2});
    QCOMPARE(missing(false), QList<qint64>{2}); // imported before
}

void TestImport::replayUnderTheSameNumberConflicts()
{
    const TestWorld world;
    const auto from = keysOf(world.site);
    const auto to = keysOf(world.backend);
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    BundleForge first{from, to, 5};
    first.parts.front().items = {someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    first.write(world.path(QStringLiteral("1.satchel")));
    BundleForge second{from, to, 5};
    second.parts.front().items = {someItem(from, device.certificationRequest)};
    second.write(world.path(QStringLiteral("2.satchel")));

    QVERIFY(!world.backend.import({world.path(QStringLiteral("1.satchel"))}).bundles.front().failure);
    const auto report = world.backend.import({world.path(QStringLiteral("2.satchel"))});
    QCOMPARE(failureOf(report).code, ErrorCode::ReplayConflict);
    QVERIFY(failureOf(report).message.contains(first.address.bundle.toString()));
    QVERIFY(failureOf(report).message.contains(second.address.bundle.toString()));
    QCOMPARE(world.backend.items().size(), 1);
}

void TestImport::refusesSingleItems_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");
    QTest::newRow("unknown kind") << QStringLiteral("kind") << QStringLiteral("unknown-kind");
    QTest::newRow("an answer from a site") << QStringLiteral("direction") << QStringLiteral("wrong-direction");
    QTest::newRow("from another site") << QStringLiteral("origin") << QStringLiteral("wrong-direction");
    QTest::newRow("not what it is listed as") << QStringLiteral("other") << QStringLiteral("malformed");
    QTest::newRow("rubbish") << QStringLiteral("rubbish") << QStringLiteral("not-recognised");
    QTest::newRow("forged") << QStringLiteral("forged") << QStringLiteral("bad-signature");
    QTest::newRow("card") << QStringLiteral("card") << QStringLiteral("unknown-kind");
}

void TestImport::refusesSingleItems()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const TestWorld world;
    const auto from = keysOf(world.site);
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    auto bad = someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski);
    if (scenario == QStringLiteral("kind")) {
        bad.kind.reset();
        bad.kindText = QStringLiteral("postcard");
    } else if (scenario == QStringLiteral("direction")) {
        bad = someItem(from, world.pki.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    } else if (scenario == QStringLiteral("origin")) {
        bad.origin = someStranger().id;
    } else if (scenario == QStringLiteral("other")) {
        bad = someItem(from, device.voucherRequest, Kind::CertificationRequest, Protocol::Est);
    } else if (scenario == QStringLiteral("rubbish")) {
        bad.bytes = "rubbish";
    } else if (scenario == QStringLiteral("forged")) {
        bad.bytes.replace("SN-1", "SN-2");
    } else {
        bad = someItem(from, "a card", Kind::Card, Protocol::Satchel);
    }
    BundleForge forge{from, keysOf(world.backend)};
    const auto good = world.makeDevice(QStringLiteral("SN-9"));
    forge.parts.front().items = {bad, someItem(from, good.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    const auto path = world.path(QStringLiteral("stick.satchel"));
    forge.write(path);

    const auto report = world.backend.import({path});
    QVERIFY(!report.bundles.front().failure);
    QCOMPARE(report.bundles.front().verdict, QStringLiteral("imported-in-part"));
    QCOMPARE(codesOf(report.bundles.front().refused), QStringList{code});
    QCOMPARE(report.outcome(), Outcome::DoneInPart);
    QCOMPARE(world.backend.items().size(), 1);
    QCOMPARE(world.backend.only().device, QStringLiteral("SN-9"));
}

void TestImport::duplicateArrivalOfItemsIsHarmless()
{
    const TestWorld world;
    world.backend.import({stickOf(world)});
    const auto again = world.site.exportTo(world.path(QStringLiteral("stick2")));
    const auto report = world.backend.import({again.bundles.front().path});
    QCOMPARE(report.bundles.front().verdict, QStringLiteral("imported"));
    QCOMPARE(report.bundles.front().added, 0);
    QCOMPARE(report.bundles.front().duplicates, 2);
    QCOMPARE(world.backend.count(ItemState::Ready), 2);
}

void TestImport::ordersBundlesByTheirNumbers()
{
    const TestWorld world;
    const auto first = stickOf(world);
    world.site.exportTo(world.path(QStringLiteral("stick")));
    QVERIFY(QFile::rename(first, world.path(QStringLiteral("stick/z.satchel"))));
    const auto report = world.backend.import({world.path(QStringLiteral("stick"))});
    QCOMPARE(report.bundles[0].sequence, 1);
    QCOMPARE(report.bundles[1].sequence, 2);
    QVERIFY(report.bundles[1].missingSequences.isEmpty());
}

void TestImport::progressTellsWhichBundle()
{
    const TestWorld world;
    stickOf(world);
    world.site.exportTo(world.path(QStringLiteral("stick")));
    QList<std::pair<qint64, qint64>> told;
    const Conduct conduct{[&told](const Progress& progress) {
        const auto which = std::pair{progress.bundle, progress.bundles};
        if (told.isEmpty() || told.last() != which) {
            told.append(which);
        }
    }};
    auto session = world.backend.write();
    QVERIFY(!importBundles(session, {{world.path(QStringLiteral("stick"))}, false}, conduct).failure);
    // While they are looked for nobody knows how many there are.
    QCOMPARE(told, (QList<std::pair<qint64, qint64>>{{0, 0}, {1, 2}, {2, 2}}));
}

void TestImport::stopCommitsNothing()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    {
        auto session = world.backend.write();
        std::stop_source stop;
        Conduct conduct{[&stop](const Progress&) { stop.request_stop(); }, stop.get_token()};
        const auto report = importBundles(session, {{bundle}, false}, conduct);
        QCOMPARE(report.outcome(), Outcome::Interrupted);
    }
    QVERIFY(world.backend.items().isEmpty());
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("imported"));
}

void TestImport::ownTroubleRefusesNoBundle()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    const auto alter = [&world](const QString& sql) { changeLedger(world.backend.ledgerFile(), {sql}); };
    alter(QStringLiteral("ALTER TABLE known_contiguous RENAME TO out_of_reach"));
    const auto report = world.backend.import({bundle});
    alter(QStringLiteral("ALTER TABLE out_of_reach RENAME TO known_contiguous"));
    QVERIFY(report.bundles.empty());
    QVERIFY(report.failure.has_value());
    QCOMPARE(report.outcome(), Outcome::Failed);
    QVERIFY(!hasRefused(world.backend));
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("imported"));
}

// Somebody looks at the ledger with a shell of SQLite and keeps it from being written for longer than a change waits
// for its turn, but not for twice as long: what would be told of the bundle could be written.
void TestImport::aLedgerInUseRefusesNoBundle()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    ImportReport report;
    {
        auto session = world.backend.write();
        auto held = std::make_unique<HeldLedger>(world.backend.ledgerFile());
        const std::jthread release{[&held] {
            std::this_thread::sleep_for(std::chrono::seconds{7});
            held.reset();
        }};
        report = importBundles(session, {{bundle}, false}, {});
    }
    QVERIFY(report.bundles.empty());
    QVERIFY(report.failure && report.failure->code == ErrorCode::StationInUse);
    QVERIFY(!hasRefused(world.backend));
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("imported"));
}

void TestImport::aKeyThatCannotBeOpenedRefusesNoBundle()
{
    const TestWorld world;
    const auto bundle = stickOf(world);
    const auto key = world.path(QStringLiteral("backend/keys/decryption.key.pem"));
    const auto elsewhere = world.path(QStringLiteral("key"));

    QVERIFY(QFile::rename(key, elsewhere));
    const auto report = world.backend.import({bundle});
    QVERIFY(QFile::rename(elsewhere, key));

    QVERIFY(report.bundles.empty());
    QVERIFY(report.failure && report.failure->code == ErrorCode::KeyUnavailable);
    QCOMPARE(report.outcome(), Outcome::Failed);
    QVERIFY(!hasRefused(world.backend));
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("imported"));
}

void TestImport::expiredSenderWarnsOrRefusesByPolicy()
{
    const TestWorld world;
    auto from = keysOf(world.site);
    // The same key with a certificate that ended: the site's card says so too.
    CertificateTemplate facts;
    facts.commonName = QStringLiteral("site");
    facts.use = CertificateTemplate::Use::Signing;
    facts.notBefore = beginningOfTime();
    facts.notAfter = world.now().addDays(-1);
    const auto expired = issueSelfSigned(facts, from.signingKey);
    QVERIFY(expired.has_value());
    Card::Facts cardFacts = world.site.card().facts();
    cardFacts.signing = {*expired};
    cardFacts.issue = 2;
    const auto card = Card::create(cardFacts, from.signingKey, *expired);
    QVERIFY(card.has_value());
    {
        auto session = world.backend.write();
        QVERIFY(session.station().addPeer(*card, {}).has_value());
    }
    from.signing = *expired;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    BundleForge forge{from, keysOf(world.backend)};
    forge.parts.front().items = {someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    const auto path = world.path(QStringLiteral("stick.satchel"));
    forge.write(path);

    const auto settingsPath = StationPaths{world.backend.home()}.settings();
    auto settings = Settings::load(settingsPath);
    settings->policy.refuseExpiredSenders = true;
    QVERIFY(settings->save(settingsPath).has_value());
    QCOMPARE(failureOf(world.backend.import({path})).code, ErrorCode::Expired);
    settings->policy.refuseExpiredSenders = false;
    QVERIFY(settings->save(settingsPath).has_value());
    const auto report = world.backend.import({path});
    QVERIFY(!report.bundles.front().failure);
    QCOMPARE(report.bundles.front().warnings.size(), 1);
    QVERIFY(report.bundles.front().warnings.front().text.contains(QStringLiteral("clock")));
}

void TestImport::clockOffsetIsTold()
{
    TestWorld world;
    const auto bundle = stickOf(world);
    world.advance(3600);
    const auto offset = world.backend.import({bundle}).bundles.front().clockOffset;
    QVERIFY(offset && *offset <= -3599 && *offset >= -3601);
}

void TestImport::clockYearsOffLosesNothing_data()
{
    QTest::addColumn<QDateTime>("clock");
    QTest::addColumn<bool>("isInTime"); // of all certificates
    QTest::newRow("a hundred years ahead") << TestWorld{}.now().addYears(100) << true;
    QTest::newRow("twenty years behind") << TestWorld{}.now().addYears(-20) << true;
    QTest::newRow("1970, when no certificate was valid yet") << QDateTime::fromSecsSinceEpoch(86'400, Qt::UTC) << false;
}

// The reader's; the sender's is right. Nothing is refused for its sake, and what is not in its time by it waits for a
// person.
void TestImport::clockYearsOffLosesNothing()
{
    QFETCH(QDateTime, clock);
    QFETCH(bool, isInTime);
    TestWorld world;
    const auto bundle = stickOf(world);
    const auto off = world.now().secsTo(clock);
    world.advance(off);
    const auto taken = world.backend.import({bundle}).bundles.front();
    QCOMPARE(taken.verdict, QStringLiteral("imported"));
    QVERIFY(taken.clockOffset && qAbs(*taken.clockOffset + off) <= 1);
    QCOMPARE(taken.warnings.isEmpty(), isInTime);
    QCOMPARE(world.backend.count(isInTime ? ItemState::Ready : ItemState::Held), 2);
    QCOMPARE(world.backend.import({bundle}).bundles.front().verdict, QStringLiteral("already-imported"));

    world.advance(-off); // set right
    const auto again = world.backend.import({bundle}).bundles.front();
    QCOMPARE(again.verdict, QStringLiteral("already-imported"));
    QVERIFY(!again.failure && qAbs(*again.clockOffset) <= 1);
    QCOMPARE(world.backend.items().size(), 2);
}

void TestImport::answersReachTheirRequests()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("answers/v"), world.pki.voucher(device.serial, device.nonce))});
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Answered), 1);
    QCOMPARE(world.site.count(ItemState::Ready), 1);
    QCOMPARE(world.site.count(ItemState::Received), 1); // the other request, by the receipt that came along
}

void TestImport::answersWithoutARequestOfOursAreRefused_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");
    QTest::newRow("answers nothing") << QStringLiteral("nothing") << QStringLiteral("no-matching-request");
    QTest::newRow("answers another site's request")
        << QStringLiteral("other site") << QStringLiteral("no-matching-request");
    QTest::newRow("answers a request that never left")
        << QStringLiteral("never sent") << QStringLiteral("no-matching-request");
    QTest::newRow("answers a request that went to another backend")
        << QStringLiteral("other backend") << QStringLiteral("no-matching-request");
    QTest::newRow("answers another kind of request") << QStringLiteral("kind") << QStringLiteral("no-matching-request");
    QTest::newRow("another nonce") << QStringLiteral("nonce") << QStringLiteral("nonce-mismatch");
    QTest::newRow("another serial") << QStringLiteral("serial") << QStringLiteral("serial-mismatch");
    QTest::newRow("a rejection that names another request")
        << QStringLiteral("rejection") << QStringLiteral("no-matching-request");
    QTest::newRow("a request from a backend") << QStringLiteral("request") << QStringLiteral("wrong-direction");
}

void TestImport::answersWithoutARequestOfOursAreRefused()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("spool/v.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id.toString();
    if (scenario != QStringLiteral("never sent")) {
        world.site.exportTo(world.path(QStringLiteral("stick")));
    }
    auto from = keysOf(world.backend);
    if (scenario == QStringLiteral("other backend")) {
        const auto other = world.station(QStringLiteral("other"), StationRole::Backend);
        world.site.know(other);
        from = keysOf(other);
    }
    auto answer = someItem(from, world.pki.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    answer.inReplyTo = request;
    if (scenario == QStringLiteral("nothing")) {
        answer.inReplyTo.clear();
    } else if (scenario == QStringLiteral("other site")) {
        answer.inReplyTo
            = itemIdOf(Kind::VoucherRequest, Protocol::Brski, someStranger().id, {}, device.voucherRequest).toString();
    } else if (scenario == QStringLiteral("kind")) {
        answer = someItem(from, world.pki.certificateFor(device.idevid.certificate.publicKeyInfo(), device.serial),
            Kind::CertificationResponse, Protocol::X509);
        answer.inReplyTo = request;
    } else if (scenario == QStringLiteral("nonce")) {
        answer.bytes = world.pki.voucher(device.serial, QStringLiteral("b3RoZXI="));
    } else if (scenario == QStringLiteral("serial")) {
        answer.bytes = world.pki.voucher(QStringLiteral("SN-2"), device.nonce);
    } else if (scenario == QStringLiteral("rejection")) {
        const auto other = itemIdOf(Kind::VoucherRequest, Protocol::Brski, from.id, {}, "other");
        answer = someItem(from, Rejection::make(other, ErrorCode::NotInInventory, {}, world.now()), Kind::Rejection,
            Protocol::Satchel);
        answer.inReplyTo = request;
    } else if (scenario == QStringLiteral("request")) {
        answer = someItem(from, device.voucherRequest, Kind::VoucherRequest, Protocol::Brski);
    }
    BundleForge forge{from, keysOf(world.site)};
    forge.parts.front().items = {answer};
    const auto path = world.path(QStringLiteral("back.satchel"));
    forge.write(path);

    const auto report = world.site.import({path});
    QVERIFY(!report.bundles.front().failure);
    QCOMPARE(codesOf(report.bundles.front().refused), QStringList{code});
    QCOMPARE(world.site.items().size(), 1);
    QVERIFY(world.site.only().state != ItemState::Answered);
}

void TestImport::answerToASupersededRequestIsHeld()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("answer"), world.pki.voucher(device.serial, device.nonce))});
    const auto newer = world.pki.voucherRequest(device.idevid, device.serial, QStringLiteral("bmV3ZXI="));
    QCOMPARE(world.site.gather({world.put(QStringLiteral("2.vcj"), newer)}).superseded, 1);
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Superseded), 1);
    QCOMPARE(world.site.count(ItemState::Ready), 0);
    QCOMPARE(world.site.count(ItemState::Held), 1);
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("delivered"))).delivered, 0);
}

void TestImport::secondAnswerIsHeld()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id.toString();
    world.site.exportTo(world.path(QStringLiteral("out")));
    const auto from = keysOf(world.backend);
    BundleForge forge{from, keysOf(world.site)};
    auto first = someItem(from, world.pki.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    auto second = someItem(from, world.pki.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    first.inReplyTo = second.inReplyTo = request;
    forge.parts.front().items = {first, second};
    const auto path = world.path(QStringLiteral("back.satchel"));
    forge.write(path);
    world.site.import({path});
    QCOMPARE(world.site.count(ItemState::Ready), 1);
    QCOMPARE(world.site.count(ItemState::Held), 1);
}

void TestImport::heldAnswerLeavesItsRequestOpen()
{
    const TestWorld world;
    const TestPki stranger;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto request = world.site.only().id.toString();
    world.site.exportTo(world.path(QStringLiteral("out")));
    const auto from = keysOf(world.backend);
    BundleForge forge{from, keysOf(world.site)};
    auto answer = someItem(from, stranger.voucher(device.serial, device.nonce), Kind::Voucher, Protocol::Brski);
    answer.inReplyTo = request;
    forge.parts.front().items = {answer};
    const auto path = world.path(QStringLiteral("back.satchel"));
    forge.write(path);
    const auto report = world.site.import({path});
    QCOMPARE(report.bundles.front().held, 1);
    QCOMPARE(world.site.count(ItemState::Held), 1);
    QCOMPARE(world.site.count(ItemState::Answered), 0);
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("delivered"))).delivered, 0);
}

void TestImport::receiptEndsBeingDue()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("answers/v"), world.pki.voucher(device.serial, device.nonce))});
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QVERIFY(world.site.exportTo(world.path(QStringLiteral("next"))).bundles.isEmpty());
}

void TestImport::receiptThatRefusesAnItemRejectsTheRequest()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto item = world.site.only().id;
    const auto exported = world.site.exportTo(world.path(QStringLiteral("out"))).bundles.front();
    const auto backend = keysOf(world.backend);
    const auto label = UntrustedBundle::open(exported.path)->labelJson();
    const auto receipt = Receipt::create({exported.id, sha256(label), backend.id, backend.ledger, world.now(),
                                             QStringLiteral("imported-in-part"), 1, {{item, ErrorCode::BadSignature}}},
        backend.signer(), world.now());
    QVERIFY(receipt.has_value());
    const auto report = world.site.import({world.put(QStringLiteral("r.receipt"), *receipt)});
    QCOMPARE(report.receipts.front().verdict, QStringLiteral("applied"));
    QCOMPARE(world.site.count(ItemState::Rejected), 1);
    // The registrar learns of it like of any other rejection.
    const auto delivered = world.site.deliver(world.path(QStringLiteral("registrar")));
    QCOMPARE(delivered.delivered, 1);
    QVERIFY(QFile::exists(world.path(QStringLiteral("registrar/%1.rejected.json").arg(item.toString()))));
    QCOMPARE(world.site.import({world.path(QStringLiteral("r.receipt"))}).receipts.front().verdict,
        QStringLiteral("already-applied"));
}

void TestImport::receiptThatRefusesWhatWeNeverSentChangesNothing()
{
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto exported = world.site.exportTo(world.path(QStringLiteral("out"))).bundles.front();
    const auto backend = keysOf(world.backend);
    const auto never = itemIdOf(Kind::VoucherRequest, Protocol::Brski, backend.id, {}, "never");
    const auto receipt = Receipt::create(
        {exported.id, sha256(UntrustedBundle::open(exported.path)->labelJson()), backend.id, backend.ledger,
            world.now(), QStringLiteral("imported-in-part"), 1, {{never, ErrorCode::BadSignature}}},
        backend.signer(), world.now());
    QVERIFY(receipt.has_value());
    QCOMPARE(world.site.import({world.put(QStringLiteral("r.receipt"), *receipt)}).receipts.front().verdict,
        QStringLiteral("applied"));
    QCOMPARE(world.site.only().state, ItemState::Received);
    QCOMPARE(world.site.deliver(world.path(QStringLiteral("registrar"))).delivered, 0);
}

void TestImport::receiptThatIsTooLargeIsRefused()
{
    const TestWorld world;
    const auto report = world.site.import({world.put(QStringLiteral("r.receipt"), QByteArray(2 * 1024 * 1024, 'r'))});
    QCOMPARE(report.receipts.front().verdict, QStringLiteral("refused"));
    QCOMPARE(report.firstRefusal().code, ErrorCode::TooLarge);
    QCOMPARE(report.outcome(), Outcome::Refused);
}

void TestImport::foreignReceiptDoesNothing_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("verdict");
    QTest::newRow("another label") << QStringLiteral("label") << QStringLiteral("ignored");
    QTest::newRow("a bundle that is not ours") << QStringLiteral("bundle") << QStringLiteral("ignored");
    QTest::newRow("of a stranger") << QStringLiteral("stranger") << QStringLiteral("refused");
    QTest::newRow("of a backend it was not for") << QStringLiteral("other backend") << QStringLiteral("ignored");
}

void TestImport::foreignReceiptDoesNothing()
{
    QFETCH(QString, scenario);
    QFETCH(QString, verdict);
    const TestWorld world;
    const auto device = world.makeDevice(QStringLiteral("SN-1"));
    world.site.gather({world.put(QStringLiteral("1.vcj"), device.voucherRequest)});
    const auto exported = world.site.exportTo(world.path(QStringLiteral("out"))).bundles.front();
    auto receiver = keysOf(world.backend);
    ReceiptFacts facts{exported.id, sha256(UntrustedBundle::open(exported.path)->labelJson()), receiver.id,
        receiver.ledger, world.now(), QStringLiteral("imported"), 1, {}};
    if (scenario == QStringLiteral("label")) {
        facts.labelDigest = sha256("another");
    } else if (scenario == QStringLiteral("bundle")) {
        facts.bundle = Ulid::generate(world.now());
    } else {
        const auto other = world.station(QStringLiteral("other"), StationRole::Backend);
        if (scenario == QStringLiteral("other backend")) {
            world.site.know(other);
        }
        receiver = keysOf(other);
        facts.receiver = receiver.id;
        facts.receiverLedger = receiver.ledger;
    }
    const auto receipt = Receipt::create(facts, receiver.signer(), world.now());
    const auto report = world.site.import({world.put(QStringLiteral("r.receipt"), *receipt)});
    QCOMPARE(report.receipts.front().verdict, verdict);
    QCOMPARE(world.site.only().state, ItemState::Packed);
}

void TestImport::receiptOnlyBundlesAreNotMade()
{
    const TestWorld world;
    world.backend.import({stickOf(world)});
    const auto report = world.backend.exportTo(world.path(QStringLiteral("back")));
    QVERIFY(!report.failure);
    QVERIFY(report.bundles.isEmpty());
}

void TestImport::restoredBackendGetsEverythingAgain()
{
    const TestWorld world;
    const auto device = world.putDevice(QStringLiteral("SN-1"));
    world.site.gather({world.path(QStringLiteral("spool"))});
    world.carry(world.site, world.backend, QStringLiteral("out"));
    world.backend.gather({world.put(QStringLiteral("answers/v"), world.pki.voucher(device.serial, device.nonce))});
    world.carry(world.backend, world.site, QStringLiteral("back"));
    QCOMPARE(world.site.count(ItemState::Received), 1);
    // The backend comes back from a backup that never heard of us: it says so in its next bundle, from a new ledger.
    auto restored = keysOf(world.backend);
    restored.ledger = LedgerId::fromBytes(QByteArray(16, 'r'));
    BundleForge forge{restored, keysOf(world.site)};
    forge.parts.front().items = {};
    forge.parts.front().matters.heard = Heard{keysOf(world.site).ledger, 0, {}};
    const auto path = world.path(QStringLiteral("restored.satchel"));
    forge.write(path);
    QVERIFY(!world.site.import({path}).bundles.front().failure);
    QCOMPARE(world.site.count(ItemState::Received), 0);
    QCOMPARE(world.site.count(ItemState::Packed), 1);
    QCOMPARE(world.site.exportTo(world.path(QStringLiteral("again"))).items, 1); // the voucher request is answered
}

SATCHEL_TEST(TestImport)
#include "TestImport.moc"
