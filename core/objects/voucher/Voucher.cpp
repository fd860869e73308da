#include "Voucher.h"

#include <core/objects/est/CertificateAnswer.h>

#include <QCryptographicHash>

namespace satchel {

namespace {

constexpr int MostPriorRequests = 2;

// With a line end after it or without: whoever put a file into a request has meant nothing by it.
std::optional<Result<OpenedVoucher>> openPrior(const QByteArray& bytes, QStringList& deviations)
{
    auto opened = openVoucher(bytes);
    const bool hasTail = opened && !opened->has_value() && opened->error().code == ErrorCode::TrailingData;
    if (!hasTail || !bytes.endsWith('\n')) {
        return opened;
    }
    deviations.append(QStringLiteral("a line end follows the prior request inside"));
    return openVoucher(bytes.chopped(bytes.endsWith("\r\n") ? 2 : 1));
}

} // namespace

Voucher::Voucher(std::shared_ptr<const VoucherEnvelope> envelope, VoucherContent content)
    : m_envelope{std::move(envelope)}
    , m_content{std::move(content)}
    , m_signer{m_envelope->signer(0)}
{
}

Result<std::shared_ptr<const Voucher>> Voucher::parse(OpenedVoucher opened)
{
    return parse(std::move(opened), 0);
}

Result<std::shared_ptr<const Voucher>> Voucher::parse(OpenedVoucher opened, int depth)
{
    auto content = VoucherContent::read(opened.content);
    if (!content) {
        return fail(std::move(content).error());
    }
    const std::shared_ptr<Voucher> voucher{new Voucher{std::move(opened.envelope), *std::move(content)}};
    SATCHEL_TRY(voucher->readPrior(depth));
    return voucher;
}

Result<void> Voucher::readPrior(int depth)
{
    if (!m_content.hasPriorRequest) {
        return {};
    }
    auto opened = openPrior(m_content.priorRequest, m_content.deviations);
    if (!opened) {
        m_content.deviations.append(
            QStringLiteral("the prior request inside is not signed, so nothing shows that the device asked"));
        return {};
    }
    const QString place = QStringLiteral("the prior request inside");
    if (depth >= MostPriorRequests) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" holds yet another, and that is one too many"));
    }
    if (!*opened) {
        return fail(std::move(*opened).error().withContext(place));
    }
    auto prior = parse(**std::move(opened), depth + 1);
    if (!prior) {
        return fail(std::move(prior).error().withContext(place));
    }
    if (!(*prior)->m_content.isRequest) {
        return fail(ErrorCode::Malformed, place + QStringLiteral(" is a voucher"));
    }
    m_prior = *std::move(prior);
    return {};
}

Kind Voucher::kind() const
{
    return m_content.isRequest ? Kind::VoucherRequest : Kind::Voucher;
}

bool Voucher::isRegistrarRequest() const
{
    if (!m_content.isRequest) {
        return false;
    }
    if (m_content.hasPriorRequest || (m_signer && m_signer->isRegistrationAuthority())) {
        return true;
    }
    // A registrar may ask without a pledge, and then without a nonce. An IDevID has a serial, a registrar has none.
    return m_content.nonce.isEmpty() && m_signer && m_signer->subjectSerialNumber().isEmpty();
}

QString Voucher::device() const
{
    if (!m_content.serialNumber.isEmpty()) {
        return m_content.serialNumber;
    }
    if (m_prior) {
        return m_prior->device();
    }
    const bool byPledge = m_content.isRequest && !isRegistrarRequest() && m_signer;
    return byPledge ? m_signer->subjectSerialNumber() : QString{};
}

QString Voucher::marks() const
{
    return QStringLiteral("voucher:%1:%2").arg(device(), m_content.comparableNonce());
}

QString Voucher::correlation() const
{
    return m_content.isRequest ? marks() : QString{};
}

QStringList Voucher::lookups() const
{
    return m_content.isRequest ? QStringList{} : QStringList{marks()};
}

bool Voucher::lapses() const
{
    return m_content.isRequest && !m_content.nonce.isEmpty();
}

