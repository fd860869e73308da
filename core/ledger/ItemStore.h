#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/ledger/Item.h>

#include <QList>
#include <QMap>
#include <QString>

#include <functional>
#include <optional>

namespace satchel {

class Conditions;
class Database;

// Which items a list shows. An empty field means all.
struct ItemFilter {
    std::optional<ItemState> state = {};
    std::optional<Kind> kind = {};
    QString device = {};
    StationId peer = {}; // origin, or the station it is bound to
    std::optional<bool> gatheredHere = {};
    bool isUrgent = false; // only what still waits and has a deadline, the nearest first
    qint64 limit = 0; // 0: all
};

// What is due for a peer: never packed, or packed (by us, for this peer) without its receipt.
struct DueFilter {
    StationId peer;
    QStringList devices = {}; // empty: all
    std::optional<Kind> kind = {};
    bool onlyNew = false; // only what was never packed for anybody
    static constexpr qsizetype MostNumbers = 30'000; // what SQLite takes in one statement, and some
    QList<qint64> numbers = {}; // of the items, at most MostNumbers; empty: all
    QList<Ulid> notIn = {}; // bundles for this peer that carried what is to be left out; void ones carried nothing
};

// Whose deadlines come from `from` on and before `until`, of what still waits: requests, whose devices give up then, or
// confirmations, which do not lapse.
struct DeadlineFilter {
    enum class Of { Requests, Confirmations };

    QDateTime from;
    QDateTime until;
    Of of = Of::Requests;
};

// Where a walk over due items stands: most urgent deadline first, then the order of gathering.
struct DueCursor {
    QString urgency = {};
    qint64 number = 0;
};

// What a bundle carries of an item.
struct DueItem {
    qint64 number = 0; // in the ledger
    bool again = false; // was packed before
    Kind kind = Kind::VoucherRequest;
    Protocol protocol = Protocol::Brski;
    QString extension;
    StationId origin;
    QDateTime gatheredAt;
    ItemId inReplyTo; // null if none
    QByteArray context;
    QString localName;
    QString path;
    QByteArray requester; // the requester record as JSON, empty if none
    QByteArray bytes;
};

// The items and where each stands. All changes need an open Transaction of the ledger.
class ItemStore final {
public:
    ItemStore(Database& database, StationRole here, Clock clock);

    // Adds an item in its first state. False if an item of that id is there already: nothing changes then.
    [[nodiscard]] Result<bool> add(const ItemWithBytes& item);
    // The only way to another state; Internal if the table of states does not allow it. Writes the item's story.
    [[nodiscard]] Result<void> setState(const ItemId& id, ItemState to, const std::optional<Reason>& reason = {});
    // The same for an item of a page (readyAfter, heldAfter), which nobody has changed since.
    struct NumberedItem {
        qint64 number = 0;
        ItemWithBytes content;
    };
    [[nodiscard]] Result<void> setState(const NumberedItem& entry, ItemState to);
    // A held item that is held for another reason from now on. Internal if it is not held.
    [[nodiscard]] Result<void> setHoldReason(const ItemId& id, const Reason& reason);
    // A remark on an item that stays where it is (a later, different answer; a refusal told by the other side).
    [[nodiscard]] Result<void> addWarning(const ItemId& id, const QString& warning);
    // Names the request that an answer belongs to, and so the peer that it goes to, found after the item was added.
    [[nodiscard]] Result<void> bindAnswer(const ItemId& answer, const ItemId& request, const StationId& peer);
    // At a site, once the authority has acknowledged `confirmation`: the requests of its transaction that were answered
    // are confirmed, and so are their answers that were delivered.
    [[nodiscard]] Result<void> confirmTransactionOf(const ItemId& confirmation);
    // Everything whose deadline has passed and that still waits (held, pending, packed or received requests at a site)
    // becomes lapsed. Returns how many. Not a confirmation: its deadline is by the clock of the authority, who alone
    // can tell whether it comes too late.
    [[nodiscard]] Result<qint64> lapseOverdue();

    [[nodiscard]] Result<Item> get(const ItemId& id) const; // NotFound
    [[nodiscard]] Result<std::optional<Item>> find(const ItemId& id) const;
    [[nodiscard]] Result<QByteArray> bytes(const ItemId& id) const; // NotFound
    // An id shortened to what is unique: NotFound, or Usage naming some of those it could be.
    [[nodiscard]] Result<ItemId> resolve(QStringView prefix) const;
    [[nodiscard]] Result<QList<ItemEvent>> history(const ItemId& id) const;

