#pragma once

#include <core/bundle/BundleWriter.h>
#include <core/ledger/ItemStore.h>

#include <QSet>

#include <span>
#include <vector>

namespace satchel {

// What is due for one peer, as the writer of bundles takes it: page by page out of the ledger, most urgent first.
class DueItems final : public ItemSource {
public:
    DueItems(const ItemStore& items, DueFilter filter)
        : m_items{items}
        , m_filter{std::move(filter)}
    {
    }

    [[nodiscard]] Result<std::vector<PartItem>> take(qint64 mostBytes, qint64 mostItems) override;
    void putBack(std::vector<PartItem> items) override;

    // What was taken since comes again once the walk is put back to where it stood: of a bundle that was given up.
    struct Mark {
        DueCursor cursor;
        std::vector<PartItem> waiting;
        QSet<qint64> again;
    };
    [[nodiscard]] Mark mark() const { return {m_cursor, m_waiting, m_again}; }
    void returnTo(Mark mark);

    // Whether anything is left, and how much.
    [[nodiscard]] Result<ItemStore::DueTotal> left() const;
    [[nodiscard]] Result<bool> atEnd();
    // How many of these were packed before. For items taken and not yet asked about.
    [[nodiscard]] qint64 countAgain(std::span<const qint64> numbers);

private:
    // Adds the next page to what waits.
    [[nodiscard]] Result<void> fetch(qint64 mostBytes, qint64 mostItems);

    const ItemStore& m_items;
    DueFilter m_filter;
    DueCursor m_cursor;
    std::vector<PartItem> m_waiting; // fetched or given back, in order
    QSet<qint64> m_again; // numbers
};

} // namespace satchel
