#include <core/base/StrictJson.h>
#include <core/base/Time.h>
#include <core/bundle/Receipt.h>
#include <core/exchange/report/BundleReports.h>
#include <core/exchange/station/Peering.h>
#include <tests/support/BundleForge.h>
#include <tests/support/LedgerQuery.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QFileInfo>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

// What is told of bundles at both ends of one stick, whatever became of it.
class TestBundleReports : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_world = std::make_unique<TestWorld>(); }
    void aBundleStandsWithoutItsReceiptAndThenWithIt();
    void tellsWhatWasRefusedAtBothEnds();
    void aMissingBundleIsNamedUntilItComes();
    void aNumberThatIsNotUsedIsNoGap();
    void aBundleIsFoundByTheBeginningOfItsId();
    void ofAStationThatIsNoPeerAnyMoreItIsFound();
    void oneThatWasNotFinishedCarriedNothing();
    void moreThanAPageAreAllTold();
    void whatIsPrintedIsWhatIsKnown();

private:
    static QList<BundleFacts> bundlesOf(const TestStation& station)
    {
        QList<BundleFacts> all;
        const auto session = station.read();
        const auto walked = forEachBundle(session, [&all](const BundleFacts& bundle) -> Result<void> {
            all.append(bundle);
            return {};
        });
        return walked ? all : QList<BundleFacts>{};
    }

    static QList<CarriedItem> carriedBy(const TestStation& station, const BundleFacts& bundle)
    {
        QList<CarriedItem> all;
        const auto session = station.read();
        const auto walked = forEachCarried(session, bundle, [&all](const CarriedItem& item) -> Result<void> {
            all.append(item);
            return {};
        });
        return walked ? all : QList<CarriedItem>{};
    }

    static QList<BundleGap> gapsOf(const TestStation& station) { return bundleGaps(station.read()).value(); }

    // A device's two requests, in a bundle on the stick.
    [[nodiscard]] ExportedBundle takeOut(const char* serial) const
    {
        m_world->putDevice(QString::fromLatin1(serial));
        m_world->site.gather({m_world->path(QStringLiteral("spool"))});
        return m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    }

    // What a station would need to forge: its own keys.
    static ForgedStation keysOf(const TestStation& station)
    {
        auto session = station.write();
        const auto signing = session.station().signingIdentity();
        const auto decryption = session.station().decryptionIdentities();
        return {signing->key, signing->certificate, decryption->front().key, decryption->front().certificate,
            session.station().id(), session.ledger().id()};
    }

    std::unique_ptr<TestWorld> m_world;
};

void TestBundleReports::aBundleStandsWithoutItsReceiptAndThenWithIt()
{
    const auto made = takeOut("SN-1");
    const auto before = bundlesOf(m_world->site);
    QCOMPARE(before.size(), 1);
    QVERIFY(before[0].way == BundleWay::Out && before[0].standing == BundleStanding::WithoutReceipt);
    QVERIFY(before[0].id == made.id && !before[0].receipt);
    QVERIFY(before[0].isToBeCarried());
    QCOMPARE(before[0].peerName, QStringLiteral("backend"));
    QCOMPARE(before[0].sequence, 1);
    QCOMPARE(before[0].items, 2);
    QCOMPARE(before[0].bytes, QFileInfo{made.path}.size());
    QCOMPARE(before[0].place, made.path);

    m_world->advance(3600);
    m_world->backend.import({made.path});
    const auto there = bundlesOf(m_world->backend);
    QCOMPARE(there.size(), 1);
    QVERIFY(there[0].way == BundleWay::In && there[0].standing == BundleStanding::Imported);
    QVERIFY(there[0].id == made.id && !there[0].receiptGiven);
    QVERIFY(!there[0].isToBeCarried());
    QCOMPARE(there[0].added, 2);
    QCOMPARE(there[0].bytes, QFileInfo{made.path}.size());
    QCOMPARE(there[0].place, made.path);

    const auto takenIn = m_world->now();
    m_world->advance(3600);
    m_world->backend.gather({m_world->put(QStringLiteral("answer"),
        m_world->pki.voucher(QStringLiteral("SN-1"), m_world->makeDevice(QStringLiteral("SN-1")).nonce))});
    m_world->carry(m_world->backend, m_world->site, QStringLiteral("back"));
    const auto after = bundlesOf(m_world->site);
    QCOMPARE(after.size(), 2);
    QVERIFY(after[0].standing == BundleStanding::Received && after[0].receipt);
    QVERIFY(after[0].isToBeCarried()); // its slip is still asked for
    QCOMPARE(after[0].receipt->refused, 0);
    QVERIFY(qAbs(after[0].receipt->takenIn.secsTo(takenIn)) <= 1);
    QVERIFY(qAbs(after[0].receipt->came.secsTo(m_world->now())) <= 1);
    QVERIFY(after[1].way == BundleWay::In);

    JsonWriter writer;
    writer.beginObject();
    after[0].writeJson(writer);
    writer.endObject();
    const auto json = parseJson(writer.text());
    QVERIFY(json.has_value());
    const auto* const receipt = json->find(u"receipt");
    QCOMPARE(*receipt->find(u"verdict")->string(), after[0].receipt->verdict);
    QCOMPARE(*receipt->find(u"takenIn")->string(), toUtcText(after[0].receipt->takenIn));
    QCOMPARE(*receipt->find(u"came")->string(), toUtcText(after[0].receipt->came));
}

