#include "PublicKeyInfo.h"

#include "DerReader.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/objects.h>
#include <openssl/params.h>

#include <array>
#include <optional>

namespace satchel {

namespace {

// An object identifier by its content octets, of which some may be zero: a view made of the text alone would end there.
template <std::size_t Size> constexpr QByteArrayView oidOf(const char (&octets)[Size])
{
    return {octets, static_cast<qsizetype>(Size - 1)};
}

constexpr QByteArrayView EcPublicKeyOid = oidOf("\x2a\x86\x48\xce\x3d\x02\x01"); // 1.2.840.10045.2.1

struct Curve {
    QByteArrayView oid;
    const char* name;
    qsizetype pointSize; // uncompressed: 04 x y
};

constexpr std::array Curves{
    Curve{oidOf("\x2a\x86\x48\xce\x3d\x03\x01\x07"), "P-256", 65}, // 1.2.840.10045.3.1.7
    Curve{oidOf("\x2b\x81\x04\x00\x22"), "P-384", 97}, // 1.3.132.0.34
    Curve{oidOf("\x2b\x81\x04\x00\x23"), "P-521", 133}, // 1.3.132.0.35
};

static_assert(Curves[1].oid.size() == 5 && Curves[2].oid.size() == 5);

struct EcPoint {
    const Curve* curve; // of Curves
    QByteArrayView bytes;
};

const Curve* curveNamed(QByteArrayView oid)
{
    for (const Curve& curve : Curves) {
        if (oid == curve.oid) {
            return &curve;
        }
    }
    return nullptr;
}

// nullopt for everything that is not exactly the usual form.
std::optional<EcPoint> usualPoint(QByteArrayView publicKeyInfo)
{
    constexpr char Uncompressed = 0x04;
    DerReader outer{publicKeyInfo};
    const auto info = outer.expect(der::Sequence);
    if (!info || !outer.atEnd()) {
        return std::nullopt;
    }
    DerReader fields{info->content};
    const auto algorithm = fields.expect(der::Sequence);
    const auto bits = fields.expect(der::BitString);
    if (!algorithm || !bits || !fields.atEnd()) {
        return std::nullopt;
    }
    DerReader names{algorithm->content};
    const auto type = names.expect(der::Oid);
    const auto curveOid = names.expect(der::Oid);
    if (!type || !curveOid || !names.atEnd() || type->content != EcPublicKeyOid) {
        return std::nullopt;
    }
    const Curve* const curve = curveNamed(curveOid->content);
    const bool isUsual = curve != nullptr && bits->content.size() == 1 + curve->pointSize && bits->content[0] == 0
        && bits->content[1] == Uncompressed;
    return isUsual ? std::optional{EcPoint{curve, bits->content.sliced(1)}} : std::nullopt;
}

// A key of this curve from its point, the slow way: OpenSSL works out everything about the curve anew.
PkeyHandle makeKey(const EcPoint& point)
{
    const PkeyContextHandle context{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
    if (!context || EVP_PKEY_fromdata_init(context.get()) != 1) {
        return {};
    }
    // OpenSSL reads from both and has no type for that.
    QByteArray curve{point.curve->name};
    QByteArray bytes = point.bytes.toByteArray();
    std::array parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, curve.data(), 0),
        OSSL_PARAM_construct_octet_string(
            OSSL_PKEY_PARAM_PUB_KEY, bytes.data(), static_cast<std::size_t>(bytes.size())),
        OSSL_PARAM_construct_end(),
    };
    EVP_PKEY* key = nullptr;
    EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.data());
    return PkeyHandle{key};
}

// A copy of an earlier key of the same curve, with this point: a third of the work. That the point is on the curve is
// checked here as there.
PkeyHandle keyFromPoint(const EcPoint& point)
{
    static thread_local std::array<PkeyHandle, Curves.size()> earlier;
    auto& pattern = earlier[static_cast<std::size_t>(point.curve - Curves.data())];
    if (!pattern) {
        pattern = makeKey(point);
        return pattern ? PkeyHandle{EVP_PKEY_dup(pattern.get())} : PkeyHandle{};
    }
    PkeyHandle key{EVP_PKEY_dup(pattern.get())};
    const bool isSet = key
        && EVP_PKEY_set1_encoded_public_key(
               key.get(), openSslBytes(point.bytes), static_cast<std::size_t>(point.bytes.size()))
            == 1;
    return isSet ? std::move(key) : PkeyHandle{};
}

} // namespace

PkeyHandle decodePublicKey(QByteArrayView publicKeyInfo)
{
    const OpenSslErrorScope scope;
    if (const auto point = usualPoint(publicKeyInfo)) {
        return keyFromPoint(*point);
    }
    const unsigned char* cursor = openSslBytes(publicKeyInfo);
    PkeyHandle key{d2i_PUBKEY(nullptr, &cursor, static_cast<long>(publicKeyInfo.size()))};
    const bool isWhole = cursor == openSslBytes(publicKeyInfo) + publicKeyInfo.size();
    return isWhole ? std::move(key) : PkeyHandle{};
}

QString publicKeyName(QByteArrayView publicKeyInfo)
{
    const OpenSslErrorScope scope;
    const PkeyHandle key = decodePublicKey(publicKeyInfo);
    if (!key) {
        return {};
    }
    const QString type = QString::fromLatin1(EVP_PKEY_get0_type_name(key.get()));
    if (EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_EC) {
        const bool hasSize = type.startsWith(QStringLiteral("RSA"));
        return hasSize ? QStringLiteral("%1 %2").arg(type).arg(EVP_PKEY_get_bits(key.get())) : type;
    }
    std::array<char, 64> group{};
    std::size_t length = 0;
    const bool isNamed = EVP_PKEY_get_group_name(key.get(), group.data(), group.size(), &length) == 1;
    const char* const nistName = isNamed ? EC_curve_nid2nist(OBJ_sn2nid(group.data())) : nullptr;
    return QStringLiteral("EC ")
        + (nistName != nullptr ? QString::fromLatin1(nistName)
                : isNamed      ? QString::fromLatin1(group.data())
                               : QStringLiteral("on a curve of its own"));
}

} // namespace satchel
