#include "PlainChecks.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/OpenSslError.h>

#include <openssl/crmf.h>

namespace satchel::plain {

namespace {

using CrmfHandle = OpenSslHandle<OSSL_CRMF_MSGS, &OSSL_CRMF_MSGS_free>;

// Certificates that are the caller's go into a stack that only lends them.
X509StackViewHandle lent(const QList<Certificate>& certificates)
{
    X509StackViewHandle stack{sk_X509_new_null()};
    for (const auto& certificate : certificates) {
        if (X509* const full = certificate.x509()) {
            sk_X509_push(stack.get(), full);
        }
    }
    return stack;
}

X509Handle certificateOf(const QByteArray& der)
{
    const auto* cursor = openSslBytes(der);
    return X509Handle{d2i_X509(nullptr, &cursor, static_cast<long>(der.size()))};
}

CmsHandle cmsOf(const QByteArray& der)
{
    const auto* cursor = openSslBytes(der);
    return CmsHandle{d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(der.size()))};
}

tl::unexpected<Error> refusal(ErrorCode code, const QString& what)
{
    return fail(takeOpenSslError(QStringLiteral("OpenSSL refuses %1").arg(what), code));
}

tl::unexpected<Error> unreadable(const QString& what)
{
    return fail(takeOpenSslError(QStringLiteral("OpenSSL cannot read %1").arg(what), ErrorCode::Malformed));
}

Result<void> verifyCms(const QByteArray& der, X509_STORE* anchors, unsigned flags)
{
    const auto cms = cmsOf(der);
    if (!cms) {
        return unreadable(QStringLiteral("a CMS"));
    }
    const auto content = writingBio();
    return CMS_verify(cms.get(), nullptr, anchors, nullptr, content.get(), CMS_BINARY | flags) == 1
        ? Result<void>{}
        : refusal(ErrorCode::BadSignature, QStringLiteral("a CMS"));
}

} // namespace

Result<Anchors> Anchors::fromPemFile(const QString& file)
{
    StoreHandle store{X509_STORE_new()};
    const bool isLoaded = store && X509_STORE_load_file(store.get(), file.toUtf8().constData()) == 1
        && X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY) == 1;
    if (!isLoaded) {
        return fail(
            takeOpenSslError(QStringLiteral("OpenSSL cannot load the anchors of %1").arg(file), ErrorCode::Unreadable));
    }
    return Anchors{std::move(store)};
}

Anchors Anchors::of(const QList<Certificate>& certificates, const QDateTime& at)
{
    StoreHandle store{X509_STORE_new()};
    for (const auto& certificate : certificates) {
        if (const auto own = certificateOf(certificate.der())) {
            X509_STORE_add_cert(store.get(), own.get());
        }
    }
    X509_STORE_set_purpose(store.get(), X509_PURPOSE_ANY);
    X509_STORE_set_flags(store.get(), X509_V_FLAG_PARTIAL_CHAIN);
    X509_VERIFY_PARAM_set_time(X509_STORE_get0_param(store.get()), at.toSecsSinceEpoch());
    return Anchors{std::move(store)};
}

X509StackHandle stackOf(const QList<QByteArray>& certificates)
{
    const OpenSslErrorScope scope;
    X509StackHandle stack{sk_X509_new_null()};
    for (const auto& der : certificates) {
        if (auto certificate = certificateOf(der)) {
            sk_X509_push(stack.get(), certificate.release());
        }
    }
    return stack;
}

QList<QByteArray> certificatesInside(const QByteArray& cms)
{
    const OpenSslErrorScope scope;
    const auto read = cmsOf(cms);
    const X509StackHandle inside{read ? CMS_get1_certs(read.get()) : nullptr};
    QList<QByteArray> certificates;
    for (int i = 0; i < sk_X509_num(inside.get()); ++i) { // -1 of a null stack
        certificates.append(derOf<&i2d_X509>(sk_X509_value(inside.get(), i)));
    }
    return certificates;
}

Result<void> verifyCms(const QByteArray& cms, const Anchors& anchors)
{
    return verifyCms(cms, anchors.store(), 0);
}

Result<void> verifyCmsSignature(const QByteArray& cms)
{
    return verifyCms(cms, nullptr, CMS_NO_SIGNER_CERT_VERIFY);
}

Result<void> verifyPinnedCms(
    const QByteArray& cms, const std::optional<QByteArray>& content, const QList<Certificate>& allowed)
{
    const auto read = cmsOf(cms);
    if (!read) {
        return unreadable(QStringLiteral("a CMS"));
    }
    const auto signers = lent(allowed);
    const auto detached = content ? readingBio(*content) : BioHandle{};
    constexpr unsigned Flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY | CMS_NOINTERN;
    return CMS_verify(read.get(), signers.get(), nullptr, detached.get(), nullptr, Flags) == 1
        ? Result<void>{}
        : refusal(ErrorCode::BadSignature, QStringLiteral("a CMS"));
}

