#include "Signature.h"

#include "CmsBytes.h"
#include "DerTemplate.h"
#include "DerWriter.h"
#include "KeyKind.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <core/base/Time.h>

#include <openssl/rsa.h>

#include <algorithm>
#include <array>
#include <optional>

namespace satchel {

namespace {

enum class Form { Detached, Attached };

// One row of what docs/bundle-format.md allows. There is no other way to sign.
struct Suite {
    KeyKind kind;
    QByteArrayView digestAlgorithm;
    QByteArrayView signatureAlgorithm;
    const EVP_MD* (*digest)();
};

const std::array<Suite, 3>& suites()
{
    static const std::array<Suite, 3> all{{
        {KeyKind::P256, cms::Sha256, cms::EcdsaSha256, &EVP_sha256},
        {KeyKind::P384, cms::Sha384, cms::EcdsaSha384, &EVP_sha384},
        {KeyKind::Rsa, cms::Sha256, cms::RsaPssSha256, &EVP_sha256},
    }};
    return all;
}

const Suite& suiteOf(KeyKind kind)
{
    return *std::find_if(suites().begin(), suites().end(), [kind](const Suite& suite) { return suite.kind == kind; });
}

// The fields of one SignedData of our form, as views into it. Algorithms, signer and attributes are not judged yet.
struct SignedParts {
    QByteArrayView digestAlgorithms; // content of the SET
    QByteArrayView content; // attached form only
    QByteArrayView certificate;
    QByteArrayView signerIdentifier;
    QByteArrayView digestAlgorithm;
    QByteArrayView attributes; // content of the [0]
    QByteArrayView signatureAlgorithm;
};

void readSignerInfo(DerTemplate signer, SignedParts& parts)
{
    signer.exactly(cms::Version1, "version of the SignerInfo");
    parts.signerIdentifier = signer.whole(der::Sequence, "signer identifier");
    parts.digestAlgorithm = signer.whole(der::Sequence, "digest algorithm");
    parts.attributes = signer.content(der::contextConstructed(0), "signed attributes");
    parts.signatureAlgorithm = signer.whole(der::Sequence, "signature algorithm");
    static_cast<void>(signer.content(der::OctetString, "signature value"));
    signer.end("end of the SignerInfo");
}

Result<SignedParts> readSignedParts(QByteArrayView bytes, Form form)
{
    std::optional<Error> fault;
    SignedParts parts;
    DerTemplate file{bytes, ErrorCode::BadSignature, fault};
    DerTemplate info = file.inside(der::Sequence, "ContentInfo");
    file.end("end of the signature");
    info.exactly(cms::SignedData, "content type");
    DerTemplate wrapper = info.inside(der::contextConstructed(0), "content of the ContentInfo");
    info.end("end of the ContentInfo");
    DerTemplate data = wrapper.inside(der::Sequence, "SignedData");
    wrapper.end("end of the content of the ContentInfo");

    data.exactly(cms::Version1, "version of the SignedData");
    parts.digestAlgorithms = data.content(der::Set, "digest algorithms");
    DerTemplate enclosed = data.inside(der::Sequence, "signed content");
    enclosed.exactly(cms::Data, "type of the signed content");
    if (form == Form::Attached) {
        DerTemplate carrier = enclosed.inside(der::contextConstructed(0), "signed content");
        parts.content = carrier.content(der::OctetString, "signed content");
        carrier.end("end of the signed bytes");
    }
    enclosed.end("end of the signed content");
    DerTemplate certificates = data.inside(der::contextConstructed(0), "certificates");
    parts.certificate = certificates.whole(der::Sequence, "signer's certificate");
    certificates.end("certificates: exactly one");
    DerTemplate signers = data.inside(der::Set, "signers");
    readSignerInfo(signers.inside(der::Sequence, "SignerInfo"), parts);
    signers.end("signers: exactly one");
    data.end("end of the SignedData");
    if (fault) {
        return fail(*std::move(fault));
    }
    return parts;
}

bool isKnownAlgorithm(QByteArrayView algorithm)
{
    const auto sequence = DerReader{algorithm}.expect(der::Sequence);
    const auto oid = sequence ? DerReader{sequence->content}.expect(der::Oid) : sequence;
    return oid && OBJ_txt2nid(dottedOid(oid->content).constData()) != NID_undef;
}

Error refusedAlgorithm(QByteArrayView algorithm, const QString& what)
{
    if (isKnownAlgorithm(algorithm)) {
        return Error{ErrorCode::WeakAlgorithm, QStringLiteral("%1 is not one of those that are accepted").arg(what)};
    }
    return Error{ErrorCode::BadSignature, QStringLiteral("%1 is unknown").arg(what)};
}

Result<const Suite*> suiteFor(const SignedParts& parts)
{
    const auto* const suite = std::find_if(suites().begin(), suites().end(),
        [&parts](const Suite& candidate) { return candidate.signatureAlgorithm == parts.signatureAlgorithm; });
    if (suite == suites().end()) {
        return fail(refusedAlgorithm(parts.signatureAlgorithm, QStringLiteral("the signature algorithm")));
    }
    if (parts.digestAlgorithm != suite->digestAlgorithm) {
        return fail(refusedAlgorithm(parts.digestAlgorithm, QStringLiteral("the digest algorithm")));
    }
    if (parts.digestAlgorithms != suite->digestAlgorithm) {
        return fail(
            ErrorCode::BadSignature, QStringLiteral("list of digest algorithms: is not what the form prescribes"));
    }
    return suite;
}

QByteArray digestOf(QByteArrayView bytes, const EVP_MD* method)
{
    QByteArray digest(EVP_MD_get_size(method), Qt::Uninitialized);
    EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()), reinterpret_cast<unsigned char*>(digest.data()),
        nullptr, method, nullptr);
    return digest;
}

