#include "DueItems.h"

#include <core/bundle/Limits.h>

namespace satchel {

namespace {

PartItem partItemOf(ItemWithBytes content)
{
    auto& item = content.item;
    PartItem part;
    part.kind = item.kind;
    part.protocol = item.protocol;
    part.kindText = kindName(item.kind);
    part.protocolText = protocolName(item.protocol);
    part.extension = item.extension.section(QLatin1Char('.'), -1);
    part.origin = item.origin;
    part.gatheredAt = item.gatheredAt;
    part.requester = item.requester;
    part.inReplyTo = item.inReplyTo.isNull() ? QString{} : item.inReplyTo.toString();
    part.context = item.context;
    part.localName = item.localName;
    part.bytes = std::move(content.bytes);
    part.knownId = item.id;
    return part;
}

} // namespace

Result<void> DueItems::fetch(qint64 mostBytes, qint64 mostItems)
{
    auto due = m_items.dueAfter(m_filter, m_cursor, static_cast<int>(mostItems), mostBytes);
    if (!due) {
        return fail(std::move(due).error());
    }
    for (auto& item : *due) {
        if (item.again) {
            m_again.insert(item.content.item.id);
        }
        m_waiting.push_back(partItemOf(std::move(item.content)));
    }
    return {};
}

Result<std::vector<PartItem>> DueItems::take(qint64 mostBytes, qint64 mostItems)
{
    if (m_waiting.empty()) {
        SATCHEL_TRY(fetch(mostBytes, mostItems));
    }
    std::vector<PartItem> taken;
    qint64 bytes = 0;
    while (!m_waiting.empty() && std::ssize(taken) < mostItems) {
        bytes += m_waiting.front().bytes.size();
        if (!taken.empty() && bytes > mostBytes) {
            break;
        }
        taken.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
    return taken;
}

void DueItems::putBack(std::vector<PartItem> items)
{
    m_waiting.insert(m_waiting.begin(), std::make_move_iterator(items.begin()), std::make_move_iterator(items.end()));
}

Result<bool> DueItems::atEnd()
{
    if (m_waiting.empty()) {
        SATCHEL_TRY(fetch(1, 1));
    }
    return m_waiting.empty();
}

} // namespace satchel
