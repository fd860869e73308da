#include "TestPki.h"

#include <core/crypto/TrustAnchors.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

Q_DECLARE_METATYPE(satchel::CertificateTemplate::Use)

class TestCertificateIssuing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachUseSaysWhatTheKeyIsFor_data();
    void eachUseSaysWhatTheKeyIsFor();
    void theIssuerIsNamedAndPointedAt();
    void anIssuerWithoutAnIdentifierIsNotPointedAt();
    void serialNumbersAreLongPositiveAndDiffer();
    void timesAreWrittenAsTheStandardSays();
    void aSubjectGivenWholeIsTakenAsItIs();
    void everyKindOfKeySignsAndIsCertified_data();
    void everyKindOfKeySignsAndIsCertified();
    void aKeyThatDigestsForItselfSigns();
    void whatMakesNoCertificateIsRefused_data();
    void whatMakesNoCertificateIsRefused();
    void anotherKeysIssuerIsRefused();
    void theOpenSslProgramReadsThem();
};

void TestCertificateIssuing::eachUseSaysWhatTheKeyIsFor_data()
{
    QTest::addColumn<Use>("use");
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("keyUsage");
    QTest::addColumn<bool>("authority");
    QTest::addColumn<bool>("registrar");

    const QByteArray digitalSignature = hexBytes("03020780");
    QTest::newRow("signing") << Use::Signing << KeyType::P256 << digitalSignature << false << false;
    QTest::newRow("end entity") << Use::EndEntity << KeyType::P256 << digitalSignature << false << false;
    QTest::newRow("registrar") << Use::Registrar << KeyType::P256 << digitalSignature << false << true;
    QTest::newRow("authority") << Use::Authority << KeyType::P256 << hexBytes("03020106") << true << false;
    QTest::newRow("EC decryption") << Use::Decryption << KeyType::P384 << hexBytes("03020308") << false << false;
    QTest::newRow("RSA decryption") << Use::Decryption << KeyType::Rsa3072 << hexBytes("03020520") << false << false;
}

void TestCertificateIssuing::eachUseSaysWhatTheKeyIsFor()
{
    QFETCH(Use, use);
    QFETCH(KeyType, type);
    QFETCH(QByteArray, keyUsage);
    QFETCH(bool, authority);
    QFETCH(bool, registrar);

    const Certificate certificate = selfSigned(sharedKey(type), use);
    QCOMPARE(certificate.extension("2.5.29.15"), std::optional{keyUsage});
    QCOMPARE(certificate.isCertificateAuthority(), authority);
    QCOMPARE(certificate.hasExtendedKeyUsage("1.3.6.1.5.5.7.3.28"), registrar);
    QCOMPARE(certificate.extension("2.5.29.19"), std::optional{authority ? hexBytes("30030101ff") : hexBytes("3000")});
    QCOMPARE(certificate.extension("1.3.6.1.5.5.7.1.32"), std::optional<QByteArray>{});
    // Critical, both: 06 03 55 1d 0f 01 01 ff
    QVERIFY(certificate.der().contains(hexBytes("0603551d0f0101ff")));
    QVERIFY(certificate.der().contains(hexBytes("0603551d130101ff")));
    QCOMPARE(X509_get_version(certificate.x509()), 2L);
}

void TestCertificateIssuing::theIssuerIsNamedAndPointedAt()
{
    const PrivateKey& key = sharedKey(KeyType::P384);
    const Certificate authority = selfSigned(key, Use::Authority, QStringLiteral("Authority"));
    const auto leaf
        = issueCertificate(facts(Use::EndEntity), sharedKey(KeyType::P256).publicKeyInfo(), {authority, key});

    QVERIFY(leaf.has_value());
    QCOMPARE(leaf->issuerDer(), authority.subjectDer());
    const QByteArray pointer = derElement(der::contextPrimitive(0), authority.subjectKeyIdentifier());
    QCOMPARE(leaf->extension("2.5.29.35"), std::optional{derElement(der::Sequence, pointer)});
    QVERIFY(leaf->subjectKeyIdentifier() != authority.subjectKeyIdentifier());
    QCOMPARE(X509_verify(leaf->x509(), authority.publicKey()), 1);
    QVERIFY(TrustAnchors{{authority}}.verify(*leaf, {}, someTime()).has_value());
}

