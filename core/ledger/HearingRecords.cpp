#include "NumberedBundle.h"

#include "Database.h"
#include "ItemKeys.h"
#include "ItemRecords.h"
#include "ItemStore.h"
#include "RowReader.h"

#include <QSet>

#include <algorithm>

namespace satchel {

namespace {

bool covers(const Heard& heard, qint64 sequence)
{
    return sequence <= heard.contiguous || std::binary_search(heard.extras.begin(), heard.extras.end(), sequence);
}

// A full list of extras has dropped its oldest: those are not unsaid by that.
bool saysLess(const Heard& now, const Heard& before)
{
    const bool full = now.extras.size() >= Heard::MostExtras;
    return now.contiguous < before.contiguous
        || std::any_of(
            before.extras.begin(), before.extras.end(),
            [&](qint64 sequence) { return !covers(now, sequence) && !(full && sequence < now.extras.first()); });
}

QString extrasText(const QList<qint64>& extras)
{
    QStringList texts;
    for (const auto extra : extras) {
        texts += QString::number(extra);
    }
    return texts.join(QLatin1Char(','));
}

QList<qint64> parseExtras(const QString& text)
{
    QList<qint64> extras;
    for (const auto& each : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        extras += each.toLongLong();
    }
    return extras;
}

// What a peer said last, in `ledger` the ledger *it* had then.
Result<std::optional<Heard>> lastSaid(Database& database, const StationId& peer)
{
    auto rows = database.query(
        QStringLiteral("SELECT peer_ledger, contiguous, extras FROM peer_heard WHERE peer = ?"), {peer.toString()});
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    if (!found || !*found) {
        return found ? Result<std::optional<Heard>>{std::nullopt} : fail(found.error());
    }
    RowReader row{*rows};
    Heard said;
    said.ledger = row.id<LedgerId>();
    said.contiguous = row.number();
    said.extras = parseExtras(row.text());
    SATCHEL_TRY(row.finish());
    return std::optional{said};
}

Result<LedgerId> ownLedger(Database& database)
{
    auto rows = database.query(QStringLiteral("SELECT id FROM ledger"));
    if (!rows) {
        return fail(std::move(rows).error());
    }
    const auto found = rows->next();
    return found ? LedgerId::parse(*found ? rows->text(0) : QString{}) : fail(found.error());
}

// Was the bundle that was added last written before another one that came from the same ledger?
Result<bool> lastCameLate(Database& database, const StationId& peer, const LedgerId& peerLedger)
{
    const auto newer = database.queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM incoming WHERE peer = ? AND peer_ledger = ? AND sequence > "
                       "(SELECT sequence FROM incoming WHERE number = "
                       "(SELECT MAX(number) FROM incoming WHERE peer = ?) AND peer_ledger = ?)"),
        {peer.toString(), peerLedger.toString(), peer.toString(), peerLedger.toString()});
    if (!newer) {
        return fail(newer.error());
    }
    return *newer > 0;
}

// Whose word a receipt is: that of the ledger from which its station speaks now, of one from which it spoke before, or
// of one that never spoke and may be older or newer.
enum class LedgerVoice { Current, Former, Unheard };

Result<LedgerVoice> voiceOf(Database& database, const ReceiptFacts& receipt, const LedgerId& speaking)
{
    if (!speaking.isNull() && speaking != receipt.receiverLedger) {
        return LedgerVoice::Former;
    }
    const auto said = lastSaid(database, receipt.receiver);
    if (!said) {
        return fail(said.error());
    }
    if (!*said || (*said)->ledger == receipt.receiverLedger) {
        return LedgerVoice::Current;
    }
    if (!speaking.isNull()) {
        // What such a bundle has heard is not listened to either.
        const auto late = lastCameLate(database, receipt.receiver, speaking);
        return late ? Result<LedgerVoice>{*late ? LedgerVoice::Former : LedgerVoice::Current} : fail(late.error());
    }
    const auto spoke
        = database.queryNumber(QStringLiteral("SELECT COUNT(*) FROM incoming WHERE peer = ? AND peer_ledger = ?"),
            {receipt.receiver.toString(), receipt.receiverLedger.toString()});
    if (!spoke) {
        return fail(spoke.error());
    }
    return *spoke > 0 ? LedgerVoice::Former : LedgerVoice::Unheard;
}

