#pragma once

#include <core/base/Result.h>
#include <core/base/Time.h>
#include <core/ledger/Item.h>

#include <QString>
#include <QVariantList>

#include <functional>
#include <optional>

namespace satchel {

class Database;
class Rows;

// What ItemStore and BundleRecords share: how an item is laid out in a row, and the only code that changes a state.
class ItemRecords final {
public:
    // Items of the kinds that lists show (isListed), and the others.
    static constexpr QLatin1StringView Listed{"kind NOT IN ('card', 'checkpoint')"};
    static constexpr QLatin1StringView Unlisted{"kind IN ('card', 'checkpoint')"};

    ItemRecords(Database& database, StationRole here, Clock clock);

    // The columns that hold an Item but for its requester: those of items, which indexes and orders go by and
    // which change, and those of item_facts, which hardly ever do. staged_items has all of them. The last two of the
    // first follow from the others and are what indexes go by: `due`, what was gathered here and no peer has for
    // certain (what is bound to no peer stays due for others when one has received it), and `waiting`, what has a
    // deadline and is not closed. They stay as they are over a whole run of states, and so do the indexes.
    [[nodiscard]] static const QString& columns();
    [[nodiscard]] static const QString& factColumns();
    [[nodiscard]] static QVariantList values(const ItemWithBytes& item);
    [[nodiscard]] static QVariantList factValues(const Item& item);
    [[nodiscard]] static QString placeholders(const QString& columns); // "?, ?, ..."
    // Both tables in a FROM, for what read() reads. LEFT: an item of which nothing is known is told, not passed over.
    static constexpr QLatin1StringView Whole{"items LEFT JOIN item_facts ON item_facts.item = items.number"};
    [[nodiscard]] static const QString& selected();
    [[nodiscard]] static QString warningsText(const QStringList& warnings); // as the column holds them
    [[nodiscard]] static QString finalAnswerKinds(); // as a list in SQL
    [[nodiscard]] static Result<Item> read(const Rows& rows, int firstColumn = 0);
    // Reads what selected() has selected, item by item.
    [[nodiscard]] static Result<void> forEach(Result<Rows> rows, const std::function<Result<void>(const Item&)>& visit);

    // Internal unless the item is in a state that it may begin in, with a reason if that is held.
    [[nodiscard]] Result<void> requireBeginning(const Item& item) const;

    struct Place {
        qint64 number = 0;
        ItemState state = ItemState::Held;
        bool gatheredHere = true;
        ItemId inReplyTo;
    };
    [[nodiscard]] Result<std::optional<Place>> locate(const ItemId& id) const;

    [[nodiscard]] bool mayMove(const Place& place, ItemState to) const;
    // Internal if the table of states says no.
    [[nodiscard]] Result<void> move(const Place& place, ItemState to, const std::optional<Reason>& reason) const;
    // Stays held, for another reason.
    [[nodiscard]] Result<void> holdFor(const Place& place, const Reason& reason) const;

    // Moves those of the items gathered here that `selection` (a SELECT of item numbers) gives and that are in `from`.
    // `bundle` goes into their story. Returns how many.
    struct Selection {
        QString sql;
        QVariantList values;
    };
    [[nodiscard]] Result<qint64> moveGathered(
        const Selection& selection, ItemState from, ItemState to, const Ulid& bundle) const;
    // The same for items that came in.
    [[nodiscard]] Result<qint64> moveImported(
        const Selection& selection, ItemState from, ItemState to, const Ulid& bundle) const;
    // Those selected went into `bundle`, and what was pending is packed. Others may have been answered meanwhile and
    // stay what they are. Their story is told by the bundle (ItemStore::history()).
    [[nodiscard]] Result<void> pack(const Selection& selection, const Ulid& bundle) const;
    // How many items hold something else in `due` or `waiting` than goes with their state.
    [[nodiscard]] Result<qint64> countWronglyIndexed() const;
    // The first line of an item's story; of the story of each item whose number is at least `firstNumber`.
    [[nodiscard]] Result<void> beginHistory(qint64 number, const Item& item) const;
    [[nodiscard]] Result<void> beginHistoryFrom(qint64 firstNumber) const;

private:
    [[nodiscard]] Result<void> tell(qint64 number, ItemState state, const std::optional<Reason>& reason) const;
    [[nodiscard]] Result<qint64> moveAll(
        const Selection& selection, bool gatheredHere, ItemState from, ItemState to, const Ulid& bundle) const;
    [[nodiscard]] Result<void> addHistory(
        const Selection& selection, bool gatheredHere, ItemState from, ItemState to, const Ulid& bundle) const;

    Database* m_database;
    StationRole m_here;
    Clock m_clock;
};

// What the deadline column holds for an item that has none: the last one there is.
[[nodiscard]] QString noDeadline();

} // namespace satchel
