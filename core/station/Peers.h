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
    // By alias, or by a station id shortened to what is unique and at least 4 digits. UnknownPeer otherwise, also if
    // more than one is meant.
    [[nodiscard]] Result<Peer> find(QStringView aliasOrId) const;
    [[nodiscard]] std::optional<Peer> byId(const StationId& id) const;

    // The storage step of Station::addPeer, which knows who may be a peer at all. Without an alias a known peer keeps
    // its own and a new one gets the card's name; one that another peer has is refused (Usage). A card of a known
    // station replaces the older one: StaleCard unless its issue is higher or it says the same (then the card on file
    // stays). RevokedSender if the peer is revoked: it must be removed first.
    [[nodiscard]] Result<Peer> add(const Card& card, const QString& alias, const QDateTime& now);
    // Forgets the peer, its revocation and the issue of its card.
    [[nodiscard]] Result<Peer> remove(QStringView aliasOrId);
    // For good: a revoked peer stays listed, its bundles are refused, none is made for it.
    [[nodiscard]] Result<Peer> revoke(QStringView aliasOrId);

private:
    [[nodiscard]] QString folderOf(const StationId& id) const;
    [[nodiscard]] const Peer* withAlias(QStringView alias) const;
    [[nodiscard]] qsizetype indexOf(const StationId& id) const;
    [[nodiscard]] Result<void> requireFreeAlias(const QString& alias, const StationId& id) const;

    QString m_folder;
    QList<Peer> m_peers;
};

} // namespace satchel