void TestCertificateIssuing::anIssuerWithoutAnIdentifierIsNotPointedAt()
{
    const PrivateKey& key = sharedKey(KeyType::P384);
    const Certificate old = oddCertificate(key.handle(), {.version = 0});
    const auto leaf = issueCertificate(facts(Use::EndEntity), sharedKey(KeyType::P256).publicKeyInfo(), {old, key});

    QVERIFY(leaf.has_value());
    QCOMPARE(leaf->extension("2.5.29.35"), std::optional<QByteArray>{});
}

void TestCertificateIssuing::serialNumbersAreLongPositiveAndDiffer()
{
    QSet<QByteArray> seen;
    for (int i = 0; i < 16; ++i) {
        const QByteArray serial = selfSigned(sharedKey(KeyType::P256), Use::Signing).serialNumberDer();
        QCOMPARE(serial.size(), 18); // so that the content has 16 bytes
        QVERIFY((serial[2] & 0x80) == 0);
        seen.insert(serial);
    }
    QCOMPARE(seen.size(), 16);
}

void TestCertificateIssuing::timesAreWrittenAsTheStandardSays()
{
    const Certificate forever = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    QVERIFY(forever.der().contains("\x17\x0d"
                                   "000101000000Z"
                                   "\x18\x0f"
                                   "99991231235959Z"));
    CertificateTemplate turn = facts(Use::Signing);
    turn.notBefore = QDateTime{QDate{2049, 12, 31}, QTime{23, 59, 59}, Qt::UTC};
    turn.notAfter = turn.notBefore.addSecs(1);
    const auto certificate = issueSelfSigned(turn, sharedKey(KeyType::P256));
    QVERIFY(certificate.has_value());
    QVERIFY(certificate->der().contains("\x17\x0d"
                                        "491231235959Z"
                                        "\x18\x0f"
                                        "20500101000000Z"));
    QCOMPARE(certificate->notBefore(), turn.notBefore);
    QCOMPARE(certificate->notAfter(), turn.notAfter);
}

void TestCertificateIssuing::aSubjectGivenWholeIsTakenAsItIs()
{
    const PrivateKey& key = sharedKey(KeyType::P384);
    const Certificate authority = selfSigned(key, Use::Authority);
    // A PrintableString where we would write UTF8String.
    const QByteArray name = hexBytes("300d310b3009060355040313024142");
    const auto leaf
        = issueCertificate(facts(Use::EndEntity), sharedKey(KeyType::P256).publicKeyInfo(), {authority, key}, name);

    QVERIFY(leaf.has_value());
    QCOMPARE(leaf->subjectDer(), name);
    QCOMPARE(leaf->commonName(), QStringLiteral("AB"));
    for (const QByteArray& junk : {name + '\0', name.chopped(1), QByteArray("junk")}) {
        const auto refused
            = issueCertificate(facts(Use::EndEntity), sharedKey(KeyType::P256).publicKeyInfo(), {authority, key}, junk);
        QVERIFY(!refused.has_value());
        QCOMPARE(verdict(refused), errorCodeName(ErrorCode::Malformed));
    }
}

void TestCertificateIssuing::everyKindOfKeySignsAndIsCertified_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("signatureAlgorithm");

    QTest::newRow("P-256") << KeyType::P256 << hexBytes("300a06082a8648ce3d040302");
    QTest::newRow("P-384") << KeyType::P384 << hexBytes("300a06082a8648ce3d040303");
    QTest::newRow("RSA") << KeyType::Rsa3072 << hexBytes("300d06092a864886f70d01010b0500");
}

