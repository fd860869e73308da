#include "TestPki.h"

#include <core/base/File.h>
#include <core/crypto/Signature.h>
#include <tests/support/Lacking.h>
#include <tests/support/TestRegistry.h>

#include <openssl/err.h>
#include <openssl/ess.h>
#include <openssl/rsa.h>

#include <QTemporaryDir>
#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray Content = "{\"type\":\"satchel-label\",\"version\":1}";

const Certificate& signerOf(KeyType type)
{
    static std::map<KeyType, Certificate> certificates;
    if (const auto found = certificates.find(type); found != certificates.end()) {
        return found->second;
    }
    return certificates.emplace(type, selfSigned(sharedKey(type), Use::Signing)).first->second;
}

QByteArray soundSignature(KeyType type)
{
    return signDetached(Content, sharedKey(type), signerOf(type), someTime()).value();
}

// How a SignedData that OpenSSL makes, and takes, may differ from ours.
struct Deviation {
    const EVP_MD* digest = EVP_sha256();
    unsigned flags = CMS_CADES | CMS_NOSMIMECAP;
    unsigned contentFlags = CMS_DETACHED;
    std::function<bool(CMS_ContentInfo*, CMS_SignerInfo*)> change = {};
};

QByteArray deviating(EVP_PKEY* key, X509* certificate, const Deviation& deviation)
{
    const unsigned flags = CMS_BINARY | CMS_PARTIAL | deviation.contentFlags;
    const CmsHandle cms{CMS_sign(nullptr, nullptr, nullptr, nullptr, flags)};
    const BioHandle source = readingBio(Content);
    CMS_SignerInfo* const signer
        = CMS_add1_signer(cms.get(), certificate, key, deviation.digest, flags | deviation.flags);
    const bool done = signer && (!deviation.change || deviation.change(cms.get(), signer))
        && CMS_final(cms.get(), source.get(), nullptr, flags) == 1;
    return done ? derOf<&i2d_CMS_ContentInfo>(cms.get()) : QByteArray{};
}

QByteArray deviating(const Deviation& deviation, KeyType type = KeyType::P256)
{
    return deviating(sharedKey(type).handle(), signerOf(type).x509(), deviation);
}

// The signed attributes changed by `edit`, and a signature over what came of it: only our template can mind.
QByteArray resignedAttributes(const DerEdit& editAttributes)
{
    const QList<int> signerInfo{1, 0, 4, 0};
    const QByteArray changed = edited(soundSignature(KeyType::P256), signerInfo + QList<int>{3}, editAttributes);
    return edited(changed, signerInfo, [](const QByteArray& info) {
        QByteArray attributes;
        const QByteArray unsigned_ = edited(info, {3}, [&attributes](const QByteArray& whole) {
            attributes = whole;
            return whole;
        });
        attributes[0] = static_cast<char>(der::Set); // what is signed (RFC 5652 section 5.4)
        const DigestContextHandle context{EVP_MD_CTX_new()};
        QByteArray signature(200, '\0');
        std::size_t size = 200;
        EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, sharedKey(KeyType::P256).handle());
        EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
            openSslBytes(attributes), static_cast<std::size_t>(attributes.size()));
        signature.resize(static_cast<qsizetype>(size));
        return edited(unsigned_, {5}, replaceBy(derElement(der::OctetString, signature)));
    });
}

bool addSecondSigner(CMS_ContentInfo* cms, CMS_SignerInfo* /*first*/)
{
    return CMS_add1_signer(cms, signerOf(KeyType::P384).x509(), sharedKey(KeyType::P384).handle(), EVP_sha384(),
               CMS_BINARY | CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS)
        != nullptr;
}

bool addSecondCertificate(CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/)
{
    return CMS_add1_cert(cms, signerOf(KeyType::P384).x509()) == 1;
}

bool addRevocationList(CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/)
{
    const CrlHandle crl{X509_CRL_new()};
    const Asn1TimeHandle time{ASN1_TIME_set(nullptr, 0)};
    X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(signerOf(KeyType::P256).x509()));
    X509_CRL_set1_lastUpdate(crl.get(), time.get());
    X509_CRL_sign(crl.get(), sharedKey(KeyType::P256).handle(), EVP_sha256());
    return CMS_add1_crl(cms, crl.get()) == 1;
}

bool addUnsignedAttribute(CMS_ContentInfo* /*cms*/, CMS_SignerInfo* signer)
{
    return CMS_unsigned_add1_attr_by_NID(signer, NID_friendlyName, V_ASN1_UTF8STRING, "x", 1) == 1;
}

