#include "CmcSignature.h"

#include <core/crypto/OpenSslBytes.h>
#include <core/crypto/PublicKeyInfo.h>
#include <core/objects/CheckNames.h>
#include <core/objects/TrustChecks.h>
#include <core/objects/encoding/DerFields.h>

namespace satchel {

namespace {

constexpr QByteArrayView NoSignatureOid = "1.3.6.1.5.5.7.6.2"; // id-alg-noSignature

// RFC 5280 section 4.2.1.2, method (1), by which a key without a certificate is named.
QByteArray keyIdentifierOf(const QByteArray& publicKeyInfo)
{
    DerFields outer{publicKeyInfo, QStringLiteral("the key")};
    DerFields fields = outer.enter(der::Sequence);
    fields.take(der::Sequence);
    const QByteArrayView bits = fields.takeBitString();
    QByteArray identifier(EVP_MAX_MD_SIZE, Qt::Uninitialized);
    unsigned int size = 0;
    const bool done = outer.result()
        && EVP_Digest(bits.data(), static_cast<std::size_t>(bits.size()),
               reinterpret_cast<unsigned char*>(identifier.data()), &size, EVP_sha1(), nullptr)
            == 1;
    identifier.truncate(done ? static_cast<qsizetype>(size) : 0);
    return identifier;
}

QByteArray keyNamed(const QByteArray& identifier, const QList<QByteArray>& keys)
{
    for (const QByteArray& key : keys) {
        if (!identifier.isEmpty() && keyIdentifierOf(key) == identifier) {
            return key;
        }
    }
    return {};
}

} // namespace

CmcSignature::CmcSignature(const SignedData& cms, const QList<QByteArray>& keysAskedFor)
    : m_signer{cms.signer()}
{
    if (cms.signerCount() > 1) {
        m_kind = Kind::Several;
    } else if (cms.signerCount() == 0 || cms.signatureAlgorithm() == NoSignatureOid) {
        m_kind = Kind::None;
    } else if (m_signer) {
        m_kind = m_signer->isSelfIssued() ? Kind::SelfMade : Kind::Certificate;
    } else {
        m_ownKey = keyNamed(cms.signerKeyIdentifier(), keysAskedFor);
        m_kind = m_ownKey.isEmpty() ? Kind::Unknown : Kind::OwnKey;
    }
}

bool CmcSignature::provesWhoAsked() const
{
    return m_kind == Kind::Certificate || m_kind == Kind::Unknown || m_kind == Kind::Several;
}

bool CmcSignature::isByRegistrationAuthority() const
{
    return m_kind == Kind::Certificate && m_signer->isRegistrationAuthority();
}

QByteArray CmcSignature::key() const
{
    const bool isByCertificate = m_kind == Kind::Certificate || m_kind == Kind::SelfMade;
    return isByCertificate ? m_signer->publicKeyInfo() : m_ownKey;
}

bool CmcSignature::check(AssessmentBuilder& builder, const SignedData& cms, const Certificate& signer) const
{
    recordSignature(builder, signatureCheck(), cms.verify(signer), ErrorCode::BadSignature,
        QStringLiteral("\"%1\"").arg(signer.subject()));
    return !builder.isRefused();
}

void CmcSignature::checkOwnKey(AssessmentBuilder& builder, const SignedData& cms) const
{
    recordSignature(builder, signatureCheck(),
        cms.verify(decodePublicKey(m_ownKey).get(), cms.content().value_or(QByteArray{})), ErrorCode::BadSignature,
        QStringLiteral("the key that a certificate is asked for"));
}

} // namespace satchel
