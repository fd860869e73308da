#include "IssuerWorld.h"

#include <core/base/Time.h>
#include <core/objects/voucher/Voucher.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestIssuerVouchers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aRequestGetsItsVoucher_data();
    void aRequestGetsItsVoucher();
    void theVoucherPassesTheSitesChecks();
    void withoutNonceTheVoucherExpires();
    void whatNobodySawIsOnlyLogged();
    void anUnsoundRequestGetsNothing_data();
    void anUnsoundRequestGetsNothing();
    void twoRegistrarsAreOneTooMany();
    void openSslReadsTheVoucher();
};

namespace {

const QString VoucherRequestName
    = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.vcj");

const VoucherContent& contentOf(const EnrolmentObjectPtr& voucher)
{
    return dynamic_cast<const Voucher&>(*voucher).content();
}

} // namespace

void TestIssuerVouchers::aRequestGetsItsVoucher_data()
{
    QTest::addColumn<QString>("whose");
    QTest::addColumn<VoucherForm>("form");
    QTest::addColumn<QString>("extension");
    QTest::newRow("of a pledge") << QStringLiteral("pledge") << VoucherForm::Cms << QStringLiteral("vcj");
    QTest::newRow("of a registrar") << QStringLiteral("registrar") << VoucherForm::Cms << QStringLiteral("vcj");
    QTest::newRow("of a pledge, in JWS") << QStringLiteral("pledge") << VoucherForm::Jws << QStringLiteral("vjj");
    QTest::newRow("of a registrar, in JWS") << QStringLiteral("registrar") << VoucherForm::Jws << QStringLiteral("vjj");
    QTest::newRow("of a pledge, in COSE") << QStringLiteral("pledge") << VoucherForm::Cose << QStringLiteral("vch");
    QTest::newRow("of a registrar, in COSE")
        << QStringLiteral("registrar") << VoucherForm::Cose << QStringLiteral("vch");
}

void TestIssuerVouchers::aRequestGetsItsVoucher()
{
    QFETCH(QString, whose);
    QFETCH(VoucherForm, form);
    QFETCH(QString, extension);
    const IssuerWorld world;
    const MessageForge& forge = world.forge;
    QByteArray request = MessageForge::signedIn(form, forge.pledgeJson(), forge.idevid);
    if (whose == u"registrar") {
        request = MessageForge::signedIn(form, forge.registrarJson(request), forge.registrar);
    }
    const QString name = VoucherRequestName.chopped(3) + extension;
    world.request(name, request);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.issued, 1);
    const auto voucher = recognised(world.answerBytes(name));
    QCOMPARE(voucher->kind(), Kind::Voucher);
    QCOMPARE(voucher->extension(), extension);
    QVERIFY(voucher->matches(*recognised(request)).has_value());
    const auto& content = contentOf(voucher);
    QCOMPARE(content.serialNumber, QStringLiteral("device-1"));
    QCOMPARE(content.nonce, QStringLiteral("bm9uY2UtMDAwMDAwMDAwMQ=="));
    QCOMPARE(content.assertion, QStringLiteral("proximity"));
    QCOMPARE(content.createdOn, toUtcText(MessageForge::now()));
    QVERIFY(content.expiresOn.isEmpty());
    QVERIFY(content.deviations.isEmpty());
    QVERIFY(content.pinnedDomainCertificate.certificate == world.forge.domainCa.certificate);
}

void TestIssuerVouchers::theVoucherPassesTheSitesChecks()
{
    const IssuerWorld world;
    world.request(VoucherRequestName, world.forge.registrarRequest());
    QCOMPARE(world.issue().issued, 1);
    const auto trust = TrustStore::inMemory({{AnchorUse::Masa, world.certificateOf(QStringLiteral("masa-ca.pem"))},
        {AnchorUse::Domain, world.forge.domainCa.certificate}});

    const auto assessment = recognised(world.answerBytes(VoucherRequestName))
                                ->assess({.trust = trust, .at = MessageForge::now().addSecs(1)});

    QVERIFY(!assessment.refusal.has_value());
    QVERIFY(!assessment.hold.has_value());
    QVERIFY(assessment.warnings.isEmpty());
}

void TestIssuerVouchers::withoutNonceTheVoucherExpires()
{
    const IssuerWorld world;
    world.writeIssuer(QStringLiteral("settings.toml"), "voucher-days = 9\n");
    world.request(VoucherRequestName, world.forge.pledgeRequest({{QStringLiteral("nonce"), QJsonValue::Null}}));

    QCOMPARE(world.issue().issued, 1);

    const auto voucher = recognised(world.answerBytes(VoucherRequestName));
    QVERIFY(contentOf(voucher).nonce.isEmpty());
    QCOMPARE(contentOf(voucher).expiresOn, toUtcText(MessageForge::now().addDays(9)));
}

