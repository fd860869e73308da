#include "CmpFlow.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>

namespace satchel::test {

namespace {

PrivateKey generated()
{
    auto key = PrivateKey::generate(KeyType::P256);
    if (!key) {
        qFatal("%s", qPrintable(key.error().message));
    }
    return *std::move(key);
}

Certificate decoded(const QByteArray& der)
{
    auto certificate = Certificate::fromDer(der);
    if (!certificate) {
        qFatal("%s", qPrintable(certificate.error().message));
    }
    return *std::move(certificate);
}

} // namespace

CmpFlow::CmpFlow(const TestWorld& world, const QString& serialNumber)
    : serial{serialNumber}
    , transaction{sha256("transaction of " + serialNumber.toUtf8()).bytes().first(16)}
    , device{world.pki.device(serialNumber)}
    , ra{world.pki.registrar}
    , newKey{generated()}
    , certificate{decoded(world.pki.certificateFor(publicKeyInfoOf(newKey), serialNumber))}
    , m_crmf{makeCrmf(newKey, makeName(QStringLiteral("pledge"), serialNumber), CrmfProof::Signature)}
{
}

QByteArray CmpFlow::once(const CmpDraft& draft) const
{
    const auto key
        = QByteArray::number(draft.bodyTag) + draft.body + draft.generalInfo + draft.senderNonce + draft.recipientNonce;
    auto& made = m_made[key];
    if (made.isEmpty()) {
        made = makeCmp(draft);
    }
    return made;
}

CmpDraft CmpFlow::byDevice(unsigned tag, const QByteArray& body, const QByteArray& nonce) const
{
    CmpDraft draft;
    draft.transactionId = transaction;
    draft.senderNonce = nonce;
    draft.bodyTag = tag;
    draft.body = body;
    draft.signer = device;
    return draft;
}

CmpDraft CmpFlow::byAuthority(unsigned tag, const QByteArray& body, const QByteArray& nonce) const
{
    CmpDraft draft = byDevice(tag, body, nonce);
    draft.signer = ra;
    return draft;
}

QByteArray CmpFlow::ir() const
{
    return once(byDevice(0, m_crmf, "nonce of the ir"));
}

QByteArray CmpFlow::ip(const QByteArray& generalInfo, int status) const
{
    const auto granted = status < 2 ? std::optional{certificate} : std::nullopt;
    auto draft = byAuthority(1, makeCertRep(status, granted), "nonce of the ip");
    draft.recipientNonce = "nonce of the ir";
    draft.generalInfo = generalInfo;
    return once(draft);
}

QByteArray CmpFlow::certConf() const
{
    return certConfOf(sha256(certificate.der()).bytes());
}

QByteArray CmpFlow::certConfOf(const QByteArray& certHash, const QByteArray& nonce) const
{
    auto draft = byDevice(24, derElement(der::Sequence, makeCertStatus(certHash)), nonce);
    draft.recipientNonce = "nonce of the ip";
    return once(draft);
}

QByteArray CmpFlow::pkiconf() const
{
    auto draft = byAuthority(19, QByteArray::fromHex("0500"), "nonce of the pkiconf");
    draft.recipientNonce = "nonce of the certConf";
    return once(draft);
}

QByteArray CmpFlow::error(const QByteArray& recipientNonce) const
{
    auto draft = byAuthority(23, QByteArray::fromHex("300530030201 02"), "nonce of the error");
    draft.recipientNonce = recipientNonce;
    return once(draft);
}

} // namespace satchel::test
