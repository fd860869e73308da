#pragma once

#include <tests/unit/crypto/TestPki.h>

#include <functional>

// CMS structures that differ from those of docs/bundle-format.md in one thing and are sound otherwise.
namespace satchel::vectors {

// How a SignedData is to be made.
struct SignedDataDraft {
    bool isAttached = false;
    const EVP_MD* digest = EVP_sha256();
    unsigned flags = CMS_CADES | CMS_NOSMIMECAP; // besides what every SignedData of ours needs
    std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> change = {};
};

[[nodiscard]] QByteArray makeSignedData(
    const QByteArray& content, const IssuerIdentity& signer, const SignedDataDraft& draft);

// The signed attributes of `sound` changed, and the signature over what came of it made anew.
[[nodiscard]] QByteArray withAttributes(
    const QByteArray& sound, const PrivateKey& key, const test::DerEdit& editAttributes);

// Changes for a SignedDataDraft.
[[nodiscard]] std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> secondSigner(const IssuerIdentity& other);
[[nodiscard]] std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> secondCertificate(const IssuerIdentity& other);
[[nodiscard]] std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> revocationList(const IssuerIdentity& issuer);
[[nodiscard]] std::function<void(CMS_ContentInfo*, CMS_SignerInfo*)> pss(int salt, const EVP_MD* mask);
void addUnsignedAttribute(CMS_ContentInfo* cms, CMS_SignerInfo* signer);
void setOtherContentType(CMS_ContentInfo* cms, CMS_SignerInfo* signer);

using AddRecipients = std::function<void(CMS_ContentInfo*)>;

// What OpenSSL makes of these; `owned` is taken over.
[[nodiscard]] QByteArray makeEnvelope(
    CMS_ContentInfo* owned, const QByteArray& plaintext, const AddRecipients& addRecipients);
[[nodiscard]] AddRecipients agreement(const Certificate& recipient, const EVP_MD* digest, unsigned flags = 0);
[[nodiscard]] AddRecipients transport(
    const Certificate& recipient, int padding, const EVP_MD* digest, const EVP_MD* mask);
void addPassword(CMS_ContentInfo* cms);

} // namespace satchel::vectors