Result<void> verifyCmsByKey(const QByteArray& cms, const QByteArray& publicKeyInfo)
{
    const auto read = cmsOf(cms);
    const auto* cursor = openSslBytes(publicKeyInfo);
    const PkeyHandle key{d2i_PUBKEY(nullptr, &cursor, static_cast<long>(publicKeyInfo.size()))};
    const X509Handle holder{X509_new()}; // OpenSSL wants a certificate around it
    if (!read || !key || !holder || X509_set_pubkey(holder.get(), key.get()) != 1) {
        return unreadable(QStringLiteral("a CMS or a key"));
    }
    STACK_OF(CMS_SignerInfo)* const signers = CMS_get0_SignerInfos(read.get());
    for (int i = 0; i < sk_CMS_SignerInfo_num(signers); ++i) {
        CMS_SignerInfo_set1_signer_cert(sk_CMS_SignerInfo_value(signers, i), holder.get());
    }
    constexpr unsigned Flags = CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY;
    return CMS_verify(read.get(), nullptr, nullptr, nullptr, nullptr, Flags) == 1
        ? Result<void>{}
        : refusal(ErrorCode::BadSignature, QStringLiteral("a CMS"));
}

Result<void> verifyPkcs10(const QByteArray& der)
{
    const auto* cursor = openSslBytes(der);
    const X509ReqHandle request{d2i_X509_REQ(nullptr, &cursor, static_cast<long>(der.size()))};
    if (!request) {
        return unreadable(QStringLiteral("a PKCS #10 request"));
    }
    return X509_REQ_verify(request.get(), X509_REQ_get0_pubkey(request.get())) == 1
        ? Result<void>{}
        : refusal(ErrorCode::BadProofOfPossession, QStringLiteral("a PKCS #10 request"));
}

Result<void> verifyRevocationList(const QByteArray& der, const QList<Certificate>& issuers)
{
    const auto* cursor = openSslBytes(der);
    const CrlHandle list{d2i_X509_CRL(nullptr, &cursor, static_cast<long>(der.size()))};
    if (!list) {
        return unreadable(QStringLiteral("a revocation list"));
    }
    for (const auto& issuer : issuers) {
        const auto own = certificateOf(issuer.der());
        if (own && X509_NAME_cmp(X509_get_subject_name(own.get()), X509_CRL_get_issuer(list.get())) == 0
            && X509_CRL_verify(list.get(), X509_get0_pubkey(own.get())) == 1) {
            return {};
        }
    }
    return refusal(ErrorCode::BadSignature, QStringLiteral("a revocation list"));
}

Result<void> verifyChain(const QList<QByteArray>& chain, const Anchors& anchors)
{
    const auto leaf = chain.isEmpty() ? X509Handle{} : certificateOf(chain.first());
    if (!leaf) {
        return unreadable(QStringLiteral("a certificate"));
    }
    const auto others = stackOf(chain.sliced(1));
    const StoreContextHandle context{X509_STORE_CTX_new()};
    return X509_STORE_CTX_init(context.get(), anchors.store(), leaf.get(), others.get()) == 1
            && X509_verify_cert(context.get()) == 1
        ? Result<void>{}
        : refusal(ErrorCode::UntrustedIssuer, QStringLiteral("a chain"));
}

Result<void> verifyCrmf(const QByteArray& certReqMessages, bool byAuthority)
{
    const auto* cursor = openSslBytes(certReqMessages);
    const CrmfHandle requests{d2i_OSSL_CRMF_MSGS(nullptr, &cursor, static_cast<long>(certReqMessages.size()))};
    if (!requests) {
        return unreadable(QStringLiteral("CRMF requests"));
    }
    for (int i = 0; i < sk_OSSL_CRMF_MSG_num(requests.get()); ++i) {
        if (OSSL_CRMF_MSGS_verify_popo(requests.get(), i, byAuthority ? 1 : 0, nullptr, nullptr) != 1) {
            return refusal(ErrorCode::BadProofOfPossession, QStringLiteral("a CRMF request"));
        }
    }
    return {};
}

Result<void> verifyCmp(const QByteArray& der, const Anchors& anchors, STACK_OF(X509) * above)
{
    const auto* cursor = openSslBytes(der);
    const CmpMessageHandle message{d2i_OSSL_CMP_MSG(nullptr, &cursor, static_cast<long>(der.size()))};
    if (!message) {
        return unreadable(QStringLiteral("a CMP message"));
    }
    const CmpContextHandle context{OSSL_CMP_CTX_new(nullptr, nullptr)};
    return context && X509_STORE_up_ref(anchors.store()) == 1
            && OSSL_CMP_CTX_set0_trustedStore(context.get(), anchors.store()) == 1
            && OSSL_CMP_CTX_set1_untrusted(context.get(), above) == 1
            && OSSL_CMP_CTX_set_option(context.get(), OSSL_CMP_OPT_IGNORE_KEYUSAGE, 1) == 1
            && OSSL_CMP_CTX_set_log_verbosity(context.get(), OSSL_CMP_LOG_EMERG) == 1
            && OSSL_CMP_validate_msg(context.get(), message.get()) == 1
        ? Result<void>{}
        : refusal(ErrorCode::BadSignature, QStringLiteral("a CMP message"));
}

} // namespace satchel::plain
