#include "TestPki.h"

#include <core/base/File.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <openssl/err.h>

#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

class TestPrivateKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aNewKeyIsOfItsKind_data();
    void aNewKeyIsOfItsKind();
    void itMatchesItsOwnCertificateOnly();
    void aWrittenKeyIsReadBack_data();
    void aWrittenKeyIsReadBack();
    void aPassphraseEncryptsTheFile();
    void theWrongPassphraseIsNamedAsSuch_data();
    void theWrongPassphraseIsNamedAsSuch();
    void aPassphraseForAPlainKeyIsNotMinded();
    void whatIsNoKeyIsUnavailable_data();
    void whatIsNoKeyIsUnavailable();
    void urisLeadToFiles_data();
    void urisLeadToFiles();
    void otherSchemesAreNamedAsUnsupported_data();
    void otherSchemesAreNamedAsUnsupported();
    void foreignKeyFilesAreRead_data();
    void foreignKeyFilesAreRead();
    void certificatesComeThroughTheSameDoor();

private:
    [[nodiscard]] QString write(const QString& name, const QByteArray& bytes) const
    {
        const QString path = m_folder->filePath(name);
        return writeFileAtomically(path, bytes, 0600) ? path : QString{};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestPrivateKey::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    ERR_clear_error();
}

void TestPrivateKey::aNewKeyIsOfItsKind_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<int>("bits");

    QTest::newRow("P-256") << KeyType::P256 << QByteArray("EC") << 256;
    QTest::newRow("P-384") << KeyType::P384 << QByteArray("EC") << 384;
    QTest::newRow("RSA") << KeyType::Rsa3072 << QByteArray("RSA") << 3072;
}

void TestPrivateKey::aNewKeyIsOfItsKind()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, kind);
    QFETCH(int, bits);

    const PrivateKey& key = sharedKey(type);
    QCOMPARE(EVP_PKEY_is_a(key.handle(), kind.constData()), 1);
    QCOMPARE(EVP_PKEY_get_bits(key.handle()), bits);
    if (type != KeyType::Rsa3072) {
        QVERIFY(PrivateKey::generate(type)->fingerprint() != key.fingerprint());
    }
}

void TestPrivateKey::itMatchesItsOwnCertificateOnly()
{
    const PrivateKey& key = sharedKey(KeyType::P256);
    const Certificate certificate = selfSigned(key, Use::Signing);
    QVERIFY(key.matches(certificate));
    QCOMPARE(key.fingerprint(), certificate.keyFingerprint());
    QVERIFY(!PrivateKey::generate(KeyType::P256)->matches(certificate));
    QVERIFY(!sharedKey(KeyType::P384).matches(certificate));
}

void TestPrivateKey::aWrittenKeyIsReadBack_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("passphrase");

    QTest::newRow("P-256, plain") << KeyType::P256 << QByteArray();
    QTest::newRow("P-256, encrypted") << KeyType::P256 << QByteArray("open sesame");
    QTest::newRow("P-384, encrypted") << KeyType::P384 << QByteArray("x");
    QTest::newRow("RSA, plain") << KeyType::Rsa3072 << QByteArray();
    QTest::newRow("RSA, encrypted, not ASCII") << KeyType::Rsa3072 << QByteArray("Schlüssel 🔑");
}

void TestPrivateKey::aWrittenKeyIsReadBack()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, passphrase);

    const PrivateKey& key = sharedKey(type);
    const auto pem = key.toPkcs8Pem(Secret{passphrase});
    QVERIFY(pem.has_value());
    const auto read = loadKey(write(QStringLiteral("key.pem"), pem->reveal()), Secret{passphrase});
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->fingerprint(), key.fingerprint());
    QCOMPARE(ERR_peek_error(), 0UL);
}

