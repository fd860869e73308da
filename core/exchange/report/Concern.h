#pragma once

#include <core/base/JsonWriter.h>
#include <core/base/Ulid.h>
#include <core/ledger/ItemId.h>
#include <core/ledger/ItemState.h>
#include <core/station/StationId.h>

#include <QDateTime>
#include <QString>

namespace satchel {

// Something with a time at which it is too late, or that has been amiss since a time.
struct Concern {
    enum class Kind {
        OwnClock, // this station's clock is behind what it has written itself
        RequestLapses, // a device gives up
        ConfirmationDue, // an authority waits for a device's confirmation
        VoucherEnds,
        OwnCertificateEnds, // of this station
        PeerCertificateEnds,
        NoReceipt, // for bundles, since long
        PeerClock,
        DeviceCertificateEnds,
    };
    enum class Urgency { Now, Soon, Later };

    Kind kind = Kind::OwnClock;
    Urgency urgency = Urgency::Later;
    QDateTime at; // when it ends, or since when it lasts
    ItemId item; // null where none is concerned; likewise below
    ItemState state = ItemState::Held; // of the item
    QString device;
    Ulid bundle; // of NoReceipt the oldest; of PeerClock the one that shows it
    StationId peer;
    QString peerName; // as it is called here
    qint64 sequence = 0; // of the bundle
    qint64 count = 0; // of bundles
    QString subject; // of the certificate
    bool isRenewing = false; // a request that is to renew the certificate is under way
    qint64 offset = 0; // seconds that the clock is ahead, at least; negative: behind

    // In English, with what to do.
    [[nodiscard]] QString text() const;
    void writeJson(JsonWriter& writer) const; // as an object
};

// What there is of a kind beyond the most urgent ones, each of which is a Concern by itself.
struct FurtherConcerns {
    Concern::Kind kind = Concern::Kind::RequestLapses;
    qint64 count = 0;
    bool isAtLeast = false; // so many were counted, and there are more: counting all would take too long

    [[nodiscard]] QString text() const; // in English
    void writeJson(JsonWriter& writer) const; // as an object

    friend bool operator==(const FurtherConcerns&, const FurtherConcerns&) = default;
};

[[nodiscard]] QString concernKindName(Concern::Kind kind); // "request-lapses"
[[nodiscard]] QString urgencyName(Concern::Urgency urgency); // "now", "soon", "later"

} // namespace satchel
