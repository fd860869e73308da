#include "ItemId.h"

#include <core/crypto/Digest.h>

namespace satchel {

ItemId itemIdOf(Kind kind, Protocol protocol, const StationId& origin, const QByteArray& context, QByteArrayView bytes)
{
    Sha256 digest;
    digest.addField("satchel-item-1");
    digest.addField(kindName(kind).toUtf8());
    digest.addField(protocolName(protocol).toUtf8());
    digest.addField(origin.toString().toUtf8());
    digest.addField(context);
    digest.addField(bytes);
    return ItemId::fromBytes(digest.finish());
}

QByteArray itemContext(const QString& requesterSerial, const QString& inReplyTo)
{
    if (requesterSerial.isEmpty() && inReplyTo.isEmpty()) {
        return {};
    }
    // An item id has no slash, so the last one always ends the serial: two pairs never give one context.
    return (requesterSerial + QLatin1Char('/') + inReplyTo).toUtf8();
}

} // namespace satchel
