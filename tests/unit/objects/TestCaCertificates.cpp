#include <core/objects/est/CaCertificates.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/Verdicts.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

CertificateTemplate authority(const QString& name)
{
    return {.commonName = name,
        .notBefore = beginningOfTime(),
        .notAfter = endOfTime(),
        .use = CertificateTemplate::Use::Authority};
}

QString kindTold(const QByteArray& bytes, std::optional<Kind> told)
{
    const auto object = EnrolmentObject::recognise(bytes, told);
    return object ? kindName((*object)->kind()) : errorCodeName(object.error().code);
}

} // namespace

class TestCaCertificates : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isToldFromAnAnswerToARequest_data();
    void isToldFromAnAnswerToARequest();
    void needsADomainAnchor_data();
    void needsADomainAnchor();
    void namesWhatIsNoAnchorYet();
    void isOfOneSeriesForEst();
    void answersOnlyARequestForIt();

private:
    MessageForge m_forge;
    IssuerIdentity m_subCa = MessageForge::issue(authority(QStringLiteral("Sub CA")), m_forge.domainCa);
};

void TestCaCertificates::isToldFromAnAnswerToARequest_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("path"); // as what the path calls it
    QTest::addColumn<QString>("kind");

    const QString cas = QStringLiteral("ca-certificates");
    const QString answer = QStringLiteral("certification-response");
    const auto& root = m_forge.domainCa.certificate;
    const QByteArray all = *makeCertsOnlyCms({root, m_subCa.certificate});
    const QByteArray subOnly = *makeCertsOnlyCms({m_subCa.certificate});
    const QByteArray withLeaf = *makeCertsOnlyCms({root, m_forge.ldevid});
    // A certificate without the CA flag for the key of a CA among them, as in RFC 7030's example.
    const auto rollover = *issueCertificate({.commonName = QStringLiteral("Domain CA NewWithOld"),
                                                .notBefore = beginningOfTime(),
                                                .notAfter = endOfTime(),
                                                .use = CertificateTemplate::Use::EndEntity},
        root.publicKeyInfo(), m_forge.stranger);
    QTest::newRow("root and sub CA") << all << QString{} << cas;
    QTest::newRow("root alone, bare") << root.der() << QString{} << cas;
    QTest::newRow("rollover certificates") << *makeCertsOnlyCms({root, rollover}) << QString{} << cas;
    QTest::newRow("a rollover certificate alone") << *makeCertsOnlyCms({rollover}) << cas << answer;
    QTest::newRow("no root") << subOnly << QString{} << answer;
    QTest::newRow("no root, but from cacerts") << subOnly << cas << cas;
    QTest::newRow("a device's among them") << withLeaf << QString{} << answer;
    QTest::newRow("a device's among them, from cacerts") << withLeaf << cas << answer;
    QTest::newRow("all CAs, from simpleenroll") << all << answer << answer;
    QTest::newRow("a device's, from cacerts") << m_forge.ldevid.der() << cas << answer;
    QTest::newRow("all CAs, called something else") << all << QStringLiteral("voucher") << cas;
}

void TestCaCertificates::isToldFromAnAnswerToARequest()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, path);

    QTEST(kindTold(bytes, kindFromName(path)), "kind");
}

