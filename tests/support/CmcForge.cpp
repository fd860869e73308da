#include "CmcForge.h"

#include "DerParts.h"

#include <core/crypto/DerReader.h>
#include <core/crypto/DerWriter.h>

namespace satchel::test {

QByteArray cmcContent(const CmcDraft& draft)
{
    QByteArray messages;
    for (const QByteArray& message : draft.messages) {
        messages += sequence(integer(7) + message);
    }
    return sequence(sequence(draft.controls.join())
        + (draft.isResponse ? QByteArray{} : sequence(draft.requests.join())) + sequence(messages) + sequence({}));
}

QByteArray makeCmc(const CmcDraft& draft)
{
    SignedDraft outside = draft.outside;
    outside.contentType = draft.isResponse ? "1.3.6.1.5.5.7.12.3" : "1.3.6.1.5.5.7.12.2";
    if (!outside.content) {
        outside.content = cmcContent(draft);
    }
    return makeSigned(outside);
}

QByteArray cmcControl(int number, const QByteArray& values)
{
    const QByteArray oid = "1.3.6.1.5.5.7.7." + QByteArray::number(number);
    return sequence(integer(1) + oidOf(oid.constData()) + derElement(der::Set, values));
}

QByteArray cmcTransaction(const QByteArray& content)
{
    return cmcControl(5, derElement(der::Integer, content));
}

QByteArray cmcSenderNonce(const QByteArray& nonce)
{
    return cmcControl(6, octets(nonce));
}

QByteArray cmcRecipientNonce(const QByteArray& nonce)
{
    return cmcControl(7, octets(nonce));
}

QByteArray cmcQueryPending(const QByteArray& token)
{
    return cmcControl(21, octets(token));
}

QByteArray cmcStatus(int status, const QByteArray& more)
{
    return cmcControl(25, sequence(integer(status) + sequence(integer(1)) + more));
}

QByteArray cmcPending(const QByteArray& token)
{
    return cmcStatus(3, sequence(octets(token) + derElement(der::GeneralizedTime, "20260602120000Z")));
}

QByteArray cmcPkcs10(const QByteArray& pkcs10)
{
    return derElement(der::contextConstructed(0), integer(1) + pkcs10);
}

QByteArray cmcCrmf(const QByteArray& certReqMessages)
{
    DerReader outer{certReqMessages};
    DerReader messages{outer.next().value_or(DerElement{}).content};
    return derElement(der::contextConstructed(1), messages.next().value_or(DerElement{}).content);
}

} // namespace satchel::test
