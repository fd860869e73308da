#pragma once

#include <core/base/HexId.h>
#include <core/ledger/Kind.h>
#include <core/station/StationId.h>

#include <QByteArray>
#include <QByteArrayView>

namespace satchel {

// Names an item by what it is: SHA-256 over length-prefixed "satchel-item-1", kind, protocol, origin station, context
// and bytes (docs/bundle-format.md, "Item id"). Gathering the same bytes twice is one item; equal bytes of two sites
// are two.
using ItemId = HexId<struct ItemIdTag, 32>;

// `context` is empty for objects that identify themselves, else the requester's serial and in-reply-to.
[[nodiscard]] ItemId itemIdOf(
    Kind kind, Protocol protocol, const StationId& origin, const QByteArray& context, QByteArrayView bytes);

// The context of an object that does not identify itself.
[[nodiscard]] QByteArray itemContext(const QString& requesterSerial, const QString& inReplyTo);

} // namespace satchel