void TestCaCertificates::needsADomainAnchor_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("hold");
    QTest::addColumn<int>("warnings");

    const QString none = QStringLiteral("none");
    const auto& root = m_forge.domainCa.certificate;
    const auto& foreign = m_forge.stranger.certificate;
    QTest::newRow("the anchor") << *makeCertsOnlyCms({root}) << none << 0;
    QTest::newRow("the anchor and below") << *makeCertsOnlyCms({root, m_subCa.certificate}) << none << 0;
    QTest::newRow("the anchor and a new root")
        << *makeCertsOnlyCms({root, foreign}) << QStringLiteral("untrusted-issuer") << 1;
    // The old key signs the new one (NewWithOld), and the new root with it is the CA's too (RFC 7030 section 4.1.3).
    const auto newKey = PrivateKey::generate(KeyType::P256).value();
    const CertificateTemplate facts{.commonName = QStringLiteral("Domain CA, second key"),
        .notBefore = MessageForge::now().addDays(-1),
        .notAfter = MessageForge::now().addDays(1),
        .use = CertificateTemplate::Use::Authority};
    const auto newRoot = issueSelfSigned(facts, newKey).value();
    const auto newWithOld
        = issueCertificate(facts, newKey.publicKeyInfo(), m_forge.domainCa, newRoot.subjectDer()).value();
    QTest::newRow("a new root that the old one vouches for")
        << *makeCertsOnlyCms({root, newRoot, newWithOld}) << none << 0;
    auto sameName = facts;
    sameName.commonName = root.commonName();
    QTest::newRow("a root with the anchor's name and another key")
        << *makeCertsOnlyCms({root, issueSelfSigned(sameName, newKey).value()}) << QStringLiteral("untrusted-issuer")
        << 1;
    QTest::newRow("a new root") << *makeCertsOnlyCms({foreign}) << QStringLiteral("untrusted-issuer") << 1;
    QTest::newRow("the manufacturer's root")
        << *makeCertsOnlyCms({m_forge.manufacturer.certificate}) << QStringLiteral("untrusted-issuer") << 1;
}

void TestCaCertificates::needsADomainAnchor()
{
    QFETCH(QByteArray, bytes);
    for (const StationRole here : {StationRole::Site, StationRole::Backend}) {
        const Assessment assessment = recognised(bytes)->assess(m_forge.context(here));

        QVERIFY(!assessment.refusal);
        QTEST(codeOf(assessment.hold), "hold");
        QTEST(static_cast<int>(assessment.warnings.size()), "warnings");
    }
}

void TestCaCertificates::namesWhatIsNoAnchorYet()
{
    const auto object = recognised(
        *makeCertsOnlyCms({m_forge.domainCa.certificate, m_subCa.certificate, m_forge.stranger.certificate}));

    const Assessment assessment = object->assess(m_forge.context());

    QStringList details;
    for (const Check& check : assessment.checks) {
        details.append(check.detail);
    }
    details.sort();
    QCOMPARE(details.size(), 4);
    QVERIFY(details.filter(QStringLiteral("compare it with what the CA says")).value(0).contains(u"Stranger"));
    QVERIFY(details.filter(QStringLiteral("is a domain anchor here")).value(0).contains(u"Domain CA"));
    QVERIFY(details.filter(QStringLiteral("is new here and chains")).value(0).contains(u"Sub CA"));
    QVERIFY(details.filter(QStringLiteral("is no domain anchor here")).size() == 1);
    QCOMPARE(object->describe().find(u"certificates")->array()->size(), std::size_t{3});
}

void TestCaCertificates::isOfOneSeriesForEst()
{
    const auto& root = m_forge.domainCa.certificate;
    const auto& foreign = m_forge.stranger.certificate;
    QCOMPARE(recognised(*makeCertsOnlyCms({root}))->series(), recognised(*makeCertsOnlyCms({foreign}))->series());
    // Files of single CAs lie beside each other; neither takes the place of the other.
    QVERIFY(recognised(root.der())->series() != recognised(foreign.der())->series());
    QVERIFY(recognised(m_forge.ldevid.der())->series().isEmpty());
}

void TestCaCertificates::answersOnlyARequestForIt()
{
    const auto object = recognised(*makeCertsOnlyCms({m_forge.domainCa.certificate}));
    const auto request = recognised(makePkcs10({.key = m_forge.newKey}));

    QCOMPARE(errorCodeName(object->matches(*request).error().code), QStringLiteral("no-matching-request"));
    QVERIFY(object->lookups().isEmpty());
    QVERIFY(object->device().isEmpty());
}

SATCHEL_TEST(TestCaCertificates)
#include "TestCaCertificates.moc"