bool setOtherContentType(CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/)
{
    const Asn1ObjectHandle type{OBJ_txt2obj("1.2.840.113549.1.9.16.1.40", 1)};
    return CMS_set1_eContentType(cms, type.get()) == 1;
}

bool usePssWithSalt(CMS_SignerInfo* signer, int salt, const EVP_MD* mask)
{
    EVP_PKEY_CTX* const context = CMS_SignerInfo_get0_pkey_ctx(signer);
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) == 1 && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1;
}

QByteArray timeAttribute(const QByteArray& time)
{
    return derElement(der::Sequence, hexBytes("06092a864886f70d010905") + derElement(der::Set, time));
}

} // namespace

class TestSignature : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsSignedVerifies_data();
    void whatIsSignedVerifies();
    void anAttachedSignatureCarriesItsContent();
    void timesOfAllCenturiesAreCarried_data();
    void timesOfAllCenturiesAreCarried();
    void aPeekTellsWhoClaimsToSign();
    void noFlippedBitIsAccepted_data();
    void noFlippedBitIsAccepted();
    void noCutIsAccepted();
    void anAlteredContentIsRefused();
    void onlyAllowedCertificatesSign();
    void everyOtherFormIsRefused_data();
    void everyOtherFormIsRefused();
    void everyOtherSetOfSignedAttributesIsRefused_data();
    void everyOtherSetOfSignedAttributesIsRefused();
    void weakAlgorithmsAreRefused_data();
    void weakAlgorithmsAreRefused();
    void aCertificateThatMayNotSignIsRefused();
    void aSignerIdentifierOfAnotherCertificateIsRefused();
    void tooLargeIsRefusedUnread();
    void wrongIdentitiesDoNotSign_data();
    void wrongIdentitiesDoNotSign();
    void theOpenSslProgramVerifiesOurs_data();
    void theOpenSslProgramVerifiesOurs();
    void weVerifyTheOpenSslPrograms_data();
    void weVerifyTheOpenSslPrograms();
    void failuresLeaveNoErrorBehind();
};

void TestSignature::whatIsSignedVerifies_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("content");

    QTest::newRow("P-256") << KeyType::P256 << Content;
    QTest::newRow("P-384") << KeyType::P384 << Content;
    QTest::newRow("RSA-PSS") << KeyType::Rsa3072 << Content;
    QTest::newRow("nothing at all") << KeyType::P256 << QByteArray();
    QTest::newRow("bytes of all values") << KeyType::P256 << QByteArray("a\0b\r\nc\xff\n", 9);
    QTest::newRow("a megabyte") << KeyType::P256 << QByteArray(1 << 20, 'x');
}

void TestSignature::whatIsSignedVerifies()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, content);

    const auto signature = signDetached(content, sharedKey(type), signerOf(type), someTime());
    QVERIFY2(signature.has_value(), signature ? "" : qPrintable(signature.error().message));
    const auto verified = verifyDetached(*signature, content, {signerOf(type)});
    QVERIFY2(verified.has_value(), verified ? "" : qPrintable(verified.error().message));
    QVERIFY(verified->signer == signerOf(type));
    QCOMPARE(verified->signingTime, someTime());
    QCOMPARE(verified->content, content);
}

