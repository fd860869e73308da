#include "StationFixture.h"

#include <core/station/StationCertificate.h>

#include <tests/support/TestRegistry.h>

#include <QTemporaryDir>

using satchel::Certificate;
using satchel::CertificateTemplate;
using satchel::ErrorCode;
using satchel::KeyType;

Q_DECLARE_METATYPE(satchel::KeyType)

class TestStationCertificate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesTheAllowedKinds_data();
    void takesTheAllowedKinds();
    void usesAreNotMixedUp();
    void noKeyUsageForbidsNothing();
    void refusesOtherKinds_data();
    void refusesOtherKinds();
    void agreementIsNotEncipherment();
    void refusesADamagedKeyUsage();

private:
    QTemporaryDir m_folder;
};

void TestStationCertificate::takesTheAllowedKinds_data()
{
    QTest::addColumn<KeyType>("type");

    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA 3072") << KeyType::Rsa3072;
}

void TestStationCertificate::takesTheAllowedKinds()
{
    QFETCH(KeyType, type);
    const auto signing = fixture::makePair(CertificateTemplate::Use::Signing, type);
    const auto decryption = fixture::makePair(CertificateTemplate::Use::Decryption, type);
    QVERIFY(satchel::requireSigningCertificate(signing.certificate).has_value());
    QVERIFY(satchel::requireDecryptionCertificate(decryption.certificate).has_value());
}

void TestStationCertificate::usesAreNotMixedUp()
{
    const auto signing = fixture::makePair(CertificateTemplate::Use::Signing);
    const auto decryption = fixture::makePair(CertificateTemplate::Use::Decryption);
    const auto authority = fixture::makePair(CertificateTemplate::Use::Authority);
    QCOMPARE(satchel::requireSigningCertificate(decryption.certificate).error().code, ErrorCode::KeyMismatch);
    QCOMPARE(satchel::requireSigningCertificate(authority.certificate).error().code, ErrorCode::KeyMismatch);
    QCOMPARE(satchel::requireDecryptionCertificate(signing.certificate).error().code, ErrorCode::KeyMismatch);
    QCOMPARE(satchel::requireDecryptionCertificate(authority.certificate).error().code, ErrorCode::KeyMismatch);
}

void TestStationCertificate::noKeyUsageForbidsNothing()
{
    const auto der
        = fixture::opensslCertificate({QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
                                          QStringLiteral("ec_paramgen_curve:P-256")},
            {}, m_folder.path());
    const auto certificate = Certificate::fromDer(der);
    QVERIFY(certificate.has_value());
    QVERIFY(satchel::requireSigningCertificate(*certificate).has_value());
    QVERIFY(satchel::requireDecryptionCertificate(*certificate).has_value());
}

void TestStationCertificate::refusesOtherKinds_data()
{
    QTest::addColumn<QStringList>("keyOptions");

    const auto curve = [](const char* name) {
        return QStringList{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
            QStringLiteral("ec_paramgen_curve:") + QLatin1StringView{name}};
    };
    QTest::newRow("RSA 2048") << QStringList{QStringLiteral("-newkey"), QStringLiteral("rsa:2048")};
    QTest::newRow("RSA 3071") << QStringList{QStringLiteral("-newkey"), QStringLiteral("rsa:3071")};
    QTest::newRow("P-521") << curve("P-521");
    QTest::newRow("secp256k1") << curve("secp256k1");
    QTest::newRow("Ed25519") << QStringList{QStringLiteral("-newkey"), QStringLiteral("ed25519")};
}

void TestStationCertificate::refusesOtherKinds()
{
    QFETCH(QStringList, keyOptions);
    const auto certificate = Certificate::fromDer(fixture::opensslCertificate(keyOptions, {}, m_folder.path()));
    QVERIFY(certificate.has_value());
    QCOMPARE(satchel::requireSigningCertificate(*certificate).error().code, ErrorCode::WeakAlgorithm);
    QCOMPARE(satchel::requireDecryptionCertificate(*certificate).error().code, ErrorCode::WeakAlgorithm);
}

void TestStationCertificate::agreementIsNotEncipherment()
{
    const auto curve = QStringList{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
        QStringLiteral("ec_paramgen_curve:P-256")};
    const auto der = fixture::opensslCertificate(curve, {QStringLiteral("keyUsage=keyEncipherment")}, m_folder.path());
    const auto certificate = Certificate::fromDer(der);
    QVERIFY(certificate.has_value());
    const auto required = satchel::requireDecryptionCertificate(*certificate);
    QVERIFY(!required.has_value());
    QCOMPARE(required.error().code, ErrorCode::KeyMismatch);
    QVERIFY(required.error().message.contains(QStringLiteral("keyAgreement")));
}

void TestStationCertificate::refusesADamagedKeyUsage()
{
    const auto curve = QStringList{QStringLiteral("-newkey"), QStringLiteral("ec"), QStringLiteral("-pkeyopt"),
        QStringLiteral("ec_paramgen_curve:P-256")};
    const auto der = fixture::opensslCertificate(curve, {QStringLiteral("2.5.29.15=DER:0401FF")}, m_folder.path());
    const auto certificate = Certificate::fromDer(der);
    QVERIFY(certificate.has_value());
    QVERIFY(!satchel::requireDecryptionCertificate(*certificate).has_value());
    QVERIFY(!satchel::requireSigningCertificate(*certificate).has_value());
}

SATCHEL_TEST(TestStationCertificate)
#include "TestStationCertificate.moc"
