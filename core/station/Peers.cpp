#include "Peers.h"

#include "PlainName.h"
#include "StrictToml.h"

#include <core/base/File.h>
#include <core/base/FolderListing.h>
#include <core/base/Time.h>

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <unistd.h>

namespace satchel {

namespace {

constexpr qint64 LargestCardFile = 64 * 1024;
constexpr qsizetype ShortestIdPrefix = 4;

QString cardFile(const QString& folder)
{
    return folder + QStringLiteral("/card.satchel-card");
}

QString recordFile(const QString& folder)
{
    return folder + QStringLiteral("/peer.toml");
}

Result<Card> loadCard(const QString& path, const StationId& expected)
{
    const auto bytes = readFile(path, LargestCardFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto card = Card::parse(*bytes);
    if (!card) {
        return fail(std::move(card).error().withFile(path));
    }
    if (card->station() != expected) {
        return fail(Error{ErrorCode::FingerprintMismatch,
            QStringLiteral("the card in this peer's folder is another station's"), path});
    }
    return card;
}

Result<Peer> loadPeer(const QString& folder, const StationId& id)
{
    auto card = loadCard(cardFile(folder), id);
    if (!card) {
        return fail(std::move(card).error());
    }
    auto toml = StrictToml::load(recordFile(folder));
    if (!toml) {
        return fail(std::move(toml).error());
    }
    Peer peer{.card = *std::move(card),
        .alias = toml->string(QStringLiteral("alias")),
        .addedAt = toml->parsed(QStringLiteral("added"), &parseUtcText),
        .revoked = toml->boolean(QStringLiteral("revoked"))};
    if (!requirePlainName(peer.alias, QStringLiteral("an alias"))) {
        toml->refuse(QStringLiteral("alias"),
            QStringLiteral("has 1 to %1 printable characters and no space at its ends").arg(LongestPlainName));
    }
    SATCHEL_TRY(toml->finish());
    return peer;
}

Result<void> saveRecord(const QString& folder, const Peer& peer)
{
    QByteArray text{"# What this station decided about a peer. Written by Satchel.\n"};
    text += "alias = " + tomlQuoted(peer.alias) + '\n';
    text += "added = " + tomlQuoted(toUtcText(peer.addedAt)) + '\n';
    text += "revoked = " + QByteArray{peer.revoked ? "true" : "false"} + '\n';
    return writeFileAtomically(recordFile(folder), text, 0600);
}

// The created time and the signature differ from one writing of a card to the next; this is what a card says.
bool saysTheSame(const Card::Facts& a, const Card::Facts& b)
{
    return a.issue == b.issue && a.role == b.role && a.name == b.name && a.signing == b.signing
        && a.decryption == b.decryption;
}

Result<void> requireNewer(const Peer& known, const Card& card)
{
    if (known.revoked) {
        return fail(ErrorCode::RevokedSender,
            QStringLiteral("%1 is revoked here; remove it first if it is to be trusted again").arg(known.alias));
    }
    const auto& facts = card.facts();
    if (facts.issue <= known.card.facts().issue && !saysTheSame(facts, known.card.facts())) {
        return fail(ErrorCode::StaleCard,
            QStringLiteral("this is card %1 of %2 and card %3 is known here; ask that station for its present card")
                .arg(facts.issue)
                .arg(known.alias)
                .arg(known.card.facts().issue));
    }
    return {};
}

} // namespace

Result<Peers> Peers::load(const QString& folder)
{
    Peers peers;
    peers.m_folder = folder;
    const auto names = namesIn(folder);
    if (!names) {
        return fail(names.error());
    }
    for (const auto& name : *names) {
        const auto id = StationId::parse(name);
        const auto peerFolder = folder + QLatin1Char('/') + name;
        if (!id) {
            continue;
        }
        const auto record = readFileIfThere(recordFile(peerFolder), LargestCardFile);
        if (!record) {
            return fail(record.error());
        }
        // The record is written last and removed first: a folder without it is an addition or removal that broke off.
        if (!*record) {
            continue;
        }
        auto peer = loadPeer(peerFolder, *id);
        if (!peer) {
            return fail(std::move(peer).error());
        }
        if (peers.withAlias(peer->alias)) {
            return fail(Error{ErrorCode::Malformed,
                QStringLiteral("the alias \"%1\" is another peer's too").arg(peer->alias), recordFile(peerFolder)});
        }
        peers.m_peers << *std::move(peer);
    }
    return peers;
}

QString Peers::folderOf(const StationId& id) const
{
    return m_folder + QLatin1Char('/') + id.toString();
}

const Peer* Peers::withAlias(QStringView alias) const
{
    const auto found
        = std::find_if(m_peers.begin(), m_peers.end(), [alias](const Peer& peer) { return peer.alias == alias; });
    return found == m_peers.end() ? nullptr : &*found;
}

qsizetype Peers::indexOf(const StationId& id) const
{
    const auto found
        = std::find_if(m_peers.begin(), m_peers.end(), [&id](const Peer& peer) { return peer.id() == id; });
    return found == m_peers.end() ? -1 : found - m_peers.begin();
}

Result<Peer> Peers::find(QStringView aliasOrId) const
{
    QList<Peer> matching;
    for (const auto& peer : m_peers) {
        const bool byId = aliasOrId.size() >= ShortestIdPrefix && peer.id().toString().startsWith(aliasOrId);
        if (peer.alias == aliasOrId || byId) {
            matching << peer;
        }
    }
    if (matching.size() == 1) {
        return matching.first();
    }
    return fail(ErrorCode::UnknownPeer,
        matching.isEmpty()
            ? QStringLiteral("no peer is called \"%1\"").arg(aliasOrId)
            : QStringLiteral("\"%1\" means more than one peer; give more digits of its fingerprint").arg(aliasOrId));
}

std::optional<Peer> Peers::byId(const StationId& id) const
{
    const auto index = indexOf(id);
    return index < 0 ? std::nullopt : std::optional{m_peers[index]};
}

Result<Peer> Peers::add(const Card& card, const QString& alias, const QDateTime& now)
{
    const auto known = byId(card.station());
    if (known) {
        SATCHEL_TRY(requireNewer(*known, card));
    }
    const auto chosen = !alias.isEmpty() ? alias : known ? known->alias : card.facts().name;
    SATCHEL_TRY(requireFreeAlias(chosen, card.station()));
    const bool sameCard = known && saysTheSame(known->card.facts(), card.facts());
    const Peer peer{sameCard ? known->card : card, chosen, known ? known->addedAt : now, false};
    if (!sameCard) {
        SATCHEL_TRY(makeFolder(folderOf(peer.id()), 0700));
        SATCHEL_TRY(writeFileAtomically(cardFile(folderOf(peer.id())), card.file(), 0600));
    }
    SATCHEL_TRY(saveRecord(folderOf(peer.id()), peer));
    const auto index = indexOf(peer.id());
    if (index < 0) {
        m_peers << peer;
    } else {
        m_peers[index] = peer;
    }
    return peer;
}

Result<void> Peers::requireFreeAlias(const QString& alias, const StationId& id) const
{
    if (const auto plain = requirePlainName(alias, QStringLiteral("an alias")); !plain) {
        return fail(ErrorCode::Usage, plain.error().message);
    }
    const auto* const holder = withAlias(alias);
    if (holder && holder->id() != id) {
        return fail(
            ErrorCode::Usage, QStringLiteral("another peer is called \"%1\" already; choose another name").arg(alias));
    }
    return {};
}

Result<Peer> Peers::remove(QStringView aliasOrId)
{
    auto peer = find(aliasOrId);
    if (!peer) {
        return peer;
    }
    const auto folder = folderOf(peer->id());
    SATCHEL_TRY(removeFile(recordFile(folder)));
    SATCHEL_TRY(syncFolder(folder));
    SATCHEL_TRY(removeFile(cardFile(folder)));
    // Something of somebody else's in there keeps the folder; without a record it is no peer.
    ::rmdir(QFile::encodeName(folder).constData());
    SATCHEL_TRY(syncFolder(m_folder));
    m_peers.removeAt(indexOf(peer->id()));
    return peer;
}

Result<Peer> Peers::revoke(QStringView aliasOrId)
{
    auto peer = find(aliasOrId);
    if (!peer) {
        return peer;
    }
    peer->revoked = true;
    SATCHEL_TRY(saveRecord(folderOf(peer->id()), *peer));
    m_peers[indexOf(peer->id())] = *peer;
    return peer;
}

} // namespace satchel
