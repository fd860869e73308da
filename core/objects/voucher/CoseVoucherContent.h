#pragma once

#include <core/base/Result.h>
#include <core/base/StrictJson.h>

#include <QByteArray>
#include <QStringList>

namespace satchel {

// The CBOR of a voucher or a voucher request as the JSON that would say the same, so that one place knows what it
// means: leaves by their YANG names, binary ones in base64, enumerations by name, times as RFC 3339 (RFC 8366bis
// section 6, RFC 9254). Numbers (SIDs) of RFC 8366bis and of the drafts before it are known; what is not known by name
// is left out and told in `deviations`. Malformed for what is no CBOR map, DuplicateField, TrailingData.
[[nodiscard]] Result<JsonValue> jsonOfCborVoucher(const QByteArray& cbor, QStringList& deviations);

// The way back, by the numbers of RFC 8366bis, for vouchers and requests that we make ourselves. Leaves without a
// number are left out.
[[nodiscard]] QByteArray cborOfJsonVoucher(const JsonValue& voucher);

} // namespace satchel
