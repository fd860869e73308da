#pragma once

#include <core/base/Result.h>
#include <core/crypto/OpenSslHandle.h>

#include <QByteArrayView>
#include <QString>

namespace satchel {

// How a third party signed, from its AlgorithmIdentifier: RSA (PKCS #1 1.5 and PSS), ECDSA, Ed25519, Ed448.
class SignatureAlgorithm final {
public:
    // `digestIdentifier` is the AlgorithmIdentifier of the digest where a form tells it apart (CMS); both must then
    // agree. UnsupportedVersion for what this program cannot verify, BadSignature if the two disagree.
    [[nodiscard]] static Result<SignatureAlgorithm> parse(
        QByteArrayView algorithmIdentifier, QByteArrayView digestIdentifier = {});

    // The digest that its AlgorithmIdentifier names; errors as above.
    [[nodiscard]] static Result<const EVP_MD*> digestNamedBy(QByteArrayView digestIdentifier);

    // BadSignature; UnsupportedVersion if the digest is one that OpenSSL no longer computes; WeakAlgorithm if the
    // signature is good but proves little: MD5, SHA-1, RSA below 2048 bits, curves below 224.
    [[nodiscard]] Result<void> verify(EVP_PKEY* key, QByteArrayView bytes, QByteArrayView signature) const;
    [[nodiscard]] QString name() const; // "ecdsa-with-SHA256"

private:
    SignatureAlgorithm() = default;
    [[nodiscard]] Result<void> readPssParameters(QByteArrayView parameters);
    [[nodiscard]] Result<void> agreeWithDigest(QByteArrayView digestIdentifier);
    [[nodiscard]] bool fitsKey(const EVP_PKEY* key) const;
    [[nodiscard]] Result<void> checkStrength(const EVP_PKEY* key) const;

    QString m_name;
    const EVP_MD* m_digest = nullptr;
    const EVP_MD* m_maskDigest = nullptr; // PSS
    int m_saltLength = 0; // PSS
    int m_keyType = NID_undef;
    bool m_isPss = false;
};

} // namespace satchel