void TestCertificateIssuing::everyKindOfKeySignsAndIsCertified()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, signatureAlgorithm);

    const PrivateKey& key = sharedKey(type);
    const Certificate authority = selfSigned(key, Use::Authority);
    const auto leaf
        = issueCertificate(facts(Use::EndEntity, QStringLiteral("Leaf")), key.publicKeyInfo(), {authority, key});
    QVERIFY(leaf.has_value());
    QCOMPARE(leaf->publicKeyInfo(), key.publicKeyInfo());
    QVERIFY(leaf->der().contains(signatureAlgorithm));
    QVERIFY(TrustAnchors{{authority}}.verify(*leaf, {}, someTime()).has_value());
}

void TestCertificateIssuing::aKeyThatDigestsForItselfSigns()
{
    const PrivateKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519")};
    const auto certificate = issueSelfSigned(facts(Use::Authority), key);
    QVERIFY2(certificate.has_value(), certificate ? "" : qPrintable(certificate.error().message));
    QCOMPARE(X509_verify(certificate->x509(), certificate->publicKey()), 1);
}

void TestCertificateIssuing::whatMakesNoCertificateIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("serial");
    QTest::addColumn<QDateTime>("notBefore");
    QTest::addColumn<QDateTime>("notAfter");

    const QString good = QStringLiteral("Good");
    QTest::newRow("no subject") << QString() << QString() << beginningOfTime() << endOfTime();
    QTest::newRow("name of 65 letters") << QString(65, u'x') << QString() << beginningOfTime() << endOfTime();
    QTest::newRow("serial number in Greek") << good << QStringLiteral("ΑΒΓ") << beginningOfTime() << endOfTime();
    QTest::newRow("no beginning") << good << QString() << QDateTime() << endOfTime();
    QTest::newRow("no end") << good << QString() << beginningOfTime() << QDateTime();
    QTest::newRow("ends before it begins") << good << QString() << endOfTime() << beginningOfTime();
}

void TestCertificateIssuing::whatMakesNoCertificateIsRefused()
{
    QFETCH(QString, name);
    QFETCH(QString, serial);
    QFETCH(QDateTime, notBefore);
    QFETCH(QDateTime, notAfter);

    const CertificateTemplate wrong{
        .commonName = name, .serialNumber = serial, .notBefore = notBefore, .notAfter = notAfter};
    const auto certificate = issueSelfSigned(wrong, sharedKey(KeyType::P256));
    QVERIFY(!certificate.has_value());
    QCOMPARE(verdict(certificate), errorCodeName(ErrorCode::Malformed));
    QVERIFY(certificate.error().message.startsWith(QStringLiteral("cannot issue the certificate")));
}

void TestCertificateIssuing::anotherKeysIssuerIsRefused()
{
    const Certificate authority = selfSigned(sharedKey(KeyType::P384), Use::Authority);
    const QByteArray keyInfo = sharedKey(KeyType::P256).publicKeyInfo();
    const auto wrongKey = issueCertificate(facts(Use::EndEntity), keyInfo, {authority, sharedKey(KeyType::P256)});
    QCOMPARE(verdict(wrongKey), errorCodeName(ErrorCode::KeyMismatch));

    const IssuerIdentity issuer{authority, sharedKey(KeyType::P384)};
    QCOMPARE(verdict(issueCertificate(facts(Use::EndEntity), "no key", issuer)), errorCodeName(ErrorCode::Malformed));
    QCOMPARE(
        verdict(issueCertificate(facts(Use::EndEntity), keyInfo + '\0', issuer)), errorCodeName(ErrorCode::Malformed));
}

void TestCertificateIssuing::theOpenSslProgramReadsThem()
{
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    CertificateTemplate device = facts(Use::Registrar, QStringLiteral("Device"));
    device.masaUrl = QStringLiteral("masa.example.com");
    const QByteArray text = runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER"),
                                           QStringLiteral("-noout"), QStringLiteral("-text")},
        issueSelfSigned(device, sharedKey(KeyType::P256))->der());

    QVERIFY(text.contains("CMC Registration Authority"));
    QVERIFY(text.contains("Not After : Dec 31 23:59:59 9999 GMT"));
    QVERIFY(text.contains("masa.example.com"));
}

SATCHEL_TEST(TestCertificateIssuing)
#include "TestCertificateIssuing.moc"
