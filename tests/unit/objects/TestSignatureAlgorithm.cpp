#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/encoding/SignatureAlgorithm.h>
#include <tests/support/MessageForge.h>
#include <tests/support/TestRegistry.h>

#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <QTest>

using namespace satchel;
using namespace satchel::test;

namespace {

const QByteArray Message = "what is signed";

QByteArray identifier(const char* oidHex, const char* parametersHex = "")
{
    return derElement(der::Sequence, QByteArray::fromHex(oidHex) + QByteArray::fromHex(parametersHex));
}

const char* const EcdsaSha256 = "06082a8648ce3d040302";
const char* const RsaSha256 = "06092a864886f70d01010b";
const char* const RsaPss = "06092a864886f70d01010a";
const char* const EcPublicKey = "06072a8648ce3d0201";
const char* const Sha256 = "0609608648016503040201";
const char* const Sha384 = "0609608648016503040202";
const char* const Sha1 = "06052b0e03021a";
const char* const MlDsa44 = "0609608648016503040311";
const char* const Md2 = "06082a864886f70d0202";

constexpr int SaltSize = 32;

// RSASSA-PSS (RFC 4055 section 3.1) with SHA-256 and a salt of 32 octets.
QByteArray pssIdentifier(const char* maskDigest, int salt = SaltSize)
{
    const QByteArray mask
        = derElement(der::Sequence, QByteArray::fromHex("06092a864886f70d010108") + identifier(maskDigest));
    const QByteArray parameters = derElement(der::contextConstructed(0), identifier(Sha256))
        + derElement(der::contextConstructed(1), mask)
        + derElement(der::contextConstructed(2), derElement(der::Integer, QByteArray(1, static_cast<char>(salt))));
    return derElement(der::Sequence, QByteArray::fromHex(RsaPss) + derElement(der::Sequence, parameters));
}

QByteArray pssSignature(const PrivateKey& key, const EVP_MD* maskDigest)
{
    const DigestContextHandle context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* parameters = nullptr;
    EVP_DigestSignInit(context.get(), &parameters, EVP_sha256(), nullptr, key.handle());
    EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, maskDigest);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, SaltSize);
    QByteArray signature(EVP_PKEY_get_size(key.handle()), '\0');
    auto size = static_cast<std::size_t>(signature.size());
    EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, openSslBytes(Message),
        static_cast<std::size_t>(Message.size()));
    return signature;
}

// An RSA key of no use but for its size: modulus of so many octets of ones, exponent with one bit at both ends.
QByteArray rsaKeyInfo(qsizetype modulusSize, qsizetype exponentBits)
{
    const QByteArray modulus = QByteArray(1, '\0') + QByteArray(modulusSize, '\xff');
    QByteArray exponent((exponentBits - 1) / 8 + 1, '\0');
    exponent.front() = static_cast<char>(1 << ((exponentBits - 1) % 8));
    exponent.back() = static_cast<char>(exponent.back() | 1);
    if ((exponent.front() & 0x80) != 0) {
        exponent.prepend('\0');
    }
    const QByteArray key
        = derElement(der::Sequence, derElement(der::Integer, modulus) + derElement(der::Integer, exponent));
    return derElement(der::Sequence,
        identifier("06092a864886f70d010101", "0500") + derElement(der::BitString, QByteArray(1, '\0') + key));
}

using EcGroupHandle = OpenSslHandle<EC_GROUP, &EC_GROUP_free>;
using EcPointHandle = OpenSslHandle<EC_POINT, &EC_POINT_free>;

// A key on P-256 with another generator: a curve that has no name and comes along with the key.
QByteArray keyInfoWithItsOwnCurve()
{
    const EcGroupHandle curve{EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
    const EcPointHandle point{EC_POINT_dup(EC_GROUP_get0_generator(curve.get()), curve.get())};
    EC_POINT_dbl(curve.get(), point.get(), point.get(), nullptr);
    EC_GROUP_set_generator(curve.get(), point.get(), EC_GROUP_get0_order(curve.get()), BN_value_one());
    EC_GROUP_set_asn1_flag(curve.get(), OPENSSL_EC_EXPLICIT_CURVE);
    const QByteArray parameters = derOf<&i2d_ECPKParameters>(curve.get());
    QByteArray bits(1 + EVP_MAX_MD_SIZE * 2, '\0');
    const auto size = EC_POINT_point2oct(curve.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED,
        reinterpret_cast<unsigned char*>(bits.data()) + 1, static_cast<std::size_t>(bits.size() - 1), nullptr);
    bits.truncate(1 + static_cast<qsizetype>(size));
    return derElement(der::Sequence,
        derElement(der::Sequence, QByteArray::fromHex(EcPublicKey) + parameters) + derElement(der::BitString, bits));
}

} // namespace

