#include "CmpCertStatus.h"

#include <core/crypto/OpenSslError.h>
#include <core/crypto/OpenSslHandle.h>
#include <core/objects/encoding/SignatureAlgorithm.h>

#include <openssl/objects.h>

#include <array>

namespace satchel {

namespace {

// The digest that the certificate was signed with; of signatures that name none, RFC 9810 section 5.3.18 says which.
const EVP_MD* digestOfSignature(const Certificate& certificate)
{
    int digest = NID_undef;
    int key = NID_undef;
    if (X509_get_signature_info(certificate.x509(), &digest, &key, nullptr, nullptr) != 1 && key == NID_undef) {
        return nullptr;
    }
    if (digest != NID_undef) {
        return EVP_get_digestbynid(digest);
    }
    switch (key) {
    case NID_ED25519:
        return EVP_sha512();
    case NID_ED448:
        return EVP_shake256();
    default:
        return nullptr;
    }
}

QByteArray certHashOf(const QByteArray& bytes, const EVP_MD* digest)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
    // SHAKE256 as a digest of fixed length: RFC 8702 section 3.1.
    constexpr std::size_t ExtendedOctets = 64;
    const DigestContextHandle context{EVP_MD_CTX_new()};
    const bool isExtendable = (EVP_MD_get_flags(digest) & EVP_MD_FLAG_XOF) != 0;
    unsigned size = isExtendable ? ExtendedOctets : 0;
    const bool made = context && EVP_DigestInit_ex2(context.get(), digest, nullptr) == 1
        && EVP_DigestUpdate(context.get(), bytes.constData(), static_cast<std::size_t>(bytes.size())) == 1
        && (isExtendable ? EVP_DigestFinalXOF(context.get(), hash.data(), ExtendedOctets)
                         : EVP_DigestFinal_ex(context.get(), hash.data(), &size))
            == 1;
    return made ? QByteArray{reinterpret_cast<const char*>(hash.data()), static_cast<qsizetype>(size)} : QByteArray{};
}

} // namespace

CmpCertStatus CmpCertStatus::read(DerFields fields)
{
    CmpCertStatus status;
    status.hash = fields.take(der::OctetString).content.toByteArray();
    status.requestId = fields.take(der::Integer).content.toByteArray();
    if (auto info = fields.enterIf(der::Sequence)) {
        status.info = CmpStatusInfo::read(*info);
    }
    if (auto algorithm = fields.enterIf(der::contextConstructed(0))) {
        status.hashAlgorithm = algorithm->take(der::Sequence).whole.toByteArray();
        algorithm->end();
    }
    fields.end();
    return status;
}

bool CmpCertStatus::isAccepted() const
{
    return !info || info->status == CmpStatusInfo::Status::Accepted
        || info->status == CmpStatusInfo::Status::GrantedWithChanges;
}

Result<bool> CmpCertStatus::isOf(const Certificate& certificate) const
{
    const OpenSslErrorScope scope;
    const auto named = hashAlgorithm.isEmpty() ? Result<const EVP_MD*>{digestOfSignature(certificate)}
                                               : SignatureAlgorithm::digestNamedBy(hashAlgorithm);
    if (!named) {
        return fail(named.error());
    }
    const QByteArray computed = *named != nullptr ? certHashOf(certificate.der(), *named) : QByteArray{};
    if (computed.isEmpty()) {
        return fail(ErrorCode::UnsupportedVersion,
            QStringLiteral("the digest that goes with the certificate of \"%1\" is not known here")
                .arg(certificate.subject()));
    }
    return computed == hash;
}

} // namespace satchel
