#pragma once

#include <core/base/HexId.h>
#include <core/crypto/Certificate.h>

namespace satchel {

// SHA-256 of the SubjectPublicKeyInfo of a station's first signing key; its "fingerprint", for life.
using StationId = KeyFingerprint;

// Random, new at init and at every restore, so that a restored or cloned ledger cannot reuse a sequence unnoticed.
using LedgerId = HexId<struct LedgerIdTag, 16>;

// "0123 4567 89ab ..." in groups of four, for comparing by eye and over the telephone.
[[nodiscard]] QString groupedFingerprint(const StationId& id);
[[nodiscard]] QString groupedDigits(const QString& digits);

// Takes what people type and paste: spaces, colons and capitals are dropped first.
[[nodiscard]] Result<StationId> parseTypedFingerprint(QStringView text);

} // namespace satchel
