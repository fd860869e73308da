#pragma once

#include <core/base/Result.h>
#include <core/crypto/PrivateKey.h>
#include <core/ledger/BundleRecords.h>

#include <QByteArray>
#include <QList>

namespace satchel {

// A station's signed statement of what it made of one bundle (docs/bundle-format.md, "Receipts").
class Receipt final {
public:
    // Names no more than limits::RefusedPerReceipt of the refused items, so that no bundle is too bad to be receipted.
    [[nodiscard]] static Result<QByteArray> create(
        const ReceiptFacts& facts, const IssuerIdentity& signer, const QDateTime& now);
    // Which station claims to have written it; nothing is verified.
    [[nodiscard]] static Result<StationId> claimedReceiver(const QByteArray& file);
    // Verified under one of the receiver's current signing certificates. The signer must be the receiver it names.
    [[nodiscard]] static Result<ReceiptFacts> parse(const QByteArray& file, const QList<Certificate>& allowed);
};

} // namespace satchel
