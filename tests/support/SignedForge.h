#pragma once

#include <core/crypto/OpenSslHandle.h>
#include <core/crypto/PrivateKey.h>

#include <QByteArray>
#include <QList>

#include <optional>

namespace satchel::test {

// A CMS SignedData to be made, put together by hand, so that it may break any rule.
struct SignedDraft {
    QByteArray contentType = QByteArray("1.2.840.113549.1.7.1"); // dotted; id-data
    std::optional<QByteArray> content = {}; // none: the field is left out
    QList<IssuerIdentity> signers = {};
    bool includesSigners = true;
    QByteArray signerKeyIdentifier = {}; // names the signers by this instead of by issuer and serial number
    QByteArray signatureAlgorithm = {}; // AlgorithmIdentifier to name instead of the right one
    QList<QByteArray> attributes = {}; // whole Attributes, besides contentType and messageDigest
    QList<Certificate> certificates = {}; // besides the signers'
    const EVP_MD* digest = EVP_sha256();
};

[[nodiscard]] QByteArray makeSigned(const SignedDraft& draft);

// An Attribute with these values: DER, one after the other.
[[nodiscard]] QByteArray attribute(const char* dottedOid, const QByteArray& values);
[[nodiscard]] QByteArray oidOf(const char* dottedOid); // whole element
[[nodiscard]] QByteArray printableString(const QByteArray& text);
[[nodiscard]] QByteArray keyIdentifierOf(const PrivateKey& key); // RFC 5280 section 4.2.1.2, method (1)
// A certificate that a device has made itself.
[[nodiscard]] IssuerIdentity selfMadeDevice(const QString& serialNumber);

} // namespace satchel::test
