#include "TestPki.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>
#include <tests/support/TestRegistry.h>
#include <tests/support/ThirdPartyMessages.h>

#include <openssl/err.h>

#include <QDirIterator>
#include <QTest>

#include <thread>
#include <vector>

using namespace satchel;
using namespace satchel::test;

namespace {

// CN=Ödland 7 with everything that a certificate of a device has.
Certificate deviceCertificate()
{
    const PrivateKey& authorityKey = sharedKey(KeyType::P384);
    const Certificate authority = selfSigned(authorityKey, Use::Authority, QStringLiteral("Factory"));
    CertificateTemplate device = facts(Use::Registrar, QStringLiteral("Ödland 7"));
    device.organization = QStringLiteral("Plant, Ltd.");
    device.serialNumber = QStringLiteral("SN-4711");
    device.masaUrl = QStringLiteral("masa.example.com");
    return issueCertificate(device, sharedKey(KeyType::P256).publicKeyInfo(), {authority, authorityKey}).value();
}

QByteArray pemOf(const QByteArray& der, const char* label = "CERTIFICATE")
{
    QByteArray text = QByteArray("-----BEGIN ") + label + "-----\n";
    const QByteArray base64 = der.toBase64();
    for (qsizetype at = 0; at < base64.size(); at += 64) {
        text += base64.mid(at, 64) + '\n';
    }
    return text + "-----END " + label + "-----\n";
}

} // namespace

class TestCertificate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void factsAreReadOffIt();
    void serialNumbersThatDifferAreNone();
    void keyUsagesAreTold_data();
    void keyUsagesAreTold();
    void extendedKeyUsagesAreTold();
    void extensionsAreFoundByNumber();
    void aMasaUrlOfAnotherFormIsNone();
    void aVersion1CertificateIsRead();
    void aUnreadableKeyIsNoErrorUntilItIsAsked();
    void copiesShareOneObject();
    void whatCameLastIsKeptAndNoMore();
    void itDoesNotLookAtTheCallersBytesLater();
    void threadsMayAskAtOnce();
    void asManyExtensionsAsAreAllowed();
    void junkIsRefused_data();
    void junkIsRefused();
    void failuresLeaveNoErrorBehind();
    void pemHoldsManyAndOtherThings();
    void pemIsRefused_data();
    void pemIsRefused();
    void foreignCertificatesAreRead();
};

void TestCertificate::factsAreReadOffIt()
{
    const Certificate device = deviceCertificate();
    const Certificate parsed = Certificate::fromDer(device.der()).value();

    QCOMPARE(parsed.subject(), QStringLiteral("serialNumber=SN-4711,CN=Ödland 7,O=Plant\\, Ltd."));
    QCOMPARE(parsed.issuer(), QStringLiteral("CN=Factory"));
    QCOMPARE(parsed.commonName(), QStringLiteral("Ödland 7"));
    QCOMPARE(parsed.subjectSerialNumber(), QStringLiteral("SN-4711"));
    QCOMPARE(parsed.masaUrl(), QStringLiteral("masa.example.com"));
    QCOMPARE(parsed.notBefore(), beginningOfTime());
    QCOMPARE(parsed.notAfter(), endOfTime());
    QCOMPARE(parsed.publicKeyInfo(), sharedKey(KeyType::P256).publicKeyInfo());
    QCOMPARE(parsed.keyFingerprint(), sharedKey(KeyType::P256).fingerprint());
    QCOMPARE(parsed.sha256(), sha256(device.der()));
    QCOMPARE(parsed.serialNumberDer(), derElement(der::Integer, parsed.serialNumber()));
    QCOMPARE(parsed.issuerAndSerial(), derElement(der::Sequence, parsed.issuerDer() + parsed.serialNumberDer()));
    QCOMPARE(parsed.subjectKeyIdentifier().size(), 20);
    QVERIFY(!parsed.isSelfIssued());
    QVERIFY(!parsed.isCertificateAuthority());
    QCOMPARE(EVP_PKEY_eq(parsed.publicKey(), sharedKey(KeyType::P256).handle()), 1);
    QVERIFY(parsed == device);

    const Certificate authority = selfSigned(sharedKey(KeyType::P384), Use::Authority, QStringLiteral("Factory"));
    QVERIFY(authority.isCertificateAuthority());
    QVERIFY(authority.isSelfIssued());
    QCOMPARE(authority.subjectDer(), parsed.issuerDer());
    QVERIFY(authority.subjectSerialNumber().isEmpty());
    QVERIFY(authority.masaUrl().isEmpty());
    QVERIFY(!(authority == parsed));
}