    // Lists of related items end here.
    static constexpr int MostRequests = 64;
    // Newest first, at most MostRequests. Requests only. `olderThan`: those that came before that one, which is in the
    // ledger. `origin`: only those gathered there (null: anywhere), which no number of another site's push out of the
    // list.
    [[nodiscard]] Result<QList<Item>> requestsByCorrelation(
        const QString& correlation, const StationId& origin = {}) const;
    // The same of those that wait for an answer: among any number that have ended, they do not fall out of the list.
    [[nodiscard]] Result<QList<Item>> openRequestsByCorrelation(
        const QString& correlation, const StationId& origin) const;
    // Where those that wait for an answer were gathered.
    [[nodiscard]] Result<QList<StationId>> originsOfOpenRequests(const QString& correlation) const;
    [[nodiscard]] Result<QList<Item>> requestsByDevice(
        const QString& device, Kind kind, Protocol protocol, const ItemId& olderThan = {}) const;
    // What is for a whole station (isForStation) and is of that kind and correlation. Newest first, as many.
    [[nodiscard]] Result<QList<Item>> editions(Kind kind, const QString& correlation) const;
    // Oldest first: the first that is not rejected is the one that counts.
    [[nodiscard]] Result<QList<Item>> answersTo(const ItemId& request) const;

    // Walks all that match, in the order of gathering unless the filter says otherwise, holding one item at a time. The
    // visitor's failure ends the walk and is returned. The visitor must not change the ledger.
    [[nodiscard]] Result<void> forEach(
        const ItemFilter& filter, const std::function<Result<void>(const Item&)>& visit) const;
    // All states, also those with none. Listed kinds only.
    [[nodiscard]] Result<QMap<ItemState, qint64>> countByState() const;
    [[nodiscard]] Result<qint64> count(const ItemFilter& filter) const;
    // Items that an index would overlook, or find where they do not belong. None, unless somebody meddled.
    [[nodiscard]] Result<qint64> countWronglyIndexed() const;
    // By how many items countByState() is wrong. Likewise none.
    [[nodiscard]] Result<qint64> countMiscounted() const;
    // Items that are not found by their id, by what pairs them or by the request that they answer. Likewise none.
    [[nodiscard]] Result<qint64> countLost() const;
    // Items without their bytes, and bytes of no item. Likewise none.
    [[nodiscard]] Result<qint64> countWithoutBytes() const;
    // Waiting requests and confirmations by nearest deadline.
    [[nodiscard]] Result<QList<Item>> nextDeadlines(int most) const;
    // The nearest first, at most `most`; 0: all. As forEach.
    [[nodiscard]] Result<void> forEachDeadline(
        const DeadlineFilter& filter, qint64 most, const std::function<Result<void>(const Item&)>& visit) const;
    [[nodiscard]] Result<qint64> countDeadlines(const DeadlineFilter& filter) const;

    // The next due items after `cursor`, at most `most` of them and about `mostBytes` of content (at least one item if
    // there is any); moves the cursor. Empty at the end. Stable while no state changes.
    [[nodiscard]] Result<QList<DueItem>> dueAfter(
        const DueFilter& filter, DueCursor& cursor, int most, qint64 mostBytes) const;
    struct DueTotal {
        qint64 items = 0;
        qint64 bytes = 0;
        std::optional<QDateTime> nextDeadline = {}; // of them
    };
    // Of what a walk that stands there would still find; a cursor that has not moved yet: of all.
    [[nodiscard]] Result<DueTotal> countDue(const DueFilter& filter, const DueCursor& after = {}) const;
    // Which items that are. Only of a filter that names numbers: else they may be more than can be held.
    [[nodiscard]] Result<QList<qint64>> dueNumbers(const DueFilter& filter) const;
    // Where a walk stands that finds this item next.
    [[nodiscard]] Result<DueCursor> cursorBefore(qint64 number) const;
    // The item's number, as DueFilter wants it. NotFound.
    [[nodiscard]] Result<qint64> numberOf(const ItemId& id) const;
    // The peers for which anything bound to them is due.
    [[nodiscard]] Result<QList<StationId>> peersWithDueItems() const;
    // Is anything due for this peer that is bound to none? With a null id: for any peer.
    [[nodiscard]] Result<bool> hasDueForEverybody(const StationId& peer) const;

    // Items in `ready`, one page at a time by number (start with 0, pass the last number got), for deliver: at most
    // `most` of them, and no more once they hold `mostBytes` (at least one item if there is any).
    [[nodiscard]] Result<QList<NumberedItem>> readyAfter(
        qint64 number, const QList<Kind>& kinds, bool alsoDelivered, int most, qint64 mostBytes) const;
    // Items in `held`, likewise, without their bytes.
    [[nodiscard]] Result<QList<NumberedItem>> heldAfter(qint64 number, int most) const;

private:
    [[nodiscard]] Result<QByteArray> bytesOf(qint64 number, const ItemId& id) const; // NotFound names the id
    [[nodiscard]] Result<void> readBytes(NumberedItem& entry) const;
    [[nodiscard]] Result<QList<Item>> byCorrelation(const QString& correlation, const Conditions& conditions) const;
    [[nodiscard]] Result<void> addPage(
        QList<NumberedItem>& page, ItemState state, qint64 number, const QList<Kind>& kinds, int most) const;

    Database* m_database;
    StationRole m_here;
    Clock m_clock;
};

} // namespace satchel