void TestSignature::anAttachedSignatureCarriesItsContent()
{
    for (const QByteArray& content : {Content, QByteArray(), QByteArray(100'000, '\0')}) {
        const QByteArray attached
            = signAttached(content, sharedKey(KeyType::P256), signerOf(KeyType::P256), someTime()).value();
        const auto verified = verifyAttached(attached, {signerOf(KeyType::P256)});
        QVERIFY(verified.has_value());
        QCOMPARE(verified->content, content);
        QCOMPARE(verified->signingTime, someTime());
    }
    // One form is not taken for the other.
    const QByteArray whole
        = signAttached(Content, sharedKey(KeyType::P256), signerOf(KeyType::P256), someTime()).value();
    QCOMPARE(
        verdict(verifyDetached(whole, Content, {signerOf(KeyType::P256)})), errorCodeName(ErrorCode::BadSignature));
    const QByteArray twoContents = edited(whole, {1, 0, 2, 1, 0}, followedBy(hexBytes("0500")));
    const auto refused = verifyAttached(twoContents, {signerOf(KeyType::P256)});
    QCOMPARE(verdict(refused), errorCodeName(ErrorCode::BadSignature));
    QVERIFY(refused.error().message.startsWith(QStringLiteral("end of the signed bytes")));
    const auto detached = verifyAttached(soundSignature(KeyType::P256), {signerOf(KeyType::P256)});
    QCOMPARE(verdict(detached), errorCodeName(ErrorCode::BadSignature));
}

void TestSignature::timesOfAllCenturiesAreCarried_data()
{
    QTest::addColumn<QDateTime>("time");

    QTest::newRow("2000") << beginningOfTime();
    QTest::newRow("1970") << QDateTime{QDate{1970, 1, 1}, QTime{0, 0}, Qt::UTC};
    QTest::newRow("last UTCTime") << QDateTime{QDate{2049, 12, 31}, QTime{23, 59, 59}, Qt::UTC};
    QTest::newRow("first GeneralizedTime") << QDateTime{QDate{2050, 1, 1}, QTime{0, 0}, Qt::UTC};
    QTest::newRow("last of all") << endOfTime();
    QTest::newRow("another zone") << QDateTime{QDate{2026, 1, 1}, QTime{0, 30}, Qt::OffsetFromUTC, 3600};
}

void TestSignature::timesOfAllCenturiesAreCarried()
{
    QFETCH(QDateTime, time);

    const auto signature = signDetached(Content, sharedKey(KeyType::P256), signerOf(KeyType::P256), time);
    QVERIFY2(signature.has_value(), signature ? "" : qPrintable(signature.error().message));
    QCOMPARE(verifyDetached(*signature, Content, {signerOf(KeyType::P256)})->signingTime, time);
}

void TestSignature::aPeekTellsWhoClaimsToSign()
{
    const QByteArray attached
        = signAttached(Content, sharedKey(KeyType::P256), signerOf(KeyType::P256), someTime()).value();
    const auto peeked = peekAttached(attached);
    QVERIFY(peeked.has_value());
    QCOMPARE(peeked->content, Content);
    QVERIFY(peeked->claimedSigner == signerOf(KeyType::P256));

    QCOMPARE(verdict(peekAttached("junk")), errorCodeName(ErrorCode::BadSignature));
    QCOMPARE(verdict(peekAttached(soundSignature(KeyType::P256))), errorCodeName(ErrorCode::BadSignature));
    QCOMPARE(
        verdict(peekAttached(QByteArray(MostAttachedSignatureBytes + 1, 'x'))), errorCodeName(ErrorCode::TooLarge));
    const QByteArray noCertificate = edited(attached, {1, 0, 3, 0}, replaceBy(hexBytes("3000")));
    QCOMPARE(verdict(peekAttached(noCertificate)), errorCodeName(ErrorCode::BadSignature));
}

void TestSignature::noFlippedBitIsAccepted_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<int>("step");

    QTest::newRow("P-256, every bit") << KeyType::P256 << 1;
    QTest::newRow("P-384, every fifth") << KeyType::P384 << 5;
    QTest::newRow("RSA-PSS, every fifth") << KeyType::Rsa3072 << 5;
}

void TestSignature::noFlippedBitIsAccepted()
{
    QFETCH(KeyType, type);
    QFETCH(int, step);

    const QByteArray sound = soundSignature(type);
    const QByteArray attached = signAttached(Content, sharedKey(type), signerOf(type), someTime()).value();
    for (int bit = 0; bit < 8 * sound.size(); bit += step) {
        QByteArray flipped = sound;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        QVERIFY2(!verifyDetached(flipped, Content, {signerOf(type)}).has_value(), QByteArray::number(bit));
    }
    for (int bit = 0; bit < 8 * attached.size(); bit += 11 * step) {
        QByteArray flipped = attached;
        flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
        QVERIFY2(!verifyAttached(flipped, {signerOf(type)}).has_value(), QByteArray::number(bit));
    }
}

void TestSignature::noCutIsAccepted()
{
    const QByteArray sound = soundSignature(KeyType::P256);
    for (qsizetype length = 0; length < sound.size(); ++length) {
        const auto verified = verifyDetached(sound.left(length), Content, {signerOf(KeyType::P256)});
        QVERIFY2(!verified.has_value(), QByteArray::number(length));
        QCOMPARE(verdict(verified), errorCodeName(ErrorCode::BadSignature));
    }
}

void TestSignature::anAlteredContentIsRefused()
{
    const QByteArray sound = soundSignature(KeyType::P256);
    for (const QByteArray& content : {Content + ' ', Content.chopped(1), QByteArray(), Content.toUpper()}) {
        const auto verified = verifyDetached(sound, content, {signerOf(KeyType::P256)});
        QVERIFY(!verified.has_value());
        QCOMPARE(verdict(verified), errorCodeName(ErrorCode::BadSignature));
    }
}

void TestSignature::onlyAllowedCertificatesSign()
{
    const QByteArray sound = soundSignature(KeyType::P256);
    QCOMPARE(verdict(verifyDetached(sound, Content, {})), errorCodeName(ErrorCode::UnknownSender));
    QCOMPARE(
        verdict(verifyDetached(sound, Content, {signerOf(KeyType::P384)})), errorCodeName(ErrorCode::UnknownSender));
    // Of the same name and key, and yet another certificate.
    const Certificate twin = selfSigned(sharedKey(KeyType::P256), Use::Signing);
    QCOMPARE(verdict(verifyDetached(sound, Content, {twin})), errorCodeName(ErrorCode::UnknownSender));
    QVERIFY(verifyDetached(sound, Content, {twin, signerOf(KeyType::P256)}).has_value());
}

void TestSignature::everyOtherFormIsRefused_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QString>("place");

    const QByteArray sound = soundSignature(KeyType::P256);
    const QByteArray junkElement = hexBytes("0500");
    const QByteArray version1 = hexBytes("020101");
    QTest::newRow("trailing byte") << sound + '\0' << QStringLiteral("end of the signature");
    QTest::newRow("field after the content info")
        << edited(sound, {}, withContent([&](const QByteArray& content) { return content + junkElement; }))
        << QStringLiteral("end of the ContentInfo");
    QTest::newRow("BER, indefinite length") << hexBytes("3080") + DerReader{sound}.next()->content.toByteArray()
            + hexBytes("0000") << QStringLiteral("ContentInfo");
    QTest::newRow("version 3 without need")
        << edited(sound, {1, 0, 0}, replaceBy(hexBytes("020103"))) << QStringLiteral("version of the SignedData");
    QTest::newRow("signer's version 3") << edited(sound, {1, 0, 4, 0, 0}, replaceBy(hexBytes("020103")))
                                        << QStringLiteral("version of the SignerInfo");
    QTest::newRow("second digest algorithm listed")
        << edited(sound, {1, 0, 1, 0}, followedBy(hexBytes("300b0609608648016503040202")))
        << QStringLiteral("list of digest algorithms");
    QTest::newRow("digest algorithm listed with NULL")
        << edited(sound, {1, 0, 1, 0}, replaceBy(hexBytes("300d06096086480165030402010500")))
        << QStringLiteral("list of digest algorithms");
    QTest::newRow("digest algorithm with NULL")
        << edited(sound, {1, 0, 4, 0, 2}, replaceBy(hexBytes("300d06096086480165030402010500")))
        << QStringLiteral("the digest algorithm is not one of those that are accepted");
    QTest::newRow("signature algorithm with NULL")
        << edited(sound, {1, 0, 4, 0, 4}, replaceBy(hexBytes("300c06082a8648ce3d0403020500")))
        << QStringLiteral("the signature algorithm is not one of those that are accepted");
    QTest::newRow("signature algorithm nobody knows")
        << edited(sound, {1, 0, 4, 0, 4}, replaceBy(hexBytes("300a06082a8648ce3d04037e")))
        << QStringLiteral("the signature algorithm is unknown");
    QTest::newRow("no certificate") << deviating({.flags = CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS})
                                    << QStringLiteral("certificates");
    QTest::newRow("second certificate") << deviating({.change = &addSecondCertificate})
                                        << QStringLiteral("certificates: exactly one");
    QTest::newRow("the certificate twice") << edited(sound, {1, 0, 3, 0}, followedBy(signerOf(KeyType::P256).der()))
                                           << QStringLiteral("certificates: exactly one");
    QTest::newRow("revocation list") << deviating({.change = &addRevocationList}) << QStringLiteral("signers");
    QTest::newRow("second signer") << deviating({.change = &addSecondSigner}) << QStringLiteral("signers: exactly one");
    QTest::newRow("no signer") << edited(sound, {1, 0, 4, 0}, replaceBy({})) << QStringLiteral("SignerInfo");
    QTest::newRow("signer by key identifier") << edited(
        edited(deviating({.flags = CMS_CADES | CMS_NOSMIMECAP | CMS_USE_KEYID}), {1, 0, 0}, replaceBy(version1)),
        {1, 0, 4, 0, 0}, replaceBy(version1)) << QStringLiteral("signer identifier");
    QTest::newRow("no signed attributes") << deviating({.flags = CMS_NOATTR}) << QStringLiteral("signed attributes");
    QTest::newRow("unsigned attribute") << deviating({.change = &addUnsignedAttribute})
                                        << QStringLiteral("end of the SignerInfo");
    QTest::newRow("another content type") << edited(deviating({.change = &setOtherContentType}), {1, 0, 0},
        replaceBy(version1)) << QStringLiteral("type of the signed content");
    QTest::newRow("element after the SignedData")
        << edited(sound, {1, 0}, followedBy(junkElement)) << QStringLiteral("end of the content of the ContentInfo");
    QTest::newRow("element after the content type")
        << edited(sound, {1, 0, 2, 0}, followedBy(junkElement)) << QStringLiteral("end of the signed content");
    QTest::newRow("element after the signers")
        << edited(sound, {1, 0, 4}, followedBy(junkElement)) << QStringLiteral("end of the SignedData");
    QTest::newRow("element after the signature")
        << edited(sound, {1, 0, 4, 0, 5}, followedBy(junkElement)) << QStringLiteral("end of the SignerInfo");
    QTest::newRow("another outer type") << edited(sound, {0}, replaceBy(hexBytes("06092a864886f70d010703")))
                                        << QStringLiteral("content type");
    QTest::newRow("content inside") << deviating({.contentFlags = 0}) << QStringLiteral("end of the signed content");
}

