#pragma once

#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <vector>

namespace satchel {

// A MASA's answer to requestauditlog: every voucher that it has given for a device (RFC 8995 section 5.8.1). Nobody
// signs it, and it names neither the device nor the request.
class AuditLog final : public EnrolmentObject {
public:
    // Does this JSON look like an audit log?
    [[nodiscard]] static bool isAuditLog(const JsonValue& json);
    // Malformed if there is no list of events or one of them is no object; smaller deviations are listed.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const JsonValue& json);

    [[nodiscard]] Kind kind() const override { return Kind::AuditLog; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Brski; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("json"); }
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    // What other domains have claimed the device, and which vouchers can be used at any time. Whether that is too much,
    // a person decides (RFC 8995 section 5.8.3).
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    // Answers a request for an audit log; which one, only its name or sidecar tells.
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

private:
    struct Event {
        QString date; // as written
        QString domainId; // base64, as written
        QString nonce; // empty: none
        QString assertion;
        QString truncated; // how many like this one were left out
    };

    AuditLog() = default;
    [[nodiscard]] Result<void> readVersion(const JsonValue& json);
    [[nodiscard]] Result<void> readEvents(const JsonArray& events);
    void readTruncation(const JsonValue& json);
    void deviate(const QString& text);
    void checkDomains(class AssessmentBuilder& builder, const CheckContext& context) const;
    void checkNonces(class AssessmentBuilder& builder) const;
    void checkTruncation(class AssessmentBuilder& builder) const;

    QString m_version;
    std::vector<Event> m_events;
    JsonMembers m_truncation;
    QStringList m_deviations;
};

} // namespace satchel
