#include "PublicKeyInfo.h"

#include "DerReader.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <openssl/core_names.h>
#include <openssl/params.h>

#include <array>
#include <optional>

namespace satchel {

namespace {

constexpr QByteArrayView EcPublicKeyOid = "1.2.840.10045.2.1";

struct Curve {
    QByteArrayView oid;
    const char* name;
    qsizetype pointSize; // uncompressed: 04 x y
};

constexpr std::array Curves{
    Curve{"1.2.840.10045.3.1.7", "P-256", 65},
    Curve{"1.3.132.0.34", "P-384", 97},
    Curve{"1.3.132.0.35", "P-521", 133},
};

struct EcPoint {
    const char* curve;
    QByteArrayView point;
};

const Curve* curveNamed(QByteArrayView oid)
{
    const QByteArray dotted = dottedOid(oid);
    for (const Curve& curve : Curves) {
        if (dotted == curve.oid) {
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
    if (!type || !curveOid || !names.atEnd() || dottedOid(type->content) != EcPublicKeyOid) {
        return std::nullopt;
    }
    const Curve* const curve = curveNamed(curveOid->content);
    const bool isUsual = curve != nullptr && bits->content.size() == 1 + curve->pointSize && bits->content[0] == 0
        && bits->content[1] == Uncompressed;
    return isUsual ? std::optional{EcPoint{curve->name, bits->content.sliced(1)}} : std::nullopt;
}

PkeyHandle keyFromPoint(const EcPoint& point)
{
    // Finding the algorithm takes as long as the rest: once for each thread.
    static thread_local const PkeyContextHandle context = [] {
        PkeyContextHandle fresh{EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
        return fresh && EVP_PKEY_fromdata_init(fresh.get()) == 1 ? std::move(fresh) : PkeyContextHandle{};
    }();
    if (!context) {
        return {};
    }
    // OpenSSL reads from both and has no type for that.
    QByteArray curve{point.curve};
    QByteArray bytes = point.point.toByteArray();
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

} // namespace satchel