void TestSignature::everyOtherFormIsRefused()
{
    QFETCH(QByteArray, signature);
    QFETCH(QString, place);

    QVERIFY(!signature.isEmpty());
    const auto verified = verifyDetached(signature, Content, {signerOf(KeyType::P256), signerOf(KeyType::P384)});
    QVERIFY(!verified.has_value());
    QVERIFY(verified.error().code == ErrorCode::BadSignature || verified.error().code == ErrorCode::WeakAlgorithm);
    QVERIFY2(verified.error().message.startsWith(place), qPrintable(verified.error().message));
}

void TestSignature::everyOtherSetOfSignedAttributesIsRefused_data()
{
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QString>("place");

    const auto atAttribute = [](int number, const DerEdit& edit) {
        return resignedAttributes(
            [number, edit](const QByteArray& attributes) { return edited(attributes, {number}, edit); });
    };
    const auto timed
        = [&atAttribute](const QByteArray& time) { return atAttribute(1, replaceBy(timeAttribute(time))); };
    const QByteArray extra = hexBytes("300f060355040331080c0678787878787878").left(17);
    QTest::newRow("without contentType") << atAttribute(0, replaceBy({})) << QStringLiteral("attribute contentType");
    QTest::newRow("without signingTime") << atAttribute(1, replaceBy({}))
                                         << QStringLiteral("type of the attribute signingTime");
    QTest::newRow("without messageDigest")
        << atAttribute(2, replaceBy({})) << QStringLiteral("attribute messageDigest (the content was altered)");
    QTest::newRow("without signingCertificateV2")
        << atAttribute(3, replaceBy({})) << QStringLiteral("attribute signingCertificateV2");
    QTest::newRow("with S/MIME capabilities")
        << deviating({.flags = CMS_CADES}) << QStringLiteral("signed attributes: exactly four");
    QTest::newRow("a fifth one at the end")
        << atAttribute(3, followedBy(extra)) << QStringLiteral("signed attributes: exactly four");
    QTest::newRow("a fifth one in front")
        << atAttribute(0, precededBy(extra)) << QStringLiteral("attribute contentType");
    QTest::newRow("contentType twice") << atAttribute(0, [](const QByteArray& one) { return one + one; })
                                       << QStringLiteral("type of the attribute signingTime");
    QTest::newRow("contentType of another type")
        << atAttribute(0, replaceBy(hexBytes("301806092a864886f70d010903310b06092a864886f70d010702")))
        << QStringLiteral("attribute contentType");
    QTest::newRow("messageDigest with two values") << atAttribute(2, [](const QByteArray& whole) {
        return edited(whole, {1, 0}, [](const QByteArray& digest) { return digest + digest; });
    }) << QStringLiteral("attribute messageDigest (the content was altered)");
    QTest::newRow("hash of another certificate") << atAttribute(3, [](const QByteArray& whole) {
        return edited(whole, {1, 0, 0, 0, 0}, replaceBy(derElement(der::OctetString, QByteArray(32, 'x'))));
    }) << QStringLiteral("attribute signingCertificateV2");
    QTest::newRow("issuer and serial left out")
        << atAttribute(3, [](const QByteArray& whole) { return edited(whole, {1, 0, 0, 0, 1}, replaceBy({})); })
        << QStringLiteral("attribute signingCertificateV2");
    QTest::newRow("second certificate named") << atAttribute(3, [](const QByteArray& whole) {
        return edited(whole, {1, 0, 0, 0}, [](const QByteArray& one) { return one + one; });
    }) << QStringLiteral("attribute signingCertificateV2");
    QTest::newRow("hash algorithm spelt out") << atAttribute(3, [](const QByteArray& whole) {
        return edited(whole, {1, 0, 0, 0, 0}, precededBy(hexBytes("300b0609608648016503040201")));
    }) << QStringLiteral("attribute signingCertificateV2");
    QTest::newRow("time without seconds")
        << timed(derElement(der::UtcTime, "2611220900Z")) << QStringLiteral("attribute signingTime");
    QTest::newRow("time with a zone") << timed(derElement(der::UtcTime, "261122090000+0100"))
                                      << QStringLiteral("attribute signingTime");
    QTest::newRow("day that is none") << timed(derElement(der::UtcTime, "260230090000Z"))
                                      << QStringLiteral("attribute signingTime");
    QTest::newRow("GeneralizedTime before 2050")
        << timed(derElement(der::GeneralizedTime, "20261122090000Z")) << QStringLiteral("attribute signingTime");
    QTest::newRow("GeneralizedTime with fractions")
        << timed(derElement(der::GeneralizedTime, "20511122090000.5Z")) << QStringLiteral("attribute signingTime");
    QTest::newRow("time of another type")
        << timed(derElement(der::OctetString, "261122090000Z")) << QStringLiteral("attribute signingTime");
    QTest::newRow("two times") << timed(derElement(der::UtcTime, "261122090000Z").repeated(2))
                               << QStringLiteral("attribute signingTime");
    QTest::newRow("element after the time")
        << atAttribute(1, [](const QByteArray& whole) { return edited(whole, {1}, followedBy(hexBytes("0500"))); })
        << QStringLiteral("end of the attribute signingTime");
    QTest::newRow("no time") << timed({}) << QStringLiteral("attribute signingTime");
}

