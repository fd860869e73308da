#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QDateTime>
#include <QList>

namespace satchel {

// CMS SignedData (RFC 5652) as docs/bundle-format.md, "Signatures", allows it and no other form: DER, one SignerInfo,
// exactly the signer's certificate inside, the signed attributes contentType, messageDigest, signingTime,
// signingCertificateV2, no unsigned attributes; ECDSA P-256/SHA-256, P-384/SHA-384 or RSA-PSS >= 3072 with the salt as
// long as the hash.

inline constexpr qsizetype MostDetachedSignatureBytes = 64 * 1024;
inline constexpr qsizetype MostAttachedSignatureBytes = 8 * 1024 * 1024; // with the content

// KeyMismatch if key and certificate do not belong together or the certificate does not allow signing, WeakAlgorithm
// if they are none of the above. What is returned has been verified.
[[nodiscard]] Result<QByteArray> signDetached(
    QByteArrayView content, const PrivateKey& key, const Certificate& certificate, const QDateTime& signingTime);
[[nodiscard]] Result<QByteArray> signAttached(
    QByteArrayView content, const PrivateKey& key, const Certificate& certificate, const QDateTime& signingTime);

struct VerifiedSignature {
    Certificate signer; // the certificate inside, byte for byte one of those allowed
    QDateTime signingTime; // as the signer's clock said
    QByteArray content; // what was signed
};

// TooLarge beyond the above sizes, BadSignature for everything that is not that form or does not verify, WeakAlgorithm
// for a known but refused algorithm, UnknownSender if the form is right but the signer's certificate is not one of
// `allowed`. Time is not judged here.
[[nodiscard]] Result<VerifiedSignature> verifyDetached(
    const QByteArray& signature, const QByteArray& content, const QList<Certificate>& allowed);
[[nodiscard]] Result<VerifiedSignature> verifyAttached(const QByteArray& signedData, const QList<Certificate>& allowed);

// A look inside without any verification: what an attached signature claims, in order to find out whom to ask about it.
struct UnverifiedSignedData {
    QByteArray content;
    Certificate claimedSigner;
};

[[nodiscard]] Result<UnverifiedSignedData> peekAttached(const QByteArray& signedData);

} // namespace satchel
