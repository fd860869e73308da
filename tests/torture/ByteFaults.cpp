#include "ByteFaults.h"

#include <algorithm>

namespace satchel::torture {

namespace {

constexpr qsizetype BlockSize = 512; // of a medium, and of the container

} // namespace

QString byteFaultName(ByteFault fault)
{
    switch (fault) {
    case ByteFault::Flip:
        return QStringLiteral("bits");
    case ByteFault::Cut:
        return QStringLiteral("cuts");
    case ByteFault::Removal:
        return QStringLiteral("removals");
    case ByteFault::ZeroInserted:
        return QStringLiteral("insertions");
    case ByteFault::Doubling:
        return QStringLiteral("doublings");
    case ByteFault::Blanking:
        return QStringLiteral("blocks");
    case ByteFault::Tail:
        return QStringLiteral("tails");
    }
    return {};
}

ByteFaults::ByteFaults(QByteArray whole)
    : m_whole{std::move(whole)}
    , m_tails{"\n", "x", QByteArray(BlockSize, '\0'), QByteArray(2 * BlockSize, '\0'), QByteArray(BlockSize, '\xFF'),
          m_whole}
{
    for (qsizetype at = 0; at < m_whole.size(); at += BlockSize) {
        const auto block = m_whole.mid(at, BlockSize);
        if (block.count('\0') < block.size()) {
            m_blocks.append(at);
        }
    }
}

qsizetype ByteFaults::count(ByteFault fault) const
{
    switch (fault) {
    case ByteFault::Flip:
        return 8 * m_whole.size();
    case ByteFault::Cut:
    case ByteFault::Removal:
    case ByteFault::Doubling:
        return m_whole.size();
    case ByteFault::ZeroInserted:
        return m_whole.size() + 1;
    case ByteFault::Blanking:
        return m_blocks.size();
    case ByteFault::Tail:
        return m_tails.size();
    }
    return 0;
}

qsizetype ByteFaults::count() const
{
    qsizetype all = 0;
    for (const auto fault : AllByteFaults) {
        all += count(fault);
    }
    return all;
}

ByteFaults::Altered ByteFaults::at(qsizetype number) const
{
    const auto* fault = AllByteFaults.begin();
    while (number >= count(*fault)) {
        number -= count(*fault);
        ++fault;
    }
    return {*fault, number, altered(*fault, number)};
}

QByteArray ByteFaults::altered(ByteFault fault, qsizetype index) const
{
    auto bytes = m_whole;
    switch (fault) {
    case ByteFault::Flip:
        bytes[index / 8] = static_cast<char>(bytes.at(index / 8) ^ (1 << (index % 8)));
        break;
    case ByteFault::Cut:
        bytes.truncate(index);
        break;
    case ByteFault::Removal:
        bytes.remove(index, 1);
        break;
    case ByteFault::ZeroInserted:
        bytes.insert(index, '\0');
        break;
    case ByteFault::Doubling:
        bytes.insert(index, bytes.at(index));
        break;
    case ByteFault::Blanking: {
        const auto at = m_blocks.at(index);
        std::fill(bytes.begin() + at, bytes.begin() + std::min(at + BlockSize, bytes.size()), '\0');
        break;
    }
    case ByteFault::Tail:
        bytes.append(m_tails.at(index));
        break;
    }
    return bytes;
}

} // namespace satchel::torture