void TestSignature::everyOtherSetOfSignedAttributesIsRefused()
{
    QFETCH(QByteArray, signature);
    QFETCH(QString, place);

    QVERIFY(!signature.isEmpty());
    const auto verified = verifyDetached(signature, Content, {signerOf(KeyType::P256)});
    QVERIFY(!verified.has_value());
    QCOMPARE(verdict(verified), errorCodeName(ErrorCode::BadSignature));
    QVERIFY2(verified.error().message.startsWith(place), qPrintable(verified.error().message));
    // The instrument itself is sound: unchanged attributes signed anew are accepted.
    const QByteArray unchanged = resignedAttributes([](const QByteArray& attributes) { return attributes; });
    QVERIFY(verifyDetached(unchanged, Content, {signerOf(KeyType::P256)}).has_value());
}

void TestSignature::weakAlgorithmsAreRefused_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QByteArray>("signature");

    const unsigned rsa = CMS_CADES | CMS_NOSMIMECAP | CMS_KEY_PARAM;
    const auto pss = [](int salt, const EVP_MD* mask, const EVP_MD* digest) {
        return deviating({.digest = digest,
                             .flags = rsa,
                             .change = [salt, mask](CMS_ContentInfo*,
                                           CMS_SignerInfo* signer) { return usePssWithSalt(signer, salt, mask); }},
            KeyType::Rsa3072);
    };
    QTest::newRow("ECDSA with SHA-1") << KeyType::P256 << deviating({.digest = EVP_sha1()});
    QTest::newRow("ECDSA with SHA-224") << KeyType::P256 << deviating({.digest = EVP_sha224()});
    QTest::newRow("P-256 with SHA-512") << KeyType::P256 << deviating({.digest = EVP_sha512()});
    QTest::newRow("RSA with PKCS #1 v1.5") << KeyType::Rsa3072 << deviating({}, KeyType::Rsa3072);
    QTest::newRow("RSA with SHA-1") << KeyType::Rsa3072 << deviating({.digest = EVP_sha1()}, KeyType::Rsa3072);
    QTest::newRow("PSS with SHA-1") << KeyType::Rsa3072 << pss(20, EVP_sha1(), EVP_sha1());
    QTest::newRow("PSS with the longest salt")
        << KeyType::Rsa3072 << pss(RSA_PSS_SALTLEN_MAX, EVP_sha256(), EVP_sha256());
    QTest::newRow("PSS without salt") << KeyType::Rsa3072 << pss(0, EVP_sha256(), EVP_sha256());
    QTest::newRow("PSS with a SHA-1 mask") << KeyType::Rsa3072 << pss(32, EVP_sha1(), EVP_sha256());
    QTest::newRow("digest algorithm SHA-1 beside ECDSA with SHA-256")
        << KeyType::P256
        << edited(soundSignature(KeyType::P256), {1, 0, 4, 0, 2}, replaceBy(hexBytes("300706052b0e03021a")));
}

