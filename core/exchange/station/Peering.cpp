#include "Peering.h"

#include <core/base/File.h>
#include <core/exchange/report/Overview.h>
#include <core/exchange/session/OnRecord.h>
#include <core/station/CardText.h>

namespace satchel {

namespace {

// For the places of the custody log's sentences.
QStringList describe(const Card& card, const QString& alias)
{
    return {alias, stationRoleName(card.facts().role), card.station().toString(), QString::number(card.facts().issue)};
}

QStringList describe(const Anchor& anchor)
{
    return {anchorUseName(anchor.use), anchor.certificate.subject(), anchor.certificate.sha256().toString()};
}

JsonWriter refusalRow(const QString& path, const Error& error)
{
    JsonWriter row;
    row.beginObject();
    row.member(u"path", path).member(u"code", errorCodeName(error.code)).member(u"reason", error.message);
    row.endObject();
    return row;
}

Result<QList<Certificate>> readAnchors(const AnchorOrder& order, const QString& file)
{
    const bool isStandardInput = file == u"-" && order.standardInput;
    const auto bytes
        = isStandardInput ? Result<QByteArray>{*order.standardInput} : readFile(file, TrustStore::LargestFile);
    if (!bytes) {
        return fail(bytes.error());
    }
    if (bytes->isEmpty()) {
        return fail(ErrorCode::Empty, QStringLiteral("the file is empty"));
    }
    return Certificate::fromPemOrDer(*bytes);
}

Result<void> addOnRecord(Session& session, AnchorUse use, const QList<Certificate>& certificates, AnchorsReport& report)
{
    for (const auto& certificate : certificates) {
        SATCHEL_TRY(
            changeOnRecord(session, logged::AnchorAdded, describe(Anchor{use, certificate}), [&]() -> Result<void> {
                const auto added = session.station().trust().add(use, {certificate});
                if (!added) {
                    return fail(added.error());
                }
                report.anchors += *added;
                return {};
            }));
    }
    return {};
}

// What goes is known only once it is gone, so here the entry comes second.
Result<QList<Anchor>> removeOnRecord(Session& session, QStringView prefix, std::optional<AnchorUse> use)
{
    auto transaction = session.ledger().begin();
    if (!transaction) {
        return fail(std::move(transaction).error());
    }
    const auto removed = session.station().trust().remove(prefix, use);
    if (!removed) {
        return removed;
    }
    for (const auto& anchor : *removed) {
        SATCHEL_TRY(enter(session.ledger().log(), logged::AnchorRemoved, describe(anchor)));
    }
    SATCHEL_TRY(transaction->commit());
    return removed;
}

} // namespace

void writePeer(JsonWriter& writer, const Peer& peer)
{
    writer.beginObject();
    writer.member(u"alias", peer.alias);
    writer.member(u"name", peer.name());
    writer.member(u"role", stationRoleName(peer.role()));
    writer.member(u"fingerprint", peer.id().toString());
    writer.member(u"issue", peer.card.facts().issue);
    writer.member(u"revoked", peer.revoked);
    writer.member(u"addedAt", toUtcText(peer.addedAt));
    writer.endObject();
}

void PeersReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"peers").beginArray();
    for (const auto& peer : peers) {
        writePeer(writer, peer);
    }
    writer.endArray();
}

PeersReport listPeers(const Session& session)
{
    return {session.station().peers().all(), false};
}

Result<PeersReport> addPeer(Session& session, const Card& card, const QString& alias)
{
    auto& station = session.station();
    const auto known = station.peers().byId(card.station());
    if (known && known->card.file() == card.file() && (alias.isEmpty() || alias == known->alias)) {
        return PeersReport{{*known}, false};
    }
    PeersReport report;
    const auto about = describe(card, alias.isEmpty() ? card.facts().name : alias);
    SATCHEL_TRY(changeOnRecord(session, logged::PeerAdded, about, [&]() -> Result<void> {
        const auto added = station.addPeer(card, alias);
        if (!added) {
            return fail(added.error());
        }
        report = {{*added}, true};
        return {};
    }));
    return report;
}

Result<PeersReport> removePeer(Session& session, QStringView aliasOrId)
{
    auto& peers = session.station().peers();
    const auto peer = peers.find(aliasOrId);
    if (!peer) {
        return fail(peer.error());
    }
    SATCHEL_TRY(changeOnRecord(session, logged::PeerRemoved, describe(peer->card, peer->alias),
        [&]() -> Result<void> { return peers.remove(peer->id().toString()).map([](const Peer&) { }); }));
    return PeersReport{{*peer}, true};
}

