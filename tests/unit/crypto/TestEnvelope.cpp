#include "TestPki.h"

#include <core/base/File.h>
#include <core/crypto/Envelope.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <openssl/err.h>
#include <openssl/rsa.h>

#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray Plaintext = "what nobody on the way may read";
constexpr qint64 Enough = 1 << 20;

const DecryptionIdentity& identityOf(KeyType type)
{
    static std::map<KeyType, DecryptionIdentity> identities;
    if (const auto found = identities.find(type); found != identities.end()) {
        return found->second;
    }
    const PrivateKey& key = sharedKey(type);
    return identities.emplace(type, DecryptionIdentity{key, selfSigned(key, Use::Decryption)}).first->second;
}

QByteArray soundEnvelope(KeyType type)
{
    return encrypt(Plaintext, {identityOf(type).certificate}).value();
}

using Setup = std::function<bool(CMS_ContentInfo*)>;

// What OpenSSL makes, and opens, in another way than ours.
QByteArray otherEnvelope(CMS_ContentInfo* owned, const Setup& addRecipients)
{
    const CmsHandle cms{owned};
    const BioHandle source = readingBio(Plaintext);
    if (!addRecipients(cms.get())) {
        return {};
    }
    CMS_set_detached(cms.get(), 0);
    const bool done = CMS_final(cms.get(), source.get(), nullptr, CMS_BINARY) == 1;
    return done ? derOf<&i2d_CMS_ContentInfo>(cms.get()) : QByteArray{};
}

bool addAgreement(CMS_ContentInfo* cms, KeyType type, const EVP_MD* digest, unsigned flags = 0)
{
    CMS_RecipientInfo* const added
        = CMS_add1_recipient_cert(cms, identityOf(type).certificate.x509(), CMS_KEY_PARAM | flags);
    return added && EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(added), digest) == 1;
}

bool addTransport(CMS_ContentInfo* cms, X509* certificate, int padding, const EVP_MD* digest, const EVP_MD* mask)
{
    CMS_RecipientInfo* const added = CMS_add1_recipient_cert(cms, certificate, CMS_KEY_PARAM);
    EVP_PKEY_CTX* const context = added ? CMS_RecipientInfo_get0_pkey_ctx(added) : nullptr;
    if (!context || EVP_PKEY_CTX_set_rsa_padding(context, padding) != 1) {
        return false;
    }
    return padding != RSA_PKCS1_OAEP_PADDING
        || (EVP_PKEY_CTX_set_rsa_oaep_md(context, digest) == 1 && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) == 1);
}

Setup agreementWith(const EVP_MD* digest, unsigned flags = 0)
{
    return [digest, flags](CMS_ContentInfo* cms) { return addAgreement(cms, KeyType::P256, digest, flags); };
}

Setup transportWith(int padding, const EVP_MD* digest, const EVP_MD* mask)
{
    return [=](CMS_ContentInfo* cms) {
        return addTransport(cms, identityOf(KeyType::Rsa3072).certificate.x509(), padding, digest, mask);
    };
}

CMS_ContentInfo* gcm256()
{
    return CMS_AuthEnvelopedData_create(EVP_aes_256_gcm());
}

bool addPassword(CMS_ContentInfo* cms)
{
    QByteArray password = "password";
    return CMS_add0_recipient_password(cms, -1, NID_id_alg_PWRI_KEK, NID_undef,
               reinterpret_cast<unsigned char*>(OPENSSL_strdup(password.constData())), password.size(),
               EVP_aes_256_cbc())
        != nullptr;
}

const QByteArray Null = hexBytes("0500");

// Where the parts of an envelope are (see edited()).
const QList<int> Body{1, 0};
const QList<int> Recipients{1, 0, 1};
const QList<int> FirstRecipient{1, 0, 1, 0};
const QList<int> EncryptedContent{1, 0, 2};
const QList<int> GcmParameters{1, 0, 2, 1, 1};
const QList<int> Tag{1, 0, 3};

} // namespace

