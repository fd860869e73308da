#include "PrivateKey.h"

#include "CertificateFields.h"
#include "Digest.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

namespace satchel {

namespace {

constexpr qsizetype SerialBytes = 16;

Error cannotIssue(const QString& what)
{
    return takeOpenSslError(QStringLiteral("cannot issue the certificate: ") + what, ErrorCode::Malformed);
}

bool addAttribute(X509_NAME* name, int nid, const QString& text)
{
    const QByteArray utf8 = text.toUtf8();
    return text.isEmpty()
        || X509_NAME_add_entry_by_NID(
               name, nid, MBSTRING_UTF8, openSslBytes(utf8), static_cast<int>(utf8.size()), -1, 0)
        == 1;
}

Result<X509NameHandle> subjectOf(const CertificateTemplate& facts)
{
    X509NameHandle name{X509_NAME_new()};
    const bool complete = addAttribute(name.get(), NID_organizationName, facts.organization)
        && addAttribute(name.get(), NID_commonName, facts.commonName)
        && addAttribute(name.get(), NID_serialNumber, facts.serialNumber);
    if (!complete) {
        return fail(cannotIssue(QStringLiteral("a text of its subject is longer than 64 letters or has letters that "
                                               "may not stand there")));
    }
    if (X509_NAME_entry_count(name.get()) == 0) {
        return fail(cannotIssue(QStringLiteral("its subject would be empty")));
    }
    return name;
}

Result<X509NameHandle> subjectFrom(const QByteArray& der)
{
    const unsigned char* cursor = openSslBytes(der);
    X509NameHandle name{d2i_X509_NAME(nullptr, &cursor, static_cast<long>(der.size()))};
    if (!name || cursor != openSslBytes(der) + der.size()) {
        return fail(cannotIssue(QStringLiteral("the subject asked for is no Name")));
    }
    return name;
}

// Positive and never shorter than its 16 bytes (RFC 5280 section 4.1.2.2 allows 20).
Asn1IntegerHandle randomSerial()
{
    QByteArray bytes = randomBytes(SerialBytes);
    bytes[0] = static_cast<char>((static_cast<unsigned char>(bytes[0]) & 0x7FU) | 0x40U);
    const BignumHandle number{BN_bin2bn(openSslBytes(bytes), static_cast<int>(bytes.size()), nullptr)};
    return Asn1IntegerHandle{BN_to_ASN1_INTEGER(number.get(), nullptr)};
}

// UTCTime up to 2049, GeneralizedTime from 2050 on (RFC 5280 section 4.1.2.5): ASN1_TIME_set chooses.
bool setValidity(X509* certificate, const CertificateTemplate& facts)
{
    const Asn1TimeHandle first{ASN1_TIME_set(nullptr, facts.notBefore.toSecsSinceEpoch())};
    const Asn1TimeHandle last{ASN1_TIME_set(nullptr, facts.notAfter.toSecsSinceEpoch())};
    return first && last && X509_set1_notBefore(certificate, first.get()) == 1
        && X509_set1_notAfter(certificate, last.get()) == 1;
}

bool addExtension(X509* certificate, X509V3_CTX* context, int nid, const char* value)
{
    const X509ExtensionHandle extension{X509V3_EXT_conf_nid(nullptr, context, nid, value)};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

const char* keyUsageOf(CertificateTemplate::Use use, EVP_PKEY* key)
{
    switch (use) {
    case CertificateTemplate::Use::Authority:
        return "critical,keyCertSign,cRLSign";
    case CertificateTemplate::Use::Decryption:
        return EVP_PKEY_is_a(key, "RSA") == 1 ? "critical,keyEncipherment" : "critical,keyAgreement";
    case CertificateTemplate::Use::Signing:
    case CertificateTemplate::Use::EndEntity:
    case CertificateTemplate::Use::Registrar:
        break;
    }
    return "critical,digitalSignature";
}

bool addMasaUrl(X509* certificate, const QString& url)
{
    const QByteArray ascii = url.toLatin1();
    const Asn1StringHandle text{ASN1_STRING_type_new(V_ASN1_IA5STRING)};
    if (!text || ASN1_STRING_set(text.get(), ascii.constData(), static_cast<int>(ascii.size())) != 1) {
        return false;
    }
    const QByteArray der = derOf<&i2d_ASN1_IA5STRING>(text.get());
    const Asn1OctetStringHandle value{ASN1_OCTET_STRING_new()};
    const Asn1ObjectHandle oid{OBJ_txt2obj(MasaUrlOid, 1)};
    if (!value || ASN1_OCTET_STRING_set(value.get(), openSslBytes(der), static_cast<int>(der.size())) != 1) {
        return false;
    }
    const X509ExtensionHandle extension{X509_EXTENSION_create_by_OBJ(nullptr, oid.get(), 0, value.get())};
    return extension && X509_add_ext(certificate, extension.get(), -1) == 1;
}

bool addExtensions(X509* certificate, X509* issuer, const CertificateTemplate& facts)
{
    using Use = CertificateTemplate::Use;
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    EVP_PKEY* const key = X509_get0_pubkey(certificate);
    const char* const authority = facts.use == Use::Authority ? "critical,CA:TRUE" : "critical,CA:FALSE";
    bool added = addExtension(certificate, &context, NID_basic_constraints, authority)
        && addExtension(certificate, &context, NID_key_usage, keyUsageOf(facts.use, key))
        && addExtension(certificate, &context, NID_subject_key_identifier, "hash");
    // A version 1 issuer has no identifier to point at.
    if (added && X509_get_ext_by_NID(issuer, NID_subject_key_identifier, -1) >= 0) {
        added = addExtension(certificate, &context, NID_authority_key_identifier, "keyid:always");
    }
    if (added && facts.use == Use::Registrar) {
        added = addExtension(certificate, &context, NID_ext_key_usage, RegistrationAuthorityUsage);
    }
    if (added && !facts.masaUrl.isEmpty()) {
        added = addMasaUrl(certificate, facts.masaUrl);
    }
    return added;
}

const EVP_MD* signatureDigest(EVP_PKEY* key)
{
    if (EVP_PKEY_is_a(key, "RSA") == 1 || EVP_PKEY_is_a(key, "RSA-PSS") == 1) {
        return EVP_sha256();
    }
    if (EVP_PKEY_is_a(key, "EC") != 1) {
        return nullptr; // Ed25519 and its like digest for themselves
    }
    return EVP_PKEY_get_bits(key) > 256 ? EVP_sha384() : EVP_sha256();
}

// What every certificate has, whoever issues it. Neither issuer nor extensions yet.
Result<X509Handle> draft(const CertificateTemplate& facts, X509NameHandle subject, EVP_PKEY* key)
{
    if (!facts.notBefore.isValid() || !facts.notAfter.isValid() || facts.notAfter < facts.notBefore) {
        return fail(cannotIssue(QStringLiteral("its validity ends before it begins, or is not given")));
    }
    X509Handle certificate{X509_new()};
    const Asn1IntegerHandle serial = randomSerial();
    const bool complete = certificate && serial && X509_set_version(certificate.get(), X509Version3) == 1
        && X509_set_serialNumber(certificate.get(), serial.get()) == 1 && setValidity(certificate.get(), facts)
        && X509_set_subject_name(certificate.get(), subject.get()) == 1 && X509_set_pubkey(certificate.get(), key) == 1;
    if (!complete) {
        return fail(cannotIssue(QStringLiteral("OpenSSL does not take its facts")));
    }
    return certificate;
}

// `issuer` may be `certificate` itself.
Result<Certificate> finish(
    X509* certificate, X509* issuer, const CertificateTemplate& facts, const PrivateKey& issuerKey)
{
    const bool complete = X509_set_issuer_name(certificate, X509_get_subject_name(issuer)) == 1
        && addExtensions(certificate, issuer, facts)
        && X509_sign(certificate, issuerKey.handle(), signatureDigest(issuerKey.handle())) > 0;
    if (!complete) {
        return fail(cannotIssue(QStringLiteral("it cannot be completed and signed")));
    }
    return Certificate::fromDer(derOf<&i2d_X509>(certificate));
}

} // namespace

QDateTime beginningOfTime()
{
    return QDateTime{QDate{2000, 1, 1}, QTime{0, 0}, Qt::UTC};
}

QDateTime endOfTime()
{
    return QDateTime{QDate{9999, 12, 31}, QTime{23, 59, 59}, Qt::UTC};
}

Result<Certificate> issueSelfSigned(const CertificateTemplate& facts, const PrivateKey& key)
{
    auto subject = subjectOf(facts);
    if (!subject) {
        return fail(subject.error());
    }
    const auto certificate = draft(facts, *std::move(subject), key.handle());
    if (!certificate) {
        return fail(certificate.error());
    }
    return finish(certificate->get(), certificate->get(), facts, key);
}

Result<Certificate> issueCertificate(const CertificateTemplate& facts, const QByteArray& subjectPublicKeyInfo,
    const IssuerIdentity& issuer, const QByteArray& subjectDer)
{
    if (!issuer.key.matches(issuer.certificate)) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the issuer's key and certificate do not belong together: %1")
                .arg(issuer.certificate.subject()));
    }
    const unsigned char* cursor = openSslBytes(subjectPublicKeyInfo);
    const PkeyHandle key{d2i_PUBKEY(nullptr, &cursor, static_cast<long>(subjectPublicKeyInfo.size()))};
    if (!key || cursor != openSslBytes(subjectPublicKeyInfo) + subjectPublicKeyInfo.size()) {
        return fail(cannotIssue(QStringLiteral("its public key cannot be read")));
    }
    auto subject = subjectDer.isEmpty() ? subjectOf(facts) : subjectFrom(subjectDer);
    if (!subject) {
        return fail(subject.error());
    }
    const auto certificate = draft(facts, *std::move(subject), key.get());
    if (!certificate) {
        return fail(certificate.error());
    }
    return finish(certificate->get(), issuer.certificate.x509(), facts, issuer.key);
}

} // namespace satchel