ItemRecords::Selection itemsOf(qint64 outgoing)
{
    return {QStringLiteral("SELECT item FROM outgoing_items WHERE outgoing = ?"), {outgoing}};
}

} // namespace

// --- Receipts ---

Result<QList<IncomingBundle>> BundleRecords::receiptsDue(const StationId& peer, int most) const
{
    return incomingList(QStringLiteral("receipt_known = 0 AND items > 0 AND peer = ? ORDER BY number LIMIT ?"),
        {peer.toString(), most});
}

Result<void> BundleRecords::noteReceiptsCarried(const Ulid& carrier, const QList<Ulid>& bundles)
{
    SATCHEL_TRY(m_database->requireTransaction());
    for (const auto& bundle : bundles) {
        SATCHEL_TRY(m_database->change(
            QStringLiteral("INSERT INTO receipts_carried (outgoing, incoming) SELECT o.number, i.number "
                           "FROM outgoing o JOIN incoming i ON i.peer = o.peer WHERE o.bundle = ? AND i.bundle = ? "
                           "ON CONFLICT (outgoing, incoming) DO NOTHING"),
            {carrier.toString(), bundle.toString()}));
    }
    return {};
}

Result<bool> BundleRecords::applyReceipt(const ReceiptFacts& receipt, const LedgerId& speaking)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto voice = voiceOf(*m_database, receipt, speaking);
    if (!voice) {
        return fail(voice.error());
    }
    if (*voice == LedgerVoice::Former || (*voice == LedgerVoice::Unheard && receipt.refused.isEmpty())) {
        return false;
    }
    const auto found = firstOutgoing(
        QStringLiteral("bundle = ? AND peer = ? AND label_digest = ? AND state IN ('packed', 'received')"),
        {receipt.bundle.toString(), receipt.receiver.toString(), receipt.labelDigest.toString()});
    if (!found) {
        return fail(found.error());
    }
    if (!*found) {
        return false;
    }
    if (*voice == LedgerVoice::Unheard) {
        // Not noted as applied: it counts in full when its ledger speaks.
        SATCHEL_TRY(refuseItems(**found, receipt.refused));
        return true;
    }
    // Once for each ledger of the receiver: a receipt that is replayed after the receiver lost its memory must not
    // undo that the items are due again.
    const auto fresh = m_database->change(
        QStringLiteral("INSERT INTO receipts_applied (outgoing, receiver_ledger, verdict, items, refused, at) "
                       "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (outgoing, receiver_ledger) DO NOTHING"),
        {(*found)->number, receipt.receiverLedger.toString(), receipt.verdict, receipt.items,
            qint64{receipt.refused.size()}, toUtcText(receipt.at)});
    if (!fresh) {
        return fail(fresh.error());
    }
    if (*fresh == 0) {
        return true;
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO peer_heard (peer, peer_ledger, contiguous, extras) VALUES (?, ?, 0, '') "
                       "ON CONFLICT (peer) DO NOTHING"),
        {receipt.receiver.toString(), receipt.receiverLedger.toString()}));
    SATCHEL_TRY(markReceived(**found));
    SATCHEL_TRY(refuseItems(**found, receipt.refused));
    return true;
}

