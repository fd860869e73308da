#pragma once

#include <core/base/Result.h>
#include <core/crypto/Certificate.h>
#include <core/crypto/LeafMemory.h>

#include <QDateTime>
#include <QList>

#include <memory>
#include <optional>

namespace satchel {

// A set of certificates from which a chain may start. An anchor need not be self-signed (a manufacturer's intermediate
// will do, as with OpenSSL's -partial_chain). Built once, then safe to share between threads.
class TrustAnchors final {
public:
    // Sets that check the same devices may share what they remember of leaves.
    explicit TrustAnchors(
        QList<Certificate> anchors = {}, std::shared_ptr<LeafMemory> leaves = std::make_shared<LeafMemory>());

    [[nodiscard]] const QList<Certificate>& certificates() const;
    [[nodiscard]] bool isEmpty() const;
    [[nodiscard]] bool contains(const Certificate& certificate) const;

    // Checks the chain from `leaf` to an anchor: signatures, names, CA flags, path length, name constraints and key
    // sizes (RFC 5280 section 6). Errors: UntrustedIssuer (no chain to any anchor), Expired or NotYetValid (the chain
    // is good but for the time `at`), BadSignature (a signature in the chain does not verify), WeakAlgorithm (MD5,
    // SHA-1 signatures of leaf or intermediates, RSA below 2048). A version 1 leaf is accepted; a version 1
    // intermediate is not, a version 1 anchor is.
    [[nodiscard]] Result<void> verify(
        const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at) const;

    // The same by OpenSSL alone, with nothing remembered: what verify() falls back to, and what tests hold it against.
    [[nodiscard]] Result<void> verifyInFull(
        const Certificate& leaf, const QList<Certificate>& intermediates, const QDateTime& at) const;

    // The anchors whose subject is `subjectDer` or whose key identifier is `keyIdentifier`: candidates for a signer
    // that a message names without bringing its certificate.
    [[nodiscard]] QList<Certificate> findByName(const QByteArray& subjectDer, const QByteArray& keyIdentifier) const;

private:
    struct Data;
    std::shared_ptr<const Data> m_data;
};

} // namespace satchel
