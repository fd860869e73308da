#include "SignedForge.h"

#include "DerParts.h"

#include "MessageForge.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/OpenSslBytes.h>

#include <algorithm>

namespace satchel::test {

namespace {

constexpr const char* ContentTypeOid = "1.2.840.113549.1.9.3";
constexpr const char* MessageDigestOid = "1.2.840.113549.1.9.4";

QByteArray digestOf(const QByteArray& bytes, const EVP_MD* digest)
{
    QByteArray value(EVP_MD_get_size(digest), '\0');
    EVP_Digest(bytes.data(), static_cast<std::size_t>(bytes.size()), reinterpret_cast<unsigned char*>(value.data()),
        nullptr, digest, nullptr);
    return value;
}

QByteArray digestAlgorithm(const EVP_MD* digest)
{
    const AlgorithmHandle algorithm{X509_ALGOR_new()};
    X509_ALGOR_set_md(algorithm.get(), digest);
    return derOf<&i2d_X509_ALGOR>(algorithm.get());
}

// X.690 section 11.6: in the order of their encodings.
QByteArray setOf(QList<QByteArray> elements)
{
    std::ranges::sort(elements);
    return elements.join();
}

QByteArray signerInfo(const SignedDraft& draft, const IssuerIdentity& signer)
{
    const bool byKey = !draft.signerKeyIdentifier.isEmpty();
    const QByteArray attributes = setOf(draft.attributes
        + QList<QByteArray>{attribute(ContentTypeOid, oidOf(draft.contentType.constData())),
            attribute(MessageDigestOid,
                derElement(der::OctetString, digestOf(draft.content.value_or(QByteArray{}), draft.digest)))});
    const QByteArray signature = signBytes(derElement(der::Set, attributes), signer.key, draft.digest);
    const QByteArray algorithm = draft.signatureAlgorithm.isEmpty() ? signatureAlgorithmOf(signer.key, draft.digest)
                                                                    : draft.signatureAlgorithm;
    return sequence(derElement(der::Integer, byKey ? "\3" : "\1")
        + (byKey ? derElement(der::contextPrimitive(0), draft.signerKeyIdentifier)
                 : signer.certificate.issuerAndSerial())
        + digestAlgorithm(draft.digest) + derElement(der::contextConstructed(0), attributes) + algorithm
        + derElement(der::OctetString, signature));
}

} // namespace

QByteArray makeSigned(const SignedDraft& draft)
{
    QByteArray content = oidOf(draft.contentType.constData());
    if (draft.content) {
        content += derElement(der::contextConstructed(0), derElement(der::OctetString, *draft.content));
    }
    QByteArray certificates;
    QByteArray signers;
    for (const IssuerIdentity& signer : draft.signers) {
        certificates += draft.includesSigners ? signer.certificate.der() : QByteArray{};
        signers += signerInfo(draft, signer);
    }
    for (const Certificate& certificate : draft.certificates) {
        certificates += certificate.der();
    }
    const QByteArray data = derElement(der::Integer, "\1") + derElement(der::Set, digestAlgorithm(draft.digest))
        + sequence(content)
        + (certificates.isEmpty() ? QByteArray{} : derElement(der::contextConstructed(0), certificates))
        + derElement(der::Set, signers);
    return sequence(oidOf("1.2.840.113549.1.7.2") + derElement(der::contextConstructed(0), sequence(data)));
}

QByteArray attribute(const char* dottedOid, const QByteArray& values)
{
    return sequence(oidOf(dottedOid) + derElement(der::Set, values));
}

QByteArray oidOf(const char* dottedOid)
{
    const Asn1ObjectHandle object{OBJ_txt2obj(dottedOid, 1)};
    return derOf<&i2d_ASN1_OBJECT>(object.get());
}

QByteArray printableString(const QByteArray& text)
{
    return derElement(0x13, text);
}

QByteArray keyIdentifierOf(const PrivateKey& key)
{
    const QByteArray info = publicKeyInfoOf(key);
    DerReader outer{info};
    DerReader fields{outer.next().value_or(DerElement{}).content};
    static_cast<void>(fields.next()); // algorithm
    const auto bits = fields.next().value_or(DerElement{}).content;
    return digestOf(bits.sliced(1).toByteArray(), EVP_sha1());
}

IssuerIdentity selfMadeDevice(const QString& serialNumber)
{
    auto key = PrivateKey::generate(KeyType::P256);
    auto certificate = key ? issueSelfSigned({.commonName = QStringLiteral("pledge"),
                                                 .serialNumber = serialNumber,
                                                 .notBefore = MessageForge::now().addDays(-1),
                                                 .notAfter = MessageForge::now().addDays(30)},
                                 *key)
                           : fail(key.error());
    if (!certificate) {
        qFatal("the forge: %s", qPrintable(certificate.error().message));
    }
    return {*std::move(certificate), *std::move(key)};
}

} // namespace satchel::test