Result<void> BundleRecords::markReceived(const Numbered& bundle)
{
    const auto items = itemsOf(bundle.number);
    SATCHEL_TRY(
        m_database->change(QStringLiteral("UPDATE outgoing SET state = 'received' WHERE number = ?"), {bundle.number}));
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO received_items (item, peer) SELECT item, ? FROM outgoing_items WHERE outgoing = ? "
                       "ON CONFLICT (item, peer) DO NOTHING"),
        {bundle.record.peer.toString(), bundle.number}));
    SATCHEL_TRY(
        m_database->change(QStringLiteral("UPDATE incoming SET receipt_known = 1 "
                                          "WHERE number IN (SELECT incoming FROM receipts_carried WHERE outgoing = ?)"),
            {bundle.number}));
    const ItemRecords records{*m_database, m_here, m_clock};
    SATCHEL_TRY(records.moveGathered(items, ItemState::Pending, ItemState::Received, bundle.record.id));
    SATCHEL_TRY(records.moveGathered(items, ItemState::Packed, ItemState::Received, bundle.record.id));
    return {};
}

Result<void> BundleRecords::refuseItems(const Numbered& bundle, const QList<RefusedItem>& refused)
{
    for (const auto& each : refused) {
        SATCHEL_TRY(
            m_database->change(QStringLiteral("INSERT INTO receipt_refusals (outgoing, item, code) VALUES (?, ?, ?) "
                                              "ON CONFLICT (outgoing, item) DO UPDATE SET code = excluded.code"),
                {bundle.number, each.item.toString(), errorCodeName(each.code)}));
        SATCHEL_TRY(refuseItem(bundle, each));
    }
    return {};
}

Result<void> BundleRecords::refuseItem(const Numbered& bundle, const RefusedItem& refused)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto place = records.locate(refused.item);
    if (!place) {
        return fail(place.error());
    }
    if (!*place || !records.mayMove(**place, ItemState::Rejected)) {
        return {};
    }
    const auto carried
        = m_database->queryNumber(QStringLiteral("SELECT COUNT(*) FROM outgoing_items WHERE outgoing = ? AND item = ?"),
            {bundle.number, (*place)->number});
    if (!carried) {
        return fail(carried.error());
    }
    if (*carried == 0) {
        return {}; // a receipt speaks of its own bundle only
    }
    const auto forAll = isForAllPeers((*place)->number);
    if (!forAll || *forAll) {
        return forAll ? noteRefusal(bundle, refused) : fail(forAll.error());
    }
    if (m_here == StationRole::Backend && refused.code == ErrorCode::NoMatchingRequest) {
        const auto came = requestCameAfter((*place)->inReplyTo, bundle);
        if (!came || *came) {
            return came ? carryAgain(records, bundle, (*place)->number) : fail(came.error());
        }
    }
    SATCHEL_TRY(records.move(
        **place, ItemState::Rejected, Reason{refused.code, QStringLiteral("the other station refused it")}));
    return m_here == StationRole::Backend ? reopenRequest((*place)->inReplyTo) : Result<void>{};
}

// What no site has asked for and every site gets.
Result<bool> BundleRecords::isForAllPeers(qint64 item) const
{
    if (m_here != StationRole::Backend) {
        return false;
    }
    QStringList kinds;
    for (const auto kind : {Kind::CaCertificates, Kind::Attributes, Kind::Crl}) {
        kinds += kindName(kind);
    }
    const auto found = m_database->queryNumber(
        QStringLiteral("SELECT COUNT(*) FROM items WHERE number = ? AND peer = '' AND kind IN ('%1')")
            .arg(kinds.join(QStringLiteral("', '"))),
        {item});
    if (!found) {
        return fail(found.error());
    }
    return *found > 0;
}

// One site's word about what is for all of them: the others get it all the same.
Result<void> BundleRecords::noteRefusal(const Numbered& bundle, const RefusedItem& refused)
{
    return ItemStore{*m_database, m_here, m_clock}.addWarning(refused.item,
        QStringLiteral("station %1 refused it: %2")
            .arg(bundle.record.peer.toString().left(8), errorCodeName(refused.code)));
}

