#include "VoucherEnvelope.h"

#include <core/base/JsonWriter.h>
#include <core/objects/encoding/JoseAlgorithm.h>
#include <core/objects/encoding/Wrapping.h>

#include <algorithm>
#include <vector>

namespace satchel {

namespace {

constexpr std::size_t MostSignatures = 4;

tl::unexpected<Error> malformedJws(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the JWS: %1").arg(why));
}

// base64url without padding (RFC 7515 section 2).
std::optional<QByteArray> fromBase64Url(QStringView text)
{
    const QByteArray digits = text.toUtf8();
    if (digits.contains('=')) {
        return std::nullopt;
    }
    const auto decoded = QByteArray::fromBase64Encoding(
        digits, QByteArray::Base64UrlEncoding | QByteArray::AbortOnBase64DecodingErrors);
    return decoded ? std::optional{decoded.decoded} : std::nullopt;
}

QByteArray toBase64Url(const QByteArray& bytes)
{
    return bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
}

// The text of a member; nullopt if it is not there or no text.
std::optional<QString> textIn(const JsonValue& object, QStringView name)
{
    const JsonValue* const member = object.find(name);
    return member != nullptr && member->string() != nullptr ? std::optional{*member->string()} : std::nullopt;
}

struct JwsSignature {
    QString protectedText; // base64url, as it is signed
    QString algorithm; // empty if none is named
    bool hasCritical = false; // it says what its reader must understand, and this one does not
    QList<Certificate> chain; // the signer's first
    QByteArray value;
};

// JSON in a JWS, as application/voucher-jws+json has it (draft-ietf-anima-jws-voucher section 3).
class JwsEnvelope final : public VoucherEnvelope {
public:
    JwsEnvelope(QString payload, QStringList deviations)
        : m_payload{std::move(payload)}
        , m_deviations{std::move(deviations)}
    {
    }

    // Malformed for what is no signature of a JWS; what only breaks the draft's profile is let pass.
    [[nodiscard]] Result<void> add(const JsonValue& signature);

    [[nodiscard]] VoucherForm form() const override { return VoucherForm::Jws; }
    [[nodiscard]] std::size_t signerCount() const override { return m_signatures.size(); }
    [[nodiscard]] std::optional<Certificate> signer(std::size_t index) const override;
    [[nodiscard]] QList<Certificate> certificates() const override;
    [[nodiscard]] Result<void> verify(std::size_t index, const Certificate& signer) const override;
    [[nodiscard]] QStringList deviations() const override { return m_deviations; }

private:
    void deviate(const QString& text) { m_deviations.append(text); }
    void readHeader(const JsonValue& header, JwsSignature& signature);
    void readChain(const JsonValue& chain, JwsSignature& signature);

    QString m_payload; // base64url, as it is signed
    std::vector<JwsSignature> m_signatures;
    QStringList m_deviations;
};

Result<void> JwsEnvelope::add(const JsonValue& signature)
{
    JwsSignature added;
    const auto value = textIn(signature, u"signature");
    const auto decoded = value ? fromBase64Url(*value) : std::nullopt;
    added.protectedText = textIn(signature, u"protected").value_or(QString{});
    const auto header = fromBase64Url(added.protectedText);
    if (!decoded || !header || header->isEmpty()) {
        return malformedJws(QStringLiteral("a signature without its protected header or its value, in base64url"));
    }
    added.value = *decoded;
    auto json = parseJson(*header, JsonDialect::Lenient);
    if (!json || json->object() == nullptr) {
        return json ? malformedJws(QStringLiteral("the protected header is no object"))
                    : fail(std::move(json).error().withContext(QStringLiteral("the protected header of the JWS")));
    }
    readHeader(*json, added);
    if (const JsonValue* const open = signature.find(u"header"); open != nullptr && added.chain.isEmpty()) {
        if (const JsonValue* const chain = open->find(u"x5c")) {
            deviate(QStringLiteral("the signer's certificate stands in a header that is not signed"));
            readChain(*chain, added);
        }
    }
    m_signatures.push_back(std::move(added));
    return {};
}

void JwsEnvelope::readHeader(const JsonValue& header, JwsSignature& signature)
{
    signature.algorithm = textIn(header, u"alg").value_or(QString{});
    signature.hasCritical = header.find(u"crit") != nullptr;
    const auto type = textIn(header, u"typ");
    if (!type) {
        deviate(QStringLiteral("the signature does not say its type, voucher-jws+json"));
    } else if (*type != u"voucher-jws+json" && *type != u"application/voucher-jws+json") {
        deviate(QStringLiteral("the signature is of type \"%1\", not voucher-jws+json").arg(type->left(64)));
    }
    if (const JsonValue* const chain = header.find(u"x5c")) {
        readChain(*chain, signature);
    }
}

// x5c: base64, not base64url, of DER (RFC 7515 section 4.1.6).
void JwsEnvelope::readChain(const JsonValue& chain, JwsSignature& signature)
{
    const JsonArray* const texts = chain.array();
    if (texts == nullptr || texts->size() > MostChainCertificates) {
        deviate(QStringLiteral("x5c is no list of at most %1 certificates").arg(MostChainCertificates));
        return;
    }
    for (const JsonValue& text : *texts) {
        const auto der = text.string() != nullptr ? unwrapBase64(text.string()->toUtf8()) : std::nullopt;
        auto certificate = Certificate::fromDer(der.value_or(QByteArray{}));
        if (certificate) {
            signature.chain.append(*std::move(certificate));
            continue;
        }
        deviate(QStringLiteral("a certificate in x5c cannot be read"));
        if (signature.chain.isEmpty()) {
            return; // the signer's own: the next must not pass for it
        }
    }
}

std::optional<Certificate> JwsEnvelope::signer(std::size_t index) const
{
    const bool isThere = index < m_signatures.size() && !m_signatures[index].chain.isEmpty();
    return isThere ? std::optional{m_signatures[index].chain.first()} : std::nullopt;
}

QList<Certificate> JwsEnvelope::certificates() const
{
    QList<Certificate> all;
    for (const JwsSignature& signature : m_signatures) {
        all += signature.chain;
    }
    return all;
}

Result<void> JwsEnvelope::verify(std::size_t index, const Certificate& signer) const
{
    const JwsSignature& signature = m_signatures[index];
    if (signature.hasCritical) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("the signature names extensions (crit) that its reader must understand; this program "
                           "understands none"));
    }
    if (signature.algorithm.isEmpty() || signature.algorithm == u"none") {
        return fail(ErrorCode::BadSignature, QStringLiteral("no algorithm is named, so nobody has signed it"));
    }
    const auto algorithm = JoseAlgorithm::fromName(signature.algorithm);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    // RFC 7515 section 5.2, step 8.
    const QByteArray input = signature.protectedText.toUtf8() + '.' + m_payload.toUtf8();
    return algorithm->verify(signer, input, signature.value);
}