class TestEnvelope : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSealedIsOpened_data();
    void whatIsSealedIsOpened();
    void everyRecipientOpensIt();
    void aRecipientNamedTwiceIsOneRecipient();
    void twoEnvelopesDiffer();
    void strangersDoNotOpenIt();
    void theRightIdentityIsFoundAmongSeveral();
    void noFlippedBitIsAccepted_data();
    void noFlippedBitIsAccepted();
    void noCutIsAccepted();
    void everyOtherFrameIsRefused_data();
    void everyOtherFrameIsRefused();
    void everyOtherSetOfRecipientsIsRefused_data();
    void everyOtherSetOfRecipientsIsRefused();
    void everyOtherKeyAgreementIsRefused_data();
    void everyOtherKeyAgreementIsRefused();
    void everyOtherKeyTransportIsRefused_data();
    void everyOtherKeyTransportIsRefused();
    void everyOtherEncryptionIsRefused_data();
    void everyOtherEncryptionIsRefused();
    void aKindOfRecipientThatIsNotTheCertificatesIsNotTried();
    void tooLargeIsRefusedBeforeDecryption();
    void wrongRecipientsAreRefused_data();
    void wrongRecipientsAreRefused();
    void limitsAreKept();
    void theOpenSslProgramOpensOurs_data();
    void theOpenSslProgramOpensOurs();
    void weOpenTheOpenSslPrograms_data();
    void weOpenTheOpenSslPrograms();
    void failuresLeaveNoErrorBehind();

private:
    static void checkRefused();
};

void TestEnvelope::whatIsSealedIsOpened_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("plaintext");

    QTest::newRow("P-256") << KeyType::P256 << Plaintext;
    QTest::newRow("P-384") << KeyType::P384 << Plaintext;
    QTest::newRow("RSA-OAEP") << KeyType::Rsa3072 << Plaintext;
    QTest::newRow("nothing") << KeyType::P256 << QByteArray();
    QTest::newRow("bytes of all values") << KeyType::P256 << QByteArray("a\0b\r\nc\xff\n", 9);
    QTest::newRow("a megabyte") << KeyType::P256 << QByteArray(Enough, 'x');
}

void TestEnvelope::whatIsSealedIsOpened()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, plaintext);

    const auto envelope = encrypt(plaintext, {identityOf(type).certificate});
    QVERIFY2(envelope.has_value(), envelope ? "" : qPrintable(envelope.error().message));
    QVERIFY(checkEnvelopeForm(*envelope).has_value());
    QVERIFY(plaintext.isEmpty() || !envelope->contains(plaintext));
    const auto opened = decrypt(*envelope, {identityOf(type)}, Enough);
    QVERIFY2(opened.has_value(), opened ? "" : qPrintable(opened.error().message));
    QCOMPARE(*opened, plaintext);
}

void TestEnvelope::everyRecipientOpensIt()
{
    QList<Certificate> certificates;
    for (const KeyType type : {KeyType::P256, KeyType::P384, KeyType::Rsa3072}) {
        certificates.append(identityOf(type).certificate);
    }
    while (certificates.size() < MostRecipients) {
        certificates.append(selfSigned(sharedKey(KeyType::P256), Use::Decryption));
    }
    const auto envelope = encrypt(Plaintext, certificates);
    QVERIFY2(envelope.has_value(), envelope ? "" : qPrintable(envelope.error().message));
    for (const KeyType type : {KeyType::P256, KeyType::P384, KeyType::Rsa3072}) {
        QCOMPARE(decrypt(*envelope, {identityOf(type)}, Enough).value(), Plaintext);
    }
    QCOMPARE(decrypt(*envelope, {{sharedKey(KeyType::P256), certificates.last()}}, Enough).value(), Plaintext);
}

void TestEnvelope::aRecipientNamedTwiceIsOneRecipient()
{
    const Certificate& certificate = identityOf(KeyType::P256).certificate;
    const auto envelope = encrypt(Plaintext, {certificate, certificate});
    QVERIFY(envelope.has_value());
    QCOMPARE(envelope->size(), soundEnvelope(KeyType::P256).size());
    QVERIFY(encrypt(Plaintext, QList<Certificate>(20, certificate)).has_value());
}

void TestEnvelope::twoEnvelopesDiffer()
{
    QVERIFY(soundEnvelope(KeyType::P256) != soundEnvelope(KeyType::P256));
}