QByteArray attribute(QByteArrayView type, QByteArrayView value)
{
    return derElement(der::Sequence, type.toByteArray() + derElement(der::Set, value));
}

// RFC 5035 section 3: the hash of the certificate, whose algorithm is left out where it is the default one, and its
// issuer and serial number.
QByteArray signingCertificateAttribute(const Certificate& signer, const Suite& suite)
{
    const QByteArray directoryName = derElement(der::contextConstructed(4), signer.issuerDer());
    const QByteArray issuerSerial
        = derElement(der::Sequence, derElement(der::Sequence, directoryName) + signer.serialNumberDer());
    QByteArray identifier = derElement(der::OctetString, digestOf(signer.der(), suite.digest())) + issuerSerial;
    if (suite.digestAlgorithm != cms::Sha256) {
        identifier.prepend(suite.digestAlgorithm);
    }
    const QByteArray identifiers = derElement(der::Sequence, derElement(der::Sequence, identifier));
    return attribute(cms::SigningCertificateV2, derElement(der::Sequence, identifiers));
}

// UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5652 section 11.3); invalid if it is in neither form.
QDateTime signingTimeOf(const DerElement& time)
{
    QString text = QString::fromLatin1(time.content);
    if (time.tag == der::UtcTime) {
        text.prepend(text < QStringLiteral("50") ? QStringLiteral("20") : QStringLiteral("19"));
    } else if (time.tag != der::GeneralizedTime || text < QStringLiteral("2050")) {
        return {};
    }
    QDateTime instant = QDateTime::fromString(text, QStringLiteral("yyyyMMddHHmmss'Z'"));
    instant.setTimeSpec(Qt::UTC);
    // Read and written again: QDateTime also takes what is not quite that.
    return instant.toString(QStringLiteral("yyyyMMddHHmmss'Z'")) == text ? instant : QDateTime{};
}

// All four in the order of their encodings, which is that of their lengths. Of every one but the time it is known
// beforehand what it has to be.
Result<QDateTime> checkAttributes(
    const SignedParts& parts, QByteArrayView content, const Certificate& signer, const Suite& suite)
{
    std::optional<Error> fault;
    DerTemplate attributes{parts.attributes, ErrorCode::BadSignature, fault};
    attributes.exactly(attribute(cms::ContentType, cms::Data), "attribute contentType");
    DerTemplate timeAttribute = attributes.inside(der::Sequence, "attribute signingTime");
    timeAttribute.exactly(cms::SigningTime, "type of the attribute signingTime");
    const QByteArrayView timeValue = timeAttribute.content(der::Set, "attribute signingTime");
    timeAttribute.end("end of the attribute signingTime");
    const QByteArray digest = derElement(der::OctetString, digestOf(content, suite.digest()));
    attributes.exactly(attribute(cms::MessageDigest, digest), "attribute messageDigest (the content was altered)");
    attributes.exactly(signingCertificateAttribute(signer, suite), "attribute signingCertificateV2");
    attributes.end("signed attributes: exactly four");
    if (fault) {
        return fail(*std::move(fault));
    }
    DerReader reader{timeValue};
    const auto time = reader.next();
    const QDateTime instant = time && reader.atEnd() ? signingTimeOf(*time) : QDateTime{};
    if (!instant.isValid()) {
        return fail(ErrorCode::BadSignature, QStringLiteral("attribute signingTime: is no time in DER"));
    }
    return instant;
}

