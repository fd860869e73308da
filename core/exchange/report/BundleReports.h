#pragma once

#include <core/base/JsonWriter.h>
#include <core/exchange/session/Session.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringView>

#include <functional>
#include <optional>

namespace satchel {

enum class BundleWay { Out, In };

// How a bundle stands, as far as this station knows.
enum class BundleStanding {
    BeingWritten,
    Unused, // its export ended early, and its number is not used again
    WithoutReceipt,
    Received, // by the other side
    Imported,
    ImportedInPart,
    Missing, // never came, though a later one did
};
[[nodiscard]] QString bundleStandingName(BundleStanding standing); // "without-receipt"

// One bundle that was made here, came here, or should have come.
struct BundleFacts {
    BundleWay way = BundleWay::Out;
    BundleStanding standing = BundleStanding::WithoutReceipt;
    Ulid id; // null where it is missing
    StationId peer;
    QString peerName; // as it is called here; the beginning of its fingerprint where it is known no more
    qint64 sequence = 0;
    QDateTime at; // made, or taken in; invalid where it is missing
    QDateTime created; // of one that came in: by its sender's clock
    qint64 items = 0; // carried
    qint64 added = 0; // of one that came in: new here
    qint64 duplicates = 0;
    qint64 refused = 0; // by the other side, or here
    qint64 bytes = 0; // of its file; 0 where nobody knows
    QString place; // as the custody log has it (pathOnMedium); empty where it does not
    // Of one made here: what the receipt says. A bundle can be known to have been received without one.
    std::optional<AppliedReceipt> receipt = {};
    bool receiptGiven = false; // of one that came in: its sender certainly has our receipt

    // Whether somebody carries it, or has: one that was made here and finished. Then it may have a slip.
    [[nodiscard]] bool isToBeCarried() const;
    void writeJson(JsonWriter& writer) const; // members of an open object
};

// Numbers of a peer that never came, ascending, at most 1,024.
struct BundleGap {
    StationId peer;
    QString peerName;
    QList<qint64> missing;
};
// One for each peer of whose bundles some are missing, below those that came from its present ledger.
[[nodiscard]] Result<QList<BundleGap>> bundleGaps(const Session& session);

// Visits the bundles made here and then those that came, the newest of each first, and then the missing ones. Reads a
// page of the ledger at a time. The visitor's failure ends the walk and is returned.
[[nodiscard]] Result<void> forEachBundle(
    const Session& session, const std::function<Result<void>(const BundleFacts&)>& visit);

// By an id that may be shortened to what is unique: NotFound, or Usage.
[[nodiscard]] Result<BundleFacts> findBundle(const Session& session, QStringView idPrefix);

// An item of a bundle, as it stands now.
struct CarriedItem {
    struct Standing {
        QString device;
        Kind kind = Kind::VoucherRequest;
        ItemState state = ItemState::Held;
    };

    ItemId id;
    std::optional<Standing> item; // nullopt: it was refused here, and is not in the ledger
    std::optional<ErrorCode> refused; // by the other side, or here

    void writeJson(JsonWriter& writer) const; // an object
};

// Visits what a bundle carried: of one that came in those that were refused, and then those that were new; of one that
// was not finished nothing. Holds one item at a time. The visitor's failure ends the walk and is returned.
[[nodiscard]] Result<void> forEachCarried(
    const Session& session, const BundleFacts& bundle, const std::function<Result<void>(const CarriedItem&)>& visit);

// One bundle with what it carried, for who shows all of it at once.
struct BundleReport {
    BundleFacts bundle;
    QList<CarriedItem> items;
};
[[nodiscard]] Result<BundleReport> showBundle(
    const Session& session, BundleWay way, const StationId& peer, const Ulid& id); // NotFound

} // namespace satchel
