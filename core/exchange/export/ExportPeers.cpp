#include "ExportPeers.h"

#include <algorithm>

namespace satchel {

namespace {

bool isUsable(const Peer& peer, StationRole here)
{
    return !peer.revoked && peer.role() == counterpartOf(here);
}

// Those that something is bound to, and then every other site for which anything is due that is for all of them.
Result<QList<StationId>> peersThatWait(const Session& session, const QList<StationId>& bound)
{
    auto waiting = bound;
    const auto any = session.ledger().items().hasDueForEverybody({});
    if (!any || !*any) {
        return any ? Result<QList<StationId>>{waiting} : fail(any.error()); // nearly always; looked for once
    }
    for (const auto& peer : session.station().peers().all()) {
        if (bound.contains(peer.id()) || !isUsable(peer, StationRole::Backend)) {
            continue;
        }
        const auto due = session.ledger().items().hasDueForEverybody(peer.id());
        if (!due) {
            return fail(due.error());
        }
        if (*due) {
            waiting.append(peer.id());
        }
    }
    return waiting;
}

QList<Peer> usablePeers(const Station& station)
{
    QList<Peer> usable;
    const auto& all = station.peers().all();
    std::copy_if(all.begin(), all.end(), std::back_inserter(usable),
        [&station](const Peer& peer) { return isUsable(peer, station.role()); });
    return usable;
}

// A backend knows for which site each answer is; a request is for any backend.
bool mustBeNamed(StationRole here, const QList<Peer>& usable)
{
    return here == StationRole::Site && usable.size() > 1;
}

Result<QList<Peer>> everyPeerWithDueItems(Session& session, ExportReport& report)
{
    QList<Peer> chosen;
    const auto& peers = session.station().peers();
    if (session.role() == StationRole::Site) {
        chosen = usablePeers(session.station());
        if (mustBeNamed(session.role(), chosen)) {
            return fail(ErrorCode::Usage,
                QStringLiteral("this site has %1 backends: say for which of them the bundle is").arg(chosen.size()));
        }
        if (chosen.isEmpty()) {
            return fail(
                ErrorCode::UnknownPeer, QStringLiteral("no backend is known here: its card must be added first"));
        }
        return chosen;
    }
    const auto bound = session.ledger().items().peersWithDueItems();
    if (!bound) {
        return fail(bound.error());
    }
    const auto waiting = peersThatWait(session, *bound);
    if (!waiting) {
        return fail(waiting.error());
    }
    for (const auto& id : *waiting) {
        const auto peer = peers.byId(id);
        if (peer && isUsable(*peer, StationRole::Backend)) {
            chosen.append(*peer);
        } else {
            const auto standing = peer ? QStringLiteral("revoked") : QStringLiteral("no peer any more");
            report.warnings.append({peer ? Warning::Kind::PeerRevoked : Warning::Kind::PeerForgotten,
                QStringLiteral("answers wait for station %1, which is %2").arg(id.toString().left(8), standing),
                peer ? peer->alias : id.toString().left(8)});
        }
    }
    return chosen;
}

} // namespace

Addressees addresseesOf(const Station& station)
{
    const auto usable = usablePeers(station);
    Addressees addressees;
    addressees.mustBeNamed = mustBeNamed(station.role(), usable);
    for (const auto& peer : usable) {
        addressees.aliases += peer.alias;
    }
    return addressees;
}

Result<QList<Peer>> choosePeers(Session& session, const ExportOrder& order, ExportReport& report)
{
    if (order.to.isEmpty()) {
        return everyPeerWithDueItems(session, report);
    }
    const auto peer = session.station().peers().find(order.to);
    if (!peer) {
        return fail(peer.error());
    }
    if (peer->revoked) {
        return fail(
            ErrorCode::RevokedSender, QStringLiteral("%1 was revoked: no bundle is made for it").arg(peer->alias));
    }
    if (!isUsable(*peer, session.role())) {
        return fail(ErrorCode::WrongRole,
            QStringLiteral("%1 is a %2 too: nothing goes there").arg(peer->alias, stationRoleName(peer->role())));
    }
    return QList<Peer>{*peer};
}

} // namespace satchel