void TestCertificate::serialNumbersThatDifferAreNone()
{
    // RelativeDistinguishedNames with the X520 serialNumber.
    const auto withSerials = [](const QByteArrayList& serials) {
        QByteArray names;
        for (const auto& serial : serials) {
            const auto attribute = hexBytes("0603550405") + derElement(der::Utf8String, serial);
            names += derElement(der::Set, derElement(der::Sequence, attribute));
        }
        return *Certificate::fromDer(
            edited(deviceCertificate().der(), {0, 5}, replaceBy(derElement(der::Sequence, names))));
    };
    QCOMPARE(withSerials({"a"}).subjectSerialNumber(), QStringLiteral("a"));
    QCOMPARE(withSerials({"a", "a"}).subjectSerialNumber(), QStringLiteral("a"));
    const auto both = withSerials({"b", "a"});
    QCOMPARE(both.subjectSerialNumber(), QString{});
    QCOMPARE(both.subjectSerialNumbers(), (QStringList{QStringLiteral("b"), QStringLiteral("a")}));
    QCOMPARE(withSerials({}).subjectSerialNumber(), QString{});
}

void TestCertificate::keyUsagesAreTold_data()
{
    QTest::addColumn<QByteArray>("usage");
    QTest::addColumn<int>("times");
    QTest::addColumn<bool>("sign");
    QTest::addColumn<bool>("agree");
    QTest::addColumn<bool>("encipher");

    QTest::newRow("none given") << QByteArray() << 0 << true << true << true;
    QTest::newRow("signing") << QByteArray("digitalSignature") << 1 << true << false << false;
    QTest::newRow("agreement") << QByteArray("keyAgreement") << 1 << false << true << false;
    QTest::newRow("encipherment") << QByteArray("keyEncipherment") << 1 << false << false << true;
    QTest::newRow("given twice") << QByteArray("digitalSignature") << 2 << false << false << false;
}

void TestCertificate::keyUsagesAreTold()
{
    QFETCH(QByteArray, usage);
    QFETCH(int, times);
    QFETCH(bool, sign);
    QFETCH(bool, agree);
    QFETCH(bool, encipher);

    Oddity odd;
    for (int i = 0; i < times; ++i) {
        odd.extensions.append({NID_key_usage, usage});
    }
    const Certificate certificate = oddCertificate(sharedKey(KeyType::P256).handle(), odd);
    QCOMPARE(certificate.maySign(), sign);
    QCOMPARE(certificate.mayAgreeOnKeys(), agree);
    QCOMPARE(certificate.mayEncipherKeys(), encipher);
}

void TestCertificate::extendedKeyUsagesAreTold()
{
    const Certificate registrar = deviceCertificate();
    QVERIFY(registrar.hasExtendedKeyUsage("1.3.6.1.5.5.7.3.28"));
    QVERIFY(!registrar.hasExtendedKeyUsage("1.3.6.1.5.5.7.3.1"));
    const Certificate plain = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    QVERIFY(!plain.hasExtendedKeyUsage("1.3.6.1.5.5.7.3.28"));
}

void TestCertificate::extensionsAreFoundByNumber()
{
    const Certificate device = deviceCertificate();
    QCOMPARE(device.extension("1.3.6.1.5.5.7.1.32"), std::optional{derElement(0x16, "masa.example.com")});
    QCOMPARE(device.extension("1.2.3.4"), std::optional<QByteArray>{});
}

void TestCertificate::aMasaUrlOfAnotherFormIsNone()
{
    const QByteArray sound = derElement(0x16, "masa.example.com");
    QByteArray utf8 = sound;
    utf8[0] = der::Utf8String;
    QByteArray octets = sound;
    octets[0] = der::OctetString;
    QByteArray trailing = sound;
    trailing[1] = static_cast<char>(trailing[1] - 1);
    const auto urlIf = [&sound](const QByteArray& value) {
        QByteArray changed = deviceCertificate().der();
        changed.replace(sound, value);
        return Certificate::fromDer(changed)->masaUrl();
    };
    QCOMPARE(urlIf(utf8), QStringLiteral("masa.example.com"));
    QCOMPARE(urlIf(octets), QString());
    QCOMPARE(urlIf(trailing), QString());
}

void TestCertificate::aVersion1CertificateIsRead()
{
    const Certificate old = oddCertificate(sharedKey(KeyType::P256).handle(), {.version = 0});
    QVERIFY(!old.isCertificateAuthority());
    QVERIFY(old.maySign());
    QVERIFY(old.subjectKeyIdentifier().isEmpty());
    QCOMPARE(old.commonName(), QStringLiteral("Odd"));
    QCOMPARE(old.serialNumber(), QByteArray(1, 77));
    QVERIFY(old.publicKey() != nullptr);
}