// The request that a refused answer belonged to waits again, unless another answer to it still counts.
Result<void> BundleRecords::reopenRequest(const ItemId& request)
{
    const ItemRecords records{*m_database, m_here, m_clock};
    const auto place = records.locate(request);
    if (!place) {
        return fail(place.error());
    }
    if (!*place || (*place)->state != ItemState::Answered || !records.mayMove(**place, ItemState::Delivered)) {
        return {};
    }
    static const auto sql = QStringLiteral("SELECT COUNT(*) FROM items WHERE %1 AND state NOT IN ('held', 'rejected')")
                                .arg(ItemKeys::isAnswer());
    const auto others = m_database->queryNumber(sql, ItemKeys::requestValues(request));
    if (!others) {
        return fail(others.error());
    }
    return *others > 0 ? Result<void>{} : records.move(**place, ItemState::Delivered, std::nullopt);
}

// --- What a peer has heard ---

Result<void> BundleRecords::applyHeard(const StationId& peer, const LedgerId& peerLedger, const Heard& heard)
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto own = ownLedger(*m_database);
    const auto before = lastSaid(*m_database, peer);
    const auto late = lastCameLate(*m_database, peer, peerLedger);
    if (!own || !before || !late) {
        return fail(!own ? own.error() : !before ? before.error() : late.error());
    }
    if (heard.ledger == *own) {
        SATCHEL_TRY(requireGivenOut(peer, heard));
    }
    if (*late) {
        return {};
    }
    const bool lostItsMemory = *before && (*before)->ledger != peerLedger;
    const bool speaksOfAnother = !heard.ledger.isNull() && heard.ledger != *own;
    if (speaksOfAnother && !lostItsMemory) {
        return {};
    }
    // Who speaks of another ledger of ours, or of none, has heard nothing of this one.
    const auto now = heard.ledger == *own ? heard : Heard{*own, 0, {}};
    if (lostItsMemory || (*before && saysLess(now, **before))) {
        SATCHEL_TRY(forgetBeyond(peer, now));
    }
    SATCHEL_TRY(markHeard(peer, now));
    SATCHEL_TRY(m_database->change(
        QStringLiteral("INSERT INTO peer_heard (peer, peer_ledger, contiguous, extras) VALUES (?, ?, ?, ?) "
                       "ON CONFLICT (peer) DO UPDATE SET peer_ledger = excluded.peer_ledger, "
                       "contiguous = excluded.contiguous, extras = excluded.extras"),
        {peer.toString(), peerLedger.toString(), now.contiguous, extrasText(now.extras)}));
    return {};
}

// A number is committed before its bundle has a first byte, so no peer can have heard one that we do not know of.
Result<void> BundleRecords::requireGivenOut(const StationId& peer, const Heard& heard) const
{
    const auto given = m_database->queryNumber(
        QStringLiteral("SELECT COALESCE(MAX(sequence), 0) FROM outgoing WHERE peer = ?"), {peer.toString()});
    if (!given) {
        return fail(given.error());
    }
    const qint64 highest = heard.extras.isEmpty() ? heard.contiguous : std::max(heard.contiguous, heard.extras.last());
    if (highest > *given) {
        return fail(ErrorCode::ReplayConflict,
            QStringLiteral("its sender has heard bundle number %1 of this station, whose ledger knows of %2 only: this "
                           "ledger is an older copy of itself")
                .arg(highest)
                .arg(*given));
    }
    return {};
}

Result<void> BundleRecords::markHeard(const StationId& peer, const Heard& heard)
{
    const auto open = outgoingList(QStringLiteral("(state = 'packed' OR (state = 'void' AND heard = 0)) AND peer = ? "
                                                  "ORDER BY sequence"),
        {peer.toString()});
    if (!open) {
        return fail(open.error());
    }
    for (const auto& bundle : *open) {
        if (!covers(heard, bundle.record.sequence)) {
            continue;
        }
        if (bundle.record.state == OutgoingBundle::State::Packed) {
            SATCHEL_TRY(markReceived(bundle));
        } else {
            SATCHEL_TRY(
                m_database->change(QStringLiteral("UPDATE outgoing SET heard = 1 WHERE number = ?"), {bundle.number}));
        }
    }
    return {};
}