void TestEnvelope::strangersDoNotOpenIt()
{
    const QByteArray envelope = soundEnvelope(KeyType::P256);
    QCOMPARE(verdict(decrypt(envelope, {}, Enough)), errorCodeName(ErrorCode::CannotDecrypt));
    QCOMPARE(verdict(decrypt(envelope, {identityOf(KeyType::P384)}, Enough)), errorCodeName(ErrorCode::CannotDecrypt));
    // The right certificate with another key, and the right key with another certificate.
    const DecryptionIdentity wrongKey{
        PrivateKey::generate(KeyType::P256).value(), identityOf(KeyType::P256).certificate};
    QCOMPARE(verdict(decrypt(envelope, {wrongKey}, Enough)), errorCodeName(ErrorCode::CannotDecrypt));
    const DecryptionIdentity twin{sharedKey(KeyType::P256), selfSigned(sharedKey(KeyType::P256), Use::Decryption)};
    const auto byTwin = decrypt(envelope, {twin}, Enough);
    QCOMPARE(verdict(byTwin), errorCodeName(ErrorCode::CannotDecrypt));
    QVERIFY(byTwin.error().message.contains(QStringLiteral("among its recipients"))); // it is not even tried
    // RSA must not let the wrong key through either: OpenSSL goes on with a random one there.
    const DecryptionIdentity wrongRsa{
        PrivateKey::generate(KeyType::Rsa3072).value(), identityOf(KeyType::Rsa3072).certificate};
    QCOMPARE(
        verdict(decrypt(soundEnvelope(KeyType::Rsa3072), {wrongRsa}, Enough)), errorCodeName(ErrorCode::CannotDecrypt));
}

void TestEnvelope::theRightIdentityIsFoundAmongSeveral()
{
    const DecryptionIdentity wrongKey{
        PrivateKey::generate(KeyType::P256).value(), identityOf(KeyType::P256).certificate};
    const QList<DecryptionIdentity> identities{
        identityOf(KeyType::P384), identityOf(KeyType::Rsa3072), wrongKey, identityOf(KeyType::P256)};
    QCOMPARE(decrypt(soundEnvelope(KeyType::P256), identities, Enough).value(), Plaintext);
}

void TestEnvelope::noFlippedBitIsAccepted_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<int>("step");

    QTest::newRow("P-256, every bit") << KeyType::P256 << 1;
    QTest::newRow("P-384, every fifth") << KeyType::P384 << 5;
    QTest::newRow("RSA-OAEP, every fifth") << KeyType::Rsa3072 << 5;
}

void TestEnvelope::noFlippedBitIsAccepted()
{
    QFETCH(KeyType, type);
    QFETCH(int, step);

    const QByteArray sound = soundEnvelope(type);
    for (int bit = 0; bit < 8 * sound.size(); bit += step) {
        QByteArray flipped = sound;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        const auto opened = decrypt(flipped, {identityOf(type)}, Enough);
        QVERIFY2(!opened.has_value(), QByteArray::number(bit));
        QVERIFY(opened.error().code == ErrorCode::BadContainer || opened.error().code == ErrorCode::CannotDecrypt);
    }
}

void TestEnvelope::noCutIsAccepted()
{
    const QByteArray sound = soundEnvelope(KeyType::P256);
    for (qsizetype length = 0; length < sound.size(); ++length) {
        QCOMPARE(verdict(checkEnvelopeForm(sound.left(length))), errorCodeName(ErrorCode::BadContainer));
        QCOMPARE(verdict(decrypt(sound.left(length), {identityOf(KeyType::P256)}, Enough)),
            errorCodeName(ErrorCode::BadContainer));
    }
}

// For rows of an envelope and of the place at which it leaves the form.
void TestEnvelope::checkRefused()
{
    QFETCH(QByteArray, envelope);
    QFETCH(QString, place);

    const auto checked = checkEnvelopeForm(envelope);
    QVERIFY(!checked.has_value());
    QCOMPARE(verdict(checked), errorCodeName(ErrorCode::BadContainer));
    QVERIFY2(checked.error().message.startsWith(place), qPrintable(checked.error().message));
    const auto opened = decrypt(envelope, {identityOf(KeyType::P256), identityOf(KeyType::Rsa3072)}, Enough);
    QVERIFY(!opened.has_value());
    QCOMPARE(verdict(opened), errorCodeName(ErrorCode::BadContainer));
}