void TestSignature::weakAlgorithmsAreRefused()
{
    QFETCH(KeyType, type);
    QFETCH(QByteArray, signature);

    QVERIFY(!signature.isEmpty());
    const auto verified = verifyDetached(signature, Content, {signerOf(type)});
    QVERIFY(!verified.has_value());
    QCOMPARE(verdict(verified), errorCodeName(ErrorCode::WeakAlgorithm));
}

void TestSignature::aCertificateThatMayNotSignIsRefused()
{
    const PrivateKey& key = sharedKey(KeyType::P256);
    const Certificate decryption = selfSigned(key, Use::Decryption);
    const auto verified = verifyDetached(deviating(key.handle(), decryption.x509(), {}), Content, {decryption});
    QVERIFY(!verified.has_value());
    QCOMPARE(verdict(verified), errorCodeName(ErrorCode::BadSignature));
    QVERIFY(verified.error().message.contains(QStringLiteral("keyUsage")));

    // Keys of a size or kind that no station has, signing in the right form.
    const PkeyHandle rsa{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048})};
    const Certificate small = oddCertificate(rsa.get(), {});
    const Deviation pss{.flags = CMS_CADES | CMS_NOSMIMECAP | CMS_KEY_PARAM,
        .change = [](CMS_ContentInfo*, CMS_SignerInfo* signer) { return usePssWithSalt(signer, 32, EVP_sha256()); }};
    QCOMPARE(verdict(verifyDetached(deviating(rsa.get(), small.x509(), pss), Content, {small})),
        errorCodeName(ErrorCode::WeakAlgorithm));
    for (const char* curve : {"secp256k1", "P-521", "P-224"}) {
        const PkeyHandle other{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", curve)};
        const Certificate certificate = oddCertificate(other.get(), {});
        const QByteArray signature = deviating(other.get(), certificate.x509(), {});
        QCOMPARE(verdict(verifyDetached(signature, Content, {certificate})), errorCodeName(ErrorCode::WeakAlgorithm));
    }
    // P-384 does not sign with SHA-256.
    const auto mixed = verifyDetached(deviating({}, KeyType::P384), Content, {signerOf(KeyType::P384)});
    QCOMPARE(verdict(mixed), errorCodeName(ErrorCode::BadSignature));
}

