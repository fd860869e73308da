#pragma once

#include <core/objects/EnrolmentObject.h>

namespace satchel {

// A voucher request that was posted to requestauditlog (RFC 8995 section 5.8): the very bytes of the one that asks for
// the voucher, checked as that, and answered by an audit log.
class AuditLogRequest final : public EnrolmentObject {
public:
    // Of a voucher request, in whatever form.
    explicit AuditLogRequest(EnrolmentObjectPtr request)
        : m_request{std::move(request)}
    {
    }

    [[nodiscard]] Kind kind() const override { return Kind::AuditLogRequest; }
    [[nodiscard]] Protocol protocol() const override { return m_request->protocol(); }
    [[nodiscard]] QString extension() const override { return m_request->extension(); }
    [[nodiscard]] QString device() const override { return m_request->device(); }
    [[nodiscard]] bool isSelfContained() const override { return m_request->isSelfContained(); }
    // An audit log says nothing by which it could look for it.
    [[nodiscard]] QString correlation() const override { return {}; }
    [[nodiscard]] Assessment assess(const CheckContext& context) const override { return m_request->assess(context); }
    [[nodiscard]] JsonValue describe() const override;

private:
    EnrolmentObjectPtr m_request;
};

} // namespace satchel