QString Voucher::supersedingMark() const
{
    return m_content.isRequest ? m_content.comparableNonce() : QString{};
}

Result<void> Voucher::matches(const EnrolmentObject& request) const
{
    const auto* const asked = dynamic_cast<const Voucher*>(&request);
    if (m_content.isRequest) {
        return EnrolmentObject::matches(request);
    }
    if (asked == nullptr || !asked->m_content.isRequest) {
        return fail(ErrorCode::NoMatchingRequest, QStringLiteral("a voucher answers a voucher request only"));
    }
    if (device() != asked->device()) {
        return fail(ErrorCode::SerialMismatch,
            QStringLiteral("the voucher is for device %1, the request for device %2").arg(device(), asked->device()));
    }
    if (m_content.comparableNonce() != asked->m_content.comparableNonce()) {
        return fail(ErrorCode::NonceMismatch,
            QStringLiteral("the voucher's nonce \"%1\" is not the request's \"%2\": it answers another request")
                .arg(m_content.nonce, asked->m_content.nonce));
    }
    return {};
}

// RFC 8366 section 5.3: a device must not take a voucher whose idevid-issuer is not that of its certificate.
QStringList Voucher::warningsBeside(const EnrolmentObject& request) const
{
    const auto* const asked = dynamic_cast<const Voucher*>(&request);
    const auto device = asked != nullptr ? asked->idevid() : std::nullopt;
    if (!device || m_content.isOfIssuer(*device).value_or(true)) {
        return {};
    }
    return {QStringLiteral("idevid-issuer is not the issuer of the device's certificate in the request (\"%1\"): the "
                           "device may refuse the voucher")
            .arg(device->issuer())};
}

std::optional<Certificate> Voucher::idevid() const
{
    if (m_prior) {
        return m_prior->idevid();
    }
    return m_content.isRequest && !isRegistrarRequest() ? m_signer : std::nullopt;
}

QString Voucher::formName() const
{
    if (!m_content.isRequest) {
        return QStringLiteral("%1 voucher").arg(voucherFormName(form()));
    }
    const QString whose = isRegistrarRequest() ? QStringLiteral("registrar") : QStringLiteral("device");
    return QStringLiteral("%1 voucher request of a %2").arg(voucherFormName(form()), whose);
}

JsonValue Voucher::describe() const
{
    JsonMembers members{{QStringLiteral("form"), JsonValue{formName()}}};
    const auto add = [&members](const char16_t* name, const QString& text) {
        if (!text.isEmpty()) {
            members.emplace_back(QString::fromUtf16(name), JsonValue{text});
        }
    };
    add(u"serialNumber", device());
    add(u"nonce", m_content.nonce);
    add(u"assertion", m_content.assertion);
    add(u"createdOn", m_content.createdOn);
    add(u"expiresOn", m_content.expiresOn);
    add(u"idevidIssuer", QString::fromLatin1(m_content.idevidIssuer.left(256).toHex()));
    const auto addCertificate = [&members](const char16_t* name, const std::optional<Certificate>& certificate) {
        if (certificate) {
            members.emplace_back(QString::fromUtf16(name), describeCertificate(*certificate));
        }
    };
    addCertificate(u"signer", m_signer);
    addCertificate(u"pinnedDomainCertificate", m_content.pinnedDomainCertificate.certificate);
    addCertificate(u"proximityRegistrarCertificate", m_content.proximityRegistrarCertificate.certificate);
    const auto addKey = [&members](const char16_t* name, const VoucherContent::KeyLeaf& key) {
        if (key.isThere()) {
            const auto sha256
                = key.info.isEmpty() ? key.sha256 : QCryptographicHash::hash(key.info, QCryptographicHash::Sha256);
            members.emplace_back(QString::fromUtf16(name), JsonValue{QString::fromLatin1(sha256.toHex())});
        }
    };
    addKey(u"pinnedDomainKeySha256", m_content.pinnedDomainKey);
    addKey(u"proximityRegistrarKeySha256", m_content.proximityRegistrarKey);
    if (m_prior) {
        members.emplace_back(QStringLiteral("priorRequest"), m_prior->describe());
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
