#pragma once

#include <core/base/Result.h>
#include <core/ledger/Ledger.h>
#include <core/objects/Assessment.h>
#include <core/objects/EnrolmentObject.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>

#include <optional>

namespace satchel {

// What an item tells of what devices have: the certificates that it brings, the one that it renews, and until when it
// is a voucher.
struct DeviceFacts {
    QList<DeviceCertificate> certificates;
    QByteArray renewed; // fingerprint, empty if it renews nothing
    std::optional<QDateTime> voucherEnds = {};
};

// Without the ledger, for worker threads: the records do not name their item yet.
[[nodiscard]] DeviceFacts deviceFactsOf(const EnrolmentObject& object, const CheckContext& context);

// Needs an open Transaction; the same again changes nothing.
[[nodiscard]] Result<void> rememberDeviceFacts(Ledger& ledger, const Item& item, const DeviceFacts& facts);

} // namespace satchel
