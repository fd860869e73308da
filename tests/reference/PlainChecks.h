#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/OpenSslHandle.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>

// The checks of this project as anybody would write them with OpenSSL's public functions: d2i, and the function that
// OpenSSL has for it, in its default library context. Nothing is remembered and no form is looked at. The benchmarks
// run against it, and the tests hold the verdicts of core against its own.
namespace satchel::plain {

// A set of certificates from which a chain may start. Threads may share it, as they may share a store.
class Anchors final {
public:
    // Those of a PEM file; Unreadable if OpenSSL cannot load it.
    [[nodiscard]] static Result<Anchors> fromPemFile(const QString& file);
    // Judged at `at`; each is an end of a chain, self-signed or not (X509_V_FLAG_PARTIAL_CHAIN).
    [[nodiscard]] static Anchors of(const QList<Certificate>& certificates, const QDateTime& at);

    [[nodiscard]] X509_STORE* store() const { return m_store.get(); }

private:
    explicit Anchors(StoreHandle store)
        : m_store{std::move(store)}
    {
    }

    StoreHandle m_store;
};

// A stack of its own of certificates given as DER; those that OpenSSL cannot read are missing.
[[nodiscard]] X509StackHandle stackOf(const QList<QByteArray>& certificates);
// All certificates in a CMS, DER.
[[nodiscard]] QList<QByteArray> certificatesInside(const QByteArray& cms);

// All of these: Malformed if OpenSSL cannot read the bytes, else the code said.

// CMS_verify: signature and chain. BadSignature.
[[nodiscard]] Result<void> verifyCms(const QByteArray& cms, const Anchors& anchors);
// CMS_verify without a chain, by a certificate inside.
[[nodiscard]] Result<void> verifyCmsSignature(const QByteArray& cms);
// CMS_verify by one of `allowed` and no other; `content` where it is detached.
[[nodiscard]] Result<void> verifyPinnedCms(
    const QByteArray& cms, const std::optional<QByteArray>& content, const QList<Certificate>& allowed);
// CMS_verify by a key for which there is no certificate (RFC 2797 section 4.2), SubjectPublicKeyInfo. BadSignature.
[[nodiscard]] Result<void> verifyCmsByKey(const QByteArray& cms, const QByteArray& publicKeyInfo);
// X509_REQ_verify: proof of possession. BadProofOfPossession.
[[nodiscard]] Result<void> verifyPkcs10(const QByteArray& der);
// X509_CRL_verify by any of `issuers` that has the name of the list's issuer. BadSignature.
[[nodiscard]] Result<void> verifyRevocationList(const QByteArray& der, const QList<Certificate>& issuers);
// X509_verify_cert; the leaf first, the rest may help as intermediates. UntrustedIssuer.
[[nodiscard]] Result<void> verifyChain(const QList<QByteArray>& chain, const Anchors& anchors);
// OSSL_CRMF_MSGS_verify_popo of each of CertReqMessages. `byAuthority`: a registration authority's word is a proof.
// BadProofOfPossession.
[[nodiscard]] Result<void> verifyCrmf(const QByteArray& certReqMessages, bool byAuthority);
// OSSL_CMP_validate_msg: protection and chain. OpenSSL takes the certificates above the sender's from a message only
// within a transaction, so that they are to be given. The key usage of the signer is not looked at, as CMS_verify does
// not: there are authorities that sign their messages with the key that signs certificates. BadSignature.
[[nodiscard]] Result<void> verifyCmp(const QByteArray& der, const Anchors& anchors, STACK_OF(X509) * above);

} // namespace satchel::plain
