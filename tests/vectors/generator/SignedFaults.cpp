#include "SignedFaults.h"

#include "CmsForge.h"

#include <core/crypto/Signature.h>

#include <openssl/rsa.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

const QByteArray Null = QByteArray::fromHex("0500");
const QByteArray Version1 = QByteArray::fromHex("020101");
const QByteArray Version3 = QByteArray::fromHex("020103");

constexpr unsigned RsaFlags = CMS_CADES | CMS_NOSMIMECAP | CMS_KEY_PARAM;

QByteArray algorithm(const char* digits)
{
    return QByteArray::fromHex(digits);
}

QByteArray timeAttribute(const QByteArray& time)
{
    return derElement(der::Sequence, hexBytes("06092a864886f70d010905") + derElement(der::Set, time));
}

QByteArray inOtherLengthForm(const QByteArray& whole)
{
    const auto element = DerReader{whole}.next().value();
    const auto size = element.content.size();
    QByteArray header = QByteArray{1, static_cast<char>(element.tag)} + '\x83' + '\0';
    header += static_cast<char>(size >> 8);
    header += static_cast<char>(size & 0xFF);
    return header + element.content.toByteArray();
}

class FaultList final {
public:
    FaultList(const IssuerIdentity& signer, const IssuerIdentity& other, bool isAttached)
        : m_signer{signer}
        , m_other{other}
        , m_isAttached{isAttached}
    {
    }

    std::vector<SignedFault> take()
    {
        addEncodings();
        addVersions();
        addCertificates();
        addSigners();
        addAttributes();
        addTimes();
        addAlgorithms();
        return std::move(m_faults);
    }

private:
    using Make = std::function<QByteArray(const QByteArray&)>;

    void add(const char* name, const Rule& rule, const char* scenario, const char* word, const Make& make,
        ErrorCode code = ErrorCode::BadSignature)
    {
        m_faults.push_back({name, code, rule, scenario, word, make});
    }

    [[nodiscard]] Make sound() const
    {
        return [signer = m_signer, attached = m_isAttached](const QByteArray& content) {
            return attached ? signAttached(content, signer.key, signer.certificate, forgeTime()).value()
                            : signDetached(content, signer.key, signer.certificate, forgeTime()).value();
        };
    }

    [[nodiscard]] Make changed(const QList<int>& path, const DerEdit& edit) const
    {
        return [make = sound(), path, edit](const QByteArray& content) { return edited(make(content), path, edit); };
    }

    [[nodiscard]] Make drafted(SignedDataDraft draft) const
    {
        draft.isAttached = m_isAttached;
        return [signer = m_signer, draft](const QByteArray& content) { return makeSignedData(content, signer, draft); };
    }

    [[nodiscard]] Make attribute(int number, const DerEdit& edit) const
    {
        return [make = sound(), key = m_signer.key, number, edit](const QByteArray& content) {
            return withAttributes(
                make(content), key, [&](const QByteArray& attributes) { return edited(attributes, {number}, edit); });
        };
    }

    void addEncodings()
    {
        const auto& der = rules::SignatureDer;
        add("byte-after-it", der, "a zero byte behind the signature", "end of the signature",
            [make = sound()](const QByteArray& content) { return make(content) + '\0'; });
        add("element-inside-its-end", der, "an element behind the SignedData, inside the ContentInfo",
            "end of the ContentInfo", changed({}, withContent([](const auto& inner) { return inner + Null; })));
        add("of-indefinite-length", der, "BER: the ContentInfo has an indefinite length", "ContentInfo",
            [make = sound()](const QByteArray& content) {
                return hexBytes("3080") + DerReader{make(content)}.next()->content.toByteArray() + hexBytes("0000");
            });
        add("of-a-long-length", der, "BER: the length of the ContentInfo is written in more bytes than it takes",
            "ContentInfo", changed({}, &inOtherLengthForm));
        add("cut-short", rules::SignatureBits, "the last byte of the signature is missing", "-",
            [make = sound()](const QByteArray& content) { return make(content).chopped(1); });
        add("with-a-flipped-bit", rules::SignatureBits, "the last bit of the signature value is another", "-",
            [make = sound()](const QByteArray& content) {
                auto bytes = make(content);
                bytes.back() = static_cast<char>(bytes.back() ^ 1);
                return bytes;
            });
    }

