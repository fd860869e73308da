#pragma once

#include <core/base/Result.h>
#include <core/bundle/Label.h>
#include <core/ledger/BundleRecords.h>
#include <core/ledger/Kind.h>

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

#include <optional>
#include <vector>

namespace satchel {

// One item on its way: its bytes and what the other side cannot compute from them.
struct PartItem {
    std::optional<Kind> kind; // nullopt: a kind or protocol that this version does not know; the item alone is refused
    std::optional<Protocol> protocol;
    QString kindText; // as it stood in part.json
    QString protocolText;
    QString extension; // of its entry's name: 1 to 16 of a-z 0-9
    StationId origin;
    QDateTime gatheredAt;
    QByteArray requester; // as RequesterRecord::toJson() writes it, empty if none
    QString inReplyTo; // item id, empty if none
    QByteArray context; // part of the item id
    QString localName;
    QString path; // of the EST or BRSKI resource that it was posted to, empty if nobody told
    QByteArray bytes;
    qint64 number = 0; // in the ledger that it comes from; never carried

    // Computed from the above, never carried. Null if the kind is unknown.
    [[nodiscard]] ItemId id() const;
};

// Is this a path as an item may carry it: from the root, of characters, and at most limits::Path long?
[[nodiscard]] bool isCarriablePath(const QString& path);

// Can this item go into a bundle at all? TooLarge or Malformed otherwise. To be asked before an item is acknowledged.
[[nodiscard]] Result<void> checkCarriable(const PartItem& item);

// What the first part of a bundle carries beside items.
struct PartMatters {
    QList<QByteArray> receipts; // receipt files, DER
    std::optional<Heard> heard;
    QList<qint64> voidSequences; // numbers burnt by a crash or a full disk
};

// How many of these receipts, from the first on, one bundle carries: at least one if there is any.
[[nodiscard]] qsizetype carriableReceipts(const QList<QByteArray>& receipts);

struct PartContent {
    qint64 number = 1; // its place in the label, from 1
    std::vector<PartItem> items;
    PartMatters matters; // empty in all parts but the first
};

// The plaintext archive of a part, not compressed: part.json, then the items (docs/bundle-format.md, "Parts").
// TooLarge or Malformed, naming the item, if something in it cannot be carried (see checkCarriable).
[[nodiscard]] Result<QByteArray> partArchive(const PartContent& content, const BundleAddress& address);
// At least the size of that archive, from a look at the lengths alone.
[[nodiscard]] qint64 archiveBound(const PartMatters& matters);
[[nodiscard]] qint64 archiveGrowthBound(const PartItem& item); // what one more item adds at most
// Reads it: canonical in every byte, part.json equal to `address` and `number` (BadContainer otherwise) and strict (the
// codes of StrictJson otherwise).
[[nodiscard]] Result<PartContent> parsePartArchive(
    const QByteArray& archive, const BundleAddress& address, qint64 number);

// One zstd frame (RFC 8878) without dictionary or checksum; window at most 8 MiB; content size in the frame header.
[[nodiscard]] Result<QByteArray> compressPart(const QByteArray& archive);
// Refuses anything but one such frame of exactly `plainSize` bytes with nothing after it (BadContainer; TooLarge beyond
// limits).
[[nodiscard]] Result<QByteArray> decompressPart(const QByteArray& frame, qint64 plainSize);
// The most bytes that compressPart() makes of an archive of this size.
[[nodiscard]] qint64 compressedBound(qint64 archiveSize);

} // namespace satchel
