#include "PlainComparison.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/Signature.h>
#include <core/objects/CertificateAnswer.h>
#include <core/objects/CmpMessage.h>
#include <core/objects/Voucher.h>
#include <core/objects/DerFields.h>
#include <core/objects/SignedData.h>
#include <core/objects/Wrapping.h>

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

QByteArray unwrapped(const QByteArray& bytes)
{
    if (bytes.startsWith('\x30')) {
        return bytes;
    }
    if (looksLikePem(bytes)) {
        const auto blocks = unwrapPem(bytes);
        return blocks && !blocks->isEmpty() ? blocks->first().content : QByteArray{};
    }
    return unwrapBase64(bytes).value_or(QByteArray{});
}

QList<QByteArray> dersOf(const QList<Certificate>& certificates)
{
    QList<QByteArray> ders;
    for (const auto& certificate : certificates) {
        ders.append(certificate.der());
    }
    return ders;
}

// The signature is the end of a certificate.
QByteArray withAnotherEnd(QByteArray der)
{
    der.back() = static_cast<char>(der.back() ^ 1);
    return der;
}

// The certificates that a PKIMessage brings, and the PKCS #10 in a p10cr.
struct CmpParts {
    QList<Certificate> certificates;
    QByteArray pkcs10;
};

CmpParts partsOf(const QByteArray& der)
{
    CmpParts parts;
    DerFields outer{der, QStringLiteral("the CMP message")};
    DerFields fields = outer.enter(der::Sequence);
    fields.take(der::Sequence);
    const DerElement body = fields.take();
    if (body.isContext(4)) {
        parts.pkcs10 = body.content.toByteArray();
    }
    fields.takeIf(der::contextConstructed(0));
    int unreadable = 0;
    if (auto wrapped = fields.enterIf(der::contextConstructed(1))) {
        parts.certificates = readCmpCertificates(wrapped->enter(der::Sequence), unreadable);
    }
    return parts;
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
    const Look look{trust, found};
    const auto der = unwrapped(message.bytes);
    const auto said = (*object)->assess({trust, m_at, StationRole::Backend, message.requester});
    if (const auto* const voucher = dynamic_cast<const Voucher*>(object->get())) {
        // OpenSSL knows neither JWS nor COSE.
        if (voucher->form() == VoucherForm::Cms) {
            compareVoucher(message.name, der, said, look);
        }
        if (const auto& prior = voucher->priorRequest(); prior && prior->form() == VoucherForm::Cms) {
            compareVoucher(message.name + QStringLiteral(": prior request"), voucher->content().priorRequest,
                prior->assess({trust, m_at}), look);
        }
    } else if (dynamic_cast<const Pkcs10Request*>(object->get()) != nullptr) {
        found.push_back({message.name + QStringLiteral(": proof of possession"),
            verdictOf(said, u"proof-of-possession"), plain::verifyPkcs10(der)});
        compareRequester(message, said, look);
    } else if (const auto* const answer = dynamic_cast<const CertificateAnswer*>(object->get())) {
        compareChains(message.name, answer->certificates(), look);
    } else if (const auto* const cmp = dynamic_cast<const CmpMessage*>(object->get())) {
        compareCmp(message.name, der, *cmp, said, look);
    }
    return found;
}

void Judges::compareVoucher(const QString& name, const QByteArray& der, const Assessment& said, const Look& look) const
{
    const auto signature = verdictOf(said, u"signature");
    look.found.push_back({name + QStringLiteral(": signature"), signature, plain::verifyCmsSignature(der)});
    const auto cms = SignedData::read(der);
    const auto signer = cms ? cms->signer() : std::nullopt;
    if (!signer) {
        return;
    }
    const auto others = cms->certificatesBesides(*signer);
    for (std::size_t set = 0; set <= Devices; ++set) {
        look.found.push_back({QStringLiteral("%1: signature and chain to a %2 anchor").arg(name, nameOf(set)),
            both(signature, anchorsOf(look.trust, set).verify(*signer, others, m_at)),
            plain::verifyCms(der, m_plain[set])});
    }
    compareChains(name, cms->certificates(), look);
}

void Judges::compareCmp(const QString& name, const QByteArray& der, const CmpMessage& message, const Assessment& said,
    const Look& look) const
{
    const auto parts = partsOf(der);
    const auto above = plain::stackOf(dersOf(parts.certificates));
    look.found.push_back({name + QStringLiteral(": protection and chain"),
        both(verdictOf(said, u"protection"), verdictOf(said, u"chain")),
        plain::verifyCmp(der, m_plain[message.isByDevice() ? Devices : Domain], above.get())});
    if (!parts.pkcs10.isEmpty()) {
        look.found.push_back({name + QStringLiteral(": proof of possession"), verdictOf(said, u"proof-of-possession"),
            plain::verifyPkcs10(parts.pkcs10)});
    }
    compareChains(name, parts.certificates + message.body().issued(), look);
}

void Judges::compareRequester(const Message& message, const Assessment& said, const Look& look) const
{
    if (!message.requester || message.requester->idevid.isEmpty()) {
        return;
    }
    look.found.push_back({message.name + QStringLiteral(": requester"), verdictOf(said, u"requester"),
        plain::verifyChain(dersOf(message.requester->idevid), m_plain[Devices])});
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
            anchorsOf(look.trust, set).verify(leaf, others, m_at),
            plain::verifyChain(dersOf(QList{leaf} + others), m_plain[set])});
    }
}

} // namespace satchel::vectors
