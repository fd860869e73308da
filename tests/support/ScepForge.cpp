#include "ScepForge.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>
#include <core/crypto/OpenSslBytes.h>

#include <QtGlobal>

namespace satchel::test {

QByteArray makeScep(const ScepDraft& draft)
{
    SignedDraft outside = draft.outside;
    const auto add = [&outside](const char* oid, const QByteArray& text, bool isNonce) {
        if (!text.isEmpty()) {
            outside.attributes.append(
                attribute(oid, isNonce ? derElement(der::OctetString, text) : printableString(text)));
        }
    };
    add("2.16.840.1.113733.1.9.2", draft.type, false);
    add("2.16.840.1.113733.1.9.3", draft.status, false);
    add("2.16.840.1.113733.1.9.4", draft.failInfo, false);
    add("2.16.840.1.113733.1.9.5", draft.senderNonce, true);
    add("2.16.840.1.113733.1.9.6", draft.recipientNonce, true);
    add("2.16.840.1.113733.1.9.7", draft.transactionId, false);
    return makeSigned(outside);
}

QByteArray makeSealed(const Certificate& recipient, const QByteArray& content)
{
    const X509StackViewHandle recipients{sk_X509_new_null()};
    sk_X509_push(recipients.get(), recipient.x509());
    const BioHandle source = readingBio(content);
    const CmsHandle cms{CMS_encrypt(recipients.get(), source.get(), EVP_aes_256_cbc(), CMS_BINARY)};
    if (!cms) {
        qFatal("the forge: cannot seal");
    }
    return derOf<&i2d_CMS_ContentInfo>(cms.get());
}

ScepDraft scepRequest(const IssuerIdentity& device, const Certificate& authority)
{
    ScepDraft draft;
    draft.outside.content = makeSealed(authority);
    draft.outside.signers = {device};
    return draft;
}

ScepDraft scepPoll(const IssuerIdentity& device, const Certificate& authority, const QByteArray& senderNonce)
{
    ScepDraft draft = scepRequest(device, authority);
    draft.type = "20";
    draft.senderNonce = senderNonce;
    return draft;
}

ScepDraft scepSuccess(const IssuerIdentity& authority, const Certificate& device, const QByteArray& recipientNonce)
{
    ScepDraft draft = scepStatus(authority, "0", recipientNonce);
    draft.outside.content = makeSealed(device);
    return draft;
}

ScepDraft scepStatus(const IssuerIdentity& authority, const QByteArray& status, const QByteArray& recipientNonce)
{
    ScepDraft draft;
    draft.type = "3";
    draft.status = status;
    draft.failInfo = status == "2" ? QByteArray("2") : QByteArray{};
    draft.senderNonce = "answer-nonce-001";
    draft.recipientNonce = recipientNonce;
    draft.outside.signers = {authority};
    return draft;
}

} // namespace satchel::test
