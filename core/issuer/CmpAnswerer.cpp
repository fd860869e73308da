#include "CmpAnswerer.h"

#include <core/objects/cmp/CmpMessage.h>

namespace satchel {

namespace {

CmpAuthority authorityOf(const IssuerFolder& folder, const QList<Certificate>& raChain)
{
    return {
        folder.registrationAuthority(), raChain, folder.trust().deviceAnchors().certificates(), folder.cmpSecrets()};
}

// What the certificate may say: a key update renews a certificate and its name (RFC 4210 section 5.3.5).
Result<CertificateWish> certificateWish(const CmpWish& wish)
{
    CertificateWish wanted{.publicKeyInfo = wish.publicKeyInfo,
        .subjectDer = wish.subjectDer,
        .subjectSerialNumber = wish.subjectSerialNumber,
        .provenDevice = wish.signer ? wish.signer->subjectSerialNumber() : QString{}};
    if (!wish.isKeyUpdate) {
        return wanted;
    }
    if (!wish.signer) {
        return fail(ErrorCode::UntrustedIssuer,
            QStringLiteral("a key update must be signed with the certificate that it renews, and bring it along"));
    }
    if (!wish.subjectDer.isEmpty() && wish.subjectDer != wish.signer->subjectDer()) {
        return fail(ErrorCode::SerialMismatch,
            QStringLiteral("the key update asks for another name than that of the certificate that signed it, \"%1\"")
                .arg(wish.signer->subject()));
    }
    wanted.subjectDer = wish.signer->subjectDer();
    return wanted;
}

} // namespace

CmpAnswerer::CmpAnswerer(const IssuerFolder& folder)
    : m_folder{folder}
    , m_certificates{folder}
    , m_responder{authorityOf(folder, m_certificates.chain())}
{
}

bool CmpAnswerer::answers(const EnrolmentObject& request) const
{
    const auto* const message = dynamic_cast<const CmpMessage*>(&request);
    if (!message) {
        return false;
    }
    switch (message->body().type) {
    case CmpBodyType::Ir:
    case CmpBodyType::Cr:
    case CmpBodyType::P10cr:
    case CmpBodyType::Kur:
        return true;
    default: // revocations, batches and what a registrar has put its own signature around
        return false;
    }
}

Result<CmpGrant> CmpAnswerer::grant(const CmpWish& wish, const QDateTime& now) const
{
    const auto wanted = certificateWish(wish);
    if (!wanted) {
        return fail(wanted.error());
    }
    auto certificate = m_certificates.issue(*wanted, now);
    if (!certificate) {
        return fail(std::move(certificate).error());
    }
    return CmpGrant{*std::move(certificate), m_certificates.chain()};
}

Result<IssuedAnswer> CmpAnswerer::answer(const DeliveredRequest& request, const QDateTime& now) const
{
    const auto assessment = request.object->assess({m_folder.trust(), now, StationRole::Backend, {}});
    if (const auto& reason = assessment.refusal ? assessment.refusal : assessment.hold) {
        return fail(reason->code, reason->text);
    }
    QStringList warnings = assessment.warnings;
    // What assess() cannot judge (a MAC) or lets pass (no proof of possession), the responder judges.
    auto answer = m_responder.answer(request.bytes, now, [&](const CmpWish& wish) {
        if (!wish.acceptsImplicitConfirm) {
            warnings.append(QStringLiteral("the device will want its certConf confirmed, which this issuer cannot do: "
                                           "let it ask for implicitConfirm"));
        }
        return grant(wish, now);
    });
    if (!answer) {
        return fail(std::move(answer).error());
    }
    return IssuedAnswer{*std::move(answer), warnings};
}

} // namespace satchel
