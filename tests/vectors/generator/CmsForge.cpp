#include "CmsForge.h"

#include <openssl/rsa.h>

namespace satchel::vectors {

using namespace satchel::test;

namespace {

void require(bool met, const char* what)
{
    if (!met) {
        qFatal("the forge of CMS: %s", what);
    }
}

QByteArray signatureOver(const QByteArray& bytes, const PrivateKey& key)
{
    const DigestContextHandle context{EVP_MD_CTX_new()};
    QByteArray signature(512, '\0');
    std::size_t size = 512;
    require(EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.handle()) == 1
            && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                   openSslBytes(bytes), static_cast<std::size_t>(bytes.size()))
                == 1,
        "cannot sign");
    return signature.left(static_cast<qsizetype>(size));
}

} // namespace

QByteArray makeSignedData(const QByteArray& content, const IssuerIdentity& signer, const SignedDataDraft& draft)
{
    const unsigned flags = CMS_BINARY | CMS_PARTIAL | (draft.isAttached ? 0U : unsigned{CMS_DETACHED});
    const CmsHandle cms{CMS_sign(nullptr, nullptr, nullptr, nullptr, flags)};
    const BioHandle source = readingBio(content);
    CMS_SignerInfo* const info
        = CMS_add1_signer(cms.get(), signer.certificate.x509(), signer.key.handle(), draft.digest, flags | draft.flags);
    require(info != nullptr, "no signer");
    if (draft.change) {
        draft.change(cms.get(), info);
    }
    require(CMS_final(cms.get(), source.get(), nullptr, flags) == 1, "cannot finish the signature");
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

QByteArray withAttributes(const QByteArray& sound, const PrivateKey& key, const DerEdit& editAttributes)
{
    const QList<int> signerInfo{1, 0, 4, 0};
    QByteArray attributes;
    const auto changed = edited(sound, signerInfo + QList<int>{3}, [&](const QByteArray& before) {
        attributes = editAttributes(before);
        return attributes;
    });
    attributes[0] = static_cast<char>(der::Set); // what is signed (RFC 5652 section 5.4)
    return edited(
        changed, signerInfo + QList<int>{5}, replaceBy(derElement(der::OctetString, signatureOver(attributes, key))));
}

std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> secondSigner(const IssuerIdentity& other)
{
    return [other](CMS_ContentInfo* cms, CMS_SignerInfo* /*first*/) {
        require(CMS_add1_signer(cms, other.certificate.x509(), other.key.handle(), EVP_sha256(),
                    CMS_BINARY | CMS_PARTIAL | CMS_CADES | CMS_NOSMIMECAP | CMS_NOCERTS)
                != nullptr,
            "no second signer");
    };
}

std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> secondCertificate(const IssuerIdentity& other)
{
    return [other](CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/) {
        require(CMS_add1_cert(cms, other.certificate.x509()) == 1, "no second certificate");
    };
}

std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> revocationList(const IssuerIdentity& issuer)
{
    return [issuer](CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/) {
        const CrlHandle crl{X509_CRL_new()};
        const Asn1TimeHandle time{ASN1_TIME_set(nullptr, 0)};
        X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer.certificate.x509()));
        X509_CRL_set1_lastUpdate(crl.get(), time.get());
        X509_CRL_sign(crl.get(), issuer.key.handle(), EVP_sha256());
        require(CMS_add1_crl(cms, crl.get()) == 1, "no revocation list");
    };
}

std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> pss(int salt, const EVP_MD* mask)
{
    return [salt, mask](CMS_ContentInfo* /*cms*/, CMS_SignerInfo* signer) {
        EVP_PKEY_CTX* const context = CMS_SignerInfo_get0_pkey_ctx(signer);
        require(EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PSS_PADDING) == 1
                && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) == 1
                && EVP_PKEY_CTX_set_rsa_pss_saltlen(context, salt) == 1,
            "no PSS");
    };
}

void addUnsignedAttribute(CMS_ContentInfo* /*cms*/, CMS_SignerInfo* signer)
{
    require(CMS_unsigned_add1_attr_by_NID(signer, NID_friendlyName, V_ASN1_UTF8STRING, "x", 1) == 1, "no attribute");
}

void setOtherContentType(CMS_ContentInfo* cms, CMS_SignerInfo* /*signer*/)
{
    const Asn1ObjectHandle type{OBJ_txt2obj("1.2.840.113549.1.9.16.1.40", 1)};
    require(CMS_set1_eContentType(cms, type.get()) == 1, "no content type");
}

QByteArray makeEnvelope(CMS_ContentInfo* owned, const QByteArray& plaintext, const AddRecipients& addRecipients)
{
    const CmsHandle cms{owned};
    const BioHandle source = readingBio(plaintext);
    addRecipients(cms.get());
    CMS_set_detached(cms.get(), 0);
    require(CMS_final(cms.get(), source.get(), nullptr, CMS_BINARY) == 1, "cannot finish the envelope");
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

AddRecipients agreement(const Certificate& recipient, const EVP_MD* digest, unsigned flags)
{
    return [=](CMS_ContentInfo* cms) {
        CMS_RecipientInfo* const added = CMS_add1_recipient_cert(cms, recipient.x509(), CMS_KEY_PARAM | flags);
        require(added && EVP_PKEY_CTX_set_ecdh_kdf_md(CMS_RecipientInfo_get0_pkey_ctx(added), digest) == 1,
            "no key agreement");
    };
}

AddRecipients transport(const Certificate& recipient, int padding, const EVP_MD* digest, const EVP_MD* mask)
{
    return [=](CMS_ContentInfo* cms) {
        CMS_RecipientInfo* const added = CMS_add1_recipient_cert(cms, recipient.x509(), CMS_KEY_PARAM);
        EVP_PKEY_CTX* const context = added ? CMS_RecipientInfo_get0_pkey_ctx(added) : nullptr;
        require(context && EVP_PKEY_CTX_set_rsa_padding(context, padding) == 1, "no key transport");
        require(padding != RSA_PKCS1_OAEP_PADDING
                || (EVP_PKEY_CTX_set_rsa_oaep_md(context, digest) == 1
                    && EVP_PKEY_CTX_set_rsa_mgf1_md(context, mask) == 1),
            "no OAEP");
    };
}

void addPassword(CMS_ContentInfo* cms)
{
    const QByteArray password = "password";
    require(
        CMS_add0_recipient_password(cms, -1, NID_id_alg_PWRI_KEK, NID_undef,
            reinterpret_cast<unsigned char*>(OPENSSL_strdup(password.constData())), password.size(), EVP_aes_256_cbc())
            != nullptr,
        "no password recipient");
}

} // namespace satchel::vectors
