#include "NestedRequests.h"

#include <core/base/FaultPoint.h>
#include <core/crypto/Digest.h>
#include <core/objects/cmp/CmpMessage.h>
#include <core/objects/cmp/CmpNesting.h>
#include <core/objects/Sidecar.h>

#include <algorithm>
#include <iterator>

namespace satchel {

namespace {

// A nested message stays below what gather takes of its answer.
constexpr qsizetype MostBytes = 2 * 1024 * 1024;

bool isOpen(const Item& item)
{
    return item.state == ItemState::Ready || item.state == ItemState::Delivered;
}

// Of a batch: constant, since it follows from what is in it.
QString batchName(const QList<ItemStore::NumberedItem>& items)
{
    Sha256 digest;
    digest.addField("satchel-cmp-batch-1");
    for (const auto& entry : items) {
        digest.addField(entry.content.item.id.bytes());
    }
    return QString::fromLatin1(digest.finish().toHex()) + QStringLiteral(".batch.pki");
}

Result<QByteArray> sidecarOfAll(const QList<ItemStore::NumberedItem>& items)
{
    if (items.size() == 1) {
        return sidecarOf(items.first().content.item);
    }
    Sidecar sidecar;
    sidecar.receivedAt = items.first().content.item.gatheredAt;
    return sidecar.toJson();
}

Result<Deliverable> deliverableOf(
    const QString& name, const QByteArray& bytes, const QList<ItemStore::NumberedItem>& items)
{
    auto sidecar = sidecarOfAll(items);
    if (!sidecar) {
        return fail(std::move(sidecar).error());
    }
    return Deliverable{name, bytes, *std::move(sidecar), items};
}

} // namespace

// Messages that go into one nested message: all of different transactions (RFC 9483 section 5.2.2.2).
struct NestedRequests::Group {
    QList<ItemStore::NumberedItem> entries;
    QList<QByteArray> transactions;
    qsizetype bytes = 0;

    [[nodiscard]] bool hasRoomFor(const QByteArray& transaction, qsizetype size, int most) const
    {
        return entries.size() < most && bytes + size <= MostBytes && !transactions.contains(transaction);
    }

    void add(const ItemStore::NumberedItem& entry, const QByteArray& transaction)
    {
        entries.append(entry);
        transactions.append(transaction);
        bytes += entry.content.bytes.size();
    }

    [[nodiscard]] QString name() const
    {
        return entries.size() == 1 ? fileNameOf(entries.first().content.item) : batchName(entries);
    }

    [[nodiscard]] QList<QByteArray> messages() const
    {
        QList<QByteArray> all;
        std::ranges::transform(entries, std::back_inserter(all), [](const auto& entry) { return entry.content.bytes; });
        return all;
    }

    [[nodiscard]] QList<qint64> numbers() const
    {
        QList<qint64> all;
        std::ranges::transform(entries, std::back_inserter(all), [](const auto& entry) { return entry.number; });
        return all;
    }
};

NestedRequests::NestedRequests(Session& session, bool again)
    : m_session{session}
    , m_again{again}
    , m_most{session.role() == StationRole::Backend ? session.station().settings().policy.cmpNested : 0}
{
}

bool NestedRequests::takes(const Item& item) const
{
    return m_most > 0 && item.protocol == Protocol::Cmp
        && (item.kind == Kind::CertificationRequest || item.kind == Kind::Confirmation);
}

bool NestedRequests::isListed(const Item& item) const
{
    return item.state == ItemState::Ready || (m_again && item.state == ItemState::Delivered);
}

Result<QList<Deliverable>> NestedRequests::around(
    const QList<ItemStore::NumberedItem>& entries, const MustWait& mustWait) const
{
    QList<Deliverable> deliverables;
    QList<ItemStore::NumberedItem> fresh;
    for (const auto& entry : entries) {
        const auto found = m_session.ledger().wrappings().around(entry.number);
        if (!found) {
            return fail(found.error());
        }
        const auto& wrapping = *found;
        const bool goesAgain = wrapping && wrapping->isWhole
            && std::ranges::all_of(wrapping->members, [](const auto& each) { return isOpen(each.content.item); });
        if (!goesAgain) {
            const auto waits = mustWait(entry.content.item);
            if (!waits) {
                return fail(waits.error());
            }
            if (!*waits) {
                fresh.append(entry);
            }
            continue;
        }
        // The others of a batch come along with the first of those that this walk comes by.
        const auto first
            = std::ranges::find_if(wrapping->members, [this](const auto& each) { return isListed(each.content.item); });
        if (first->number == entry.number) {
            auto deliverable = deliverableOf(wrapping->name, wrapping->bytes, wrapping->members);
            if (!deliverable) {
                return fail(std::move(deliverable).error());
            }
            deliverables.append(*std::move(deliverable));
        }
    }
    auto made = make(fresh);
    if (!made) {
        return made;
    }
    return deliverables + *std::move(made);
}

// Sorts what is to be nested into groups; what is nested already goes into `asTheyAre`.
Result<std::vector<NestedRequests::Group>> NestedRequests::groupsOf(
    const QList<ItemStore::NumberedItem>& entries, QList<Deliverable>& asTheyAre) const
{
    std::vector<Group> groups;
    for (const auto& entry : entries) {
        const auto message = CmpMessage::parse(entry.content.bytes);
        if (!message || (*message)->body().type == CmpBodyType::Nested) {
            auto asItIs = deliverableOf(fileNameOf(entry.content.item), entry.content.bytes, {entry});
            if (!asItIs) {
                return fail(std::move(asItIs).error());
            }
            asTheyAre.append(*std::move(asItIs));
            continue;
        }
        const auto& transaction = (*message)->header().transactionId;
        if (groups.empty() || !groups.back().hasRoomFor(transaction, entry.content.bytes.size(), m_most)) {
            groups.emplace_back();
        }
        groups.back().add(entry, transaction);
    }
    return groups;
}

Result<QList<Deliverable>> NestedRequests::make(const QList<ItemStore::NumberedItem>& entries) const
{
    QList<Deliverable> deliverables;
    const auto groups = groupsOf(entries, deliverables);
    if (!groups) {
        return fail(groups.error());
    }
    if (groups->empty()) {
        return deliverables;
    }
    const auto keys = m_session.station().registrationAuthority();
    if (!keys) {
        return fail(keys.error());
    }
    auto recorded = m_session.ledger().begin();
    if (!recorded) {
        return fail(std::move(recorded).error());
    }
    for (const auto& group : *groups) {
        const auto nested = nestCmpMessages(group.messages(), {keys->identity, keys->chain}, m_session.station().now());
        if (!nested) {
            return fail(nested.error());
        }
        SATCHEL_TRY(m_session.ledger().wrappings().add(group.name(), *nested, group.numbers()));
        auto deliverable = deliverableOf(group.name(), *nested, group.entries);
        if (!deliverable) {
            return fail(std::move(deliverable).error());
        }
        deliverables.append(*std::move(deliverable));
    }
    faultPoint("deliver.before-recording-nested");
    SATCHEL_TRY(recorded->commit());
    faultPoint("deliver.after-recording-nested");
    return deliverables;
}

} // namespace satchel
