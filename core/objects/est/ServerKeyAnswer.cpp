#include "ServerKeyAnswer.h"

#include "CertificateAnswer.h"
#include "Pkcs10Request.h"

#include <core/base/Secret.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/encoding/DerForm.h>
#include <core/objects/encoding/DerText.h>
#include <core/objects/encoding/MultipartBody.h>
#include <core/objects/encoding/SignedData.h>
#include <core/objects/encoding/Wrapping.h>

#include <algorithm>
#include <utility>

namespace satchel {

namespace {

constexpr QByteArrayView KeyPackageOid = "2.16.840.1.101.2.1.2.78.5";
tl::unexpected<Error> malformedKeyAnswer(const QString& why)
{
    return fail(ErrorCode::Malformed, QStringLiteral("the serverkeygen answer: ") + why);
}

// Of a key there is no detail in any message.
tl::unexpected<Error> strangeKey()
{
    return fail(ErrorCode::NotRecognised,
        QStringLiteral(
            "a serverkeygen answer whose private key is in a form that RFC 7030 section 4.4.2 does not name: "
            "PKCS #8, or CMS that is encrypted for the device"));
}

// What is in the only block, which may be a key. As PKCS #8 is called (RFC 7468 section 10), no other.
Result<Secret> contentOfPem(const QByteArray& text)
{
    auto blocks = unwrapPem(text);
    if (!blocks) {
        return fail(blocks.error());
    }
    const auto isStrange
        = [](const PemBlock& block) { return block.label.endsWith("PRIVATE KEY") && block.label != "PRIVATE KEY"; };
    if (std::ranges::any_of(*blocks, isStrange)) {
        return strangeKey();
    }
    if (blocks->size() != 1) {
        return malformedKeyAnswer(QStringLiteral("a part has more than one PEM block"));
    }
    return Secret{std::exchange(blocks->first().content, {})};
}

// The DER or BER in a part: base64, whatever its transfer encoding says (RFC 8951 section 3.1), PEM or as it is.
Result<Secret> decodedPart(QByteArrayView part)
{
    Secret content{part.toByteArray()};
    if (derFormOf(content.reveal()) != DerForm::None) {
        return content;
    }
    if (looksLikePem(content.reveal())) {
        return contentOfPem(content.reveal());
    }
    auto decoded = unwrapBase64(content.reveal());
    if (!decoded) {
        return malformedKeyAnswer(QStringLiteral("a part is not base64"));
    }
    return Secret{*std::move(decoded)};
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
        return malformedKeyAnswer(QStringLiteral("there is more than text before its first part"));
    }
    const std::shared_ptr<ServerKeyAnswer> answer{new ServerKeyAnswer};
    for (const auto& part : body->parts()) {
        SATCHEL_TRY(answer->readPart(part.mediaType, part.content));
    }
    if (answer->m_keys.size() != 1 || answer->m_certificates.isEmpty() || body->parts().size() != 2) {
        return malformedKeyAnswer(QStringLiteral("it has not one key and one certs-only message"));
    }
    return EnrolmentObjectPtr{answer};
}

Result<void> ServerKeyAnswer::readPart(const QString& mediaType, QByteArrayView content)
{
    const auto bytes = decodedPart(content);
    if (!bytes) {
        return fail(bytes.error());
    }
    const auto keysBefore = m_keys.size();
    SATCHEL_TRY(readContent(bytes->reveal()));
    const bool isClearKey = m_keys.size() > keysBefore && !m_keys.last().isSealed();
    const QString due = isClearKey ? QStringLiteral("application/pkcs8") : QStringLiteral("application/pkcs7-mime");
    if (mediaType != due) {
        m_deviations.append(QStringLiteral("a part is called \"%1\" and not %2").arg(mediaType.left(128), due));
    }
    return {};
}

Result<void> ServerKeyAnswer::readContent(const QByteArray& bytes)
{
    switch (derFormOf(bytes)) {
    case DerForm::PrivateKey: {
        auto key = DeviceKey::fromClear(bytes);
        if (!key) {
            return fail(std::move(key).error());
        }
        addKey(*std::move(key));
        return {};
    }
    case DerForm::OtherCms: {
        auto key = DeviceKey::fromSealed(bytes);
        if (!key) {
            return fail(std::move(key).error());
        }
        addKey(*std::move(key));
        return {};
    }
    case DerForm::Pkcs12:
        return strangeKey();
    case DerForm::Cms: {
        const auto cms = SignedData::read(bytes);
        if (!cms) {
            return fail(cms.error());
        }
        if (cms->contentType() == KeyPackageOid) {
            return strangeKey(); // signed, and for everybody to read
        }
        if (cms->signerCount() != 0 || cms->content() || cms->unreadableCertificates() > 0) {
            return malformedKeyAnswer(
                QStringLiteral("a part is CMS, but neither a sealed key nor readable certificates"));
        }
        m_certificates += cms->certificates();
        return {};
    }
    default:
        return malformedKeyAnswer(QStringLiteral("a part is neither a key nor a certs-only message"));
    }
}

void ServerKeyAnswer::addKey(DeviceKey key)
{
    m_keys.append(std::move(key));
    if (!m_certificates.isEmpty()) {
        m_deviations.append(QStringLiteral("the certificate stands before the key"));
    }
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
    checkKey(builder);
    for (const QString& deviation : m_deviations) {
        builder.warn(QStringLiteral("form"), deviation);
    }
    return builder.take();
}

void ServerKeyAnswer::checkKey(AssessmentBuilder& builder) const
{
    const QString check = QStringLiteral("key");
    const DeviceKey& key = m_keys.first();
    if (key.isSealed()) {
        builder.skip(
            check, QStringLiteral("encrypted for the device, which alone can see whether it is the certificate's"));
        if (key.isBreakable()) {
            builder.hold(QStringLiteral("encryption"), ErrorCode::WeakAlgorithm,
                QStringLiteral("the private key is encrypted with %1, which protects nothing")
                    .arg(objectName(key.cipher())));
        }
        return;
    }
    builder.warn(QStringLiteral("encryption"),
        QStringLiteral("the private key is not encrypted for its device: whoever reads the ledger of a station on the "
                       "way, or a folder that it lies in, can be the device; where it can, let the device ask for an "
                       "encrypted key (RFC 7030 section 4.4.1)"));
    const auto leaves = issued();
    const auto isKeyOf = [&key](const Certificate& leaf) { return key.isOf(leaf).value_or(false); };
    if (std::ranges::any_of(leaves, isKeyOf)) {
        builder.pass(check, QStringLiteral("it is the certificate's"));
    } else if (!key.isOf(leaves.first())) {
        builder.skip(check, QStringLiteral("unchecked: a key of a kind that this program cannot read"));
    } else {
        builder.hold(check, ErrorCode::KeyMismatch,
            QStringLiteral("the private key is not that of the certificate for \"%1\"").arg(leaves.first().subject()));
    }
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
    return JsonValue{JsonMembers{
        {QStringLiteral("form"), JsonValue{QStringLiteral("serverkeygen answer")}},
        {QStringLiteral("privateKey"), m_keys.first().describe()},
        {QStringLiteral("certificates"), JsonValue{std::move(certificates)}},
    }};
}

} // namespace satchel
