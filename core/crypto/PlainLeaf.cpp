#include "PlainLeaf.h"

#include "CertificateFields.h"
#include "DerReader.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <vector>

namespace satchel {

namespace {

constexpr int LeastCurveBits = 224; // what security level 2 asks of a curve

bool isStrongCurveKey(EVP_PKEY* key)
{
    return key != nullptr && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC && EVP_PKEY_get_bits(key) >= LeastCurveBits;
}

// Null for everything but ECDSA with SHA-2, said the same way inside and outside of what is signed.
const EVP_MD* digestOfSignature(const X509* leaf)
{
    const X509_ALGOR* outer = nullptr;
    X509_get0_signature(nullptr, &outer, leaf);
    if (X509_ALGOR_cmp(outer, X509_get0_tbs_sigalg(leaf)) != 0) {
        return nullptr;
    }
    const ASN1_OBJECT* name = nullptr;
    int parameterType = V_ASN1_UNDEF;
    X509_ALGOR_get0(&name, &parameterType, nullptr, outer);
    if (parameterType != V_ASN1_UNDEF) {
        return nullptr;
    }
    switch (OBJ_obj2nid(name)) {
    case NID_ecdsa_with_SHA256:
        return EVP_sha256();
    case NID_ecdsa_with_SHA384:
        return EVP_sha384();
    case NID_ecdsa_with_SHA512:
        return EVP_sha512();
    default:
        return nullptr;
    }
}

bool isSignedBy(EVP_PKEY* issuerKey, const Certificate& leaf, const EVP_MD* digest)
{
    const auto certificate = DerReader{leaf.der()}.expect(der::Sequence);
    if (!certificate) {
        return false;
    }
    DerReader fields{certificate->content};
    const auto signedPart = fields.expect(der::Sequence);
    const auto algorithm = fields.expect(der::Sequence);
    const auto bits = fields.expect(der::BitString);
    // A signature is whole octets; OpenSSL refuses one that says otherwise.
    if (!signedPart || !algorithm || !bits || !bits->content.startsWith('\0')) {
        return false;
    }
    const QByteArrayView signature = bits->content.sliced(1);
    const DigestContextHandle context{EVP_MD_CTX_new()};
    return EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, issuerKey) == 1
        && EVP_DigestVerify(context.get(), openSslBytes(signature), static_cast<std::size_t>(signature.size()),
               openSslBytes(signedPart->whole), static_cast<std::size_t>(signedPart->whole.size()))
        == 1;
}

bool isValidAt(const X509* leaf, std::time_t at)
{
    // 0 is a time that cannot be read. The exact second of the end is left to the full check.
    return X509_cmp_time(X509_get0_notBefore(leaf), &at) < 0 && X509_cmp_time(X509_get0_notAfter(leaf), &at) > 0;
}

// Those that decide nothing here as long as they can be read. Name constraints, proxy certificates, address blocks and
// whatever else OpenSSL judges are not among them.
constexpr std::array HarmlessExtensions{NID_key_usage, NID_ext_key_usage, NID_subject_alt_name,
    NID_subject_key_identifier, NID_authority_key_identifier, NID_basic_constraints};

template <typename T, auto Free> OpenSslHandle<T, Free> decodedExtension(const X509* leaf, int nid)
{
    return OpenSslHandle<T, Free>{static_cast<T*>(X509_get_ext_d2i(leaf, nid, nullptr, nullptr))};
}

bool isWellFormed(X509_EXTENSION* extension)
{
    const X509V3_EXT_METHOD* const method = X509V3_EXT_get(extension);
    void* const value = X509V3_EXT_d2i(extension);
    if (method == nullptr || value == nullptr) {
        return false;
    }
    ASN1_item_free(static_cast<ASN1_VALUE*>(value), ASN1_ITEM_ptr(method->it));
    return true;
}

bool hasOnlyHarmlessExtensions(const X509* leaf)
{
    std::vector<int> seen;
    for (int i = 0; i < X509_get_ext_count(leaf); ++i) {
        X509_EXTENSION* const extension = X509_get_ext(leaf, i);
        const int nid = OBJ_obj2nid(X509_EXTENSION_get_object(extension));
        if (nid == NID_undef && X509_EXTENSION_get_critical(extension) == 0) {
            continue; // a manufacturer's own, such as the MASA's address
        }
        const bool isHarmless = std::ranges::find(HarmlessExtensions, nid) != HarmlessExtensions.end();
        if (!isHarmless || std::ranges::find(seen, nid) != seen.end() || !isWellFormed(extension)) {
            return false;
        }
        seen.push_back(nid);
    }
    return true;
}

bool isNoAuthority(const X509* leaf)
{
    if (X509_get_ext_by_NID(leaf, NID_basic_constraints, -1) < 0) {
        return true;
    }
    const auto constraints = decodedExtension<BASIC_CONSTRAINTS, &BASIC_CONSTRAINTS_free>(leaf, NID_basic_constraints);
    return constraints && constraints->ca == 0 && constraints->pathlen == nullptr;
}

bool namesKeyOf(const Certificate& issuer, const X509* leaf)
{
    if (X509_get_ext_by_NID(leaf, NID_authority_key_identifier, -1) < 0) {
        return true;
    }
    const auto identifier
        = decodedExtension<AUTHORITY_KEYID, &AUTHORITY_KEYID_free>(leaf, NID_authority_key_identifier);
    return identifier && X509_check_akid(issuer.x509(), identifier.get()) == X509_V_OK;
}

} // namespace

bool isPlainLeafOf(const Certificate& issuer, const Certificate& leaf, const QDateTime& at)
{
    const OpenSslErrorScope scope;
    const X509* const facts = leaf.x509WithoutKey();
    if (X509_get_version(facts) != X509Version3 || leaf.issuerDer() != issuer.subjectDer() || leaf.isSelfIssued()) {
        return false;
    }
    if (!isValidAt(facts, at.toSecsSinceEpoch()) || !hasOnlyHarmlessExtensions(facts) || !isNoAuthority(facts)
        || !namesKeyOf(issuer, facts)) {
        return false;
    }
    const EVP_MD* const digest = digestOfSignature(facts);
    return digest != nullptr && isStrongCurveKey(leaf.publicKey()) && isStrongCurveKey(issuer.publicKey())
        && isSignedBy(issuer.publicKey(), leaf, digest);
}

} // namespace satchel
