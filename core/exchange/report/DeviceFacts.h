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

// What an item tells of what devices have: the certificates that it brings, and the one that it renews.
struct DeviceFacts {
    QList<DeviceCertificate> certificates;
    QByteArray renewed; // fingerprint, empty if it renews nothing
};

// Without the ledger, for worker threads: the records do not name their item yet.
[[nodiscard]] DeviceFacts deviceFactsOf(const EnrolmentObject& object, const CheckContext& context);

// Until when a voucher can be used: nullopt where it does not tell, and of everything else.
[[nodiscard]] std::optional<QDateTime> voucherEndOf(const EnrolmentObject& object);

// Needs an open Transaction; the same again changes nothing.
[[nodiscard]] Result<void> rememberDeviceFacts(Ledger& ledger, const Item& item, const DeviceFacts& facts);

} // namespace satchel