void TestCertificate::aUnreadableKeyIsNoErrorUntilItIsAsked()
{
    // The curve's identifier becomes one that nobody has given out.
    QByteArray der = selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    der.replace(hexBytes("06082a8648ce3d030107"), hexBytes("06082a8648ce3d03017f"));
    const auto certificate = Certificate::fromDer(der);

    QVERIFY(certificate.has_value());
    QCOMPARE(certificate->commonName(), QStringLiteral("Somebody"));
    QVERIFY(certificate->publicKey() == nullptr);
    QCOMPARE(certificate->keyFingerprint().toString().size(), 64);
    QVERIFY(!sharedKey(KeyType::P256).matches(*certificate));
}

void TestCertificate::copiesShareOneObject()
{
    const Certificate one = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    const Certificate other = one; // NOLINT(performance-unnecessary-copy-initialization): the copy is the point
    QCOMPARE(one.x509(), other.x509());
    QCOMPARE(EVP_PKEY_eq(one.publicKey(), X509_get0_pubkey(other.x509())), 1);
}

// Whoever sends many certificates, or large ones, must not fill the memory with them.
void TestCertificate::whatCameLastIsKeptAndNoMore()
{
    const auto& key = sharedKey(KeyType::P256);
    const auto sameObject = [](const Certificate& certificate) {
        return Certificate::fromDer(certificate.der()).value().x509WithoutKey() == certificate.x509WithoutKey();
    };
    const auto small = oddCertificate(key.handle(), {.subject = "Small"});
    const auto another = oddCertificate(key.handle(), {.subject = "Another"});
    QVERIFY(sameObject(small));
    QVERIFY(sameObject(another));
    const auto large = oddCertificate(key.handle(), {.extensions = {{NID_netscape_comment, QByteArray(4096, 'x')}}});
    QVERIFY(large.der().size() > 4096);
    QVERIFY(!sameObject(large));
    for (int i = 0; i < 1024; ++i) {
        static_cast<void>(oddCertificate(key.handle(), {.subject = QByteArray::number(i)}));
    }
    QVERIFY(!sameObject(small));
}

void TestCertificate::itDoesNotLookAtTheCallersBytesLater()
{
    QByteArray bytes = selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    const QByteArray copy{bytes.constData(), bytes.size()};
    const Certificate certificate
        = Certificate::fromDer(QByteArray::fromRawData(bytes.constData(), bytes.size())).value();
    bytes.fill('\0');

    QCOMPARE(certificate.der(), copy);
    QVERIFY(certificate.publicKey() != nullptr);
}

void TestCertificate::threadsMayAskAtOnce()
{
    constexpr int ThreadCount = 8;
    for (int round = 0; round < 20; ++round) {
        const Certificate certificate
            = Certificate::fromDer(selfSigned(sharedKey(KeyType::P256), Use::Signing).der()).value();
        std::vector<EVP_PKEY*> keys(ThreadCount);
        std::vector<std::thread> threads;
        for (int i = 0; i < ThreadCount; ++i) {
            threads.emplace_back([&certificate, &key = keys[static_cast<std::size_t>(i)]] {
                key = certificate.maySign() ? certificate.publicKey() : nullptr;
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QVERIFY(keys.front() != nullptr);
        QVERIFY(std::all_of(keys.begin(), keys.end(), [&keys](EVP_PKEY* key) { return key == keys.front(); }));
    }
}

void TestCertificate::junkIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");

    const QByteArray sound = selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    const QByteArray content = DerReader{sound}.next().value().content.toByteArray();
    QTest::newRow("nothing") << QByteArray() << ErrorCode::Malformed;
    QTest::newRow("text") << QByteArray("hello, this is no certificate") << ErrorCode::Malformed;
    QTest::newRow("another structure") << hexBytes("3003020101") << ErrorCode::Malformed;
    QTest::newRow("cut") << sound.chopped(1) << ErrorCode::Malformed;
    QTest::newRow("trailing byte") << sound + '\0' << ErrorCode::TrailingData;
    QTest::newRow("two certificates") << sound + sound << ErrorCode::TrailingData;
    QTest::newRow("BER, indefinite length") << hexBytes("3080") + content + hexBytes("0000") << ErrorCode::Malformed;
    const auto endless
        = withContent([](const QByteArray& names) { return names.repeated(LongestName / names.size() + 1); });
    QTest::newRow("an issuer's name without end") << edited(sound, {0, 3}, endless) << ErrorCode::Malformed;
    QTest::newRow("a subject's name without end") << edited(sound, {0, 5}, endless) << ErrorCode::Malformed;
    QTest::newRow("extensions without end") << edited(
        sound, {0, 7, 0}, withContent([](const QByteArray& extensions) { return extensions.repeated(MostExtensions); }))
                                            << ErrorCode::Malformed;
    QTest::newRow("a fourth field") << edited(sound, {2}, followedBy(hexBytes("0500"))) << ErrorCode::Malformed;
    QTest::newRow("padding bits of the signature set") << edited(sound, {2}, withContent([](QByteArray bits) {
        bits[0] = 1;
        bits.back() = static_cast<char>(bits.back() | 1);
        return bits;
    })) << ErrorCode::Malformed;
}

void TestCertificate::asManyExtensionsAsAreAllowed()
{
    const QByteArray sound = selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    const auto withExtensions = [&sound](int count) {
        return edited(sound, {0, 7, 0}, withContent([count](const QByteArray& extensions) {
            return DerReader{extensions}.next().value().whole.toByteArray().repeated(count);
        }));
    };
    QVERIFY(Certificate::fromDer(withExtensions(MostExtensions)).has_value());
    const auto refused = Certificate::fromDer(withExtensions(MostExtensions + 1));
    QVERIFY(!refused.has_value());
    QVERIFY2(refused.error().message.contains(QStringLiteral("more than 256 extensions")),
        qPrintable(refused.error().message));
}

void TestCertificate::junkIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);

    const auto certificate = Certificate::fromDer(bytes);
    QVERIFY(!certificate.has_value());
    QCOMPARE(verdict(certificate), errorCodeName(code));
}

