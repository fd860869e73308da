#include "RevocationList.h"

#include <core/base/Time.h>
#include <core/crypto/Digest.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DerTime.h>
#include <core/objects/encoding/SignatureAlgorithm.h>

namespace satchel {

namespace {

constexpr QByteArrayView CrlNumberOid = "2.5.29.20";
constexpr QByteArrayView DeltaIndicatorOid = "2.5.29.27";
constexpr QByteArrayView DistributionPointOid = "2.5.29.28";

// RFC 5280 section 5.1.2.4: UTC with seconds and nothing more. Invalid if it is written otherwise.
QDateTime takeCertificateTime(DerFields& fields)
{
    const DerElement element
        = fields.nextIs(der::UtcTime) ? fields.take(der::UtcTime) : fields.take(der::GeneralizedTime);
    const QDateTime instant = readCertificateTime(element);
    if (!instant.isValid()) {
        fields.refuse(QStringLiteral("a time cannot be read"));
    }
    return instant;
}

} // namespace

Result<EnrolmentObjectPtr> RevocationList::parse(const QByteArray& der)
{
    SATCHEL_TRY(checkDer(der));
    const std::shared_ptr<RevocationList> list{new RevocationList};
    DerFields outer{der, QStringLiteral("the revocation list")};
    DerFields fields = outer.enter(der::Sequence);
    outer.end();
    const DerElement signedList = fields.take(der::Sequence);
    list->readList(fields.inside(signedList));
    list->m_algorithm = fields.take(der::Sequence).whole.toByteArray();
    list->m_signature = fields.takeBitString().toByteArray();
    fields.end();
    SATCHEL_TRY(outer.result());
    list->m_signedList = signedList.whole.toByteArray();
    return EnrolmentObjectPtr{list};
}

void RevocationList::readList(DerFields fields)
{
    m_isVersion1 = !fields.nextIs(der::Integer);
    if (!m_isVersion1 && fields.takeSmallInteger() != 1) {
        fields.refuse(QStringLiteral("its version is neither 1 nor 2"));
    }
    (void)fields.take(der::Sequence); // the algorithm once more; which one counts, the signature shows
    m_issuer = DistinguishedName{fields.takeName()};
    m_thisUpdate = takeCertificateTime(fields);
    if (fields.nextIs(der::UtcTime) || fields.nextIs(der::GeneralizedTime)) {
        m_nextUpdate = takeCertificateTime(fields);
    }
    if (auto revoked = fields.enterIf(der::Sequence)) {
        for (; !revoked->atEnd(); ++m_revoked) {
            (void)revoked->take(der::Sequence);
        }
    }
    if (auto extensions = fields.enterIf(der::contextConstructed(0))) {
        if (m_isVersion1) {
            fields.refuse(QStringLiteral("extensions in version 1"));
        }
        readExtensions(extensions->enter(der::Sequence));
        extensions->end();
    }
    fields.end();
}

void RevocationList::readExtensions(DerFields fields)
{
    constexpr std::uint8_t Boolean = 0x01;
    while (!fields.atEnd()) {
        DerFields extension = fields.enter(der::Sequence);
        const QByteArray oid = extension.takeOid();
        extension.takeIf(Boolean);
        const DerElement value = extension.take(der::OctetString);
        extension.end();
        if (oid == CrlNumberOid) {
            m_number = fields.inside(value).take(der::Integer).content.toByteArray();
        } else if (oid == DistributionPointOid) {
            m_distributionPoint = value.content.toByteArray();
        }
        m_isDelta = m_isDelta || oid == DeltaIndicatorOid;
    }
}

// One CA may have several lists, for parts of what it issued and for what changed since.
QString RevocationList::series() const
{
    Sha256 name;
    name.addField(m_issuer.der());
    name.addField(m_distributionPoint);
    name.addField(m_isDelta ? "delta" : "full");
    return QStringLiteral("crl:") + QString::fromLatin1(name.finish().toHex());
}

QByteArray RevocationList::editionOrder() const
{
    // As DER has it, an INTEGER without superfluous octets, of which the longer is the greater.
    const auto digits = QByteArray::number(m_number.size()).rightJustified(8, '0');
    return toUtcText(m_thisUpdate).toLatin1() + digits + m_number;
}

Assessment RevocationList::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    checkSignature(builder, context);
    if (m_isVersion1) {
        builder.warn(QStringLiteral("version"),
            QStringLiteral("a list of version 1, which has no number; version 2 is due (RFC 5280 section 5.1.2.1)"));
    }
    const QString check = QStringLiteral("time");
    if (m_thisUpdate > context.at) {
        builder.hold(check, ErrorCode::NotYetValid,
            QStringLiteral("the list is of %1, which is yet to come by this station's clock")
                .arg(toUtcText(m_thisUpdate)));
    } else if (m_nextUpdate.isValid() && m_nextUpdate < context.at) {
        builder.hold(
            check, ErrorCode::Expired, QStringLiteral("a newer list was due on %1").arg(toUtcText(m_nextUpdate)));
    } else if (!m_nextUpdate.isValid()) {
        builder.warn(check, QStringLiteral("it does not say when the next list is due (RFC 5280 section 5.1.2.5)"));
    } else {
        builder.pass(check, QStringLiteral("the next list is due on %1").arg(toUtcText(m_nextUpdate)));
    }
    return builder.take();
}

// An anchor of the same name with another key looks like a forged signature: for a person to decide, as with chains.
void RevocationList::checkSignature(AssessmentBuilder& builder, const CheckContext& context) const
{
    const QString check = QStringLiteral("signature");
    const auto algorithm = SignatureAlgorithm::parse(m_algorithm);
    const auto issuers = context.trust.anchorsFor(AnchorUse::Domain).findByName(m_issuer.der(), {});
    Result<void> outcome = fail(ErrorCode::UntrustedIssuer,
        QStringLiteral("no domain anchor here has the name of its issuer, \"%1\"").arg(m_issuer.text().left(1024)));
    for (const Certificate& issuer : issuers) {
        outcome
            = algorithm ? algorithm->verify(issuer.publicKey(), m_signedList, m_signature) : fail(algorithm.error());
        if (outcome) {
            break;
        }
    }
    if (outcome || outcome.error().code == ErrorCode::WeakAlgorithm
        || outcome.error().code == ErrorCode::UnsupportedVersion) {
        recordSignature(builder, check, outcome, ErrorCode::Malformed, QStringLiteral("the domain's CA"));
    } else {
        builder.hold(check, ErrorCode::UntrustedIssuer, outcome.error().message);
    }
}

JsonValue RevocationList::describe() const
{
    JsonMembers members{
        {QStringLiteral("form"), JsonValue{QStringLiteral("certificate revocation list")}},
        {QStringLiteral("issuer"), JsonValue{m_issuer.text()}},
        {QStringLiteral("number"), JsonValue{hexText(m_number)}},
        {QStringLiteral("thisUpdate"), JsonValue{toUtcText(m_thisUpdate)}},
        {QStringLiteral("nextUpdate"), m_nextUpdate.isValid() ? JsonValue{toUtcText(m_nextUpdate)} : JsonValue{}},
        {QStringLiteral("revoked"), JsonValue{std::int64_t{m_revoked}}},
        {QStringLiteral("delta"), JsonValue{m_isDelta}},
    };
    if (const auto algorithm = SignatureAlgorithm::parse(m_algorithm)) {
        members.emplace_back(QStringLiteral("signatureAlgorithm"), JsonValue{algorithm->name()});
    }
    return JsonValue{std::move(members)};
}

} // namespace satchel
