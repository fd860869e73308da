#include "ItemList.h"

#include <core/ledger/OpenDeadline.h>

#include <algorithm>
#include <cstring>
#include <numeric>
#include <unordered_set>

namespace satchel {

namespace {

using IdKey = decltype(ItemRow::id);

IdKey keyOf(const ItemId& id)
{
    IdKey key{};
    std::memcpy(key.data(), id.bytes().constData(), key.size());
    return key;
}

// An id is a digest: any of its bytes are as good as a hash.
struct HashOfDigest {
    std::size_t operator()(const IdKey& key) const noexcept
    {
        std::size_t hash = 0;
        std::memcpy(&hash, key.data(), sizeof(hash));
        return hash;
    }
};

// The digits at the beginning, without those that make no difference.
QStringView takeNumber(QStringView& text)
{
    qsizetype length = 0;
    while (length < text.size() && text[length].isDigit()) {
        ++length;
    }
    auto number = text.first(length);
    text = text.sliced(length);
    while (number.size() > 1 && number.front() == u'0') {
        number = number.sliced(1);
    }
    return number;
}

// Below, at or above zero, as one comes before, with or after the other.
int compareNumbers(QStringView one, QStringView other)
{
    if (one.size() != other.size()) {
        return one.size() < other.size() ? -1 : 1;
    }
    return one.compare(other);
}

} // namespace

ItemId ItemRow::itemId() const
{
    return ItemId::fromBytes(QByteArray{id.data(), static_cast<qsizetype>(id.size())});
}

void ItemList::add(const Item& item)
{
    ItemRow row;
    row.id = keyOf(item.id);
    row.gatheredAt = item.gatheredAt.toSecsSinceEpoch();
    const auto deadline = openDeadline(item);
    row.deadline = deadline ? deadline->toSecsSinceEpoch() : ItemRow::NoDeadline;
    row.kind = item.kind;
    row.state = item.state;
    const auto [place, isNew] = m_places.try_emplace(item.device, static_cast<quint32>(m_devices.size()));
    if (isNew) {
        m_devices.push_back(item.device);
    }
    row.device = place->second;
    m_rows.push_back(row);
}

void ItemList::finish()
{
    m_places = {};
    std::vector<quint32> order(m_devices.size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
        [this](quint32 one, quint32 other) { return isNaturallyBefore(m_devices[one], m_devices[other]); });
    m_ranks.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
        m_ranks[order[i]] = static_cast<quint32>(i);
    }
}

QList<ItemId> ItemList::idsAt(const std::vector<quint32>& places) const
{
    QList<ItemId> ids;
    ids.reserve(static_cast<qsizetype>(places.size()));
    for (const quint32 place : places) {
        ids += m_rows[place].itemId();
    }
    return ids;
}

std::vector<bool> ItemList::marked(const QList<ItemId>& ids) const
{
    std::unordered_set<IdKey, HashOfDigest> wanted;
    for (const ItemId& id : ids) {
        if (!id.isNull()) {
            wanted.insert(keyOf(id));
        }
    }
    std::vector<bool> marks(m_rows.size());
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        marks[i] = wanted.count(m_rows[i].id) > 0;
    }
    return marks;
}

std::vector<quint32> ItemList::placesOf(const ItemList& former, const std::vector<quint32>& places) const
{
    if (&former == this) {
        return places;
    }
    std::unordered_map<IdKey, quint32, HashOfDigest> found;
    for (const quint32 place : places) {
        if (place != Nowhere) {
            found.emplace(former.m_rows[place].id, Nowhere);
        }
    }
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (const auto wanted = found.find(m_rows[i].id); wanted != found.end()) {
            wanted->second = static_cast<quint32>(i);
        }
    }
    std::vector<quint32> here(places.size(), Nowhere);
    std::transform(places.begin(), places.end(), here.begin(),
        [&](quint32 place) { return place == Nowhere ? Nowhere : found.at(former.m_rows[place].id); });
    return here;
}

bool isNaturallyBefore(QStringView one, QStringView other)
{
    const QStringView first = one;
    const QStringView second = other;
    while (!one.isEmpty() && !other.isEmpty()) {
        if (one.front().isDigit() && other.front().isDigit()) {
            const QStringView number = takeNumber(one);
            if (const int order = compareNumbers(number, takeNumber(other)); order != 0) {
                return order < 0;
            }
            continue;
        }
        const char16_t left = one.front().toCaseFolded().unicode();
        const char16_t right = other.front().toCaseFolded().unicode();
        if (left != right) {
            return left < right;
        }
        one = one.sliced(1);
        other = other.sliced(1);
    }
    if (one.isEmpty() != other.isEmpty()) {
        return one.isEmpty();
    }
    return first < second; // "sn-1" and "SN-01" are two devices all the same
}

} // namespace satchel
