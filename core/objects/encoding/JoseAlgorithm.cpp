#include "JoseAlgorithm.h"

#include "SignatureAlgorithm.h"

#include <core/crypto/OpenSslBytes.h>

#include <algorithm>
#include <iterator>

namespace satchel {

// One line of the registries. The AlgorithmIdentifier is what X.509 would name the same thing by, so that one place
// verifies all signatures.
struct JoseAlgorithm::Entry {
    QLatin1StringView name;
    std::int64_t coseNumber;
    const char* algorithmIdentifier; // DER in hex; nullptr: told by the key
    int curve = NID_undef; // of ECDSA
    int half = 0; // octets of r and of s
};

const JoseAlgorithm::Entry JoseAlgorithm::Entries[] = {
    {QLatin1StringView{"ES256"}, -7, "300a06082a8648ce3d040302", NID_X9_62_prime256v1, 32},
    {QLatin1StringView{"ES384"}, -35, "300a06082a8648ce3d040303", NID_secp384r1, 48},
    {QLatin1StringView{"ES512"}, -36, "300a06082a8648ce3d040304", NID_secp521r1, 66},
    {QLatin1StringView{"EdDSA"}, -8, nullptr},
    {QLatin1StringView{"PS256"}, -37,
        "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d060960864801"
        "6503"
        "0402010500a203020120"},
    {QLatin1StringView{"PS384"}, -38,
        "304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d060960864801"
        "6503"
        "0402020500a203020130"},
    {QLatin1StringView{"PS512"}, -39,
        "304106092a864886f70d01010a3034a00f300d06096086480165030402030500a11c301a06092a864886f70d010108300d060960864801"
        "6503"
        "0402030500a203020140"},
    {QLatin1StringView{"RS256"}, -257, "300d06092a864886f70d01010b0500"},
    {QLatin1StringView{"RS384"}, -258, "300d06092a864886f70d01010c0500"},
    {QLatin1StringView{"RS512"}, -259, "300d06092a864886f70d01010d0500"},
};

namespace {

constexpr const char* Ed25519Identifier = "300506032b6570";
constexpr const char* Ed448Identifier = "300506032b6571";

tl::unexpected<Error> wrongKey(const QString& algorithm)
{
    return fail(ErrorCode::BadSignature,
        QStringLiteral("the key is none that could have made a signature with %1").arg(algorithm));
}

int curveOf(const EVP_PKEY* key)
{
    char name[64] = {};
    std::size_t size = 0;
    const bool isNamed = key != nullptr && EVP_PKEY_get_group_name(key, name, sizeof name, &size) == 1;
    return isNamed ? OBJ_txt2nid(name) : NID_undef;
}

BignumHandle bignumOf(QByteArrayView bytes)
{
    return BignumHandle{BN_bin2bn(openSslBytes(bytes), static_cast<int>(bytes.size()), nullptr)};
}

// ECDSA-Sig-Value (RFC 3279 section 2.2.3) of r and s side by side.
QByteArray derOfPair(QByteArrayView pair)
{
    const auto half = pair.size() / 2;
    const EcdsaSignatureHandle signature{ECDSA_SIG_new()};
    auto r = bignumOf(pair.first(half));
    auto s = bignumOf(pair.sliced(half));
    if (!signature || !r || !s || ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) {
        return {};
    }
    (void)r.release(); // both are the signature's now
    (void)s.release();
    return derOf<&i2d_ECDSA_SIG>(signature.get());
}

QByteArray pairOfDer(const QByteArray& der, int half)
{
    const unsigned char* cursor = openSslBytes(der);
    const EcdsaSignatureHandle signature{d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(der.size()))};
    QByteArray pair(2 * static_cast<qsizetype>(half), '\0');
    auto* const bytes = reinterpret_cast<unsigned char*>(pair.data());
    const bool fits = signature && BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), bytes, half) == half
        && BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), bytes + half, half) == half;
    return fits ? pair : QByteArray{};
}

} // namespace

Result<JoseAlgorithm> JoseAlgorithm::fromName(QStringView name)
{
    const auto* const found = std::ranges::find_if(Entries, [name](const Entry& entry) { return name == entry.name; });
    if (found == std::end(Entries)) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this program cannot verify signatures made with \"%1\"").arg(name.left(32)));
    }
    return JoseAlgorithm{*found};
}

Result<JoseAlgorithm> JoseAlgorithm::fromCoseNumber(std::int64_t number)
{
    const auto* const found
        = std::ranges::find_if(Entries, [number](const Entry& entry) { return number == entry.coseNumber; });
    if (found == std::end(Entries)) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("this program cannot verify signatures made with the COSE algorithm %1").arg(number));
    }
    return JoseAlgorithm{*found};
}

Result<JoseAlgorithm> JoseAlgorithm::forKey(const PrivateKey& key)
{
    const int curve = curveOf(key.handle());
    const auto* const found
        = std::ranges::find_if(Entries, [curve](const Entry& entry) { return entry.half > 0 && entry.curve == curve; });
    if (found == std::end(Entries)) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("vouchers in JWS and COSE are signed here with keys on P-256, P-384 and P-521 only"));
    }
    return JoseAlgorithm{*found};
}

QString JoseAlgorithm::name() const
{
    return QString{m_entry->name};
}

std::int64_t JoseAlgorithm::coseNumber() const
{
    return m_entry->coseNumber;
}

Result<void> JoseAlgorithm::verify(const Certificate& signer, QByteArrayView bytes, QByteArrayView signature) const
{
    EVP_PKEY* const key = signer.publicKey();
    const char* identifier = m_entry->algorithmIdentifier;
    if (identifier == nullptr) {
        identifier
            = key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_ED448 ? Ed448Identifier : Ed25519Identifier;
    }
    const auto algorithm = SignatureAlgorithm::parse(QByteArray::fromHex(identifier));
    if (!algorithm) {
        return fail(algorithm.error());
    }
    if (m_entry->half == 0) {
        return algorithm->verify(key, bytes, signature);
    }
    if (curveOf(key) != m_entry->curve) {
        return wrongKey(name());
    }
    if (signature.size() != 2 * static_cast<qsizetype>(m_entry->half)) {
        return fail(ErrorCode::BadSignature,
            QStringLiteral("the signature has %1 bytes where %2 has %3")
                .arg(signature.size())
                .arg(name())
                .arg(2 * m_entry->half));
    }
    return algorithm->verify(key, bytes, derOfPair(signature));
}

Result<QByteArray> JoseAlgorithm::sign(const PrivateKey& key, QByteArrayView bytes) const
{
    const EVP_MD* const digest = m_entry->half == 32 ? EVP_sha256() : m_entry->half == 48 ? EVP_sha384() : EVP_sha512();
    const auto der = key.sign(bytes, digest);
    if (!der) {
        return fail(der.error());
    }
    QByteArray pair = pairOfDer(*der, m_entry->half);
    if (pair.isEmpty()) {
        return fail(ErrorCode::Internal, QStringLiteral("the voucher cannot be signed"));
    }
    return pair;
}

} // namespace satchel
