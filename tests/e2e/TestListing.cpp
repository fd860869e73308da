#include "Program.h"

#include <core/objects/PledgeMaker.h>
#include <core/objects/est/Pkcs10Request.h>
#include <core/objects/Sidecar.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/TestWorld.h>

#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::test;

// What `satchel list` leaves of a ledger: what is urgent, and which certificates end.
class TestListing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void urgentIsWhatWaitsAndHasADeadline();
    void expiringNamesCertificatesAndTheirRenewal();
    void expiringIsNeverUrgent();

private:
    [[nodiscard]] ProgramRun run(const TestStation& station, const QString& line) const;
    // A PKCS #10 and its sidecar into the spool: in another name than the IDevID's, asked for with that certificate.
    QByteArray putRequest(const TestDevice& device, const Certificate& asker) const;
    [[nodiscard]] JsonValue items(const TestStation& station, const QString& options) const;
    // The certificate that a device has after both trips; good for thirty days, by the program's clock.
    [[nodiscard]] Certificate enrolled(const QString& serial) const;

    std::unique_ptr<TestWorld> m_world;
    Program m_program;
};

void TestListing::init()
{
    m_world = std::make_unique<TestWorld>();
}

ProgramRun TestListing::run(const TestStation& station, const QString& line) const
{
    return m_program.run(QStringList{QStringLiteral("--home"), station.home()} + line.split(QLatin1Char(' ')));
}

JsonValue TestListing::items(const TestStation& station, const QString& options) const
{
    return at(run(station, QStringLiteral("--json list ") + options).json(), QStringLiteral("items"));
}

QByteArray TestListing::putRequest(const TestDevice& device, const Certificate& asker) const
{
    auto told = Sidecar::parse(m_world->pki.sidecar(device.idevid)).value();
    told.requester->idevid = {asker};
    const auto request = makePkcs10(device.newKey, QStringLiteral("LDevID"), device.serial).value();
    m_world->put(QStringLiteral("spool/r.p10.meta"), told.toJson());
    m_world->put(QStringLiteral("spool/r.p10"), request);
    return request;
}

Certificate TestListing::enrolled(const QString& serial) const
{
    const auto device = m_world->makeDevice(serial);
    const auto pkcs10 = putRequest(device, device.idevid.certificate);
    (void)run(m_world->site, QStringLiteral("gather ") + m_world->path(QStringLiteral("spool")));
    (void)m_world->carry(m_world->site, m_world->backend, QStringLiteral("out"));
    const auto now = QDateTime::currentDateTimeUtc();
    const CertificateTemplate facts{.commonName = serial, .notBefore = now.addDays(-1), .notAfter = now.addDays(30)};
    const auto request = Pkcs10Request::parse(pkcs10).value();
    const auto issued
        = issueCertificate(facts, request->publicKeyInfo(), m_world->pki.domainCa, request->subject().der()).value();
    const auto answer = m_world->put(QStringLiteral("answers/answer"), issued.der());
    (void)run(m_world->backend, QStringLiteral("gather ") + answer);
    (void)m_world->carry(m_world->backend, m_world->site, QStringLiteral("back"));
    return issued;
}

