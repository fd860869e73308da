#include "Certificate.h"

#include "CertificateFields.h"
#include "DerReader.h"
#include "NameText.h"
#include "DerWriter.h"
#include "Digest.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"
#include "PublicKeyInfo.h"

#include <QHash>

#include <openssl/pem.h>
#include <openssl/provider.h>

#include <mutex>

namespace satchel {

namespace {

constexpr qsizetype MostPemCertificates = 64;

// A library context without any algorithm: decoding a certificate in it leaves its key alone, which is nine tenths of
// the work. Lives as long as the process, since certificates may.
OSSL_LIB_CTX* contextWithoutAlgorithms()
{
    static OSSL_LIB_CTX* const context = [] {
        OSSL_LIB_CTX* fresh = OSSL_LIB_CTX_new();
        OSSL_PROVIDER_load(fresh, "null");
        return fresh;
    }();
    return context;
}

X509Handle decode(const QByteArray& der, OSSL_LIB_CTX* context)
{
    X509* certificate = X509_new_ex(context, nullptr);
    const unsigned char* cursor = openSslBytes(der);
    // Frees `certificate` and makes it null if it fails.
    d2i_X509(&certificate, &cursor, static_cast<long>(der.size()));
    return X509Handle{certificate};
}

QDateTime instantOf(const ASN1_TIME* time)
{
    std::tm fields{};
    if (ASN1_TIME_to_tm(time, &fields) != 1) {
        return {};
    }
    return QDateTime{QDate{fields.tm_year + 1900, fields.tm_mon + 1, fields.tm_mday},
        QTime{fields.tm_hour, fields.tm_min, fields.tm_sec}, Qt::UTC};
}

// Several PEM blocks; those of another kind are passed over, since keys and chains are often kept in one file.
Result<QList<Certificate>> fromPem(const QByteArray& bytes)
{
    const OpenSslErrorScope scope;
    const BioHandle source = readingBio(bytes);
    QList<Certificate> certificates;
    char* name = nullptr;
    char* header = nullptr;
    unsigned char* content = nullptr;
    long length = 0;
    while (PEM_read_bio(source.get(), &name, &header, &content, &length) == 1) {
        const QByteArray kind{name};
        const QByteArray der{reinterpret_cast<const char*>(content), static_cast<qsizetype>(length)};
        OPENSSL_free(name);
        OPENSSL_free(header);
        OPENSSL_clear_free(content, static_cast<std::size_t>(length));
        if (kind != PEM_STRING_X509 && kind != PEM_STRING_X509_OLD) {
            continue;
        }
        if (certificates.size() == MostPemCertificates) {
            return fail(ErrorCode::TooLarge, QStringLiteral("more than %1 certificates").arg(MostPemCertificates));
        }
        auto certificate = Certificate::fromDer(der);
        if (!certificate) {
            return fail(std::move(certificate)
                    .error()
                    .withContext(QStringLiteral("certificate %1").arg(certificates.size() + 1)));
        }
        certificates.append(*std::move(certificate));
    }
    if (certificates.isEmpty()) {
        return fail(ErrorCode::Malformed, QStringLiteral("neither a DER certificate nor a PEM one is in it"));
    }
    return certificates;
}

} // namespace

namespace {

// What is in the element that comes next; nothing if none does.
DerReader inside(DerReader reader)
{
    const auto element = reader.next();
    return DerReader{element ? element->content : QByteArrayView{}};
}

int countElements(DerReader reader)
{
    int count = 0;
    while (!reader.atEnd() && reader.next()) {
        ++count;
    }
    return count;
}

// What of these fields takes OpenSSL long is bounded before it looks. RFC 5280 section 4.1: of TBSCertificate's fields
// the issuer is the third after the version, the subject the fifth, and extensions have a tag of their own, of each
// kind one. What is no certificate, the decoder says.
Result<void> requireBounds(const QByteArray& der)
{
    constexpr int Issuer = 2;
    constexpr int Subject = 4;
    auto fields = inside(inside(DerReader{der}));
    if (fields.nextIs(der::contextConstructed(0))) {
        (void)fields.next();
    }
    for (int i = 0; !fields.atEnd(); ++i) {
        const auto field = fields.next();
        if (!field) {
            return {};
        }
        if ((i == Issuer || i == Subject) && field->whole.size() > LongestName) {
            return fail(ErrorCode::Malformed,
                QStringLiteral("a certificate with a name of more than %1 bytes").arg(LongestName));
        }
        if (field->tag == der::contextConstructed(3)
            && countElements(inside(DerReader{field->content})) > MostExtensions) {
            return fail(
                ErrorCode::Malformed, QStringLiteral("a certificate with more than %1 extensions").arg(MostExtensions));
        }
    }
    return {};
}

} // namespace

struct Certificate::Data {
    QByteArray der;
    Sha256Digest sha256;
    X509Handle facts; // everything but the key
    mutable std::once_flag fullOnce = {};
    mutable X509Handle full = {};
    mutable std::once_flag keyOnce = {};
    mutable PkeyHandle key = {};

