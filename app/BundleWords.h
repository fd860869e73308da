#pragma once

#include <core/exchange/report/BundleReports.h>

#include <QString>

namespace satchel {

// What people read of bundles.
[[nodiscard]] QString wayText(BundleWay way);
// What is known of its arrival: since when it has no receipt, or what the receipt says. Of one that came in: whether
// its sender has our receipt.
[[nodiscard]] QString receiptText(const BundleFacts& bundle);
// What of it fits a column: not since when, which stands in another one.
[[nodiscard]] QString receiptVerdictText(const BundleFacts& bundle);
[[nodiscard]] QString sizeText(const BundleFacts& bundle); // empty where nobody knows
[[nodiscard]] QString mediumText(const BundleFacts& bundle); // the serial of the medium, else the place
// "Bundle 17 of Basement never arrived …": what is missing, and what became of what it held.
[[nodiscard]] QString gapText(const BundleGap& gap);
// A sentence about each thing that is known of it, one a line.
[[nodiscard]] QString storyOf(const BundleFacts& bundle);
// What became of one of its items there, or here.
[[nodiscard]] QString verdictText(const BundleFacts& bundle, const CarriedItem& item);

} // namespace satchel
