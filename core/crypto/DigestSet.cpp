#include "DigestSet.h"

#include "Digest.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace satchel {

namespace {

constexpr std::size_t FewestSlots = 1024;
constexpr qsizetype SecretSize = 32;

} // namespace

DigestSet::DigestSet()
    : m_secret{randomBytes(SecretSize)}
{
}

DigestSet::Mark DigestSet::markOf(QByteArrayView text) const
{
    const auto digest = sha256(m_secret + text.toByteArray()).bytes();
    Mark mark{};
    std::memcpy(mark.data(), digest.constData(), sizeof mark);
    if (mark == Mark{}) {
        mark[0] = 1; // nought stands for a free slot
    }
    return mark;
}

std::size_t DigestSet::slotOf(const Mark& mark) const
{
    auto slot = static_cast<std::size_t>(mark[0]) & (m_slots.size() - 1);
    while (m_slots[slot] != Mark{} && m_slots[slot] != mark) {
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    return slot;
}

bool DigestSet::contains(QByteArrayView text) const
{
    if (m_slots.empty()) {
        return false;
    }
    const auto mark = markOf(text);
    return m_slots[slotOf(mark)] == mark;
}

void DigestSet::insert(QByteArrayView text)
{
    if (m_size >= Most) {
        clear();
    }
    if (4 * m_size >= 3 * m_slots.size()) {
        grow();
    }
    place(markOf(text));
}

void DigestSet::clear()
{
    m_slots = {};
    m_size = 0;
}

void DigestSet::place(const Mark& mark)
{
    auto& slot = m_slots[slotOf(mark)];
    m_size += slot == mark ? 0 : 1;
    slot = mark;
}

void DigestSet::grow()
{
    const auto before = std::exchange(m_slots, std::vector<Mark>(std::max(FewestSlots, 2 * m_slots.size())));
    m_size = 0;
    for (const auto& mark : before) {
        if (mark != Mark{}) {
            place(mark);
        }
    }
}

} // namespace satchel
