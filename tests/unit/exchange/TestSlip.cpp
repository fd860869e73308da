#include <core/exchange/report/Slip.h>
#include <core/exchange/verify/Inspect.h>
#include <core/exchange/verify/Verify.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestSlip : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void saysWhatTheBundleHolds();
    void itsDigestIsWhatOthersCompute();
    void ofWhatIsNoBundleThereIsNone();
    void ofWhatWasNeverFinishedThereIsNone();

private:
    std::unique_ptr<TestWorld> m_world;
};

void TestSlip::init()
{
    m_world = std::make_unique<TestWorld>();
    m_world->putDevice(QStringLiteral("SN-1"));
    m_world->putDevice(QStringLiteral("SN-2"));
    m_world->site.gather({m_world->path(QStringLiteral("spool"))});
}

void TestSlip::saysWhatTheBundleHolds()
{
    const auto made = m_world->site.exportTo(m_world->path(QStringLiteral("stick"))).bundles.first();
    const auto session = m_world->site.read();
    const auto report = slipOf(session, {made.id});

    QVERIFY(report.has_value());
    QCOMPARE(report->station, session.station().id());
    QCOMPARE(report->bundles.size(), 1);
    const auto& bundle = report->bundles.first();
    QCOMPARE(bundle.record.sequence, 1);
    QCOMPARE(bundle.record.bytes, made.bytes);
    QCOMPARE(bundle.toName, QStringLiteral("backend"));
    QCOMPARE(bundle.kinds, (QMap<Kind, qint64>{{Kind::VoucherRequest, 2}, {Kind::CertificationRequest, 2}}));
    QVERIFY2(bundle.place.startsWith(made.path), qPrintable(bundle.place));
}

// What stands on the paper, what `inspect` and `verify` say, and what tar and sha256sum would.
void TestSlip::itsDigestIsWhatOthersCompute()
{
    const auto path = m_world->carry(m_world->site, m_world->backend, QStringLiteral("stick"));
    const auto inspected = inspectFile(path, {});
    QVERIFY(inspected.has_value());
    const auto here = m_world->site.read();
    const auto slip = slipOf(here, {inspected->label.address.bundle});
    QVERIFY(slip.has_value());
    const auto digest = slip->bundles.first().record.labelDigest;
    QCOMPARE(inspected->labelDigest, digest);

    auto there = m_world->backend.read();
    const auto verified = verifyFiles(&there, {}, {path}, {});
    const auto& checks = verified.files.first().checks;
    const auto label = std::find_if(
        checks.begin(), checks.end(), [](const Check& check) { return check.name == QStringLiteral("label"); });
    QVERIFY(label != checks.end());
    QVERIFY2(label->detail.endsWith(QStringLiteral("sha256 ") + digest.toString()), qPrintable(label->detail));
}

void TestSlip::ofWhatIsNoBundleThereIsNone()
{
    const auto session = m_world->site.read();
    const auto report = slipOf(session, {Ulid::generate(m_world->now())});

    QVERIFY(!report.has_value());
    QCOMPARE(report.error().code, ErrorCode::NotFound);
}

void TestSlip::ofWhatWasNeverFinishedThereIsNone()
{
    auto session = m_world->site.write();
    const auto id = Ulid::generate(m_world->now());
    {
        auto transaction = session.ledger().begin();
        QVERIFY(transaction.has_value());
        QVERIFY(session.ledger()
                .bundles()
                .beginOutgoing(m_world->backend.card().station(), id, id, 1, m_world->path(QStringLiteral("x.part")))
                .has_value());
        QVERIFY(transaction->commit().has_value());
    }
    const auto report = slipOf(session, {id});

    QVERIFY(!report.has_value());
    QCOMPARE(report.error().code, ErrorCode::Usage);
}

SATCHEL_TEST(TestSlip)
#include "TestSlip.moc"