void TestCertificate::failuresLeaveNoErrorBehind()
{
    ERR_clear_error();
    QVERIFY(!Certificate::fromDer(hexBytes("3003020101")).has_value());
    QVERIFY(!Certificate::fromPemOrDer("-----BEGIN CERTIFICATE-----\n!!!\n").has_value());
    const Certificate certificate = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    QVERIFY(certificate.publicKey() != nullptr);
    QCOMPARE(ERR_peek_error(), 0UL);
}

void TestCertificate::pemHoldsManyAndOtherThings()
{
    const Certificate one = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    const Certificate two = selfSigned(sharedKey(KeyType::P384), Use::Authority);
    const Secret key = sharedKey(KeyType::P256).toPkcs8Pem({}).value();
    const QByteArray text
        = "a chain, leaf first\n" + pemOf(one.der()) + key.reveal() + pemOf(two.der(), "X509 CERTIFICATE");

    QCOMPARE(Certificate::fromPemOrDer(text).value(), (QList<Certificate>{one, two}));
    QCOMPARE(Certificate::fromPemOrDer(one.der()).value(), QList<Certificate>{one});
    QCOMPARE(Certificate::fromPemOrDer(pemOf(one.der()).repeated(64))->size(), 64);
}

void TestCertificate::pemIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<ErrorCode>("code");

    const QByteArray sound = selfSigned(sharedKey(KeyType::P256), Use::Signing).der();
    const Secret key = sharedKey(KeyType::P256).toPkcs8Pem({}).value();
    QTest::newRow("nothing") << QByteArray() << ErrorCode::Malformed;
    QTest::newRow("text") << QByteArray("hello") << ErrorCode::Malformed;
    QTest::newRow("only a key") << key.reveal() << ErrorCode::Malformed;
    QTest::newRow("cut") << pemOf(sound).chopped(30) << ErrorCode::Malformed;
    QTest::newRow("second one is none") << pemOf(sound) + pemOf("junk") << ErrorCode::Malformed;
    QTest::newRow("trailing byte inside") << pemOf(sound + '\0') << ErrorCode::TrailingData;
    QTest::newRow("DER and a trailing byte") << sound + '\0' << ErrorCode::TrailingData;
    QTest::newRow("65 certificates") << pemOf(sound).repeated(65) << ErrorCode::TooLarge;
}

void TestCertificate::pemIsRefused()
{
    QFETCH(QByteArray, bytes);
    QFETCH(ErrorCode, code);

    const auto certificates = Certificate::fromPemOrDer(bytes);
    QVERIFY(!certificates.has_value());
    QCOMPARE(verdict(certificates), errorCodeName(code));
}

void TestCertificate::foreignCertificatesAreRead()
{
    if (!QFileInfo::exists(thirdPartyMessages().path())) {
        QSKIP("the third-party messages are not here; SATCHEL_VECTORS names their folder");
    }
    QDirIterator files{thirdPartyMessages().path(), {QStringLiteral("*.crt"), QStringLiteral("*.cert")}, QDir::Files,
        QDirIterator::Subdirectories};
    int count = 0;
    while (files.hasNext()) {
        const QString path = files.next();
        const auto certificates = Certificate::fromPemOrDer(readFile(path, 1 << 20).value());
        QVERIFY2(certificates.has_value(), qPrintable(path));
        for (const Certificate& certificate : *certificates) {
            QVERIFY2(certificate.publicKey() != nullptr, qPrintable(path));
            QVERIFY2(certificate.notBefore() < certificate.notAfter(), qPrintable(path));
            QVERIFY2(!certificate.subjectDer().isEmpty(), qPrintable(path));
            ++count;
        }
    }
    QVERIFY(count > 10);
}

SATCHEL_TEST(TestCertificate)
#include "TestCertificate.moc"
