#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/base/Ulid.h>
#include <core/ledger/Item.h>
#include <core/station/StationId.h>

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QString>
#include <QVariantList>

#include <functional>
#include <optional>
#include <span>

namespace satchel {

class Database;
class ItemRecords;

// A bundle that we make. Committed as *writing* before its first byte is written: the number is never used again.
struct OutgoingBundle {
    enum class State { Writing, Packed, Received, Void };

    Ulid id;
    StationId peer;
    qint64 sequence = 0;
    Ulid shipment;
    qint64 shipmentIndex = 1;
    QString path; // of the `.part` while writing, of the finished file once packed
    State state = State::Writing;
    Sha256Digest labelDigest; // null while writing
    Sha256Digest fileDigest; // likewise
    qint64 items = 0;
    qint64 bytes = 0;
    QDateTime at;
};

// A bundle that was taken in, or refused for a reason that must be remembered.
struct IncomingBundle {
    Ulid id;
    StationId from;
    LedgerId ledger; // the sender's
    qint64 sequence = 0;
    Sha256Digest labelDigest;
    QString verdict; // "imported", "imported-in-part"
    qint64 items = 0; // carried
    qint64 added = 0;
    qint64 duplicates = 0;
    qint64 refused = 0;
    QDateTime at; // when it was imported here
    QDateTime created; // what the sender's clock said
    qint64 bytes = 0; // of the file; 0: taken in when that was not written down
    // The numbers in the ledger of what it brought, none if `last` comes before `first`.
    qint64 firstItem = 0;
    qint64 lastItem = -1;
};

// Which of a peer's bundles we have heard of, as told to it in each bundle of ours.
struct Heard {
    static constexpr int MostExtras = 1024; // docs/bundle-format.md, "part.json"

    LedgerId ledger; // the peer's ledger that the numbers belong to
    qint64 contiguous = 0; // all up to this one
    QList<qint64> extras; // those beyond, ascending, at most MostExtras
};

struct RefusedItem {
    ItemId item;
    ErrorCode code = ErrorCode::Internal;
};

// What a receipt says of a bundle of ours.
struct ReceiptFacts {
    Ulid bundle;
    Sha256Digest labelDigest;
    StationId receiver;
    LedgerId receiverLedger;
    QDateTime at;
    QString verdict;
    qint64 items = 0;
    QList<RefusedItem> refused;
};

// Bundles, sequences, receipts and what each side has heard of the other. All changes need an open Transaction.
class BundleRecords final {
public:
    BundleRecords(Database& database, StationRole here, Clock clock);

    // --- Outgoing ---

    // Takes the next sequence for the peer and records the bundle as writing at `partPath`. Commit before writing a
    // byte.
    [[nodiscard]] Result<OutgoingBundle> beginOutgoing(
        const StationId& peer, const Ulid& id, const Ulid& shipment, qint64 shipmentIndex, const QString& partPath);
    // The `.part` path, once the sequence that its name holds is known.
    [[nodiscard]] Result<void> setOutgoingPath(const Ulid& bundle, const QString& partPath);
    // Remembers that a bundle being written holds these items, by their numbers in the ledger (DueItem); means nothing
    // until finishOutgoing().
    [[nodiscard]] Result<void> addToOutgoing(const Ulid& bundle, std::span<const qint64> items);
    // Its items become packed (those already packed or received stay), carried to its peer. In the transaction of
    // finishOutgoing(), and apart from it because it is nearly all of the work and can be done beside other work.
    [[nodiscard]] Result<void> packItems(const Ulid& bundle);
    // The bundle is proved.
    [[nodiscard]] Result<void> finishOutgoing(const OutgoingBundle& finished);
    // The number is burnt and will be named to the peer.
    [[nodiscard]] Result<void> voidOutgoing(const Ulid& bundle);
    // Has BundleList::withoutReceipt() begin where something is due. By those who write, now and then: the more is due
    // no more, the longer a look takes until then.
    [[nodiscard]] Result<void> passWhatIsNotDue();
    // Bundles that a crash left as writing.
    [[nodiscard]] Result<QList<OutgoingBundle>> unfinishedOutgoing() const;
    // The bundle for which this number was taken, and is not used: its export ended early.
    [[nodiscard]] Result<std::optional<OutgoingBundle>> findVoid(const StationId& peer, qint64 sequence) const;
    // Numbers burnt that the peer has not heard of yet, ascending, at most 4,096.
    [[nodiscard]] Result<QList<qint64>> voidSequences(const StationId& peer) const;
    [[nodiscard]] Result<std::optional<OutgoingBundle>> findOutgoing(const Ulid& bundle) const;
    [[nodiscard]] Result<std::optional<OutgoingBundle>> lastOutgoing() const;
    // How many items of each kind went into it; listed kinds only.
    [[nodiscard]] Result<QMap<Kind, qint64>> kindsIn(const Ulid& bundle) const;
    // Was this item put into a bundle for that very peer? One that was given up counts too: if a crash came after its
    // last byte, it may have left all the same.
    [[nodiscard]] Result<bool> wasSentTo(const ItemId& item, const StationId& peer) const;

