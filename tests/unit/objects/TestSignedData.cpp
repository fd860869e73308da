#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/objects/encoding/SignedData.h>
#include <tests/support/DerParts.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray Content = "{}";
const QByteArray DataOid = QByteArray::fromHex("06092a864886f70d010701");
const QByteArray SignedDataOid = QByteArray::fromHex("06092a864886f70d010702");
const QByteArray AnimaOid = QByteArray::fromHex("060b2a864886f70d0109100128");
const QByteArray ContentTypeOid = QByteArray::fromHex("06092a864886f70d010903");
const QByteArray MessageDigestOid = QByteArray::fromHex("06092a864886f70d010904");
const QByteArray Sha256Identifier = QByteArray::fromHex("300b0609608648016503040201");

QByteArray attribute(const QByteArray& oid, const QByteArray& values)
{
    return sequence(oid + derElement(der::Set, values));
}

QByteArray contentType(const QByteArray& oid = DataOid)
{
    return attribute(ContentTypeOid, oid);
}

QByteArray digestValue(const QByteArray& content = Content)
{
    return derElement(der::OctetString, sha256(content).bytes());
}

QByteArray messageDigest(const QByteArray& content = Content)
{
    return attribute(MessageDigestOid, digestValue(content));
}

} // namespace

// Signatures that OpenSSL's own writer would not make, put together by hand; each is good as a signature.
class TestSignedData : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verifies_data();
    void verifies();
    void refusesToParse_data();
    void refusesToParse();
    void findsItsSigner();
    void readsTheAttributesOfItsOneSigner();
    void verifiesWhatHasNoContent();
    void readsBerAsDer();

private:
    struct Draft {
        QByteArray attributes = contentType() + messageDigest();
        QByteArray type = DataOid;
        QByteArray digest = Sha256Identifier;
        QByteArray signerId = {}; // issuer and serial if empty
        bool isDetached = false;
        bool signsAttributes = true;
        int certificates = 1;
        int copies = 1; // of the SignerInfo
        QByteArray afterwards = {};
    };

    [[nodiscard]] QByteArray make(const Draft& draft) const;
    [[nodiscard]] QByteArray issuerAndSerial() const;

    MessageForge m_forge;
};

QByteArray TestSignedData::issuerAndSerial() const
{
    return m_forge.idevid.certificate.issuerAndSerial();
}

QByteArray TestSignedData::make(const Draft& draft) const
{
    const QByteArray one = QByteArray::fromHex("020101");
    const PrivateKey& key = m_forge.idevid.key;
    const QByteArray algorithm = signatureAlgorithmOf(key, EVP_sha256());
    const QByteArray attributes
        = draft.signsAttributes ? derElement(der::contextConstructed(0), draft.attributes) : QByteArray{};
    const QByteArray signature
        = signBytes(draft.signsAttributes ? derElement(der::Set, draft.attributes) : Content, key, EVP_sha256());
    const QByteArray signer = sequence(one + (draft.signerId.isEmpty() ? issuerAndSerial() : draft.signerId)
        + draft.digest + attributes + algorithm + derElement(der::OctetString, signature));
    const QByteArray carried = derElement(der::contextConstructed(0), derElement(der::OctetString, Content));
    const QByteArray content = sequence(draft.type + (draft.isDetached ? QByteArray{} : carried));
    const QByteArray certificates
        = derElement(der::contextConstructed(0), m_forge.idevid.certificate.der().repeated(draft.certificates));
    const QByteArray data = sequence(one + derElement(der::Set, draft.digest) + content + certificates
        + derElement(der::Set, signer.repeated(draft.copies)) + draft.afterwards);
    return sequence(SignedDataOid + derElement(der::contextConstructed(0), data));
}

void TestSignedData::verifies_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QString bad = QStringLiteral("bad-signature");
    const QString none = QStringLiteral("none");
    const QByteArray keyIdentifier
        = derElement(der::contextPrimitive(0), m_forge.idevid.certificate.subjectKeyIdentifier());
    const QByteArray sha384 = QByteArray::fromHex("300b0609608648016503040202");
    QTest::newRow("as it should be") << make({}) << none;
    QTest::newRow("attributes in another order") << make({.attributes = messageDigest() + contentType()}) << none;
    QTest::newRow("named by key identifier") << make({.signerId = keyIdentifier}) << none;
    QTest::newRow("type of voucher") << make({.attributes = contentType(AnimaOid) + messageDigest(), .type = AnimaOid})
                                     << none;
    QTest::newRow("signed as another type") << make({.type = AnimaOid}) << bad;
    QTest::newRow("signed type missing") << make({.attributes = messageDigest()}) << bad;
    QTest::newRow("two signed types") << make({.attributes = attribute(ContentTypeOid, AnimaOid + DataOid)
            + messageDigest()}) << bad;
    QTest::newRow("digest missing") << make({.attributes = contentType()}) << bad;
    QTest::newRow("digest of something else") << make({.attributes = contentType() + messageDigest("x")}) << bad;
    QTest::newRow("two digests") << make(
        {.attributes = contentType() + attribute(MessageDigestOid, digestValue("x") + digestValue())})
                                 << bad;
    QTest::newRow("two signed types, the right one first")
        << make({.attributes = attribute(ContentTypeOid, DataOid + AnimaOid) + messageDigest()}) << bad;
    QTest::newRow("two digests, the right one first")
        << make({.attributes = contentType() + attribute(MessageDigestOid, digestValue() + digestValue("x"))}) << bad;
    QTest::newRow("no attribute at all") << make({.attributes = {}}) << bad;
    QTest::newRow("digest of another kind") << make({.digest = sha384}) << bad;
    QTest::newRow("two signers") << make({.copies = 2}) << bad;
    QTest::newRow("content elsewhere") << make({.isDetached = true}) << bad;
    QTest::newRow("data without signed attributes") << make({.signsAttributes = false}) << none;
    QTest::newRow("voucher without signed attributes") << make({.type = AnimaOid, .signsAttributes = false}) << bad;
}