void TestEnvelope::everyOtherFrameIsRefused_data()
{
    QTest::addColumn<QByteArray>("envelope");
    QTest::addColumn<QString>("place");

    const QByteArray sound = soundEnvelope(KeyType::P256);
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("ContentInfo");
    QTest::newRow("trailing byte") << sound + '\0' << QStringLiteral("end of the envelope");
    QTest::newRow("BER, indefinite length") << hexBytes("3080") + DerReader{sound}.next()->content.toByteArray()
            + hexBytes("0000") << QStringLiteral("ContentInfo");
    QTest::newRow("element after the content info")
        << edited(sound, {}, withContent([&](const QByteArray& content) { return content + Null; }))
        << QStringLiteral("end of the ContentInfo");
    QTest::newRow("version 1") << edited(sound, Body + QList<int>{0}, replaceBy(hexBytes("020101")))
                               << QStringLiteral("version of the AuthEnvelopedData");
    QTest::newRow("AES-256-CBC, EnvelopedData") << otherEnvelope(CMS_EnvelopedData_create(EVP_aes_256_cbc()),
        agreementWith(EVP_sha256())) << QStringLiteral("content type");
    QTest::newRow("originator's certificates")
        << edited(sound, Recipients, precededBy(hexBytes("a000"))) << QStringLiteral("recipients");
    QTest::newRow("authenticated attributes")
        << edited(sound, Tag, precededBy(hexBytes("a100"))) << QStringLiteral("tag");
    QTest::newRow("unauthenticated attributes") << edited(
        sound, Tag, followedBy(derElement(0xA2, hexBytes("300c0603550403310530030c0178").left(12).append("\0\0", 2))))
                                                << QStringLiteral("end of the AuthEnvelopedData");
    QTest::newRow("element after the tag")
        << edited(sound, Tag, followedBy(Null)) << QStringLiteral("end of the AuthEnvelopedData");
    QTest::newRow("element after the AuthEnvelopedData")
        << edited(sound, Body, followedBy(Null)) << QStringLiteral("end of the content of the ContentInfo");
}

void TestEnvelope::everyOtherFrameIsRefused()
{
    checkRefused();
}

void TestEnvelope::everyOtherSetOfRecipientsIsRefused_data()
{
    QTest::addColumn<QByteArray>("envelope");
    QTest::addColumn<QString>("place");

    const QByteArray sound = soundEnvelope(KeyType::P256);
    QTest::newRow("password recipient beside ours") << otherEnvelope(gcm256(), [](CMS_ContentInfo* cms) {
        return addAgreement(cms, KeyType::P256, EVP_sha256()) && addPassword(cms);
    }) << QStringLiteral("RecipientInfo");
    QTest::newRow("no recipient") << edited(sound, FirstRecipient, replaceBy({}))
                                  << QStringLiteral("number of recipients, 1 to 8");
    QTest::newRow("recipient twice") << edited(sound, FirstRecipient, [](const QByteArray& one) { return one + one; })
                                     << QStringLiteral("order of the recipients");
    QTest::newRow("recipients out of order") << edited(
        encrypt(Plaintext, {identityOf(KeyType::P256).certificate, identityOf(KeyType::P384).certificate}).value(),
        Recipients, withContent([](const QByteArray& both) {
            DerReader reader{both};
            const QByteArray first = reader.next()->whole.toByteArray();
            return reader.rest().toByteArray() + first;
        })) << QStringLiteral("order of the recipients");
}

void TestEnvelope::everyOtherSetOfRecipientsIsRefused()
{
    checkRefused();
}

