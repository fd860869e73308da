#pragma once

#include <core/objects/EnrolmentObject.h>

#include <QString>
#include <QStringList>

namespace satchel {

// A device's telemetry: whether it could use its voucher (RFC 8995 section 5.7) or its certificate (section 5.9.4). The
// two read alike; which one it is, the resource tells to which it was posted. Nobody signs it and no device is named in
// it: both the registrar saw.
class BrskiStatus final : public EnrolmentObject {
public:
    // Does this JSON look like a status?
    [[nodiscard]] static bool isStatus(const JsonValue& json);
    // A voucher status, with a remark that it may be the other: see as(). Malformed if version or status are nothing
    // that could be meant so; smaller deviations are listed.
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const JsonValue& json);

    [[nodiscard]] Kind kind() const override { return m_kind; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Brski; }
    [[nodiscard]] QString extension() const override { return QStringLiteral("json"); }
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return false; }
    [[nodiscard]] QString correlation() const override { return {}; }
    // Who reports, by the requester record.
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    [[nodiscard]] JsonValue describe() const override;

    // The same status, told to be Kind::VoucherStatus or Kind::EnrollStatus.
    [[nodiscard]] EnrolmentObjectPtr as(Kind told) const;

private:
    BrskiStatus() = default;
    [[nodiscard]] Result<void> readVersion(const JsonValue& json);
    [[nodiscard]] Result<void> readStatus(const JsonValue& json);
    void readReason(const JsonValue& json);

    Kind m_kind = Kind::VoucherStatus;
    bool m_isTold = false;
    qint64 m_version = 1;
    bool m_isSuccess = false;
    QString m_reason;
    JsonValue m_reasonContext; // null if absent
    QStringList m_deviations;
};

} // namespace satchel
