#include "DemoPledge.h"

#include "DemoAnswers.h"

#include <core/base/File.h>
#include <core/crypto/Digest.h>
#include <core/objects/CertificateAnswer.h>
#include <core/objects/Voucher.h>
#include <core/objects/PledgeMaker.h>
#include <core/objects/Sidecar.h>
#include <core/objects/VoucherMaker.h>
#include <core/station/TrustStore.h>

namespace satchel {

namespace {

constexpr qsizetype NonceBytes = 16;

CmpClient cmpClient(const IssuerIdentity& idevid, const PrivateKey& newKey, const QString& serialNumber)
{
    return {.identity = idevid,
        .chain = {},
        .newKey = newKey,
        .commonName = QStringLiteral("Controller %1").arg(serialNumber),
        .serialNumber = serialNumber};
}

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
    auto idevid = pki.makeDevice(serialNumber);
    auto newKey = PrivateKey::generate(KeyType::P256);
    if (!idevid || !newKey) {
        return fail(idevid ? newKey.error() : idevid.error());
    }
    DemoPledge pledge{pki, serialNumber, protocol, *std::move(idevid), *std::move(newKey)};
    pledge.m_askedAt = now;
    const QString nonce = QString::fromLatin1(randomBytes(NonceBytes).toBase64());
    VoucherRequestFacts facts{.createdOn = now,
        .assertion = QStringLiteral("proximity"),
        .serialNumber = serialNumber,
        .nonce = nonce,
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

Result<QByteArray> DemoPledge::askForCertificate() const
{
    const auto client = cmpClient(m_idevid, m_newKey, m_serialNumber);
    return m_protocol == Protocol::Cmp ? makeCmpInitialRequest(client)
                                       : makePkcs10(m_newKey, client.commonName, m_serialNumber);
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
    const QString certificate = stem + (m_protocol == Protocol::Cmp ? QStringLiteral(".pki") : QStringLiteral(".p10"));
    SATCHEL_TRY(writeFileAtomically(voucher, m_voucherRequest));
    if (m_protocol == Protocol::Est) {
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
    if (m_protocol == Protocol::Cmp) {
        return finishCmpEnrolment(
            cmpClient(m_idevid, m_newKey, m_serialNumber), m_certificationRequest, *bytes, {m_domainAnchor}, at);
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
        .arg(m_serialNumber, domain->commonName(),
            m_protocol == Protocol::Cmp ? QStringLiteral("CMP") : QStringLiteral("EST"));
}

} // namespace satchel
