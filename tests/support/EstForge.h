#pragma once

#include <core/crypto/OpenSslHandle.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace satchel::test {

// A revocation list to be made, put together by hand.
struct CrlDraft {
    IssuerIdentity issuer;
    int version = 1; // as it is encoded
    bool isVersion1 = false; // without it, and without extensions
    QDateTime thisUpdate;
    QDateTime nextUpdate = {}; // invalid: absent
    int revoked = 1;
    int number = 7;
    QByteArray distributionPoint = {}; // value of the extension, absent if empty
    const EVP_MD* digest = EVP_sha256();
};

[[nodiscard]] QByteArray makeCrl(const CrlDraft& draft);

// What a CA does to a key that it made for a device (RFC 7030 section 4.4.2): EnvelopedData for that certificate, in
// DER or, streamed, in BER.
[[nodiscard]] QByteArray makeSealedKey(const PrivateKey& key, const Certificate& recipient, bool streams = false,
    const EVP_CIPHER* cipher = EVP_aes_256_cbc());
// A ContentInfo of that type (dotted) that says so, with any recipients and any content: nothing is encrypted.
[[nodiscard]] QByteArray makeSealedByHand(const char* type, const QByteArray& recipients, const QByteArray& content);
[[nodiscard]] QByteArray pkcs8Of(const PrivateKey& key); // DER, in the clear

struct BodyPart {
    QByteArray type; // of its Content-Type, no such line if empty
    QByteArray content; // as it stands in the body
};

struct BodyDraft {
    QList<BodyPart> parts;
    QByteArray boundary = "estServerExampleBoundary";
    QByteArray header = {}; // lines before the body, with the empty line that ends them
    QByteArray preamble = {};
    QByteArray lineEnd = "\r\n";
    bool isEnded = true;
    QByteArray epilogue = {};
};

[[nodiscard]] QByteArray makeBody(const BodyDraft& draft);
// The usual two parts: a sealed key and the certificates.
[[nodiscard]] QList<BodyPart> serverKeyParts(const QByteArray& sealedKey, const QList<Certificate>& certificates);

} // namespace satchel::test
