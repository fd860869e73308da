#include "DeviceStory.h"

#include <core/base/Time.h>

#include <QHash>

#include <map>
#include <tuple>
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

    Result<void> add(const Item& item)
    {
        const auto history = m_session.ledger().items().history(item.id);
        if (!history) {
            return fail(history.error());
        }
        for (const auto& event : *history) {
            DeviceEvent told{event.at, item.id, item.kind, event.state, event.reason, event.bundle, {}, {}};
            if (!event.bundle.isNull()) {
                const auto journey = journeyOf(event.bundle, item);
                if (!journey) {
                    return fail(journey.error());
                }
                told.medium = journey->medium;
                told.peer = journey->peer;
            }
            m_events.emplace(std::tuple{event.at, event.order, m_events.size()}, told);
        }
        m_story.items += item;
        return {};
    }

    DeviceStory take()
    {
        for (const auto& [place, event] : m_events) {
            m_story.events += event;
        }
        return std::move(m_story);
    }

private:
    struct Journey {
        QString medium;
        QString peer;
    };

    // What was gathered here went to somebody, the rest came from where it was gathered.
    Result<Journey> journeyOf(const Ulid& bundle, const Item& item)
    {
        const auto known = m_journeys.constFind(bundle.toString());
        if (known != m_journeys.constEnd()) {
            return *known;
        }
        const auto& list = m_session.ledger().bundleList();
        Journey journey{{}, aliasOf(item.origin)};
        if (item.gatheredHere) {
            const auto outgoing = list.findOutgoing(bundle);
            if (!outgoing) {
                return fail(outgoing.error());
            }
            journey = *outgoing ? Journey{(*outgoing)->place, aliasOf((*outgoing)->bundle.peer)} : Journey{};
        } else {
            const auto incoming = list.findIncoming(item.origin, bundle);
            if (!incoming) {
                return fail(incoming.error());
            }
            journey.medium = *incoming ? (*incoming)->place : QString{};
        }
        return *m_journeys.insert(bundle.toString(), journey);
    }

    [[nodiscard]] QString aliasOf(const StationId& station) const
    {
        const auto peer = m_session.station().peers().byId(station);
        return peer ? peer->alias : QString{};
    }

    const Session& m_session;
    QHash<QString, Journey> m_journeys; // by bundle
    // By time, then as the ledger has it, then as they were told.
    std::map<std::tuple<QDateTime, std::pair<qint64, qint64>, std::size_t>, DeviceEvent> m_events;
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
        return fail(std::move(answers).error());
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

void DeviceEvent::writeJson(JsonWriter& writer) const
{
    writer.beginObject().member(u"at", toUtcText(at)).member(u"item", item.toString());
    writer.member(u"kind", kindName(kind)).member(u"state", itemStateName(state));
    writer.optionalMember(u"code", reason ? errorCodeName(reason->code) : QString{});
    writer.optionalMember(u"reason", reason ? reason->text : QString{});
    writer.optionalMember(u"bundle", bundle.isNull() ? QString{} : bundle.toString());
    writer.optionalMember(u"medium", medium).optionalMember(u"peer", peer).endObject();
}

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
    for (const auto& each : *related) {
        SATCHEL_TRY(teller.add(each));
    }
    auto story = teller.take();
    story.device = item->device;
    return story;
}

} // namespace satchel
