#include "DemoPledge.h"

#include "DemoAnswers.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>
#include <core/objects/est/CertificateAnswer.h>
#include <core/objects/voucher/Voucher.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <core/objects/voucher/VoucherMaker.h>
#include <core/station/TrustStore.h>

namespace satchel {

namespace {

constexpr qsizetype NonceBytes = 16;

} // namespace

DemoPledge::DemoPledge(
    const DemoPki& pki, QString serialNumber, Protocol protocol, IssuerIdentity idevid, PrivateKey newKey)
    : m_domainAnchor{pki.domainAnchor()}
    , m_masaAnchor{pki.masaAnchor()}
    , m_serialNumber{std::move(serialNumber)}
    , m_protocol{protocol}
    , m_idevid{std::move(idevid)}
    , m_newKey{std::move(newKey)}
{
}

Result<DemoPledge> DemoPledge::make(
    const DemoPki& pki, const QString& serialNumber, Protocol protocol, const QDateTime& now)
{
    const auto idevid = pki.makeDevice(serialNumber);
    return idevid ? ask(pki, serialNumber, protocol, *idevid, now) : fail(idevid.error());
}

Result<DemoPledge> DemoPledge::askAnew(const DemoPki& pki, const QDateTime& now) const
{
    return ask(pki, m_serialNumber, m_protocol, m_idevid, now);
}

Result<DemoPledge> DemoPledge::ask(const DemoPki& pki, const QString& serialNumber, Protocol protocol,
    const IssuerIdentity& idevid, const QDateTime& now)
{
    auto newKey = PrivateKey::generate(KeyType::P256);
    if (!newKey) {
        return fail(std::move(newKey).error());
    }
    DemoPledge pledge{pki, serialNumber, protocol, idevid, *std::move(newKey)};
    pledge.m_askedAt = now;
    pledge.m_nonce = QString::fromLatin1(randomBytes(NonceBytes).toBase64());
    VoucherRequestFacts facts{.createdOn = now,
        .assertion = QStringLiteral("proximity"),
        .serialNumber = serialNumber,
        .nonce = pledge.m_nonce,
        .proximityRegistrarCertificate = pki.registrar().certificate};
    const auto own = makeVoucherRequest(facts, {pledge.m_idevid, {}});
    if (!own) {
        return fail(own.error());
    }
    facts.proximityRegistrarCertificate.reset();
    facts.priorSignedVoucherRequest = *own;
    auto registrars = makeVoucherRequest(facts, {pki.registrar(), {}});
    auto certificate = pledge.askForCertificate();
    if (!registrars || !certificate) {
        return fail(registrars ? certificate.error() : registrars.error());
    }
    pledge.m_voucherRequest = *std::move(registrars);
    pledge.m_certificationRequest = *std::move(certificate);
    return pledge;
}

CmpClient DemoPledge::client() const
{
    return {.identity = m_idevid,
        .chain = {},
        .newKey = m_newKey,
        .commonName = QStringLiteral("Controller %1").arg(m_serialNumber),
        .serialNumber = m_serialNumber,
        .confirms = m_protocol == Protocol::CmpConfirmed};
}

Result<QByteArray> DemoPledge::askForCertificate() const
{
    return speaksCmp() ? makeCmpInitialRequest(client()) : makePkcs10(m_newKey, client().commonName, m_serialNumber);
}

Result<QByteArray> DemoPledge::confirm(const QList<QByteArray>& answers, const QDateTime& at) const
{
    const auto answer = answerTo(m_certificationRequest, answers);
    return answer ? makeCmpConfirmation(client(), m_certificationRequest, *answer, {m_domainAnchor}, at)
                  : fail(answer.error());
}

bool DemoPledge::isOfItsTransaction(const QByteArray& message) const
{
    const auto object = EnrolmentObject::recognise(message);
    const auto request = EnrolmentObject::recognise(m_certificationRequest);
    return object && request && (*object)->correlation() == (*request)->correlation();
}

Result<QByteArray> DemoPledge::voucherBy(const IssuerIdentity& masa, const QDateTime& at) const
{
    return makeVoucher({.createdOn = at,
                           .assertion = QStringLiteral("logged"),
                           .serialNumber = m_serialNumber,
                           .nonce = m_nonce,
                           .pinnedDomainCertificate = m_domainAnchor},
        {masa, {}});
}

QByteArray DemoPledge::sidecar(const QDateTime& now) const
{
    Sidecar sidecar;
    sidecar.requester = RequesterRecord{.idevid = {m_idevid.certificate},
        .authenticatedBy = QStringLiteral("tls-client-certificate"),
        .proofOfPossession = QStringLiteral("signature"),
        .at = now};
    sidecar.receivedAt = now;
    sidecar.path = QStringLiteral("/.well-known/est/simpleenroll");
    return sidecar.toJson();
}

Result<QStringList> DemoPledge::writeRequests(const QString& folder) const
{
    const QString stem = folder + QLatin1Char('/') + m_serialNumber;
    const QString voucher = stem + QStringLiteral(".vcj");
    const QString certificate = stem + (speaksCmp() ? QStringLiteral(".pki") : QStringLiteral(".p10"));
    SATCHEL_TRY(writeFileAtomically(voucher, m_voucherRequest));
    if (!speaksCmp()) {
        SATCHEL_TRY(writeFileAtomically(certificate + QStringLiteral(".meta"), sidecar(m_askedAt)));
    }
    SATCHEL_TRY(writeFileAtomically(certificate, m_certificationRequest));
    return QStringList{voucher, certificate};
}

// The MASA vouches for it, it is for this device and this very request, and it leads to the operator's domain.
Result<Certificate> DemoPledge::acceptVoucher(const QList<QByteArray>& answers, const QDateTime& at) const
{
    const auto bytes = answerTo(m_voucherRequest, answers);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto object = EnrolmentObject::recognise(*bytes);
    const auto trust = TrustStore::inMemory({{AnchorUse::Masa, m_masaAnchor}, {AnchorUse::Domain, m_domainAnchor}});
    const auto assessment = (*object)->assess({.trust = trust, .at = at});
    if (const auto& reason = assessment.refusal ? assessment.refusal : assessment.hold) {
        return fail(reason->code, reason->text);
    }
    const auto& content = dynamic_cast<const Voucher&>(**object).content();
    return *content.pinnedDomainCertificate.certificate; // there, or it would be held
}

Result<Certificate> DemoPledge::acceptCertificate(const QList<QByteArray>& answers, const QDateTime& at) const
{
    const auto bytes = answerTo(m_certificationRequest, answers);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (speaksCmp()) {
        return finishCmpEnrolment(client(), m_certificationRequest, *bytes, {m_domainAnchor}, at);
    }
    const auto object = EnrolmentObject::recognise(*bytes);
    for (const auto& certificate : dynamic_cast<const CertificateAnswer&>(**object).certificates()) {
        if (m_newKey.matches(certificate)) {
            return certificate;
        }
    }
    return fail(ErrorCode::KeyMismatch, QStringLiteral("the certificate is not for its key"));
}

Result<QString> DemoPledge::takeAnswers(const QList<QByteArray>& answers, const QDateTime& at) const
{
    const auto named = [this](Error error) { return std::move(error).withContext(m_serialNumber); };
    const auto domain = acceptVoucher(answers, at);
    if (!domain) {
        return fail(named(domain.error()));
    }
    const auto certificate = acceptCertificate(answers, at);
    if (!certificate) {
        return fail(named(certificate.error()));
    }
    if (!m_newKey.matches(*certificate) || certificate->subjectSerialNumber() != m_serialNumber) {
        return fail(named({ErrorCode::KeyMismatch, QStringLiteral("the certificate is not for its key and its name")}));
    }
    // The device trusts the domain that its voucher names, and nobody else.
    if (auto trusted = TrustAnchors{{*domain}}.verify(*certificate, {}, at); !trusted) {
        return fail(named(trusted.error()));
    }
    return QStringLiteral("%1: voucher for \"%2\"; certificate for its own key, by %3")
        .arg(m_serialNumber, domain->commonName(), speaksCmp() ? QStringLiteral("CMP") : QStringLiteral("EST"));
}

} // namespace satchel
