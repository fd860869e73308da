#include "PlainOpenSsl.h"

#include <core/base/File.h>
#include <core/crypto/OpenSslBytes.h>

#include <QFile>

namespace satchel::bench {

namespace {

constexpr qsizetype BytesPerEnvelope = 1024 * 1024;

void require(bool isGood, const char* what)
{
    if (!isGood) {
        qFatal("the plain loop failed: %s", what);
    }
}

QByteArray bytesOf(const QString& path)
{
    QFile file{path};
    require(file.open(QIODevice::ReadOnly), "reading a file");
    return file.readAll();
}

StoreHandle storeWith(const Certificate& anchor)
{
    StoreHandle store{X509_STORE_new()};
    X509_STORE_add_cert(store.get(), anchor.x509());
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
    return store;
}

void verifyPkcs10(const QByteArray& der)
{
    const auto bio = readingBio(der);
    const X509ReqHandle request{d2i_X509_REQ_bio(bio.get(), nullptr)};
    require(request && X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())) == 1, "PKCS #10");
}

QByteArray seal(const QByteArray& plain, const Certificate& recipient)
{
    X509StackViewHandle recipients{sk_X509_new_null()};
    sk_X509_push(recipients.get(), recipient.x509());
    const auto in = readingBio(plain);
    const CmsHandle cms{CMS_encrypt(recipients.get(), in.get(), EVP_aes_256_gcm(), CMS_BINARY)};
    require(cms != nullptr, "sealing");
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

QByteArray sign(const QByteArray& content, const IssuerIdentity& signer)
{
    const auto in = readingBio(content);
    const CmsHandle cms{CMS_sign(
        signer.certificate.x509(), signer.key.handle(), nullptr, in.get(), CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP)};
    require(cms != nullptr, "signing");
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

} // namespace

PlainOpenSsl::PlainOpenSsl(const Certificate& manufacturer)
    : m_manufacturer{manufacturer}
{
}

void PlainOpenSsl::verifyFiles(const QStringList& files) const
{
    for (const auto& file : files) {
        const auto der = bytesOf(file);
        if (file.endsWith(u".vcj")) {
            verifyVoucherRequest(der);
        } else if (file.endsWith(u".p10")) {
            verifyPkcs10(der);
        } else if (file.endsWith(u".pki")) {
            verifyCmp(der);
        }
    }
}

void PlainOpenSsl::verifyVoucherRequest(const QByteArray& der) const
{
    const auto bio = readingBio(der);
    const CmsHandle cms{d2i_CMS_bio(bio.get(), nullptr)};
    const auto store = storeWith(m_manufacturer);
    X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY);
    const auto out = writingBio();
    require(cms && CMS_verify(cms.get(), nullptr, store.get(), nullptr, out.get(), CMS_BINARY) == 1, "voucher request");
}

void PlainOpenSsl::verifyCmp(const QByteArray& der) const
{
    const auto bio = readingBio(der);
    const CmpMessageHandle message{d2i_OSSL_CMP_MSG_bio(bio.get(), nullptr)};
    const CmpContextHandle context{OSSL_CMP_CTX_new(nullptr, nullptr)};
    auto store = storeWith(m_manufacturer);
    require(message && OSSL_CMP_CTX_set0_trustedStore(context.get(), store.release()) == 1
            && OSSL_CMP_validate_msg(context.get(), message.get()) == 1,
        "CMP message");
}

QList<QByteArray> PlainOpenSsl::sealFiles(
    const QStringList& files, const Certificate& recipient, const IssuerIdentity& signer, const QString& target)
{
    QByteArray all;
    for (const auto& file : files) {
        all += bytesOf(file);
    }
    QList<QByteArray> envelopes;
    for (qsizetype at = 0; at < all.size(); at += BytesPerEnvelope) {
        envelopes.append(seal(all.mid(at, BytesPerEnvelope), recipient));
    }
    const auto written = writeFileAtomically(target, envelopes.join() + sign(all, signer));
    require(written.has_value(), "writing");
    return envelopes;
}

void PlainOpenSsl::open(const QList<QByteArray>& envelopes, const IssuerIdentity& recipient)
{
    for (const auto& envelope : envelopes) {
        const auto in = readingBio(envelope);
        const CmsHandle cms{d2i_CMS_bio(in.get(), nullptr)};
        const auto out = writingBio();
        require(cms
                && CMS_decrypt(
                       cms.get(), recipient.key.handle(), recipient.certificate.x509(), nullptr, out.get(), CMS_BINARY)
                    == 1,
            "opening");
    }
}

} // namespace satchel::bench
