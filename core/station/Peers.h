#pragma once

#include <core/base/Result.h>
#include <core/station/Card.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringView>

#include <optional>

namespace satchel {

// A station that we exchange bundles with, as *we* know it: its pinned card and what we decided about it.
struct Peer {
    Card card;
    QString alias; // unique here; the card's name unless we gave another
    QDateTime addedAt;
    bool revoked = false;

    [[nodiscard]] const StationId& id() const { return card.station(); }
    [[nodiscard]] StationRole role() const { return card.facts().role; }
    [[nodiscard]] const QString& name() const { return card.facts().name; }
};

// The peers of one station: `<home>/peers/<station id>/` with `card.satchel-card` as it came and `peer.toml`.
class Peers final {
public:
    [[nodiscard]] static Result<Peers> load(const QString& folder);

    [[nodiscard]] const QList<Peer>& all() const { return m_peers; }
    // By alias, or by a station id shortened to what is unique. UnknownPeer otherwise.
    [[nodiscard]] Result<Peer> find(QStringView aliasOrId) const;
    [[nodiscard]] std::optional<Peer> byId(const StationId& id) const;

    // A card of a station that is known replaces the older one: StaleCard unless its issue is higher (the same card
    // again is no error and changes nothing). An alias taken by another station is refused (Usage). `ourId`, `ourRole`:
    // a station is not its own peer, and a site exchanges with backends only (WrongRole).
    [[nodiscard]] Result<Peer> add(const Card& card, const QString& alias, const QDateTime& now);
    [[nodiscard]] Result<Peer> remove(QStringView aliasOrId);
    // For good: a revoked peer stays listed, its bundles are refused, none is made for it.
    [[nodiscard]] Result<Peer> revoke(QStringView aliasOrId);

private:
    QString m_folder;
    QList<Peer> m_peers;
};

} // namespace satchel