void TestEnvelope::everyOtherKeyAgreementIsRefused_data()
{
    QTest::addColumn<QByteArray>("envelope");
    QTest::addColumn<QString>("place");

    const QByteArray sound = soundEnvelope(KeyType::P256);
    QTest::newRow("AES-128-GCM and AES-128 wrap") << otherEnvelope(CMS_AuthEnvelopedData_create(EVP_aes_128_gcm()),
        agreementWith(EVP_sha256())) << QStringLiteral("key agreement scheme");
    QTest::newRow("key derived with SHA-1")
        << otherEnvelope(gcm256(), agreementWith(EVP_sha1())) << QStringLiteral("key agreement scheme");
    QTest::newRow("P-256 with SHA-384") << otherEnvelope(gcm256(), agreementWith(EVP_sha384()))
                                        << QStringLiteral("key agreement scheme");
    QTest::newRow("P-256 with SHA-512") << otherEnvelope(gcm256(), agreementWith(EVP_sha512()))
                                        << QStringLiteral("key agreement scheme");
    QTest::newRow("recipient by key identifier") << otherEnvelope(gcm256(), agreementWith(EVP_sha256(), CMS_USE_KEYID))
                                                 << QStringLiteral("recipient identifier");
    QTest::newRow("curve spelt out beside the ephemeral key") << edited(
        sound, FirstRecipient + QList<int>{1, 0, 0}, replaceBy(hexBytes("301306072a8648ce3d020106082a8648ce3d030107")))
                                                              << QStringLiteral("algorithm of the ephemeral key");
    QTest::newRow("user keying material")
        << edited(sound, FirstRecipient + QList<int>{1}, followedBy(hexBytes("a1060404aabbccdd")))
        << QStringLiteral("key agreement scheme");
    QTest::newRow("recipient's version 2") << edited(sound, FirstRecipient + QList<int>{0},
        replaceBy(hexBytes("020102"))) << QStringLiteral("version of the KeyAgreeRecipientInfo");
    QTest::newRow("key wrapped with AES-128")
        << edited(sound, FirstRecipient + QList<int>{2, 1}, replaceBy(hexBytes("300b0609608648016503040105")))
        << QStringLiteral("key agreement scheme");
    QTest::newRow("wrapped key of 32 bytes") << edited(sound, FirstRecipient + QList<int>{3, 0, 1},
        withContent([](const QByteArray& wrapped) { return wrapped.left(32); }))
                                             << QStringLiteral("length of the wrapped key");
    QTest::newRow("ephemeral key compressed") << edited(sound, FirstRecipient + QList<int>{1, 0, 1},
        withContent([](const QByteArray& point) { return hexBytes("0002") + point.mid(2, 32); }))
                                              << QStringLiteral("ephemeral key");
    QTest::newRow("ephemeral key in the hybrid form") << edited(sound, FirstRecipient + QList<int>{1, 0, 1},
        withContent([](const QByteArray& point) { return hexBytes("0006") + point.mid(2); }))
                                                      << QStringLiteral("ephemeral key");
    QTest::newRow("ephemeral key with unused bits") << edited(sound, FirstRecipient + QList<int>{1, 0, 1},
        withContent([](const QByteArray& point) { return hexBytes("0104") + point.mid(2); }))
                                                    << QStringLiteral("ephemeral key");
    QTest::newRow("element after the ephemeral key") << edited(sound, FirstRecipient + QList<int>{1, 0, 1},
        followedBy(Null)) << QStringLiteral("end of the ephemeral key");
    QTest::newRow("element after the originator") << edited(sound, FirstRecipient + QList<int>{1, 0}, followedBy(Null))
                                                  << QStringLiteral("end of the originator");
    QTest::newRow("element after the wrapped key") << edited(sound, FirstRecipient + QList<int>{3, 0, 1},
        followedBy(Null)) << QStringLiteral("end of the recipient's key");
    QTest::newRow("element after the recipient's keys") << edited(sound, FirstRecipient + QList<int>{3},
        followedBy(Null)) << QStringLiteral("end of the KeyAgreeRecipientInfo");
    QTest::newRow("recipient's key twice")
        << edited(sound, FirstRecipient + QList<int>{3, 0}, [](const QByteArray& one) { return one + one; })
        << QStringLiteral("recipient's keys: exactly one");
}

void TestEnvelope::everyOtherKeyAgreementIsRefused()
{
    checkRefused();
}

void TestEnvelope::everyOtherKeyTransportIsRefused_data()
{
    QTest::addColumn<QByteArray>("envelope");
    QTest::addColumn<QString>("place");

    const QByteArray rsa = soundEnvelope(KeyType::Rsa3072);
    QTest::newRow("RSA with PKCS #1 v1.5")
        << otherEnvelope(gcm256(), transportWith(RSA_PKCS1_PADDING, nullptr, nullptr))
        << QStringLiteral("key transport scheme");
    QTest::newRow("OAEP with SHA-1") << otherEnvelope(
        gcm256(), transportWith(RSA_PKCS1_OAEP_PADDING, EVP_sha1(), EVP_sha1()))
                                     << QStringLiteral("key transport scheme");
    QTest::newRow("OAEP with a SHA-1 mask")
        << otherEnvelope(gcm256(), transportWith(RSA_PKCS1_OAEP_PADDING, EVP_sha256(), EVP_sha1()))
        << QStringLiteral("key transport scheme");
    QTest::newRow("RSA recipient's version 2") << edited(rsa, FirstRecipient + QList<int>{0},
        replaceBy(hexBytes("020102"))) << QStringLiteral("version of the KeyTransRecipientInfo");
    QTest::newRow("RSA key encrypted for 2048 bits") << edited(rsa, FirstRecipient + QList<int>{3},
        withContent([](const QByteArray& encrypted) { return encrypted.left(256); }))
                                                     << QStringLiteral("length of the encrypted key");
    QTest::newRow("RSA recipient with another element") << edited(rsa, FirstRecipient + QList<int>{3}, followedBy(Null))
                                                        << QStringLiteral("end of the KeyTransRecipientInfo");
}