void TestBundleReports::tellsWhatWasRefusedAtBothEnds()
{
    const auto from = keysOf(m_world->site);
    const auto good = m_world->makeDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->put(QStringLiteral("spool/1.vcj"), good.voucherRequest)});
    const auto made = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.front();
    const auto item = m_world->site.only().id;
    // The backend refuses it, and says so.
    const auto session = m_world->site.read();
    const auto outgoing = session.ledger().bundles().findOutgoing(made.id).value();
    const auto backend = keysOf(m_world->backend);
    const ReceiptFacts facts{made.id, outgoing->labelDigest, backend.id, backend.ledger, m_world->now(),
        QStringLiteral("imported-in-part"), 1, {{item, ErrorCode::BadSignature}}};
    const auto receipt = Receipt::create(facts, backend.signer(), m_world->now());
    m_world->site.import({m_world->put(QStringLiteral("in/r.receipt"), receipt.value())});

    const auto report = showBundle(m_world->site.read(), BundleWay::Out, backend.id, made.id);
    QVERIFY(report.has_value());
    QCOMPARE(report->bundle.refused, 1);
    QCOMPARE(report->items.size(), 1);
    QVERIFY(report->items[0].id == item && report->items[0].refused == ErrorCode::BadSignature);

    // A bundle of which the backend itself takes in a part.
    BundleForge forge{from, backend, 7};
    auto rubbish = someItem(from, "rubbish", Kind::VoucherRequest, Protocol::Brski);
    forge.parts.front().items = {rubbish, someItem(from, good.voucherRequest, Kind::VoucherRequest, Protocol::Brski)};
    const auto path = m_world->path(QStringLiteral("7.satchel"));
    forge.write(path);
    m_world->backend.import({path});
    const auto there = bundlesOf(m_world->backend);
    QVERIFY(there[0].standing == BundleStanding::ImportedInPart);
    const auto taken = showBundle(m_world->backend.read(), BundleWay::In, from.id, there[0].id);
    QVERIFY(taken.has_value());
    QCOMPARE(taken->items.size(), 2);
    QVERIFY(taken->items[0].refused && !taken->items[0].item);
    QVERIFY(!taken->items[1].refused && taken->items[1].item);
    QCOMPARE(taken->items[1].item->device, QStringLiteral("SN-1"));
}

void TestBundleReports::aMissingBundleIsNamedUntilItComes()
{
    const auto first = takeOut("SN-1");
    const auto second = takeOut("SN-2");
    m_world->backend.import({second.path});
    const auto gaps = gapsOf(m_world->backend);
    QCOMPARE(gaps.size(), 1);
    QCOMPARE(gaps[0].peerName, QStringLiteral("site"));
    QCOMPARE(gaps[0].missing, QList<qint64>{1});
    const auto bundles = bundlesOf(m_world->backend);
    QCOMPARE(bundles.size(), 2);
    QVERIFY(bundles[1].standing == BundleStanding::Missing && bundles[1].id.isNull());
    QCOMPARE(bundles[1].sequence, 1);

    m_world->backend.import({first.path}); // the lost stick turns up after all
    QVERIFY(gapsOf(m_world->backend).isEmpty());
    QCOMPARE(bundlesOf(m_world->backend).size(), 2);
}

void TestBundleReports::aNumberThatIsNotUsedIsNoGap()
{
    BundleForge forge{keysOf(m_world->site), keysOf(m_world->backend), 4};
    forge.parts.front().matters.voidSequences = {1, 2};
    const auto path = m_world->path(QStringLiteral("4.satchel"));
    forge.write(path);
    m_world->backend.import({path});
    QCOMPARE(gapsOf(m_world->backend)[0].missing, QList<qint64>{3});
}

