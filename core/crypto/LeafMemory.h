#pragma once

#include <core/crypto/Certificate.h>

#include <QByteArray>
#include <QDateTime>

#include <mutex>
#include <unordered_set>

namespace satchel {

// Remembers which leaves were found to be plain leaves of which issuers, because a device's certificate comes with each
// of its messages. That has nothing to do with anchors, so that several sets of them may share one memory.
//
// Only what was found true is remembered, for one instant. Safe to use from several threads; bounded.
class LeafMemory final {
public:
    // As the function of that name (PlainLeaf.h), under the same condition.
    [[nodiscard]] bool isPlainLeafOf(const Certificate& issuer, const Certificate& leaf, const QDateTime& at);

private:
    struct Hash {
        std::size_t operator()(const QByteArray& digests) const { return qHash(digests); }
    };

    [[nodiscard]] bool knows(const QByteArray& digests, const QDateTime& at);
    void remember(const QByteArray& digests, const QDateTime& at);

    std::mutex m_mutex;
    QDateTime m_at;
    std::unordered_set<QByteArray, Hash> m_known; // SHA-256 of the issuer, of the leaf
};

} // namespace satchel
