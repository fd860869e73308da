#pragma once

#include <core/exchange/session/Session.h>

#include <QList>
#include <QMap>
#include <QString>

namespace satchel {

// What goes along on paper with a bundle, so that people can say which medium they handed over.
struct SlipBundle {
    OutgoingBundle record; // with the digest of the label, by which the paper is compared with the file
    QString toName; // as the peer is called here; empty where it is a peer no more
    QMap<Kind, qint64> kinds; // how many of each; what is not listed is not counted
    QString place; // where it was written and what the medium says of itself, as the custody log has it
};

struct SlipReport {
    StationId station;
    QString stationName;
    QList<SlipBundle> bundles; // in the order asked for
};

// NotFound where a bundle is none of ours; Usage where it was never finished: there is nothing to hand over.
[[nodiscard]] Result<SlipReport> slipOf(const Session& session, const QList<Ulid>& bundles);

} // namespace satchel
