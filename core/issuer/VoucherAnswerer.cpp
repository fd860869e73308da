#include "VoucherAnswerer.h"

namespace satchel {

namespace {

// The request that the pledge itself made, if there is one.
const Voucher* pledgeRequestIn(const Voucher& request)
{
    return request.isRegistrarRequest() ? request.priorRequest().get() : &request;
}

std::optional<Certificate> registrarSeenIn(const Voucher& request)
{
    const auto* const pledge = pledgeRequestIn(request);
    return pledge ? pledge->content().proximityRegistrarCertificate.certificate : std::nullopt;
}

// RFC 8366 section 5.3: a voucher that was given because the pledge saw the registrar says so; any other was only
// written down.
QString assertionFor(const Voucher& request)
{
    const auto* const pledge = pledgeRequestIn(request);
    const bool proven = pledge && pledge->content().assertion == u"proximity" && registrarSeenIn(request);
    return proven ? QStringLiteral("proximity") : QStringLiteral("logged");
}

} // namespace

bool VoucherAnswerer::answers(const EnrolmentObject& request) const
{
    return request.kind() == Kind::VoucherRequest && dynamic_cast<const Voucher*>(&request) != nullptr;
}

// The domain's anchor rather than the registrar's certificate, so that the voucher outlives the registrar's renewal.
Result<Certificate> VoucherAnswerer::domainOf(const Voucher& request) const
{
    const auto seen = registrarSeenIn(request);
    const auto registrar = request.isRegistrarRequest() ? request.signer() : seen;
    if (!registrar) {
        return fail(ErrorCode::DomainMismatch,
            QStringLiteral("the request does not say which registrar the device saw, so that there is no domain to "
                           "lead it to"));
    }
    if (seen && !(*seen == *registrar) && seen->issuerDer() != registrar->issuerDer()) {
        return fail(ErrorCode::DomainMismatch,
            QStringLiteral("the device saw the registrar \"%1\", but \"%2\" asks for it")
                .arg(seen->subject(), registrar->subject()));
    }
    const auto anchors = m_folder.trust().anchorsFor(AnchorUse::Domain).findByName(registrar->issuerDer(), {});
    return anchors.isEmpty() ? *registrar : anchors.first();
}

Result<IssuedAnswer> VoucherAnswerer::answer(const DeliveredRequest& request, const QDateTime& now) const
{
    const auto assessment = request.object->assess({m_folder.trust(), now, StationRole::Backend, {}});
    if (const auto& reason = assessment.refusal ? assessment.refusal : assessment.hold) {
        return fail(reason->code, reason->text);
    }
    const auto& asked = dynamic_cast<const Voucher&>(*request.object);
    const auto domain = domainOf(asked);
    if (!domain) {
        return fail(domain.error());
    }
    VoucherFacts facts{.createdOn = now,
        .assertion = assertionFor(asked),
        .serialNumber = asked.device(),
        .nonce = asked.content().nonce,
        .pinnedDomainCertificate = *domain};
    // RFC 8366 section 5.3: the one or the other, never both.
    if (facts.nonce.isEmpty()) {
        facts.expiresOn = now.addDays(m_folder.settings().voucherDays);
    }
    auto voucher = makeVoucher(facts, m_folder.masa(), asked.form());
    if (!voucher) {
        return fail(std::move(voucher).error());
    }
    return IssuedAnswer{*std::move(voucher), assessment.warnings};
}

} // namespace satchel