class TestSignatureAlgorithm : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void verifies_data();
    void verifies();
    void refusesToParse_data();
    void refusesToParse();
    void refusesKeysOfAnotherKind();
    void namesAbsentKeys();

private:
    PrivateKey m_ec = *PrivateKey::generate(KeyType::P256);
    PrivateKey m_rsa = makeRsaKey(2048);
};

void TestSignatureAlgorithm::verifies_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QByteArray>("keyInfo");
    QTest::addColumn<QByteArray>("signature");
    QTest::addColumn<QString>("code");

    const QByteArray ec = publicKeyInfoOf(m_ec);
    const QByteArray rsa = publicKeyInfoOf(m_rsa);
    const PrivateKey ed25519 = makeEd25519Key();
    const QString none = QStringLiteral("none");
    QTest::newRow("ECDSA") << identifier(EcdsaSha256) << QByteArray{} << ec << signBytes(Message, m_ec, EVP_sha256())
                           << none;
    QTest::newRow("ECDSA, digest told apart")
        << identifier(EcdsaSha256) << identifier(Sha256) << ec << signBytes(Message, m_ec, EVP_sha256()) << none;
    QTest::newRow("the key alone, digest told apart")
        << identifier(EcPublicKey) << identifier(Sha384) << ec << signBytes(Message, m_ec, EVP_sha384()) << none;
    QTest::newRow("RSA") << identifier(RsaSha256, "0500") << QByteArray{} << rsa
                         << signBytes(Message, m_rsa, EVP_sha256()) << none;
    QTest::newRow("Ed25519") << signatureAlgorithmOf(ed25519, nullptr) << identifier(Sha256) << publicKeyInfoOf(ed25519)
                             << signBytes(Message, ed25519, nullptr) << none;
    QTest::newRow("another message") << identifier(EcdsaSha256) << QByteArray{} << ec
                                     << signBytes(Message + '!', m_ec, EVP_sha256()) << QStringLiteral("bad-signature");
    QTest::newRow("no signature") << identifier(EcdsaSha256) << QByteArray{} << ec << QByteArray{}
                                  << QStringLiteral("bad-signature");
    QTest::newRow("SHA-1") << signatureAlgorithmOf(m_ec, EVP_sha1()) << QByteArray{} << ec
                           << signBytes(Message, m_ec, EVP_sha1()) << QStringLiteral("weak-algorithm");
    QTest::newRow("SHA-1, another message") << signatureAlgorithmOf(m_ec, EVP_sha1()) << QByteArray{} << ec
                                            << signBytes("x", m_ec, EVP_sha1()) << QStringLiteral("bad-signature");
    QTest::newRow("PSS") << pssIdentifier(Sha256) << identifier(Sha256) << rsa << pssSignature(m_rsa, EVP_sha256())
                         << none;
    const QByteArray any(256, '\x01');
    const QString unsupported = QStringLiteral("unsupported-version");
    const QString bad = QStringLiteral("bad-signature");
    const QByteArray rsaSha256 = identifier(RsaSha256, "0500");
    QTest::newRow("RSA of 8,192 bits") << rsaSha256 << QByteArray{} << rsaKeyInfo(1024, 17) << any << bad;
    QTest::newRow("RSA of 8,200 bits") << rsaSha256 << QByteArray{} << rsaKeyInfo(1025, 17) << any << unsupported;
    QTest::newRow("exponent of 64 bits") << rsaSha256 << QByteArray{} << rsaKeyInfo(256, 64) << any << bad;
    QTest::newRow("exponent of 65 bits") << rsaSha256 << QByteArray{} << rsaKeyInfo(256, 65) << any << unsupported;
    const auto onCurve = [](const char* name, const QString& code) {
        const PrivateKey key = makeEcKey(name);
        QTest::newRow(name) << identifier(EcdsaSha256) << QByteArray{} << publicKeyInfoOf(key)
                            << signBytes(Message, key, EVP_sha256()) << code;
    };
    onCurve("P-384", none);
    onCurve("P-521", none);
    onCurve("secp256k1", none);
    onCurve("brainpoolP512r1", none);
    onCurve("brainpoolP384t1", none);
    onCurve("P-192", QStringLiteral("weak-algorithm"));
    onCurve("B-163", QStringLiteral("weak-algorithm"));
    onCurve("B-233", unsupported);
    onCurve("B-571", unsupported);
    onCurve("K-571", unsupported);
    QTest::newRow("a curve that the key brings along")
        << identifier(EcdsaSha256) << QByteArray{} << keyInfoWithItsOwnCurve() << any << unsupported;
    QTest::newRow("PSS with a mask by SHA-1") << pssIdentifier(Sha1) << QByteArray{} << rsa
                                              << pssSignature(m_rsa, EVP_sha1()) << QStringLiteral("weak-algorithm");
    QTest::newRow("PSS with another mask than it says")
        << pssIdentifier(Sha256) << QByteArray{} << rsa << pssSignature(m_rsa, EVP_sha1())
        << QStringLiteral("bad-signature");
    QTest::newRow("PSS with another salt than it says")
        << pssIdentifier(Sha256, SaltSize - 12) << QByteArray{} << rsa << pssSignature(m_rsa, EVP_sha256())
        << QStringLiteral("bad-signature");
}

