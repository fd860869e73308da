#pragma once

#include "DeviceCertificates.h"
#include "RequestAnswerer.h"

#include <core/objects/cmp/CmpResponder.h>

namespace satchel {

// The CMP RA's part: ip, cp or kup for ir, cr, p10cr or kur.
class CmpAnswerer final : public RequestAnswerer {
public:
    // The folder must outlive it.
    explicit CmpAnswerer(const IssuerFolder& folder);

    [[nodiscard]] bool answers(const EnrolmentObject& request) const override;
    [[nodiscard]] QString extensionFor(const EnrolmentObject&) const override { return QStringLiteral("pki"); }
    [[nodiscard]] Result<IssuedAnswer> answer(const DeliveredRequest& request, const QDateTime& now) const override;

private:
    [[nodiscard]] Result<CmpGrant> grant(const CmpWish& wish, const QDateTime& now) const;

    const IssuerFolder& m_folder;
    DeviceCertificates m_certificates;
    CmpResponder m_responder;
};

} // namespace satchel
