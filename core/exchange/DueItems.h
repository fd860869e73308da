#pragma once

#include <core/bundle/BundleWriter.h>
#include <core/ledger/ItemStore.h>

#include <QSet>

#include <deque>
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

    // Whether anything is left.
    [[nodiscard]] Result<bool> atEnd();
    // Was this item packed before? For items taken and not yet asked about.
    [[nodiscard]] bool takeAgain(const ItemId& id) { return m_again.remove(id); }

private:
    [[nodiscard]] Result<void> fetch(qint64 mostBytes, qint64 mostItems);

    const ItemStore& m_items;
    DueFilter m_filter;
    DueCursor m_cursor;
    std::deque<PartItem> m_waiting; // fetched or given back, in order
    QSet<ItemId> m_again;
};

} // namespace satchel