void TestBundleReports::aBundleIsFoundByTheBeginningOfItsId()
{
    const auto made = takeOut("SN-1");
    m_world->backend.import({made.path});
    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        const auto bundle = findBundle(station->read(), made.id.toString().left(20).toLower());
        QVERIFY(bundle.has_value());
        QVERIFY(bundle->id == made.id);
        QCOMPARE(carriedBy(*station, *bundle).size(), 2);
    }
    (void)takeOut("SN-2");
    QCOMPARE(findBundle(m_world->site.read(), u"0").error().code, ErrorCode::Usage);
    QCOMPARE(findBundle(m_world->site.read(), u"Z").error().code, ErrorCode::NotFound);
    QCOMPARE(findBundle(m_world->site.read(), u"").error().code, ErrorCode::NotFound);
    QCOMPARE(showBundle(m_world->site.read(), BundleWay::In, m_world->site.read().station().id(), made.id).error().code,
        ErrorCode::NotFound);
}

void TestBundleReports::ofAStationThatIsNoPeerAnyMoreItIsFound()
{
    const auto made = takeOut("SN-1");
    m_world->backend.import({made.path});
    {
        auto session = m_world->backend.write();
        QVERIFY(removePeer(session, u"site").has_value());
    }
    QCOMPARE(bundlesOf(m_world->backend).size(), 1);
    const auto found = findBundle(m_world->backend.read(), made.id.toString());
    QVERIFY2(found.has_value(), found ? "" : qPrintable(found.error().message));
    QVERIFY(found->id == made.id && found->way == BundleWay::In);
    QCOMPARE(carriedBy(m_world->backend, *found).size(), 2);
}

void TestBundleReports::oneThatWasNotFinishedCarriedNothing()
{
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
    std::stop_source stop;
    const Conduct conduct{[&stop](const Progress& progress) {
                              if (progress.stage == QStringLiteral("flushing")) {
                                  stop.request_stop();
                              }
                          },
        stop.get_token()};
    {
        auto session = m_world->site.write();
        ExportOrder order;
        order.folder = m_world->path(QStringLiteral("stick"));
        QVERIFY(exportBundles(session, order, conduct).failure);
    }
    const auto bundles = bundlesOf(m_world->site);
    QCOMPARE(bundles.size(), 1);
    QVERIFY(bundles[0].standing == BundleStanding::Unused);
    QVERIFY(!bundles[0].isToBeCarried());
    QCOMPARE(bundles[0].items, 0);
    QCOMPARE(carriedBy(m_world->site, bundles[0]).size(), 0);
}

// They are read 256 at a time, the newest first.
void TestBundleReports::moreThanAPageAreAllTold()
{
    (void)takeOut("SN-1");
    changeLedger(m_world->site.ledgerFile(),
        {QStringLiteral(
            "INSERT INTO outgoing (number, bundle, peer, sequence, shipment, shipment_index, path, state, "
            "label_digest, file_digest, items, bytes, at, heard) WITH RECURSIVE counted(i) AS (SELECT 2 UNION ALL "
            "SELECT i + 1 FROM counted WHERE i < 600) "
            "SELECT i, substr(bundle, 1, 22) || printf('%04d', i), peer, i, shipment, shipment_index, path, "
            "state, label_digest, file_digest, items, bytes, at, heard FROM outgoing, counted")});
    const auto bundles = bundlesOf(m_world->site);
    QCOMPARE(bundles.size(), 600);
    for (int i = 0; i < 600; ++i) {
        QCOMPARE(bundles[i].sequence, 600 - i);
    }
}

void TestBundleReports::whatIsPrintedIsWhatIsKnown()
{
    const auto made = takeOut("SN-1");
    const auto bundle = findBundle(m_world->site.read(), made.id.toString());
    JsonWriter writer;
    writer.beginObject();
    bundle->writeJson(writer);
    writer.key(u"carried").beginArray();
    for (const auto& each : carriedBy(m_world->site, *bundle)) {
        each.writeJson(writer);
    }
    writer.endArray().endObject();
    const auto json = QString::fromUtf8(writer.text());
    QVERIFY2(json.contains(QStringLiteral(R"("way":"out","standing":"without-receipt")")), qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("receipt":null)")), qPrintable(json));
    QVERIFY2(json.contains(QStringLiteral(R"("device":"SN-1")")), qPrintable(json));
}

SATCHEL_TEST(TestBundleReports)
#include "TestBundleReports.moc"
