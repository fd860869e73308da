#pragma once

#include "IssuerFolder.h"
#include "RequestAnswerer.h"

#include <core/objects/voucher/Voucher.h>

namespace satchel {

// The MASA's part (RFC 8995 section 5.5): a voucher for a registrar's request, and for a pledge's own request too where
// that says which registrar it saw.
class VoucherAnswerer final : public RequestAnswerer {
public:
    // The folder must outlive it.
    explicit VoucherAnswerer(const IssuerFolder& folder)
        : m_folder{folder}
    {
    }

    [[nodiscard]] bool answers(const EnrolmentObject& request) const override;
    // In the form of the request: a device reads the one that it writes.
    [[nodiscard]] QString extensionFor(const EnrolmentObject& request) const override { return request.extension(); }
    // Refuses besides what assess() does: DomainMismatch if the request names no domain that the voucher could pin, or
    // if the pledge saw another registrar than the one that asks for it.
    [[nodiscard]] Result<IssuedAnswer> answer(const DeliveredRequest& request, const QDateTime& now) const override;

private:
    [[nodiscard]] Result<Certificate> domainOf(const Voucher& request) const;

    const IssuerFolder& m_folder;
};

} // namespace satchel