void TestSignature::aSignerIdentifierOfAnotherCertificateIsRefused()
{
    const QByteArray other = selfSigned(sharedKey(KeyType::P256), Use::Signing).issuerAndSerial();
    const QByteArray signature = edited(soundSignature(KeyType::P256), {1, 0, 4, 0, 1}, replaceBy(other));
    const auto verified = verifyDetached(signature, Content, {signerOf(KeyType::P256)});
    QCOMPARE(verdict(verified), errorCodeName(ErrorCode::BadSignature));
    QVERIFY(verified.error().message.contains(QStringLiteral("signer identifier")));
}

void TestSignature::tooLargeIsRefusedUnread()
{
    const QByteArray huge = derElement(der::Sequence, QByteArray(MostDetachedSignatureBytes, 'x'));
    QCOMPARE(verdict(verifyDetached(huge, Content, {})), errorCodeName(ErrorCode::TooLarge));
    QCOMPARE(verdict(verifyDetached(huge.left(MostDetachedSignatureBytes), Content, {})),
        errorCodeName(ErrorCode::BadSignature));
    const QByteArray attached(MostAttachedSignatureBytes + 1, 'x');
    QCOMPARE(verdict(verifyAttached(attached, {})), errorCodeName(ErrorCode::TooLarge));
}

void TestSignature::wrongIdentitiesDoNotSign_data()
{
    QTest::addColumn<QByteArray>("der");
    QTest::addColumn<ErrorCode>("code");

    const PrivateKey& key = sharedKey(KeyType::P256);
    QTest::newRow("another key") << signerOf(KeyType::P384).der() << ErrorCode::KeyMismatch;
    QTest::newRow("not for signing") << selfSigned(key, Use::Decryption).der() << ErrorCode::KeyMismatch;
    QTest::newRow("an authority") << selfSigned(key, Use::Authority).der() << ErrorCode::KeyMismatch;
}