void TestPrivateKey::aPassphraseEncryptsTheFile()
{
    const PrivateKey& key = sharedKey(KeyType::P256);
    const QByteArray plain = key.toPkcs8Pem({})->reveal();
    QVERIFY(plain.startsWith("-----BEGIN PRIVATE KEY-----\n"));
    const QByteArray one = key.toPkcs8Pem(Secret{"secret"})->reveal();
    QVERIFY(one.startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
    QVERIFY(one != key.toPkcs8Pem(Secret{"secret"})->reveal());
    const QByteArray der = QByteArray::fromBase64(one.mid(one.indexOf('\n')).chopped(36));
    QVERIFY(der.contains(hexBytes("06092b06010401da47040b"))); // id-scrypt, RFC 7914
    QVERIFY(der.contains(hexBytes("060960864801650304012a"))); // aes256-CBC
}

void TestPrivateKey::theWrongPassphraseIsNamedAsSuch_data()
{
    QTest::addColumn<QByteArray>("passphrase");

    QTest::newRow("none") << QByteArray();
    QTest::newRow("wrong") << QByteArray("wrong");
    QTest::newRow("wrong by a letter") << QByteArray("Secret");
    QTest::newRow("longer than any") << QByteArray(5000, 'x');
}

void TestPrivateKey::theWrongPassphraseIsNamedAsSuch()
{
    QFETCH(QByteArray, passphrase);

    const QString path
        = write(QStringLiteral("key.pem"), sharedKey(KeyType::P256).toPkcs8Pem(Secret{"secret"})->reveal());
    const auto read = loadKey(path, Secret{passphrase});
    QVERIFY(!read.has_value());
    QCOMPARE(verdict(read), errorCodeName(ErrorCode::WrongPassphrase));
    QCOMPARE(read.error().file, path);
    QCOMPARE(read.error().message.contains(QStringLiteral("no passphrase was given")), passphrase.isEmpty());
    QVERIFY(passphrase.isEmpty() || !read.error().message.contains(QString::fromUtf8(passphrase)));
    QCOMPARE(ERR_peek_error(), 0UL);
}

void TestPrivateKey::aPassphraseForAPlainKeyIsNotMinded()
{
    const QString path = write(QStringLiteral("key.pem"), sharedKey(KeyType::P256).toPkcs8Pem({})->reveal());
    QVERIFY(loadKey(path, Secret{"not needed"}).has_value());
}

void TestPrivateKey::whatIsNoKeyIsUnavailable_data()
{
    QTest::addColumn<QByteArray>("bytes");

    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("text") << QByteArray("this is no key\n");
    QTest::newRow("a certificate") << selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    QTest::newRow("a public key") << sharedKey(KeyType::P256).publicKeyInfo();
    QTest::newRow("cut") << sharedKey(KeyType::P256).toPkcs8Pem({})->reveal().left(100);
}

void TestPrivateKey::whatIsNoKeyIsUnavailable()
{
    QFETCH(QByteArray, bytes);

    const QString path = write(QStringLiteral("key.pem"), bytes);
    const auto read = loadKey(path, Secret{"secret"});
    QVERIFY(!read.has_value());
    QCOMPARE(verdict(read), errorCodeName(ErrorCode::KeyUnavailable));
    QCOMPARE(read.error().file, path);
}

void TestPrivateKey::urisLeadToFiles_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("asWritten");

    QTest::newRow("plain path") << QStringLiteral("key.pem") << QString() << QStringLiteral("key.pem");
    QTest::newRow("file:") << QStringLiteral("key.pem") << QStringLiteral("file:") << QStringLiteral("key.pem");
    QTest::newRow("file://") << QStringLiteral("key.pem") << QStringLiteral("file://") << QStringLiteral("key.pem");
    QTest::newRow("capitals") << QStringLiteral("key.pem") << QStringLiteral("FILE://") << QStringLiteral("key.pem");
    QTest::newRow("localhost") << QStringLiteral("key.pem") << QStringLiteral("file://localhost")
                               << QStringLiteral("key.pem");
    QTest::newRow("percent in the URI") << QStringLiteral("my key.pem") << QStringLiteral("file://")
                                        << QStringLiteral("my%20key.pem");
    QTest::newRow("percent in the path") << QStringLiteral("my%20key.pem") << QString()
                                         << QStringLiteral("my%20key.pem");
    QTest::newRow("colon in the path") << QStringLiteral("a:b.pem") << QString() << QStringLiteral("a:b.pem");
    QTest::newRow("not ASCII") << QStringLiteral("Schlüssel.pem") << QString() << QStringLiteral("Schlüssel.pem");
}

