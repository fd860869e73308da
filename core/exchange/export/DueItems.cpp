#include "DueItems.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace satchel {

namespace {

PartItem partItemOf(DueItem item)
{
    PartItem part;
    part.kind = item.kind;
    part.protocol = item.protocol;
    part.extension = item.extension.sliced(item.extension.lastIndexOf(QLatin1Char('.')) + 1);
    part.origin = item.origin;
    part.gatheredAt = item.gatheredAt;
    part.requester = std::move(item.requester);
    part.inReplyTo = item.inReplyTo.isNull() ? QString{} : item.inReplyTo.toString();
    part.context = std::move(item.context);
    part.localName = std::move(item.localName);
    part.path = std::move(item.path);
    part.bytes = std::move(item.bytes);
    part.number = item.number;
    return part;
}

} // namespace

Result<void> DueItems::fetch(qint64 mostBytes, qint64 mostItems)
{
    auto due = m_items.dueAfter(m_filter, m_cursor, static_cast<int>(mostItems), mostBytes);
    if (!due) {
        return fail(std::move(due).error());
    }
    m_waiting.reserve(m_waiting.size() + static_cast<std::size_t>(due->size()));
    for (auto& item : *due) {
        if (item.again) {
            m_again.insert(item.number);
        }
        m_waiting.push_back(partItemOf(std::move(item)));
    }
    return {};
}

// What was given back is topped up, so that a part is as full as it may be.
Result<std::vector<PartItem>> DueItems::take(qint64 mostBytes, qint64 mostItems)
{
    const auto contentOf = [](qint64 sum, const PartItem& item) { return sum + item.bytes.size(); };
    const auto waiting = std::accumulate(m_waiting.begin(), m_waiting.end(), qint64{0}, contentOf);
    if (m_waiting.empty() || (waiting < mostBytes && std::ssize(m_waiting) < mostItems)) {
        SATCHEL_TRY(fetch(mostBytes - waiting, mostItems - std::ssize(m_waiting)));
    }
    auto end = m_waiting.begin();
    for (qint64 bytes = 0; end != m_waiting.end() && end - m_waiting.begin() < mostItems; ++end) {
        bytes += end->bytes.size();
        if (end != m_waiting.begin() && bytes > mostBytes) {
            break;
        }
    }
    std::vector<PartItem> left{std::make_move_iterator(end), std::make_move_iterator(m_waiting.end())};
    m_waiting.erase(end, m_waiting.end());
    return std::exchange(m_waiting, std::move(left));
}

void DueItems::putBack(std::vector<PartItem> items)
{
    items.insert(items.end(), std::make_move_iterator(m_waiting.begin()), std::make_move_iterator(m_waiting.end()));
    m_waiting = std::move(items);
}

qint64 DueItems::countAgain(std::span<const qint64> numbers)
{
    return std::count_if(numbers.begin(), numbers.end(), [this](qint64 number) { return m_again.remove(number); });
}

void DueItems::returnTo(Mark mark)
{
    m_cursor = std::move(mark.cursor);
    m_waiting = std::move(mark.waiting);
    m_again = std::move(mark.again);
}

// What waits was fetched last, in its order, so that the walk up to its first is all that is done.
Result<ItemStore::DueTotal> DueItems::left() const
{
    if (m_waiting.empty()) {
        return m_items.countDue(m_filter, m_cursor);
    }
    const auto cursor = m_items.cursorBefore(m_waiting.front().number);
    return cursor ? m_items.countDue(m_filter, *cursor) : fail(cursor.error());
}

Result<bool> DueItems::atEnd()
{
    if (m_waiting.empty()) {
        SATCHEL_TRY(fetch(1, 1));
    }
    return m_waiting.empty();
}

} // namespace satchel