    void makeFull() const
    {
        std::call_once(fullOnce, [this] {
            const OpenSslErrorScope scope;
            full = decode(der, nullptr);
        });
    }

    void makeKey() const
    {
        std::call_once(
            keyOnce, [this] { key = decodePublicKey(derOf<&i2d_X509_PUBKEY>(X509_get_X509_PUBKEY(facts.get()))); });
    }
};

// Those that were decoded last. In a stream of messages the same authorities come again and again, and a device's own
// certificate with each of its messages; a certificate never changes, so that one object serves them all.
class Certificate::Recent final {
public:
    // Lives as long as the process: OpenSSL tidies up at its end and must not meet what is still here.
    static Recent& instance()
    {
        static auto* const recent = new Recent;
        return *recent;
    }

    std::shared_ptr<const Data> find(const QByteArray& der)
    {
        const std::lock_guard lock{m_mutex};
        return m_byDer.value(der);
    }

    void add(std::shared_ptr<const Data> data)
    {
        if (data->der.size() > Largest) {
            return; // decoded anew each time, so that nobody fills the memory with them
        }
        const std::lock_guard lock{m_mutex};
        if (m_byDer.size() >= Most) {
            m_byDer.clear();
        }
        m_byDer.insert(data->der, std::move(data));
    }

private:
    static constexpr qsizetype Most = 1024; // some KiB each
    static constexpr qsizetype Largest = 4096; // bytes