Result<void> BundleRecords::forgetBeyond(const StationId& peer, const Heard& heard)
{
    auto beyond = outgoingList(QStringLiteral("state IN ('received', 'void') AND peer = ? AND sequence > ? "
                                              "ORDER BY sequence"),
        {peer.toString(), heard.contiguous});
    if (!beyond) {
        return fail(std::move(beyond).error());
    }
    beyond->removeIf([&heard](const Numbered& bundle) { return covers(heard, bundle.record.sequence); });
    // All bundles first: an item is due again only if none of those that carried it is still known.
    for (const auto& bundle : std::as_const(*beyond)) {
        SATCHEL_TRY(m_database->change(
            QStringLiteral("UPDATE outgoing SET heard = 0, state = CASE WHEN state = 'void' THEN 'void' ELSE 'packed' "
                           "END WHERE number = ?"),
            {bundle.number}));
    }
    for (const auto& bundle : std::as_const(*beyond)) {
        SATCHEL_TRY(forgetItems(bundle));
    }
    SATCHEL_TRY(m_database->change(
        QStringLiteral("UPDATE outgoing SET due_from = 0 WHERE peer = ? AND due_from > 0"), {peer.toString()}));
    return {};
}

Result<void> BundleRecords::forgetItems(const Numbered& bundle)
{
    SATCHEL_TRY(m_database->change(
        QStringLiteral("DELETE FROM received_items WHERE peer = ? "
                       "AND item IN (SELECT item FROM outgoing_items WHERE outgoing = ?) "
                       "AND NOT EXISTS (SELECT 1 FROM outgoing_items oi JOIN outgoing o ON o.number = oi.outgoing "
                       "WHERE oi.item = received_items.item AND o.peer = received_items.peer "
                       "AND o.state = 'received')"),
        {bundle.record.peer.toString(), bundle.number}));
    SATCHEL_TRY(m_database->change(
        QStringLiteral("UPDATE incoming SET receipt_known = 0 "
                       "WHERE number IN (SELECT incoming FROM receipts_carried WHERE outgoing = ?) "
                       "AND NOT EXISTS (SELECT 1 FROM receipts_carried rc JOIN outgoing o ON o.number = rc.outgoing "
                       "WHERE rc.incoming = incoming.number AND o.state = 'received')"),
        {bundle.number}));
    const ItemRecords records{*m_database, m_here, m_clock};
    const ItemRecords::Selection nowhereReceived{
        QStringLiteral("SELECT oi.item FROM outgoing_items oi WHERE oi.outgoing = ? "
                       "AND NOT EXISTS (SELECT 1 FROM received_items r WHERE r.item = oi.item)"),
        {bundle.number}};
    SATCHEL_TRY(records.moveGathered(nowhereReceived, ItemState::Received, ItemState::Packed, bundle.record.id));
    return {};
}

// --- After the ledger was put back from a copy ---

Result<void> BundleRecords::disownOutgoing()
{
    SATCHEL_TRY(m_database->requireTransaction());
    const auto made = outgoingList(QStringLiteral("state <> 'writing' ORDER BY number"), {});
    if (!made) {
        return fail(made.error());
    }
    QSet<StationId> peers;
    for (const auto& bundle : *made) {
        peers.insert(bundle.record.peer);
    }
    for (const auto& peer : std::as_const(peers)) {
        SATCHEL_TRY(forgetBeyond(peer, {}));
    }
    SATCHEL_TRY(m_database->change(QStringLiteral("UPDATE outgoing SET state = 'void', heard = 0")));
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM receipts_carried")));
    SATCHEL_TRY(m_database->change(QStringLiteral("DELETE FROM peer_heard")));
    return {};
}

} // namespace satchel
