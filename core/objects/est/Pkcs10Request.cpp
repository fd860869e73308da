#include "Pkcs10Request.h"

#include <core/crypto/Digest.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/encoding/DerFields.h>
#include <core/objects/encoding/DerText.h>
#include <core/objects/encoding/SignatureAlgorithm.h>

#include <QSet>

namespace satchel {

Result<std::shared_ptr<const Pkcs10Request>> Pkcs10Request::parse(const QByteArray& der)
{
    SATCHEL_TRY(checkDer(der));
    const std::shared_ptr<Pkcs10Request> request{new Pkcs10Request};
    DerFields outer{der, QStringLiteral("the PKCS #10 request")};
    DerFields fields = outer.enter(der::Sequence);
    const DerElement signedInfo = fields.take(der::Sequence);
    DerFields info = fields.inside(signedInfo);
    if (info.takeSmallInteger() != 0) {
        info.refuse(QStringLiteral("its version is not 1"));
    }
    request->m_subject = DistinguishedName{info.takeName()};
    const DerElement publicKeyInfo = info.take(der::Sequence);
    // The attributes are mandatory, but some leave out an empty set of them.
    if (const auto attributes = info.takeIf(der::contextConstructed(0))) {
        request->m_attributes = attributes->whole.toByteArray();
    }
    info.end();
    request->m_algorithm = fields.take(der::Sequence).whole.toByteArray();
    request->m_signature = fields.takeBitString().toByteArray();
    fields.end();
    outer.end();
    SATCHEL_TRY(outer.result());
    request->m_signedInfo = signedInfo.whole.toByteArray();
    request->m_publicKeyInfo = publicKeyInfo.whole.toByteArray();
    return request;
}

namespace {

// By the names in its chain, leaf first: that the chain is good is told by checkRequester().
bool isOfTheDomain(const QList<Certificate>& chain, const TrustAnchors& domain)
{
    return std::ranges::any_of(chain, [&domain](const Certificate& certificate) {
        return domain.contains(certificate) || !domain.findByName(certificate.issuerDer(), {}).isEmpty();
    });
}

} // namespace

QString Pkcs10Request::device() const
{
    const QString serial = m_subject.serialNumber();
    return serial.isEmpty() ? m_subject.commonName() : serial;
}

QString Pkcs10Request::correlation() const
{
    return keyCorrelation(m_publicKeyInfo);
}

QString Pkcs10Request::supersedingMark() const
{
    return m_subject.serialNumber().isEmpty() ? QString{} : correlation();
}

std::optional<RenewedCertificate> Pkcs10Request::renews(const CheckContext& context) const
{
    const auto& requester = context.requester;
    if (!requester || requester->idevid.isEmpty() || m_subject.isEmpty()) {
        return std::nullopt;
    }
    const Certificate& present = requester->idevid.first();
    const bool renews = present.subjectDer() == m_subject.der()
        && isOfTheDomain(requester->idevid, context.trust.anchorsFor(AnchorUse::Domain));
    return renews ? std::optional{RenewedCertificate::of(present)} : std::nullopt;
}

Assessment Pkcs10Request::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    checkProofOfPossession(builder);
    checkRequester(builder, context);
    if (context.requester) {
        checkSerialAskedFor(builder, context, m_subject.serialNumbers(), context.requester->device());
    }
    return builder.take();
}

void Pkcs10Request::checkProofOfPossession(AssessmentBuilder& builder) const
{
    const auto check = [this]() -> Result<void> {
        const auto algorithm = SignatureAlgorithm::parse(m_algorithm);
        if (!algorithm) {
            return fail(algorithm.error());
        }
        return algorithm->verify(decodePublicKey(m_publicKeyInfo).get(), m_signedInfo, m_signature);
    };
    recordSignature(builder, QStringLiteral("proof-of-possession"), check(), ErrorCode::BadProofOfPossession,
        QStringLiteral("the key of \"%1\"").arg(m_subject.text()));
    for (const QString& deviation : deviations()) {
        builder.warn(QStringLiteral("form"), deviation);
    }
}

// What a CA may read in another way than the next one does.
QStringList Pkcs10Request::deviations() const
{
    constexpr int Most = 256; // attributes that are looked at; there may be room for very many
    QStringList all;
    if (!m_subject.isReadable()) {
        all.append(QStringLiteral("the subject cannot be read; it may be text that is not UTF-8"));
    }
    DerFields outer{m_attributes, QStringLiteral("the attributes")};
    auto fields = outer.enterIf(der::contextConstructed(0));
    QSet<QByteArray> seen;
    QSet<QByteArray> told;
    for (int count = 0; fields && !fields->atEnd(); ++count) {
        if (count == Most) {
            all.append(QStringLiteral("it has more than %1 attributes").arg(Most));
            return all;
        }
        const QByteArray type = fields->enter(der::Sequence).takeOid();
        if (fields->result() && seen.contains(type) && !told.contains(type)) {
            all.append(QStringLiteral("the attribute %1 stands there twice").arg(objectName(type)));
            told.insert(type);
        }
        seen.insert(type);
    }
    if (fields && !fields->result()) {
        all.append(QStringLiteral("not all of its attributes can be read"));
    }
    return all;
}

JsonValue Pkcs10Request::describe() const
{
    JsonMembers members{
        {QStringLiteral("form"), JsonValue{QStringLiteral("PKCS #10 request")}},
        {QStringLiteral("subject"), JsonValue{m_subject.text()}},
        {QStringLiteral("serialNumber"), JsonValue{m_subject.serialNumber()}},
        {QStringLiteral("key"), JsonValue{QString::fromLatin1(sha256(m_publicKeyInfo).bytes().toHex())}},
        {QStringLiteral("keyType"), JsonValue{publicKeyName(m_publicKeyInfo)}},
    };
    const auto algorithm = SignatureAlgorithm::parse(m_algorithm);
    if (algorithm) {
        members.emplace_back(QStringLiteral("signatureAlgorithm"), JsonValue{algorithm->name()});
    }
    if (auto attributes = describeAttributes(); !attributes.empty()) {
        members.emplace_back(QStringLiteral("attributes"), JsonValue{std::move(attributes)});
    }
    return JsonValue{std::move(members)};
}

// What the device wants of its certificate (RFC 2985 section 5.4). A challengePassword is for the CA alone.
JsonArray Pkcs10Request::describeAttributes() const
{
    constexpr qsizetype MostBytes = 16 * 1024;
    constexpr QByteArrayView ChallengePassword = "1.2.840.113549.1.9.7";
    JsonArray all;
    if (m_attributes.size() > MostBytes) {
        all.emplace_back(QStringLiteral("%1 bytes").arg(m_attributes.size()));
        return all;
    }
    DerFields outer{m_attributes, QStringLiteral("the attributes")};
    auto fields = outer.enterIf(der::contextConstructed(0));
    while (fields && !fields->atEnd()) {
        DerFields attribute = fields->enter(der::Sequence);
        const QByteArray oid = attribute.takeOid();
        const DerElement values = attribute.take();
        if (!fields->result()) {
            break;
        }
        all.push_back(JsonValue{JsonMembers{{QStringLiteral("type"), JsonValue{objectName(oid)}},
            {QStringLiteral("values"),
                oid == ChallengePassword ? JsonValue{QStringLiteral("not shown")} : derText(values.whole)}}});
    }
    return all;
}

QString keyCorrelation(QByteArrayView publicKeyInfo)
{
    return QStringLiteral("key:") + sha256(publicKeyInfo).toString();
}

} // namespace satchel
