#pragma once

#include <core/crypto/Certificate.h>
#include <core/crypto/LeafMemory.h>

#include <QByteArray>
#include <QDateTime>
#include <QHash>
#include <QList>

#include <memory>
#include <mutex>
#include <vector>

namespace satchel {

// Chains that OpenSSL found good, so that the next device of the same manufacturer costs one signature and not the
// decoding and checking of everything above it. What is remembered holds for one instant and one set of anchors, and
// only while a message brings the very same certificates: no verdict depends on what was checked before.
//
// It can only say yes. Safe to use from several threads; bounded.
class ChainMemory final {
public:
    explicit ChainMemory(
        QList<Certificate> anchors, std::shared_ptr<LeafMemory> leaves = std::make_shared<LeafMemory>());

    // Would the full check of `leaf` with these intermediates at this instant find it good? False: nobody knows yet.
    [[nodiscard]] bool vouchesFor(
        const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at);
    // The full check found `chain` good: leaf, issuers, anchor; two at least.
    void remember(const QList<Certificate>& chain, const QList<Certificate>& intermediates, const QDateTime& at);

private:
    // What stands above a leaf.
    struct Path {
        QList<Certificate> issuers; // the leaf's own first
        QList<QByteArray> names; // their subjects, DER
    };

    [[nodiscard]] bool isFullyThere(const Path& path, const QList<Certificate>& intermediates) const;
    void startAt(const QDateTime& at);
    void rememberLeaf(const Certificate& leaf, std::shared_ptr<const Path> path);

    const QList<Certificate> m_anchors;
    const std::shared_ptr<LeafMemory> m_leaves;
    std::mutex m_mutex;
    QDateTime m_at;
    QHash<QByteArray, std::shared_ptr<const Path>> m_byLeaf; // SHA-256
    QHash<QByteArray, std::vector<std::shared_ptr<const Path>>> m_byIssuer; // name, DER
};

} // namespace satchel
