#include "Program.h"
#include "RecipeWorld.h"

#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QProcess>
#include <QSet>
#include <QStandardPaths>
#include <QTest>

#include <memory>

using namespace satchel;
using namespace satchel::test;

Q_DECLARE_METATYPE(satchel::VoucherForm)

// docs/registrars.md with a MASA on this machine's loopback, in each form of vouchers.
class TestMasaRecipe : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void vouchersFromAMasa_data();
    void vouchersFromAMasa();

private:
    // What the registrar asks the MASA with, around the device's own request.
    [[nodiscard]] QByteArray registrarRequest(VoucherForm form) const;
    void makeMasa() const;

    std::unique_ptr<RecipeWorld> m_world;
};

void TestMasaRecipe::initTestCase()
{
    for (const auto& tool : {QStringLiteral("curl"), QStringLiteral("python3")}) {
        if (QStandardPaths::findExecutable(tool).isEmpty()) {
            LACKING_TOOL(qPrintable(tool + QStringLiteral(" is not installed")));
        }
    }
}

QByteArray TestMasaRecipe::registrarRequest(VoucherForm form) const
{
    const auto& pki = m_world->pki;
    VoucherRequestFacts facts;
    facts.createdOn = QDateTime::currentDateTimeUtc();
    facts.assertion = QStringLiteral("proximity");
    facts.serialNumber = QStringLiteral("device-1");
    facts.nonce = QStringLiteral("bm9uY2Utb2YtZGV2aWNl");
    facts.proximityRegistrarCertificate = pki.registrar.certificate;
    facts.priorSignedVoucherRequest
        = makeVoucherRequest(facts, {pki.device(QStringLiteral("device-1")), {}}, form).value();
    facts.proximityRegistrarCertificate.reset();
    return makeVoucherRequest(facts, {pki.registrar, {pki.domainCa.certificate}}, form).value();
}

// It makes its keys in its first run; both stations trust it.
void TestMasaRecipe::makeMasa() const
{
    m_world->put(QStringLiteral("masa/manufacturer.pem"), m_world->read(QStringLiteral("manufacturer.pem")));
    m_world->put(QStringLiteral("masa/domain.pem"), m_world->read(QStringLiteral("domain.pem")));
    QVERIFY(m_world->shell(QStringLiteral("office"), "mkdir none; satchel issue --ca ../masa --in none --out none"));
    for (const auto& station : {QStringLiteral("site"), QStringLiteral("office")}) {
        QVERIFY(m_world->satchel(station, "trust add --for masa ../masa/masa-ca.pem"));
    }
}

void TestMasaRecipe::vouchersFromAMasa_data()
{
    QTest::addColumn<VoucherForm>("form");
    QTest::addColumn<QString>("extension");
    QTest::newRow("CMS") << VoucherForm::Cms << QStringLiteral("vcj");
    QTest::newRow("JWS") << VoucherForm::Jws << QStringLiteral("vjj");
    QTest::newRow("COSE") << VoucherForm::Cose << QStringLiteral("vch");
}

// The same request twice: for the voucher, and for the audit log.
void TestMasaRecipe::vouchersFromAMasa()
{
    m_world = std::make_unique<RecipeWorld>();
    QFETCH(VoucherForm, form);
    QFETCH(QString, extension);
    const QByteArray resource
        = "{\"type\":\"satchel-meta\",\"version\":1,\"path\":\"/.well-known/brski/requestauditlog\"}";
    const auto request = registrarRequest(form);
    m_world->put(QStringLiteral("site/spool/device-1.voucher-request"), request);
    m_world->put(QStringLiteral("site/spool/device-1.log-request.meta"), resource);
    m_world->put(QStringLiteral("site/spool/device-1.log-request"), request);
    makeMasa();
    QProcess masa;
    masa.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    masa.start(QStringLiteral("python3"),
        {QStringLiteral("-B"), QStringLiteral(SATCHEL_SOURCE_DIR "/tests/e2e/loopback_masa.py"), Program::file(),
            m_world->path(QStringLiteral("masa"))});
    QVERIFY(masa.waitForReadyRead());
    const auto url = QStringLiteral("MASA_URL=http://127.0.0.1:") + QString::fromLatin1(masa.readLine().trimmed());

    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe("Any registrar with a spool", "sh site")));
    QVERIFY(m_world->carry(QStringLiteral("site"), QStringLiteral("office")));
    QVERIFY(m_world->shell(QStringLiteral("office"), RecipeWorld::recipe("A MASA", "sh office"), {url}));
    QVERIFY(m_world->shell(
        QStringLiteral("office"), RecipeWorld::recipe("A MASA", "sh office"), {url})); // asks nothing twice
    masa.kill();
    masa.waitForFinished();
    QCOMPARE(m_world->namesIn(QStringLiteral("masa")).filter(QStringLiteral("given-")).size(), 2);
    QVERIFY(m_world->carry(QStringLiteral("office"), QStringLiteral("site")));
    QVERIFY(m_world->shell(QStringLiteral("site"), RecipeWorld::recipe("Any registrar with a spool", "sh site-again")));

    const QSet<QByteArray> given{
        m_world->read(QStringLiteral("masa/given-1")), m_world->read(QStringLiteral("masa/given-2"))};
    const auto voucher = m_world->read(m_world->onlyAnswer(extension));
    const auto log = m_world->read(m_world->onlyAnswer(QStringLiteral("json")));
    QCOMPARE((QSet<QByteArray>{voucher, log}), given);
    QVERIFY(log.startsWith("{\"version\""));
    const auto meta = m_world->read(m_world->onlyAnswer(extension) + QStringLiteral(".meta"));
    QVERIFY2(meta.contains("\"localName\":\"device-1.voucher-request\""), meta.constData());
}

SATCHEL_TEST(TestMasaRecipe)
#include "TestMasaRecipe.moc"
