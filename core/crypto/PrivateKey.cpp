#include "PrivateKey.h"

#include "Digest.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <openssl/pem.h>
#include <openssl/pkcs12.h>

namespace satchel {

namespace {

// scrypt at 16 MiB, the most that OpenSSL 3.0 will read back without being asked; five rounds make up for the size.
constexpr int SaltBytes = 16;
constexpr std::uint64_t ScryptN = 1U << 14U;
constexpr std::uint64_t ScryptR = 8;
constexpr std::uint64_t ScryptP = 5;

EVP_PKEY* generateHandle(KeyType type)
{
    switch (type) {
    case KeyType::P256:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
    case KeyType::P384:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
    case KeyType::Rsa3072:
        return EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{3072});
    }
    return nullptr;
}

X509SigHandle encryptKey(PKCS8_PRIV_KEY_INFO* key, const QByteArray& passphrase)
{
    AlgorithmHandle scheme{
        PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nullptr, SaltBytes, nullptr, ScryptN, ScryptR, ScryptP)};
    if (!scheme) {
        return {};
    }
    X509SigHandle encrypted{PKCS8_set0_pbe_ex(
        passphrase.constData(), static_cast<int>(passphrase.size()), key, scheme.get(), nullptr, nullptr)};
    if (encrypted) {
        // The encrypted key has taken it over.
        static_cast<void>(scheme.release());
    }
    return encrypted;
}

} // namespace

PrivateKey::PrivateKey(EVP_PKEY* owned)
    : m_key{owned, &EVP_PKEY_free}
{
}

Result<PrivateKey> PrivateKey::generate(KeyType type)
{
    EVP_PKEY* const key = generateHandle(type);
    if (!key) {
        return fail(takeOpenSslError(QStringLiteral("cannot make a key pair"), ErrorCode::Internal));
    }
    return PrivateKey{key};
}

QByteArray PrivateKey::publicKeyInfo() const
{
    return derOf<&i2d_PUBKEY>(m_key.get());
}

KeyFingerprint PrivateKey::fingerprint() const
{
    return KeyFingerprint::fromBytes(sha256(publicKeyInfo()).bytes());
}

bool PrivateKey::matches(const Certificate& certificate) const
{
    const OpenSslErrorScope scope;
    return certificate.publicKey() != nullptr && EVP_PKEY_eq(m_key.get(), certificate.publicKey()) == 1;
}

Result<Secret> PrivateKey::toPkcs8Pem(const Secret& passphrase) const
{
    const Pkcs8Handle plain{EVP_PKEY2PKCS8(m_key.get())};
    // Secure memory is wiped when it is freed.
    const BioHandle pem{BIO_new(BIO_s_secmem())};
    bool written = false;
    if (plain && passphrase.isEmpty()) {
        written = PEM_write_bio_PKCS8_PRIV_KEY_INFO(pem.get(), plain.get()) == 1;
    } else if (plain) {
        const X509SigHandle encrypted = encryptKey(plain.get(), passphrase.reveal());
        written = encrypted && PEM_write_bio_PKCS8(pem.get(), encrypted.get()) == 1;
    }
    if (!written) {
        return fail(
            takeOpenSslError(QStringLiteral("the key cannot be written as PKCS #8; a key in a token cannot leave it"),
                ErrorCode::KeyUnavailable));
    }
    return Secret{writtenBytes(pem.get())};
}

Result<QByteArray> PrivateKey::sign(QByteArrayView bytes, const EVP_MD* digest) const
{
    const OpenSslErrorScope scope;
    const DigestContextHandle context{EVP_MD_CTX_new()};
    const auto length = static_cast<std::size_t>(bytes.size());
    std::size_t size = 0;
    const bool begun = EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, handle()) == 1
        && EVP_DigestSign(context.get(), nullptr, &size, openSslBytes(bytes), length) == 1;
    QByteArray signature(static_cast<qsizetype>(size), '\0');
    auto* const place = reinterpret_cast<unsigned char*>(signature.data());
    if (!begun || EVP_DigestSign(context.get(), place, &size, openSslBytes(bytes), length) != 1) {
        return fail(takeOpenSslError(QStringLiteral("the key cannot sign"), ErrorCode::KeyUnavailable));
    }
    signature.truncate(static_cast<qsizetype>(size));
    return signature;
}

EVP_PKEY* PrivateKey::handle() const
{
    return m_key.get();
}

} // namespace satchel
