#include "SignatureAlgorithm.h"

#include "DerFields.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

#include <openssl/core_names.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr int LeastRsaBits = 2048;
constexpr int MostRsaBits = 8192;
constexpr int MostExponentBits = 64;
constexpr int LeastCurveBits = 224;
// Those over prime fields, of which one verification takes at most a millisecond. One on a binary curve of 571 bits
// takes three, and on a curve that the key brings along nobody knows how many.
constexpr std::array QuickCurves{
    NID_secp224r1,
    NID_X9_62_prime256v1,
    NID_secp256k1,
    NID_secp384r1,
    NID_secp521r1,
    NID_brainpoolP224r1,
    NID_brainpoolP224t1,
    NID_brainpoolP256r1,
    NID_brainpoolP256t1,
    NID_brainpoolP320r1,
    NID_brainpoolP320t1,
    NID_brainpoolP384r1,
    NID_brainpoolP384t1,
    NID_brainpoolP512r1,
    NID_brainpoolP512t1,
};
constexpr int DefaultSaltLength = 20; // RFC 4055 section 3.1

struct Identifier {
    QByteArray oid;
    QByteArray parameters; // whole element, empty if absent
};

Result<Identifier> readIdentifier(QByteArrayView algorithmIdentifier)
{
    DerFields outer{algorithmIdentifier, QStringLiteral("an algorithm identifier")};
    DerFields fields = outer.enter(der::Sequence);
    Identifier identifier{fields.takeOid(), {}};
    if (!fields.atEnd()) {
        identifier.parameters = fields.take().whole.toByteArray();
    }
    fields.end();
    outer.end();
    SATCHEL_TRY(outer.result());
    return identifier;
}

int nidOf(const QByteArray& dotted)
{
    const Asn1ObjectHandle object{OBJ_txt2obj(dotted.constData(), 1)};
    return object ? OBJ_obj2nid(object.get()) : NID_undef;
}

bool isBrokenDigest(int nid)
{
    switch (nid) {
    case NID_md2:
    case NID_md4:
    case NID_md5:
    case NID_md5_sha1:
    case NID_mdc2:
    case NID_sha1:
        return true;
    default:
        return false;
    }
}

Result<const EVP_MD*> digestByNid(int nid, const QString& name)
{
    const EVP_MD* const digest = EVP_get_digestbynid(nid);
    if (digest == nullptr) {
        return fail(ErrorCode::UnsupportedVersion, QStringLiteral("this program cannot compute %1").arg(name));
    }
    return digest;
}

bool isRsa(const EVP_PKEY* key)
{
    const int type = EVP_PKEY_get_base_id(key);
    return type == EVP_PKEY_RSA || type == EVP_PKEY_RSA_PSS;
}

bool isGiantRsa(const EVP_PKEY* key)
{
    BIGNUM* number = nullptr;
    const bool isKnown = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &number) == 1;
    const BignumHandle exponent{number};
    return EVP_PKEY_get_bits(key) > MostRsaBits || !isKnown || BN_num_bits(exponent.get()) > MostExponentBits;
}

// Short ones are quick, whatever they are, and looked at to say that they are weak.
bool isQuickCurve(const EVP_PKEY* key)
{
    if (EVP_PKEY_get_bits(key) < LeastCurveBits) {
        return true;
    }
    std::array<char, 64> name{};
    const bool isNamed = EVP_PKEY_get_group_name(key, name.data(), name.size(), nullptr) == 1;
    return isNamed && std::ranges::find(QuickCurves, OBJ_sn2nid(name.data())) != QuickCurves.end();
}

// Of what nobody uses one verification takes as long as hundreds of others, and a message may ask for many.
Result<void> checkCost(const EVP_PKEY* key)
{
    if (isRsa(key) && isGiantRsa(key)) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral(
                "this program verifies with no RSA key of more than %1 bits, or of more than %2 in its exponent")
                .arg(MostRsaBits)
                .arg(MostExponentBits));
    }
    if (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && !isQuickCurve(key)) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this program verifies on the curves of NIST and Brainpool over prime fields only, and the "
                           "key is on another"));
    }
    return {};
}

bool configurePss(EVP_PKEY_CTX* context, const EVP_MD* mask, int saltLength)
{
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) > 0
        && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) > 0 && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, saltLength) > 0;
}

} // namespace

Result<SignatureAlgorithm> SignatureAlgorithm::parse(
    QByteArrayView algorithmIdentifier, QByteArrayView digestIdentifier)
{
    const auto identifier = readIdentifier(algorithmIdentifier);
    if (!identifier) {
        return fail(identifier.error());
    }
    SignatureAlgorithm algorithm;
    const int nid = nidOf(identifier->oid);
    algorithm.m_name = QString::fromLatin1(nid == NID_undef ? identifier->oid : QByteArray{OBJ_nid2ln(nid)});
    int digestNid = NID_undef;
    if (nid == NID_rsaEncryption || nid == NID_X9_62_id_ecPublicKey) {
        // CMS may name the key's algorithm alone and leave the digest to the field before.
        algorithm.m_keyType = nid;
    } else if (nid == NID_undef || OBJ_find_sigid_algs(nid, &digestNid, &algorithm.m_keyType) != 1) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this program cannot verify signatures made with %1").arg(algorithm.m_name));
    }
    if (nid == NID_rsassaPss) {
        SATCHEL_TRY(algorithm.readPssParameters(identifier->parameters));
    } else if (digestNid != NID_undef) {
        const auto digest = digestByNid(digestNid, algorithm.m_name);
        if (!digest) {
            return fail(digest.error());
        }
        algorithm.m_digest = *digest;
    }
    if (!digestIdentifier.isEmpty()) {
        SATCHEL_TRY(algorithm.agreeWithDigest(digestIdentifier));
    }
    const bool hasOwnDigest = nid == NID_ED25519 || nid == NID_ED448;
    if (algorithm.m_digest == nullptr && !hasOwnDigest) {
        return fail(ErrorCode::BadSignature, QStringLiteral("%1 without a digest").arg(algorithm.m_name));
    }
    return algorithm;
}