Result<OpenedVoucher> open(const QString& payload, const JsonArray& signatures, const QStringList& deviations)
{
    if (signatures.empty() || signatures.size() > MostSignatures) {
        return malformedJws(QStringLiteral("%1 signatures").arg(signatures.size()));
    }
    const auto envelope = std::make_shared<JwsEnvelope>(payload, deviations);
    for (const JsonValue& signature : signatures) {
        SATCHEL_TRY(envelope->add(signature));
    }
    const auto content = fromBase64Url(payload);
    if (!content) {
        return malformedJws(QStringLiteral("the payload is not base64url"));
    }
    auto json = parseJson(*content, JsonDialect::Lenient);
    if (!json) {
        return fail(std::move(json).error().withContext(QStringLiteral("the signed JSON")));
    }
    return OpenedVoucher{envelope, *std::move(json)};
}

} // namespace

Result<QByteArray> makeJws(const QByteArray& json, const PrivateKey& key, const QList<Certificate>& chain)
{
    const auto algorithm = JoseAlgorithm::forKey(key);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    JsonWriter header;
    header.beginObject().member(u"alg", algorithm->name()).member(u"typ", QStringView{u"voucher-jws+json"});
    header.key(u"x5c").beginArray();
    for (const Certificate& certificate : chain) {
        header.value(QString::fromLatin1(certificate.der().toBase64()));
    }
    header.endArray().endObject();
    const QByteArray protectedText = toBase64Url(header.text());
    const QByteArray payload = toBase64Url(json);
    const auto signature = algorithm->sign(key, protectedText + '.' + payload);
    if (!signature) {
        return fail(signature.error());
    }
    JsonWriter jws;
    jws.beginObject().member(u"payload", QString::fromLatin1(payload)).key(u"signatures").beginArray().beginObject();
    jws.member(u"protected", QString::fromLatin1(protectedText));
    jws.member(u"signature", QString::fromLatin1(toBase64Url(*signature)));
    jws.endObject().endArray().endObject();
    return jws.text();
}

bool isJws(const JsonValue& json)
{
    return json.find(u"payload") != nullptr
        && (json.find(u"signatures") != nullptr || json.find(u"signature") != nullptr);
}

Result<OpenedVoucher> openJwsVoucher(const JsonValue& json)
{
    const auto payload = textIn(json, u"payload");
    const JsonValue* const signatures = json.find(u"signatures");
    if (!payload || (signatures != nullptr && signatures->array() == nullptr)
        || (signatures != nullptr && json.find(u"signature") != nullptr)) {
        return malformedJws(QStringLiteral("payload and signatures are not what RFC 7515 makes of them"));
    }
    if (signatures != nullptr) {
        return open(*payload, *signatures->array(), {});
    }
    return open(*payload, {json}, {QStringLiteral("one signature beside the payload, where a list of them is due")});
}

bool looksLikeCompactJws(const QByteArray& text)
{
    const auto isOfToken = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
            || c == '.';
    };
    return text.startsWith("ey") && text.count('.') == 2 && std::ranges::all_of(text, isOfToken);
}

Result<OpenedVoucher> openCompactJwsVoucher(const QByteArray& text)
{
    const auto parts = QString::fromLatin1(text).split(QLatin1Char('.'));
    JsonMembers signature{
        {QStringLiteral("protected"), JsonValue{parts[0]}}, {QStringLiteral("signature"), JsonValue{parts[2]}}};
    return open(parts[1], {JsonValue{std::move(signature)}},
        {QStringLiteral("it is written in the compact form, where JSON is due")});
}

} // namespace satchel
