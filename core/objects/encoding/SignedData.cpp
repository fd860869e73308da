#include "SignedData.h"

#include "CmsTypes.h"
#include "DerFields.h"
#include "SignatureAlgorithm.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

#include <algorithm>

namespace satchel {

namespace {

constexpr QByteArrayView SignedDataOid = "1.2.840.113549.1.7.2";
constexpr QByteArrayView ContentTypeOid = "1.2.840.113549.1.9.3";
constexpr QByteArrayView MessageDigestOid = "1.2.840.113549.1.9.4";
constexpr qsizetype MostCertificates = 64;
constexpr std::size_t MostSigners = 16;
constexpr std::size_t MostAttributes = 64; // each is held against all others

tl::unexpected<Error> bad(const QString& why)
{
    return fail(ErrorCode::BadSignature, why);
}

QByteArray digestOf(QByteArrayView bytes, const EVP_MD* digest)
{
    QByteArray value(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    const bool done = EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()),
                          reinterpret_cast<unsigned char*>(value.data()), &size, digest, nullptr)
        == 1;
    value.truncate(done ? static_cast<qsizetype>(size) : 0);
    return value;
}

// The one element of an attribute's value set, nullopt unless it has this tag and is alone.
std::optional<QByteArrayView> onlyValue(const QByteArray& values, std::uint8_t tag)
{
    DerReader reader{values};
    const auto value = reader.expect(tag);
    return value && reader.atEnd() ? std::optional{value->content} : std::nullopt;
}

Result<QByteArray> derFromBer(const QByteArray& ber)
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(ber);
    const CmsHandle cms{d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(ber.size()))};
    if (!cms) {
        return fail(takeOpenSslError(QStringLiteral("the CMS cannot be read"), ErrorCode::Malformed));
    }
    if (cursor != openSslBytes(ber) + ber.size()) {
        return fail(ErrorCode::TrailingData, QStringLiteral("bytes follow the CMS"));
    }
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

} // namespace

Result<QByteArray> cmsInDer(const QByteArray& bytes)
{
    return checkDer(bytes) ? Result<QByteArray>{bytes} : derFromBer(bytes);
}

Result<SignedData> SignedData::read(const QByteArray& bytes)
{
    const auto der = cmsInDer(bytes);
    if (!der) {
        return fail(der.error());
    }
    return parse(*der);
}

Result<SignedData> SignedData::parse(const QByteArray& der)
{
    SATCHEL_TRY(checkDer(der));
    SignedData data;
    DerFields outer{der, QStringLiteral("the CMS")};
    DerFields info = outer.enter(der::Sequence);
    if (info.takeOid() != SignedDataOid) {
        info.refuse(QStringLiteral("it is not SignedData"));
    }
    DerFields wrapper = info.enter(der::contextConstructed(0));
    DerFields fields = wrapper.enter(der::Sequence);
    fields.takeSmallInteger(); // the version follows from the rest and says nothing more
    fields.take(der::Set); // digest algorithms: a hint for streaming readers
    DerFields content = fields.enter(der::Sequence);
    data.m_contentType = content.takeOid();
    if (auto wrapped = content.enterIf(der::contextConstructed(0))) {
        data.m_content = wrapped->take(der::OctetString).content.toByteArray();
        wrapped->end();
    }
    content.end();
    if (auto certificates = fields.enterIf(der::contextConstructed(0))) {
        data.readCertificates(*certificates);
    }
    fields.takeIf(der::contextConstructed(1)); // revocation lists
    DerFields signers = fields.enter(der::Set);
    while (!signers.atEnd()) {
        data.m_signers.push_back(readSigner(signers.enter(der::Sequence)));
        if (data.m_signers.size() > MostSigners) {
            signers.refuse(QStringLiteral("more than %1 signers").arg(MostSigners));
        }
    }
    fields.end();
    wrapper.end();
    info.end();
    outer.end();
    SATCHEL_TRY(outer.result());
    return data;
}

void SignedData::readCertificates(DerFields fields)
{
    for (qsizetype count = 1; !fields.atEnd(); ++count) {
        const DerElement element = fields.take();
        if (count > MostCertificates) {
            fields.refuse(QStringLiteral("more than %1 certificates").arg(MostCertificates));
            return;
        }
        // Other choices are attribute certificates, which nobody here reads.
        auto certificate = Certificate::fromDer(element.whole.toByteArray());
        if (certificate) {
            m_certificates.append(*std::move(certificate));
        } else {
            ++m_unreadableCertificates;
        }
    }
}

SignedData::Signer SignedData::readSigner(DerFields fields)
{
    Signer signer;
    fields.takeSmallInteger();
    if (const auto identifier = fields.takeIf(der::contextPrimitive(0))) {
        signer.keyIdentifier = identifier->content.toByteArray();
    } else {
        DerFields name = fields.enter(der::Sequence);
        signer.issuer = name.takeName().toByteArray();
        signer.serialNumber = name.take(der::Integer).whole.toByteArray();
        name.end();
    }
    signer.digestAlgorithm = fields.take(der::Sequence).whole.toByteArray();
    if (const auto attributes = fields.takeIf(der::contextConstructed(0))) {
        signer.attributes = readAttributes(fields.inside(*attributes));
        // RFC 5652 section 5.4: signed is the SET itself, not its implicit tag.
        signer.signedAttributes = attributes->whole.toByteArray();
        signer.signedAttributes->data()[0] = static_cast<char>(der::Set);
    }
    signer.signatureAlgorithm = fields.take(der::Sequence).whole.toByteArray();
    signer.signature = fields.take(der::OctetString).content.toByteArray();
    fields.takeIf(der::contextConstructed(1)); // unsigned attributes: nobody vouches for them
    fields.end();
    return signer;
}

