#include "EstAnswerer.h"

#include <core/objects/est/Pkcs10Request.h>
#include <core/objects/voucher/VoucherMaker.h>

#include <algorithm>

namespace satchel {

namespace {

// A request that only lacks proof of who asked: the one thing that a person at the backend may have let pass.
bool onlyRequesterFails(const Assessment& assessment)
{
    return std::ranges::all_of(assessment.checks,
        [](const Check& check) { return check.result != CheckResult::Fail || check.name == u"requester"; });
}

} // namespace

bool EstAnswerer::answers(const EnrolmentObject& request) const
{
    return dynamic_cast<const Pkcs10Request*>(&request) != nullptr;
}

Result<QStringList> EstAnswerer::judge(const DeliveredRequest& request, const QDateTime& now) const
{
    const auto assessment = request.object->assess({m_folder.trust(), now, StationRole::Backend, request.requester});
    if (assessment.refusal) {
        return fail(assessment.refusal->code, assessment.refusal->text);
    }
    if (!assessment.hold) {
        return assessment.warnings;
    }
    if (m_requireRequester || !onlyRequesterFails(assessment)) {
        return fail(assessment.hold->code, assessment.hold->text);
    }
    return assessment.warnings
        + QStringList{QStringLiteral("answered on the word of whoever delivered it: ") + assessment.hold->text};
}

Result<IssuedAnswer> EstAnswerer::answer(const DeliveredRequest& request, const QDateTime& now) const
{
    const auto warnings = judge(request, now);
    if (!warnings) {
        return fail(warnings.error());
    }
    const auto& asked = dynamic_cast<const Pkcs10Request&>(*request.object);
    const CertificateWish wish{.publicKeyInfo = asked.publicKeyInfo(),
        .subjectDer = asked.subject().isEmpty() ? QByteArray{} : asked.subject().der(),
        .subjectSerialNumber = asked.subject().serialNumber(),
        .provenDevice = request.requester ? request.requester->device() : QString{}};
    const auto certificate = m_certificates.issue(wish, now);
    if (!certificate) {
        return fail(certificate.error());
    }
    auto cms = makeCertsOnlyCms(QList<Certificate>{*certificate} + m_certificates.chain());
    if (!cms) {
        return fail(std::move(cms).error());
    }
    return IssuedAnswer{*std::move(cms), *warnings};
}

} // namespace satchel
