#include "LeafMemory.h"

#include "PlainLeaf.h"

namespace satchel {

bool LeafMemory::isPlainLeafOf(const Certificate& issuer, const Certificate& leaf, const QDateTime& at)
{
    const QByteArray digests = issuer.sha256().bytes() + leaf.sha256().bytes();
    if (knows(digests, at)) {
        return true;
    }
    if (!satchel::isPlainLeafOf(issuer, leaf, at)) {
        return false;
    }
    remember(digests, at);
    return true;
}

bool LeafMemory::knows(const QByteArray& digests, const QDateTime& at)
{
    const std::lock_guard lock{m_mutex};
    return m_at == at && m_known.contains(digests);
}

void LeafMemory::remember(const QByteArray& digests, const QDateTime& at)
{
    const std::lock_guard lock{m_mutex};
    if (m_at != at) {
        m_at = at;
        m_known.clear();
    }
    m_known.insert(digests);
}

} // namespace satchel