void TestPrivateKey::urisLeadToFiles()
{
    QFETCH(QString, name);
    QFETCH(QString, before);
    QFETCH(QString, asWritten);

    const PrivateKey& key = sharedKey(KeyType::P256);
    QVERIFY(!write(name, key.toPkcs8Pem({})->reveal()).isEmpty());
    const auto read = loadKey(before + m_folder->filePath(asWritten), {});
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->fingerprint(), key.fingerprint());
}

void TestPrivateKey::otherSchemesAreNamedAsUnsupported_data()
{
    QTest::addColumn<QString>("uri");
    QTest::addColumn<QString>("part");

    QTest::newRow("pkcs11") << QStringLiteral("pkcs11:token=x;object=y") << QStringLiteral("file: URIs only");
    QTest::newRow("http") << QStringLiteral("http://example.com/key.pem") << QStringLiteral("file: URIs only");
    QTest::newRow("another computer") << QStringLiteral("file://host/key.pem") << QStringLiteral("another computer");
    QTest::newRow("no such file") << QStringLiteral("/nowhere/key.pem") << QStringLiteral("no such key file");
    QTest::newRow("a folder") << QStringLiteral("/") << QStringLiteral("regular file");
    QTest::newRow("a device") << QStringLiteral("file:/dev/null") << QStringLiteral("regular file");
}

void TestPrivateKey::otherSchemesAreNamedAsUnsupported()
{
    QFETCH(QString, uri);
    QFETCH(QString, part);

    const auto read = loadKey(uri, {});
    QVERIFY(!read.has_value());
    QCOMPARE(verdict(read), errorCodeName(ErrorCode::KeyUnavailable));
    QCOMPARE(read.error().file, uri);
    QVERIFY2(read.error().message.contains(part), qPrintable(read.error().message));
}

void TestPrivateKey::foreignKeyFilesAreRead_data()
{
    QTest::addColumn<QStringList>("arguments");

    const auto words = [](const char* line) { return QString::fromLatin1(line).split(u' '); };
    QTest::newRow("PKCS #8") << words("pkcs8 -topk8 -nocrypt");
    QTest::newRow("PKCS #8, encrypted") << words("pkcs8 -topk8 -passout pass:secret");
    QTest::newRow("PKCS #8, DER, encrypted") << words("pkcs8 -topk8 -outform DER -passout pass:secret");
    QTest::newRow("SEC 1") << words("ec");
    QTest::newRow("SEC 1, encrypted the old way") << words("ec -aes256 -passout pass:secret");
}

void TestPrivateKey::foreignKeyFilesAreRead()
{
    QFETCH(QStringList, arguments);
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const PrivateKey& key = sharedKey(KeyType::P256);
    const QByteArray foreign = runOpenSsl(arguments, key.toPkcs8Pem({})->reveal());
    QVERIFY(!foreign.isEmpty());
    const auto read = loadKey(write(QStringLiteral("foreign"), foreign), Secret{"secret"});
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().message));
    QCOMPARE(read->fingerprint(), key.fingerprint());
}

void TestPrivateKey::certificatesComeThroughTheSameDoor()
{
    const Certificate certificate = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    const QString path = write(QStringLiteral("certificate.der"), certificate.der());
    QCOMPARE(loadCertificates(path).value(), QList<Certificate>{certificate});
    QCOMPARE(loadCertificates(QStringLiteral("file:") + path).value(), QList<Certificate>{certificate});

    const QString junk = write(QStringLiteral("junk.pem"), "junk");
    QCOMPARE(verdict(loadCertificates(junk)), errorCodeName(ErrorCode::Malformed));
    QCOMPARE(loadCertificates(junk).error().file, junk);
    QCOMPARE(verdict(loadCertificates(QStringLiteral("pkcs11:object=x"))), errorCodeName(ErrorCode::KeyUnavailable));
    QCOMPARE(
        verdict(loadCertificates(m_folder->filePath(QStringLiteral("none")))), errorCodeName(ErrorCode::Unreadable));
    const QString huge = write(QStringLiteral("huge.pem"), QByteArray((1 << 20) + 1, ' '));
    QCOMPARE(verdict(loadCertificates(huge)), errorCodeName(ErrorCode::TooLarge));
}

SATCHEL_TEST(TestPrivateKey)
#include "TestPrivateKey.moc"