void TestEnvelope::everyOtherKeyTransportIsRefused()
{
    checkRefused();
}

void TestEnvelope::everyOtherEncryptionIsRefused_data()
{
    QTest::addColumn<QByteArray>("envelope");
    QTest::addColumn<QString>("place");

    const QByteArray sound = soundEnvelope(KeyType::P256);
    QTest::newRow("AES-128-GCM") << edited(
        sound, EncryptedContent + QList<int>{1, 0}, replaceBy(hexBytes("0609608648016503040106")))
                                 << QStringLiteral("content encryption algorithm");
    QTest::newRow("AES-192-GCM") << edited(
        sound, EncryptedContent + QList<int>{1, 0}, replaceBy(hexBytes("060960864801650304011a")))
                                 << QStringLiteral("content encryption algorithm");
    QTest::newRow("tag of 4 bytes") << edited(
        edited(sound, Tag, withContent([](const QByteArray& tag) { return tag.left(4); })),
        GcmParameters + QList<int>{1}, replaceBy(hexBytes("020104")))
                                    << QStringLiteral("length of the tag among the parameters");
    QTest::newRow("tag of 4 bytes, said to be 16")
        << edited(sound, Tag, withContent([](const QByteArray& tag) { return tag.left(4); }))
        << QStringLiteral("length of the tag");
    QTest::newRow("tag length said to be 12") << edited(sound, GcmParameters + QList<int>{1},
        replaceBy(hexBytes("02010c"))) << QStringLiteral("length of the tag among the parameters");
    QTest::newRow("tag length left to its default") << edited(sound, GcmParameters + QList<int>{1}, replaceBy({}))
                                                    << QStringLiteral("length of the tag among the parameters");
    QTest::newRow("nonce of 16 bytes") << edited(
        sound, GcmParameters + QList<int>{0}, withContent([](const QByteArray& nonce) { return nonce + "1234"; }))
                                       << QStringLiteral("length of the nonce");
    QTest::newRow("another element among the parameters") << edited(sound, GcmParameters + QList<int>{1},
        followedBy(Null)) << QStringLiteral("end of the parameters of AES-256-GCM");
    QTest::newRow("another content type inside")
        << edited(sound, EncryptedContent + QList<int>{0}, replaceBy(hexBytes("06092a864886f70d010702")))
        << QStringLiteral("type of the encrypted content");
    QTest::newRow("no content") << edited(sound, EncryptedContent + QList<int>{2}, replaceBy({}))
                                << QStringLiteral("encrypted content");
    QTest::newRow("content in pieces") << edited(sound, EncryptedContent + QList<int>{2}, [](const QByteArray& whole) {
        const QByteArray bytes = DerReader{whole}.next()->content.toByteArray();
        return derElement(
            0xA0, derElement(der::OctetString, bytes.left(5)) + derElement(der::OctetString, bytes.mid(5)));
    }) << QStringLiteral("encrypted content");
    QTest::newRow("element after the encryption algorithm's parameters")
        << edited(sound, GcmParameters, followedBy(Null)) << QStringLiteral("end of the content encryption algorithm");
    QTest::newRow("element after the encrypted content") << edited(sound, EncryptedContent + QList<int>{2},
        followedBy(Null)) << QStringLiteral("end of the encrypted content");
}

void TestEnvelope::everyOtherEncryptionIsRefused()
{
    checkRefused();
}

void TestEnvelope::aKindOfRecipientThatIsNotTheCertificatesIsNotTried()
{
    // An envelope for P-384 that names the P-256 certificate.
    const QByteArray renamed = edited(soundEnvelope(KeyType::P384), FirstRecipient + QList<int>{3, 0, 0},
        replaceBy(identityOf(KeyType::P256).certificate.issuerAndSerial()));
    QVERIFY(checkEnvelopeForm(renamed).has_value());
    const auto opened = decrypt(renamed, {identityOf(KeyType::P256)}, Enough);
    QCOMPARE(verdict(opened), errorCodeName(ErrorCode::CannotDecrypt));
    QVERIFY(opened.error().message.contains(QStringLiteral("among its recipients")));
}

