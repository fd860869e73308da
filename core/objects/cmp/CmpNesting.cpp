#include "CmpNesting.h"

#include "CmpMessage.h"

#include <core/crypto/DerWriter.h>
#include <core/crypto/Digest.h>
#include <core/crypto/KeyKind.h>
#include <core/crypto/OpenSslBytes.h>

#include <algorithm>
#include <vector>

namespace satchel {

namespace {

constexpr qsizetype NonceOctets = 16; // RFC 9483 section 3.1: 128 bits
constexpr unsigned NestedTag = static_cast<unsigned>(CmpBodyType::Nested);

QByteArray explicitly(unsigned number, const QByteArray& content)
{
    return derElement(der::contextConstructed(number), content);
}

QByteArray optionalOctets(unsigned number, const QByteArray& octets)
{
    return octets.isEmpty() ? QByteArray{} : explicitly(number, derElement(der::OctetString, octets));
}

QByteArray integer(std::int64_t small)
{
    return derElement(der::Integer, QByteArray(1, static_cast<char>(small)));
}

// How the RA signs: what its certificate's key does best (RFC 9481 section 3).
struct Signing {
    int nid = NID_undef;
    const EVP_MD* digest = nullptr;
};

Result<Signing> signingOf(const Certificate& certificate)
{
    const auto kind = allowedKeyKind(certificate);
    if (!kind) {
        return fail(kind.error());
    }
    switch (*kind) {
    case KeyKind::P256:
        return Signing{NID_ecdsa_with_SHA256, EVP_sha256()};
    case KeyKind::P384:
        return Signing{NID_ecdsa_with_SHA384, EVP_sha384()};
    case KeyKind::Rsa:
        break;
    }
    return Signing{NID_sha256WithRSAEncryption, EVP_sha256()};
}

QByteArray algorithmIdentifier(const Signing& signing)
{
    const AlgorithmHandle algorithm{X509_ALGOR_new()};
    const bool isRsa = signing.nid == NID_sha256WithRSAEncryption;
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(signing.nid), isRsa ? V_ASN1_NULL : V_ASN1_UNDEF, nullptr);
    return derOf<&i2d_X509_ALGOR>(algorithm.get());
}

Result<std::vector<CmpHeader>> headersOf(const QList<QByteArray>& messages)
{
    if (messages.isEmpty() || messages.size() > MostNestedCmpMessages) {
        return fail(ErrorCode::Malformed,
            QStringLiteral("a nested CMP message holds 1 to %1 messages").arg(MostNestedCmpMessages));
    }
    std::vector<CmpHeader> headers;
    for (const QByteArray& bytes : messages) {
        const auto message = CmpMessage::parse(bytes);
        if (!message) {
            return fail(message.error());
        }
        if ((*message)->body().type == CmpBodyType::Nested) {
            return fail(ErrorCode::Malformed, QStringLiteral("a nested CMP message is not nested once more"));
        }
        headers.push_back((*message)->header());
    }
    return headers;
}

// What a consent takes over from the message it is about, and a batch has of its own.
CmpHeader outerHeader(const std::vector<CmpHeader>& inner)
{
    CmpHeader outer;
    outer.recipientName = inner.front().recipientName;
    outer.version = std::ranges::max(inner, {}, &CmpHeader::version).version;
    if (inner.size() == 1) {
        outer.transactionId = inner.front().transactionId;
        outer.senderNonce = inner.front().senderNonce;
        outer.recipientNonce = inner.front().recipientNonce;
    } else {
        outer.transactionId = randomBytes(NonceOctets);
        outer.senderNonce = randomBytes(NonceOctets);
    }
    return outer;
}

QByteArray headerDer(
    const CmpHeader& header, const Certificate& sender, const QByteArray& algorithm, const QDateTime& at)
{
    const QByteArray time = at.toUTC().toString(QStringLiteral("yyyyMMddHHmmss")).toLatin1() + 'Z';
    return derElement(der::Sequence,
        integer(header.version) + explicitly(4, sender.subjectDer()) + header.recipientName
            + explicitly(0, derElement(der::GeneralizedTime, time)) + explicitly(1, algorithm)
            + optionalOctets(2, sender.subjectKeyIdentifier()) + optionalOctets(4, header.transactionId)
            + optionalOctets(5, header.senderNonce) + optionalOctets(6, header.recipientNonce));
}

QByteArray certificatesDer(const RegistrationAuthority& by)
{
    QByteArray all = by.identity.certificate.der();
    for (const Certificate& above : by.chain) {
        all += above.der();
    }
    return explicitly(1, derElement(der::Sequence, all));
}

} // namespace

Result<QByteArray> nestCmpMessages(
    const QList<QByteArray>& messages, const RegistrationAuthority& by, const QDateTime& at)
{
    const auto inner = headersOf(messages);
    if (!inner) {
        return fail(inner.error());
    }
    const auto signing = signingOf(by.identity.certificate);
    if (!signing) {
        return fail(signing.error());
    }
    const QByteArray header
        = headerDer(outerHeader(*inner), by.identity.certificate, algorithmIdentifier(*signing), at);
    const QByteArray body = explicitly(NestedTag, derElement(der::Sequence, QByteArrayList{messages}.join()));
    const auto signature = by.identity.key.sign(derElement(der::Sequence, header + body), signing->digest);
    if (!signature) {
        return fail(Error{signature.error()}.withContext(QStringLiteral("the RA's key for nested CMP messages")));
    }
    const QByteArray protection = derElement(der::BitString, QByteArray(1, '\0') + *signature);
    return derElement(der::Sequence, header + body + explicitly(0, protection) + certificatesDer(by));
}

} // namespace satchel
