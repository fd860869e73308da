#include "ServerKeyAnswer.h"

#include "CertificateAnswer.h"
#include "DerFields.h"
#include "DerForm.h"
#include "DerText.h"
#include "MultipartBody.h"
#include "Pkcs10Request.h"
#include "SignedData.h"
#include "TrustChecks.h"
#include "Wrapping.h"

#include <algorithm>
#include <array>

namespace satchel {

namespace {

constexpr QByteArrayView EnvelopedDataOid = "1.2.840.113549.1.7.3";
constexpr QByteArrayView AuthEnvelopedDataOid = "1.2.840.113549.1.9.16.1.23";
constexpr QByteArrayView KeyPackageOid = "2.16.840.1.101.2.1.2.78.5";
constexpr int MostRecipients = 64;

// Ciphers whose key can be found by trying: DES, RC2, RC4.
constexpr std::array<QByteArrayView, 3> BreakableCiphers{"1.3.14.3.2.7", "1.2.840.113549.3.2", "1.2.840.113549.3.4"};

tl::unexpected<Error> malformed(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the serverkeygen answer: ") + why);
}

// Of a key there is no detail in any message.
tl::unexpected<Error> clearKey()
{
    return fail(ErrorCode::NotRecognised,
        QStringLiteral("a serverkeygen answer whose private key is not encrypted for the device, and a private key in "
                       "the clear is never taken: let the device ask for an encrypted one (RFC 7030 section 4.4.1)"));
}

// The DER or BER in a part: base64, whatever its transfer encoding says (RFC 8951 section 3.1), PEM or as it is.
Result<QByteArray> contentOf(QByteArrayView part)
{
    const QByteArray content = part.toByteArray();
    if (derFormOf(content) != DerForm::None) {
        return content;
    }
    if (looksLikePem(content)) {
        const auto blocks = unwrapPem(content);
        if (!blocks) {
            return fail(blocks.error());
        }
        if (std::ranges::any_of(*blocks, [](const PemBlock& block) { return block.label.endsWith("PRIVATE KEY"); })) {
            return clearKey();
        }
        return blocks->size() == 1 ? Result<QByteArray>{blocks->first().content}
                                   : malformed(QStringLiteral("a part has more than one PEM block"));
    }
    const auto decoded = unwrapBase64(content);
    return decoded ? Result<QByteArray>{*decoded} : malformed(QStringLiteral("a part is not base64"));
}

// Nobody reads what stands before the first part, so that a key might stand there, in PEM, base64 or as it is.
bool isForPeople(QByteArrayView preamble)
{
    constexpr qsizetype LongestWord = 40; // of text; base64 comes in lines of 64 or 76
    qsizetype word = 0;
    return std::ranges::all_of(preamble, [&word](char c) {
        const bool isBlank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
        word = isBlank ? 0 : word + 1;
        return word <= LongestWord && (isBlank || (c > ' ' && c < 0x7F));
    });
}

} // namespace

Result<EnrolmentObjectPtr> ServerKeyAnswer::parse(const QByteArray& text)
{
    const auto body = MultipartBody::parse(text);
    if (!body) {
        return fail(body.error());
    }
    if (looksLikePem(body->preamble().toByteArray()) || !isForPeople(body->preamble())) {
        return malformed(QStringLiteral("there is more than text before its first part"));
    }
    const std::shared_ptr<ServerKeyAnswer> answer{new ServerKeyAnswer};
    for (const auto& part : body->parts()) {
        SATCHEL_TRY(answer->readPart(part.mediaType, part.content));
    }
    if (answer->m_keys.size() != 1 || answer->m_certificates.isEmpty() || body->parts().size() != 2) {
        return malformed(QStringLiteral("it has not one key and one certs-only message"));
    }
    return EnrolmentObjectPtr{answer};
}

Result<void> ServerKeyAnswer::readPart(const QString& mediaType, QByteArrayView content)
{
    const auto bytes = contentOf(content);
    if (!bytes) {
        return fail(bytes.error());
    }
    switch (derFormOf(*bytes)) {
    case DerForm::PrivateKey:
    case DerForm::Pkcs12:
        return clearKey();
    case DerForm::OtherCms: {
        auto key = readKey(*bytes);
        if (!key) {
            return fail(std::move(key).error());
        }
        m_keys.append(*std::move(key));
        if (!m_certificates.isEmpty()) {
            m_deviations.append(QStringLiteral("the certificate stands before the key"));
        }
        break;
    }
    case DerForm::Cms: {
        const auto cms = SignedData::read(*bytes);
        if (!cms) {
            return fail(cms.error());
        }
        if (cms->contentType() == KeyPackageOid) {
            return clearKey(); // signed, and for everybody to read
        }
        if (cms->signerCount() != 0 || cms->content() || cms->unreadableCertificates() > 0) {
            return malformed(QStringLiteral("a part is CMS, but neither a sealed key nor readable certificates"));
        }
        m_certificates += cms->certificates();
        break;
    }
    default:
        return malformed(QStringLiteral("a part is neither a sealed key nor a certs-only message"));
    }
    if (mediaType != u"application/pkcs7-mime") {
        m_deviations.append(
            QStringLiteral("a part is called \"%1\" and not application/pkcs7-mime").arg(mediaType.left(128)));
    }
    return {};
}

// EnvelopedData (RFC 5652 section 6.1) or AuthEnvelopedData (RFC 5083).
Result<ServerKeyAnswer::SealedKey> ServerKeyAnswer::readKey(const QByteArray& cms)
{
    const auto der = cmsInDer(cms);
    if (!der) {
        return fail(der.error());
    }
    DerFields outer{*der, QStringLiteral("the sealed key")};
    DerFields info = outer.enter(der::Sequence);
    outer.end();
    const QByteArray type = info.takeOid();
    if (type != EnvelopedDataOid && type != AuthEnvelopedDataOid) {
        info.refuse(QStringLiteral("it is encrypted for nobody"));
    }
    DerFields sealed = info.enter(der::contextConstructed(0)).enter(der::Sequence);
    (void)sealed.takeSmallInteger();
    sealed.takeIf(der::contextConstructed(0)); // certificates of the sender
    SealedKey key;
    DerFields recipients = sealed.enter(der::Set);
    for (; !recipients.atEnd(); ++key.recipients) {
        (void)recipients.take();
    }
    if (key.recipients == 0 || key.recipients > MostRecipients) {
        sealed.refuse(QStringLiteral("it is encrypted for nobody, or for too many"));
    }
    DerFields content = sealed.enter(der::Sequence);
    (void)content.takeOid();
    key.algorithm = QString::fromLatin1(content.enter(der::Sequence).takeOid());
    key.size
        = content.take(content.nextIs(der::contextPrimitive(0)) ? der::contextPrimitive(0) : der::contextConstructed(0))
              .content.size();
    SATCHEL_TRY(outer.result());
    if (key.size == 0) {
        return malformed(QStringLiteral("the sealed key is empty"));
    }
    key.form = type == EnvelopedDataOid ? QStringLiteral("EnvelopedData") : QStringLiteral("AuthEnvelopedData");
    return key;
}

QList<Certificate> ServerKeyAnswer::issued() const
{
    QList<Certificate> leaves = m_certificates;
    leaves.removeIf([](const Certificate& certificate) { return certificate.isCertificateAuthority(); });
    return leaves.isEmpty() ? m_certificates : leaves;
}

QString ServerKeyAnswer::device() const
{
    const Certificate leaf = issued().first();
    const QString serial = leaf.subjectSerialNumber();
    return serial.isEmpty() ? leaf.commonName() : serial;
}

Assessment ServerKeyAnswer::assess(const CheckContext& context) const
{
    AssessmentBuilder builder;
    for (const Certificate& leaf : issued()) {
        checkChain(builder, context, AnchorUse::Domain, leaf, m_certificates, QStringLiteral("chain"));
        checkIssuedForm(builder, leaf);
    }
    const SealedKey& key = m_keys.first();
    builder.skip(QStringLiteral("key"),
        QStringLiteral("encrypted for the device, which alone can see whether it is the certificate's"));
    if (std::ranges::find(BreakableCiphers, QByteArrayView{key.algorithm.toLatin1()}) != BreakableCiphers.end()) {
        builder.hold(QStringLiteral("encryption"), ErrorCode::WeakAlgorithm,
            QStringLiteral("the private key is encrypted with %1, which protects nothing")
                .arg(objectName(key.algorithm.toLatin1())));
    }
    for (const QString& deviation : m_deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    return builder.take();
}

Result<void> ServerKeyAnswer::matches(const EnrolmentObject& request) const
{
    const auto* const pkcs10 = dynamic_cast<const Pkcs10Request*>(&request);
    if (pkcs10 == nullptr) {
        return fail(ErrorCode::NoMatchingRequest,
            QStringLiteral("a serverkeygen answer answers a PKCS #10 only, and this request is none"));
    }
    const QString asked = pkcs10->subject().serialNumber();
    for (const Certificate& leaf : issued()) {
        const QString given = leaf.subjectSerialNumber();
        if (!asked.isEmpty() && !given.isEmpty() && asked != given) {
            return fail(ErrorCode::SerialMismatch,
                QStringLiteral("the certificate is for device %1, the request was for device %2")
                    .arg(given.left(128), asked.left(128)));
        }
    }
    return {};
}

JsonValue ServerKeyAnswer::describe() const
{
    JsonArray certificates;
    for (const Certificate& certificate : m_certificates) {
        certificates.push_back(describeCertificate(certificate));
    }
    const SealedKey& key = m_keys.first();
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("serverkeygen answer")}},
        {QStringLiteral("privateKey"),
            JsonValue{JsonMembers{
                {QStringLiteral("sealedAs"), JsonValue{key.form}},
                {QStringLiteral("recipients"), JsonValue{std::int64_t{key.recipients}}},
                {QStringLiteral("cipher"), JsonValue{objectName(key.algorithm.toLatin1())}},
            }}},
        {QStringLiteral("certificates"), JsonValue{std::move(certificates)}},
    }};
}

} // namespace satchel
