#include "BrskiStatus.h"

#include <core/objects/TrustChecks.h>

namespace satchel {

namespace {

constexpr QStringView Version = u"version";
constexpr QStringView Status = u"status";
constexpr QStringView ReasonName = u"reason";
constexpr QStringView ReasonContext = u"reason-context";
constexpr qsizetype MostReason = 4096; // characters; nobody writes so much for people

tl::unexpected<Error> malformedStatus(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the status: ") + why);
}

} // namespace

bool BrskiStatus::isStatus(const JsonValue& json)
{
    return json.find(Status) != nullptr
        && (json.find(Version) != nullptr || json.find(ReasonName) != nullptr || json.find(ReasonContext) != nullptr);
}

Result<EnrolmentObjectPtr> BrskiStatus::parse(const JsonValue& json)
{
    const std::shared_ptr<BrskiStatus> status{new BrskiStatus};
    SATCHEL_TRY(status->readVersion(json));
    SATCHEL_TRY(status->readStatus(json));
    status->readReason(json);
    return EnrolmentObjectPtr{status};
}

// A number by RFC 8995 section 5.7, as a text in the field.
Result<void> BrskiStatus::readVersion(const JsonValue& json)
{
    const JsonValue* const version = json.find(Version);
    if (version == nullptr || version->isNull()) {
        m_deviations.append(QStringLiteral("the version is missing; taken as 1"));
        return {};
    }
    if (version->integer() != nullptr) {
        m_version = *version->integer();
    } else if (version->string() != nullptr) {
        bool isNumber = false;
        m_version = version->string()->toLongLong(&isNumber);
        if (!isNumber) {
            return malformedStatus(QStringLiteral("its version is no number"));
        }
        m_deviations.append(QStringLiteral("the version is a text and not a number"));
    } else {
        return malformedStatus(QStringLiteral("its version is no number"));
    }
    return m_version >= 0 ? Result<void>{} : malformedStatus(QStringLiteral("its version is negative"));
}

Result<void> BrskiStatus::readStatus(const JsonValue& json)
{
    const JsonValue* const status = json.find(Status);
    if (status != nullptr && status->boolean() != nullptr) {
        m_isSuccess = *status->boolean();
        return {};
    }
    const QString text = status != nullptr && status->string() != nullptr ? status->string()->toLower() : QString{};
    if (text != u"true" && text != u"false") {
        return malformedStatus(QStringLiteral("its status is neither true nor false"));
    }
    m_isSuccess = text == u"true";
    m_deviations.append(QStringLiteral("the status is a text and not true or false"));
    return {};
}

void BrskiStatus::readReason(const JsonValue& json)
{
    const JsonValue* const reason = json.find(ReasonName);
    if (reason != nullptr && reason->string() != nullptr) {
        m_reason = reason->string()->left(MostReason);
        if (m_reason.size() < reason->string()->size()) {
            m_deviations.append(QStringLiteral("the reason is longer than %1 characters").arg(MostReason));
        }
    } else if (reason != nullptr && !reason->isNull()) {
        m_deviations.append(QStringLiteral("the reason is no text"));
    }
    if (const JsonValue* const context = json.find(ReasonContext)) {
        m_reasonContext = *context;
        if (!context->isNull() && context->object() == nullptr) {
            m_deviations.append(QStringLiteral("the reason-context is no object"));
        }
    }
}

EnrolmentObjectPtr BrskiStatus::as(Kind told) const
{
    const std::shared_ptr<BrskiStatus> status{new BrskiStatus{*this}};
    status->m_kind = told;
    status->m_isTold = true;
    return status;
}

Assessment BrskiStatus::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    const QString check = QStringLiteral("form");
    builder.skip(QStringLiteral("signature"), QStringLiteral("nobody signs a status; the registrar saw who sent it"));
    checkRequester(builder, context);
    if (!m_isTold) {
        builder.warn(check,
            QStringLiteral("a voucher status and an enrolment status read alike; without a path in its .meta file this "
                           "one is taken for a voucher status"));
    }
    if (m_version != 1) {
        builder.hold(check, ErrorCode::UnsupportedVersion,
            QStringLiteral("it is of version %1, and only version 1 is known here").arg(m_version));
    }
    for (const QString& deviation : m_deviations) {
        builder.warn(check, deviation);
    }
    return builder.take();
}

JsonValue BrskiStatus::describe() const
{
    return JsonValue{JsonMembers{
        {QStringLiteral("form"),
            JsonValue{
                m_kind == Kind::VoucherStatus ? QStringLiteral("voucher status") : QStringLiteral("enrolment status")}},
        {QStringLiteral("version"), JsonValue{std::int64_t{m_version}}},
        {QStringLiteral("success"), JsonValue{m_isSuccess}},
        {QStringLiteral("reason"), JsonValue{m_reason}},
        {QStringLiteral("reasonContext"), m_reasonContext},
    }};
}

} // namespace satchel