void TestListing::urgentIsWhatWaitsAndHasADeadline()
{
    m_world->putDevice(QStringLiteral("SN-1")); // a voucher request, which lapses, and a PKCS #10, which does not
    const auto gather = QStringLiteral("gather ") + m_world->path(QStringLiteral("spool"));
    QCOMPARE(run(m_world->site, gather).exitCode, 0);
    QTest::qWait(1100); // a deadline is told in seconds
    m_world->putDevice(QStringLiteral("SN-2"));
    QCOMPARE(run(m_world->site, gather).exitCode, 0);

    const auto urgent = items(m_world->site, QStringLiteral("--urgent"));
    QCOMPARE(sizeAt(urgent, {}), 2);
    for (const auto& [place, serial] : {std::pair{QStringLiteral("0."), QStringLiteral("SN-1")},
             std::pair{QStringLiteral("1."), QStringLiteral("SN-2")}}) {
        QCOMPARE(textAt(urgent, place + QStringLiteral("device")), serial);
        QCOMPARE(textAt(urgent, place + QStringLiteral("kind")), QStringLiteral("voucher-request"));
        QVERIFY(!textAt(urgent, place + QStringLiteral("deadline")).isEmpty());
    }
    QVERIFY(textAt(urgent, QStringLiteral("0.deadline")) < textAt(urgent, QStringLiteral("1.deadline")));
    QCOMPARE(sizeAt(items(m_world->site, QStringLiteral("--urgent --limit 1")), {}), 1);
    const auto table = run(m_world->site, QStringLiteral("list --urgent")).out;
    QVERIFY(table.contains("SN-1") && table.indexOf("SN-1") < table.indexOf("SN-2"));
    QVERIFY(!table.contains("certification-request"));

    // What does not wait any more is not urgent.
    const auto rejected = QStringLiteral("reject %1 --reason held").arg(textAt(urgent, QStringLiteral("0.id")));
    QCOMPARE(run(m_world->site, rejected).exitCode, 0);
    const auto left = items(m_world->site, QStringLiteral("--urgent"));
    QCOMPARE(sizeAt(left, {}), 1);
    QCOMPARE(textAt(left, QStringLiteral("0.device")), QStringLiteral("SN-2"));
}

void TestListing::expiringNamesCertificatesAndTheirRenewal()
{
    const auto present = enrolled(QStringLiteral("SN-1"));

    for (const auto* const station : {&m_world->site, &m_world->backend}) {
        const auto ending = items(*station, QStringLiteral("--expiring 31"));
        QCOMPARE(sizeAt(ending, {}), 1);
        QCOMPARE(textAt(ending, QStringLiteral("0.kind")), QStringLiteral("certification-response"));
        QCOMPARE(keysAt(ending, QStringLiteral("0.certificate")), QStringLiteral("device item notAfter subject"));
        QCOMPARE(textAt(ending, QStringLiteral("0.certificate.device")), QStringLiteral("SN-1"));
        QCOMPARE(textAt(ending, QStringLiteral("0.certificate.subject")), present.subject());
        QCOMPARE(textAt(ending, QStringLiteral("0.certificate.notAfter")), present.notAfter().toString(Qt::ISODate));
        QVERIFY(at(ending, QStringLiteral("0")).find(u"renewal")->isNull());
        QVERIFY(run(*station, QStringLiteral("list --expiring 31")).out.contains("none"));
        QCOMPARE(sizeAt(items(*station, QStringLiteral("--expiring 29")), {}), 0);
        QCOMPARE(run(*station, QStringLiteral("list --expiring 29")).out,
            QByteArray{"No certificate ends within 29 days.\n"});
    }

    putRequest(m_world->makeDevice(QStringLiteral("SN-1")), present); // it asks with what it has
    const auto taken
        = run(m_world->site, QStringLiteral("--json gather ") + m_world->path(QStringLiteral("spool"))).json();
    const auto id = textAt(taken, QStringLiteral("items.0"));
    QVERIFY(!id.isEmpty());
    const auto renewed = items(m_world->site, QStringLiteral("--expiring 31"));
    QCOMPARE(textAt(renewed, QStringLiteral("0.renewal")), id);
    const auto table = run(m_world->site, QStringLiteral("list --expiring 31")).out;
    QVERIFY2(table.contains(id.first(12).toUtf8() + ", pending"), table.constData());
}

void TestListing::expiringIsNeverUrgent()
{
    QCOMPARE(run(m_world->site, QStringLiteral("list --urgent --expiring 31")).exitCode, 2);
}

SATCHEL_TEST(TestListing)
#include "TestListing.moc"
