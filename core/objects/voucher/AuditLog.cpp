#include "AuditLog.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/Digest.h>
#include <core/objects/AssessmentBuilder.h>
#include <core/objects/encoding/Wrapping.h>

#include <QCryptographicHash>
#include <QSet>

#include <algorithm>

namespace satchel {

namespace {

constexpr qsizetype LongestValue = 1024; // of one value of an event
constexpr std::size_t MostEvents = 16'384;
constexpr qsizetype MostEventsShown = 256;
constexpr qsizetype MostDeviations = 16;
constexpr qsizetype MostTruncations = 16;

// Text or number, as both are seen; empty for anything else.
QString scalarOf(const JsonValue* value)
{
    if (value == nullptr) {
        return {};
    }
    if (value->integer() != nullptr) {
        return QString::number(*value->integer());
    }
    return value->string() != nullptr ? value->string()->left(LongestValue) : QString{};
}

bool isSomething(const QString& count)
{
    return !count.isEmpty() && count != u"0";
}

// The content of a SubjectPublicKeyInfo's bit string, which RFC 5280 section 4.2.1.2 (1) digests.
QByteArray subjectPublicKey(const QByteArray& publicKeyInfo)
{
    DerReader outer{publicKeyInfo};
    const auto info = outer.expect(der::Sequence);
    if (!info) {
        return {};
    }
    DerReader fields{info->content};
    (void)fields.next();
    const auto key = fields.expect(der::BitString);
    return key && !key->content.isEmpty() ? key->content.sliced(1).toByteArray() : QByteArray{};
}

// What a MASA may call the domain of this certificate: its key identifier, and where it has none the fingerprint of its
// key (RFC 8995 section 5.8.2, RFC 7469 section 2.4); in the field also the key identifier that it would have.
QSet<QByteArray> domainIdsOf(const QList<Certificate>& anchors)
{
    QSet<QByteArray> ids;
    for (const Certificate& anchor : anchors) {
        const QByteArray info = anchor.publicKeyInfo();
        ids.insert(anchor.subjectKeyIdentifier());
        ids.insert(sha256(info).bytes());
        ids.insert(QCryptographicHash::hash(subjectPublicKey(info), QCryptographicHash::Sha1));
    }
    ids.remove({});
    return ids;
}

QByteArray decodedId(const QString& base64)
{
    QByteArray text = base64.toUtf8();
    text.replace('-', '+').replace('_', '/'); // base64url is seen as well
    return unwrapBase64(text).value_or(QByteArray{});
}

} // namespace

bool AuditLog::isAuditLog(const JsonValue& json)
{
    return json.find(u"events") != nullptr && json.find(u"type") == nullptr;
}

Result<EnrolmentObjectPtr> AuditLog::parse(const JsonValue& json)
{
    const JsonValue* const events = json.find(u"events");
    if (events == nullptr || events->array() == nullptr) {
        return fail(ErrorCode::Malformed, QStringLiteral("the audit log has no list of events"));
    }
    const std::shared_ptr<AuditLog> log{new AuditLog};
    SATCHEL_TRY(log->readVersion(json));
    SATCHEL_TRY(log->readEvents(*events->array()));
    log->readTruncation(json);
    return EnrolmentObjectPtr{log};
}

// RFC 8995 section 5.8.1 shows a text here and a number in the status reports; both are seen.
Result<void> AuditLog::readVersion(const JsonValue& json)
{
    const JsonValue* const version = json.find(u"version");
    m_version = scalarOf(version);
    bool isNumber = false;
    const qint64 number = m_version.toLongLong(&isNumber);
    if (version == nullptr || version->isNull()) {
        deviate(QStringLiteral("the version is missing; taken as 1"));
        m_version = QStringLiteral("1");
    } else if (!isNumber || number < 0) {
        return fail(ErrorCode::Malformed, QStringLiteral("the version of the audit log is no version"));
    } else if (version->string() == nullptr) {
        deviate(QStringLiteral("the version is a number and not a text"));
    }
    return {};
}

Result<void> AuditLog::readEvents(const JsonArray& events)
{
    if (events.size() > MostEvents) {
        return fail(ErrorCode::TooLarge, QStringLiteral("an audit log of more than %1 events").arg(MostEvents));
    }
    m_events.reserve(events.size());
    for (const JsonValue& value : events) {
        if (value.object() == nullptr) {
            return fail(ErrorCode::Malformed, QStringLiteral("an event of the audit log is no object"));
        }
        Event event{scalarOf(value.find(u"date")), scalarOf(value.find(u"domainID")), scalarOf(value.find(u"nonce")),
            scalarOf(value.find(u"assertion")), scalarOf(value.find(u"truncated"))};
        if (event.nonce == u"NULL") {
            event.nonce.clear(); // RFC 8995 section 5.8.1: how a missing nonce is written
        }
        if (event.domainId.isEmpty() || decodedId(event.domainId).isEmpty()) {
            deviate(QStringLiteral("an event has no readable domainID; counted as another domain's"));
        }
        if (event.date.isEmpty()) {
            deviate(QStringLiteral("an event has no date"));
        }
        m_events.push_back(std::move(event));
    }
    return {};
}

void AuditLog::readTruncation(const JsonValue& json)
{
    const JsonValue* const truncation = json.find(u"truncation");
    if (truncation == nullptr || truncation->isNull()) {
        return;
    }
    if (truncation->object() == nullptr) {
        deviate(QStringLiteral("the truncation is no object"));
        return;
    }
    for (const auto& [name, value] : *truncation->object()) {
        if (std::ssize(m_truncation) == MostTruncations) {
            deviate(QStringLiteral("the truncation has more than %1 members").arg(MostTruncations));
            return;
        }
        m_truncation.emplace_back(name.left(LongestValue), JsonValue{scalarOf(&value)});
    }
}

// Each once, and not without end.
void AuditLog::deviate(const QString& text)
{
    if (m_deviations.size() < MostDeviations && !m_deviations.contains(text)) {
        m_deviations.append(text);
    }
}

Assessment AuditLog::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    builder.skip(QStringLiteral("signature"),
        QStringLiteral("nobody signs an audit log; it is as good as the connection over which the MASA gave it"));
    checkDomains(builder, context);
    checkNonces(builder);
    checkTruncation(builder);
    if (m_version != u"1") {
        builder.hold(QStringLiteral("form"), ErrorCode::UnsupportedVersion,
            QStringLiteral("it is of version %1, and only version 1 is known here").arg(m_version.left(32)));
    }
    for (const QString& deviation : m_deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    return builder.take();
}

void AuditLog::checkDomains(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("domains");
    const auto ours = domainIdsOf(context.trust.anchorsFor(AnchorUse::Domain).certificates());
    if (ours.isEmpty()) {
        builder.warn(check,
            QStringLiteral("which of its %1 events are of other domains cannot be told: this station has no domain "
                           "anchor")
                .arg(m_events.size()));
        return;
    }
    QSet<QString> others;
    qint64 foreign = 0;
    const Event* newest = nullptr;
    for (const Event& event : m_events) {
        if (!ours.contains(decodedId(event.domainId))) {
            others.insert(event.domainId);
            ++foreign;
            newest = newest == nullptr || newest->date < event.date ? &event : newest;
        }
    }
    if (foreign == 0) {
        builder.pass(check, QStringLiteral("all %1 events are of this domain").arg(m_events.size()));
        return;
    }
    builder.warn(check,
        QStringLiteral("%1 of %2 events are of other domains (%3 of them), the last on %4: the device was claimed "
                       "elsewhere")
            .arg(foreign)
            .arg(m_events.size())
            .arg(others.size())
            .arg(newest->date.left(64)));
}

// Such a voucher never grows old: who has it can take the device again.
void AuditLog::checkNonces(AssessmentBuilder& builder) const
{
    const auto nonceless = std::ranges::count_if(m_events, [](const Event& event) { return event.nonce.isEmpty(); });
    const QString check = QStringLiteral("nonces");
    if (nonceless == 0) {
        builder.pass(check, QStringLiteral("every voucher was given for a nonce"));
    } else {
        builder.warn(check,
            QStringLiteral("%1 of %2 events are vouchers without a nonce, which can be used again at any time")
                .arg(nonceless)
                .arg(m_events.size()));
    }
}

void AuditLog::checkTruncation(AssessmentBuilder& builder) const
{
    const bool isShortened
        = std::ranges::any_of(m_events, [](const Event& event) { return isSomething(event.truncated); })
        || std::ranges::any_of(
            m_truncation, [](const JsonMember& member) { return isSomething(*member.second.string()); });
    if (isShortened) {
        builder.warn(QStringLiteral("truncation"), QStringLiteral("the MASA has left events out"));
    }
}

Result<void> AuditLog::matches(const EnrolmentObject& request) const
{
    if (request.kind() != Kind::AuditLogRequest) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("an audit log answers only a request for one"));
    }
    return {};
}

JsonValue AuditLog::describe() const
{
    JsonArray events;
    for (const Event& event : m_events) {
        if (std::ssize(events) == MostEventsShown) {
            break;
        }
        events.emplace_back(JsonMembers{
            {QStringLiteral("date"), JsonValue{event.date}},
            {QStringLiteral("domainID"), JsonValue{event.domainId}},
            {QStringLiteral("nonce"), event.nonce.isEmpty() ? JsonValue{} : JsonValue{event.nonce}},
            {QStringLiteral("assertion"), JsonValue{event.assertion}},
            {QStringLiteral("truncated"), JsonValue{event.truncated}},
        });
    }
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("audit log")}},
        {QStringLiteral("version"), JsonValue{m_version}},
        {QStringLiteral("eventCount"), JsonValue{std::int64_t{std::ssize(m_events)}}},
        {QStringLiteral("events"), JsonValue{std::move(events)}},
        {QStringLiteral("truncation"), JsonValue{m_truncation}},
    }};
}

} // namespace satchel
