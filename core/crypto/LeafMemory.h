#pragma once

#include <core/crypto/Certificate.h>
#include <core/crypto/DigestSet.h>

#include <QByteArray>
#include <QDateTime>

#include <mutex>

namespace satchel {

// Remembers which leaves were found to be plain leaves of which issuers, because a device's certificate comes with each
// of its messages. That has nothing to do with anchors, so that several sets of them may share one memory.
//
// Only what was found true is remembered, for one instant. Safe to use from several threads; bounded (DigestSet.h), and
// so that the requests of half a million devices may come sorted by their kind.
class LeafMemory final {
public:
    // As the function of that name (PlainLeaf.h), under the same condition.
    [[nodiscard]] bool isPlainLeafOf(const Certificate& issuer, const Certificate& leaf, const QDateTime& at);

private:
    [[nodiscard]] bool knows(const QByteArray& digests, const QDateTime& at);
    void remember(const QByteArray& digests, const QDateTime& at);

    std::mutex m_mutex;
    QDateTime m_at;
    DigestSet m_known; // SHA-256 of the issuer, of the leaf
};

} // namespace satchel