    void addVersions()
    {
        const auto& form = rules::SignatureTemplate;
        add("of-version-3", form, "version 3 of the SignedData", "version of the SignedData",
            changed({1, 0, 0}, replaceBy(Version3)));
        add("of-a-signer-of-version-3", form, "version 3 of the SignerInfo", "version of the SignerInfo",
            changed({1, 0, 4, 0, 0}, replaceBy(Version3)));
        add("of-another-outer-type", form, "the outer content type is EnvelopedData", "content type",
            changed({0}, replaceBy(hexBytes("06092a864886f70d010703"))));
        add("of-another-content-type", form, "the signed content is of another type than id-data",
            "type of the signed content",
            [make = drafted({.change = &setOtherContentType})](
                const QByteArray& content) { return edited(make(content), {1, 0, 0}, replaceBy(Version1)); });
        add("with-two-digest-algorithms", form, "SHA-384 is listed beside SHA-256", "list of digest algorithms",
            changed({1, 0, 1, 0}, followedBy(algorithm("300b0609608648016503040202"))));
        add("with-null-beside-its-digest", form, "NULL parameters beside the listed SHA-256",
            "list of digest algorithms", changed({1, 0, 1, 0}, replaceBy(algorithm("300d06096086480165030402010500"))));
    }

    void addCertificates()
    {
        const auto& form = rules::SignatureTemplate;
        add("without-a-certificate", form, "the signer's certificate is not inside", "certificates",
            drafted({.flags = CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS}));
        add("with-a-second-certificate", form, "a second certificate inside", "certificates: exactly one",
            drafted({.change = secondCertificate(m_other)}));
        add("with-its-certificate-twice", form, "the signer's certificate twice", "certificates: exactly one",
            changed({1, 0, 3, 0}, followedBy(m_signer.certificate.der())));
        add("with-a-revocation-list", form, "a revocation list inside", "signers",
            drafted({.change = revocationList(m_signer)}));
    }

    void addSigners()
    {
        const auto& form = rules::SignatureTemplate;
        add("of-two-signers", form, "a second signer whose signature is good too", "signers: exactly one",
            drafted({.change = secondSigner(m_other)}));
        add("of-no-signer", form, "no signer", "SignerInfo", changed({1, 0, 4, 0}, replaceBy({})));
        add("of-a-signer-by-key-identifier", form, "the signer is named by its key identifier", "signer identifier",
            [make = drafted({.flags = CMS_CADES | CMS_NOSMIMECAP | CMS_USE_KEYID})](const QByteArray& content) {
                return edited(
                    edited(make(content), {1, 0, 0}, replaceBy(Version1)), {1, 0, 4, 0, 0}, replaceBy(Version1));
            });
        add("of-another-issuer-and-serial", form, "the signer is named by issuer and serial of another certificate",
            "signer identifier", changed({1, 0, 4, 0, 1}, replaceBy(m_other.certificate.issuerAndSerial())));
        add("without-signed-attributes", form, "no signed attributes", "signed attributes",
            drafted({.flags = CMS_NOATTR}));
        add("with-an-unsigned-attribute", form, "an unsigned attribute", "end of the SignerInfo",
            drafted({.change = &addUnsignedAttribute}));
    }

    void addAttributes()
    {
        const auto& four = rules::FourAttributes;
        add("without-content-type", four, "the attribute contentType is missing", "attribute contentType",
            attribute(0, replaceBy({})));
        add("without-signing-time", four, "the attribute signingTime is missing", "attribute signingTime",
            attribute(1, replaceBy({})));
        add("without-message-digest", four, "the attribute messageDigest is missing", "attribute messageDigest",
            attribute(2, replaceBy({})));
        add("without-signing-certificate", four, "the attribute signingCertificateV2 is missing",
            "attribute signingCertificateV2", attribute(3, replaceBy({})));
        add("with-smime-capabilities", four, "a fifth attribute: S/MIME capabilities",
            "signed attributes: exactly four", drafted({.flags = CMS_CADES}));
        add("with-content-type-twice", four, "the attribute contentType twice", "signingTime",
            attribute(0, [](const QByteArray& one) { return one + one; }));
        add("with-two-digests", four, "two values in the attribute messageDigest", "attribute messageDigest",
            attribute(2, [](const QByteArray& whole) {
                return edited(whole, {1, 0}, [](const QByteArray& digest) { return digest + digest; });
            }));
        add("with-the-hash-of-another-certificate", four, "signingCertificateV2 has the hash of another certificate",
            "attribute signingCertificateV2", attribute(3, [](const QByteArray& whole) {
                return edited(whole, {1, 0, 0, 0, 0}, replaceBy(derElement(der::OctetString, QByteArray(32, 'x'))));
            }));
        add("with-a-hash-algorithm-spelt-out", four, "signingCertificateV2 names SHA-256, which is the default",
            "attribute signingCertificateV2", attribute(3, [](const QByteArray& whole) {
                return edited(whole, {1, 0, 0, 0, 0}, precededBy(algorithm("300b0609608648016503040201")));
            }));
        add("without-issuer-and-serial", four, "signingCertificateV2 without issuer and serial number",
            "attribute signingCertificateV2",
            attribute(3, [](const QByteArray& whole) { return edited(whole, {1, 0, 0, 0, 1}, replaceBy({})); }));
    }