void TestEnvelope::tooLargeIsRefusedBeforeDecryption()
{
    const QByteArray envelope = soundEnvelope(KeyType::P256);
    QVERIFY(decrypt(envelope, {identityOf(KeyType::P256)}, Plaintext.size()).has_value());
    // No identity is needed to see it.
    QCOMPARE(verdict(decrypt(envelope, {}, Plaintext.size() - 1)), errorCodeName(ErrorCode::TooLarge));
}

void TestEnvelope::wrongRecipientsAreRefused_data()
{
    QTest::addColumn<QByteArray>("der");
    QTest::addColumn<ErrorCode>("code");

    const PkeyHandle rsa{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})};
    const PkeyHandle p521{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521")};
    const PkeyHandle x25519{EVP_PKEY_Q_keygen(nullptr, nullptr, "X25519")};
    const PkeyHandle compressed{EVP_PKEY_dup(sharedKey(KeyType::P256).handle())};
    EVP_PKEY_set_utf8_string_param(compressed.get(), "point-format", "compressed");
    const PkeyHandle spelt{EVP_PKEY_dup(sharedKey(KeyType::P384).handle())};
    EVP_PKEY_set_utf8_string_param(spelt.get(), "encoding", "explicit");
    const PrivateKey& signer = sharedKey(KeyType::P256);
    QTest::newRow("RSA of 2048 bits") << oddCertificate(rsa.get(), {}).der() << ErrorCode::WeakAlgorithm;
    QTest::newRow("P-521") << oddCertificate(p521.get(), {}).der() << ErrorCode::WeakAlgorithm;
    const PkeyHandle compressed384{EVP_PKEY_dup(sharedKey(KeyType::P384).handle())};
    EVP_PKEY_set_utf8_string_param(compressed384.get(), "point-format", "compressed");
    QByteArray offCurve = identityOf(KeyType::P256).certificate.der();
    const QByteArray keyInfo = sharedKey(KeyType::P256).publicKeyInfo();
    offCurve.replace(keyInfo, keyInfo.chopped(1) + static_cast<char>(keyInfo.back() ^ 1));
    QTest::newRow("point off the curve") << offCurve << ErrorCode::WeakAlgorithm;
    QTest::newRow("P-384 point compressed")
        << oddCertificate(compressed384.get(), {}).der() << ErrorCode::WeakAlgorithm;
    QTest::newRow("point compressed") << oddCertificate(compressed.get(), {}).der() << ErrorCode::WeakAlgorithm;
    QTest::newRow("curve spelt out") << oddCertificate(spelt.get(), {}).der() << ErrorCode::WeakAlgorithm;
    QTest::newRow("X25519") << oddCertificate(x25519.get(), {.issuerKey = &signer}).der() << ErrorCode::WeakAlgorithm;
    QTest::newRow("EC for signing") << selfSigned(signer, Use::Signing).der() << ErrorCode::KeyMismatch;
    QTest::newRow("RSA for signing") << selfSigned(sharedKey(KeyType::Rsa3072), Use::Signing).der()
                                     << ErrorCode::KeyMismatch;
    QTest::newRow("RSA for agreement") << oddCertificate(sharedKey(KeyType::Rsa3072).handle(),
        {.extensions = {{NID_key_usage,
             "keyAgreement"}}}).der() << ErrorCode::KeyMismatch;
}

void TestEnvelope::wrongRecipientsAreRefused()
{
    QFETCH(QByteArray, der);
    QFETCH(ErrorCode, code);

    const auto envelope
        = encrypt(Plaintext, {identityOf(KeyType::P256).certificate, Certificate::fromDer(der).value()});
    QVERIFY(!envelope.has_value());
    QCOMPARE(verdict(envelope), errorCodeName(code));
}

void TestEnvelope::limitsAreKept()
{
    QCOMPARE(verdict(encrypt(Plaintext, {})), errorCodeName(ErrorCode::UnknownPeer));
    QList<Certificate> certificates;
    const auto addAll = [&certificates](CMS_ContentInfo* cms) {
        return std::all_of(certificates.begin(), certificates.end(), [cms](const Certificate& certificate) {
            CMS_RecipientInfo* const added = CMS_add1_recipient_cert(cms, certificate.x509(), CMS_KEY_PARAM);
            return added && EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(added), EVP_sha256()) == 1;
        });
    };
    for (int i = 0; i <= MostRecipients; ++i) {
        certificates.append(selfSigned(sharedKey(KeyType::P256), Use::Decryption));
    }
    QCOMPARE(verdict(encrypt(Plaintext, certificates)), errorCodeName(ErrorCode::TooLarge));
    const auto nine = checkEnvelopeForm(otherEnvelope(gcm256(), addAll));
    QCOMPARE(verdict(nine), errorCodeName(ErrorCode::BadContainer));
    certificates.removeLast();
    QVERIFY(checkEnvelopeForm(otherEnvelope(gcm256(), addAll)).has_value());
    const QByteArrayView tooMuch{Plaintext.constData(), qsizetype{64} * 1024 * 1024 + 1};
    QCOMPARE(verdict(encrypt(tooMuch, {identityOf(KeyType::P256).certificate})), errorCodeName(ErrorCode::TooLarge));
}

