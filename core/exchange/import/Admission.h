#pragma once

#include <core/base/Result.h>
#include <core/bundle/BundleReader.h>
#include <core/exchange/session/Warning.h>
#include <core/ledger/Ledger.h>
#include <core/objects/Assessment.h>
#include <core/station/Station.h>

#include <QList>
#include <QString>

#include <optional>

namespace satchel {

// Who is allowed to have written a bundle, and who we are. Without a station only the sender's card is known.
struct AdmissionContext {
    const Station* station = nullptr;
    const Ledger* ledger = nullptr;
    const Card* card = nullptr; // of the sender, instead of our peers
    QDateTime now;
};

// A bundle that passed everything that can be judged before its content is opened (docs/bundle-format.md, "Order of
// reading", 1 to 4): container, label, signature, the sender's standing, the addressee, our ledger.
struct Admission {
    VerifiedBundle bundle;
    std::optional<Peer> sender; // nullopt if it was judged by a card alone, or is our own
    bool addressedToUs = false;
    std::optional<IncomingBundle> already; // the very same bundle, imported before
    QList<qint64> missingSequences;
    QList<Warning> warnings;
};

// What is known of a bundle that was not admitted.
struct Claims {
    std::optional<Label> label; // unverified
    QString fromName; // our alias of the station it claims to come from
};

// Appends one Check for each step it takes, the failed one included; the first failure ends it. `claims` gets what can
// be told of the bundle even if it is refused.
[[nodiscard]] Result<Admission> admit(
    const QString& path, const AdmissionContext& context, QList<Check>& checks, Claims& claims);

} // namespace satchel
