#include "Voucher.h"

#include <core/objects/CheckNames.h>
#include <core/objects/TrustChecks.h>

#include <algorithm>

// Who has signed a voucher or a request for one, and whether that is somebody who may.

namespace satchel {

namespace {

} // namespace

// Who signs such a thing, as the anchors know it.
AnchorUse Voucher::signerUse() const
{
    if (!m_content.isRequest) {
        return AnchorUse::Masa;
    }
    return isRegistrarRequest() ? AnchorUse::Domain : AnchorUse::Manufacturer;
}

QList<Certificate> Voucher::othersThan(const Certificate& signer) const
{
    QList<Certificate> others = m_envelope->certificates();
    others.removeAll(signer);
    return others;
}

void Voucher::checkSignerChain(AssessmentBuilder& builder, const CheckContext& context, const Certificate& signer) const
{
    QList<Certificate> intermediates = othersThan(signer);
    if (!m_signer && context.requester) {
        intermediates += context.requester->idevid;
        intermediates.removeAll(signer);
    }
    checkChain(builder, context, signerUse(), signer, intermediates, QStringLiteral("chain"));
}

// Whoever takes vouchers has the MASA's certificate beforehand (RFC 8366 section 5.4 wants it inside, SHOULD). Of those
// who ask nobody has.
bool Voucher::mayLackSigner() const
{
    return !m_envelope->mustHoldSigner() || (form() == VoucherForm::Cms && !m_content.isRequest);
}

// The certificate by which the signature was found good; nullopt if it could not be looked at, which then holds the
// object, or if it is bad, which refuses it.
Voucher::OptionalSigner Voucher::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_envelope->signerCount() == 0 || (m_envelope->signerCount() > 1 && !mayHaveFurtherSignatures())) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("%1 signatures where exactly one is due").arg(m_envelope->signerCount()));
        return std::nullopt;
    }
    if (const QString why = m_envelope->whyUnverifiable(); !why.isEmpty()) {
        builder.hold(signatureCheck(), ErrorCode::Held, QStringLiteral("unchecked: ") + why);
        return std::nullopt;
    }
    if (m_signer) {
        recordSignature(builder, signatureCheck(), m_envelope->verify(0, *m_signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(m_signer->subject()));
        return m_signer;
    }
    if (!mayLackSigner()) {
        builder.refuse(signatureCheck(), ErrorCode::BadSignature,
            QStringLiteral("the signer's certificate is not inside, so nobody can check the signature; ask its maker "
                           "to include it"));
        return std::nullopt;
    }
    return checkSignatureElsewhere(builder, context);
}

// By whose key it may be signed, where no certificate inside tells: the device that the registrar saw, or an anchor.
QList<Certificate> Voucher::signersElsewhere(const CheckContext& context) const
{
    QList<Certificate> candidates = context.trust.anchorsFor(signerUse()).certificates();
    if (m_content.isRequest && context.requester && !context.requester->idevid.isEmpty()) {
        candidates.prepend(context.requester->idevid.first());
    }
    return candidates;
}

// The one that the signature names, good or bad; else, because one may be renewed or name nobody, whose key has made
// it.
Voucher::OptionalSigner Voucher::findSignerElsewhere(const CheckContext& context) const
{
    const auto candidates = signersElsewhere(context);
    if (const auto named = m_envelope->signerNamedAmong(candidates)) {
        return named;
    }
    const auto found = std::ranges::find_if(candidates, [this](const Certificate& candidate) {
        const auto outcome = m_envelope->verify(0, candidate);
        return outcome || outcome.error().code == ErrorCode::WeakAlgorithm;
    });
    return found == candidates.end() ? std::nullopt : OptionalSigner{*found};
}

Voucher::OptionalSigner Voucher::checkSignatureElsewhere(AssessmentBuilder& builder, const CheckContext& context) const
{
    if (m_envelope->mustHoldSigner()) {
        builder.warn(QStringLiteral("form"),
            QStringLiteral("the certificate of its MASA is not inside (RFC 8366 section 5.4); a device that does not "
                           "have it cannot check the voucher"));
    }
    if (const auto signer = findSignerElsewhere(context)) {
        recordSignature(builder, signatureCheck(), m_envelope->verify(0, *signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(signer->subject()));
        return signer;
    }
    builder.hold(signatureCheck(), ErrorCode::UntrustedIssuer,
        m_content.isRequest
            ? QStringLiteral(
                  "the signer's certificate is not inside, and neither the record of who asked nor an anchor "
                  "has the key that made the signature; release it if you know the device")
            : QStringLiteral("the signer's certificate is not inside, and no anchor for vouchers has the key that made "
                             "the signature; add the MASA's certificate as one, or release it"));
    return std::nullopt;
}

// A registrar may add its own to a voucher (BRSKI-PRM), as a proof that it holds the key of the certificate pinned.
bool Voucher::mayHaveFurtherSignatures() const
{
    return !m_content.isRequest && form() == VoucherForm::Jws;
}

void Voucher::checkFurtherSignatures(AssessmentBuilder& builder, const CheckContext& context) const
{
    for (std::size_t index = 1; index < m_envelope->signerCount(); ++index) {
        const QString check = QStringLiteral("further-signature");
        const auto signer = m_envelope->signer(index);
        if (!signer) {
            builder.hold(check, ErrorCode::UntrustedIssuer,
                QStringLiteral("a further signature comes without its signer's certificate"));
            continue;
        }
        recordSignature(builder, check, m_envelope->verify(index, *signer), ErrorCode::BadSignature,
            QStringLiteral("\"%1\"").arg(signer->subject()));
        checkChain(builder, context, AnchorUse::Domain, *signer, othersThan(*signer), check);
    }
}

} // namespace satchel
