#include "ToldKind.h"

#include <core/objects/voucher/AuditLogRequest.h>
#include <core/objects/voucher/BrskiStatus.h>
#include <core/objects/est/CaCertificates.h>
#include <core/objects/est/CertificateAnswer.h>

namespace satchel {

namespace {

EnrolmentObjectPtr asCaCertificates(EnrolmentObjectPtr object)
{
    const auto* const answer = dynamic_cast<const CertificateAnswer*>(object.get());
    if (answer == nullptr || !CaCertificates::areOfAuthorities(answer->certificates())) {
        return object;
    }
    return std::make_shared<const CaCertificates>(answer->certificates(), answer->isCms());
}

EnrolmentObjectPtr asCertificateAnswer(EnrolmentObjectPtr object)
{
    const auto* const authorities = dynamic_cast<const CaCertificates*>(object.get());
    return authorities == nullptr
        ? std::move(object)
        : std::make_shared<const CertificateAnswer>(authorities->certificates(), authorities->isCms());
}

} // namespace

EnrolmentObjectPtr asTold(EnrolmentObjectPtr object, Kind told)
{
    switch (told) {
    case Kind::AuditLogRequest:
        return object->kind() == Kind::VoucherRequest ? std::make_shared<const AuditLogRequest>(std::move(object))
                                                      : std::move(object);
    case Kind::CaCertificates:
        return asCaCertificates(std::move(object));
    case Kind::CertificationResponse:
        return asCertificateAnswer(std::move(object));
    case Kind::VoucherStatus:
    case Kind::EnrollStatus: {
        const auto* const status = dynamic_cast<const BrskiStatus*>(object.get());
        return status == nullptr ? std::move(object) : status->as(told);
    }
    default:
        return object;
    }
}

} // namespace satchel
