#pragma once

#include <core/base/Progress.h>
#include <core/base/Result.h>
#include <core/bundle/Label.h>
#include <core/bundle/Part.h>
#include <core/crypto/PrivateKey.h>
#include <core/media/MediumFile.h>

#include <QList>

#include <functional>
#include <span>
#include <vector>

namespace satchel {

// Where a writer gets its items from, on the thread that called it.
class ItemSource {
public:
    virtual ~ItemSource() = default;
    // The next items, at most `mostItems` of them and at most `mostBytes` of content unless a single item is larger
    // alone. Empty at the end.
    [[nodiscard]] virtual Result<std::vector<PartItem>> take(qint64 mostBytes, qint64 mostItems) = 0;
    // Gives back what did not fit; the next take() gives it out again.
    virtual void putBack(std::vector<PartItem> items) = 0;
};

// Told once a part is in the file: the numbers of its items.
using ItemsWritten = std::function<Result<void>(std::span<const qint64> numbers)>;

struct BundlePlan {
    BundleAddress address;
    Ulid shipment;
    qint64 shipmentIndex = 1;
    QDateTime created;
    std::optional<QDateTime> notAfter;
    PartMatters matters;
    QList<Certificate> recipients; // 1 to 8, of one station
    IssuerIdentity signer;
    qint64 mostBytes = 0; // of the whole file; 0 or more than that: limits::Bundle
    unsigned threads = 1;
};

struct WrittenBundle {
    Label label; // shipmentLast tells whether the source is exhausted
    Sha256Digest labelDigest; // of label.json
    Sha256Digest fileDigest;
    qint64 items = 0;
    qint64 bytes = 0;
};

// Writes one bundle into `file` (not published yet), packing and encrypting parts on several threads, in order.
// Stops when the source is exhausted or the next part might pass `mostBytes`. A plan without items gives a bundle of
// one part (matters only). Of burnt numbers only the lowest limits::VoidsPerBundle are told; more receipts than one
// bundle carries are TooLarge. `written` is called for each part that has items. Usage if not even one item fits;
// Cancelled on a stop.
[[nodiscard]] Result<WrittenBundle> writeBundle(
    const BundlePlan& plan, ItemSource& source, MediumFile& file, const ItemsWritten& written, const Conduct& conduct);

} // namespace satchel
