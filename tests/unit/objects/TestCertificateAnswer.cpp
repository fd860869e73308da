#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestCertificateAnswer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsItsRequestByKey();
    void looksForAllKeysOfAuthorities();
    void checksTheChain_data();
    void checksTheChain();
    void answersTheRequestForItsKey_data();
    void answersTheRequestForItsKey();
    void answersPkcs10Only();
    void showsWhoseMasaADeviceNames();

private:
    MessageForge m_forge;
};

void TestCertificateAnswer::findsItsRequestByKey()
{
    const auto answer = recognised(*makeCertsOnlyCms({m_forge.domainCa.certificate, m_forge.ldevid}));
    const auto request = recognised(makePkcs10({.key = m_forge.newKey}));

    QCOMPARE(answer->lookups(), QStringList{request->correlation()});
    QCOMPARE(answer->correlation(), QString{});
    QCOMPARE(answer->device(), QStringLiteral("device-1"));
    QVERIFY(answer->isSelfContained());
}

void TestCertificateAnswer::looksForAllKeysOfAuthorities()
{
    const auto answer = EnrolmentObject::recognise(
        *makeCertsOnlyCms({m_forge.domainCa.certificate, m_forge.manufacturer.certificate}),
        Kind::CertificationResponse);

    QCOMPARE((*answer)->lookups().size(), 2);
    QCOMPARE((*answer)->device(), QStringLiteral("Domain CA"));
}

void TestCertificateAnswer::checksTheChain_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("years"); // from now
    QTest::addColumn<QString>("hold");

    const PrivateKey& key = m_forge.newKey;
    const auto foreign = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), m_forge.stranger);
    const auto byManufacturer
        = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), m_forge.manufacturer);
    const CertificateTemplate subCa{.commonName = QStringLiteral("Sub CA"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Authority};
    const IssuerIdentity sub = MessageForge::issue(subCa, m_forge.domainCa);
    const auto below = MessageForge::certify(publicKeyInfoOf(key), QStringLiteral("device-1"), sub);
    const QString untrusted = QStringLiteral("untrusted-issuer");
    QTest::newRow("our CA") << m_forge.ldevid.der() << 0 << QStringLiteral("none");
    QTest::newRow("our CA, certs-only") << *makeCertsOnlyCms({m_forge.ldevid}) << 0 << QStringLiteral("none");
    QTest::newRow("expired") << m_forge.ldevid.der() << 2 << QStringLiteral("expired");
    QTest::newRow("not yet valid") << m_forge.ldevid.der() << -2 << QStringLiteral("not-yet-valid");
    QTest::newRow("another CA") << foreign.der() << 0 << untrusted;
    QTest::newRow("the manufacturer's CA") << byManufacturer.der() << 0 << untrusted;
    QTest::newRow("intermediate inside") << *makeCertsOnlyCms({below, sub.certificate}) << 0 << QStringLiteral("none");
    QTest::newRow("intermediate missing") << *makeCertsOnlyCms({below}) << 0 << untrusted;
    QTest::newRow("one of two by another CA") << *makeCertsOnlyCms({m_forge.ldevid, foreign}) << 0 << untrusted;
}

void TestCertificateAnswer::checksTheChain()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, years);
    for (const StationRole here : {StationRole::Site, StationRole::Backend}) {
        CheckContext context = m_forge.context(here);
        context.at = MessageForge::now().addYears(years);

        const Assessment assessment = recognised(bytes)->assess(context);

        QVERIFY(!assessment.refusal);
        QTEST(codeOf(assessment.hold), "hold");
    }
}

void TestCertificateAnswer::answersTheRequestForItsKey_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const auto other = m_forge.device(QStringLiteral("device-2")).certificate;
    const auto facts = CertificateTemplate{.commonName = QStringLiteral("Gateway CA"),
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Authority};
    const auto authority = issueCertificate(facts, publicKeyInfoOf(m_forge.newKey), m_forge.domainCa);
    const QString none = QStringLiteral("none");
    const QString mismatch = QStringLiteral("key-mismatch");
    QTest::newRow("its key") << m_forge.ldevid.der() << none;
    QTest::newRow("its key, with the chain")
        << *makeCertsOnlyCms({m_forge.domainCa.certificate, m_forge.ldevid}) << none;
    QTest::newRow("another key") << other.der() << mismatch;
    QTest::newRow("its key and another device's") << *makeCertsOnlyCms({m_forge.ldevid, other}) << mismatch;
    QTest::newRow("a CA for its key") << *makeCertsOnlyCms({m_forge.domainCa.certificate, *authority}) << none;
    QTest::newRow("only other CAs") << *makeCertsOnlyCms({m_forge.domainCa.certificate}) << mismatch;
}

void TestCertificateAnswer::answersTheRequestForItsKey()
{
    QFETCH(QByteArray, bytes);
    const auto request = recognised(makePkcs10({.key = m_forge.newKey}));

    // As what came from simpleenroll: CA certificates would otherwise be what came from cacerts.
    const auto answer = EnrolmentObject::recognise(bytes, Kind::CertificationResponse);

    QTEST(codeOf((*answer)->matches(*request)), "code");
}

// RFC 9733: nobody on the way translates between protocols.
void TestCertificateAnswer::answersPkcs10Only()
{
    const auto request = recognised(makeCmp(m_forge.initialRequest()));

    QCOMPARE(codeOf(recognised(m_forge.ldevid.der())->matches(*request)), QStringLiteral("no-matching-request"));
}

void TestCertificateAnswer::showsWhoseMasaADeviceNames()
{
    const auto idevid = MessageForge::issue({.commonName = QStringLiteral("IDevID"),
                                                .serialNumber = QStringLiteral("device-1"),
                                                .notBefore = beginningOfTime(),
                                                .notAfter = endOfTime(),
                                                .masaUrl = QStringLiteral("masa.example.com")},
        m_forge.manufacturer);

    const auto request = makeCms({.content = m_forge.pledgeJson(), .signer = idevid});
    const auto shown = recognised(request)->describe();

    const auto* const url = shown.find(u"signer")->find(u"masaUrl");
    QVERIFY(url != nullptr);
    QCOMPARE(*url->string(), QStringLiteral("masa.example.com"));
    QVERIFY(describeCertificate(m_forge.ldevid).find(u"masaUrl") == nullptr);
}

SATCHEL_TEST(TestCertificateAnswer)
#include "TestCertificateAnswer.moc"
