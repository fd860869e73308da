#include "EstForge.h"

#include "DerParts.h"

#include "MessageForge.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/OpenSslBytes.h>
#include <core/objects/voucher/VoucherMaker.h>

namespace satchel::test {

namespace {

QByteArray timeOf(const QDateTime& instant)
{
    return derElement(der::UtcTime, instant.toUTC().toString(QStringLiteral("yyMMddHHmmss'Z'")).toLatin1());
}

QByteArray identifier(const char* oid)
{
    const OpenSslHandle<ASN1_OBJECT, &ASN1_OBJECT_free> object{OBJ_txt2obj(oid, 1)};
    return derOf<&i2d_ASN1_OBJECT>(object.get());
}

QByteArray extension(const char* oid, const QByteArray& value)
{
    return sequence(identifier(oid) + derElement(der::OctetString, value));
}

QByteArray signedListOf(const CrlDraft& draft, const QByteArray& algorithm)
{
    QByteArray list = (draft.isVersion1 ? QByteArray{} : integer(draft.version)) + algorithm
        + draft.issuer.certificate.subjectDer() + timeOf(draft.thisUpdate);
    if (draft.nextUpdate.isValid()) {
        list += timeOf(draft.nextUpdate);
    }
    QByteArray revoked;
    for (int i = 0; i < draft.revoked; ++i) {
        revoked += sequence(integer(i + 1) + timeOf(draft.thisUpdate));
    }
    if (draft.revoked > 0) {
        list += sequence(revoked);
    }
    QByteArray extensions = extension("2.5.29.20", integer(draft.number));
    if (!draft.distributionPoint.isEmpty()) {
        extensions += extension("2.5.29.28", draft.distributionPoint);
    }
    return sequence(draft.isVersion1 ? list : list + derElement(der::contextConstructed(0), sequence(extensions)));
}

} // namespace

QByteArray makeCrl(const CrlDraft& draft)
{
    const QByteArray algorithm = signatureAlgorithmOf(draft.issuer.key, draft.digest);
    const QByteArray signedList = signedListOf(draft, algorithm);
    const QByteArray signature = signBytes(signedList, draft.issuer.key, draft.digest);
    return sequence(signedList + algorithm + derElement(der::BitString, QByteArray(1, '\0') + signature));
}

QByteArray makeSealedKey(const PrivateKey& key, const Certificate& recipient, bool streams, const EVP_CIPHER* cipher)
{
    const QByteArray content = pkcs8Of(key);
    const X509StackHandle recipients{sk_X509_new_null()};
    X509_up_ref(recipient.x509());
    sk_X509_push(recipients.get(), recipient.x509());
    const unsigned flags = CMS_BINARY | (streams ? static_cast<unsigned>(CMS_STREAM) : 0U);
    const BioHandle source = readingBio(content);
    const CmsHandle cms{CMS_encrypt(recipients.get(), source.get(), cipher, flags)};
    if (!cms) {
        qFatal("the forge: cannot encrypt a key");
    }
    if (!streams) {
        return derOf<&i2d_CMS_ContentInfo>(cms.get());
    }
    const BioHandle target = writingBio();
    const BioHandle again = readingBio(content);
    i2d_CMS_bio_stream(target.get(), cms.get(), again.get(), static_cast<int>(flags));
    return writtenBytes(target.get());
}

QByteArray makeSealedByHand(const char* type, const QByteArray& recipients, const QByteArray& content)
{
    const QByteArray encrypted = sequence(identifier("1.2.840.113549.1.7.1")
        + sequence(identifier("2.16.840.1.101.3.4.1.2")) + derElement(der::contextPrimitive(0), content));
    return sequence(
        identifier(type) + explicitly(0, sequence(integer(0) + derElement(der::Set, recipients) + encrypted)));
}

QByteArray pkcs8Of(const PrivateKey& key)
{
    const OpenSslHandle<PKCS8_PRIV_KEY_INFO, &PKCS8_PRIV_KEY_INFO_free> info{EVP_PKEY2PKCS8(key.handle())};
    return derOf<&i2d_PKCS8_PRIV_KEY_INFO>(info.get());
}

QByteArray makeBody(const BodyDraft& draft)
{
    const QByteArray& end = draft.lineEnd;
    QByteArray body = draft.header + draft.preamble;
    for (const BodyPart& part : draft.parts) {
        body += "--" + draft.boundary + end;
        if (!part.type.isEmpty()) {
            body += "Content-Type: " + part.type + end + "Content-Transfer-Encoding: base64" + end;
        }
        body += end + part.content + end;
    }
    return draft.isEnded ? body + "--" + draft.boundary + "--" + end + draft.epilogue : body;
}

QList<BodyPart> serverKeyParts(const QByteArray& sealedKey, const QList<Certificate>& certificates)
{
    return {{"application/pkcs7-mime; smime-type=server-generated-key", sealedKey.toBase64()},
        {"application/pkcs7-mime; smime-type=certs-only", makeCertsOnlyCms(certificates)->toBase64()}};
}

} // namespace satchel::test