void TestSignatureAlgorithm::verifies()
{
    QFETCH(QByteArray, algorithm);
    QFETCH(QByteArray, digest);
    QFETCH(QByteArray, keyInfo);
    QFETCH(QByteArray, signature);
    const auto parsed = SignatureAlgorithm::parse(algorithm, digest);
    QVERIFY(parsed.has_value());
    const PkeyHandle key = decodePublicKey(keyInfo);

    const auto outcome = parsed->verify(key.get(), Message, signature);

    QTEST(outcome ? QStringLiteral("none") : errorCodeName(outcome.error().code), "code");
}

void TestSignatureAlgorithm::refusesToParse_data()
{
    QTest::addColumn<QByteArray>("algorithm");
    QTest::addColumn<QByteArray>("digest");
    QTest::addColumn<QString>("code");

    const QString unsupported = QStringLiteral("unsupported-version");
    const QString bad = QStringLiteral("bad-signature");
    const QString malformed = QStringLiteral("malformed");
    QTest::newRow("ML-DSA") << identifier(MlDsa44) << QByteArray{} << unsupported;
    QTest::newRow("a digest is no signature") << identifier(Sha256) << QByteArray{} << unsupported;
    QTest::newRow("MD2") << identifier(EcPublicKey) << identifier(Md2) << unsupported;
    QTest::newRow("the key alone, no digest") << identifier(EcPublicKey) << QByteArray{} << bad;
    QTest::newRow("two digests") << identifier(EcdsaSha256) << identifier(Sha384) << bad;
    QTest::newRow("RSA-PSS without parameters") << identifier(RsaPss) << QByteArray{} << malformed;
    QTest::newRow("RSA with MD2") << identifier("06092a864886f70d010102", "0500") << QByteArray{} << unsupported;
    QTest::newRow("RSA-PSS with a mask by MD2") << pssIdentifier(Md2) << QByteArray{} << unsupported;
    QTest::newRow("RSA-PSS with a negative salt") << pssIdentifier(Sha256, -2) << QByteArray{} << malformed;
    QTest::newRow("a digest that is none") << identifier(EcPublicKey) << QByteArray::fromHex("0500") << malformed;
    QTest::newRow("nothing") << QByteArray{} << QByteArray{} << malformed;
    QTest::newRow("two parameters") << identifier(RsaSha256, "05000500") << QByteArray{} << malformed;
}

void TestSignatureAlgorithm::refusesToParse()
{
    QFETCH(QByteArray, algorithm);
    QFETCH(QByteArray, digest);

    const auto parsed = SignatureAlgorithm::parse(algorithm, digest);

    QVERIFY(!parsed.has_value());
    QTEST(errorCodeName(parsed.error().code), "code");
}

// The bytes are a good ECDSA signature; only the name of the algorithm is another.
void TestSignatureAlgorithm::refusesKeysOfAnotherKind()
{
    const auto rsa = SignatureAlgorithm::parse(identifier(RsaSha256, "0500"));

    const auto outcome = rsa->verify(m_ec.handle(), Message, signBytes(Message, m_ec, EVP_sha256()));

    QVERIFY(!outcome.has_value());
    QCOMPARE(errorCodeName(outcome.error().code), QStringLiteral("bad-signature"));
}

void TestSignatureAlgorithm::namesAbsentKeys()
{
    QVERIFY(decodePublicKey({}) == nullptr);
    QVERIFY(decodePublicKey(publicKeyInfoOf(m_ec) + 'x') == nullptr);
    QVERIFY(decodePublicKey(publicKeyInfoOf(m_ec)) != nullptr);
    const auto algorithm = SignatureAlgorithm::parse(identifier(EcdsaSha256));
    QVERIFY(!algorithm->verify(nullptr, Message, {}).has_value());
}

SATCHEL_TEST(TestSignatureAlgorithm)
#include "TestSignatureAlgorithm.moc"
