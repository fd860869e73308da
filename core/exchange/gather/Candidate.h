#pragma once

#include <core/base/Result.h>
#include <core/bundle/Part.h>
#include <core/exchange/report/DeviceFacts.h>
#include <core/ledger/Item.h>
#include <core/objects/Assessment.h>
#include <core/objects/EnrolmentObject.h>
#include <core/objects/Sidecar.h>

#include <QByteArray>
#include <QDateTime>
#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace satchel {

// What a station is, as far as judging an item needs it. Shared by worker threads.
struct Judge {
    StationId here;
    StationRole role = StationRole::Site;
    const TrustStore& trust;
    int voucherRequestDays = 4;
    QDateTime now;
};

// An item that is sound by itself: recognised, parsed, its signatures and chains judged. Made on a worker thread,
// without the ledger: whether it fits what the station holds (its request, a newer one of the same device) is for the
// caller.
struct Candidate {
    EnrolmentObjectPtr object;
    ItemWithBytes content; // state: held with the reason, or where it begins when nothing is against it
    QStringList hints; // item ids that its file name or sidecar names as the request
    DeviceFacts devices = {};
    // Certificates of CAs that nobody has told apart: the same bytes taken for the answer to the request of a CA, in
    // case that the ledger knows of one. Null otherwise.
    std::shared_ptr<const Candidate> asAnswer = {};
};

// From a file that the local system handed in: one, or those that lie inside (EnrolmentObject::enclosed()), in order.
[[nodiscard]] Result<std::vector<Candidate>> candidatesFromFile(
    const QByteArray& bytes, const std::optional<Sidecar>& sidecar, const QString& fileName, const Judge& judge);

// From a verified bundle. `sender` is the station whose bundle it is, `senderRole` the role in our peer record. Refuses
// what no bundle of that sender may carry: another origin, another direction, a kind we do not know, an object that is
// not what the part says it is. `id` is that of the item.
[[nodiscard]] Result<Candidate> candidateFromPart(
    const PartItem& item, const ItemId& id, const StationId& sender, StationRole senderRole, const Judge& judge);

} // namespace satchel