    std::mutex m_mutex;
    QHash<QByteArray, std::shared_ptr<const Data>> m_byDer;
};

Certificate::Certificate(std::shared_ptr<const Data> data)
    : m_data{std::move(data)}
{
}

Result<Certificate> Certificate::fromDer(const QByteArray& der)
{
    if (auto known = Recent::instance().find(der)) {
        return Certificate{std::move(known)};
    }
    if (auto strict = checkDer(der); !strict) {
        return fail(std::move(strict).error().withContext(QStringLiteral("not a certificate")));
    }
    SATCHEL_TRY(requireBounds(der));
    const OpenSslErrorScope scope;
    // A deep copy: the caller's array may be a view of bytes that go away.
    auto data = std::make_shared<Data>(QByteArray{der.constData(), der.size()}, satchel::sha256(der), X509Handle{});
    data->facts = decode(data->der, contextWithoutAlgorithms());
    if (!data->facts) {
        return fail(takeOpenSslError(QStringLiteral("not a certificate"), ErrorCode::Malformed));
    }
    if (derOf<&i2d_X509>(data->facts.get()) != data->der) {
        return fail(ErrorCode::Malformed, QStringLiteral("the certificate is not in DER"));
    }
    Recent::instance().add(data);
    return Certificate{std::move(data)};
}

Result<QList<Certificate>> Certificate::fromPemOrDer(const QByteArray& bytes)
{
    if (bytes.startsWith(static_cast<char>(der::Sequence))) {
        return fromDer(bytes).map([](Certificate certificate) { return QList<Certificate>{std::move(certificate)}; });
    }
    return fromPem(bytes);
}

const QByteArray& Certificate::der() const
{
    return m_data->der;
}

Sha256Digest Certificate::sha256() const
{
    return m_data->sha256;
}

QString Certificate::subject() const
{
    return nameText(X509_get_subject_name(m_data->facts.get()));
}

QString Certificate::issuer() const
{
    return nameText(X509_get_issuer_name(m_data->facts.get()));
}

QByteArray Certificate::subjectDer() const
{
    return derOf<&i2d_X509_NAME>(X509_get_subject_name(m_data->facts.get()));
}

QByteArray Certificate::issuerDer() const
{
    return derOf<&i2d_X509_NAME>(X509_get_issuer_name(m_data->facts.get()));
}

QString Certificate::subjectSerialNumber() const
{
    const QStringList all = subjectSerialNumbers();
    const bool areOne = std::ranges::all_of(all, [&all](const QString& each) { return each == all.first(); });
    return areOne ? all.value(0) : QString{};
}

QStringList Certificate::subjectSerialNumbers() const
{
    return nameAttributes(X509_get_subject_name(m_data->facts.get()), NID_serialNumber);
}

QString Certificate::commonName() const
{
    return lastNameAttribute(X509_get_subject_name(m_data->facts.get()), NID_commonName);
}

QByteArray Certificate::serialNumber() const
{
    return contentOf(X509_get0_serialNumber(m_data->facts.get()));
}

QByteArray Certificate::serialNumberDer() const
{
    return derOf<&i2d_ASN1_INTEGER>(X509_get0_serialNumber(m_data->facts.get()));
}

QByteArray Certificate::issuerAndSerial() const
{
    return derElement(der::Sequence, issuerDer() + serialNumberDer());
}

QByteArray Certificate::subjectKeyIdentifier() const
{
    const Asn1OctetStringHandle identifier{static_cast<ASN1_OCTET_STRING*>(
        X509_get_ext_d2i(m_data->facts.get(), NID_subject_key_identifier, nullptr, nullptr))};
    return identifier ? contentOf(identifier.get()) : QByteArray{};
}

QDateTime Certificate::notBefore() const
{
    return instantOf(X509_get0_notBefore(m_data->facts.get()));
}

QDateTime Certificate::notAfter() const
{
    return instantOf(X509_get0_notAfter(m_data->facts.get()));
}

QByteArray Certificate::publicKeyInfo() const
{
    return derOf<&i2d_X509_PUBKEY>(X509_get_X509_PUBKEY(m_data->facts.get()));
}

KeyFingerprint Certificate::keyFingerprint() const
{
    return KeyFingerprint::fromBytes(satchel::sha256(publicKeyInfo()).bytes());
}

bool Certificate::isCertificateAuthority() const
{
    const OpenSslErrorScope scope;
    const BasicConstraintsHandle constraints{static_cast<BASIC_CONSTRAINTS*>(
        X509_get_ext_d2i(m_data->facts.get(), NID_basic_constraints, nullptr, nullptr))};
    return constraints && constraints->ca != 0;
}

bool Certificate::isSelfIssued() const
{
    return subjectDer() == issuerDer();
}

bool Certificate::allowsKeyUsage(int bit) const
{
    constexpr int Absent = -1;
    const OpenSslErrorScope scope;
    int found = 0;
    const Asn1BitStringHandle usage{
        static_cast<ASN1_BIT_STRING*>(X509_get_ext_d2i(m_data->facts.get(), NID_key_usage, &found, nullptr))};
    // A keyUsage that is there twice or cannot be read is there, and allows nothing.
    return usage ? ASN1_BIT_STRING_get_bit(usage.get(), bit) == 1 : found == Absent;
}

bool Certificate::maySign() const
{
    constexpr int DigitalSignature = 0;
    return allowsKeyUsage(DigitalSignature);
}

bool Certificate::mayAgreeOnKeys() const
{
    constexpr int KeyAgreement = 4;
    return allowsKeyUsage(KeyAgreement);
}

bool Certificate::mayEncipherKeys() const
{
    constexpr int KeyEncipherment = 2;
    return allowsKeyUsage(KeyEncipherment);
}

bool Certificate::hasExtendedKeyUsage(const char* dottedOid) const
{
    const OpenSslErrorScope scope;
    const Asn1ObjectHandle wanted{OBJ_txt2obj(dottedOid, 1)};
    const ExtendedKeyUsageHandle usages{
        static_cast<EXTENDED_KEY_USAGE*>(X509_get_ext_d2i(m_data->facts.get(), NID_ext_key_usage, nullptr, nullptr))};
    for (int i = 0; usages && wanted && i < sk_ASN1_OBJECT_num(usages.get()); ++i) {
        if (OBJ_cmp(sk_ASN1_OBJECT_value(usages.get(), i), wanted.get()) == 0) {
            return true;
        }
    }
    return false;
}

QString Certificate::masaUrl() const
{
    const auto value = extension(MasaUrlOid);
    if (!value) {
        return {};
    }
    DerReader reader{*value};
    const auto text = reader.next();
    const bool isText = text && reader.atEnd() && (text->tag == der::Ia5String || text->tag == der::Utf8String);
    return isText ? QString::fromUtf8(text->content) : QString{};
}

std::optional<QByteArray> Certificate::extension(const char* dottedOid) const
{
    const OpenSslErrorScope scope;
    const Asn1ObjectHandle wanted{OBJ_txt2obj(dottedOid, 1)};
    const int at = X509_get_ext_by_OBJ(m_data->facts.get(), wanted.get(), -1);
    if (at < 0) {
        return std::nullopt;
    }
    return contentOf(X509_EXTENSION_get_data(X509_get_ext(m_data->facts.get(), at)));
}

const X509* Certificate::x509WithoutKey() const
{
    return m_data->facts.get();
}

X509* Certificate::x509() const
{
    m_data->makeFull();
    return m_data->full.get();
}

EVP_PKEY* Certificate::publicKey() const
{
    m_data->makeKey();
    return m_data->key.get();
}

} // namespace satchel
