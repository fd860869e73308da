#include "Rejection.h"

#include <core/base/JsonWriter.h>
#include <core/base/Time.h>

namespace satchel {

namespace {

constexpr QStringView RejectionType = u"satchel-rejection";
constexpr qsizetype MostText = 4096;

} // namespace

QByteArray Rejection::make(const ItemId& request, ErrorCode code, const QString& text, const QDateTime& at)
{
    JsonWriter writer;
    writer.beginObject()
        .member(u"type", RejectionType)
        .member(u"version", 1)
        .member(u"request", request.toString())
        .member(u"code", errorCodeName(code))
        .member(u"text", text.left(MostText))
        .member(u"at", toUtcText(at))
        .endObject();
    return writer.text();
}

Result<EnrolmentObjectPtr> Rejection::parse(const QByteArray& json)
{
    const auto value = parseJson(json);
    if (!value) {
        return fail(value.error());
    }
    const std::shared_ptr<Rejection> rejection{new Rejection};
    JsonObjectReader reader{*value, QStringLiteral("the rejection")};
    if (reader.string(QLatin1StringView{"type"}) != RejectionType) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"type"}, QStringLiteral("this is no rejection"));
    }
    if (reader.integer(QLatin1StringView{"version"}, 1, 1'000'000) != 1) {
        reader.refuse(ErrorCode::UnsupportedVersion, QLatin1StringView{"version"},
            QStringLiteral("only version 1 is known; update the program"));
    }
    rejection->m_request = reader.parsed(QLatin1StringView{"request"}, &ItemId::parse).toString();
    const auto code = errorCodeFromName(reader.string(QLatin1StringView{"code"}));
    if (!code) {
        reader.refuse(ErrorCode::Malformed, QLatin1StringView{"code"}, QStringLiteral("no such error code"));
    }
    rejection->m_text = reader.string(QLatin1StringView{"text"});
    if (rejection->m_text.size() > MostText) {
        reader.refuse(ErrorCode::TooLarge, QLatin1StringView{"text"}, QStringLiteral("too long"));
    }
    rejection->m_at = reader.parsed(QLatin1StringView{"at"}, &parseUtcText);
    SATCHEL_TRY(reader.finish());
    rejection->m_code = *code;
    return EnrolmentObjectPtr{rejection};
}

QString Rejection::extension() const
{
    return QStringLiteral("rejected.json");
}

Assessment Rejection::assess(const CheckContext&) const
{
    Assessment assessment;
    assessment.checks.append(Check{QStringLiteral("signature"), CheckResult::Skipped,
        QStringLiteral("a rejection is as good as the bundle that brought it")});
    return assessment;
}

// Which request is meant, its name says (namedRequest); any request may be rejected.
Result<void> Rejection::matches(const EnrolmentObject& request) const
{
    if (!isRequest(request.kind())) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("only a request can be rejected"));
    }
    return {};
}

JsonValue Rejection::describe() const
{
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("rejection")}},
        {QStringLiteral("request"), JsonValue{m_request}},
        {QStringLiteral("code"), JsonValue{errorCodeName(m_code)}},
        {QStringLiteral("text"), JsonValue{m_text}},
        {QStringLiteral("at"), JsonValue{toUtcText(m_at)}},
    }};
}

} // namespace satchel