void TestSignedData::verifies()
{
    QFETCH(QByteArray, bytes);
    const auto cms = SignedData::parse(bytes);
    QVERIFY2(cms.has_value(), cms ? "" : qPrintable(cms.error().message));

    const auto outcome = cms->verify(m_forge.idevid.certificate);

    QTEST(outcome ? QStringLiteral("none") : errorCodeName(outcome.error().code), "code");
}

void TestSignedData::refusesToParse_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("code");

    const QString malformed = QStringLiteral("malformed");
    QTest::newRow("attribute twice") << make({.attributes = contentType() + messageDigest() + contentType()})
                                     << malformed;
    QTest::newRow("more signers than anybody needs") << make({.copies = 17}) << malformed;
    QTest::newRow("more certificates than anybody needs") << make({.certificates = 65}) << malformed;
    QTest::newRow("more fields than there are") << make({.afterwards = QByteArray::fromHex("0500")}) << malformed;
    QTest::newRow("trailing bytes") << make({}) + 'x' << QStringLiteral("trailing-data");
    QTest::newRow("nothing") << QByteArray{} << malformed;
}

void TestSignedData::refusesToParse()
{
    QFETCH(QByteArray, bytes);

    const auto cms = SignedData::parse(bytes);

    QVERIFY(!cms.has_value());
    QTEST(errorCodeName(cms.error().code), "code");
}

void TestSignedData::findsItsSigner()
{
    const auto cms = SignedData::parse(make({}));
    QCOMPARE(cms->signer()->sha256(), m_forge.idevid.certificate.sha256());
    QVERIFY(cms->certificatesBesides(m_forge.idevid.certificate).isEmpty());

    const QByteArray bare = makeCms({.content = Content, .signer = m_forge.idevid, .includesSigner = false});
    const auto absent = SignedData::parse(bare);
    QVERIFY(!absent->signer().has_value());
    QVERIFY(!absent->signer({m_forge.registrar.certificate}).has_value());
    QVERIFY(absent->signer({m_forge.registrar.certificate, m_forge.idevid.certificate}).has_value());

    QVERIFY(!SignedData::parse(make({.copies = 2}))->signer().has_value());

    const auto& own = m_forge.idevid.certificate;
    const auto& other = m_forge.registrar.certificate;
    const QByteArray otherIssuer = sequence(other.issuerDer() + own.serialNumberDer());
    const QByteArray otherSerial = sequence(own.issuerDer() + other.serialNumberDer());
    const QByteArray otherKey = derElement(der::contextPrimitive(0), other.subjectKeyIdentifier());
    for (const QByteArray& signerId : {otherIssuer, otherSerial, otherKey}) {
        QVERIFY(!SignedData::parse(make({.signerId = signerId}))->signer().has_value());
    }
}

void TestSignedData::readsTheAttributesOfItsOneSigner()
{
    const auto cms = SignedData::parse(make({}));
    QVERIFY(cms.has_value());
    QCOMPARE(cms->signedAttribute("1.2.840.113549.1.9.3"), std::optional{DataOid});
    QVERIFY(!cms->signedAttribute("1.2.840.113549.1.9.5").has_value());
    QCOMPARE(cms->signatureAlgorithm(), QByteArray("1.2.840.10045.4.3.2"));
    QVERIFY(cms->signerKeyIdentifier().isEmpty());

    const QByteArray byKey = derElement(der::contextPrimitive(0), "identifier");
    QCOMPARE(SignedData::parse(make({.signerId = byKey}))->signerKeyIdentifier(), QByteArray("identifier"));

    const auto two = SignedData::parse(make({.copies = 2}));
    QVERIFY(!two->signedAttribute("1.2.840.113549.1.9.3").has_value());
    QVERIFY(two->signatureAlgorithm().isEmpty());
}

// Where a form has messages without any: signed is then that there is none.
void TestSignedData::verifiesWhatHasNoContent()
{
    const auto cms = SignedData::parse(makeCms({.content = Content, .signer = m_forge.idevid, .isDetached = true}));
    QVERIFY(cms.has_value());
    EVP_PKEY* const key = m_forge.idevid.certificate.publicKey();
    QCOMPARE(errorCodeName(cms->verify(m_forge.idevid.certificate).error().code), QStringLiteral("bad-signature"));
    QVERIFY(cms->verify(key, Content).has_value());
    QVERIFY(!cms->verify(key, {}).has_value());
    QVERIFY(!cms->verify(m_forge.registrar.certificate.publicKey(), Content).has_value());

    const auto none = SignedData::parse(makeCms({.content = {}, .signer = m_forge.idevid, .isDetached = true}));
    QVERIFY(none->verify(key, {}).has_value());
}

void TestSignedData::readsBerAsDer()
{
    const QByteArray ber = makeCms({.content = Content, .signer = m_forge.idevid, .streams = true});

    QVERIFY(!SignedData::parse(ber).has_value());
    const auto cms = SignedData::read(ber);
    QVERIFY(cms.has_value());
    QCOMPARE(*cms->content(), Content);
    QVERIFY(cms->verify(m_forge.idevid.certificate).has_value());
    QCOMPARE(errorCodeName(SignedData::read(ber + 'x').error().code), QStringLiteral("trailing-data"));
    QCOMPARE(errorCodeName(SignedData::read(ber.first(ber.size() / 2)).error().code), QStringLiteral("malformed"));
}

SATCHEL_TEST(TestSignedData)
#include "TestSignedData.moc"