    // --- Incoming ---

    [[nodiscard]] Result<std::optional<IncomingBundle>> findIncoming(const StationId& from, const Ulid& bundle) const;
    [[nodiscard]] Result<std::optional<IncomingBundle>> findIncoming(
        const StationId& from, const LedgerId& ledger, qint64 sequence) const;
    [[nodiscard]] Result<std::optional<IncomingBundle>> lastIncoming() const;
    [[nodiscard]] Result<void> addIncoming(const IncomingBundle& bundle, const QList<RefusedItem>& refused);
    [[nodiscard]] Result<QList<RefusedItem>> refusedOf(const StationId& from, const Ulid& bundle) const;
    // Numbers the peer has declared void, so that they are not missed.
    [[nodiscard]] Result<void> addVoidSequences(
        const StationId& from, const LedgerId& ledger, const QList<qint64>& sequences);
    // Numbers of the peer's ledger below `sequence` that never came and are not in `declaredVoid`, both ascending, at
    // most 1,024.
    [[nodiscard]] Result<QList<qint64>> missingBefore(
        const StationId& from, const LedgerId& ledger, qint64 sequence, const QList<qint64>& declaredVoid = {}) const;
    // For the ledger from which the peer's newest bundle came; null ledger if none ever came.
    [[nodiscard]] Result<Heard> heardOf(const StationId& peer) const;

    // --- Staging: items of a bundle that is being imported; no query sees them before commitStaged() ---

    // They have their numbers in the ledger already: until they are committed or dropped, nothing else may be staged or
    // added (commitStaged() returns Internal).
    [[nodiscard]] Result<void> stage(const Ulid& bundle, const ItemWithBytes& item);
    struct StagedTotals {
        qint64 added = 0;
        qint64 duplicates = 0;
        // The numbers in the ledger that they have got, none if `last` comes before `first`.
        qint64 firstItem = 0;
        qint64 lastItem = -1;
    };
    // Moves all staged items of the bundle into the ledger, in the transaction that also holds addIncoming().
    // Answers move their requests: to answered or rejected if they are the first final answer and not held. Requests
    // that were there already make their answer due again if the site has refused it for want of them.
    // `settling` is told of each such answer before its request moves, and may move other requests.
    using Settling = std::function<Result<void>(const Item& answer)>;
    [[nodiscard]] Result<StagedTotals> commitStaged(const Ulid& bundle, const Settling& settling = {});
    // Whatever an interrupted import left.
    [[nodiscard]] Result<void> dropStaged();

    // --- Receipts ---