Result<const EVP_MD*> SignatureAlgorithm::digestNamedBy(QByteArrayView digestIdentifier)
{
    const auto read = readIdentifier(digestIdentifier);
    if (!read) {
        return fail(read.error());
    }
    const int nid = nidOf(read->oid);
    const QString name = QString::fromLatin1(nid == NID_undef ? read->oid : QByteArray{OBJ_nid2sn(nid)});
    return digestByNid(nid, name);
}

Result<void> SignatureAlgorithm::readPssParameters(QByteArrayView parameters)
{
    DerFields outer{parameters, QStringLiteral("the RSA-PSS parameters")};
    DerFields fields = outer.enter(der::Sequence);
    QByteArrayView hash;
    QByteArrayView maskHash;
    if (auto field = fields.enterIf(der::contextConstructed(0))) {
        hash = field->take(der::Sequence).whole;
    }
    if (auto field = fields.enterIf(der::contextConstructed(1))) {
        DerFields mask = field->enter(der::Sequence);
        mask.take(der::Oid);
        maskHash = mask.take(der::Sequence).whole;
    }
    m_saltLength = DefaultSaltLength;
    if (auto field = fields.enterIf(der::contextConstructed(2))) {
        m_saltLength = static_cast<int>(qMin<std::int64_t>(field->takeSmallInteger(), 1024));
    }
    SATCHEL_TRY(outer.result());
    const auto digest = hash.isEmpty() ? Result<const EVP_MD*>{EVP_sha1()} : digestNamedBy(hash);
    const auto maskDigest = maskHash.isEmpty() ? Result<const EVP_MD*>{EVP_sha1()} : digestNamedBy(maskHash);
    if (!digest || !maskDigest) {
        return fail(digest ? maskDigest.error() : digest.error());
    }
    m_isPss = true;
    m_keyType = NID_rsaEncryption;
    m_digest = *digest;
    m_maskDigest = *maskDigest;
    return {};
}

Result<void> SignatureAlgorithm::agreeWithDigest(QByteArrayView digestIdentifier)
{
    const auto digest = digestNamedBy(digestIdentifier);
    if (!digest) {
        return fail(digest.error());
    }
    if (m_digest != nullptr && EVP_MD_get_type(m_digest) != EVP_MD_get_type(*digest)) {
        return fail(
            ErrorCode::BadSignature, QStringLiteral("the signature says %1 but its digest is another one").arg(m_name));
    }
    if (m_keyType == NID_rsaEncryption || m_keyType == NID_X9_62_id_ecPublicKey) {
        m_digest = *digest;
    }
    return {};
}

bool SignatureAlgorithm::fitsKey(const EVP_PKEY* key) const
{
    const int type = EVP_PKEY_get_base_id(key);
    return type == m_keyType || (m_isPss && type == EVP_PKEY_RSA_PSS);
}

Result<void> SignatureAlgorithm::verify(EVP_PKEY* key, QByteArrayView bytes, QByteArrayView signature) const
{
    if (key == nullptr || !fitsKey(key)) {
        return fail(ErrorCode::BadSignature,
            QStringLiteral("the key is none that could have made a signature with %1").arg(m_name));
    }
    const OpenSslErrorScope scope;
    SATCHEL_TRY(checkCost(key));
    const DigestContextHandle context{EVP_MD_CTX_new()};
    EVP_PKEY_CTX* parameters = nullptr; // belongs to `context`
    const bool ready = EVP_DigestVerifyInit(context.get(), &parameters, m_digest, nullptr, key) == 1
        && (!m_isPss || configurePss(parameters, m_maskDigest, m_saltLength));
    if (!ready) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this program cannot verify signatures made with %1").arg(m_name));
    }
    if (EVP_DigestVerify(context.get(), openSslBytes(signature), static_cast<std::size_t>(signature.size()),
            openSslBytes(bytes), static_cast<std::size_t>(bytes.size()))
        != 1) {
        return fail(ErrorCode::BadSignature, QStringLiteral("the signature does not match what it signs"));
    }
    return checkStrength(key);
}

Result<void> SignatureAlgorithm::checkStrength(const EVP_PKEY* key) const
{
    const bool isBroken = (m_digest != nullptr && isBrokenDigest(EVP_MD_get_type(m_digest)))
        || (m_maskDigest != nullptr && isBrokenDigest(EVP_MD_get_type(m_maskDigest)));
    if (isBroken) {
        return fail(ErrorCode::WeakAlgorithm,
            QStringLiteral(
                "the signature matches, but one made with %1 can be forged nowadays; SHA-256 or better is due")
                .arg(m_name));
    }
    const int bits = EVP_PKEY_get_bits(key);
    const bool isCurve = EVP_PKEY_get_base_id(key) == EVP_PKEY_EC;
    if ((isRsa(key) && bits < LeastRsaBits) || (isCurve && bits < LeastCurveBits)) {
        return fail(ErrorCode::WeakAlgorithm,
            QStringLiteral("the signature matches, but its key has only %1 bits; %2 are due")
                .arg(bits)
                .arg(isCurve ? LeastCurveBits : LeastRsaBits));
    }
    return {};
}

QString SignatureAlgorithm::name() const
{
    return m_name;
}

} // namespace satchel