Result<Certificate> findSigner(const SignedParts& parts, const QList<Certificate>& allowed)
{
    const auto found = std::find_if(allowed.begin(), allowed.end(),
        [&parts](const Certificate& certificate) { return certificate.der() == parts.certificate; });
    if (found == allowed.end()) {
        return fail(ErrorCode::UnknownSender, QStringLiteral("the signer's certificate is not one that is known here"));
    }
    return *found;
}

Result<void> checkSigner(const Certificate& signer, const SignedParts& parts, const Suite& suite)
{
    const auto kind = allowedKeyKind(signer);
    if (!kind) {
        return fail(kind.error());
    }
    if (*kind != suite.kind) {
        return fail(ErrorCode::BadSignature, QStringLiteral("the signature algorithm does not fit the signer's key"));
    }
    if (!signer.maySign()) {
        return fail(ErrorCode::BadSignature,
            QStringLiteral("the signer's certificate does not allow signing (keyUsage without digitalSignature)"));
    }
    if (parts.signerIdentifier != signer.issuerAndSerial()) {
        return fail(ErrorCode::BadSignature, QStringLiteral("the signer identifier names another certificate"));
    }
    return {};
}

// The mathematics. No chain is built: the certificate is pinned. That (r, n - s) verifies where (r, s) does lies in
// ECDSA; such a twin signs the very same content and attributes.
Result<void> checkMathematics(QByteArrayView signature, QByteArrayView content, const Certificate& signer, Form form)
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(signature);
    const CmsHandle cms{d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(signature.size()))};
    const X509StackViewHandle signers{sk_X509_new_null()};
    const BioHandle detached = form == Form::Detached ? readingBio(content) : BioHandle{};
    constexpr unsigned Flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN;
    const bool verified = cms && signers && sk_X509_push(signers.get(), signer.x509()) > 0
        && CMS_verify(cms.get(), signers.get(), nullptr, detached.get(), nullptr, Flags) == 1;
    if (!verified) {
        return fail(takeOpenSslError(QStringLiteral("the signature does not verify"), ErrorCode::BadSignature));
    }
    return {};
}

Result<void> checkSize(QByteArrayView bytes, Form form)
{
    const qsizetype most = form == Form::Detached ? MostDetachedSignatureBytes : MostAttachedSignatureBytes;
    if (bytes.size() > most) {
        return fail(ErrorCode::TooLarge,
            QStringLiteral("the signature has %1 bytes; %2 are the most that is accepted").arg(bytes.size()).arg(most));
    }
    return {};
}

Result<VerifiedSignature> verify(
    QByteArrayView bytes, QByteArrayView detachedContent, const QList<Certificate>& allowed, Form form)
{
    SATCHEL_TRY(checkSize(bytes, form));
    const auto parts = readSignedParts(bytes, form);
    if (!parts) {
        return fail(parts.error());
    }
    const auto suite = suiteFor(*parts);
    if (!suite) {
        return fail(suite.error());
    }
    const auto signer = findSigner(*parts, allowed);
    if (!signer) {
        return fail(signer.error());
    }
    SATCHEL_TRY(checkSigner(*signer, *parts, **suite));
    const QByteArrayView content = form == Form::Attached ? parts->content : detachedContent;
    const auto signingTime = checkAttributes(*parts, content, *signer, **suite);
    if (!signingTime) {
        return fail(signingTime.error());
    }
    SATCHEL_TRY(checkMathematics(bytes, content, *signer, form));
    return VerifiedSignature{*signer, *signingTime, content.toByteArray()};
}

Result<KeyKind> checkSigningIdentity(const PrivateKey& key, const Certificate& certificate)
{
    if (!key.matches(certificate)) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the signing key does not belong to the certificate %1").arg(certificate.subject()));
    }
    if (!certificate.maySign()) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate %1 does not allow signing (keyUsage without digitalSignature)")
                .arg(certificate.subject()));
    }
    return allowedKeyKind(certificate);
}

