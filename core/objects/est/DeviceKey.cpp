#include "DeviceKey.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/encoding/CmsTypes.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DerText.h>
#include <core/objects/encoding/SignedData.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr QByteArrayView AuthEnvelopedDataOid = "1.2.840.113549.1.9.16.1.23";
constexpr int MostKeyRecipients = 64;
constexpr std::int64_t LatestVersion = 1; // of OneAsymmetricKey; that of a PrivateKeyInfo is 0
constexpr qsizetype LargestKey = 16 * 1024; // one of RSA with 16,384 bits has 10 KB

// RSA, RSA-PSS, elliptic curves, Ed25519, Ed448. Of others a public key may take very long to work out, with DSA and
// Diffie-Hellman as long as somebody wants.
constexpr std::array<QByteArrayView, 5> ReadableKeys{
    "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.10", "1.2.840.10045.2.1", "1.3.101.112", "1.3.101.113"};

// Ciphers whose key can be found by trying: DES, RC2, RC4.
constexpr std::array<QByteArrayView, 3> BreakableCiphers{"1.3.14.3.2.7", "1.2.840.113549.3.2", "1.2.840.113549.3.4"};

// The same words whatever is wrong with it: not one octet of a key must get into a message.
tl::unexpected<Error> brokenKey(ErrorCode code)
{
    return fail(code, QStringLiteral("the private key in the serverkeygen answer is broken"));
}

// The algorithm of a PrivateKeyInfo, dotted; the key in it is not looked at.
Result<QByteArray> algorithmOf(const QByteArray& der)
{
    if (const auto isDer = checkDer(der); !isDer) {
        return brokenKey(isDer.error().code);
    }
    DerFields outer{der, QStringLiteral("the private key")};
    DerFields fields = outer.enter(der::Sequence);
    if (!fields.nextIs(der::Integer)) {
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("a serverkeygen answer whose private key is encrypted with a password, which no standard "
                           "tells the device"));
    }
    if (fields.takeSmallInteger() > LatestVersion || !outer.result()) {
        return brokenKey(ErrorCode::Malformed);
    }
    if (!fields.nextIs(der::Sequence)) {
        return fail(ErrorCode::NotRecognised,
            QStringLiteral("a serverkeygen answer whose private key is not in the form that the standard names, "
                           "PKCS #8 (RFC 7030 section 4.4.2)"));
    }
    const QByteArray algorithm = fields.enter(der::Sequence).takeOid();
    fields.take(der::OctetString);
    fields.takeIf(der::contextConstructed(0)); // attributes
    fields.takeIf(der::contextPrimitive(1)); // the public key
    fields.end();
    outer.end();
    return outer.result() ? Result<QByteArray>{algorithm} : brokenKey(ErrorCode::Malformed);
}

// Of what OpenSSL makes of it only the public half leaves this function; empty if it cannot.
QByteArray publicHalfOf(const QByteArray& der)
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(der);
    const Pkcs8Handle info{d2i_PKCS8_PRIV_KEY_INFO(nullptr, &cursor, static_cast<long>(der.size()))};
    const PkeyHandle key{info ? EVP_PKCS82PKEY(info.get()) : nullptr};
    return key ? derOf<&i2d_PUBKEY>(key.get()) : QByteArray{};
}

} // namespace

Result<DeviceKey> DeviceKey::fromSealed(const QByteArray& cms)
{
    const auto der = cmsInDer(cms);
    if (!der) {
        return fail(der.error());
    }
    DerFields outer{*der, QStringLiteral("the sealed key")};
    DerFields info = outer.enter(der::Sequence);
    outer.end();
    const QByteArray type = info.takeOid();
    if (type != EnvelopedDataOid && type != AuthEnvelopedDataOid) {
        info.refuse(QStringLiteral("it is encrypted for nobody"));
    }
    DerFields sealed = info.enter(der::contextConstructed(0)).enter(der::Sequence);
    (void)sealed.takeSmallInteger();
    sealed.takeIf(der::contextConstructed(0)); // certificates of the sender
    DeviceKey key;
    DerFields recipients = sealed.enter(der::Set);
    for (; !recipients.atEnd(); ++key.m_recipients) {
        (void)recipients.take();
    }
    if (key.m_recipients == 0 || key.m_recipients > MostKeyRecipients) {
        sealed.refuse(QStringLiteral("it is encrypted for nobody, or for too many"));
    }
    DerFields content = sealed.enter(der::Sequence);
    (void)content.takeOid();
    key.m_cipher = content.enter(der::Sequence).takeOid();
    const bool isWhole = content.nextIs(der::contextPrimitive(0));
    const DerElement encrypted = content.take(isWhole ? der::contextPrimitive(0) : der::contextConstructed(0));
    SATCHEL_TRY(outer.result());
    if (encrypted.content.isEmpty()) {
        return fail(ErrorCode::Malformed, QStringLiteral("the sealed key is empty"));
    }
    key.m_form = type == EnvelopedDataOid ? QStringLiteral("EnvelopedData") : QStringLiteral("AuthEnvelopedData");
    return key;
}

Result<DeviceKey> DeviceKey::fromClear(const QByteArray& der)
{
    const auto algorithm = algorithmOf(der);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    const bool isReadable
        = der.size() <= LargestKey && std::ranges::find(ReadableKeys, QByteArrayView{*algorithm}) != ReadableKeys.end();
    DeviceKey read;
    read.m_form = QStringLiteral("PKCS #8, not encrypted");
    read.m_publicKeyInfo = isReadable ? publicHalfOf(der) : QByteArray{};
    return read;
}

bool DeviceKey::isBreakable() const
{
    return std::ranges::find(BreakableCiphers, QByteArrayView{m_cipher}) != BreakableCiphers.end();
}

std::optional<bool> DeviceKey::isOf(const Certificate& certificate) const
{
    const OpenSslErrorScope scope;
    const PkeyHandle own = m_publicKeyInfo ? decodePublicKey(*m_publicKeyInfo) : PkeyHandle{};
    if (!own || certificate.publicKey() == nullptr) {
        return std::nullopt;
    }
    return EVP_PKEY_eq(own.get(), certificate.publicKey()) == 1;
}

JsonValue DeviceKey::describe() const
{
    if (!isSealed()) {
        return JsonValue{JsonMembers{
            {QStringLiteral("form"), JsonValue{m_form}},
            {QStringLiteral("keyType"), JsonValue{publicKeyName(*m_publicKeyInfo)}},
        }};
    }
    return JsonValue{JsonMembers{
        {QStringLiteral("sealedAs"), JsonValue{m_form}},
        {QStringLiteral("recipients"), JsonValue{std::int64_t{m_recipients}}},
        {QStringLiteral("cipher"), JsonValue{objectName(m_cipher)}},
    }};
}

} // namespace satchel