void TestSignature::wrongIdentitiesDoNotSign()
{
    QFETCH(QByteArray, der);
    QFETCH(ErrorCode, code);

    const auto signature
        = signDetached(Content, sharedKey(KeyType::P256), Certificate::fromDer(der).value(), someTime());
    QVERIFY(!signature.has_value());
    QCOMPARE(verdict(signature), errorCodeName(code));

    const PrivateKey odd{EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-521")};
    const auto weak = signDetached(Content, odd, oddCertificate(odd.handle(), {}), someTime());
    QCOMPARE(verdict(weak), errorCodeName(ErrorCode::WeakAlgorithm));
}

void TestSignature::theOpenSslProgramVerifiesOurs_data()
{
    QTest::addColumn<KeyType>("type");

    QTest::newRow("P-256") << KeyType::P256;
    QTest::newRow("P-384") << KeyType::P384;
    QTest::newRow("RSA-PSS") << KeyType::Rsa3072;
}

void TestSignature::theOpenSslProgramVerifiesOurs()
{
    QFETCH(KeyType, type);
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const QTemporaryDir folder;
    const QString contentPath = folder.filePath(QStringLiteral("label.json"));
    const QString anchorPath = folder.filePath(QStringLiteral("signer.pem"));
    QVERIFY(writeFileAtomically(contentPath, Content).has_value());
    const QByteArray anchor
        = runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER")}, signerOf(type).der());
    QVERIFY(writeFileAtomically(anchorPath, anchor).has_value());

    const QStringList arguments{QStringLiteral("cms"), QStringLiteral("-verify"), QStringLiteral("-binary"),
        QStringLiteral("-cades"), QStringLiteral("-inform"), QStringLiteral("DER"), QStringLiteral("-content"),
        contentPath, QStringLiteral("-CAfile"), anchorPath, QStringLiteral("-purpose"), QStringLiteral("any")};
    QCOMPARE(runOpenSsl(arguments, soundSignature(type)), Content);
    QVERIFY(writeFileAtomically(contentPath, Content + ' ').has_value());
    QVERIFY(runOpenSsl(arguments, soundSignature(type)).isNull());
}

void TestSignature::weVerifyTheOpenSslPrograms_data()
{
    QTest::addColumn<KeyType>("type");
    QTest::addColumn<QString>("options");

    QTest::newRow("P-256") << KeyType::P256 << QStringLiteral("-md sha256");
    QTest::newRow("P-384") << KeyType::P384 << QStringLiteral("-md sha384");
    QTest::newRow("RSA-PSS") << KeyType::Rsa3072
                             << QStringLiteral(
                                    "-md sha256 -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:digest");
}

void TestSignature::weVerifyTheOpenSslPrograms()
{
    QFETCH(KeyType, type);
    QFETCH(QString, options);
    if (!hasOpenSslProgram()) {
        LACKING_TOOL("the openssl program is not installed");
    }
    const QTemporaryDir folder;
    const QString keyPath = folder.filePath(QStringLiteral("key.pem"));
    const QString certificatePath = folder.filePath(QStringLiteral("certificate.pem"));
    QVERIFY(writeFileAtomically(keyPath, sharedKey(type).toPkcs8Pem({})->reveal(), 0600).has_value());
    const QByteArray pem
        = runOpenSsl({QStringLiteral("x509"), QStringLiteral("-inform"), QStringLiteral("DER")}, signerOf(type).der());
    QVERIFY(writeFileAtomically(certificatePath, pem).has_value());

    QStringList arguments = QStringLiteral("cms -sign -cades -nosmimecap -binary -outform DER").split(u' ');
    arguments << QStringLiteral("-signer") << certificatePath << QStringLiteral("-inkey") << keyPath
              << options.split(u' ');
    const QByteArray signature = runOpenSsl(arguments, Content);
    QVERIFY(!signature.isEmpty());
    const auto verified = verifyDetached(signature, Content, {signerOf(type)});
    QVERIFY2(verified.has_value(), verified ? "" : qPrintable(verified.error().message));
}

void TestSignature::failuresLeaveNoErrorBehind()
{
    ERR_clear_error();
    QVERIFY(!verifyDetached(soundSignature(KeyType::P256), "other", {signerOf(KeyType::P256)}).has_value());
    QByteArray flipped = soundSignature(KeyType::P256);
    flipped.back() = static_cast<char>(flipped.back() ^ 1);
    QVERIFY(!verifyDetached(flipped, Content, {signerOf(KeyType::P256)}).has_value());
    QCOMPARE(ERR_peek_error(), 0UL);
}

SATCHEL_TEST(TestSignature)
#include "TestSignature.moc"