std::vector<SignedData::Attribute> SignedData::readAttributes(DerFields fields)
{
    std::vector<Attribute> attributes;
    while (!fields.atEnd()) {
        DerFields attribute = fields.enter(der::Sequence);
        const QByteArray type = attribute.takeOid();
        attributes.push_back({type, attribute.take(der::Set).content.toByteArray()});
        attribute.end();
        for (std::size_t i = 0; i + 1 < attributes.size(); ++i) {
            if (attributes[i].type == type) {
                fields.refuse(QStringLiteral("a signed attribute is there twice"));
            }
        }
        if (attributes.size() > MostAttributes) {
            fields.refuse(QStringLiteral("more than %1 signed attributes").arg(MostAttributes));
        }
    }
    return attributes;
}

bool SignedData::hasSignedAttribute(const QByteArray& dottedOid) const
{
    for (const Signer& signer : m_signers) {
        for (const Attribute& attribute : signer.attributes) {
            if (attribute.type == dottedOid) {
                return true;
            }
        }
    }
    return false;
}

const SignedData::Signer* SignedData::onlySigner() const
{
    return m_signers.size() == 1 ? &m_signers.front() : nullptr;
}

std::optional<QByteArray> SignedData::signedAttribute(const QByteArray& dottedOid) const
{
    const Signer* const signer = onlySigner();
    if (signer == nullptr) {
        return std::nullopt;
    }
    const auto found = std::ranges::find(signer->attributes, dottedOid, &Attribute::type);
    return found == signer->attributes.end() ? std::nullopt : std::optional{found->values};
}

QByteArray SignedData::signerKeyIdentifier() const
{
    const Signer* const signer = onlySigner();
    return signer != nullptr ? signer->keyIdentifier : QByteArray{};
}

QByteArray SignedData::signatureAlgorithm() const
{
    const Signer* const signer = onlySigner();
    if (signer == nullptr) {
        return {};
    }
    DerFields outer{signer->signatureAlgorithm, QStringLiteral("the signature algorithm")};
    return outer.enter(der::Sequence).takeOid();
}

bool SignedData::names(const Signer& signer, const Certificate& certificate)
{
    if (signer.issuer.isEmpty()) {
        return !signer.keyIdentifier.isEmpty() && signer.keyIdentifier == certificate.subjectKeyIdentifier();
    }
    const Asn1IntegerHandle serial = [&] {
        const unsigned char* cursor = openSslBytes(signer.serialNumber);
        return Asn1IntegerHandle{d2i_ASN1_INTEGER(nullptr, &cursor, static_cast<long>(signer.serialNumber.size()))};
    }();
    return serial && contentOf(serial.get()) == certificate.serialNumber() && signer.issuer == certificate.issuerDer();
}

std::optional<Certificate> SignedData::signer(const QList<Certificate>& others) const
{
    if (m_signers.size() != 1) {
        return std::nullopt;
    }
    for (const QList<Certificate>& candidates : {m_certificates, others}) {
        for (const Certificate& candidate : candidates) {
            if (names(m_signers.front(), candidate)) {
                return candidate;
            }
        }
    }
    return std::nullopt;
}

QList<Certificate> SignedData::certificatesBesides(const Certificate& signer) const
{
    QList<Certificate> others = m_certificates;
    others.removeAll(signer);
    return others;
}

Result<void> SignedData::verify(const Certificate& certificate) const
{
    if (!m_content) {
        return bad(QStringLiteral("the signed content is missing"));
    }
    return verify(certificate.publicKey(), *m_content);
}

Result<void> SignedData::verify(EVP_PKEY* key, const QByteArray& content) const
{
    if (m_signers.size() != 1) {
        return bad(QStringLiteral("%1 signatures where exactly one is due").arg(m_signers.size()));
    }
    const Signer& signer = m_signers.front();
    const auto algorithm = SignatureAlgorithm::parse(signer.signatureAlgorithm, signer.digestAlgorithm);
    if (!algorithm) {
        return fail(algorithm.error());
    }
    if (!signer.signedAttributes) {
        // RFC 5652 section 5.3. Without them the same signature would be good for content of another type.
        if (m_contentType != DataOid) {
            return bad(QStringLiteral("signed attributes are missing, which content of this type must have"));
        }
        return algorithm->verify(key, content, signer.signature);
    }
    const auto digest = SignatureAlgorithm::digestNamedBy(signer.digestAlgorithm);
    if (!digest) {
        return fail(digest.error());
    }
    SATCHEL_TRY(checkAttributes(signer, digestOf(content, *digest)));
    return algorithm->verify(key, *signer.signedAttributes, signer.signature);
}

Result<void> SignedData::checkAttributes(const Signer& signer, const QByteArray& digest) const
{
    bool hasType = false;
    bool hasDigest = false;
    for (const Attribute& attribute : signer.attributes) {
        if (attribute.type == ContentTypeOid) {
            const auto value = onlyValue(attribute.values, der::Oid);
            hasType = value && dottedOid(*value) == m_contentType;
        } else if (attribute.type == MessageDigestOid) {
            const auto value = onlyValue(attribute.values, der::OctetString);
            hasDigest = value && !digest.isEmpty() && *value == digest;
        }
    }
    if (!hasType) {
        return bad(QStringLiteral("the signed content type is not that of the content"));
    }
    if (!hasDigest) {
        return bad(QStringLiteral("the content is not the one that was signed: its digest differs"));
    }
    return {};
}

} // namespace satchel
