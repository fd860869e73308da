#include "IssuerWorld.h"

#include <core/objects/est/CertificateAnswer.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestIssuerCertificates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aPkcs10GetsItsCertificate();
    void anEmptySubjectBecomesTheDevice();
    void everyCertificateIsOnRecord();
    void theCaLimitsTheValidity();
    void withoutRequesterItIsAnsweredWithAWarning();
    void withoutRequesterItIsRefusedWhereThatIsThePolicy_data();
    void withoutRequesterItIsRefusedWhereThatIsThePolicy();
    void theOrderGoesBeforeTheSettings();
    void anUnsoundRequestGetsNothing_data();
    void anUnsoundRequestGetsNothing();
};

namespace {

const QString Pkcs10Name = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.p10");
const QString AnswerName = QStringLiteral("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.p7c");

Pkcs10Draft draftFor(const IssuerWorld& world)
{
    return {.serialNumber = QStringLiteral("device-1"), .key = world.forge.newKey};
}

// The certificate in the one answer.
Certificate issuedIn(const IssuerWorld& world)
{
    const auto answer = recognised(world.answerBytes(AnswerName));
    return dynamic_cast<const CertificateAnswer&>(*answer).issued().first();
}

} // namespace

void TestIssuerCertificates::aPkcs10GetsItsCertificate()
{
    const IssuerWorld world;
    const QByteArray request = makePkcs10(draftFor(world));
    world.request(Pkcs10Name, request);
    world.requester(Pkcs10Name, world.forge.idevid);

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.issued, 1);
    QVERIFY(report.warnings.isEmpty());
    QCOMPARE(world.answerNames(), QStringList{AnswerName});
    const auto answer = recognised(world.answerBytes(AnswerName));
    QVERIFY(answer->matches(*recognised(request)).has_value());
    const Certificate certificate = issuedIn(world);
    QCOMPARE(certificate.subject(), QStringLiteral("serialNumber=device-1,CN=pledge"));
    QVERIFY(!certificate.isCertificateAuthority());
    QVERIFY(certificate.maySign());
    QCOMPARE(certificate.notAfter(), MessageForge::now().addDays(365));
    QVERIFY(TrustAnchors{{world.certificateOf(QStringLiteral("ca.pem"))}}
            .verify(certificate, {}, MessageForge::now())
            .has_value());
}

void TestIssuerCertificates::anEmptySubjectBecomesTheDevice()
{
    const IssuerWorld world;
    world.request(Pkcs10Name, makePkcs10({.commonName = {}, .key = world.forge.newKey}));
    world.requester(Pkcs10Name, world.forge.idevid);

    QCOMPARE(world.issue().issued, 1);

    QCOMPARE(issuedIn(world).subject(), QStringLiteral("serialNumber=device-1"));
}

void TestIssuerCertificates::everyCertificateIsOnRecord()
{
    const IssuerWorld world;
    world.request(Pkcs10Name, makePkcs10(draftFor(world)));
    world.requester(Pkcs10Name, world.forge.idevid);

    QCOMPARE(world.issue().issued, 1);

    const Certificate certificate = issuedIn(world);
    const QString record
        = QStringLiteral("certificates/%1.pem").arg(QString::fromLatin1(certificate.serialNumber().toHex()));
    QVERIFY(world.certificateOf(record) == certificate);
}

void TestIssuerCertificates::theCaLimitsTheValidity()
{
    const IssuerWorld world;
    world.writeIssuer(QStringLiteral("settings.toml"), "certificate-days = 36500\n");
    world.request(Pkcs10Name, makePkcs10(draftFor(world)));
    world.requester(Pkcs10Name, world.forge.idevid);

    QCOMPARE(world.issue().issued, 1);

    QCOMPARE(issuedIn(world).notAfter(), world.certificateOf(QStringLiteral("ca.pem")).notAfter());
}

void TestIssuerCertificates::withoutRequesterItIsAnsweredWithAWarning()
{
    const IssuerWorld world;
    world.request(Pkcs10Name, makePkcs10(draftFor(world)));

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Done);
    QCOMPARE(report.issued, 1);
    const auto warning = onlyRow(report.warnings);
    QVERIFY(textOf(warning, u"path").endsWith(Pkcs10Name));
    QVERIFY(textOf(warning, u"text").contains(QStringLiteral("requester unknown")));
}