void TestEnvelope::theOpenSslProgramOpensOurs_data()
{
    QTest::addColumn<KeyType>("type");

    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA-OAEP") << KeyType::Rsa3072;
}

void TestEnvelope::theOpenSslProgramOpensOurs()
{
    QFETCH(KeyType, type);
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const QTemporaryDir folder;
    const QString keyPath = folder.filePath(QStringLiteral("key.pem"));
    QVERIFY(writeFileAtomically(keyPath, sharedKey(type).toPkcs8Pem({})->reveal(), 0600).has_value());
    const QStringList arguments{QStringLiteral("cms"), QStringLiteral("-decrypt"), QStringLiteral("-binary"),
        QStringLiteral("-inform"), QStringLiteral("DER"), QStringLiteral("-inkey"), keyPath};
    QCOMPARE(runOpenSsl(arguments, soundEnvelope(type)), Plaintext);
}

void TestEnvelope::weOpenTheOpenSslPrograms_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QString>("options");
    QTest::addColumn<bool>("good");

    const QString gcm = QStringLiteral("-aes-256-gcm");
    const QString sha256 = QStringLiteral("-keyopt ecdh_kdf_md:sha256");
    const QString sha384 = QStringLiteral("-keyopt ecdh_kdf_md:sha384");
    const QString oaep = QStringLiteral("-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256");
    QTest::newRow("P-256") << KeyType::P256 << sha256 + u' ' + gcm << true;
    QTest::newRow("P-256 by default") << KeyType::P256 << gcm << false;
    QTest::newRow("P-384") << KeyType::P384 << sha384 + u' ' + gcm << true;
    QTest::newRow("P-384 with SHA-256") << KeyType::P384 << sha256 + u' ' + gcm << false;
    QTest::newRow("RSA-OAEP") << KeyType::Rsa3072 << oaep + u' ' + gcm << true;
    QTest::newRow("RSA by default") << KeyType::Rsa3072 << gcm << false;
    QTest::newRow("CBC") << KeyType::P256 << sha256 + QStringLiteral(" -aes-256-cbc") << false;
}

void TestEnvelope::weOpenTheOpenSslPrograms()
{
    QFETCH(KeyType, type);
    QFETCH(QString, options);
    QFETCH(bool, good);
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const QTemporaryDir folder;
    const QString certificatePath = folder.filePath(QStringLiteral("certificate.pem"));
    const QByteArray pem = runOpenSsl(
        {QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER")}, identityOf(type).certificate.der());
    QVERIFY(writeFileAtomically(certificatePath, pem).has_value());
    QStringList arguments = QStringLiteral("cms -encrypt -binary -outform DER -recip").split(u' ');
    arguments << certificatePath << options.split(u' ');
    const QByteArray envelope = runOpenSsl(arguments, Plaintext);
    QVERIFY(!envelope.isEmpty());

    const auto opened = decrypt(envelope, {identityOf(type)}, Enough);
    QCOMPARE(opened.has_value(), good);
    if (good) {
        QCOMPARE(*opened, Plaintext);
    } else {
        QCOMPARE(verdict(opened), errorCodeName(ErrorCode::BadContainer));
    }
}

void TestEnvelope::failuresLeaveNoErrorBehind()
{
    ERR_clear_error();
    QByteArray flipped = soundEnvelope(KeyType::P256);
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    QVERIFY(!decrypt(flipped, {identityOf(KeyType::P256)}, Enough).has_value());
    QVERIFY(!encrypt(Plaintext, {selfSigned(sharedKey(KeyType::P256), Use::Signing)}).has_value());
    QCOMPARE(ERR_peek_error(), 0UL);
}

SATCHEL_TEST(TestEnvelope)
#include "TestEnvelope.moc"