    // The bundles from this peer that carried items and whose receipt the peer has not certainly got, oldest first.
    [[nodiscard]] Result<QList<IncomingBundle>> receiptsDue(const StationId& peer, int most) const;
    // `carrier` is the bundle of ours that carries those receipts: they stay due until the peer has heard it.
    [[nodiscard]] Result<void> noteReceiptsCarried(const Ulid& carrier, const QList<Ulid>& bundles);
    [[nodiscard]] Result<QList<IncomingBundle>> allIncoming(const StationId& peer) const;
    // Acts only if the bundle is ours, was for that receiver, and has that label; otherwise false and nothing changes.
    // Its items become received; those refused become rejected with the code told (a refused answer reopens its
    // request), but for an answer that was refused for want of its request, if that came again after the bundle was
    // made: it is due again.
    // A receipt tells what its ledger had. `speaking` is the ledger of the bundle that carries it; one that comes alone
    // is compared with the ledger from which the receiver spoke last. If the receiver spoke from that of the receipt
    // before, or carries what another ledger of it wrote, or a bundle of a former ledger comes late, nothing changes:
    // what that ledger had may be lost. If that ledger never spoke, nobody knows which of the two is newer: what it
    // refused counts, and nothing becomes received.
    [[nodiscard]] Result<bool> applyReceipt(const ReceiptFacts& receipt, const LedgerId& speaking = {});
    // What a peer says it has heard of us: bundles up to it become received; if it says less than it said before, or
    // its own ledger is another than before, what is not answered and lies beyond is due again. Numbers of another
    // ledger than ours are ignored. Where a null ledger is named, the peer has heard nothing yet. Call it after
    // addIncoming() of the bundle that says it: one that comes later than a newer one knows less and is not listened
    // to.
    // ReplayConflict if the peer has heard a number that this ledger never gave out: the ledger is an older copy of
    // itself, and what it would hand out or mark received next is not what the peer means.
    [[nodiscard]] Result<void> applyHeard(const StationId& peer, const LedgerId& peerLedger, const Heard& heard);

    // --- After the ledger was put back from a copy ---

    // The bundles made so far count for nothing: another ledger may have used their numbers since the copy was made.
    // All are void, and what has no final answer is due again, receipts included. Numbers go on where they were.
    [[nodiscard]] Result<void> disownOutgoing();

private:
    struct Numbered; // an outgoing bundle with its number in the ledger
    struct Stretch; // of the staged items of a bundle

    [[nodiscard]] Result<QList<Numbered>> outgoingList(const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<std::optional<Numbered>> firstOutgoing(const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<Numbered> requireWriting(const Ulid& bundle) const;
    [[nodiscard]] Result<void> addRows(qint64 outgoing, std::span<const qint64> items);

    [[nodiscard]] Result<QList<IncomingBundle>> incomingList(const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<std::optional<IncomingBundle>> firstIncoming(
        const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<void> addKnown(const StationId& from, const LedgerId& ledger, const QList<qint64>& sequences);
    [[nodiscard]] Result<qint64> contiguousOf(const StationId& from, const LedgerId& ledger) const;

    [[nodiscard]] Result<StagedTotals> commitStretch(const Stretch& stretch, const Settling& settling);
    [[nodiscard]] Result<qint64> moveStretch(const Stretch& stretch);
    [[nodiscard]] Result<void> keyStretch(const Stretch& stretch);
    [[nodiscard]] Result<void> noteReturned(const Stretch& stretch);
    [[nodiscard]] Result<bool> requestCameAfter(const ItemId& request, const Numbered& bundle) const;
    [[nodiscard]] Result<void> carryAgain(const ItemRecords& records, const Numbered& bundle, qint64 item);

    [[nodiscard]] Result<void> settleAnswers(qint64 firstNumber, const Settling& settling);
    [[nodiscard]] Result<void> settleAnswer(const Item& answer, qint64 number, const Settling& settling);

    [[nodiscard]] Result<void> markReceived(const Numbered& bundle);
    [[nodiscard]] Result<void> refuseItems(const Numbered& bundle, const QList<RefusedItem>& refused);
    [[nodiscard]] Result<void> refuseItem(const Numbered& bundle, const RefusedItem& refused);
    [[nodiscard]] Result<bool> isForAllPeers(qint64 item) const;
    [[nodiscard]] Result<void> noteRefusal(const Numbered& bundle, const RefusedItem& refused);
    [[nodiscard]] Result<void> reopenRequest(const ItemId& request);
    [[nodiscard]] Result<void> requireGivenOut(const StationId& peer, const Heard& heard) const;
    [[nodiscard]] Result<void> markHeard(const StationId& peer, const Heard& heard);
    [[nodiscard]] Result<void> forgetBeyond(const StationId& peer, const Heard& heard);
    [[nodiscard]] Result<void> forgetItems(const Numbered& bundle);
    // Items that `select` gives, which may be due again.
    [[nodiscard]] Result<void> lookAgainFor(const QString& select, const QVariantList& values);

    Database* m_database;
    StationRole m_here;
    Clock m_clock;
};

} // namespace satchel
