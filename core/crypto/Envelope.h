#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

namespace satchel {

inline constexpr qsizetype MostRecipients = 8;

// CMS AuthEnvelopedData (RFC 5083) as docs/bundle-format.md, "Encryption", allows it and no other form: DER;
// AES-256-GCM, 12-byte nonce, 16-byte tag (RFC 5084); each recipient by ephemeral ECDH with the SHA-2 KDF scheme and
// AES-256 key wrap (RFC 5753) on P-256 or P-384, or by RSA-OAEP with SHA-256 >= 3072 bits.
// To 1 to 8 certificates, repetitions aside. KeyMismatch if one of them does not allow it by its keyUsage,
// WeakAlgorithm if its key is none of the above, TooLarge beyond 64 MiB.
[[nodiscard]] Result<QByteArray> encrypt(QByteArrayView plaintext, const QList<Certificate>& recipients);

struct DecryptionIdentity {
    PrivateKey key;
    Certificate certificate;
};

// BadContainer if the structure is not that form (checked before any key is touched), TooLarge if more than
// `mostPlaintext` bytes are in it (likewise), CannotDecrypt if none of `identities` is a recipient or the tag is wrong.
// Gives out nothing unless the tag is good.
[[nodiscard]] Result<QByteArray> decrypt(
    const QByteArray& envelope, const QList<DecryptionIdentity>& identities, qint64 mostPlaintext);

// The same structural check alone, for those who hold no key.
[[nodiscard]] Result<void> checkEnvelopeForm(const QByteArray& envelope);

} // namespace satchel
