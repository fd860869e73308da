#include "Deliverable.h"

#include <core/exchange/pair/Editions.h>
#include <core/objects/ResourcePath.h>
#include <core/objects/Sidecar.h>

#include <algorithm>

namespace satchel {

bool Deliverable::wasReady() const
{
    return std::any_of(
        items.begin(), items.end(), [](const auto& entry) { return entry.content.item.state == ItemState::Ready; });
}

mode_t Deliverable::mode() const
{
    constexpr mode_t ForAll = 0644;
    constexpr mode_t ForTheGroup = 0640;
    const bool holdsKey = std::any_of(
        items.begin(), items.end(), [](const auto& entry) { return entry.content.item.extension == u"serverkeygen"; });
    return holdsKey ? ForTheGroup : ForAll;
}

QString fileNameOf(const Item& item)
{
    // A rejection made by hand; that of a protocol is for the device, and goes under its own name.
    const bool isByHand = item.kind == Kind::Rejection && item.protocol == Protocol::Satchel;
    return (isByHand ? item.inReplyTo : item.id).toString() + QLatin1Char('.') + item.extension;
}

Result<QByteArray> sidecarOf(const Item& item)
{
    Sidecar sidecar;
    if (!item.requester.isEmpty()) {
        const auto json = parseJson(item.requester);
        auto record = json ? RequesterRecord::fromJson(*json, QStringLiteral("requester")) : fail(json.error());
        if (!record) {
            return fail(std::move(record).error());
        }
        sidecar.requester = *std::move(record);
    }
    sidecar.receivedAt = item.gatheredAt;
    sidecar.path = item.path.isEmpty()
        ? ResourcePath::of(item.kind, isForStation(item.kind) ? editionLabel(item.context) : QString{})
        : item.path;
    sidecar.localName = item.localName;
    sidecar.inReplyTo = item.inReplyTo.isNull() ? QString{} : item.inReplyTo.toString();
    sidecar.device = item.device;
    return sidecar.toJson();
}

} // namespace satchel