Result<PeersReport> revokePeer(Session& session, QStringView aliasOrId)
{
    auto& peers = session.station().peers();
    const auto peer = peers.find(aliasOrId);
    if (!peer) {
        return fail(peer.error());
    }
    if (peer->revoked) {
        return PeersReport{{*peer}, false};
    }
    PeersReport report;
    SATCHEL_TRY(changeOnRecord(session, logged::PeerRevoked, describe(peer->card, peer->alias), [&]() -> Result<void> {
        const auto revoked = peers.revoke(peer->id().toString());
        if (!revoked) {
            return fail(revoked.error());
        }
        report = {{*revoked}, true};
        return {};
    }));
    return report;
}

Result<Card> readCard(const QByteArray& file, const std::optional<StationId>& expected)
{
    const auto bytes = cardBytes(file);
    if (!bytes) {
        return fail(bytes.error());
    }
    auto card = Card::parse(*bytes);
    if (card && expected && *expected != card->station()) {
        return fail(ErrorCode::FingerprintMismatch,
            QStringLiteral("this is the card of another station than the one you named: its fingerprint is %1")
                .arg(groupedFingerprint(card->station())));
    }
    return card;
}

Outcome AnchorsReport::outcome() const
{
    return failure ? outcomeOf(*failure) : outcomeOf(anchors.size(), refused.size());
}

void writeAnchor(JsonWriter& writer, const Anchor& anchor)
{
    writer.beginObject();
    writer.member(u"for", anchorUseName(anchor.use));
    writer.member(u"subject", anchor.certificate.subject());
    writer.member(u"sha256", anchor.certificate.sha256().toString());
    writer.member(u"notAfter", toUtcText(anchor.certificate.notAfter()));
    writer.endObject();
}

void AnchorsReport::writeJson(JsonWriter& writer) const
{
    writer.key(u"anchors").beginArray();
    for (const auto& anchor : anchors) {
        writeAnchor(writer, anchor);
    }
    writer.endArray();
    writer.key(u"refused");
    refused.writeTo(writer);
    if (failure) {
        writeError(writer, *failure);
    }
}

AnchorsReport listAnchors(const Session& session, std::optional<AnchorUse> use)
{
    AnchorsReport report;
    for (const auto& anchor : session.station().trust().all()) {
        if (!use || anchor.use == *use) {
            report.anchors += anchor;
        }
    }
    return report;
}

AnchorsReport addAnchors(Session& session, const AnchorOrder& order)
{
    AnchorsReport report;
    for (const auto& file : order.files) {
        const auto certificates = readAnchors(order, file);
        if (!certificates) {
            report.refused.append(refusalRow(file, certificates.error()));
            continue;
        }
        if (auto added = addOnRecord(session, order.use, *certificates, report); !added) {
            report.failure = std::move(added).error();
            break;
        }
    }
    return report;
}

AnchorsReport removeAnchors(Session& session, const QStringList& sha256Prefixes, std::optional<AnchorUse> use)
{
    AnchorsReport report;
    for (const auto& prefix : sha256Prefixes) {
        const auto removed = removeOnRecord(session, prefix, use);
        if (!removed) {
            report.failure = removed.error();
            break;
        }
        report.anchors += *removed;
    }
    return report;
}

void CardReport::writeJson(JsonWriter& writer) const
{
    const auto& facts = card.facts();
    writeStationJson(writer, facts.name, facts.role, facts.station, ledger, facts.issue);
    if (path.isEmpty()) {
        writer.member(u"card", QString::fromLatin1(card.file().toBase64()));
    } else {
        writer.member(u"file", path);
    }
}

Result<CardReport> ownCard(Session& session)
{
    auto& station = session.station();
    const auto before = station.cardIssue();
    auto card = station.card();
    if (!card) {
        return fail(std::move(card).error());
    }
    if (card->facts().issue != before) {
        SATCHEL_TRY(changeOnRecord(
            session, logged::CardIssued, {QString::number(card->facts().issue)}, []() -> Result<void> { return {}; }));
    }
    return CardReport{*std::move(card), session.ledger().id(), {}};
}

QByteArray cardBytesAs(CardForm form, const Card& card)
{
    return form == CardForm::Text ? cardText(card) : card.file();
}

Result<CardReport> writeOwnCard(Session& session, const QString& path, CardForm form)
{
    auto report = ownCard(session);
    if (report) {
        SATCHEL_TRY(writeFileAtomically(path, cardBytesAs(form, report->card)));
        report->path = path;
    }
    return report;
}

} // namespace satchel
