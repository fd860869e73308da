#include "PlainComparison.h"

#include <core/crypto/Signature.h>
#include <core/objects/est/CaCertificates.h>
#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/cmc/CmcMessage.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/est/RevocationList.h>
#include <core/objects/scep/ScepMessage.h>
#include <core/objects/est/ServerKeyAnswer.h>
#include <core/objects/encoding/SignedData.h>
#include <core/objects/voucher/Voucher.h>
#include <tests/reference/PlainJose.h>

#include <algorithm>
#include <array>

namespace satchel::vectors {

namespace {

constexpr std::array Uses{AnchorUse::Manufacturer, AnchorUse::Domain, AnchorUse::Masa};
constexpr std::size_t Domain = 1;
constexpr std::size_t Devices = 3; // manufacturer and domain together

QString nameOf(std::size_t set)
{
    return set == Devices ? QStringLiteral("device") : anchorUseName(Uses[set]);
}

const TrustAnchors& anchorsOf(const TrustStore& trust, std::size_t set)
{
    return set == Devices ? trust.deviceAnchors() : trust.anchorsFor(Uses[set]);
}

template <typename T> Result<void> verdictOf(const Result<T>& result)
{
    return result ? Result<void>{} : fail(result.error());
}

// Good only if it was looked at, and passed each time.
Result<void> verdictOf(const Assessment& assessment, QStringView check)
{
    Result<void> verdict = fail(ErrorCode::Held, QStringLiteral("not checked"));
    for (const auto& each : assessment.checks) {
        if (each.name != check) {
            continue;
        }
        if (each.result != CheckResult::Pass) {
            return fail(ErrorCode::Held, each.detail);
        }
        verdict = {};
    }
    return verdict;
}

Result<void> both(const Result<void>& first, const Result<void>& second)
{
    return first ? second : first;
}

// The signature is the end of a certificate.
QByteArray withAnotherEnd(QByteArray der)
{
    der.back() = static_cast<char>(der.back() ^ 1);
    return der;
}

QList<Certificate> withoutAuthorities(QList<Certificate> certificates)
{
    certificates.removeIf([](const Certificate& certificate) { return certificate.isCertificateAuthority(); });
    return certificates;
}

bool isAmongChecks(const Assessment& assessment, QStringView check)
{
    return std::ranges::any_of(assessment.checks, [check](const Check& each) { return each.name == check; });
}

QList<Certificate> certificatesOf(const plain::JoseSignature& signature)
{
    QList<Certificate> certificates;
    for (const auto& der : signature.certificates) {
        if (auto certificate = Certificate::fromDer(der)) {
            certificates.append(*std::move(certificate));
        }
    }
    return certificates;
}

// Good if any of them is; the first error otherwise.
template <typename Subjects, typename Verify> Result<void> anyOf(const Subjects& subjects, const Verify& verify)
{
    Result<void> verdict = fail(ErrorCode::BadSignature, QStringLiteral("there is none to verify it by"));
    for (const auto& subject : subjects) {
        if (verdict = verify(subject); verdict) {
            break;
        }
    }
    return verdict;
}

} // namespace

Judges::Judges(const QList<Anchor>& anchors, const QDateTime& at)
    : m_anchors{anchors}
    , m_at{at}
{
    const auto trust = freshTrust();
    for (std::size_t set = 0; set <= Devices; ++set) {
        m_plain.push_back(plain::Anchors::of(anchorsOf(trust, set).certificates(), at));
    }
}

Comparison Judges::compare(const StationSignature& signature)
{
    const auto core = signature.content ? verifyDetached(signature.cms, *signature.content, signature.allowed)
                                        : verifyAttached(signature.cms, signature.allowed);
    return {
        signature.name, verdictOf(core), plain::verifyPinnedCms(signature.cms, signature.content, signature.allowed)};
}

std::vector<Comparison> Judges::compare(const Message& message, const TrustStore& trust) const
{
    std::vector<Comparison> found;
    const auto object = EnrolmentObject::recognise(message.bytes);
    if (!object) {
        return found; // of another form than is carried: nobody looks at its signature
    }
    const CheckContext context{trust, m_at, StationRole::Backend, message.requester};
    const Look look{message, context, (*object)->assess(context), found};
    const auto der = unwrapped(message.bytes);
    if (const auto* const voucher = dynamic_cast<const Voucher*>(object->get())) {
        compareVoucher(*voucher, message.bytes, look);
    } else if (dynamic_cast<const Pkcs10Request*>(object->get()) != nullptr) {
        note(look, u"proof-of-possession", plain::verifyPkcs10(der));
    } else if (const auto* const cmp = dynamic_cast<const CmpMessage*>(object->get())) {
        compareCmp(der, *cmp, look);
    } else if (const auto* const scep = dynamic_cast<const ScepMessage*>(object->get())) {
        const bool isAnswer = scep->attributes().type == ScepMessageType::CertRep;
        compareSignedData(der, isAnswer, look);
    } else if (const auto* const cmc = dynamic_cast<const CmcMessage*>(object->get())) {
        compareCmc(der, *cmc, look);
    } else if (const auto* const answer = dynamic_cast<const CertificateAnswer*>(object->get())) {
        compareIssued(u"chain", answer->issued(), answer->certificates(), look);
        compareChains(message.name, answer->certificates(), look);
    } else if (dynamic_cast<const ServerKeyAnswer*>(object->get()) != nullptr) {
        const auto certificates = certificatesBesideKey(message.bytes);
        compareIssued(u"chain", withoutAuthorities(certificates), certificates, look);
        compareChains(message.name, certificates, look);
    } else if (const auto* const authorities = dynamic_cast<const CaCertificates*>(object->get())) {
        compareChains(message.name, authorities->certificates(), look);
    } else if (dynamic_cast<const RevocationList*>(object->get()) != nullptr) {
        note(look, u"signature", plain::verifyRevocationList(der, anchorsOf(trust, Domain).certificates()));
    }
    compareRequester(look);
    return found;
}

void Judges::note(const Look& look, QStringView check, const Result<void>& plain)
{
    QString what = check.toString();
    look.found.push_back({QStringLiteral("%1: %2").arg(look.message.name, what.replace(u'-', u' ')),
        verdictOf(look.said, check), plain});
}

void Judges::compareInside(const QString& what, const QByteArray& bytes, const Look& look) const
{
    const Message inside{QStringLiteral("%1: %2").arg(look.message.name, what), bytes, look.message.requester};
    for (auto& comparison : compare(inside, look.context.trust)) {
        look.found.push_back(std::move(comparison));
    }
}

void Judges::compareVoucher(const Voucher& voucher, const QByteArray& bytes, const Look& look) const
{
    if (voucher.form() == VoucherForm::Cms) {
        const auto der = unwrapped(bytes);
        note(look, u"signature", plain::verifyCmsSignature(der));
        compareSigner(der, look);
    } else {
        compareJose(voucher, bytes, look);
    }
    if (voucher.priorRequest()) {
        compareInside(QStringLiteral("prior request"), voucher.content().priorRequest, look);
    }
}

// The signature and each chain of its signer, in one: CMS_verify.
void Judges::compareSigner(const QByteArray& der, const Look& look) const
{
    const auto cms = SignedData::read(der);
    const auto signer = cms ? cms->signer() : std::nullopt;
    if (!signer) {
        return;
    }
    const auto others = cms->certificatesBesides(*signer);
    for (std::size_t set = 0; set <= Devices; ++set) {
        look.found.push_back(
            {QStringLiteral("%1: signature and chain to a %2 anchor").arg(look.message.name, nameOf(set)),
                both(verdictOf(look.said, u"signature"),
                    anchorsOf(look.context.trust, set).verify(*signer, others, m_at)),
                plain::verifyCms(der, m_plain[set])});
    }
    compareChains(look.message.name, cms->certificates(), look);
}

// By whose key a voucher may be signed that does not bring its signer's certificate.
QList<QByteArray> Judges::signersElsewhere(const Voucher& voucher, const Look& look)
{
    const auto use = !voucher.content().isRequest ? AnchorUse::Masa
        : voucher.isRegistrarRequest()            ? AnchorUse::Domain
                                                  : AnchorUse::Manufacturer;
    auto candidates = dersOf(look.context.trust.anchorsFor(use).certificates());
    if (voucher.content().isRequest && look.message.requester && !look.message.requester->idevid.isEmpty()) {
        candidates.prepend(look.message.requester->idevid.first().der());
    }
    return candidates;
}

void Judges::compareJose(const Voucher& voucher, const QByteArray& bytes, const Look& look) const
{
    const auto signatures = voucher.form() == VoucherForm::Jws ? plain::readJws(bytes) : plain::readCose(bytes);
    if (signatures.isEmpty()) {
        note(look, u"signature", fail(ErrorCode::Malformed, QStringLiteral("Qt cannot read it")));
        return;
    }
    const auto& first = signatures.first();
    const auto candidates
        = first.certificates.isEmpty() ? signersElsewhere(voucher, look) : first.certificates.first(1);
    const auto verdict
        = anyOf(candidates, [&](const QByteArray& candidate) { return plain::verifyJose(first, candidate); });
    note(look, u"signature", verdict);
    if (!voucher.signer()) {
        return;
    }
    for (std::size_t set = 0; set <= Devices; ++set) {
        look.found.push_back(
            {QStringLiteral("%1: signature and chain to a %2 anchor").arg(look.message.name, nameOf(set)),
                both(verdictOf(look.said, u"signature"),
                    anchorsOf(look.context.trust, set).verify(*voucher.signer(), certificatesOf(first), m_at)),
                both(verdict, plain::verifyChain(first.certificates, m_plain[set]))});
    }
    compareChains(look.message.name, certificatesOf(first), look);
}

void Judges::compareCmp(const QByteArray& der, const CmpMessage& message, const Look& look) const
{
    const auto parts = partsOfCmp(der);
    const auto above = plain::stackOf(dersOf(parts.certificates));
    look.found.push_back({look.message.name + QStringLiteral(": protection and chain"),
        both(verdictOf(look.said, u"protection"), verdictOf(look.said, u"chain")),
        plain::verifyCmp(der, m_plain[message.isByDevice() ? Devices : Domain], above.get())});
    compareProofs(parts.requests, parts.certificates, look);
    const auto issued = message.body().issued();
    compareIssued(u"issued", issued, parts.certificates + message.body().caCertificates + issued, look);
    compareChains(look.message.name, parts.certificates + issued, look);
    for (const auto& nested : message.body().nested) {
        compareInside(QStringLiteral("message inside"), nested, look);
    }
}

// One who answers may leave its certificate out, if it is an anchor. A message of SCEP may have no content, which is
// then signed as no bytes.
void Judges::compareSignedData(const QByteArray& der, bool isAnswer, const Look& look) const
{
    const auto cms = SignedData::read(der);
    if (!cms) {
        return;
    }
    const auto known = isAnswer ? anchorsOf(look.context.trust, Domain).certificates() : QList<Certificate>{};
    const auto absent = cms->content() ? std::nullopt : std::optional{QByteArray{""}};
    note(look, u"signature", plain::verifyPinnedCms(der, absent, cms->certificates() + known));
    if (cms->content()) {
        compareSigner(der, look);
    } else {
        compareChains(look.message.name, cms->certificates(), look);
    }
}

void Judges::compareCmc(const QByteArray& der, const CmcMessage& message, const Look& look) const
{
    const auto cms = SignedData::read(der);
    if (!message.isResponse() && cms && !cms->signer()) {
        // By the key that a certificate is asked for, if by anybody's.
        note(look, u"signature",
            anyOf(message.keysAskedFor(), [&der](const QByteArray& key) { return plain::verifyCmsByKey(der, key); }));
    } else {
        compareSignedData(der, message.isResponse(), look);
    }
    if (!message.isResponse()) {
        compareProofs(requestsInCmc(cms->content().value_or(QByteArray{})), cms->certificates(), look);
    }
    compareIssued(u"issued", message.issued(), cms->certificates(), look);
    for (const auto& inside : message.content().messages) {
        compareInside(QStringLiteral("message inside"), inside, look);
    }
}

// Proofs of possession, all in one. A registration authority's word for one counts if it has signed.
void Judges::compareProofs(const RawRequests& requests, const QList<Certificate>& certificates, const Look& look)
{
    if (requests.pkcs10.isEmpty() && requests.crmf.isEmpty()) {
        return;
    }
    const bool byAuthority = std::ranges::any_of(certificates, &Certificate::isRegistrationAuthority);
    Result<void> verdict;
    for (const auto& request : requests.pkcs10) {
        verdict = both(verdict, plain::verifyPkcs10(request));
    }
    if (!requests.crmf.isEmpty()) {
        verdict = both(verdict, plain::verifyCrmf(requests.crmf, byAuthority));
    }
    note(look, u"proof-of-possession", verdict);
}

// What core says of the certificates that an answer brings, all in one.
void Judges::compareIssued(
    QStringView check, const QList<Certificate>& issued, const QList<Certificate>& all, const Look& look) const
{
    if (issued.isEmpty()) {
        return;
    }
    Result<void> verdict;
    for (const auto& leaf : issued) {
        verdict = both(verdict, plain::verifyChain(dersOf(QList{leaf} + all), m_plain[Domain]));
    }
    note(look, check, verdict);
}

void Judges::compareRequester(const Look& look) const
{
    const auto& requester = look.message.requester;
    if (requester && !requester->idevid.isEmpty() && isAmongChecks(look.said, u"requester")) {
        note(look, u"requester", plain::verifyChain(dersOf(requester->idevid), m_plain[Devices]));
    }
}

// Each certificate by itself, with the others to help; and the same with another signature, because an authority whose
// devices are remembered must not vouch for what it did not sign.
void Judges::compareChains(const QString& name, const QList<Certificate>& certificates, const Look& look) const
{
    for (qsizetype i = 0; i < certificates.size(); ++i) {
        QList<Certificate> others = certificates;
        const auto leaf = others.takeAt(i);
        const auto which = QStringLiteral("%1: certificate %2").arg(name).arg(i + 1);
        compareChain(which, leaf, others, look);
        if (const auto altered = Certificate::fromDer(withAnotherEnd(leaf.der()))) {
            compareChain(which + QStringLiteral(" with another signature"), *altered, others, look);
        }
    }
}

void Judges::compareChain(
    const QString& name, const Certificate& leaf, const QList<Certificate>& others, const Look& look) const
{
    for (std::size_t set = 0; set <= Devices; ++set) {
        look.found.push_back({QStringLiteral("%1, chain to a %2 anchor").arg(name, nameOf(set)),
            anchorsOf(look.context.trust, set).verify(leaf, others, m_at),
            plain::verifyChain(dersOf(QList{leaf} + others), m_plain[set])});
    }
}

} // namespace satchel::vectors