bool usePss(CMS_SignerInfo* signer)
{
    EVP_PKEY_CTX* const parameters = CMS_SignerInfo_get0_pkey_ctx(signer);
    return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_PSS_PADDING) == 1
        && EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, EVP_sha256()) == 1
        && EVP_PKEY_CTX_set_rsa_pss_saltlen(parameters, RSA_PSS_SALTLEN_DIGEST) == 1;
}

bool setSigningTime(CMS_SignerInfo* signer, const QDateTime& instant)
{
    const Asn1TimeHandle time{ASN1_TIME_set(nullptr, instant.toSecsSinceEpoch())};
    return time
        && CMS_signed_add1_attr_by_NID(signer, NID_pkcs9_signingTime, ASN1_STRING_type(time.get()), time.get(), -1)
        == 1;
}

QByteArray makeSignature(QByteArrayView content, const PrivateKey& key, const Certificate& certificate, KeyKind kind,
    const QDateTime& signingTime, Form form)
{
    const unsigned flags = CMS_BINARY | CMS_PARTIAL | (form == Form::Detached ? unsigned{CMS_DETACHED} : 0U);
    const CmsHandle cms{CMS_sign(nullptr, nullptr, nullptr, nullptr, flags)};
    const BioHandle source = readingBio(content);
    if (!cms || !source) {
        return {};
    }
    CMS_SignerInfo* const signer = CMS_add1_signer(cms.get(), certificate.x509(), key.handle(), suiteOf(kind).digest(),
        flags | CMS_CADES | CMS_NOSMIMECAP | CMS_KEY_PARAM);
    const bool signedWell = signer && (kind != KeyKind::Rsa || usePss(signer)) && setSigningTime(signer, signingTime)
        && CMS_final(cms.get(), source.get(), nullptr, flags) == 1;
    return signedWell ? derOf<&i2d_CMS_ContentInfo>(cms.get()) : QByteArray{};
}

Result<QByteArray> sign(QByteArrayView content, const PrivateKey& key, const Certificate& certificate,
    const QDateTime& signingTime, Form form)
{
    const OpenSslErrorScope scope;
    const auto kind = checkSigningIdentity(key, certificate);
    if (!kind) {
        return fail(kind.error());
    }
    const QByteArray signature = makeSignature(content, key, certificate, *kind, signingTime, form);
    if (signature.isEmpty()) {
        return fail(takeOpenSslError(QStringLiteral("cannot sign"), ErrorCode::KeyUnavailable));
    }
    // Whatever OpenSSL or a token made of it: nothing leaves that no reader would take.
    if (auto readable = verify(signature, content, {certificate}, form); !readable) {
        return fail(std::move(readable).error().withContext(QStringLiteral("the signature just made is not sound")));
    }
    return signature;
}

} // namespace

Result<QByteArray> signDetached(
    QByteArrayView content, const PrivateKey& key, const Certificate& certificate, const QDateTime& signingTime)
{
    return sign(content, key, certificate, signingTime, Form::Detached);
}

Result<QByteArray> signAttached(
    QByteArrayView content, const PrivateKey& key, const Certificate& certificate, const QDateTime& signingTime)
{
    return sign(content, key, certificate, signingTime, Form::Attached);
}

Result<VerifiedSignature> verifyDetached(
    const QByteArray& signature, const QByteArray& content, const QList<Certificate>& allowed)
{
    return verify(signature, content, allowed, Form::Detached);
}

Result<VerifiedSignature> verifyAttached(const QByteArray& signedData, const QList<Certificate>& allowed)
{
    return verify(signedData, {}, allowed, Form::Attached);
}

Result<UnverifiedSignedData> peekAttached(const QByteArray& signedData)
{
    SATCHEL_TRY(checkSize(signedData, Form::Attached));
    const auto parts = readSignedParts(signedData, Form::Attached);
    if (!parts) {
        return fail(parts.error());
    }
    auto signer = Certificate::fromDer(parts->certificate.toByteArray());
    if (!signer) {
        return fail(
            ErrorCode::BadSignature, QStringLiteral("the signer's certificate: %1").arg(signer.error().message));
    }
    return UnverifiedSignedData{parts->content.toByteArray(), *std::move(signer)};
}

} // namespace satchel