    void addTimes()
    {
        const auto time = [this](const char* name, const QByteArray& element, const char* scenario) {
            add(name, rules::FourAttributes, scenario, "signingTime", attribute(1, replaceBy(timeAttribute(element))));
        };
        time("with-a-time-without-seconds", derElement(der::UtcTime, "2611220900Z"), "signingTime without seconds");
        time("with-a-time-of-a-zone", derElement(der::UtcTime, "261122100000+0100"), "signingTime in another zone");
        time("with-a-general-time-before-2050", derElement(der::GeneralizedTime, "20261122090000Z"),
            "signingTime as GeneralizedTime in a year that UTCTime has");
        time("with-a-day-that-is-none", derElement(der::UtcTime, "260230090000Z"), "signingTime on 30 February");
    }

    void addAlgorithms()
    {
        const auto weak = ErrorCode::WeakAlgorithm;
        const auto& listed = rules::Algorithms;
        add("with-sha-1", listed, "ECDSA with SHA-1", "not one of those", drafted({.digest = EVP_sha1()}), weak);
        add("with-sha-224", listed, "ECDSA with SHA-224", "not one of those", drafted({.digest = EVP_sha224()}), weak);
        add("with-sha-512-on-p-256", listed, "ECDSA on P-256 with SHA-512", "not one of those",
            drafted({.digest = EVP_sha512()}), weak);
        add("with-sha-1-as-its-digest-only", listed, "digest SHA-1 beside ecdsa-with-SHA256", "not one of those",
            changed({1, 0, 4, 0, 2}, replaceBy(algorithm("300706052b0e03021a"))), weak);
        add("with-null-beside-ecdsa", listed, "NULL parameters beside ecdsa-with-SHA256", "not one of those",
            changed({1, 0, 4, 0, 4}, replaceBy(algorithm("300c06082a8648ce3d0403020500"))), weak);
    }

    const IssuerIdentity& m_signer;
    const IssuerIdentity& m_other;
    bool m_isAttached;
    std::vector<SignedFault> m_faults;
};

} // namespace

std::vector<SignedFault> signedFaults(const IssuerIdentity& signer, const IssuerIdentity& other, bool isAttached)
{
    return FaultList{signer, other, isAttached}.take();
}

std::vector<SignedFault> rsaFaults(const IssuerIdentity& signer, bool isAttached)
{
    std::vector<SignedFault> faults;
    const auto add = [&](const char* name, SignedDataDraft draft, const char* scenario) {
        draft.isAttached = isAttached;
        faults.push_back({name, ErrorCode::WeakAlgorithm, rules::Algorithms, scenario, "-",
            [signer, draft](const QByteArray& content) { return makeSignedData(content, signer, draft); }});
    };
    add("with-pkcs1-v15", {}, "RSA with PKCS #1 v1.5 and SHA-256");
    add("with-rsa-and-sha-1", {.digest = EVP_sha1()}, "RSA with PKCS #1 v1.5 and SHA-1");
    add("with-pss-and-sha-1", {.digest = EVP_sha1(), .flags = RsaFlags, .change = pss(20, EVP_sha1())},
        "RSASSA-PSS with SHA-1");
    add("with-pss-without-salt", {.flags = RsaFlags, .change = pss(0, EVP_sha256())}, "RSASSA-PSS without salt");
    add("with-pss-of-the-longest-salt", {.flags = RsaFlags, .change = pss(RSA_PSS_SALTLEN_MAX, EVP_sha256())},
        "RSASSA-PSS with the longest salt");
    add("with-pss-and-a-sha-1-mask", {.flags = RsaFlags, .change = pss(32, EVP_sha1())},
        "RSASSA-PSS with SHA-256 and a mask by SHA-1");
    return faults;
}

QByteArray signedWithRsa1024(const QByteArray& content, bool isAttached)
{
    const PrivateKey key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{1024})};
    return makeSignedData(content, {oddCertificate(key.handle(), {}), key},
        {.isAttached = isAttached, .flags = RsaFlags, .change = pss(32, EVP_sha256())});
}

} // namespace satchel::vectors