void TestIssuerVouchers::whatNobodySawIsOnlyLogged()
{
    const IssuerWorld world;
    const QByteArray json = world.forge.registrarJson({},
        {{QStringLiteral("prior-signed-voucher-request"), QJsonValue::Null},
            {QStringLiteral("nonce"), QJsonValue::Null}});
    world.request(VoucherRequestName, makeCms({.content = json, .signer = world.forge.registrar}));

    QCOMPARE(world.issue().issued, 1);

    const auto voucher = recognised(world.answerBytes(VoucherRequestName));
    QCOMPARE(contentOf(voucher).assertion, QStringLiteral("logged"));
    QVERIFY(contentOf(voucher).pinnedDomainCertificate.certificate == world.forge.domainCa.certificate);
}

void TestIssuerVouchers::anUnsoundRequestGetsNothing_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("code");

    QTest::newRow("device of an unknown manufacturer")
        << QStringLiteral("stranger") << QStringLiteral("untrusted-issuer");
    QTest::newRow("for another device") << QStringLiteral("serial") << QStringLiteral("serial-mismatch");
    QTest::newRow("another nonce than the device's") << QStringLiteral("nonce") << QStringLiteral("nonce-mismatch");
    QTest::newRow("a registrar of nobody's domain")
        << QStringLiteral("registrar") << QStringLiteral("untrusted-issuer");
    QTest::newRow("no registrar seen") << QStringLiteral("blind") << QStringLiteral("domain-mismatch");
    QTest::newRow("content altered") << QStringLiteral("altered") << QStringLiteral("bad-signature");
}

void TestIssuerVouchers::anUnsoundRequestGetsNothing()
{
    QFETCH(QString, scenario);
    QFETCH(QString, code);
    const IssuerWorld world;
    const auto& forge = world.forge;
    const CertificateTemplate facts{.commonName = QStringLiteral("other"),
        .serialNumber = QStringLiteral("device-1"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Registrar};
    QByteArray request = forge.pledgeRequest();
    if (scenario == u"stranger") {
        auto device = facts;
        device.use = CertificateTemplate::Use::EndEntity;
        request = makeCms({.content = forge.pledgeJson(), .signer = MessageForge::issue(device, forge.stranger)});
    } else if (scenario == u"serial") {
        request = forge.pledgeRequest({{QStringLiteral("serial-number"), QStringLiteral("device-2")}});
    } else if (scenario == u"nonce") {
        request = forge.registrarRequest({{QStringLiteral("nonce"), QStringLiteral("b3RoZXItbm9uY2UtMDAwMQ==")}});
    } else if (scenario == u"registrar") {
        const QByteArray json = forge.registrarJson(forge.pledgeRequest());
        request = makeCms({.content = json, .signer = MessageForge::issue(facts, forge.stranger)});
    } else if (scenario == u"blind") {
        request = forge.pledgeRequest({{QStringLiteral("assertion"), QJsonValue::Null},
            {QStringLiteral("proximity-registrar-cert"), QJsonValue::Null}});
    } else {
        request.replace("device-1\"", "device-9\"");
    }
    world.request(VoucherRequestName, request);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(textOf(onlyRow(report.refused), u"code"), code);
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssuerVouchers::twoRegistrarsAreOneTooMany()
{
    const IssuerWorld world;
    const auto& forge = world.forge;
    // Both domains are known here; but the device saw the one and the other asks.
    world.writeIssuer(QStringLiteral("domain.pem"),
        certificatePem(forge.domainCa.certificate) + certificatePem(forge.stranger.certificate));
    const CertificateTemplate facts{.commonName = QStringLiteral("other registrar"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Registrar};
    const QByteArray json = forge.registrarJson(forge.pledgeRequest());
    world.request(VoucherRequestName, makeCms({.content = json, .signer = MessageForge::issue(facts, forge.stranger)}));

    const auto report = world.issue();

    QCOMPARE(textOf(onlyRow(report.refused), u"code"), QStringLiteral("domain-mismatch"));
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssuerVouchers::openSslReadsTheVoucher()
{
    const IssuerWorld world;
    world.request(VoucherRequestName, world.forge.pledgeRequest());
    QCOMPARE(world.issue().issued, 1);

    // As somebody else's tool would: CMS_verify, with the MASA's CA as the only thing known beforehand.
    const QByteArray voucher = world.answerBytes(VoucherRequestName);
    const auto source = BioHandle{BIO_new_mem_buf(voucher.constData(), static_cast<int>(voucher.size()))};
    const CmsHandle cms{d2i_CMS_bio(source.get(), nullptr)};
    QVERIFY(cms != nullptr);
    const StoreHandle store{X509_STORE_new()};
    const Certificate masaCa = world.certificateOf(QStringLiteral("masa-ca.pem"));
    X509_STORE_add_cert(store.get(), masaCa.x509());
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), MessageForge::now().toSecsSinceEpoch());
    X509_VERIFY_PARAM_set_purpose(X509_STORE_get0_param(store.get()), X509_PURPOSE_ANY);
    const BioHandle content{BIO_new(BIO_s_mem())};

    QCOMPARE(CMS_verify(cms.get(), nullptr, store.get(), nullptr, content.get(), CMS_BINARY), 1);
}

SATCHEL_TEST(TestIssuerVouchers)
#include "TestIssuerVouchers.moc"
