#include "DeviceStory.h"

#include <QHash>

#include <map>
#include <utility>

namespace satchel {

namespace {

// Puts a story together.
class StoryTeller final {
public:
    explicit StoryTeller(const Session& session)
        : m_session{session}
    {
    }

    // Where bundles lay, in one walk: there is an entry for each verb that was run, not for each item.
    Result<void> readMedia()
    {
        return m_session.ledger().log().forEach({}, [this](const LogEntry& entry) -> Result<void> {
            if (!entry.bundle.isEmpty() && !entry.medium.isEmpty() && !m_media.contains(entry.bundle)) {
                m_media.insert(entry.bundle, entry.medium);
            }
            return {};
        });
    }

    Result<void> add(const Item& item)
    {
        const auto history = m_session.ledger().items().history(item.id);
        if (!history) {
            return fail(history.error());
        }
        for (const auto& event : *history) {
            DeviceEvent told{event.at, item.id, item.kind, event.state, event.reason, event.bundle, {}, {}};
            if (!event.bundle.isNull()) {
                told.medium = m_media.value(event.bundle.toString());
                SATCHEL_TRY(namePeer(told, item));
            }
            m_events.emplace(std::pair{event.at, m_events.size()}, told);
        }
        m_story.items += item;
        return {};
    }

    // What happened in one second stays in the order in which the items came.
    DeviceStory take()
    {
        for (const auto& [place, event] : m_events) {
            m_story.events += event;
        }
        return std::move(m_story);
    }

private:
    // Ours went to somebody, others' came from where the item was gathered.
    Result<void> namePeer(DeviceEvent& event, const Item& item) const
    {
        const auto outgoing = m_session.ledger().bundles().findOutgoing(event.bundle);
        if (!outgoing) {
            return fail(outgoing.error());
        }
        const auto peer = m_session.station().peers().byId(*outgoing ? (*outgoing)->peer : item.origin);
        event.peer = peer ? peer->alias : QString{};
        return {};
    }

    const Session& m_session;
    QHash<QString, QString> m_media; // by bundle
    std::map<std::pair<QDateTime, std::size_t>, DeviceEvent> m_events; // by time, then as they were told
    DeviceStory m_story;
};

Result<QList<Item>> itemsOfDevice(const ItemStore& items, const QString& device)
{
    QList<Item> found;
    ItemFilter filter;
    filter.device = device;
    SATCHEL_TRY(items.forEach(filter, [&found](const Item& item) -> Result<void> {
        found += item;
        return {};
    }));
    return found;
}

// What tells of no device: with its request and its answers.
Result<QList<Item>> itemsAround(const ItemStore& items, const Item& item)
{
    auto answers = items.answersTo(item.id);
    if (!answers) {
        return answers;
    }
    answers->prepend(item);
    if (!item.inReplyTo.isNull()) {
        const auto request = items.find(item.inReplyTo);
        if (!request) {
            return fail(request.error());
        }
        if (*request) {
            answers->prepend(**request);
        }
    }
    return answers;
}

} // namespace

Result<DeviceStory> storyOfDevice(const Session& session, const ItemId& id)
{
    const auto& items = session.ledger().items();
    const auto item = items.get(id);
    if (!item) {
        return fail(item.error());
    }
    const auto related = item->device.isEmpty() ? itemsAround(items, *item) : itemsOfDevice(items, item->device);
    if (!related) {
        return fail(related.error());
    }
    StoryTeller teller{session};
    SATCHEL_TRY(teller.readMedia());
    for (const auto& each : *related) {
        SATCHEL_TRY(teller.add(each));
    }
    auto story = teller.take();
    story.device = item->device;
    return story;
}

} // namespace satchel
