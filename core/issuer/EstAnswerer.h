#pragma once

#include "DeviceCertificates.h"
#include "RequestAnswerer.h"

namespace satchel {

// The part of EST's CA: a certs-only CMS for a PKCS #10 (RFC 7030 section 4.2.3).
class EstAnswerer final : public RequestAnswerer {
public:
    // The folder must outlive it.
    EstAnswerer(const IssuerFolder& folder, bool requireRequester)
        : m_folder{folder}
        , m_certificates{folder}
        , m_requireRequester{requireRequester}
    {
    }

    [[nodiscard]] bool answers(const EnrolmentObject& request) const override;
    [[nodiscard]] QString extensionFor(const EnrolmentObject&) const override { return QStringLiteral("p7c"); }
    [[nodiscard]] Result<IssuedAnswer> answer(const DeliveredRequest& request, const QDateTime& now) const override;

private:
    [[nodiscard]] Result<QStringList> judge(const DeliveredRequest& request, const QDateTime& now) const;

    const IssuerFolder& m_folder;
    DeviceCertificates m_certificates;
    bool m_requireRequester;
};

} // namespace satchel
