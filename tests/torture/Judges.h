#pragma once

#include "TortureRun.h"

#include <core/station/Card.h>
#include <tests/support/BundleForge.h>

namespace satchel::torture {

[[nodiscard]] Card cardOf(const test::ForgedStation& station, StationRole role);

// The bundle is read in two ways: by somebody who has the sender's card and no key, and by the addressee's import. Both
// must refuse it, and the addressee must have nothing of it.
[[nodiscard]] JudgeMaker bundleJudge(const test::ForgedStation& from, const test::ForgedStation& to);
// A receipt by `from` that `to` is to take in.
[[nodiscard]] JudgeMaker receiptJudge(const test::ForgedStation& from, const test::ForgedStation& to);
[[nodiscard]] JudgeMaker cardJudge();
// One encrypted part, beyond the digest in the label that finds every fault first.
[[nodiscard]] JudgeMaker envelopeJudge(const test::ForgedStation& to);

} // namespace satchel::torture