void TestIssuerCertificates::withoutRequesterItIsRefusedWhereThatIsThePolicy_data()
{
    QTest::addColumn<bool>("bySetting");
    QTest::addColumn<bool>("hasStrangersRecord");
    QTest::addColumn<QString>("code");

    QTest::newRow("by setting, no record") << true << false << QStringLiteral("requester-unknown");
    QTest::newRow("by order, no record") << false << false << QStringLiteral("requester-unknown");
    QTest::newRow("by order, unknown manufacturer") << false << true << QStringLiteral("untrusted-issuer");
}

void TestIssuerCertificates::withoutRequesterItIsRefusedWhereThatIsThePolicy()
{
    QFETCH(bool, bySetting);
    QFETCH(bool, hasStrangersRecord);
    QFETCH(QString, code);
    const IssuerWorld world;
    world.request(Pkcs10Name, makePkcs10(draftFor(world)));
    if (hasStrangersRecord) {
        const CertificateTemplate facts{.commonName = QStringLiteral("copy"),
            .serialNumber = QStringLiteral("device-1"),
            .notBefore = beginningOfTime(),
            .notAfter = endOfTime()};
        world.requester(Pkcs10Name, MessageForge::issue(facts, world.forge.stranger));
    }
    auto order = world.order();
    if (bySetting) {
        world.writeIssuer(QStringLiteral("settings.toml"), "require-requester = true\n");
    } else {
        order.requireRequester = true;
    }

    const auto report = issue(order, {});

    QCOMPARE(report.outcome(), Outcome::Refused);
    QCOMPARE(textOf(onlyRow(report.refused), u"code"), code);
    QVERIFY(world.answerNames().isEmpty());
}

void TestIssuerCertificates::theOrderGoesBeforeTheSettings()
{
    const IssuerWorld world;
    world.writeIssuer(QStringLiteral("settings.toml"), "require-requester = true\n");
    world.request(Pkcs10Name, makePkcs10(draftFor(world)));
    auto order = world.order();
    order.requireRequester = false;

    QCOMPARE(issue(order, {}).issued, 1);
}

void TestIssuerCertificates::anUnsoundRequestGetsNothing_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QByteArray>("sidecar");
    QTest::addColumn<QString>("code");

    const IssuerWorld world;
    auto proofless = draftFor(world);
    proofless.signedBy = world.forge.idevid.key;
    auto weak = draftFor(world);
    weak.digest = EVP_sha1();
    auto other = draftFor(world);
    other.serialNumber = QStringLiteral("device-2");
    Sidecar sidecar;
    sidecar.requester = world.forge.requester();
    const QByteArray requester = sidecar.toJson();

    QTest::newRow("signed with another key")
        << makePkcs10(proofless) << requester << QStringLiteral("bad-proof-of-possession");
    QTest::newRow("signed with SHA-1") << makePkcs10(weak) << requester << QStringLiteral("weak-algorithm");
    QTest::newRow("in the name of another device")
        << makePkcs10(other) << requester << QStringLiteral("serial-mismatch");
    QTest::newRow("in nobody's name") << makePkcs10({.commonName = {}, .key = world.forge.newKey}) << QByteArray{}
                                      << QStringLiteral("malformed");
    QTest::newRow("broken sidecar") << makePkcs10(draftFor(world)) << QByteArray{"{}"} << QStringLiteral("malformed");
    QTest::newRow("cut off") << makePkcs10(draftFor(world)).chopped(1) << requester << QStringLiteral("malformed");
    QTest::newRow("with a tail") << makePkcs10(draftFor(world)) + '\0' << requester << QStringLiteral("trailing-data");
}

void TestIssuerCertificates::anUnsoundRequestGetsNothing()
{
    QFETCH(QByteArray, request);
    QFETCH(QByteArray, sidecar);
    QFETCH(QString, code);
    const IssuerWorld world;
    // The forge of the rows is another one: its devices are known here by their manufacturer's name only.
    world.request(Pkcs10Name, request);
    if (!sidecar.isEmpty()) {
        world.request(Pkcs10Name + QStringLiteral(".meta"), sidecar);
    }

    const auto report = world.issue();

    QCOMPARE(report.outcome(), Outcome::Refused);
    const auto row = onlyRow(report.refused);
    QCOMPARE(textOf(row, u"code"), code);
    QVERIFY(textOf(row, u"path").endsWith(Pkcs10Name));
    QVERIFY(!textOf(row, u"reason").isEmpty());
    QVERIFY(world.answerNames().isEmpty());
    QVERIFY(!QDir{world.authority() + QStringLiteral("/certificates")}.exists());
}

SATCHEL_TEST(TestIssuerCertificates)
#include "TestIssuerCertificates.moc"
