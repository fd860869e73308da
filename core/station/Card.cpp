#include "Card.h"

#include "PlainName.h"
#include "StationCertificate.h"

#include <core/base/JsonWriter.h>
#include <core/base/StrictJson.h>
#include <core/base/Time.h>
#include <core/crypto/Signature.h>

#include <QByteArrayView>

namespace satchel {

namespace {

constexpr qsizetype LargestCard = 64 * 1024;
constexpr qsizetype MostCertificates = 8;
constexpr qint64 Version = 1;

void writeCertificates(JsonWriter& writer, QStringView name, const QList<Certificate>& certificates)
{
    writer.key(name).beginArray();
    for (const auto& certificate : certificates) {
        writer.value(QString::fromLatin1(certificate.der().toBase64()));
    }
    writer.endArray();
}

QByteArray contentOf(const Card::Facts& facts)
{
    JsonWriter writer;
    writer.beginObject()
        .member(u"type", QStringLiteral("satchel-card"))
        .member(u"version", Version)
        .member(u"station", facts.station.toString())
        .member(u"role", stationRoleName(facts.role))
        .member(u"name", facts.name)
        .member(u"issue", facts.issue)
        .member(u"created", toUtcText(facts.created));
    writeCertificates(writer, u"signing", facts.signing);
    writeCertificates(writer, u"decryption", facts.decryption);
    writer.endObject();
    return writer.text();
}

Result<Certificate> readCertificate(const JsonValue& value)
{
    const auto* const text = value.string();
    const auto der = text ? QByteArray::fromBase64Encoding(text->toLatin1(), QByteArray::AbortOnBase64DecodingErrors)
                          : QByteArray::FromBase64Result{};
    // Qt is lenient about padding; one certificate has one text.
    if (!text || !der || QString::fromLatin1(der.decoded.toBase64()) != *text) {
        return fail(ErrorCode::Malformed, QStringLiteral("an element is not base64"));
    }
    return Certificate::fromDer(der.decoded);
}

QList<Certificate> readCertificates(
    JsonObjectReader& reader, QLatin1StringView name, Result<void> (*require)(const Certificate&))
{
    const auto elements = reader.array(name, MostCertificates);
    if (elements.empty()) {
        reader.refuse(ErrorCode::Malformed, name, QStringLiteral("is empty"));
    }
    QList<Certificate> certificates;
    for (const auto& element : elements) {
        const auto certificate = readCertificate(element);
        if (!certificate) {
            reader.refuse(certificate.error().code, name, certificate.error().message);
            return {};
        }
        if (const auto allowed = require(*certificate); !allowed) {
            reader.refuse(allowed.error().code, name, allowed.error().message);
        }
        if (certificates.contains(*certificate)) {
            reader.refuse(ErrorCode::Malformed, name, QStringLiteral("holds a certificate twice"));
        }
        certificates << *certificate;
    }
    return certificates;
}

// Before everything else: another type's or version's fields are none of our business.
Result<void> requireTypeAndVersion(const JsonValue& value)
{
    const auto* const type = value.find(u"type");
    if (!type || !type->string() || *type->string() != u"satchel-card") {
        return fail(ErrorCode::NotRecognised, QStringLiteral("this is signed, but it is no station's card"));
    }
    const auto* const version = value.find(u"version");
    if (version && version->integer() && *version->integer() != Version) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("the card is not of version %1; a newer Satchel wrote it").arg(Version));
    }
    return {};
}

Result<Card::Facts> readFacts(const JsonValue& value)
{
    SATCHEL_TRY(requireTypeAndVersion(value));
    JsonObjectReader reader{value, QStringLiteral("card")};
    (void)reader.string(QLatin1StringView{"type"});
    (void)reader.integer(QLatin1StringView{"version"}, Version, Version);
    Card::Facts facts;
    facts.station = reader.parsed(QLatin1StringView{"station"}, &StationId::parse);
    const auto role = stationRoleFromName(reader.string(QLatin1StringView{"role"}));
    if (!role) {
        reader.refuse(
            ErrorCode::Malformed, QLatin1StringView{"role"}, QStringLiteral("is neither \"site\" nor \"backend\""));
    }
    facts.role = role.value_or(StationRole::Site);
    facts.name = reader.string(QLatin1StringView{"name"});
    if (const auto plain = requirePlainName(facts.name, QStringLiteral("a station's name")); !plain) {
        reader.refuse(plain.error().code, QLatin1StringView{"name"}, plain.error().message);
    }
    facts.issue = reader.integer(QLatin1StringView{"issue"}, 1, LargestJsonInteger);
    facts.created = reader.parsed(QLatin1StringView{"created"}, &parseUtcText);
    facts.signing = readCertificates(reader, QLatin1StringView{"signing"}, &requireSigningCertificate);
    facts.decryption = readCertificates(reader, QLatin1StringView{"decryption"}, &requireDecryptionCertificate);
    SATCHEL_TRY(reader.finish());
    return facts;
}

// The signer must be a certificate on the card itself, with the very key that the station is named after. A card signed
// by a later key, which the first one has introduced, is refused too until stations can change their keys.
Result<void> requireOwnSignature(const QByteArray& file, const QByteArray& content, const Card::Facts& facts)
{
    auto verified = verifyAttached(file, facts.signing);
    if (!verified) {
        auto error = std::move(verified).error();
        if (error.code == ErrorCode::UnknownSender) {
            error.code = ErrorCode::BadSignature;
        }
        return fail(std::move(error).withContext(QStringLiteral("the card's signature")));
    }
    if (verified->content != content) {
        return fail(ErrorCode::BadSignature, QStringLiteral("the card's signature is over something else"));
    }
    if (verified->signer.keyFingerprint() != facts.station) {
        return fail(ErrorCode::FingerprintMismatch,
            QStringLiteral("the card is not signed by the key that its station is named after"));
    }
    return {};
}

} // namespace

Result<Card> Card::create(const Facts& facts, const PrivateKey& key, const Certificate& signer)
{
    const auto file = signAttached(contentOf(facts), key, signer, facts.created);
    if (!file) {
        return fail(file.error());
    }
    // Read as others will read it, so that no card leaves here that nobody takes.
    return parse(*file);
}

Result<Card> Card::parse(const QByteArray& file)
{
    if (file.isEmpty()) {
        return fail(ErrorCode::Empty, QStringLiteral("the card file is empty"));
    }
    if (file.size() > LargestCard) {
        return fail(ErrorCode::TooLarge,
            QStringLiteral("the file holds %1 bytes; a card has at most %2").arg(file.size()).arg(LargestCard));
    }
    const auto signedData = peekAttached(file);
    if (!signedData) {
        return fail(Error{signedData.error()}.withContext(QStringLiteral("this is not a station's card")));
    }
    const auto value = parseJson(signedData->content);
    if (!value) {
        return fail(Error{value.error()}.withContext(QStringLiteral("card")));
    }
    const auto facts = readFacts(*value);
    if (!facts) {
        return fail(facts.error());
    }
    SATCHEL_TRY(requireOwnSignature(file, signedData->content, *facts));
    return Card{*facts, file};
}

} // namespace satchel
