#include "DigestSet.h"

#include "Digest.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace satchel {

namespace {

// It grows in few and large steps: each leaves its memory behind, to be used for other things.
constexpr std::array<std::size_t, 3> Sizes{std::size_t{1} << 10U, std::size_t{1} << 14U, std::size_t{1} << 20U};
static_assert(4 * DigestSet::Most == 3 * Sizes.back());
constexpr qsizetype SecretSize = 32;

} // namespace

DigestSet::DigestSet()
    : m_secret{randomBytes(SecretSize)}
{
}

DigestSet::Mark DigestSet::markOf(const QByteArray& secret, QByteArrayView text)
{
    const auto digest = sha256(secret + text.toByteArray()).bytes();
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
    const auto mark = markOf(m_secret, text);
    return m_slots[slotOf(mark)] == mark;
}

void DigestSet::insert(QByteArrayView text)
{
    if (m_size >= Most) {
        return;
    }
    if (4 * m_size >= 3 * m_slots.size()) {
        grow();
    }
    place(markOf(m_secret, text));
}

void DigestSet::clear()
{
    m_slots = std::vector<Mark>{}; // not `= {}`, which keeps the memory
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
    const auto* const next = std::upper_bound(Sizes.begin(), Sizes.end(), m_slots.size());
    const auto before = std::exchange(m_slots, std::vector<Mark>(*next));
    m_size = 0;
    for (const auto& mark : before) {
        if (mark != Mark{}) {
            place(mark);
        }
    }
}

} // namespace satchel
