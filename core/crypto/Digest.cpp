#include "Digest.h"

#include "OpenSslBytes.h"

#include <QtEndian>

#include <openssl/rand.h>

namespace satchel {

namespace {

// Fetched once: EVP_sha256() would look the implementation up anew at each use.
const EVP_MD* sha256Method()
{
    static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    return method;
}

// Memory ran out or the system has no randomness: nothing that a caller could mend.
void require(bool success)
{
    if (!success) {
        qFatal("OpenSSL cannot compute a digest or draw random bytes");
    }
}

} // namespace

struct Sha256::Context {
    DigestContextHandle handle{EVP_MD_CTX_new()};
};

Sha256::Sha256()
    : m_context{std::make_unique<Context>()}
{
    require(EVP_DigestInit_ex2(m_context->handle.get(), sha256Method(), nullptr) == 1);
}

Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(QByteArrayView bytes)
{
    require(EVP_DigestUpdate(m_context->handle.get(), bytes.data(), static_cast<std::size_t>(bytes.size())) == 1);
}

void Sha256::addField(QByteArrayView bytes)
{
    const quint64 length = qToBigEndian(static_cast<quint64>(bytes.size()));
    add(QByteArrayView{reinterpret_cast<const char*>(&length), sizeof length});
    add(bytes);
}

QByteArray Sha256::finish()
{
    QByteArray digest(Sha256Digest::Size, Qt::Uninitialized);
    require(EVP_DigestFinal_ex(m_context->handle.get(), reinterpret_cast<unsigned char*>(digest.data()), nullptr) == 1);
    return digest;
}

Sha256Digest sha256(QByteArrayView bytes)
{
    QByteArray digest(Sha256Digest::Size, Qt::Uninitialized);
    require(EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()),
                reinterpret_cast<unsigned char*>(digest.data()), nullptr, sha256Method(), nullptr)
        == 1);
    return Sha256Digest::fromBytes(digest);
}

QByteArray randomBytes(qsizetype count)
{
    QByteArray bytes(count, Qt::Uninitialized);
    require(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()), static_cast<int>(count)) == 1);
    return bytes;
}

} // namespace satchel
