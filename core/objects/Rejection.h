#pragma once

#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

namespace satchel {

// A request answered by hand with no: strict JSON
// {"type":"satchel-rejection","version":1,"request":"<item id>","code":"<error code>","text":"…","at":"…Z"}.
// Delivered as `<request id>.rejected.json`.
class Rejection final : public EnrolmentObject {
public:
    [[nodiscard]] static QByteArray make(
        const ItemId& request, ErrorCode code, const QString& text, const QDateTime& at);
    [[nodiscard]] static Result<EnrolmentObjectPtr> parse(const QByteArray& json);

    [[nodiscard]] Kind kind() const override { return Kind::Rejection; }
    [[nodiscard]] Protocol protocol() const override { return Protocol::Satchel; }
    [[nodiscard]] QString extension() const override;
    [[nodiscard]] QString device() const override { return {}; }
    [[nodiscard]] bool isSelfContained() const override { return true; }
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] QString namedRequest() const override { return m_request; }
    [[nodiscard]] Assessment assess(const CheckContext& context) const override;
    [[nodiscard]] Result<void> matches(const EnrolmentObject& request) const override;
    [[nodiscard]] JsonValue describe() const override;

    [[nodiscard]] ErrorCode code() const { return m_code; }
    [[nodiscard]] const QString& text() const { return m_text; }

private:
    Rejection() = default;

    QString m_request;
    ErrorCode m_code = ErrorCode::Held;
    QString m_text;
    QDateTime m_at;
};

} // namespace satchel
