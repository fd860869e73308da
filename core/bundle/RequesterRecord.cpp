#include "RequesterRecord.h"

#include <core/base/Time.h>
#include <core/bundle/Limits.h>
#include <core/bundle/TypedJson.h>

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr qsizetype MostCertificates = 8;
constexpr qsizetype LongestWord = 64;
constexpr std::array Proofs{QLatin1StringView{"signature"}, QLatin1StringView{"tls-unique"}, QLatin1StringView{"none"}};

bool isWord(QStringView text)
{
    return !text.isEmpty() && text.size() <= LongestWord && std::all_of(text.begin(), text.end(), [](QChar c) {
        return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-';
    });
}

Result<Certificate> parseCertificate(const JsonValue& value)
{
    if (!value.string()) {
        return fail(ErrorCode::Malformed, QStringLiteral("is not a list of texts"));
    }
    const auto der = parseBase64(*value.string());
    return der ? Certificate::fromDer(*der) : fail(der.error());
}

QList<Certificate> readCertificates(JsonObjectReader& reader)
{
    constexpr QLatin1StringView Name{"idevid"};
    if (!reader.has(Name)) {
        return {};
    }
    QList<Certificate> certificates;
    qsizetype bytes = 0;
    for (const auto& value : reader.array(Name, MostCertificates)) {
        auto certificate = parseCertificate(value);
        if (!certificate) {
            reader.refuse(certificate.error().code, Name, certificate.error().message);
            return {};
        }
        bytes += certificate->der().size();
        certificates.append(*std::move(certificate));
    }
    if (certificates.isEmpty()) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is empty"));
    }
    if (bytes > limits::RequesterCertificates) {
        reader.refuse(ErrorCode::TooLarge, Name,
            QStringLiteral("holds more than %1 bytes of certificates").arg(limits::RequesterCertificates));
    }
    const auto serial = certificates.isEmpty() ? QString{} : certificates.first().subjectSerialNumber();
    if (serial.toUtf8().size() > limits::DeviceSerial) { // it may become part of an item's context
        reader.refuse(ErrorCode::TooLarge, Name,
            QStringLiteral("names a device by more than %1 bytes").arg(limits::DeviceSerial));
    }
    return certificates;
}

QString readAuthentication(JsonObjectReader& reader)
{
    constexpr QLatin1StringView Name{"authenticatedBy"};
    const auto text = reader.optionalString(Name);
    if (text && !isWord(*text)) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is not a word of a-z, 0-9 and -"));
    }
    return text.value_or(QString{});
}

QString readProof(JsonObjectReader& reader)
{
    constexpr QLatin1StringView Name{"proofOfPossession"};
    const auto text = reader.optionalString(Name);
    if (text && std::find(Proofs.begin(), Proofs.end(), *text) == Proofs.end()) {
        reader.refuse(ErrorCode::Malformed, Name, QStringLiteral("is none of signature, tls-unique and none"));
    }
    return text.value_or(QString{});
}

} // namespace

Result<RequesterRecord> RequesterRecord::fromJson(const JsonValue& value, const QString& place)
{
    JsonObjectReader reader{value, place};
    RequesterRecord record;
    record.idevid = readCertificates(reader);
    record.authenticatedBy = readAuthentication(reader);
    record.proofOfPossession = readProof(reader);
    if (reader.has(QLatin1StringView{"at"})) {
        record.at = reader.parsed(QLatin1StringView{"at"}, &parseUtcText);
    }
    SATCHEL_TRY(reader.finish());
    return record;
}

void RequesterRecord::writeTo(JsonWriter& writer) const
{
    writer.beginObject();
    if (!idevid.isEmpty()) {
        writer.key(u"idevid").beginArray();
        for (const auto& certificate : idevid) {
            writer.value(QString::fromLatin1(certificate.der().toBase64()));
        }
        writer.endArray();
    }
    writer.optionalMember(u"authenticatedBy", authenticatedBy);
    writer.optionalMember(u"proofOfPossession", proofOfPossession);
    if (at.isValid()) {
        writer.member(u"at", toUtcText(at));
    }
    writer.endObject();
}

QByteArray RequesterRecord::toJson() const
{
    JsonWriter writer;
    writeTo(writer);
    return writer.text();
}

QString RequesterRecord::device() const
{
    return idevid.isEmpty() ? QString{} : idevid.first().subjectSerialNumber();
}

} // namespace satchel
