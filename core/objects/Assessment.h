#pragma once

#include <core/bundle/RequesterRecord.h>
#include <core/ledger/Item.h>
#include <core/station/StationRole.h>
#include <core/station/TrustStore.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace satchel {

// By what, when and for whom an object is judged.
struct CheckContext {
    const TrustStore& trust;
    QDateTime at; // the instant at which certificates must be valid
    StationRole here = StationRole::Site; // a backend holds what a site may carry with a remark
    std::optional<RequesterRecord> requester = {}; // who asked, for objects that do not prove it
};

enum class CheckResult { Pass, Fail, Warn, Skipped };

[[nodiscard]] QString checkResultName(CheckResult result); // "pass", "fail", "warn", "skipped"

struct Check {
    QString name; // "signature", "chain", "proof-of-possession", "serial", "proximity", ...
    CheckResult result = CheckResult::Pass;
    QString detail;
};

// What became of checking one object. Refused: it is no sound object (malformed, bad signature or proof of possession).
// Held: sound, but somebody must decide (no anchor, expired, a broken issuer's rule, requester unknown). Never both.
struct Assessment {
    std::optional<Reason> refusal;
    std::optional<Reason> hold; // the gravest, if several
    QStringList warnings; // deviations that were let pass, each in one sentence
    QList<Check> checks; // everything that was looked at, in order
};

} // namespace satchel
