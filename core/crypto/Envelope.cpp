#include "Envelope.h"

#include "CmsBytes.h"
#include "DerTemplate.h"
#include "KeyKind.h"
#include "OpenSslBytes.h"
#include "OpenSslError.h"

#include <openssl/rsa.h>

#include <algorithm>
#include <optional>

namespace satchel {

namespace {

constexpr qsizetype MostPlaintextBytes = 64 * 1024 * 1024;
constexpr qsizetype NonceBytes = 12;
constexpr qsizetype TagBytes = 16;
constexpr qsizetype WrappedKeyBytes = 40; // 32 and the 8 of RFC 3394
constexpr qsizetype LeastRsaCiphertextBytes = LeastRsaBits / 8;

// One recipient as the envelope names it, as views into it.
struct Recipient {
    KeyKind kind;
    QByteArrayView issuerAndSerial;
};

struct EnvelopeParts {
    QList<Recipient> recipients;
    qsizetype ciphertextSize = 0;
};

// The uncompressed point of the sender's one-time key tells the curve, and the curve the key derivation.
KeyKind readOriginator(DerTemplate originator)
{
    constexpr qsizetype PointP256 = 66;
    constexpr qsizetype PointP384 = 98;
    originator.exactly(cms::KeyEphemeral, "algorithm of the ephemeral key");
    const QByteArrayView point = originator.content(der::BitString, "ephemeral key");
    originator.end("end of the ephemeral key");
    const bool knownSize = point.size() == PointP256 || point.size() == PointP384;
    originator.require(knownSize && point[0] == 0 && point[1] == 4, "ephemeral key");
    return point.size() == PointP384 ? KeyKind::P384 : KeyKind::P256;
}

// KeyAgreeRecipientInfo (RFC 5652 section 6.2.2) with the key of one recipient.
Recipient readKeyAgreement(DerTemplate info)
{
    info.exactly(cms::Version3, "version of the KeyAgreeRecipientInfo");
    DerTemplate wrapper = info.inside(der::contextConstructed(0), "originator");
    const KeyKind kind = readOriginator(wrapper.inside(der::contextConstructed(1), "originator's key"));
    wrapper.end("end of the originator");
    const QByteArrayView scheme = kind == KeyKind::P384 ? cms::EcdhSha384Wrap256 : cms::EcdhSha256Wrap256;
    info.exactly(scheme, "key agreement scheme");
    DerTemplate keys = info.inside(der::Sequence, "recipient's keys");
    info.end("end of the KeyAgreeRecipientInfo");
    DerTemplate key = keys.inside(der::Sequence, "recipient's key");
    keys.end("recipient's keys: exactly one");
    const QByteArrayView identifier = key.whole(der::Sequence, "recipient identifier");
    const QByteArrayView wrapped = key.content(der::OctetString, "wrapped key");
    key.require(wrapped.size() == WrappedKeyBytes, "length of the wrapped key");
    key.end("end of the recipient's key");
    return {kind, identifier};
}

// KeyTransRecipientInfo (RFC 5652 section 6.2.1).
Recipient readKeyTransport(DerTemplate info)
{
    info.exactly(cms::Version0, "version of the KeyTransRecipientInfo");
    const QByteArrayView identifier = info.whole(der::Sequence, "recipient identifier");
    info.exactly(cms::RsaOaepSha256, "key transport scheme");
    const QByteArrayView encrypted = info.content(der::OctetString, "encrypted key");
    info.require(encrypted.size() >= LeastRsaCiphertextBytes, "length of the encrypted key");
    info.end("end of the KeyTransRecipientInfo");
    return {KeyKind::Rsa, identifier};
}

// A SET OF in DER: in the order of the encodings (X.690 section 11.6), and nobody twice.
QList<Recipient> readRecipients(DerTemplate set)
{
    QList<Recipient> recipients;
    QByteArrayView previous;
    while (!set.atEnd() && recipients.size() <= MostRecipients) {
        DerTemplate look = set;
        const std::uint8_t tag = set.nextIs(der::contextConstructed(1)) ? der::contextConstructed(1) : der::Sequence;
        const QByteArrayView whole = look.whole(tag, "RecipientInfo");
        const Recipient recipient = tag == der::Sequence ? readKeyTransport(set.inside(tag, "KeyTransRecipientInfo"))
                                                         : readKeyAgreement(set.inside(tag, "KeyAgreeRecipientInfo"));
        const bool known = std::any_of(recipients.cbegin(), recipients.cend(),
            [&recipient](const Recipient& other) { return other.issuerAndSerial == recipient.issuerAndSerial; });
        set.require(!known && previous.compare(whole) < 0, "order of the recipients");
        recipients.append(recipient);
        previous = whole;
    }
    set.require(!recipients.isEmpty() && recipients.size() <= MostRecipients, "number of recipients, 1 to 8");
    return recipients;
}

// EncryptedContentInfo (RFC 5652 section 6.1) with AES-256-GCM (RFC 5084 section 3.2).
qsizetype readEncryptedContent(DerTemplate content)
{
    content.exactly(cms::Data, "type of the encrypted content");
    DerTemplate algorithm = content.inside(der::Sequence, "content encryption algorithm");
    algorithm.exactly(cms::Aes256Gcm, "content encryption algorithm");
    DerTemplate parameters = algorithm.inside(der::Sequence, "parameters of AES-256-GCM");
    algorithm.end("end of the content encryption algorithm");
    const QByteArrayView nonce = parameters.content(der::OctetString, "nonce");
    parameters.require(nonce.size() == NonceBytes, "length of the nonce");
    parameters.exactly(cms::TagLength16, "length of the tag among the parameters");
    parameters.end("end of the parameters of AES-256-GCM");
    const QByteArrayView ciphertext = content.content(der::contextPrimitive(0), "encrypted content");
    content.end("end of the encrypted content");
    return ciphertext.size();
}

Result<EnvelopeParts> readEnvelopeParts(QByteArrayView bytes)
{
    std::optional<Error> fault;
    EnvelopeParts parts;
    DerTemplate file{bytes, ErrorCode::BadContainer, fault};
    DerTemplate info = file.inside(der::Sequence, "ContentInfo");
    file.end("end of the envelope");
    info.exactly(cms::AuthEnvelopedData, "content type");
    DerTemplate wrapper = info.inside(der::contextConstructed(0), "content of the ContentInfo");
    info.end("end of the ContentInfo");
    DerTemplate envelope = wrapper.inside(der::Sequence, "AuthEnvelopedData");
    wrapper.end("end of the content of the ContentInfo");

    envelope.exactly(cms::Version0, "version of the AuthEnvelopedData");
    parts.recipients = readRecipients(envelope.inside(der::Set, "recipients"));
    parts.ciphertextSize = readEncryptedContent(envelope.inside(der::Sequence, "encrypted content"));
    const QByteArrayView tag = envelope.content(der::OctetString, "tag");
    envelope.require(tag.size() == TagBytes, "length of the tag");
    envelope.end("end of the AuthEnvelopedData");
    if (fault) {
        return fail(*std::move(fault));
    }
    return parts;
}

bool isFor(const Recipient& recipient, const Certificate& certificate)
{
    const auto kind = allowedKeyKind(certificate);
    return recipient.issuerAndSerial == certificate.issuerAndSerial() && kind && *kind == recipient.kind;
}

// Tries the one recipient that is this certificate's. CMS_decrypt writes to `plain` before it has seen the tag; what
// stands there leaves this function only if the tag was good.
std::optional<QByteArray> open(const QByteArray& envelope, const DecryptionIdentity& identity)
{
    const OpenSslErrorScope scope;
    const unsigned char* cursor = openSslBytes(envelope);
    const CmsHandle cms{d2i_CMS_ContentInfo(nullptr, &cursor, static_cast<long>(envelope.size()))};
    const BioHandle plain = writingBio();
    const bool opened = cms && plain
        && CMS_decrypt(cms.get(), identity.key.handle(), identity.certificate.x509(), nullptr, plain.get(), CMS_BINARY)
            == 1;
    return opened ? std::optional{writtenBytes(plain.get())} : std::nullopt;
}

Result<KeyKind> checkRecipient(const Certificate& certificate)
{
    const auto kind = allowedKeyKind(certificate);
    if (!kind) {
        return kind;
    }
    const bool allowed = *kind == KeyKind::Rsa ? certificate.mayEncipherKeys() : certificate.mayAgreeOnKeys();
    if (!allowed) {
        return fail(ErrorCode::KeyMismatch,
            QStringLiteral("the certificate %1 does not allow decryption (keyUsage without keyAgreement for an "
                           "elliptic curve key or keyEncipherment for an RSA key)")
                .arg(certificate.subject()));
    }
    return kind;
}

bool setScheme(CMS_RecipientInfo* recipient, KeyKind kind)
{
    EVP_PKEY_CTX* const parameters = CMS_RecipientInfo_get0_pkey_ctx(recipient);
    if (kind == KeyKind::Rsa) {
        return EVP_PKEY_CTX_set_rsa_padding(parameters, RSA_PKCS1_OAEP_PADDING) == 1
            && EVP_PKEY_CTX_set_rsa_oaep_md(parameters, EVP_sha256()) == 1
            && EVP_PKEY_CTX_set_rsa_mgf1_md(parameters, EVP_sha256()) == 1;
    }
    // Left alone, OpenSSL derives the key with SHA-1.
    return EVP_PKEY_CTX_set_ecdh_kdf_md(parameters, kind == KeyKind::P384 ? EVP_sha384() : EVP_sha256()) == 1;
}

Result<void> addRecipients(CMS_ContentInfo* cms, const QList<Certificate>& recipients)
{
    for (const Certificate& certificate : recipients) {
        const auto kind = checkRecipient(certificate);
        if (!kind) {
            return fail(kind.error());
        }
        CMS_RecipientInfo* const added = CMS_add1_recipient_cert(cms, certificate.x509(), CMS_KEY_PARAM);
        if (!added || !setScheme(added, *kind)) {
            return fail(takeOpenSslError(
                QStringLiteral("cannot encrypt to %1").arg(certificate.subject()), ErrorCode::Internal));
        }
    }
    return {};
}

QList<Certificate> withoutRepetition(const QList<Certificate>& certificates)
{
    QList<Certificate> unique;
    for (const Certificate& certificate : certificates) {
        if (!unique.contains(certificate)) {
            unique.append(certificate);
        }
    }
    return unique;
}

Result<void> checkEncryption(QByteArrayView plaintext, const QList<Certificate>& recipients)
{
    if (recipients.isEmpty()) {
        return fail(ErrorCode::UnknownPeer, QStringLiteral("there is no certificate to encrypt to"));
    }
    if (recipients.size() > MostRecipients) {
        return fail(ErrorCode::TooLarge,
            QStringLiteral("%1 recipients; %2 are the most").arg(recipients.size()).arg(MostRecipients));
    }
    if (plaintext.size() > MostPlaintextBytes) {
        return fail(
            ErrorCode::TooLarge, QStringLiteral("%1 bytes are too many for one envelope").arg(plaintext.size()));
    }
    return {};
}

} // namespace

Result<QByteArray> encrypt(QByteArrayView plaintext, const QList<Certificate>& recipients)
{
    const OpenSslErrorScope scope;
    const QList<Certificate> unique = withoutRepetition(recipients);
    SATCHEL_TRY(checkEncryption(plaintext, unique));
    const CmsHandle cms{CMS_AuthEnvelopedData_create(EVP_aes_256_gcm())};
    const BioHandle source = readingBio(plaintext);
    if (!cms || !source) {
        return fail(takeOpenSslError(QStringLiteral("cannot encrypt"), ErrorCode::Internal));
    }
    SATCHEL_TRY(addRecipients(cms.get(), unique));
    // Otherwise the content would be left out.
    CMS_set_detached(cms.get(), 0);
    if (CMS_final(cms.get(), source.get(), nullptr, CMS_BINARY) != 1) {
        return fail(takeOpenSslError(QStringLiteral("cannot encrypt"), ErrorCode::Internal));
    }
    QByteArray envelope = derOf<&i2d_CMS_ContentInfo>(cms.get());
    if (auto readable = checkEnvelopeForm(envelope); !readable) {
        return fail(std::move(readable).error().withContext(QStringLiteral("the envelope just made is not sound")));
    }
    return envelope;
}

Result<QByteArray> decrypt(
    const QByteArray& envelope, const QList<DecryptionIdentity>& identities, qint64 mostPlaintext)
{
    const auto parts = readEnvelopeParts(envelope);
    if (!parts) {
        return fail(parts.error());
    }
    // GCM neither pads nor compresses.
    if (parts->ciphertextSize > mostPlaintext) {
        return fail(ErrorCode::TooLarge,
            QStringLiteral("%1 bytes inside; %2 are the most that is accepted")
                .arg(parts->ciphertextSize)
                .arg(mostPlaintext));
    }
    bool isRecipient = false;
    for (const DecryptionIdentity& identity : identities) {
        const bool concerned = std::any_of(parts->recipients.cbegin(), parts->recipients.cend(),
            [&identity](const Recipient& recipient) { return isFor(recipient, identity.certificate); });
        if (!concerned) {
            continue;
        }
        isRecipient = true;
        if (auto plaintext = open(envelope, identity)) {
            return *std::move(plaintext);
        }
    }
    return fail(ErrorCode::CannotDecrypt,
        isRecipient ? QStringLiteral("the content was altered, or was encrypted for another key under our name")
                    : QStringLiteral("none of our decryption certificates is among its recipients"));
}

Result<void> checkEnvelopeForm(const QByteArray& envelope)
{
    return readEnvelopeParts(envelope).map([](const EnvelopeParts&) { });
}

} // namespace satchel
