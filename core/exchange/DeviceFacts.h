#pragma once

#include <core/base/Result.h>
#include <core/bundle/RequesterRecord.h>
#include <core/ledger/Ledger.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QList>

#include <optional>

namespace satchel {

// What an item tells of the certificates of devices: those that it brings, and the one that it renews.
struct DeviceFacts {
    QList<DeviceCertificate> certificates;
    QByteArray renewed; // fingerprint, empty if it renews nothing
};

// `item` is what the ledger is to know of the object. Without the ledger, for worker threads.
[[nodiscard]] DeviceFacts deviceFactsOf(
    const EnrolmentObject& object, const std::optional<RequesterRecord>& requester, const Item& item);

// Needs an open Transaction; the same again changes nothing.
[[nodiscard]] Result<void> rememberDeviceFacts(Ledger& ledger, const ItemId& item, const DeviceFacts& facts);

} // namespace satchel
