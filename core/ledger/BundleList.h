#pragma once

#include <core/base/Result.h>
#include <core/ledger/BundleRecords.h>
#include <core/ledger/Item.h>

#include <QDateTime>
#include <QList>
#include <QString>
#include <QStringView>

#include <functional>
#include <optional>

namespace satchel {

class Database;

// What the newest receipt for a bundle of ours says.
struct AppliedReceipt {
    QString verdict; // "imported", "imported-in-part"
    qint64 items = 0;
    qint64 refused = 0;
    QDateTime takenIn; // by the clock of the receiver
    QDateTime came; // here, as the custody log has it; invalid where it does not
};

struct ListedOutgoing {
    qint64 number = 0; // in the ledger: what pages go by
    OutgoingBundle bundle;
    std::optional<AppliedReceipt> receipt;
    QString place; // where it was written, as the custody log has it (pathOnMedium); empty where it does not
};

struct ListedIncoming {
    qint64 number = 0;
    IncomingBundle bundle;
    bool receiptKnown = false; // the sender certainly has our receipt
    QString place; // where it was read
};

// The bundles as people look at them: a page at a time, with what other records know of each. Changes nothing.
class BundleList final {
public:
    explicit BundleList(Database& database)
        : m_database{&database}
    {
    }

    // At most `most`, the newest first: those before the number `before`, 0 for the first page.
    [[nodiscard]] Result<QList<ListedOutgoing>> outgoing(qint64 before, int most) const;
    [[nodiscard]] Result<QList<ListedIncoming>> incoming(qint64 before, int most) const;
    [[nodiscard]] Result<std::optional<ListedOutgoing>> findOutgoing(const Ulid& bundle) const;
    [[nodiscard]] Result<std::optional<ListedIncoming>> findIncoming(const StationId& from, const Ulid& bundle) const;
    // The ids of bundles of either way that begin so, at most `most` of each.
    struct Name {
        bool isOutgoing = true;
        StationId peer;
        Ulid bundle;
    };
    [[nodiscard]] Result<QList<Name>> beginningWith(QStringView prefix, const QList<StationId>& peers, int most) const;

    // The one whose id begins so: NotFound, or Usage naming some of those it could be. Without peers: of those made
    // here.
    [[nodiscard]] Result<Name> resolve(QStringView prefix, const QList<StationId>& peers) const;
    // Whose bundles came here, also of such as are no peers any more.
    [[nodiscard]] Result<QList<StationId>> senders() const;

    // The items that a bundle carried, in the order of their numbers; of one that came in those that were new here. The
    // visitor's failure ends the walk and is returned. The visitor must not change the ledger.
    using Visitor = std::function<Result<void>(const Item&)>;
    [[nodiscard]] Result<void> forEachItem(const OutgoingBundle& bundle, const Visitor& visit) const;
    [[nodiscard]] Result<void> forEachItem(const IncomingBundle& bundle, const Visitor& visit) const;

    // What receipts for a bundle of ours have said of single items, since schema 8 of the ledger; also of such as were
    // not in it.
    [[nodiscard]] Result<QList<RefusedItem>> refusedThere(const OutgoingBundle& bundle) const;

    // Bundles for this peer that were made before `madeBefore`, have no receipt, and hold something that is not known
    // to have arrived by another bundle. The oldest first, at most `most`.
    [[nodiscard]] Result<QList<OutgoingBundle>> withoutReceipt(
        const StationId& peer, const QDateTime& madeBefore, int most) const;

    // Two moments in their true order, each by another clock: what lies between them is no less than how far the clocks
    // are apart, if the later one seems to be earlier.
    struct ClockWitness {
        Ulid bundle;
        qint64 sequence = 0;
        QDateTime here; // by this station's clock
        QDateTime there; // by the peer's
    };
    // The newest bundle of the peer: made there before it was taken in here.
    [[nodiscard]] Result<std::optional<ClockWitness>> madeBeforeTakenIn(const StationId& peer) const;
    // The newest bundle for the peer that it has confirmed: made here before it was taken in there.
    [[nodiscard]] Result<std::optional<ClockWitness>> madeBeforeConfirmed(const StationId& peer) const;

private:
    [[nodiscard]] Result<QList<ListedOutgoing>> outgoingWhere(const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<QList<ListedIncoming>> incomingWhere(const QString& rest, const QVariantList& values) const;
    [[nodiscard]] Result<void> addReceipts(QList<ListedOutgoing>& page) const;
    [[nodiscard]] Result<void> addCustody(QList<ListedOutgoing>& page) const;
    [[nodiscard]] Result<void> addCustody(QList<ListedIncoming>& page) const;

    Database* m_database;
};

} // namespace satchel
